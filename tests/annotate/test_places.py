"""Places: where something happened, not who acted."""

from __future__ import annotations

from tests.annotate.given import annotated


def test_towns_and_locative_capitals_are_places() -> None:
    doc = annotated("Ministers met in Helsinki, then in Lahore. Oslo was angry.")
    assert [(p.name, p.state) for p in doc.places] == [("Helsinki", "FIN"), ("Lahore", "PAK")]


def test_the_second_of_two_places_is_a_place_too() -> None:
    doc = annotated("Meetings in Paris and Buenos Aires were called off.")
    assert [p.state for p in doc.places] == ["FRA", "ARG"]
