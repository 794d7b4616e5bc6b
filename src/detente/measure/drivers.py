"""Drivers: which incidents moved the index from one row to the next, and by how many points.

At the mode a move is a sum with one term an act (`index.explain`). A row lists the strongest terms; what is left, all
other acts and the prior together, stands under an empty incident id, so that the drivers of a row sum to its move.
"""

from __future__ import annotations

from typing import Final

import numpy as np

from detente.measure import index
from detente.measure.acts import Flags, Ints
from detente.measure.index import Path
from detente.measure.panel import Floats, Panel
from detente.measure.parameters import Scale
from detente.records import Driver

LISTED: Final = 5
"""Drivers listed a row."""

BACK: Final = 6
AHEAD: Final = 2
"""Acts are looked for this many periods before the row's and after it; beyond, the small pull falls into the rest."""

LEAST: Final = 0.05
"""Points of the index below which an incident is not worth a line."""

DECIMALS: Final = 6


def moves(
    counted: Panel, batch: Ints, *, counts: Floats, path: Path, scale: Scale, shown: Flags
) -> dict[tuple[int, int], tuple[Driver, ...]]:
    """(period, column) of a row → its drivers, strongest first, the rest last. The first row moves from the prior."""
    rows = np.argwhere(shown.T)[:, ::-1]
    if not len(rows):
        return {}
    t, column = rows[:, 0], rows[:, 1]
    first = np.concatenate([[True], column[1:] != column[:-1]])
    before = np.where(first, -1, np.concatenate([[-1], t[:-1]]))
    origin = np.where(first, scale.start, path.theta[np.maximum(before, 0), column])
    slope = index.slope_between(origin, path.theta[t, column], scale)
    base = index.index_of(np.array([scale.start]), scale)[0]
    move = path.index[t, column] - np.where(first, base, path.index[np.maximum(before, 0), column])
    parts, offsets = _parts(path, scale, (t, column, before), origin, slope)
    at = np.clip(t[:, None] + offsets, 0, len(path.theta) - 1)
    parts = np.where(np.moveaxis(counts[:, at, column[:, None]], 0, 2) > 0, parts, 0.0)
    return _listed(counted, batch, (t, column, before), parts=parts, move=move)


def _parts(
    path: Path, scale: Scale, rows: tuple[Ints, Ints, Ints], origin: Floats, slope: Floats
) -> tuple[Floats, Ints]:
    """Points an act of each quad class adds to each move, (rows, offsets, 4), by distance from the row's period."""
    t, column, before = rows
    length = len(path.theta)
    reach = BACK + int(np.max(t - np.maximum(before, 0), initial=0)) if (before >= 0).any() else BACK
    reach = min(max(reach, BACK + AHEAD), length - 1, 40)
    near = index.covariances(path, scale, reach)
    offsets = np.arange(-BACK, AHEAD + 1)
    parts = np.zeros((len(t), len(offsets), 4))
    for k, offset in enumerate(offsets.tolist()):
        s = t + offset
        inside = (s >= 0) & (s < length)
        at = np.clip(s, 0, length - 1)
        answer = _between(near, t, at, column, reach)
        answer = answer - np.where(before >= 0, _between(near, np.maximum(before, 0), at, column, reach), 0.0)
        for q, beta in enumerate(scale.beta):
            pull = beta - path.mean[at, column] + path.spread[at, column] * (path.theta[at, column] - origin)
            parts[:, k, q] = np.where(inside, answer * path.w[at, column] * pull * slope, 0.0)
    return parts, offsets


def _between(near: list[Floats], one: Ints, two: Ints, column: Ints, reach: int) -> Floats:
    """Covariance of theta in periods `one` and `two`; 0 beyond the reach."""
    low, lag = np.minimum(one, two), np.abs(one - two)
    found = np.zeros(len(one))
    for d in range(reach + 1):
        here = lag == d
        if here.any():
            found[here] = near[d][low[here], column[here]]
    return found


def _listed(
    counted: Panel, batch: Ints, rows: tuple[Ints, Ints, Ints], *, parts: Floats, move: Floats
) -> dict[tuple[int, int], tuple[Driver, ...]]:
    t, column, before = rows
    cells = counted.cells(batch)
    ids, incident = counted.acts.ids, counted.acts.incident
    flat = parts.reshape(len(t), -1)
    order = np.argsort(-np.abs(flat), axis=1, kind="stable")[:, :LISTED]
    strongest = np.round(np.take_along_axis(flat, order, axis=1), DECIMALS).tolist()
    found = {}
    where = zip(t.tolist(), column.tolist(), before.tolist(), move.tolist(), order.tolist(), strongest, strict=True)
    for at, of, since, left, best, values in where:
        listed: list[Driver] = []
        for cell, value in zip(best, values, strict=True):
            if len(listed) == LISTED or abs(value) < LEAST:
                break
            s = at + cell // 4 - BACK
            kind = "later" if s > at else "new" if s > since else "fading"
            for row in cells[of, s, cell % 4][: LISTED - len(listed)]:
                listed.append(Driver(ids[incident[row]], value, kind))
                left -= value
        rest = round(left, DECIMALS)
        if rest or listed:
            found[at, of] = (*listed, Driver("", rest, "rest"))
    return found
