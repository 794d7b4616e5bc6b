"""Modes of acts: every row of `modes.tsv` gives its own example its mode."""

from __future__ import annotations

import pytest

from detente.config import Extract
from detente.extract.acts import QUADS
from detente.extract.events import EventExtractor
from detente.lexicons import Row, table
from tests.extract.passages import annotated

TOLD = [row for row in table("modes") if row["yields"] != "-"]


@pytest.mark.parametrize("row", TOLD, ids=[row.place for row in TOLD])
def test_example(row: Row) -> None:
    events = EventExtractor(Extract(min_p=0.2, model="rules")).extract(annotated(row["example"]))
    found = {f"{s}>{t} {event.mode}" for event in events for s in event.source for t in event.target}
    assert row["yields"] in found


def test_modes_stand_under_known_types_once() -> None:
    pairs = [(row["type"], row["mode"]) for row in table("modes")]
    assert len(set(pairs)) == len(pairs)
    assert {type_ for type_, _ in pairs} <= set(QUADS)


def test_the_mode_of_a_frame_stands() -> None:
    events = EventExtractor(Extract(model="rules")).extract(annotated("Macron telephoned Putin about the summit."))
    assert {event.mode for event in events if event.plover == "CONSULT"} == {"phone"}


def test_no_word_no_mode() -> None:
    events = EventExtractor(Extract(model="rules")).extract(annotated("Peru thanked Chile on Friday."))
    assert [event.mode for event in events] == [None]
