"""Who speaks, as whom, in sentences of our own: how many are read whole, as a floor that only goes up."""

from __future__ import annotations

import re
from datetime import date
from pathlib import Path

from detente.extract.quotes import QuoteExtractor
from detente.records import Quote
from tests.extract.reading import read

WHOLE = 36  # of 43; 24 when the program first saw them
SMALL = {"the", "of", "for", "at", "in", "a", "an", "and", "to", "on"}


def _rows() -> list[list[str]]:
    lines = Path(__file__).with_name("sources.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")][1:]


def _fits(asked: str, found: str | None) -> bool:
    """True where nothing is asked, or one says all that the other says."""
    one, other = (set(re.findall(r"\w+", (text or "").casefold())) - SMALL for text in (asked, found))
    return asked in {"-", "*"} or bool(one and other and (one <= other or other <= one))


def _right(row: list[str]) -> bool:
    text, speaker, role, affiliation, country = row
    found: Quote | None = next(iter(QuoteExtractor().extract(read(text, date(2018, 3, 2)))), None)
    return (
        found is not None
        and speaker in {"*", found.speaker}
        and _fits(role, found.role)
        and _fits(affiliation, found.affiliation)
        and country in {"-", found.country}
    )


def test_sources_of_sentences() -> None:
    missed = [row[0] for row in _rows() if not _right(row)]
    assert len(_rows()) - len(missed) >= WHOLE, missed
