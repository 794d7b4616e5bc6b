"""Goldstein: the plain alternative to the index, the mean Goldstein weight of the latest acts, shrunk.

The mean over the acts of the period and those just before it (`WINDOW`), with `PRIOR` acts at the pair's own mean
added; the band is that of a mean of as many acts of the pair's own spread. Weights run from -10 to 10, the line from
-100 to 100. It is for comparison (`measure.index = "goldstein"`): ten accusations weigh as much as an invasion, and
thin reporting jumps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.measure.acts import Ints
from detente.measure.panel import Floats, Panel
from detente.records import Driver

WINDOW: Final = {"day": 28, "week": 4, "month": 2}
"""Periods averaged over, the last one included."""

PRIOR: Final = 4.0
SPREAD: Final = 50.0
"""Standard deviation of an act's weight, on the scale of the line, before any is seen."""

QUANTILE: Final = 1.6448536269514722
LISTED: Final = 5
DECIMALS: Final = 6


@dataclass(frozen=True, slots=True)
class Row:
    """One period of the line, and what moved it since the row before."""

    index: float
    low: float
    high: float
    drivers: tuple[Driver, ...]


def sorted_acts(counted: Panel) -> tuple[Ints, Ints]:
    """The acts of all series, by series, period and incident; and where each series begins there, with the end."""
    order = np.lexsort((counted.acts.incident, counted.at, counted.of))
    return order, np.searchsorted(counted.of[order], np.arange(len(counted.series) + 1))


def rows(counted: Panel, acts: Ints, shown: list[int]) -> list[Row]:
    """The line of the series with these acts (by period) at the periods `shown` (numbers), which rise."""
    at, weight = counted.at[acts], counted.acts.weight[acts].astype(np.float64)
    mean = float(weight.sum() / (len(acts) + PRIOR))
    variance = float((((weight - mean) ** 2).sum() + PRIOR * SPREAD**2) / (len(acts) + PRIOR))
    window = WINDOW[counted.period]
    found: list[Row] = []
    value, low, high = mean, 0, 0
    for t in shown:
        first, last = int(np.searchsorted(at, t - window + 1)), int(np.searchsorted(at, t + 1))
        n = last - first + PRIOR
        new, gone = np.arange(max(first, high), last), np.arange(low, min(first, high))
        parts = np.concatenate([weight[new] - value, value - weight[gone]]) / n
        now = float((weight[first:last].sum() + PRIOR * mean) / n)
        drivers = _listed(counted, acts[np.concatenate([new, gone])], parts, (len(new), now - value))
        half = QUANTILE * (variance / n) ** 0.5
        found.append(Row(now, now - half, now + half, drivers))
        value, low, high = now, first, last
    return found


def _listed(counted: Panel, acts: Ints, parts: Floats, of: tuple[int, float]) -> tuple[Driver, ...]:
    """The strongest acts, new ones (the first `of[0]`) and fading ones, and what is left of the move `of[1]`."""
    new, left = of
    listed = []
    for k in np.argsort(-np.abs(parts), kind="stable")[:LISTED].tolist():
        part = round(float(parts[k]), DECIMALS)
        kind = "new" if k < new else "fading"
        listed.append(Driver(counted.acts.ids[counted.acts.incident[acts[k]]], part, kind))
        left -= part
    rest = round(left, DECIMALS)
    return (*listed, Driver("", rest, "rest")) if rest or listed else ()
