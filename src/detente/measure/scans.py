"""Scans: where a stream of counts changes, as likelihood ratios of "other rate after than before"."""

from __future__ import annotations

import numpy as np

from detente.measure.acts import Ints
from detente.measure.panel import Floats


def ratio(counts: Floats, *, before: int, after: int, spread: float) -> Floats:
    """Signed log likelihood ratio at each period: `after` periods from it on against the `before` periods ahead of it.

    Positive where the rate rises. `spread` deflates it by the mean so far: busy pairs come in bursts, and change less
    than they seem to. Nothing after the last of the `after` periods is used.
    Shape (T, N) like `counts`.
    """
    periods, series = counts.shape
    total = np.concatenate([np.zeros((1, series)), np.cumsum(counts, axis=0)])
    at = np.arange(periods)
    low, high = np.maximum(0, at - before), np.minimum(periods, at + after)
    one, two = total[at] - total[low], total[high] - total[at]
    n_one, n_two = (at - low)[:, None], (high - at)[:, None]
    value = _gain(one, n_one) + _gain(two, n_two) - _gain(one + two, n_one + n_two)
    sign = np.sign((two + 0.5) / (n_two + 0.5) - (one + 0.5) / (n_one + 0.5))
    level = total[high] / np.maximum(high, 1)[:, None]
    return np.where(n_one > 0, np.maximum(value, 0) * sign / np.sqrt(1 + spread * level), 0.0)


def _gain(count: Floats, periods: Floats | Ints) -> Floats:
    return np.asarray((count + 0.5) * np.log((count + 0.5) / (periods + 0.5)))


def peaks(score: Floats, *, apart: int, least: float, most: int) -> list[int]:
    """Periods of the highest scores of one series, none within `apart` of a higher one, highest first."""
    order = np.argsort(-score, kind="stable")
    found: list[int] = []
    for t in order.tolist():
        if score[t] < least or len(found) == most:
            break
        if all(abs(t - other) > apart for other in found):
            found.append(t)
    return found


def crossings(score: Floats, *, apart: int, least: float) -> list[int]:
    """Periods at which the score first passes `least`, then none for `apart` periods: what an alert would have sent."""
    found: list[int] = []
    for t in np.flatnonzero(score >= least).tolist():
        if not found or t - found[-1] > apart:
            found.append(t)
    return found
