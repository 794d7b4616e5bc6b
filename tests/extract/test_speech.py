"""Invented passages with unusual quoting: marks, paragraphs, transcripts, statements, relays, and what nobody says."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date

import pytest

from detente.extract.quotes import QuoteExtractor
from detente.records import Quote
from tests.extract.reading import read
from tests.extract.spoken import PASSAGES, Passage


def plain(text: str) -> str:
    """The words of a text, marks and blanks apart."""
    return " ".join(re.sub(r"\W+", " ", text).split())


def heard(text: str) -> Sequence[tuple[Quote, str]]:
    """The quotes of a text with the words of their content."""
    found = QuoteExtractor().extract(read(text, date(2015, 3, 2)))
    return [(quote, plain(" ".join(text[s.start : s.end] for s in quote.content))) for quote in found]


def same(words: str, wanted: str) -> bool:
    """True where the words are those wanted; "…" stands for anything between two pieces."""
    first, _, last = wanted.partition(" … ")
    middle = [plain(piece) for piece in wanted.split("…")]
    starts = words.startswith(plain(first)) and words.endswith(plain(last.rpartition("…")[2] or wanted))
    return starts and all(piece in words for piece in middle)


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage.name)
def test_who_says_what(passage: Passage) -> None:
    found = heard(passage.text)
    rows = [(quote.speaker, words) for quote, words in found]
    for speaker, wanted in passage.said:
        assert any(same(words, wanted) and (speaker is None or name == speaker) for name, words in rows), rows
    for words in passage.unsaid:
        assert not any(plain(words) in said for _, said in rows), rows
    if not passage.said:
        assert not rows


@pytest.mark.parametrize("passage", PASSAGES, ids=lambda passage: passage.name)
def test_spans_lie_in_the_text_and_say_something(passage: Passage) -> None:
    for quote, words in heard(passage.text):
        spans = (*quote.content, *quote.source_spans, *quote.cue_spans)
        assert all(0 <= span.start < span.end <= len(passage.text) for span in spans)
        assert words and 0 < quote.p <= 1
        assert list(quote.content) == sorted(quote.content)
