"""Lines: the path of each series at its active periods, laid flat, and the rows drawn from it, silent ones between.

A row's theta leans on the active periods on both sides: the level between them lies on a straight line, the swing dies
away from each. `Rows` hold those leanings, so that value, band and covariances of a silent period follow from its
neighbours'. Everything is flat arrays, cell after cell and series after series, whatever the lengths of the series.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from detente.measure import index
from detente.measure.acts import Ints
from detente.measure.panel import Floats, Panel
from detente.measure.parameters import Scale

CELLS: Final = 300_000
"""Active periods × series worked on at once: about 100 MB."""

EXPLAINING: Final = frozenset({"theta", "mean", "spread", "w", "start"})
"""Fields of a `Line` that only drivers read."""

WIDE: Final = 1000
"""Series that take as long as a pass over none: what a batch of its own costs."""


@dataclass(frozen=True, slots=True)
class Cells:
    """The active periods of all series, by series and period.

    `of` the series, `at` the period's number, `gap` the periods to the series' next active one (0 at its last);
    `counts` (4, cells) by quad class, `documents` the reports of them.
    """

    of: Ints
    at: Ints
    gap: Ints
    counts: Floats
    documents: Ints

    def part(self, chosen: slice) -> Cells:
        """A run of them."""
        return Cells(self.of[chosen], self.at[chosen], self.gap[chosen], self.counts[:, chosen], self.documents[chosen])


@dataclass(frozen=True, slots=True)
class Line:
    """What was found at each cell: the mode and its parts, its covariances (`index.Posterior`), and what an act there
    weighs (`index.Path`). `walk` and `g` are of the step to the next cell; `start` is where the series began, `still`
    the variance of its swing before anything is seen."""

    theta: Floats
    level: Floats
    swing: Floats
    walk: Floats
    mean: Floats
    spread: Floats
    w: Floats
    v11: Floats
    v12: Floats
    v22: Floats
    g11: Floats
    g12: Floats
    g21: Floats
    g22: Floats
    start: Floats
    still: Floats

    def part(self, chosen: slice) -> Line:
        """A run of cells."""
        return Line(*(getattr(self, field.name)[chosen] for field in fields(self)))


@dataclass(frozen=True, slots=True)
class Rows:
    """Periods that get a row: the cell at or before each, periods since it, and how level and swing lean on that cell
    (`a1`, `a2`) and on the next (`b1`, `b2`; 0 in an active period). `alone` is the variance that neither explains."""

    cell: Ints
    since: Ints
    at: Ints
    a1: Floats
    a2: Floats
    b1: Floats
    b2: Floats
    alone: Floats


def cells(counted: Panel) -> Cells:
    """The active periods of every series of the panel."""
    low = int(np.min(counted.at, initial=0))
    width = int(np.max(counted.at, initial=0)) - low + 1
    key, place = np.unique(counted.of * width + counted.at - low, return_inverse=True)
    of, at = key // width, key % width + low
    gap = np.zeros(len(key), dtype=np.int64)
    gap[:-1] = np.where(of[1:] == of[:-1], at[1:] - at[:-1], 0)
    counts = np.bincount(place * 4 + counted.acts.quad, minlength=4 * len(key)).reshape(-1, 4).T.astype(np.float64)
    documents = np.zeros(len(key), dtype=np.int64)
    np.add.at(documents, place, counted.acts.documents)
    return Cells(of, at, gap, np.ascontiguousarray(counts), documents)


def smoothed(held: Cells, scale: Scale) -> tuple[Line, Line]:
    """The path of every series, smoothed in batches of like length, and the looser one that its band is drawn around;
    of that one what only drivers need (`EXPLAINING`) is left empty."""
    first = np.flatnonzero(np.concatenate([[True], held.of[1:] != held.of[:-1]])) if len(held.of) else held.of
    length = np.diff(np.append(first, len(held.of)))
    names = [field.name for field in fields(Line)]
    found = {name: np.zeros(len(held.of)) for name in names}
    loose = {name: np.zeros(0 if name in EXPLAINING else len(held.of)) for name in names}
    for batch in _batches(length):
        paths = _batch(held, scale.only(held.of[first[batch]]), first[batch], length[batch])
        for values, path in zip((found, loose), paths, strict=True):
            for name, (cell, part) in path.items():
                if len(values[name]):
                    values[name][cell] = part
    found["start"] = _each(scale.start, held.of)
    found["still"] = loose["still"] = _each(scale.swing**2 / (1 - scale.rho**2), held.of)
    return Line(**found), Line(**loose)


def _each(value: float | Floats, of: Ints) -> Floats:
    """A value of all series, or that of each, for every cell."""
    return value[of] if isinstance(value, np.ndarray) else np.full(len(of), value)


def _batches(length: Ints) -> Iterator[Ints]:
    """Series of like length, the longest first: padding the short ones costs time, and so does each pass."""
    order = np.argsort(-length, kind="stable")
    begin = 0
    while begin < len(order):
        sizes = length[order[begin:]]
        most = int(sizes[0])
        worth = (len(sizes) - np.arange(len(sizes))) * (most - sizes) > WIDE * sizes
        full = np.arange(1, len(sizes) + 1) * most > CELLS
        ends = np.flatnonzero(worth | full)
        stop = begin + (max(int(ends[0]), 1) if len(ends) else len(sizes))
        yield order[begin:stop]
        begin = stop


def _batch(held: Cells, scale: Scale, first: Ints, length: Ints) -> Iterator[dict[str, tuple[Ints, Floats]]]:
    """Of the path and of the looser one: each field of a `Line` with the cells it is known for and its values there."""
    inside = np.arange(int(np.max(length)))[:, None] < length
    cell = np.where(inside, first + np.arange(len(inside))[:, None], 0)
    counts = np.where(inside, held.counts[:, cell], 0.0)
    onward = inside[1:]
    gaps = np.where(onward, held.gap[cell[:-1]], 1).astype(np.float64)
    path = index.smooth(counts, scale, gaps=gaps)
    for one in (path, index.loosened(path, counts, scale, gaps=gaps)):
        known = index.posterior(one, scale, gaps)
        whole = (one.theta, one.level, one.swing, one.mean, one.spread, one.w, *known.v)
        held_by = ("theta", "level", "swing", "mean", "spread", "w", "v11", "v12", "v22")
        found = {name: (cell[inside], values[inside]) for name, values in zip(held_by, whole, strict=True)}
        steps = zip(("walk", "g11", "g12", "g21", "g22"), (one.walk, *known.g), strict=True)
        yield found | {name: (cell[:-1][onward], values[onward]) for name, values in steps}


def times(held: Cells, gap: int) -> Ints:
    """Rows that each cell gives: its own, and the silent ones up to a next one at most `gap` on."""
    return np.where((held.gap > 0) & (held.gap <= gap), held.gap, 1)


def drawn(held: Cells, gap: int) -> tuple[Ints, Ints]:
    """Cell and periods since it of every row: active periods, and silent ones between such at most `gap` apart."""
    each = times(held, gap)
    cell = np.repeat(np.arange(len(held.of)), each)
    return cell, np.arange(len(cell)) - np.repeat(np.cumsum(each) - each, each)


def rows(held: Cells, line: Line, scale: Scale, gap: int) -> Rows:
    """The rows of every series (`drawn`), with what they lean on."""
    cell, since = drawn(held, gap)
    whole = np.maximum(held.gap[cell], 1).astype(np.float64)
    part = since / whole
    silent = since > 0
    power = scale.rho ** np.arange(2 * gap + 1)
    before, after, all_of = power[since], power[np.where(silent, held.gap[cell] - since, 0)], scale.rho**whole
    rest = np.where(silent, 1 - all_of * all_of, 1.0)
    a2 = np.where(silent, before * (1 - after * after) / rest, 1.0)
    b2 = np.where(silent, after * (1 - before * before) / rest, 0.0)
    level = since * (whole - since) / whole / np.where(silent, line.walk[cell], 1.0)
    swing = line.still[cell] * (1 - before * before) * (1 - after * after) / rest
    alone = np.where(silent, level + swing, 0.0)
    return Rows(cell, since, held.at[cell] + since, 1 - part, a2, part, b2, alone)


def theta(line: Line, drawn_: Rows) -> tuple[Floats, Floats]:
    """The mode of theta in every row, and its standard deviation."""
    cell = drawn_.cell
    after = np.minimum(cell + 1, len(line.level) - 1)
    a1, a2, b1, b2 = drawn_.a1, drawn_.a2, drawn_.b1, drawn_.b2
    mode = a1 * line.level[cell] + a2 * line.swing[cell] + b1 * line.level[after] + b2 * line.swing[after]
    variance = _spread(line, cell, a1, a2) + _spread(line, after, b1, b2)
    right1, right2 = b1 * line.v11[after] + b2 * line.v12[after], b1 * line.v12[after] + b2 * line.v22[after]
    near = a1 * (line.g11[cell] * right1 + line.g12[cell] * right2)
    near = near + a2 * (line.g21[cell] * right1 + line.g22[cell] * right2)
    return mode, np.sqrt(variance + 2 * near + drawn_.alone)


def _spread(line: Line, cell: Ints, one: Floats, two: Floats) -> Floats:
    v11, v12, v22 = line.v11[cell], line.v12[cell], line.v22[cell]
    return np.asarray(one * one * v11 + 2 * one * two * v12 + two * two * v22)


def covariances(held: Cells, line: Line, *, back: int, ahead: int) -> tuple[Floats, Floats]:
    """Covariance of level and of swing in each cell with theta in the cell -`back` … `ahead` places on in its series;
    two arrays of shape (back + ahead + 1, cells), 0 where the series has no such cell."""
    size = len(held.of)
    levels, swings = np.zeros((back + ahead + 1, size)), np.zeros((back + ahead + 1, size))
    one, two = line.v11 + line.v12, line.v12 + line.v22
    levels[back], swings[back] = one, two
    for lag in range(1, ahead + 1):
        one, two = _shifted(one), _shifted(two)
        one, two = line.g11 * one + line.g12 * two, line.g21 * one + line.g22 * two
        levels[back + lag], swings[back + lag] = one, two
    left1, left2 = np.ones(size), np.ones(size)
    for lag in range(1, min(back, size - 1) + 1):
        last = slice(lag - 1, size - 1)
        g11, g12, g21, g22 = (getattr(line, name)[last] for name in ("g11", "g12", "g21", "g22"))
        left1, left2 = left1[: size - lag], left2[: size - lag]
        left1, left2 = left1 * g11 + left2 * g21, left1 * g12 + left2 * g22
        at = slice(lag, size)
        levels[back - lag, at] = left1 * line.v11[at] + left2 * line.v12[at]
        swings[back - lag, at] = left1 * line.v12[at] + left2 * line.v22[at]
    return levels, swings


def _shifted(values: Floats) -> Floats:
    return np.append(values[1:], 0.0)
