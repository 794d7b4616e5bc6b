"""The pool: forecasters mixed by how probable they made what then happened.

Each forecaster comes with its size and with a narrower and a wider one. Weights are learnt by EM in classes of pairs by
how much is usually reported of them, then moved, pair by pair, by the pair's own past log scores, the recent ones most.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.measure import counts
from detente.measure.forecasters import ENOUGH, Guess, expanding
from detente.measure.panel import Floats

SIZES: Final = (0.4, 1.0, 3.0)
CLASSES: Final = (1.0, 4.0, 15.0)
"""Acts a period that part the classes of pairs."""

PRIOR: Final = 60.0
"""Pseudo-cells shared by the components in the EM."""

TRUST: Final = 0.3
MEMORY: Final = 0.985
"""A pair's own log scores move its weights by this power, and fade by this factor a period. On the training weeks of
2005 to 2015 .3 and .985 gave -1.136, .6 and .9 -1.140."""


@dataclass(frozen=True, slots=True)
class Mixture:
    """Means, sizes and weights of shape (periods, N, components); weights sum to 1."""

    mean: Floats
    size: Floats
    weight: Floats


@dataclass(frozen=True, slots=True)
class Weights:
    """Weights of the components for every class of pairs, by how much is reported of them; each sums to 1."""

    classes: tuple[Floats, ...]


def fit(guesses: list[Guess], stream: Floats, burn: int) -> Weights:
    """Weights learnt from the periods of `stream` (T, N) from `burn` on."""
    mean, size = _components(guesses)
    cells = stream[burn:]
    width = mean.shape[2]
    if cells.size < ENOUGH:
        return Weights((np.full(width, 1 / width),) * (len(CLASSES) + 1))
    score = counts.log_probability(cells[:, :, None], mean[burn:-1], size[burn:-1])
    shared = em(score.reshape(-1, width))
    of = np.searchsorted(np.array(CLASSES), expanding(stream)[burn:-1], side="right")
    found = []
    for one in range(len(CLASSES) + 1):
        here = of == one
        found.append(em(score[here]) if int(here.sum()) > PRIOR else shared)
    return Weights(tuple(found))


def mix(guesses: list[Guess], stream: Floats, weights: Weights, *, burn: int, first: int) -> Mixture:
    """The guesses of `stream` (T, N) pooled, for the periods from `first` to T; scores count after `burn` periods."""
    mean, size = _components(guesses)
    score = counts.log_probability(stream[:, :, None], mean[:-1], size[:-1])
    classes = np.searchsorted(np.array(CLASSES), expanding(stream)[first:], side="right")
    weight = np.stack(weights.classes)[classes]
    past = np.zeros(score.shape[1:])
    for t in range(min(burn, first), len(score) + 1):
        if t >= first:
            moved = np.log(weight[t - first]) + TRUST * past
            moved = np.exp(moved - moved.max(axis=1, keepdims=True))
            weight[t - first] = moved / moved.sum(axis=1, keepdims=True)
        if burn <= t < len(score):
            past = MEMORY * past + score[t] - score[t].max(axis=1, keepdims=True)
    return Mixture(mean[first:], size[first:], weight)


def _components(guesses: list[Guess]) -> tuple[Floats, Floats]:
    """Means and sizes (T + 1, N, components) of all guesses, each in three sizes."""
    mean = np.stack([guess.mean for guess in guesses for _ in SIZES], axis=2)
    return mean, np.stack([guess.size * times for guess in guesses for times in SIZES], axis=2)


def em(score: Floats) -> Floats:
    """Weights that make the scores' cells most likely under the mixture."""
    n, width = score.shape
    weight = np.full(width, 1 / width)
    likely = np.exp(score - score.max(axis=1, keepdims=True))
    for _ in range(100):
        share = 1 / np.einsum("nk,k->n", likely, weight)
        weight = (weight * np.einsum("nk,n->k", likely, share) + PRIOR / width) / (n + PRIOR)
    return weight
