import numpy as np
import pytest

from detente.config import Measure
from detente.measure import index_pool, parameters, scores
from detente.measure.backtests import backtest, of_index
from detente.measure.outlooks import outlooks
from detente.measure.relations import relations
from tests.measure.samples import history

CONFIG = Measure(outlook_events=30)


def test_the_pool_is_scored_as_one_outlook_at_a_time_would_be() -> None:
    rows = history([(3, 1), (1, 2), (4, 0)] * 15)
    made, known = outlooks(rows, CONFIG), relations(rows, CONFIG)
    one_by_one = {row.measure: row for row in scores.backtest(known, made)}
    pooled = {row.measure: row for row in backtest(known, made) if row.forecaster == "pool"}
    assert pooled.keys() == {"cooperation", "conflict"}
    for measure, row in pooled.items():
        assert row.n == one_by_one[measure].n
        assert row.log_score == pytest.approx(one_by_one[measure].log_score, abs=1e-4)
        assert row.crps == pytest.approx(one_by_one[measure].crps, abs=1e-4)


def test_steady_counts_favour_whoever_learns_them() -> None:
    rows = history([(3, 0)] * 40)
    found = {(s.forecaster, s.measure): s for s in backtest(relations(rows, CONFIG), outlooks(rows, CONFIG))}
    last, mean = found["last value", "cooperation"], found["mean so far", "cooperation"]
    assert last.log_score > -1.9 and mean.log_score > -1.9
    assert 0 <= (found["pool", "cooperation"].crps or 0) <= 1.0


def test_nothing_made_scores_nothing() -> None:
    rows = history([(1, 1)] * 5)
    assert backtest(relations(rows, CONFIG), ()) == ()
    assert of_index([], CONFIG) == ()
    assert of_index(rows, Measure(index="goldstein")) == ()


def test_guesses_know_nothing_of_what_comes_after() -> None:
    chance = np.random.default_rng(3)
    counts = chance.poisson(1.0, (4, 40, 6)).astype(float)
    scale, at = parameters.scale("week"), np.full(6, 25)
    changed = counts.copy()
    changed[:, 26:] = 9.0
    one, two = index_pool.pooled(counts, scale, at=at), index_pool.pooled(changed, scale, at=at)
    for a, b in zip(one, two, strict=True):
        assert np.array_equal(a, b)


def test_with_little_past_the_model_stands_alone() -> None:
    counts = np.ones((4, 5, 2))
    weight, _, _ = index_pool.pooled(counts, parameters.scale("week"), at=np.array([4, 4]))
    assert weight[: len(index_pool.WALKS)].sum(axis=0) == pytest.approx(1)
    assert not weight[len(index_pool.WALKS) :].any()


def test_with_much_past_the_weights_follow_who_was_right() -> None:
    chance = np.random.default_rng(5)
    counts = chance.poisson(2.0, (4, 40, 30)).astype(float)
    weight, mean, spread = index_pool.pooled(counts, parameters.scale("week"), at=np.full(30, 39))
    assert weight.sum(axis=0) == pytest.approx(1)
    assert float(np.min(weight[len(index_pool.WALKS) :].sum(axis=0))) > 0.5
    assert np.isfinite(mean).all() and (spread > 0).all()


def test_the_index_is_scored_by_week_and_month() -> None:
    rows = history([(2, 1), (0, 2)] * 40)
    found = of_index(rows, CONFIG)
    assert {(s.forecaster, s.period) for s in found} >= {("pool", "week"), ("model alone", "week")}
    assert all(s.crps is None and np.isfinite(s.log_score) for s in found)
