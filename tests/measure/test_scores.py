from datetime import timedelta
from typing import Any

import pytest

from detente.config import Measure
from detente.measure.outlooks import outlooks
from detente.measure.relations import relations
from detente.measure.scores import Record, backtest, score, speakers
from detente.records import Component, Forecast, Outlook
from tests.measure.samples import START, history


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


def forecast(speaker: str | None, brier: float | None) -> Forecast:
    values: dict[str, Any] = dict.fromkeys(Forecast.__dataclass_fields__)
    values |= {"forecast_id": "f", "speaker": speaker, "brier": brier, "log_score": brier}
    return Forecast(**values)


def test_speakers_are_ranked_by_what_came_due() -> None:
    given = [
        forecast("Ola", 0.5),
        forecast("Ola", 0.1),
        forecast("Kari", 0.2),
        forecast("Per", None),
        forecast(None, 0.1),
    ]
    assert speakers(given) == (Record("Kari", 1, 0.2, 0.2), Record("Ola", 2, 0.3, 0.3))
