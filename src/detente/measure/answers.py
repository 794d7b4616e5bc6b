"""Answers by timing in event data that others coded: `reactions` for incidents without a text, counted in arrays.

The rule is that of `reactions`: an act of one side raises for a while the rate at which the other acts in the same
spirit, and the probability that one act answers another is its share of that rate. Of the acts before an answer only
the latest day's can be likely enough; where that day has several, the first by id stands for them. Pairs with fewer
than `measure.day_events` acts are left out: among a handful chance is as good an explanation.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import numpy as np

from detente.config import Measure
from detente.measure import acts as columns
from detente.measure import packed, reactions
from detente.measure.acts import Acts, Given, Ints, Pair
from detente.measure.panel import Floats
from detente.records import Reaction
from detente.store import schema

if TYPE_CHECKING:
    import pyarrow as pa

DECAY: Final = math.log(2) / reactions.HALF_LIFE
DECIMALS: Final = 6
CELLS: Final = 4_000_000
"""Days × streams worked on at once."""


@dataclass(frozen=True, slots=True)
class _Streams:
    """Acts by pair, kind and side, then day and incident. `key` is the stream of each act: that of the other side's
    acts of the same kind is key ^ 1. `keys` are the streams; each begins at `begin` and ends where the next does."""

    acts: Acts
    key: Ints
    keys: Ints
    begin: Ints


def answers(
    incidents: Given | pa.Table, config: Measure, *, pairs: Collection[Pair] | None = None
) -> tuple[Reaction, ...]:
    """Rows by answered incident and answer, basis timing. `incidents`: records, Arrow or acts; of `pairs` if given."""
    return packed.records(Reaction, tables(incidents, config, pairs=pairs))


def tables(
    incidents: Given | pa.Table, config: Measure, *, pairs: Collection[Pair] | None = None
) -> Iterator[pa.Table]:
    """The same as Arrow tables in the shape of `reactions` (version empty). No pair touches another's rows."""
    import pyarrow as pa

    acts = columns.joint_left_out(columns.gather(incidents, pairs), width=reactions.CLOSE_DATE)
    held = _streams(acts, config.day_events)
    found = [_answered(held, run) for run in _runs(held)]
    if not found:
        return
    call, answer, lag, p = (np.concatenate(part) for part in zip(*found, strict=True))
    order = np.lexsort((answer, call))
    ids = [acts.ids.take(pa.array(part[order].astype(np.int64))) for part in (call, answer)]
    nothing = np.zeros(len(order), dtype=np.int64)
    texts = [pa.array([text]).take(pa.array(nothing)) for text in ("timing", "")]
    values = [*ids, pa.array(lag[order].astype(np.int64)), pa.array(np.round(p[order], DECIMALS)), *texts]
    yield pa.table(values, schema=schema.arrow("reactions"))


def _streams(acts: Acts, least: int) -> _Streams:
    """The acts of the pairs with at least so many."""
    size = len(acts.states)
    pair = np.minimum(acts.a, acts.b).astype(np.int64) * size + np.maximum(acts.a, acts.b)
    _, of, times = np.unique(pair, return_inverse=True, return_counts=True)
    chosen = times[of] >= least
    acts, key = acts.keep(chosen), (pair[chosen] * 2 + (acts.quad[chosen] > 1)) * 2 + (acts.a > acts.b)[chosen]
    order = np.lexsort((acts.incident, acts.day, key))
    acts, key = acts.keep(order), key[order]
    keys, begin = np.unique(key, return_index=True)
    return _Streams(acts, key, keys, np.append(begin, len(key)))


def _runs(held: _Streams) -> Iterator[tuple[int, int]]:
    """Streams worked on together, as many as `CELLS` allow; the two sides of a kind are never parted."""
    if not len(held.keys):
        return
    days = int(np.max(held.acts.day) - np.min(held.acts.day)) + 2
    most, at = max(2, CELLS // days), 0
    while at < len(held.keys):
        stop = min(at + most, len(held.keys))
        if stop < len(held.keys) and stop > at + 1 and held.keys[stop - 1] ^ 1 == held.keys[stop]:
            stop -= 1
        yield at, stop
        at = stop


def _answered(held: _Streams, run: tuple[int, int]) -> tuple[Ints, Ints, Ints, Floats]:
    """Incident answered, answer, days between them and probability, of the acts of these streams."""
    keys, cuts = held.keys[run[0] : run[1]], held.begin[run[0] : run[1] + 1]
    rows = slice(int(cuts[0]), int(cuts[-1]))
    acts, begin = held.acts.keep(rows), cuts - cuts[0]
    first_day = int(np.min(acts.day))
    day, stream = acts.day.astype(np.int64) - first_day, np.repeat(np.arange(len(keys)), np.diff(begin))
    other = np.minimum(np.searchsorted(keys, keys ^ 1), len(keys) - 1)
    known = keys[other] == keys ^ 1
    pull = np.zeros((int(np.max(day)) + 2, len(keys)))
    np.add.at(pull, (day + 1, stream), 1.0)
    keep = math.exp(-DECAY)
    for t in range(1, len(pull)):
        pull[t] += keep * pull[t - 1]
    low, high = day[begin[:-1]], day[begin[1:] - 1]
    span = (np.maximum(high, high[other]) - np.minimum(low, low[other]) + 2 * reactions.REACH)[stream]
    place = stream * len(pull) + day
    calls = other[stream]
    latest = np.searchsorted(place, calls * len(pull) + day, side="left") - 1
    called = known[stream] & (latest >= begin[calls])
    latest = np.maximum(latest, 0)
    lag = np.where(called, day - day[latest], reactions.REACH + 1)
    strength = reactions.ANSWERS * DECAY
    rate = np.diff(begin)[stream] / span + strength * keep * pull[day, calls]
    p = np.where(lag <= reactions.REACH, strength * np.exp(-DECAY * lag) / rate, 0.0)
    chosen = np.flatnonzero(p >= reactions.LEAST)
    starts = np.searchsorted(place, place[latest[chosen]], side="left")
    return acts.incident[starts], acts.incident[chosen], lag[chosen], p[chosen]
