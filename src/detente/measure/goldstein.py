"""Goldstein: the plain alternative to the index, the mean Goldstein weight of the latest acts, shrunk.

The mean over the acts of the period and those just before it (`WINDOW`), with `PRIOR` acts at the pair's own mean
added; the band is that of a mean of as many acts of the pair's own spread. Weights run from -10 to 10, the line from
-100 to 100. It is for comparison (`measure.index = "goldstein"`): ten accusations weigh as much as an invasion, and
thin reporting jumps.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise
from typing import Final

import numpy as np

from detente.measure.acts import Ints
from detente.measure.drivers import DECIMALS, KINDS, LISTED, Listed
from detente.measure.panel import Floats, Panel

WINDOW: Final = {"day": 28, "week": 4, "month": 2}
"""Periods averaged over, the last one included."""

PRIOR: Final = 4.0
SPREAD: Final = 50.0
"""Standard deviation of an act's weight, on the scale of the line, before any is seen."""

NEW, FADING, REST = (KINDS.index(kind) for kind in ("new", "fading", "rest"))
QUANTILE: Final = 1.6448536269514722


def drawn(counted: Panel, of: Ints, at: Ints) -> tuple[Floats, Listed]:
    """Index, low and high (3, rows) at the periods `at` of the series `of`, by series and period, and the drivers."""
    order = np.lexsort((counted.acts.incident, counted.at, counted.of))
    begin = np.searchsorted(counted.of[order], np.arange(len(counted.series) + 1)).tolist()
    cuts = np.flatnonzero(np.diff(of, prepend=-1)).tolist()
    values = np.zeros((3, len(of)))
    listed: list[tuple[int, int, float, int]] = []
    for first, last in pairwise([*cuts, len(of)]):
        acts = order[begin[int(of[first])] : begin[int(of[first]) + 1]]
        for row, (band, drivers) in enumerate(_line(counted, acts, at[first:last].tolist()), start=first):
            values[:, row] = band
            listed += [(row, *driver) for driver in drivers]
    points = np.array([driver[2] for driver in listed], dtype=np.float64)
    whole = [np.array([driver[k] for driver in listed], dtype=np.int64) for k in (0, 1, 3)]
    acts = (whole[1] >= 0).astype(np.int64)
    return values, Listed(whole[0], whole[1], points, whole[2], acts, np.zeros_like(acts))


def _line(
    counted: Panel, acts: Ints, shown: list[int]
) -> Iterator[tuple[tuple[float, float, float], list[tuple[int, float, int]]]]:
    """Value, low and high, and the drivers, of the series with these acts (by period) at the periods `shown`."""
    at, weight = counted.at[acts], counted.acts.weight[acts].astype(np.float64)
    mean = float(weight.sum() / (len(acts) + PRIOR))
    variance = float((((weight - mean) ** 2).sum() + PRIOR * SPREAD**2) / (len(acts) + PRIOR))
    window = WINDOW[counted.period]
    value, low, high = mean, 0, 0
    for t in shown:
        first, last = int(np.searchsorted(at, t - window + 1)), int(np.searchsorted(at, t + 1))
        n = last - first + PRIOR
        new, gone = np.arange(max(first, high), last), np.arange(low, min(first, high))
        parts = np.concatenate([weight[new] - value, value - weight[gone]]) / n
        now = float((weight[first:last].sum() + PRIOR * mean) / n)
        half = QUANTILE * (variance / n) ** 0.5
        incidents = counted.acts.incident[acts[np.concatenate([new, gone])]]
        yield (now, now - half, now + half), _listed(incidents, parts, (len(new), now - value))
        value, low, high = now, first, last


def _listed(incidents: Ints, parts: Floats, of: tuple[int, float]) -> list[tuple[int, float, int]]:
    """The strongest acts, new ones (the first `of[0]`) and fading ones, and what is left of the move `of[1]`."""
    new, left = of
    listed: list[tuple[int, float, int]] = []
    for k in np.argsort(-np.abs(parts), kind="stable")[:LISTED].tolist():
        part = round(float(parts[k]), DECIMALS)
        listed.append((int(incidents[k]), part, NEW if k < new else FADING))
        left -= part
    rest = round(left, DECIMALS)
    return [*listed, (-1, rest, REST)] if rest or listed else []
