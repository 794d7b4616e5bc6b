"""Forecasters: guesses of next period's counts from the periods before it, each a mean and a size.

Last value and discounted mean, both shrunk toward the mean so far; a regression on both streams' recent past; the
same regression with the share of conflict at three time scales, the index as one sees it without looking ahead (on
held-out composition three discounted shares do as well as the filtered index); and a plain sum of discounted means with
weights that are not negative, which no outburst carries away. Arrays are (T + 1, N): periods, with the one after the
last, and pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.measure import counts
from detente.measure.acts import Flags
from detente.measure.panel import Floats
from detente.measure.rates import discounted

DISCOUNTS: Final = (0.3, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.985)
SHRINK: Final = (0.0, 0.05, 0.1, 0.2, 0.3, 0.5)
SCALES: Final = (0.6, 0.9, 0.985)
SUMMED: Final = (0.5, 0.7, 0.8, 0.9, 0.95, 0.985)
SUMMED_OTHER: Final = (0.7, 0.95)
FELT: Final = (0.5, 0.7, 0.9, 0.98)
SUM_STEPS: Final = 60
SUM_SIZE: Final = 3.0
"""Size at which the weights of the sum are fitted; between 1 and 10 it makes no difference."""

LEAP: Final = 1.5
FIRST: Final = 5.0
LONG: Final = 0.9
"""No regression expects more than `LEAP` times the largest of last value, discounted mean and mean so far, or of
`FIRST`: an exponential of logarithms goes anywhere where pairs change their ways, or one source of two ends."""

KEPT: Final = tuple(sorted({*DISCOUNTS, *SUMMED, *SUMMED_OTHER, *FELT, LONG}))
"""Discounts by which the past of a stream is looked at."""

PLAIN_SIZE: Final = (1.5, 0.4)
"""Size where there is too little to fit one: wide."""

ENOUGH: Final = 300
"""Pairs × periods to learn from, below which only the plain forecasters are used, unfitted."""


@dataclass(frozen=True, slots=True)
class Guess:
    """One forecaster's means and sizes, (T + 1, N)."""

    mean: Floats
    size: Floats


class Past:
    """A stream of counts (T, N), and its discounted means as `discounted_next` gives them, worked out all at once."""

    def __init__(self, stream: Floats) -> None:
        self.stream = stream
        self._means: dict[float, Floats] = {}

    def discounted(self, keep: float) -> Floats:
        """The means for one of the discounts `KEPT`."""
        if not self._means:
            found = discounted_next(self.stream, np.array(KEPT)[:, None])
            self._means = {one: np.ascontiguousarray(found[:, n]) for n, one in enumerate(KEPT)}
        return self._means[keep]


@dataclass(frozen=True, slots=True)
class Fitted:
    """What the forecasters learnt: how far last value and discounted mean are drawn to the mean so far, how fast
    that one forgets; coefficients of the two regressions; weights of the sum; size (scale, power) of each of the five;
    and the odds of the stream before anything is known of a pair."""

    last: float
    slow: tuple[float, float]
    regressions: tuple[Floats, Floats]
    weights: Floats
    sizes: tuple[tuple[float, float], ...]
    prior: float


def fit(own: Floats, other: Floats, burn: int) -> Fitted | None:
    """Parameters learnt from the periods of `own` (T, N) from `burn` on; None where these are too few."""
    seen = own[burn:]
    if seen.size < ENOUGH:
        return None
    learn = np.zeros(own.shape, dtype=bool)
    learn[burn:] = True
    so_far, flat = expanding(own), seen.ravel()
    past, others = Past(own), Past(other)
    last, last_size = _best([(1 - a) * lagged(own) + a * so_far for a in SHRINK], flat, learn)
    discount, _ = _best([past.discounted(keep) for keep in DISCOUNTS], flat, learn)
    slow = np.maximum(past.discounted(DISCOUNTS[discount]), counts.LEAST)
    shrink, slow_size = _best([(1 - a) * slow + a * so_far for a in SHRINK], flat, learn)
    prior = _prior(own, other)
    features = _features(past, others, so_far, prior)
    regressions = tuple(counts.regression(features[:-1, :, :width][learn], flat) for width in _widths(features))
    summed = _summed(past, others)
    weights = _weights(summed, own, learn)
    most = _most(past)
    means = [*(_regressed(features, b, most) for b in regressions), _sum(summed, weights)]
    sizes = [counts.fit_size(np.maximum(mean, counts.LEAST)[:-1][learn], flat) for mean in means]
    return Fitted(
        SHRINK[last],
        (DISCOUNTS[discount], SHRINK[shrink]),
        (regressions[0], regressions[1]),
        weights,
        (last_size, slow_size, *sizes),
        prior,
    )


def guesses(own: Floats, other: Floats, fitted: Fitted | None) -> list[Guess]:
    """Forecasts of `own` (T, N) by every forecaster; without parameters only by the plain ones."""
    so_far = expanding(own)
    if fitted is None:
        means = [0.5 * so_far + 0.5 * lagged(own), discounted_next(own, 0.9), so_far]
        return [_guess(np.maximum(mean, counts.LEAST), PLAIN_SIZE) for mean in means]
    past, others = Past(own), Past(other)
    keep, shrink = fitted.slow
    slow = np.maximum(past.discounted(keep), counts.LEAST)
    features, most = _features(past, others, so_far, fitted.prior), _most(past)
    means = [
        (1 - fitted.last) * lagged(own) + fitted.last * so_far,
        (1 - shrink) * slow + shrink * so_far,
        *(_regressed(features, b, most) for b in fitted.regressions),
        _sum(_summed(past, others), fitted.weights),
    ]
    return [_guess(np.maximum(m, counts.LEAST), size) for m, size in zip(means, fitted.sizes, strict=True)]


