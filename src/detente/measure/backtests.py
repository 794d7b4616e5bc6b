"""Back-tests: how good the outlooks were, beside the plainest rules on the same pairs and weeks.

Counts: log score (higher is better) and CRPS (lower is better) of each outlook against what then happened, and the
share of counts inside the central 90 %. The plain rules are the mean so far, the last value and the discounted mean,
each with a negative binomial whose parameters are fitted on the weeks before the first outlook. The index: log density
of where the line was drawn one period later, of the pool and of the model alone, at the last `STEPS` periods.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from detente.config import Measure
from detente.measure import acts as columns
from detente.measure import counts, forecasters, index_pool, panel, parameters, priors
from detente.measure.index_outlooks import REACH
from detente.measure.outlooks import MEASURES
from detente.measure.panel import Floats
from detente.measure.parameters import Scale
from detente.records import Incident, Outlook, Relation

if TYPE_CHECKING:
    import pyarrow as pa

POOL: Final = "pool"
CELLS: Final = 2_000_000
"""Probabilities worked on at once."""

STEPS: Final = {"week": 8, "month": 3}
SEEN: Final = 4
"""Periods that a pair must have had before its index is foretold."""


@dataclass(frozen=True, slots=True)
class Score:
    """One forecaster on one measure: mean log score, mean CRPS (None for the index), share inside the central 90 %."""

    forecaster: str
    measure: str
    period: str
    n: int
    log_score: float
    crps: float | None
    covered: float


def backtest(relations: Iterable[Relation], outlooks: Iterable[Outlook]) -> tuple[Score, ...]:
    """Weekly outlooks of counts by measure and forecaster, the pool first; empty without any that can be scored."""
    weekly = [row for row in relations if row.period == "week" and not row.directed]
    known = sorted({row.from_ for row in weekly})
    place = {day: n for n, day in enumerate(known)}
    chosen = [o for o in outlooks if o.from_ in place and (o.to - o.from_).days == 6 and o.made_on < o.from_]
    pairs = sorted({(o.a, o.b) for o in chosen})
    column = {pair: n for n, pair in enumerate(pairs)}
    found: list[Score] = []
    for measure in MEASURES:
        mine = [o for o in chosen if o.measure == measure]
        if not mine:
            continue
        seen = np.zeros((len(known), len(pairs)))
        for row in weekly:
            if (row.a, row.b) in column:
                seen[place[row.from_], column[row.a, row.b]] = getattr(row, measure)
        at = np.array([place[o.from_] for o in mine], dtype=np.int64)
        of = np.array([column[o.a, o.b] for o in mine], dtype=np.int64)
        for name, mixture in _forecasters(mine, seen, at, of):
            values = _scores(seen[at, of], *mixture)
            means = [round(float(value.mean()), 6) for value in values]
            found.append(Score(name, measure, "week", len(mine), means[0], means[1], means[2]))
    return tuple(found)


def _forecasters(
    mine: Sequence[Outlook], seen: Floats, at: columns.Ints, of: columns.Ints
) -> Iterator[tuple[str, tuple[Floats, Floats, Floats]]]:
    """Name, and weights, means and sizes of shape (outlooks, components)."""
    widest = max(len(o.mixture) for o in mine)
    mixture = np.zeros((3, len(mine), widest))
    mixture[1:] = 1.0
    for n, outlook in enumerate(mine):
        for k, part in enumerate(outlook.mixture):
            mixture[:, n, k] = part.weight, part.mean, part.size
    yield POOL, (mixture[0], mixture[1], mixture[2])
    split = int(np.min(at))
    learn = np.zeros(seen.shape, dtype=bool)
    learn[min(8, split // 3) : split] = True
    if not learn.any():
        return
    so_far, last = forecasters.expanding(seen), forecasters.lagged(seen)
    slow = [forecasters.discounted_next(seen, keep) for keep in forecasters.DISCOUNTS]
    rules: Mapping[str, list[Floats]] = {
        "mean so far": [so_far],
        "last value": [(1 - a) * last + a * so_far for a in forecasters.SHRINK],
        "discounted mean": [(1 - a) * mean + a * so_far for mean in slow for a in forecasters.SHRINK],
    }
    for name, means in rules.items():
        guess = forecasters.best(means, seen[learn], learn)
        yield name, (np.ones((len(mine), 1)), guess.mean[at, of][:, None], guess.size[at, of][:, None])


def _scores(seen: Floats, weight: Floats, mean: Floats, size: Floats) -> tuple[Floats, Floats, Floats]:
    """Log score, CRPS, and how much of each count's step of the distribution lies inside the central 90 %."""
    reach = np.maximum((mean + 12 * np.sqrt(mean + mean * mean / size)).max(axis=1), seen) + 20
    order = np.argsort(reach, kind="stable")
    found = np.zeros((3, len(seen)))
    first = 0
    while first < len(order):
        last = first + 1
        while last < len(order) and (last - first + 1) * reach[order[last]] < CELLS:
            last += 1
        rows = order[first:last]
        k = np.arange(float(math.ceil(reach[rows[-1]])))[None, :]
        chance = np.zeros((len(rows), k.shape[1]))
        for part in range(mean.shape[1]):
            values = counts.log_probability(k, np.maximum(mean[rows, part, None], 1e-9), size[rows, part, None])
            chance += weight[rows, part, None] * np.exp(values)
        found[:, rows] = _of_counts(seen[rows].astype(np.int64), chance, k)
        first = last
    return found[0], found[1], found[2]


