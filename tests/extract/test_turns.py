"""Transcripts: turns by their labels, and texts that only look alike."""

from __future__ import annotations

from datetime import date

import pytest

from detente.extract import speech, turns
from tests.extract.reading import read


def labelled(text: str) -> list[tuple[str, str]]:
    page = speech.scene(read(text, date(2015, 3, 2))).page
    return [
        (
            " ".join(page.trees[turn.cue.sentence].tokens[i].text for i in sorted(turn.cue.source)),
            " ".join(text[piece.start : piece.end] for piece in turn.pieces),
        )
        for turn in turns.find(page)
    ]


def test_turns_reach_to_the_next_label_and_the_last_to_its_own_end() -> None:
    text = "Q: When?\n\nA: Soon.\n\nVery soon.\n\nQ: Where?\n\nA: In Oslo.\n\nThe talk was held in May."
    assert labelled(text) == [("Q", "When?"), ("A", "Soon. Very soon."), ("Q", "Where?"), ("A", "In Oslo.")]


def test_marks_around_turns_are_no_part_of_the_label() -> None:
    text = '"LUND: We wait.\n\n"HOLT: Not long.\n\n"LUND: Long enough."'
    assert [name for name, _ in labelled(text)] == ["LUND", "HOLT", "LUND"]


@pytest.mark.parametrize(
    "text",
    [
        "Bergen: the port is shut.\n\nThe ferry waits.",
        "Time: noon.\n\nPlace: Oslo.\n\nPrice: ten crowns.",
        "Note: this text was shortened.\n\nKari Lund waited.",
        ":\n\n::\n\n: :",
    ],
)
def test_colons_alone_make_no_transcript(text: str) -> None:
    assert labelled(text) == []


def test_nothing_else_in_a_turn_is_attributed() -> None:
    text = 'Q: Who said "never"?\n\nA: Nobody said that we would leave.\n\nQ: Nobody?'
    found = speech.find(read(text, date(2015, 3, 2)))
    assert [one.key for one in found] == [":", ":", ":"]
