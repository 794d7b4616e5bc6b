"""The pool: forecasters mixed by how probable they made what then happened.

Each forecaster comes with its size and with a narrower and a wider one. Weights are learnt by EM in classes of pairs by
how much is usually reported of them, then moved, pair by pair, by the pair's own past log scores, the recent ones most.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.measure import counts
from detente.measure.acts import Flags
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
    """Means, sizes and weights of shape (T + 1, N, components); weights sum to 1."""

    mean: Floats
    size: Floats
    weight: Floats


def mix(guesses: list[Guess], stream: Floats, *, learn: Flags, burn: int) -> Mixture:
    """The guesses of `stream` (T, N) pooled; `learn` as for the forecasters; scores count after `burn` periods."""
    mean = np.stack([guess.mean for guess in guesses for _ in SIZES], axis=2)
    size = np.stack([guess.size * times for guess in guesses for times in SIZES], axis=2)
    score = counts.log_probability(stream[:, :, None], mean[:-1], size[:-1])
    weight = _class_weights(score, stream, learn)
    past = np.zeros(weight.shape[1:])
    for t in range(len(weight)):
        moved = np.log(weight[t]) + TRUST * past
        moved = np.exp(moved - moved.max(axis=1, keepdims=True))
        weight[t] = moved / moved.sum(axis=1, keepdims=True)
        if burn <= t < len(score):
            past = MEMORY * past + score[t] - score[t].max(axis=1, keepdims=True)
    return Mixture(mean, size, weight)


def _class_weights(score: Floats, stream: Floats, learn: Flags) -> Floats:
    level = expanding(stream)
    width = score.shape[2]
    weight = np.full((*level.shape, width), 1 / width)
    if int(learn.sum()) < ENOUGH:
        return weight
    weight[:] = em(score[learn])
    classes = np.searchsorted(np.array(CLASSES), level, side="right")
    for one in range(len(CLASSES) + 1):
        here = learn & (classes[:-1] == one)
        if int(here.sum()) > PRIOR:
            weight[classes == one] = em(score[here])
    return weight


def em(score: Floats) -> Floats:
    """Weights that make the scores' cells most likely under the mixture."""
    n, width = score.shape
    weight = np.full(width, 1 / width)
    likely = np.exp(score - score.max(axis=1, keepdims=True))
    for _ in range(100):
        part = likely * weight
        part /= part.sum(axis=1, keepdims=True)
        weight = (part.sum(axis=0) + PRIOR / width) / (n + PRIOR)
    return weight
