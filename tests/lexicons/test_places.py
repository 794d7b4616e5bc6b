"""The gazetteer: positions on the globe, known states, one place a name, and every row's own example."""

from __future__ import annotations

from collections import Counter
from math import acos, cos, radians, sin

import pytest

from detente.lexicons import Row, table
from tests.lexicons.forms import holds

ROWS = table("places")
KINDS = {"capital", "city", "venue", "region", "sea"}


def kilometres(one: Row, other: Row) -> float:
    """The great-circle distance between two places."""
    a, b, c, d = (radians(float(row[axis])) for row in (one, other) for axis in ("lat", "lon"))
    return 6371 * acos(min(1.0, sin(a) * sin(c) + cos(a) * cos(c) * cos(b - d)))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['name']}-{row.line}")
def test_a_places_example_names_it(row: Row) -> None:
    assert holds(row["example"], [row["name"], *row.listed("aliases")])
    assert row["yields"] == (row["state"] or row["kind"])


def test_positions_kinds_and_states_are_known() -> None:
    codes = {row["code"] for row in table("states")}
    assert [row.place for row in ROWS if not -90 <= float(row["lat"]) <= 90] == []
    assert [row.place for row in ROWS if not -180 <= float(row["lon"]) <= 180] == []
    assert [row.place for row in ROWS if row["kind"] not in KINDS] == []
    assert [row.place for row in ROWS if row["state"] and row["state"] not in codes] == []
    assert [row.place for row in ROWS if row["kind"] in {"capital", "city"} and not row["state"]] == []


def test_a_name_stands_for_one_place() -> None:
    times = Counter(form for row in ROWS for form in {row["name"], *row.listed("aliases")})
    assert [form for form, count in times.items() if count > 1] == []


def test_every_sovereign_state_has_one_capital() -> None:
    capitals = Counter(row["state"] for row in ROWS if row["kind"] == "capital")
    sovereign = {row["code"] for row in table("states") if row["cow"] and not row["to"]}
    assert sovereign - set(capitals) == set()
    assert [state for state, count in capitals.items() if count > 1] == []


def test_the_capital_is_the_capital_of_the_states_table() -> None:
    known = {row["code"]: {row["capital"], *row.listed("capitals")} for row in table("states")}
    wrong = [
        row.place
        for row in ROWS
        if row["kind"] == "capital" and not known[row["state"]] & {row["name"], *row.listed("aliases")}
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("near", "far", "low", "high"),
    [
        ("Seoul", "Pyongyang", 150, 250),
        ("Helsinki", "Tallinn", 60, 110),
        ("Reykjavik", "Geneva", 2400, 2900),
        ("Buenos Aires", "Montevideo", 150, 250),
        ("Taipei", "Beijing", 1600, 1850),
    ],
)
def test_known_distances_hold(near: str, far: str, low: int, high: int) -> None:
    rows = {row["name"]: row for row in ROWS}
    assert low < kilometres(rows[near], rows[far]) < high


def test_the_gazetteer_is_broad() -> None:
    assert len([row for row in ROWS if row["kind"] in {"capital", "city"}]) >= 1000
