import numpy as np
import pytest

from detente.measure import hawkes
from detente.measure.panel import Floats

TRUE = np.array([[0.25, 0.2, 0.03, 0.02], [0.3, 0.2, 0.02, 0.03], [0.02, 0.02, 0.2, 0.35], [0.02, 0.03, 0.3, 0.15]])
USUAL = np.array([0.15, 0.1, 0.1, 0.1])
HALF_LIFE = 4.0
RATIO = float(np.max(np.abs(np.linalg.eigvals(TRUE))))


def simulated(seed: int, days: int = 1500, alpha: Floats = TRUE) -> Floats:
    """Counts of a process with known parameters."""
    chance = np.random.default_rng(seed)
    keep = 0.5 ** (1 / HALF_LIFE)
    state, found = np.zeros(4), np.zeros((days, 4))
    for t in range(days):
        found[t] = chance.poisson(USUAL + alpha @ state)
        state = keep * state + (1 - keep) * found[t]
    return found


def test_known_parameters_are_recovered() -> None:
    fits = [hawkes.fit(simulated(seed)) for seed in range(10)]
    assert sum(low <= RATIO <= high for low, _, high in (fit.ratio for fit in fits)) >= 8
    assert sum(low <= HALF_LIFE <= high for low, _, high in (fit.half_life for fit in fits)) >= 8
    mean = np.mean([fit.alpha for fit in fits], axis=0)
    assert mean == pytest.approx(TRUE, abs=0.09)


def test_streams_that_ignore_each_other_have_a_small_ratio() -> None:
    fit = hawkes.fit(simulated(3, alpha=np.zeros((4, 4))))
    assert fit.ratio[1] < 0.2
    assert fit.usual == pytest.approx(USUAL, abs=0.06)


def test_expected_acts_sum_to_what_the_matrix_says() -> None:
    daily = hawkes.expected(TRUE, HALF_LIFE, np.array([0.0, 0.0, 1.0, 0.0]), 600)
    endless = np.linalg.inv(np.eye(4) - TRUE)[:, 2] - np.array([0, 0, 1, 0])
    assert daily.sum(axis=0) == pytest.approx(endless, rel=0.01)
    assert daily[0] == pytest.approx(TRUE[:, 2] * (1 - 0.5 ** (1 / HALF_LIFE)))


def test_a_silent_stream_does_no_harm() -> None:
    counts = simulated(5)
    counts[:, 3] = 0
    fit = hawkes.fit(counts)
    assert np.isfinite(fit.alpha).all() and all(np.isfinite(fit.ratio))
