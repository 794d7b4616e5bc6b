import numpy as np
import pytest

from detente.measure import index, parameters
from detente.measure.panel import Floats

SCALE = parameters.scale("week")


def counts(periods: int = 60, series: int = 3) -> Floats:
    """Counts (4, T, N) from a small congruential generator: the same on every machine."""
    state, values = 7, []
    for _ in range(4 * periods * series):
        state = (1103515245 * state + 12345) % 2**31
        values.append(float((state >> 16) % 5))
    return np.array(values).reshape(4, periods, series)


@pytest.mark.parametrize(("before", "after"), [(10, 11), (3, 50), (40, 12), (0, 59)])
def test_attributed_sum_equals_the_move(before: int, after: int) -> None:
    data = counts()
    path = index.smooth(data, SCALE)
    for series in range(3):
        parts, prior = index.explain(path, SCALE, series=series, before=before, after=after)
        total = float((parts * data[:, :, series].T).sum()) + prior
        move = float(path.index[after, series] - path.index[before, series])
        assert total == pytest.approx(move, abs=1e-9)


def test_series_do_not_touch_each_other() -> None:
    data = counts()
    alone = index.smooth(data[:, :, [1]], SCALE)
    assert np.array_equal(index.smooth(data, SCALE).index[:, [1]], alone.index)


def test_silent_periods_at_the_end_change_nothing_before() -> None:
    data = counts()
    longer = np.concatenate([data, np.zeros((4, 30, 3))], axis=1)
    assert index.smooth(longer, SCALE).index[:60] == pytest.approx(index.smooth(data, SCALE).index, abs=1e-7)


def test_silent_periods_can_be_left_out() -> None:
    data = counts(series=1)
    data[:, 5:9] = data[:, 20:41] = data[:, 44] = 0
    active = np.flatnonzero(data.sum(axis=(0, 2)) > 0)
    whole = index.smooth(data, SCALE)
    gaps = np.diff(active)[:, None].astype(float)
    parts = index.smooth(data[:, active], SCALE, gaps=gaps)
    loose, wide = index.loosened(parts, data[:, active], SCALE, gaps=gaps), index.loosened(whole, data, SCALE)
    for name in ("theta", "sd", "index"):
        assert getattr(parts, name) == pytest.approx(getattr(whole, name)[active], abs=1e-6)
    bounds = index.band(parts.index, loose.theta, loose.sd, SCALE)
    for found, full in zip(bounds, index.band(whole.index, wide.theta, wide.sd, SCALE), strict=True):
        assert found == pytest.approx(full[active], abs=1e-6)


def test_band_widens_where_nothing_is_known() -> None:
    data = counts(series=1)
    data[:, 20:40] = 0
    sd = index.smooth(data, SCALE).sd[:, 0]
    assert sd[30] > sd[10] and sd[30] > sd[50]


def test_more_conflict_never_raises_the_index() -> None:
    data = counts(series=1)
    worse = data.copy()
    worse[3, 25] += 4
    assert index.smooth(worse, SCALE).index[25, 0] < index.smooth(data, SCALE).index[25, 0]


@pytest.mark.parametrize("period", ["day", "week", "month"])
def test_parameters_are_sane(period: str) -> None:
    scale = parameters.scale(period)
    assert sum(scale.alpha) == pytest.approx(0, abs=1e-3) and sum(scale.beta) == pytest.approx(0, abs=1e-3)
    assert min(scale.beta[:2]) > 0 > max(scale.beta[2:])
    assert 0 < scale.rho < 1
