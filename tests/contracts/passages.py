"""Texts that every plug-in must survive: ordinary ones, odd ones and hostile ones."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Final

from detente.records import Block, Document
from tests.cli.samples import ANSWER, EXPULSION, VISIT
from tests.store import samples

TEXTS: Final = {
    "ordinary": VISIT,
    "expulsion": EXPULSION,
    "answer": ANSWER,
    "one word": "Russia",
    "no sentence": "Russia, China, France, Germany, Poland, Turkey, Iran",
    "full stops": "... . .. Russia . ... Poland .",
    "quotation marks": '""" \'\' “ ” « Russia said » " Poland " \' “',
    "open quotation": "Lavrov said: “We will not accept this. Poland has expelled our diplomats and we will answer.",
    "astral": "😀 Russia 𝔢𝔵𝔭𝔢𝔩𝔩𝔢𝔡 two Polish diplomats 😀 on Friday. 😀 “Yes,” said Lavrov.",
    "combining": "Russia e\u0301xpelled two Polish diplomats\u200b on Friday\u00a0in\u2028Moscow.",
    "controls": "Russia\x00 expelled\x1b[31m two Polish\x07 diplomats on Friday.",
    "markup": "<script>alert('Russia')</script> & \"Poland\" expelled <b>two</b> diplomats.",
    "formula": '=HYPERLINK("http://example.org","Russia") expelled two Polish diplomats.',
    "capitals": "RUSSIA EXPELS TWO POLISH DIPLOMATS. POLAND ANGRY.",
    "other language": "Россия выслала двух польских дипломатов. Polen ist empört.",
    "spaces": "Russia" + " " * 20_000 + "expelled two Polish diplomats." + "\n" * 5_000,
    "long word": "Russia " + "a" * 50_000 + " expelled two Polish diplomats on Friday.",
    "long sentence": "Russia and " + "Poland and " * 1_500 + "Germany met on Friday.",
    "nested": "Lavrov said that " * 60 + "Russia expelled two Polish diplomats.",
}


def document(name: str, *, day: date | None = date(2016, 5, 20)) -> Document:
    """A passage as a document of one body block."""
    text = TEXTS[name]
    blocks = (Block(0, len(text), "body"),)
    return replace(
        samples.document(),
        doc_id=f"p-{name}",
        text=text,
        blocks=blocks,
        published=day,
        published_from=day,
        published_to=day,
    )
