from datetime import timedelta

import numpy as np
import pytest

from detente.config import Measure
from detente.measure import scans
from detente.measure.turning_points import turning_points
from tests.measure.samples import START, history, incident

QUIET, STORM, THAW = [(2, 0)] * 14, [(2, 9)] * 3, [(11, 0)] * 3


@pytest.mark.parametrize(("burst", "direction"), [(STORM, "down"), (THAW, "up")])
def test_a_burst_is_found_on_its_day_and_way(burst: list[tuple[int, int]], direction: str) -> None:
    rows = history(QUIET + burst + QUIET)
    points = [p for p in turning_points(rows, Measure()) if not p.online]
    best = max(points, key=lambda p: p.strength)
    assert best.direction == direction
    assert abs((best.day - START).days - 7 * len(QUIET)) <= 3
    quads = {i.incident_id: i.quad for i in rows}
    assert best.incident_ids and {quads[i] for i in best.incident_ids} == {3 if direction == "down" else 1}


def test_an_alert_does_not_look_ahead() -> None:
    rows = history(QUIET + STORM + QUIET)
    points = [p for p in turning_points(rows, Measure()) if p.online]
    assert points
    for point in points:
        known = [i for i in rows if i.date_from is not None and i.date_from <= point.day]
        known.append(incident("end", point.day, source=("DNK",), target=("NOR",)))
        assert point in turning_points(known, Measure())


def test_few_incidents_turn_nothing() -> None:
    assert turning_points(history([(1, 0)] * 5 + [(0, 3)]), Measure()) == ()


def test_ratio_is_signed_and_zero_without_change() -> None:
    flat = scans.ratio(np.ones((40, 1)), before=10, after=3, spread=0.0)
    assert float(np.abs(flat[10:37]).max()) < 0.05
    step = scans.ratio(np.repeat([[1.0], [6.0]], 20, axis=0), before=10, after=3, spread=0.0)
    assert int(np.argmax(step[:, 0])) == 20
    assert float(scans.ratio(np.repeat([[6.0], [1.0]], 20, axis=0), before=10, after=3, spread=0.0)[20, 0]) < 0


def test_peaks_keep_their_distance() -> None:
    score = np.array([0.0, 3, 5, 4, 0, 0, 2, 0])
    assert scans.peaks(score, apart=2, least=1.0, most=9) == [2, 6]
    assert scans.crossings(score, apart=2, least=2.0) == [1, 6]


def test_days_of_weekly_points_are_days_of_incidents() -> None:
    rows = history([(0, 0), (1, 0)] * 20 + [(1, 4)] * 3 + [(0, 0), (1, 0)] * 5)
    days = {i.date_from for i in rows}
    points = [p for p in turning_points(rows, Measure()) if not p.online]
    assert points and {p.day for p in points} <= days
    assert all(p.day < START + timedelta(days=7 * 60) for p in points)
