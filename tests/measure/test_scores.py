from datetime import timedelta
from typing import Any

import pytest

from detente.config import Measure
from detente.measure.outlooks import outlooks
from detente.measure.relations import relations
from detente.measure.scores import Record, backtest, calibration, outlets, score, skill, speakers
from detente.records import Component, Forecast, Outlook
from tests.measure.samples import START, history
from tests.resolve.samples import document


def outlook(mean: float, size: float = 1e6) -> Outlook:
    day = timedelta(days=1)
    return Outlook("NOR", "SWE", START - day, START, START + 6 * day, "conflict", (Component(1.0, mean, size),))


def test_score_against_a_poisson_by_hand() -> None:
    log_score, crps, inside = score(outlook(1.0), 0)
    assert log_score == pytest.approx(-1.0, abs=1e-4)
    assert inside and crps == pytest.approx(0.4762, abs=1e-3)


def test_nearer_is_better() -> None:
    near, far = score(outlook(3.0), 3), score(outlook(12.0), 3)
    assert near[0] > far[0] and near[1] < far[1] and near[2] and not far[2]


def test_backtest_counts_every_scored_week() -> None:
    rows = history([(3, 1)] * 31)
    found = backtest(relations(rows, Measure()), outlooks(rows, Measure(outlook_events=20)))
    assert [(b.measure, b.n) for b in found] == [("conflict", 15), ("cooperation", 15)]
    assert all(b.log_score > -2 and b.crps < 1 for b in found)


def forecast(speaker: str | None, p: float | None, outcome: str | None, direction: str = "improve") -> Forecast:
    values: dict[str, Any] = dict.fromkeys(Forecast.__dataclass_fields__)
    brier = None if p is None or outcome not in ("true", "false") else (p - (outcome == "true")) ** 2
    values |= {"forecast_id": "f", "doc_id": "d1", "speaker": speaker, "p": p, "outcome": outcome}
    return Forecast(**(values | {"direction": direction, "brier": brier, "log_score": brier}))


DUE = [
    *(forecast("Ola", 0.9, "true") for _ in range(8)),
    *(forecast("Ola", 0.9, "false") for _ in range(2)),
    *(forecast("Kari", 0.3, "false") for _ in range(9)),
    forecast("Kari", None, "true"),
]


def test_only_those_with_ten_decided_forecasts_are_ranked_best_first() -> None:
    few = [forecast("Per", 0.9, "true") for _ in range(9)]
    waiting = [forecast("Per", 0.9, "unresolved"), forecast(None, 0.9, "true")]
    kari, ola = Record("Kari", 10, 0.1, 9, 0.09, 0.09), Record("Ola", 10, 0.8, 10, 0.17, 0.17)
    assert speakers([*DUE, *few, *waiting]) == (kari, ola)


def test_outlets_answer_for_what_they_printed() -> None:
    page = document("1", "", "2015-01-01", outlet="The Fjord Times")
    assert [(one.name, one.n) for one in outlets(DUE, [page])] == [("The Fjord Times", 20)]


def test_calibration_sets_what_was_said_beside_what_came() -> None:
    assert calibration(DUE[:9]) == ()
    found = calibration(DUE)
    assert [(b.low, b.high, b.n) for b in found] == [(0.2, 0.4, 9), (0.8, 1.0, 10)]
    assert [(b.said, b.came) for b in found] == [(0.3, 0.0), (0.9, 0.8)]


def test_skill_is_the_gain_over_no_change_and_over_the_base_rate() -> None:
    assert skill(DUE[:9]) is None
    found = skill(DUE[:10])
    assert found is not None and found.brier == pytest.approx(0.17)
    assert found.over_no_change == pytest.approx(1 - 0.17 / 0.8)
    assert found.over_base_rate == pytest.approx(1 - 0.17 / 0.16)
    sure = skill([forecast("Ola", 0.9, "true", "no_change")] * 10)
    assert sure is not None and (sure.over_no_change, sure.over_base_rate) == (None, None)
