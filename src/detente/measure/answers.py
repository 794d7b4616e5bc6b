"""Answers by timing in event data that others coded: `reactions` for incidents without a text, counted in arrays.

The rule is that of `reactions`: an act of one side raises for a while the rate at which the other acts in the same
spirit, and the probability that one act answers another is its share of that rate. Of the acts before an answer only
the latest day's can be likely enough; where that day has several, the first by id stands for them. Pairs with fewer
than `measure.day_events` acts are left out: among a handful chance is as good an explanation.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from detente.config import Measure
from detente.measure import acts as columns
from detente.measure import reactions
from detente.measure.acts import Acts, Ints
from detente.records import Incident, Reaction

if TYPE_CHECKING:
    from collections.abc import Iterable

    import pyarrow as pa

DECAY: Final = math.log(2) / reactions.HALF_LIFE
DECIMALS: Final = 6


def answers(incidents: Iterable[Incident] | pa.Table, config: Measure) -> tuple[Reaction, ...]:
    """Rows by answered incident and answer, basis timing."""
    acts = columns.joint_left_out(columns.gather(incidents), width=reactions.CLOSE_DATE)
    if not len(acts.day):
        return ()
    size = len(acts.states)
    pair = np.minimum(acts.a, acts.b) * size + np.maximum(acts.a, acts.b)
    key = (pair * 2 + (acts.quad > 1)) * 2 + (acts.a > acts.b)
    order = np.lexsort((acts.incident, acts.day, key))
    acts, pair, key = acts.keep(order), pair[order], key[order]
    cuts = [0, *(np.flatnonzero(pair[1:] != pair[:-1]) + 1).tolist(), len(pair)]
    found: list[Reaction] = []
    for first, last in pairwise(cuts):
        if last - first >= config.day_events:
            rows = np.arange(first, last)
            for kind in (0, 1):
                sides = [rows[key[rows] % 4 == 2 * kind + side] for side in (0, 1)]
                for calls, own in (sides, sides[::-1]):
                    found.extend(_answered(acts, calls, own))
    return tuple(sorted(found, key=lambda row: (row.incident_id, row.answer_id)))


def _answered(acts: Acts, calls: Ints, own: Ints) -> Iterator[Reaction]:
    """The answers among `own` acts to the `calls` of the other side, both by day."""
    if not len(calls) or not len(own):
        return
    called, day = acts.day[calls], acts.day[own]
    first = min(int(called[0]), int(day[0]))
    span = max(int(called[-1]), int(day[-1])) - first + 2 * reactions.REACH
    pull = np.zeros(span + 1)
    np.add.at(pull, called - first + 1, 1.0)
    keep = math.exp(-DECAY)
    for t in range(1, len(pull)):
        pull[t] += keep * pull[t - 1]
    latest = np.searchsorted(called, day, side="left") - 1
    known = latest >= 0
    lag = np.where(known, day - called[np.maximum(latest, 0)], reactions.REACH + 1)
    strength = reactions.ANSWERS * DECAY
    rate = len(own) / span + strength * keep * pull[np.clip(day - first, 0, span)]
    p = np.where(lag <= reactions.REACH, strength * np.exp(-DECAY * lag) / rate, 0.0)
    starts = np.searchsorted(called, called[np.maximum(latest, 0)], side="left")
    for n in np.flatnonzero(p >= reactions.LEAST).tolist():
        call, answer = acts.ids[acts.incident[calls[starts[n]]]], acts.ids[acts.incident[own[n]]]
        yield Reaction(call, answer, int(lag[n]), round(float(p[n]), DECIMALS), "timing")
