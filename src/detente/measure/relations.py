"""Relations: counts, index, band and drivers of each pair of states, by day, week and month, directed and not.

1. incidents become columns (`acts`), pair after pair, and are cut into blocks; 2. a block's active periods are counted
(`panel`, `lines.cells`); 3. the index is fitted series by series (`index`, `lines`); 4. rows are drawn and each tells
what moved it since the row before (`drivers`); 5. rows leave as Arrow tables, pair after pair.
There is a row for each period in which something is known to have happened, and for the silent periods between two such
that lie at most `GAP` apart; longer silences have no rows: nothing is known there, and after `panel.SILENCE` the index
starts anew. The daily index is made for pairs
with at least `measure.day_events` incidents, below which a day says nothing.
Pairs touch one another only through where they begin (`priors`): `tables` of some pairs, out of all acts, are what
they are among all.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from detente.config import Measure
from detente.errors import UsageError
from detente.measure import acts as columns
from detente.measure import drivers, goldstein, index, lines, packed, panel, parameters, periods, priors
from detente.measure.acts import Acts, Given, Ints, Pair
from detente.measure.drivers import Listed
from detente.measure.lines import Cells, Line
from detente.measure.panel import Floats, Panel
from detente.measure.priors import Beginnings
from detente.records import Relation
from detente.store import schema

if TYPE_CHECKING:
    import pyarrow as pa

GAP: Final = {"day": 14, "week": 8, "month": 6}
"""Silent periods between two active ones that are still bridged; longer silences are gaps."""

ACTS: Final = 200_000
ROWS: Final = 100_000
"""Acts counted and fitted at once, and rows drawn at once: about 200 MB."""

COMPOSITION: Final = "composition"
PLAIN: Final = "goldstein"

DECIMALS: Final = 6
"""Values are rounded before they are stored, so that the last bit of a processor's exponential reaches no file."""

ORDER: Final = ("day", "month", "week")
"""The periods as the table sorts them."""


@dataclass(frozen=True, slots=True)
class _Fitted:
    """One period of a block: its panel, its active periods with the code of each one's pair, their path (None for the
    plain alternative) with the looser one of the band, and the acts of each cell and quad class (`drivers.listed`)."""

    counted: Panel
    held: Cells
    pair: Ints
    line: tuple[Line, Line] | None
    told: tuple[Ints, Ints]


@dataclass(frozen=True, slots=True)
class _Drawn:
    """Rows of one period: series, number of the period, counts and documents, index with band, and drivers."""

    of: Ints
    at: Ints
    counts: Ints
    values: Floats
    drivers: Listed


def relations(
    incidents: Given | pa.Table, config: Measure, *, pairs: Collection[Pair] | None = None
) -> tuple[Relation, ...]:
    """All rows as records, in the order a, b, directed, period, from. `incidents`: records, Arrow or acts.

    Raises `UsageError` for an index of another name.
    """
    return packed.records(Relation, tables(incidents, config, pairs=pairs))


def tables(
    incidents: Given | pa.Table, config: Measure, *, pairs: Collection[Pair] | None = None
) -> Iterator[pa.Table]:
    """The same rows as Arrow tables in the shape of `relations` (version empty), one after another in that order.

    Of `pairs` alone if given, either way round, but with what all acts say of where they begin. Raises `UsageError` for
    an index of another name.
    """
    if config.index not in (COMPOSITION, PLAIN):
        raise UsageError(
            f"There is no index named {config.index}.", hint=f"measure.index can be {COMPOSITION} or {PLAIN}."
        )
    acts = columns.gather(incidents)
    begin = {}
    if config.index == COMPOSITION:
        begin = {period: priors.beginnings(acts, parameters.scale(period)) for period in ORDER}
    return _tables(acts.between(pairs), begin, config)


def _tables(acts: Acts, begin: Mapping[str, Beginnings], config: Measure) -> Iterator[pa.Table]:
    size = len(acts.states)
    for block in _runs(acts.a * size + acts.b, np.ones(len(acts.a), dtype=np.int64), ACTS):
        fitted = [_fitted(acts.keep(block), period, begin.get(period), config) for period in ORDER]
        pair = np.concatenate([one.pair for one in fitted])
        times = np.concatenate([lines.times(one.held, GAP[one.counted.period]) for one in fitted])
        order = np.argsort(pair, kind="stable")
        for run in _runs(pair[order], times[order], ROWS):
            first, last = (int(pair[order[at]]) for at in (run.start, run.stop - 1))
            yield _table([_drawn(one, first, last) for one in fitted], [one.counted for one in fitted])


def _runs(key: Ints, weight: Ints, most: int) -> Iterator[slice]:
    """Runs of whole keys, sorted, that weigh at most `most` together; one that weighs more stands alone."""
    cuts = np.append(np.flatnonzero(np.append(True, key[1:] != key[:-1])), len(key)) if len(key) else np.zeros(1, int)
    total = np.append(0, np.cumsum(weight))[cuts]
    at = 0
    while at < len(cuts) - 1:
        stop = max(at + 1, int(np.searchsorted(total, total[at] + most, side="right")) - 1)
        yield slice(int(cuts[at]), int(cuts[stop]))
        at = stop