def _of_counts(count: columns.Ints, chance: Floats, k: Floats) -> Floats:
    total = np.cumsum(chance, axis=1)
    rows = np.arange(len(count))
    here = chance[rows, count]
    below = np.where(count > 0, total[rows, np.maximum(count - 1, 0)], 0.0)
    inside = np.clip(np.minimum(below + here, 0.95) - np.maximum(below, 0.05), 0, None) / np.maximum(here, 1e-300)
    crps = ((total - (k >= count[:, None])) ** 2).sum(axis=1)
    return np.stack([np.log(np.maximum(here, 1e-300)), crps, np.minimum(inside, 1.0)])


def of_index(incidents: Iterable[Incident] | pa.Table, config: Measure) -> tuple[Score, ...]:
    """The index by period and forecaster, the pool first; pairs with at least `measure.outlook_events` incidents."""
    acts = columns.gather(incidents)
    acts = acts.keep(~acts.directed)
    found: list[Score] = []
    for period, steps in STEPS.items() if len(acts.day) and config.index == "composition" else ():
        counted = panel.build(acts, period)
        now = int(np.max(counted.at))
        alive = (counted.n >= config.outlook_events) & (now - counted.last <= panel.SILENCE[period])
        chosen = np.flatnonzero(alive)
        if len(chosen):
            scale = priors.of_panel(counted, acts, parameters.scale(period)).only(chosen)
            found.extend(_index(counted, chosen, scale, now=now, steps=steps))
    return tuple(found)


def _index(counted: panel.Panel, chosen: columns.Ints, scale: Scale, *, now: int, steps: int) -> Iterator[Score]:
    start = np.maximum(counted.first[chosen], now - REACH + 1)
    held = counted.counts(chosen, start=start, length=now - int(np.min(start)) + 1)
    values: dict[str, list[Floats]] = {POOL: [], "model alone": []}
    for back in range(1, steps + 1):
        at = now - start - back
        known = at >= SEEN
        line = index_pool.cut(held, scale, at=at + 1).theta
        weight, mean, spread = index_pool.pooled(held, scale, at=at)
        plain = np.zeros_like(weight)
        plain[: len(index_pool.WALKS)] = 1 / len(index_pool.WALKS)
        for name, used in ((POOL, weight), ("model alone", plain)):
            values[name].append(np.stack(_of_line(line, used, mean, spread))[:, known])
    for name, parts in values.items():
        score, inside = np.concatenate(parts, axis=1)
        if len(score):
            means = round(float(score.mean()), 6), round(float(inside.mean()), 6)
            yield Score(name, "index", counted.period, len(score), means[0], None, means[1])


def _of_line(line: Floats, weight: Floats, mean: Floats, spread: Floats) -> tuple[Floats, Floats]:
    density = (weight * np.exp(index_pool.log_density(line, mean, spread))).sum(axis=0)
    below = 0.5 * (1 + _erf((line - mean) / (spread * math.sqrt(2))))
    share = (weight * below).sum(axis=0)
    return np.log(np.maximum(density, 1e-300)), ((share > 0.05) & (share < 0.95)).astype(float)


def _erf(x: Floats) -> Floats:
    return np.array([math.erf(value) for value in x.ravel().tolist()]).reshape(x.shape)
