"""Index outlooks: where the index of a pair may stand next week and next month, as a mixture of normals.

The model of the index carried forward: the level keeps walking, the swing dies down, and nothing happens that would
pull either. Three components stand for a calm, a usual and a lively walk (quantiles of the Student-t scale). Made at
the end of the data for pairs with at least `outlooks.FEW` incidents that have not fallen silent.

The band is for the relation itself, which one week more of acts only narrows down: the line as drawn next week stays
inside it more often than nine times in ten (on ICEWS 2018, four cuts, in all of 395 pairs and weeks).
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from datetime import date
from typing import TYPE_CHECKING, Final

import numpy as np

from detente.config import Measure
from detente.measure import acts as columns
from detente.measure import index, panel, parameters, periods
from detente.measure.acts import Ints
from detente.measure.outlooks import FEW
from detente.measure.panel import Floats, Panel
from detente.measure.relations import CELLS
from detente.records import Incident, IndexOutlook, Normal

if TYPE_CHECKING:
    import pyarrow as pa

WALKS: Final = (0.558, 1.443, 5.485)
"""Variance of a step, in units of its scale, where a Student-t of two degrees of freedom is calm, usual and lively."""

DECIMALS: Final = 6


def index_outlooks(incidents: Iterable[Incident] | pa.Table, config: Measure) -> tuple[IndexOutlook, ...]:
    """Rows by pair and first day; none where the plain alternative is chosen, which has no model to carry forward."""
    acts = columns.gather(incidents)
    acts = acts.keep(~acts.directed)
    if not len(acts.day) or config.index != "composition":
        return ()
    end = int(np.max(acts.day))
    rows: list[IndexOutlook] = []
    for period in ("week", "month"):
        counted = panel.build(acts, period)
        now = periods.number(end, period)
        alive = (counted.n >= FEW) & (now - counted.last <= panel.SILENCE[period])
        for batch in panel.batches(counted, np.flatnonzero(alive), CELLS):
            rows.extend(_rows(counted, batch, now=now, end=end))
    return tuple(sorted(rows, key=lambda row: (row.a, row.b, row.from_, row.to)))


def _rows(counted: Panel, batch: Ints, *, now: int, end: int) -> Iterator[IndexOutlook]:
    scale = parameters.scale(counted.period)
    start = counted.first[batch]
    counts = counted.counts(batch, start=start, length=now - int(np.min(start)) + 1)
    theta, spreads = index.ahead(index.smooth(counts, scale), counts, scale, at=now - start, walks=WALKS)
    for column, series in enumerate(batch.tolist()):
        a, b, _ = counted.series[series]
        middle, sds = float(theta[column]), [float(s[column]) for s in spreads]
        ends = [_quantile(middle, sds, share) for share in (0.05, 0.5, 0.95)]
        low, value, high = (round(float(v), DECIMALS) for v in index.index_of(np.array(ends), scale))
        sides = [index.index_of(np.array([middle - s, middle + s]), scale) for s in sds]
        yield IndexOutlook(
            a=a,
            b=b,
            made_on=date.fromordinal(end),
            from_=periods.first_day(now + 1, counted.period),
            to=periods.last_day(now + 1, counted.period),
            index=value,
            low=low,
            high=high,
            mixture=tuple(_normal(side) for side in sides),
        )


def _normal(sides: Floats) -> Normal:
    """The component whose standard deviation reaches from one side to the other, on the scale of the index."""
    low, high = (float(side) for side in sides)
    return Normal(round(1 / len(WALKS), DECIMALS), round((low + high) / 2, DECIMALS), round((high - low) / 2, DECIMALS))


def _quantile(middle: float, sds: list[float], share: float) -> float:
    """The point below which `share` of the mixture lies, by halving."""
    low, high = middle - 9 * max(sds), middle + 9 * max(sds)
    for _ in range(60):
        point = (low + high) / 2
        below = sum(0.5 * (1 + math.erf((point - middle) / (s * math.sqrt(2)))) for s in sds) / len(sds)
        low, high = (point, high) if below < share else (low, point)
    return (low + high) / 2
