"""Outlooks: how many cooperative and conflictual acts the next week and month may bring, as mixtures.

The first half of the history is for learning; for every week of the second half there is an outlook made the day before
it began, so that the forecasts can be scored against what then happened (pairs with at least `measure.outlook_events`
incidents). Parameters are fitted again twice along the way, on nothing but the past. For every pair with at least `FEW`
incidents there is one for the coming week and month. Nothing looks ahead.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from detente.config import Measure
from detente.measure import acts as columns
from detente.measure import forecasters, packed, panel, periods, pool
from detente.measure.acts import Given, Ints
from detente.measure.panel import Floats, Panel
from detente.measure.pool import Mixture, Weights
from detente.records import Outlook
from detente.store import schema

if TYPE_CHECKING:
    import pyarrow as pa

FEW: Final = 10
"""Incidents below which nothing is said about a pair's future."""

REFITS: Final = 3
SHORT: Final = 16
"""Periods below which nothing is back-tested."""

MOST: Final = 780
"""Periods looked back on, fifteen years of weeks; a mention of an older act opens no history."""

MEASURES: Final = ("cooperation", "conflict")
LEAST_WEIGHT: Final = 0.004
"""Components below this weight are left out of the stored mixture."""

LEARNT: Final = 100_000
"""Pairs × periods that parameters are fitted on: more tell no more, and take as much longer."""

CELLS: Final = 120_000
"""Pairs × periods pooled at once: about 150 MB."""

DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class _Fit:
    """What was learnt of a measure (0 or 1) from the periods before `begin`: the outlooks for `begin` up to `stop`."""

    measure: int
    begin: int
    stop: int
    burn: int
    fitted: forecasters.Fitted | None
    weights: Weights


@dataclass(frozen=True, slots=True)
class _Job:
    """Outlooks of one kind: for past weeks, or for the coming week or month. `pair` are the codes of the pairs, which
    rise, `streams` (2, T, N) their counts from the period `first` on; `made_on` None is the day before each period."""

    period: str
    pair: Ints
    streams: Floats
    first: int
    next: int
    made_on: int | None
    fits: tuple[_Fit, ...]


def outlooks(incidents: Given | pa.Table, config: Measure) -> tuple[Outlook, ...]:
    """All outlooks by pair, day made, measure and first day. `incidents`: records, Arrow or acts."""
    return packed.records(Outlook, tables(incidents, config))


