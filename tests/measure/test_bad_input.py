"""What event files can hold that no pair of states does: every measure stays finite and honest."""

import math
from dataclasses import asdict, replace
from datetime import date
from typing import Any

import pytest

from detente import registry
from detente.config import Measure
from detente.measure import backtests
from detente.measure.issues import courses
from detente.measure.outlooks import outlooks
from detente.measure.relations import relations
from detente.records import Incident
from detente.store import schema
from tests.measure.samples import START, history, incident

CASES = {
    "nothing": [],
    "one event": [incident("one", START)],
    "ten thousand on one day": [incident(f"{n:05d}", START, quad=1 + n % 4) for n in range(10_000)],
    "states not there yet": [
        incident("a", date(1925, 3, 1), source=("SSD",), target=("MNE",), quad=4),
        incident("b", date(1925, 4, 2), source=("MNE",), target=("SSD",)),
    ],
    "far years": [
        incident("c", date(1, 1, 1)),
        incident("d", date(9999, 12, 31), quad=3),
        incident("e", date(1600, 1, 1)),
        incident("f", date(2400, 1, 1)),
    ],
    "no number": [replace(i, goldstein=float("nan")) for i in history([(1, 1)] * 4)],
    "beyond all numbers": [replace(i, goldstein=1e308) for i in history([(1, 1)] * 4)],
    "end before beginning": [replace(incident("g", START), date_to=date(2010, 1, 1))],
    "itself": [incident("h", START, source=("NOR",), target=("NOR",))],
    "nobody": [incident("k", START, source=(), target=())],
}
MEASURES = ("relations", "turning_points", "outlooks", "index_outlooks", "reciprocity", "answers")
CONFIGS = {
    "default": Measure(),
    "plain, all pairs": Measure("goldstein", day_events=1, turning_events=1, outlook_events=1, hawkes_events=1),
}


@pytest.mark.parametrize("config", CONFIGS)
@pytest.mark.parametrize("measure", MEASURES)
@pytest.mark.parametrize("case", CASES)
def test_nothing_of_it_reaches_a_page_as_nan(case: str, measure: str, config: str) -> None:
    rows = _rows(measure, case, CONFIGS[config])
    assert all(_finite(schema.plain(row)) for row in rows)


@pytest.mark.parametrize("case", ["one event", "states not there yet"])
def test_little_knowledge_is_a_wide_band(case: str) -> None:
    months = [row for row in _rows("relations", case, Measure()) if row["period"] == "month"]
    assert months and all(row["high"] - row["low"] > 80 for row in months)


@pytest.mark.parametrize("case", CASES)
def test_scores_and_courses_of_it_are_finite_too(case: str) -> None:
    config = Measure(outlook_events=1)
    made, known = outlooks(CASES[case], config), relations(CASES[case], config)
    rows: list[Any] = [
        *backtests.backtest(known, made),
        *backtests.of_index(CASES[case], config),
        *courses(CASES[case]),
    ]
    assert all(_finite(asdict(row)) for row in rows)


def _rows(measure: str, case: str, config: Measure) -> list[dict[str, Any]]:
    """What the registered measure makes of the case, as the store is given it."""
    return [row for part in registry.load("measures", measure)(CASES[case], config) for row in part.to_pylist()]


def _finite(value: object) -> bool:
    if isinstance(value, dict):
        return all(map(_finite, value.values()))
    if isinstance(value, list):
        return all(map(_finite, value))
    return not isinstance(value, float) or math.isfinite(value)


def test_the_check_can_fail() -> None:
    assert not _finite({"a": [1.0, float("nan")]}) and _finite({"a": [1.0, None]})
    assert all(isinstance(row, Incident) for rows in CASES.values() for row in rows)
