"""Drivers: which incidents moved the index from one row to the next, and by how many points.

At the mode a move is a sum with one term an act (`index.explain`). A row lists the strongest terms; where many acts add
a little each, those of one quad class that are not listed stand together; what is left, all other acts and the prior,
stands under an empty incident id, so that the drivers of a row sum to its move.
"""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Final

import numpy as np

from detente.measure import index, lines
from detente.measure.acts import Flags, Ints
from detente.measure.lines import Cells, Line, Rows
from detente.measure.panel import Floats
from detente.measure.parameters import Scale

LISTED: Final = 5
"""Drivers listed a row."""

BACK: Final = 6
AHEAD: Final = 2
"""Acts are looked for this many periods before the row's and after it; beyond, the small pull falls into the rest."""

LEAST: Final = 0.05
"""Points of the index below which an incident is not worth a line."""

LUMP: Final = 0.5
"""Points below which acts of one class together are not worth a line."""

DECIMALS: Final = 6
KINDS: Final = ("new", "fading", "later", "rest")


@dataclass(frozen=True, slots=True)
class Listed:
    """Drivers of many rows, by row and then the strongest first, acts taken together next, the rest last: row,
    `incident` as in `Acts` (-1 where it is none), points, which of `KINDS`, how many acts, and the quad class (1 to 4)
    of those taken together, else 0."""

    row: Ints
    incident: Ints
    points: Floats
    kind: Ints
    acts: Ints
    quad: Ints


@dataclass(frozen=True, slots=True)
class Moves:
    """What is known of each row's move: theta and index before (`origin`), the move, and whether a series begins."""

    first: Flags
    origin: Floats
    slope: Floats
    move: Floats


def moves(of: Ints, start: Floats, theta: Floats, values: Floats, scale: Scale) -> Moves:
    """The move of every row from the one before in its series, the first row's from where the series began."""
    first = np.concatenate([[True], of[1:] != of[:-1]])
    origin = np.where(first, start, np.append(0.0, theta[:-1]))
    move = values - np.where(first, index.index_of(start, scale), np.append(0.0, values[:-1]))
    return Moves(first, origin, index.slope_between(origin, theta, scale), move)


def listed(held: Cells, line: Line, rows: Rows, moved: Moves, scale: Scale, told: tuple[Ints, Ints]) -> Listed:
    """The drivers of all rows; `told` are the acts of every cell and quad class, the most reported first: where each of
    these begins (cells × 4 and the end), and the incidents."""
    row, key, value, cell = _parts(held, line, rows, moved, scale)
    begin, incidents = told
    at = cell * 4 + key % 4
    period, since = held.at[cell], np.append(0, rows.at[:-1])[row]
    kind = np.where(period > rows.at[row], 2, np.where(moved.first[row] | (period > since), 0, 1))
    acts = begin[at + 1] - begin[at]
    points = np.round(value, DECIMALS)
    kept = np.flatnonzero(np.abs(points) >= LEAST)
    order = kept[np.lexsort((key[kept], -np.abs(value[kept]), row[kept]))]
    taken = _taken(row[order], acts[order])
    which = np.repeat(order, taken)
    nth = np.arange(len(which)) - np.repeat(np.cumsum(taken) - taken, taken)
    one, none = np.ones(len(which), dtype=np.int64), np.zeros(len(which), dtype=np.int64)
    named = Listed(row[which], incidents[begin[at[which]] + nth], points[which], kind[which], one, none)
    acts[order] -= taken
    return _with_rest(named, _lumped(row, key % 4, kind, acts, value), moved.move)


