"""Bad input for the coder of events: nothing falls over, and nobody is invented."""

from __future__ import annotations

import pytest

from detente.extract.events import EventExtractor
from detente.records import Event
from tests.extract.passages import annotated


def events(text: str) -> tuple[Event, ...]:
    return EventExtractor().extract(annotated(text))


def test_a_passage_without_states() -> None:
    assert events("The committee met on Tuesday, condemned the delay and threatened to resign.") == ()


def test_a_sentence_of_twenty_thousand_words() -> None:
    found = events("Peru accused Chile of spying " + "and of poaching " * 6_666 + "on Monday.")
    assert {(event.source, event.target) for event in found} <= {(("PER",), ("CHL",)), (("CHL",), ("PER",))}


@pytest.mark.parametrize(
    "text",
    [
        "Peru\nChile\nBolivia\nEcuador\nColombia",
        "1. Peru 12 4 1\n2. Chile 11 3 3\n3. Bolivia 9 2 6",
        "Peru, Chile; Bolivia | Ecuador / Colombia",
        "Le ministre péruvien des affaires étrangères a rencontré son homologue chilien à Santiago lundi.",
        "Министр иностранных дел России встретился с коллегой в Осло.",
        "与会者一致认为，两国关系正在改善。",
    ],
)
def test_tables_of_names_and_other_languages_say_nothing(text: str) -> None:
    assert events(text) == ()


def test_capitals_throughout_are_read() -> None:
    found = events("PERU EXPELLED THE CHILEAN AMBASSADOR ON MONDAY.")
    assert {(event.source, event.target, event.plover) for event in found} == {(("PER",), ("CHL",), "SANCTION")}


@pytest.mark.parametrize("year", ["9999", "0001", "20188"])
def test_a_year_beyond_all_calendars_is_survived(year: str) -> None:
    for event in events(f"Peru will attack Chile on 31 December {year}."):
        assert event.status != "actual"
        assert (event.source, event.target) == (("PER",), ("CHL",))
