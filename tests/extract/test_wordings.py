"""Wordings: the quick look at the words of a text agrees with the long one."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from detente.extract.wordings import Wordings, folded, runs

PHRASES = ("on the brink", "won't", "likely", "so long as")


def test_folded_keeps_the_length_and_plain_signs() -> None:
    assert folded("It’s\tON\nthe  Way") == "it's on the  way"


def test_runs_part_what_hyphens_and_apostrophes_join() -> None:
    assert runs("The ice-breaker won’t turn") == {"the", "ice", "breaker", "won", "t", "turn"}


def test_all_words_must_be_there() -> None:
    known = Wordings(PHRASES)
    assert known.within(runs("As it is, so long"))
    assert not known.stand(runs("As it is, so long"), folded("As it is, so long"))
    assert known.stand(runs("Not so long as I live"), folded("Not so long as I live"))
    assert not known.within(runs("The brink is near"))


@given(st.lists(st.sampled_from(("on", "the", "brink", "won't", "likely", "so", "long", "as", "un")), max_size=8))
def test_no_phrase_is_overlooked(words: list[str]) -> None:
    text = " ".join(words)
    held = any(f" {phrase} " in f" {text} " for phrase in PHRASES)
    assert held <= Wordings(PHRASES).stand(runs(text), folded(text))
