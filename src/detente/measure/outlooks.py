"""Outlooks: how many cooperative and conflictual acts the next week and month may bring, as mixtures.

The first half of the history is for learning; for every week of the second half there is an outlook made the day before
it began, so that the forecasts can be scored against what then happened (pairs with at least `measure.outlook_events`
incidents). Parameters are fitted again twice along the way, on nothing but the past. For every pair with at least `FEW`
incidents there is one for the coming week and month. Nothing looks ahead.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from detente.config import Measure
from detente.measure import acts as columns
from detente.measure import forecasters, panel, periods, pool
from detente.measure.acts import Ints
from detente.measure.panel import Floats, Panel
from detente.measure.pool import Mixture
from detente.records import Component, Incident, Outlook

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


def outlooks(incidents: Iterable[Incident] | pa.Table, config: Measure) -> tuple[Outlook, ...]:
    """All outlooks by pair, day made, measure and first day."""
    acts = columns.gather(incidents)
    acts = acts.keep(~acts.directed)
    found: list[Outlook] = []
    if len(acts.day):
        end = int(np.max(acts.day))
        for period in ("week", "month"):
            found.extend(_period(panel.build(acts, period, whole=True), end, config))
    found.sort(key=lambda o: (o.a, o.b, o.made_on, o.measure, o.from_, o.to))
    return tuple(found)


def _period(counted: Panel, end: int, config: Measure) -> Iterator[Outlook]:
    if not len(counted.series):
        return
    last = periods.number(end + 1, counted.period) - 1
    first = max(int(np.min(counted.first)), last - MOST + 1)
    length = last - first + 1
    for least, past in ((config.outlook_events, True), (FEW, False)):
        chosen = np.flatnonzero(counted.n >= least)
        if not len(chosen) or length < 2 or (past and (length < SHORT or counted.period == "month")):
            continue
        counts = counted.counts(chosen, start=np.full(len(chosen), first), length=length)
        streams = (counts[0] + counts[1], counts[2] + counts[3])
        for which, measure in enumerate(MEASURES):
            blocks = _blocks(length) if past else [(length, length + 1)]
            for begin, stop in blocks:
                mixture = _mixture(streams[which], streams[1 - which], begin)
                for t in range(begin, stop):
                    number = first + t if past else periods.number(end, counted.period) + 1
                    yield from _rows(
                        counted, chosen, mixture, at=(t, number), measure=measure, end=None if past else end
                    )


def _blocks(length: int) -> list[tuple[int, int]]:
    """The second half of the periods, cut where parameters are fitted again. An odd period belongs to the second half's
    test: 43 weeks are learnt from up to the 22nd."""
    split = (length + 1) // 2
    cuts = [split + (length - split) * k // REFITS for k in range(REFITS + 1)]
    return [(a, b) for a, b in pairwise(cuts) if a < b]


def _mixture(own: Floats, other: Floats, known: int) -> Mixture:
    """The pool with parameters fitted on the periods before `known`."""
    burn = min(26, max(2, known // 3)) if known > 100 else min(8, max(2, known // 3))
    learn = np.zeros(own.shape, dtype=bool)
    learn[burn:known] = True
    guesses = forecasters.guesses(own, other, learn)
    return pool.mix(guesses, own, learn=learn, burn=burn)


def _rows(
    counted: Panel, chosen: Ints, mixture: Mixture, *, at: tuple[int, int], measure: str, end: int | None
) -> Iterator[Outlook]:
    t, number = at
    start = periods.first_day(number, counted.period)
    made = start - timedelta(days=1) if end is None else date.fromordinal(end)
    for column, series in enumerate(chosen.tolist()):
        a, b, _ = counted.series[series]
        yield Outlook(
            a=a,
            b=b,
            made_on=made,
            from_=start,
            to=periods.last_day(number, counted.period),
            measure=measure,
            mixture=_components(mixture, t, column),
        )


def _components(mixture: Mixture, t: int, column: int) -> tuple[Component, ...]:
    weight = mixture.weight[t, column]
    kept = np.flatnonzero(weight >= LEAST_WEIGHT)
    total = float(weight[kept].sum())
    parts = [(weight[k] / total, mixture.mean[t, column, k], mixture.size[t, column, k]) for k in kept.tolist()]
    return tuple(Component(round(float(w), 6), round(float(m), 6), round(float(s), 6)) for w, m, s in parts)
