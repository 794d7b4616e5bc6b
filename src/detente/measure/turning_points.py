"""Turning points: days on which cooperation or conflict between two states rose above what it had been.

The score of a day is the mean likelihood ratio of "another rate from here on than before", for cooperative and for
conflictual acts, over several lengths of before and after; the stronger of the two streams gives the direction. Pairs
with less than one act in five days are scanned by week. Retrospective points look ahead; online ones are alarms as they
would have been sent, from the days up to and including the alarm's, over the short lengths alone.

On the dev list of turning points (ICEWS 2018, ±3 days, 12 alarms a year) the scan finds .88, .85 with the right
direction. The jump of the smoothed log rate or of the index added nothing, so they are left out.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from detente.config import Measure
from detente.measure import acts as columns
from detente.measure import packed, panel, periods, scans
from detente.measure.acts import Acts, Given, Ints, Pair
from detente.measure.panel import Floats, Panel, Told
from detente.records import TurningPoint

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True)
class Window:
    """How a stream is scanned: (before, after) lengths in periods, those of alerts, periods apart, points a year."""

    lengths: tuple[tuple[int, int], ...]
    alerts: tuple[tuple[int, int], ...]
    apart: int
    a_year: float


WINDOWS: Final = {
    "day": Window(((28, 3), (28, 5), (56, 7), (90, 14)), ((28, 3),), apart=6, a_year=20.0),
    "week": Window(((8, 2), (26, 2)), ((8, 1),), apart=4, a_year=4.0),
}
DENSE: Final = 0.2
"""Acts a day from which a pair is scanned by day."""

LEAST: Final = 1.0
"""Scores below this, nearly three to one for a change, are not worth a mark."""

ONLINE_LEAST: Final = 2.5
"""An alert is sent from this score on: about eight a year for a pair with one act a day."""

SPREAD: Final = 1.0
LISTED: Final = 5
CELLS: Final = 4_000_000
YEAR: Final = 365.25


def turning_points(
    incidents: Given | pa.Table, config: Measure, *, pairs: Collection[Pair] | None = None
) -> tuple[TurningPoint, ...]:
    """Points of every pair with at least `measure.turning_events` incidents, by pair, day and direction.

    `incidents`: records, Arrow or acts; of `pairs` alone if given. No pair touches another's points.
    """
    acts = columns.gather(incidents, pairs)
    acts = acts.keep(~acts.directed)
    found: list[TurningPoint] = []
    for period, window in WINDOWS.items():
        counted = panel.build(acts, period)
        days = (counted.last - counted.first + 1) * (1 if period == "day" else 7)
        dense = counted.n >= DENSE * days
        wanted = (counted.n >= config.turning_events) & (dense if period == "day" else ~dense)
        told = counted.told()
        for batch in panel.batches(counted, np.flatnonzero(wanted), CELLS):
            found.extend(_points(counted, told, batch, window))
    found.sort(key=lambda p: (p.a, p.b, p.day, p.direction, p.online, p.strength))
    strongest = {(p.a, p.b, p.day, p.direction, p.online): p for p in found}
    return tuple(strongest.values())


def tables(
    incidents: Given | pa.Table, config: Measure, *, pairs: Collection[Pair] | None = None
) -> Iterator[pa.Table]:
    """The same as Arrow tables in the shape of `turning_points` (version empty)."""
    return packed.of_pairs("turning_points", turning_points(incidents, config, pairs=pairs))


def score(counts: Floats, lengths: tuple[tuple[int, int], ...]) -> tuple[Floats, Floats]:
    """Scores of cooperation and of conflict rising at each period, from counts (4, T, N); each of shape (T, N)."""
    streams = []
    for stream in (counts[0] + counts[1], counts[2] + counts[3]):
        total = np.zeros_like(stream)
        for before, after in lengths:
            total = total + np.maximum(scans.ratio(stream, before=before, after=after, spread=SPREAD), 0)
        streams.append(total / len(lengths))
    return streams[0], streams[1]


def _points(counted: Panel, told: Told, batch: Ints, window: Window) -> Iterator[TurningPoint]:
    start = counted.first[batch]
    length = int(np.max(counted.last[batch] - start)) + 1
    counts = counted.counts(batch, start=start, length=length)
    step = 1 if counted.period == "day" else 7
    for online, lengths in ((False, window.lengths), (True, window.alerts)):
        rises = score(counts, lengths)
        ahead = lengths[0][1] - 1
        for column, series in enumerate(batch.tolist()):
            up, down = (rise[: int(counted.last[series] - start[column]) + 1, column] for rise in rises)
            best = np.maximum(up, down)
            most = max(1, round(window.a_year * len(best) * step / YEAR))
            if online:
                marked = scans.crossings(best[: len(best) - ahead], apart=window.apart, least=ONLINE_LEAST)
            else:
                marked = scans.peaks(best, apart=window.apart, least=LEAST, most=most)
            for t in marked:
                way = 0 if up[t] >= down[t] else 2
                at, quads = int(start[column]) + t, (way, way + 1)
                rows = [row for period in range(at, at + ahead + 1) for row in told.rows(series, period, quads)]
                day = at
                if online:
                    day = periods.last_day(at + ahead, counted.period).toordinal()
                elif step > 1:
                    day = _busiest(counted.acts, told.rows(series, at, quads) or rows)
                strength = 1 - math.exp(-float(best[t])) if online else 1 + float(best[t])
                yield _point(counted, series, day, (way, strength), rows, online=online)


def _busiest(acts: Acts, rows: list[int]) -> int:
    """The day with the most of these acts, the earliest of them."""
    days = [int(acts.day[row]) for row in rows]
    return min(days, key=lambda day: (-days.count(day), day))


def _point(
    counted: Panel, series: int, day: int, turn: tuple[int, float], rows: list[int], *, online: bool = False
) -> TurningPoint:
    a, b, _ = counted.series[series]
    acts = counted.acts
    rows = sorted(rows, key=lambda r: (-int(acts.documents[r]), int(acts.incident[r])))[:LISTED]
    return TurningPoint(
        a=a,
        b=b,
        day=date.fromordinal(day),
        direction="up" if turn[0] == 0 else "down",
        strength=round(turn[1], 6),
        incident_ids=tuple(acts.names(rows)),
        online=online,
    )
