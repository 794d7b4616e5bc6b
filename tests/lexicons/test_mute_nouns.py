"""Nouns that say nothing: each row stands in its example, endings hold, and the exceptions bear an ending."""

from __future__ import annotations

from detente import lexicons
from tests.lexicons.forms import holds

ROWS = lexicons.table("mute_nouns")
ENDINGS = tuple(row["word"] for row in ROWS if row["kind"] == "ending")


def test_words_stand_in_their_examples_and_once() -> None:
    assert [row.place for row in ROWS if row["kind"] != "ending" and not holds(row["example"], [row["word"]])] == []
    assert len({(row["word"], row["kind"] == "ending") for row in ROWS}) == len(ROWS)


def test_endings_end_a_word_of_their_examples() -> None:
    for row in ROWS:
        if row["kind"] == "ending":
            assert any(word.endswith(row["word"]) for word in row["example"].split()), row.place


def test_only_nouns_with_such_an_ending_are_excepted() -> None:
    assert [row["word"] for row in ROWS if row["kind"] == "speaks" and not row["word"].endswith(ENDINGS)] == []
