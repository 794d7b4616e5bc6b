"""Who passed words on, in sentences of our own."""

from __future__ import annotations

from datetime import date

import pytest

from detente.extract.quotes import QuoteExtractor
from tests.extract.reading import read


@pytest.mark.parametrize(
    ("text", "speaker", "chain"),
    [
        ("TASS cited Jon Holm as saying that Norway would pay.", "Jon Holm", ("TASS",)),
        ("Jon Holm was quoted by TASS as saying that Norway would pay.", "Jon Holm", ("TASS",)),
        ("The Guardian, quoting two officials, said Norway would pay.", "two officials (unnamed)", ("Guardian",)),
        ("Norway will pay, Reuters said, quoting a Swedish diplomat.", "Swedish diplomat (unnamed)", ("Reuters",)),
        ("Xinhua, citing a spokesman for the port, said Norway would pay.", None, ("Xinhua",)),
        ("According to TASS, Swedish envoy Jon Holm said that Norway would pay.", "Jon Holm", ("TASS",)),
        ("Norway will pay, Jon Holm said, according to the Interfax agency.", "Jon Holm", ("Interfax",)),
        ("In remarks carried by TASS, Jon Holm said Norway would pay.", "Jon Holm", ("TASS",)),
        ("Norway will pay, said Jon Holm, as quoted by RIA Novosti.", "Jon Holm", ("RIA Novosti",)),
        ("Jon Holm told the Financial Times that Norway would pay.", "Jon Holm", ()),
        ("Citing two officials, Bloomberg reported that Norway would pay.", None, ("Bloomberg",)),
    ],
)
def test_relays(text: str, speaker: str | None, chain: tuple[str, ...]) -> None:
    (one,) = QuoteExtractor().extract(read(text, date(2018, 3, 2)))
    assert one.chain == chain
    assert speaker in {None, one.speaker}
    assert text[one.content[0].start : one.content[0].end].removeprefix("that ").startswith("Norway")