def _widths(features: Floats) -> tuple[int, int]:
    """How many of the features each regression uses: all but the shares, and all."""
    return features.shape[2] - len(SCALES), features.shape[2]


def _regressed(features: Floats, b: Floats, most: Floats) -> Floats:
    mean = np.exp(np.clip(np.einsum("tnf,f->tn", features[:, :, : len(b)], b), -6, 8))
    return np.asarray(np.minimum(mean, most))


def _most(own: Past) -> Floats:
    """The most that a regression may expect of each period: so many times what the plain ways of guessing expect."""
    plain = np.maximum(lagged(own.stream), np.maximum(own.discounted(LONG), expanding(own.stream)))
    return np.asarray(LEAP * np.maximum(plain, FIRST))


def _summed(own: Past, other: Past) -> list[Floats]:
    """What the past says of the next period, in several ways, a constant among them."""
    parts = [lagged(own.stream), *(own.discounted(keep) for keep in SUMMED), expanding(own.stream)]
    return [*parts, *(other.discounted(keep) for keep in SUMMED_OTHER), np.ones_like(parts[0])]


def _weights(summed: list[Floats], own: Floats, learn: Flags) -> Floats:
    """Weights of the parts of the sum, none negative, by multiplicative EM."""
    cells = np.stack([part[:-1][learn] for part in summed], axis=1)
    seen, weight = own[learn], np.full(cells.shape[1], 1 / cells.shape[1])
    for _ in range(SUM_STEPS):
        mean = np.maximum(np.einsum("nk,k->n", cells, weight), 1e-3)
        held = 1 / (1 + mean / SUM_SIZE)
        given = np.maximum(np.einsum("nk,n->k", cells, held), 1e-9)
        weight = weight * np.einsum("nk,n->k", cells, seen / mean * held) / given
    return np.asarray(weight)


def _sum(summed: list[Floats], weight: Floats) -> Floats:
    return np.asarray(np.einsum("ktn,k->tn", np.stack(summed), weight))


def best(means: list[Floats], seen: Floats, learn: Flags) -> Guess:
    """The mean that makes the counts most likely at a plain size, with its own size then fitted."""
    which, size = _best(means, seen, learn)
    return _guess(np.maximum(means[which], counts.LEAST), size)


def _best(means: list[Floats], seen: Floats, learn: Flags) -> tuple[int, tuple[float, float]]:
    """Which mean makes the counts most likely at a plain size, and its own size."""
    cells = [np.maximum(mean, counts.LEAST)[:-1][learn] for mean in means]
    scores = [float(counts.log_probability(seen, c, counts.size_of(c, PLAIN_SIZE)).sum()) for c in cells]
    which = scores.index(max(scores))
    return which, counts.fit_size(cells[which], seen)


def _guess(mean: Floats, size: tuple[float, float]) -> Guess:
    return Guess(mean, counts.size_of(mean, size))


def _features(own: Past, other: Past, so_far: Floats, prior: float) -> Floats:
    columns = [np.ones_like(so_far)]
    for past, mean in ((own, so_far), (other, expanding(other.stream))):
        columns += [lagged(past.stream), *(past.discounted(keep) for keep in FELT), mean]
    columns[1:] = [np.log1p(column) for column in columns[1:]]
    columns += _shares(own.stream, other.stream, prior)
    return np.stack(columns, axis=2)


def _prior(own: Floats, other: Floats) -> float:
    """The share of the `own` stream in the first periods of all pairs."""
    first = float(own[:8].sum()) + 1
    return first / (first + float(other[:8].sum()) + 1)


def _shares(own: Floats, other: Floats, prior: float) -> list[Floats]:
    """Log odds of an act being of the `own` stream, from the past at each of the `SCALES`, shrunk by three acts."""
    keep = np.array(SCALES)[:, None]
    mine, both = np.zeros((len(keep), own.shape[1])), np.zeros((len(keep), own.shape[1]))
    found = np.empty((len(own) + 1, *mine.shape))
    for t in range(len(own) + 1):
        share = (mine + 3 * prior) / (both + 3)
        found[t] = np.log(share / (1 - share))
        if t < len(own):
            mine, both = keep * mine + own[t], keep * both + own[t] + other[t]
    return [found[:, n] for n in range(len(keep))]


def expanding(stream: Floats) -> Floats:
    """Mean of all periods before each one, with the mean of the first eight as four periods of prior."""
    total = np.concatenate([np.zeros((1, stream.shape[1])), np.cumsum(stream, axis=0)])
    return np.asarray((total + 4 * stream[:8].mean(axis=0)) / (np.arange(len(stream) + 1)[:, None] + 4))


def lagged(stream: Floats) -> Floats:
    """The period before each one; zero before the first."""
    return np.concatenate([np.zeros((1, stream.shape[1])), stream])


def discounted_next(stream: Floats, keep: float | Floats) -> Floats:
    """Discounted mean of the periods before each one, with the one after the last."""
    return discounted(np.concatenate([stream, stream[-1:]]), keep, start=stream[:8].mean(axis=0))
