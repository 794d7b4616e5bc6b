"""Priors: where the level of each pair begins before anything is known of it, and how fast it may move.

A pair that is seldom heard of begins where its two states usually stand with others: the level of all other pairs,
and what each state's other pairs add to it; the pair itself is left out, so that nothing counts twice. A pair that is
silent most of the time also moves more slowly: what a few acts tell is rather noise than news. How much is reported of
a period makes no difference to this. Both make the index of such a pair less a matter of which reports happened to be
kept (`models/relations.md` has the figures).
How sure that is depends on how much is known of the others: a pair by itself begins anywhere. Both are rounded to a
tenth, and a pair's rows depend on other pairs through nothing else.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.measure import index, lines, panel, parameters
from detente.measure.acts import Acts, Ints
from detente.measure.lines import Cells
from detente.measure.panel import Floats, Panel
from detente.measure.parameters import Scale

OVERALL: Final = 0.7
SPREAD: Final = 0.3
"""Standard deviations, in units of theta: of the level of all pairs, and of what one state adds to it."""

MOST: Final = 10.0
"""Acts, at the weight that the weekly index gives them, with which a pair counts for its states at most."""

STEPS: Final = 12
DECIMALS: Final = 1


@dataclass(frozen=True, slots=True)
class Beginnings:
    """`theta` at which each pair begins, and how sure that is (`sd`), by the pair's code, which rises: the place of the
    lower state × the number of `states` + that of the higher."""

    codes: Ints
    theta: Floats
    sd: Floats
    states: int

    def of(self, counted: Panel) -> tuple[Floats, Floats]:
        """Where every series of a panel begins, directed ones where their pair does, and how sure that is."""
        place = {state: n for n, state in enumerate(counted.acts.states)}
        sides = np.array([(place[a], place[b]) for a, b, _ in counted.series], dtype=np.int64).reshape(-1, 2)
        at = np.searchsorted(self.codes, sides.min(axis=1) * self.states + sides.max(axis=1))
        return self.theta[at], self.sd[at]


def beginnings(acts: Acts, scale: Scale) -> Beginnings:
    """Where each pair of the acts begins, from all other pairs."""
    acts, size = acts.keep(~acts.directed), len(acts.states)
    codes = np.unique(acts.a.astype(np.int64) * size + acts.b)
    own = _counted(acts, codes)
    a, b = codes // size, codes % size
    sides = np.stack(
        [np.bincount(a, weights=y, minlength=size) + np.bincount(b, weights=y, minlength=size) for y in own]
    )
    usual, vague = _likeliest(own.sum(axis=1, keepdims=True) - own, np.full(len(codes), scale.start), OVERALL, scale)
    one, other = (_likeliest(sides[:, side] - own, usual, SPREAD, scale) for side in (a, b))
    sd: Floats = np.sqrt(scale.start_sd**2 + vague + one[1] + other[1])
    theta: Floats = one[0] + other[0] - usual
    return Beginnings(codes, theta.round(DECIMALS), sd.round(DECIMALS), size)


def _counted(acts: Acts, codes: Ints) -> Floats:
    """Acts of each pair by quad class, weighed as in the weekly index and `MOST` at most together."""
    counted = panel.build(acts, "week", whole=True)
    held, cap, size = lines.cells(counted), parameters.scale("week").cap, len(acts.states)
    place = {state: n for n, state in enumerate(acts.states)}
    pairs = np.array([place[a] * size + place[b] for a, b, _ in counted.series], dtype=np.int64)
    weighed = held.counts * (1 + cap) / (held.counts.sum(axis=0) + cap)
    at = np.searchsorted(codes, pairs)[held.of] if len(pairs) else held.of
    found = np.stack([np.bincount(at, weights=y, minlength=len(codes)) for y in weighed])
    total = found.sum(axis=0)
    return np.asarray(found * np.minimum(total, MOST) / np.maximum(total, 1e-9))


def _likeliest(counts: Floats, centre: Floats, spread: float, scale: Scale) -> tuple[Floats, Floats]:
    """Theta at which counts (4, N) are likeliest, of a normal around `centre`, and its variance."""
    n, theta, known = counts.sum(axis=0), centre.copy(), np.zeros(len(centre))
    score = sum(beta * count for beta, count in zip(scale.beta, counts, strict=True))
    for _ in range(STEPS):
        mean, variance = index.moments(theta, scale)
        pull = score - n * mean - (theta - centre) / spread**2
        known = n * variance + 1 / spread**2
        theta = theta + np.clip(pull / known, -1, 1)
    return theta, 1 / known


def paced(held: Cells, scale: Scale, begin: tuple[Floats, Floats]) -> Scale:
    """The scale of each series: its beginning, and steps as large as the share of periods in which anything is told."""
    scale, series = dataclasses.replace(scale, start=begin[0], start_sd=begin[1]), len(begin[0])
    told = np.bincount(held.of, minlength=series)
    periods = np.bincount(held.of, weights=held.gap, minlength=series) + 1
    pace = np.clip(told / (periods + scale.settled), scale.least, 1.0)
    return dataclasses.replace(scale, step=scale.step * pace, swing=scale.swing * pace)


def of_panel(counted: Panel, acts: Acts, scale: Scale) -> Scale:
    """The scale of every series of a panel of these acts."""
    return paced(lines.cells(counted), scale, beginnings(acts, scale).of(counted))
