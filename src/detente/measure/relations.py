"""Relations: counts, index, band and drivers of each pair of states, by day, week and month, directed and not.

1. incidents become columns (`acts`) and counts (`panel`); 2. the index is fitted series by series (`index`);
3. each row tells what moved it since the row before (`drivers`).
There is a row for each period in which something is known to have happened, and for the silent periods between two such
that lie at most `GAP` apart; longer silences have no rows: nothing is known there, and after `panel.SILENCE` the index
starts anew. The daily index is made for pairs
with at least `measure.day_events` incidents, below which a day says nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Final

import numpy as np

from detente.config import Measure
from detente.errors import UsageError
from detente.measure import acts as columns
from detente.measure import drivers, goldstein, index, panel, parameters, periods
from detente.measure.acts import Ints
from detente.measure.panel import Floats, Panel
from detente.records import Driver, Incident, Relation

if TYPE_CHECKING:
    import pyarrow as pa

GAP: Final = {"day": 14, "week": 8, "month": 6}
"""Silent periods between two active ones that are still bridged; longer silences are gaps."""

CELLS: Final = 1_000_000
"""Periods × series worked on at once: about 250 MB."""

COMPOSITION: Final = "composition"
PLAIN: Final = "goldstein"

DECIMALS: Final = 6
"""Values are rounded before they are stored, so that the last bit of a processor's exponential reaches no file."""

Lines = tuple[Floats, Floats, Floats]
Moves = dict[tuple[int, int], tuple[Driver, ...]]


def relations(incidents: Iterable[Incident] | pa.Table, config: Measure) -> tuple[Relation, ...]:
    """All rows in the order a, b, directed, period, from. `incidents`: records, or an Arrow table of that shape.

    Raises `UsageError` for an index of another name.
    """
    if config.index not in (COMPOSITION, PLAIN):
        raise UsageError(
            f"There is no index named {config.index}.", hint=f"measure.index can be {COMPOSITION} or {PLAIN}."
        )
    acts = columns.gather(incidents)
    rows: list[Relation] = []
    for period in periods.PERIODS:
        counted = panel.build(acts, period)
        least = max(config.min_events, config.day_events if period == "day" else 1)
        for batch in panel.batches(counted, np.flatnonzero(counted.n >= least), CELLS):
            rows.extend(_rows(counted, batch, plain=config.index == PLAIN))
    rows.sort(key=lambda r: (r.a, r.b, r.directed, r.period, r.from_))
    return tuple(rows)


def _rows(counted: Panel, batch: Ints, *, plain: bool = False) -> Iterator[Relation]:
    scale = parameters.scale(counted.period)
    start = counted.first[batch]
    length = int(np.max(counted.last[batch] - start)) + 1
    counts = counted.counts(batch, start=start, length=length)
    documents = counted.documents(batch, start=start, length=length)
    shown = _shown(counts.sum(0) > 0, GAP[counted.period])
    if plain:
        lines, moves = _plain(counted, batch, shown, start)
    else:
        path = index.smooth(counts, scale)
        lines = path.index, path.low, path.high
        moves = drivers.moves(counted, batch, counts=counts, path=path, scale=scale, shown=shown)
    good, bad = (counts[0] + counts[1]).astype(np.int64), (counts[2] + counts[3]).astype(np.int64)
    values = [np.round(np.clip(x, -100, 100), DECIMALS) for x in lines]
    numbers = range(int(np.min(start)), int(np.max(counted.last[batch])) + 1)
    span = {n: (periods.first_day(n, counted.period), periods.last_day(n, counted.period)) for n in numbers}
    for column, series in enumerate(batch.tolist()):
        a, b, directed = counted.series[series]
        at = np.flatnonzero(shown[:, column])
        cells = [x[at, column].tolist() for x in (good, bad, documents, *values)]
        for t, coop, conf, reports, *band in zip(at.tolist(), *cells, strict=True):
            first, last = span[int(start[column]) + t]
            yield Relation(
                a=a,
                b=b,
                directed=directed,
                period=counted.period,
                from_=first,
                to=last,
                n_incidents=coop + conf,
                n_documents=reports,
                cooperation=coop,
                conflict=conf,
                index=band[0],
                low=band[1],
                high=band[2],
                drivers=moves.get((t, column), ()),
            )


def _plain(counted: Panel, batch: Ints, shown: columns.Flags, start: Ints) -> tuple[Lines, Moves]:
    """Index, low and high (T, N) of the plain alternative, and the drivers by period and column."""
    lines = (np.zeros(shown.shape), np.zeros(shown.shape), np.zeros(shown.shape))
    moves: Moves = {}
    order, begin = goldstein.sorted_acts(counted)
    for column, series in enumerate(batch.tolist()):
        at = np.flatnonzero(shown[:, column]).tolist()
        line = goldstein.rows(counted, order[begin[series] : begin[series + 1]], [int(start[column]) + t for t in at])
        for t, row in zip(at, line, strict=True):
            lines[0][t, column], lines[1][t, column], lines[2][t, column] = row.index, row.low, row.high
            moves[t, column] = row.drivers
    return lines, moves


def _shown(active: columns.Flags, gap: int) -> columns.Flags:
    """Periods (T, N) that get a row: active ones, and silent ones between active ones at most `gap` apart."""
    length = len(active)
    at = np.arange(length)[:, None]
    before = np.maximum.accumulate(np.where(active, at, -length), axis=0)
    after = np.minimum.accumulate(np.where(active, at, 2 * length)[::-1], axis=0)[::-1]
    return active | ((before >= 0) & (after < length) & (after - before <= gap))