def tables(incidents: Given | pa.Table, config: Measure) -> Iterator[pa.Table]:
    """The same as Arrow tables in the shape of `outlooks` (version empty), one after another in that order.

    Parameters are learnt from all pairs together: no pair can be asked for alone.
    """
    acts = columns.gather(incidents)
    acts = acts.keep(~acts.directed)
    if not len(acts.day):
        return
    end = int(np.max(acts.day))
    jobs = [job for period in ("week", "month") for job in _jobs(panel.build(acts, period, whole=True), end, config)]
    pairs = np.unique(np.concatenate([job.pair for job in jobs])) if jobs else np.zeros(0, dtype=np.int64)
    longest = max((job.streams.shape[1] for job in jobs), default=1)
    step = max(1, CELLS // longest)
    for at in range(0, len(pairs), step):
        run = pairs[at : at + step]
        parts = [part for job in jobs for part in _drawn(job, int(run[0]), int(run[-1]))]
        if parts:
            yield _table(parts, acts.states)


def _jobs(counted: Panel, end: int, config: Measure) -> Iterator[_Job]:
    if not len(counted.series):
        return
    last = periods.number(end + 1, counted.period) - 1
    first = max(int(np.min(counted.first)), last - MOST + 1)
    length = last - first + 1
    place, size = {state: n for n, state in enumerate(counted.acts.states)}, len(counted.acts.states)
    codes = np.array([place[a] * size + place[b] for a, b, _ in counted.series], dtype=np.int64)
    for least, past in ((config.outlook_events, True), (FEW, False)):
        chosen = np.flatnonzero(counted.n >= least)
        if not len(chosen) or length < 2 or (past and (length < SHORT or counted.period == "month")):
            continue
        four = counted.counts(chosen, start=np.full(len(chosen), first), length=length)
        streams = np.stack([four[0] + four[1], four[2] + four[3]])
        spans = _blocks(length) if past else [(length, length + 1)]
        fits = tuple(_fit(streams, which, span) for which in (0, 1) for span in spans)
        following = periods.number(end, counted.period) + 1
        yield _Job(counted.period, codes[chosen], streams, first, following, None if past else end, fits)


def _blocks(length: int) -> list[tuple[int, int]]:
    """The second half of the periods, cut where parameters are fitted again. An odd period belongs to the second half's
    test: 43 weeks are learnt from up to the 22nd."""
    split = (length + 1) // 2
    cuts = [split + (length - split) * k // REFITS for k in range(REFITS + 1)]
    return [(a, b) for a, b in pairwise(cuts) if a < b]


def _fit(streams: Floats, which: int, span: tuple[int, int]) -> _Fit:
    """Parameters learnt on the periods before the span, from evenly chosen pairs where all are more than it takes."""
    known = span[0]
    burn = min(26, max(2, known // 3)) if known > 100 else min(8, max(2, known // 3))
    pairs = streams.shape[2]
    used = min(pairs, max(1, LEARNT // max(1, known)))
    some = np.arange(used) * pairs // used
    own, other = streams[which][:known, some], streams[1 - which][:known, some]
    fitted = forecasters.fit(own, other, burn)
    return _Fit(which, *span, burn, fitted, pool.fit(forecasters.guesses(own, other, fitted), own, burn))


@dataclass(frozen=True, slots=True)
class _Part:
    """Rows of some pairs: pair, day made, measure, first and last day, the number of components, and these one after
    another (weight, mean, size)."""

    pair: Ints
    made_on: Ints
    measure: Ints
    first: Ints
    last: Ints
    sizes: Ints
    components: Floats


def _drawn(job: _Job, first: int, last: int) -> Iterator[_Part]:
    """The outlooks of the pairs whose codes lie from `first` to `last`."""
    start, stop = (int(x) for x in (np.searchsorted(job.pair, first), np.searchsorted(job.pair, last, side="right")))
    if start == stop:
        return
    for fit in job.fits:
        known = fit.stop - 1
        own, other = (job.streams[k][:known, start:stop] for k in (fit.measure, 1 - fit.measure))
        mixture = pool.mix(
            forecasters.guesses(own, other, fit.fitted), own, fit.weights, burn=fit.burn, first=fit.begin
        )
        numbers = np.arange(fit.begin, fit.stop) + job.first if job.made_on is None else np.array([job.next])
        yield _part(job, fit, mixture, numbers, job.pair[start:stop])


def _part(job: _Job, fit: _Fit, mixture: Mixture, numbers: Ints, pair: Ints) -> _Part:
    kept = mixture.weight >= LEAST_WEIGHT
    total = (mixture.weight * kept).sum(axis=2, keepdims=True)
    values = [np.round(x[kept], DECIMALS) for x in (mixture.weight / total, mixture.mean, mixture.size)]
    first, last = (np.repeat(days, len(pair)) for days in periods.spans(numbers, job.period))
    made = first - 1 if job.made_on is None else np.full(len(first), job.made_on - periods.EPOCH)
    return _Part(
        np.tile(pair, len(numbers)),
        made,
        np.full(len(first), fit.measure),
        first,
        last,
        kept.sum(axis=2).ravel(),
        np.stack(values),
    )


def _table(parts: list[_Part], states: tuple[str, ...]) -> pa.Table:
    """The rows in the order a, b, day made, measure, first and last day."""
    import pyarrow as pa

    pair, made, measure, first, last, sizes = (
        np.concatenate([getattr(part, name) for part in parts])
        for name in ("pair", "made_on", "measure", "first", "last", "sizes")
    )
    names = np.array(MEASURES)
    order = np.lexsort((last, first, names[measure], made, pair))
    begin, length = (np.cumsum(sizes) - sizes)[order], sizes[order]
    offsets = np.append(0, np.cumsum(length))
    at = np.repeat(begin - offsets[:-1], length) + np.arange(offsets[-1])
    components = np.concatenate([part.components for part in parts], axis=1)[:, at] + 0.0
    shape, named = schema.arrow("outlooks"), pa.array(states)
    inner = shape.field("mixture").type.value_type
    structs = pa.StructArray.from_arrays([pa.array(column) for column in components], fields=list(inner))
    days = [pa.array(day[order].astype(np.int32)).cast(pa.date32()) for day in (made, first, last)]
    held = {
        "a": named.take(pa.array(pair[order] // len(states))),
        "b": named.take(pa.array(pair[order] % len(states))),
        "made_on": days[0],
        "from": days[1],
        "to": days[2],
        "measure": pa.array(MEASURES).take(pa.array(measure[order])),
        "mixture": pa.ListArray.from_arrays(pa.array(offsets.astype(np.int32)), structs),
        "version": pa.array([""]).take(pa.array(np.zeros(len(order), dtype=np.int64))),
    }
    return pa.table(held).cast(shape)
