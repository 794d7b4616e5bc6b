"""Drivers: which incidents moved the index from one row to the next, and by how many points.

At the mode a move is a sum with one term an act (`index.explain`). A row lists the strongest terms; what is left, all
other acts and the prior together, stands under an empty incident id, so that the drivers of a row sum to its move.
"""

from __future__ import annotations

from dataclasses import dataclass
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

DECIMALS: Final = 6
KINDS: Final = ("new", "fading", "later", "rest")


@dataclass(frozen=True, slots=True)
class Listed:
    """Drivers of many rows, by row and then the strongest first, the rest last: row, `incident` as in `Acts` (-1 for
    the rest), points, and which of `KINDS`."""

    row: Ints
    incident: Ints
    points: Floats
    kind: Ints


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
    strength = np.abs(value)
    points = np.round(value, DECIMALS)
    kept = np.abs(points) >= LEAST
    order = np.flatnonzero(kept)[np.lexsort((key[kept], -strength[kept], row[kept]))]
    row, key, points, cell = row[order], key[order], points[order], cell[order]
    begin, incidents = told
    at = cell * 4 + key % 4
    taken = _taken(row, begin[at + 1] - begin[at])
    which = np.repeat(np.arange(len(row)), taken)
    nth = np.arange(len(which)) - np.repeat(np.cumsum(taken) - taken, taken)
    period, since = held.at[cell], np.append(0, rows.at[:-1])[row]
    kind = np.where(period > rows.at[row], 2, np.where(moved.first[row] | (period > since), 0, 1))
    named = Listed(row[which], incidents[begin[at[which]] + nth], points[which], kind[which])
    return _with_rest(named, moved.move)


def _taken(row: Ints, acts: Ints) -> Ints:
    """How many acts of each entry (by row, strongest first) find a place among the row's `LISTED`."""
    total = np.cumsum(acts) - acts
    first = np.concatenate([[True], row[1:] != row[:-1]]) if len(row) else np.zeros(0, dtype=bool)
    start = np.maximum.accumulate(np.where(first, total, 0)) if len(row) else total
    return np.asarray(np.clip(LISTED - (total - start), 0, acts))


def _with_rest(named: Listed, move: Floats) -> Listed:
    """The drivers of each row and what they leave of its move, where there is anything to tell."""
    left, count = move.copy(), np.bincount(named.row, minlength=len(move))
    begin = np.cumsum(count) - count
    for nth in range(LISTED):
        here = np.flatnonzero(count > nth)
        left[here] -= named.points[begin[here] + nth]
    rest = np.round(left, DECIMALS)
    last = np.flatnonzero((rest != 0) | (count > 0))
    row = np.concatenate([named.row, last])
    order = np.argsort(row, kind="stable")
    nobody, kind = np.full(len(last), -1), np.full(len(last), 3)
    columns = ((named.incident, nobody), (named.points, rest[last]), (named.kind, kind))
    return Listed(row[order], *(np.concatenate(pair)[order] for pair in columns))


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