def _fitted(acts: Acts, period: str, begin: Beginnings | None, config: Measure) -> _Fitted:
    counted = panel.build(acts, period)
    counted = counted.only(counted.n >= max(config.min_events, config.day_events if period == "day" else 1))
    held = lines.cells(counted)
    size, place = len(acts.states), {state: n for n, state in enumerate(acts.states)}
    codes = np.array([place[a] * size + place[b] for a, b, _ in counted.series], dtype=np.int64)
    line = None
    if begin is not None:
        line = lines.smoothed(held, priors.paced(held, parameters.scale(period), begin.of(counted)))
    order = np.lexsort((counted.acts.incident, -counted.acts.documents, counted.acts.quad, counted.at, counted.of))
    told = np.append(0, np.cumsum(held.counts.T.ravel().astype(np.int64)))
    return _Fitted(counted, held, codes[held.of], line, (told, counted.acts.incident[order]))


def _drawn(one: _Fitted, first: int, last: int) -> _Drawn:
    """The rows of the pairs whose codes lie from `first` to `last`."""
    start, stop = (int(at) for at in (np.searchsorted(one.pair, first), np.searchsorted(one.pair, last, side="right")))
    held, gap, scale = one.held.part(slice(start, stop)), GAP[one.counted.period], parameters.scale(one.counted.period)
    cell, since = lines.drawn(held, gap)
    counts = np.stack([held.counts[0] + held.counts[1], held.counts[2] + held.counts[3], held.documents])
    counts = np.where(since == 0, counts[:, cell], 0).astype(np.int64)
    of, at = held.of[cell], held.at[cell] + since
    if one.line is None:
        return _Drawn(of, at, counts, *goldstein.drawn(one.counted, of, at))
    line, loose = (path.part(slice(start, stop)) for path in one.line)
    rows = lines.rows(held, line, scale, gap)
    theta, _ = lines.theta(line, rows)
    values = index.index_of(theta, scale)
    low, high = index.band(values, *lines.theta(loose, lines.rows(held, loose, scale, gap)), scale)
    moved = drivers.moves(of, line.start[cell], theta, values, scale)
    told = one.told[0][start * 4 : stop * 4 + 1], one.told[1]
    return _Drawn(of, at, counts, np.stack([values, low, high]), drivers.listed(held, line, rows, moved, scale, told))


def _table(parts: list[_Drawn], counted: list[Panel]) -> pa.Table:
    """The rows of all periods together, in their order."""
    import pyarrow as pa

    acts = counted[0].acts
    place, size = {state: n for n, state in enumerate(acts.states)}, len(acts.states)
    names = [np.array([(place[a], place[b], d) for a, b, d in one.series], dtype=np.int64) for one in counted]
    sides = np.concatenate([name.reshape(-1, 3)[part.of] for name, part in zip(names, parts, strict=True)])
    period = np.repeat(np.arange(len(parts)), [len(part.at) for part in parts])
    at = np.concatenate([part.at for part in parts])
    order = np.lexsort((at, period, (sides[:, 0] * size + sides[:, 1]) * 2 + sides[:, 2]))
    days = [periods.spans(part.at, one.period) for part, one in zip(parts, counted, strict=True)]
    first, last = (np.concatenate([day[k] for day in days])[order] for k in (0, 1))
    counts = np.concatenate([part.counts for part in parts], axis=1)[:, order]
    values = np.round(np.clip(np.concatenate([part.values for part in parts], axis=1), -100, 100), DECIMALS) + 0.0
    states = pa.array(acts.states, pa.string())
    held = {
        "a": states.take(pa.array(sides[order, 0])),
        "b": states.take(pa.array(sides[order, 1])),
        "directed": pa.array(sides[order, 2] > 0),
        "period": pa.array(ORDER).take(pa.array(period[order])),
        "from": pa.array(first.astype(np.int32)).cast(pa.date32()),
        "to": pa.array(last.astype(np.int32)).cast(pa.date32()),
        "n_incidents": pa.array(counts[0] + counts[1]),
        "n_documents": pa.array(counts[2]),
        "cooperation": pa.array(counts[0]),
        "conflict": pa.array(counts[1]),
        "index": pa.array(values[0, order]),
        "low": pa.array(values[1, order]),
        "high": pa.array(values[2, order]),
        "drivers": _lists([part.drivers for part in parts], [len(part.at) for part in parts], order, acts),
        "version": pa.array([""]).take(pa.array(np.zeros(len(order), dtype=np.int64))),
    }
    return pa.table(held).cast(schema.arrow("relations"))


def _lists(parts: list[Listed], sizes: list[int], order: Ints, acts: Acts) -> Any:
    """The drivers as lists of structs, for the rows in their order."""
    import pyarrow as pa

    new = np.empty(len(order), dtype=np.int64)
    new[order] = np.arange(len(order))
    base = np.cumsum([0, *sizes[:-1]])
    row = new[np.concatenate([part.row + begin for part, begin in zip(parts, base, strict=True)])]
    turned = np.argsort(row, kind="stable")
    incident, points, kind, acts_, quad = (
        np.concatenate([getattr(part, name) for part in parts])[turned]
        for name in ("incident", "points", "kind", "acts", "quad")
    )
    used, where = np.unique(incident, return_inverse=True)
    ids = pa.array([""]) if used[:1].tolist() == [-1] else pa.array([], pa.string())
    ids = pa.concat_arrays([ids, acts.ids.take(pa.array(used[used >= 0]))])
    structs = [ids.take(pa.array(where)), pa.array(points + 0.0), pa.array(drivers.KINDS).take(pa.array(kind))]
    structs += [pa.array(acts_), pa.array(quad, mask=quad == 0)]
    offsets = np.append(0, np.cumsum(np.bincount(row, minlength=len(order)))).astype(np.int32)
    inner = schema.arrow("relations").field("drivers").type.value_type
    named = pa.StructArray.from_arrays(structs, fields=list(inner))
    return pa.ListArray.from_arrays(pa.array(offsets), named)
