"""The layouts say what the measures say: the same pairs, the same sides, the same months."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from detente.measure.acts import counted_quad
from detente.records import STATUSES
from detente.store import layouts
from detente.store.reader import Reader
from tests.store import samples


def test_sides_are_those_of_the_index(tmp_path: Path) -> None:
    made = [
        samples.incident(n, status=status, quad=quad)
        for n, (status, quad) in enumerate(((s, q) for s in STATUSES for q in (1, 2, 3, 4)), 1)
    ]
    reader = Reader(samples.store(tmp_path, incidents=made))
    held = {
        side: {row["incident_id"] for row in reader.rows("incidents", side=side)}
        for side in ("cooperation", "conflict")
    }
    for incident in made:
        quad = counted_quad(incident.status, incident.quad)
        assert (incident.incident_id in held["cooperation"]) == (quad in (1, 2))
        assert (incident.incident_id in held["conflict"]) == (quad in (3, 4))


def test_pairs_are_every_source_with_every_target(tmp_path: Path) -> None:
    made = [
        samples.incident(1, source=("USA", "GBR"), target=("RUS", "GBR")),
        samples.incident(2, source=("RUS", "USA"), target=(), reciprocal=True),
        samples.incident(3, source=("USA",), target=()),
        samples.incident(4, source=("USA",), target=("USA",)),
    ]
    reader = Reader(samples.store(tmp_path, incidents=made))
    pairs = {(row["a"], row["b"]): row["n_incidents"] for row in reader.rows("dyads")}
    assert pairs == {("GBR", "RUS"): 1, ("GBR", "USA"): 1, ("RUS", "USA"): 2}


@pytest.mark.parametrize(
    ("source", "target", "reciprocal", "direction"),
    [
        (("RUS",), ("USA",), False, "ab"),
        (("USA",), ("RUS",), False, "ba"),
        (("USA",), ("RUS",), True, "both"),
        (("USA", "RUS"), ("RUS", "USA"), False, "both"),
    ],
)
def test_directions(
    tmp_path: Path, source: tuple[str, ...], target: tuple[str, ...], reciprocal: bool, direction: str
) -> None:
    made = samples.incident(1, source=source, target=target, reciprocal=reciprocal)
    reader = Reader(samples.store(tmp_path, incidents=[made]))
    found = [way for way in ("ab", "ba", "both") if reader.count("incidents", a="RUS", b="USA", direction=way)]
    assert found == [direction]


def test_a_month_holds_what_is_dated_closely_enough_by_its_middle_day(tmp_path: Path) -> None:
    pair = {"source": ("RUS",), "target": ("USA",), "status": "actual"}
    made = [
        samples.incident(1, date_from=date(2017, 1, 20), date_to=date(2017, 2, 4), **pair),
        samples.incident(2, date_from=date(2017, 1, 30), date_to=date(2017, 2, 10), **pair),
        samples.incident(3, date_from=date(2017, 1, 1), date_to=date(2017, 4, 1), **pair),
        samples.incident(4, date_from=None, date_to=None, **pair),
    ]
    reader = Reader(samples.store(tmp_path, incidents=made))
    found = {m: {r["incident_id"] for r in reader.rows("incidents", a="RUS", b="USA", month=m)} for m in MONTHS}
    assert found == {"2017-01": {made[0].incident_id}, "2017-02": {made[1].incident_id}}


MONTHS = ("2017-01", "2017-02")


def test_every_layout_explains_itself() -> None:
    for name in layouts.TABLES:
        assert layouts.statement(name).startswith("-- "), name


def test_the_digest_covers_every_layout(monkeypatch: pytest.MonkeyPatch) -> None:
    before = layouts.digest()
    layouts.digest.cache_clear()
    monkeypatch.setattr(layouts, "statement", lambda name: f"-- {name}")
    assert layouts.digest() != before
    layouts.digest.cache_clear()
