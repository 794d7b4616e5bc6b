"""Datelines."""

from detente.clean import dateline


def test_a_place_and_a_full_day_are_a_dateline_without_a_dash() -> None:
    found = dateline.find("Odesa, 14 December 2015. The summit of the two presidents has been cancelled.")

    assert found is not None and (found.place, found.day) == ("Odesa", "14 December 2015")
