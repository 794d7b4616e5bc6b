"""Index pool: members that guess where the line will be drawn next, weighted by how well they did before.

Three members: the model carried forward (a calm, a usual and a lively walk); the line stays where it is; the line
goes part of the way back to where the pair usually stands. The last two come in four widths. What each would have said
at the last `CUTS` periods, from nothing but the past, is held against the line as it was drawn one period later:
weights are learnt by EM over all pairs and then moved, pair by pair, by the pair's own log scores. With fewer than
`ENOUGH` such cells the model stands alone. Arrays: components, pairs.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.measure import index
from detente.measure.acts import Flags, Ints
from detente.measure.panel import Floats
from detente.measure.parameters import Scale
from detente.measure.pool import em

WALKS: Final = (0.558, 1.443, 5.485)
"""Variance of a step, in units of its scale, where a Student-t of two degrees of freedom is calm, usual and lively."""

WIDTHS: Final = (0.1, 0.25, 0.5, 1.0)
BACK: Final = 0.3
"""Part of the way back to the pair's usual place."""

USUAL: Final = 26
"""Periods that the usual place is the mean of."""

CUTS: Final = 8
ENOUGH: Final = 100
"""Cells of the past without which nothing is learnt: as many as some fifteen pairs give."""

TRUST: Final = 0.3
COMPONENTS: Final = len(WALKS) + 2 * len(WIDTHS)


@dataclass(frozen=True, slots=True)
class Cut:
    """What was known at one period: where the line stood (N,), and each component's mean and spread (components, N)."""

    theta: Floats
    mean: Floats
    spread: Floats
    known: Flags


def cut(counts: Floats, scale: Scale, *, at: Ints) -> Cut:
    """The guesses made at period `at` of each pair from the periods up to it alone."""
    seen = np.arange(counts.shape[1])[:, None] <= at
    held = counts * seen
    path = index.smooth(held, scale)
    place = np.maximum(at, 0)
    ahead, spreads = index.ahead(path, held, scale, at=place, walks=WALKS)
    pairs = np.arange(len(at))
    theta = path.theta[place, pairs]
    recent = seen & (np.arange(counts.shape[1])[:, None] > at - USUAL)
    usual = (path.theta * recent).sum(axis=0) / np.maximum(recent.sum(axis=0), 1)
    back = theta + BACK * (usual - theta)
    mean = np.stack([*([ahead] * len(WALKS)), *([theta] * len(WIDTHS)), *([back] * len(WIDTHS))])
    spread = np.stack([*spreads, *([spreads[1] * width for width in WIDTHS] * 2)])
    return Cut(theta, mean, spread, at >= 1)


def pooled(counts: Floats, scale: Scale, *, at: Ints) -> tuple[Floats, Floats, Floats]:
    """Weights, means and spreads of the mixture for the period after `at`, each (components, N)."""
    now = cut(counts, scale, at=at)
    score = np.zeros((CUTS, COMPONENTS, len(at)))
    cells = np.zeros((CUTS, len(at)), dtype=bool)
    later = now.theta
    for k in range(CUTS):
        before = cut(counts, scale, at=at - k - 1)
        score[k] = log_density(later, before.mean, before.spread)
        cells[k] = before.known
        later = before.theta
    if int(cells.sum()) < ENOUGH:
        weight = np.zeros_like(now.mean)
        weight[: len(WALKS)] = 1 / len(WALKS)
        return weight, now.mean, now.spread
    shared = em(np.moveaxis(score, 1, 2)[cells])
    own = (score * cells[:, None, :]).sum(axis=0)
    moved = np.log(shared)[:, None] + TRUST * (own - own.max(axis=0))
    moved = np.exp(moved - moved.max(axis=0))
    return moved / moved.sum(axis=0), now.mean, now.spread


def log_density(value: Floats, mean: Floats, spread: Floats) -> Floats:
    """Log density of where the line came to stand, under each component."""
    return np.asarray(-0.5 * ((value - mean) / spread) ** 2 - np.log(spread) - 0.9189385332046727)