def _lumped(row: Ints, quad: Ints, kind: Ints, acts: Ints, value: Floats) -> Listed:
    """Acts of one row, class and kind taken together, where they are worth a line; the strongest of a row first."""
    group = (row * 4 + quad) * 3 + kind
    some, inverse = np.unique(group, return_inverse=True)
    points: Floats = np.round(np.bincount(inverse, weights=acts * value, minlength=len(some)), DECIMALS)
    count = np.bincount(inverse, weights=acts, minlength=len(some)).astype(np.int64)
    found = np.flatnonzero((np.abs(points) >= LUMP) & (count > 0))
    found = found[np.lexsort((some[found], -np.abs(points[found]), some[found] // 12))]
    chosen = some[found]
    nobody = np.full(len(found), -1, dtype=np.int64)
    return Listed(chosen // 12, nobody, points[found], chosen % 3, count[found], chosen // 3 % 4 + 1)


def _taken(row: Ints, acts: Ints) -> Ints:
    """How many acts of each entry (by row, strongest first) find a place among the row's `LISTED`."""
    total = np.cumsum(acts) - acts
    first = np.concatenate([[True], row[1:] != row[:-1]]) if len(row) else np.zeros(0, dtype=bool)
    start = np.maximum.accumulate(np.where(first, total, 0)) if len(row) else total
    return np.asarray(np.clip(LISTED - (total - start), 0, acts))


def _with_rest(named: Listed, lumped: Listed, move: Floats) -> Listed:
    """The drivers of each row and what they leave of its move, where there is anything to tell."""
    left, count = move.copy(), np.zeros(len(move), dtype=np.int64)
    for part in (named, lumped):
        left = left - np.bincount(part.row, weights=part.points, minlength=len(move))
        count = count + np.bincount(part.row, minlength=len(move))
    rest = np.round(left, DECIMALS)
    last = np.flatnonzero((rest != 0) | (count > 0))
    none = np.zeros(len(last), dtype=np.int64)
    other = Listed(last, none - 1, rest[last], none + 3, none, none)
    order = np.argsort(np.concatenate([part.row for part in (named, lumped, other)]), kind="stable")
    return Listed(
        *(
            np.concatenate([getattr(part, field.name) for part in (named, lumped, other)])[order]
            for field in fields(Listed)
        )
    )


def _parts(held: Cells, line: Line, rows: Rows, moved: Moves, scale: Scale) -> tuple[Ints, Ints, Floats, Ints]:
    """Row, place (cells from the row's × 4 + quad class), points an act adds to the move, and cell, of acts near by."""
    level, swing = lines.covariances(held, line, back=BACK + 1, ahead=AHEAD + 1)
    base, after = rows.cell, np.minimum(rows.cell + 1, len(held.of) - 1)
    silent = rows.since > 0
    reached = np.zeros((BACK + AHEAD + 2, len(base)))
    for lag in range(len(reached)):
        one = rows.a1 * level[lag + 1][base] + rows.a2 * swing[lag + 1][base]
        reached[lag] = one + np.where(silent, rows.b1 * level[lag][after] + rows.b2 * swing[lag][after], 0.0)
    found: list[tuple[Ints, Ints, Floats, Ints]] = []
    for k in range(-BACK, AHEAD + 1):
        cell = base + k
        row = np.flatnonzero((cell >= 0) & (cell < len(held.of)))
        cell = cell[row]
        distance = held.at[cell] - rows.at[row]
        near = (held.of[cell] == held.of[base[row]]) & (distance >= -BACK) & (distance <= AHEAD)
        row, cell = row[near], cell[near]
        earlier = reached[BACK + k + np.where(silent[row], 0, 1), row - 1]
        answer = (reached[BACK + k, row] - np.where(moved.first[row], 0.0, earlier)) * line.w[cell] * moved.slope[row]
        lean = line.spread[cell] * (line.theta[cell] - moved.origin[row]) - line.mean[cell]
        for q, beta in enumerate(scale.beta):
            some = np.flatnonzero(held.counts[q, cell] > 0)
            found.append(
                (row[some], np.full(len(some), (k + BACK) * 4 + q), (answer * (beta + lean))[some], cell[some])
            )
    row, key, value, cell = (np.concatenate(part) for part in zip(*found, strict=True))
    return row, key, value, cell
