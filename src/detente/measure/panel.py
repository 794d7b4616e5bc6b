"""Panels: counts of acts by series (a pair, directed or not), period and quad class."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

import numpy as np
import numpy.typing as npt

from detente.measure import periods
from detente.measure.acts import Acts, Flags, Ints

SILENCE: Final = {"day": 180, "week": 104, "month": 36}
"""Silent periods after which nothing that was known before helps to tell what comes."""

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Told:
    """The rows of acts by series, period and quad class (`Panel.told`)."""

    low: int
    width: int
    key: Ints
    order: Ints

    def rows(self, series: int, at: int, quads: tuple[int, int]) -> list[int]:
        """The acts of the series in the period, of the first of the quad classes up to the last."""
        if not self.low <= at < self.low + self.width:
            return []
        base = (series * self.width + at - self.low) * 4
        first, last = np.searchsorted(self.key, (base + quads[0], base + quads[1] + 1)).tolist()
        found: list[int] = self.order[first:last].tolist()
        return found


@dataclass(frozen=True, slots=True)
class Panel:
    """Acts of one length of period. `series` are (a, b, directed); `at` and `of` give each act's period and series.

    `first` and `last` are the numbers of the first and last period in which a series has an act.
    """

    period: str
    acts: Acts
    series: tuple[tuple[str, str, bool], ...]
    of: Ints
    at: Ints
    first: Ints
    last: Ints
    n: Ints

    def counts(self, chosen: Ints, *, start: Ints, length: int) -> Floats:
        """Counts of shape (4, length, len(chosen)): quad class, period from each series' own start, series."""
        inside, offset, column = self._inside(chosen, start, length)
        flat = (self.acts.quad[inside] * length + offset) * len(chosen) + column
        total = np.bincount(flat, minlength=4 * length * len(chosen))
        return total.reshape(4, length, len(chosen)).astype(np.float64)

    def documents(self, chosen: Ints, *, start: Ints, length: int) -> Ints:
        """Documents that report the acts, of shape (length, len(chosen))."""
        inside, offset, column = self._inside(chosen, start, length)
        total = np.zeros(length * len(chosen), dtype=np.int64)
        np.add.at(total, offset * len(chosen) + column, self.acts.documents[inside])
        return total.reshape(length, len(chosen))

    def only(self, chosen: Flags) -> Panel:
        """The acts of the chosen series alone; the others keep their places, without acts."""
        kept = chosen[self.of]
        return replace(self, acts=self.acts.keep(kept), of=self.of[kept], at=self.at[kept])

    def told(self) -> Told:
        """Where the acts of each series, period and quad class stand, the most reported first, then by id."""
        low, width = int(np.min(self.at, initial=0)), int(np.max(self.at, initial=0) - np.min(self.at, initial=0)) + 1
        key = (self.of * width + self.at - low) * 4 + self.acts.quad
        order = np.lexsort((self.acts.incident, -self.acts.documents, key))
        return Told(low, width, key[order], order)

    def _inside(self, chosen: Ints, start: Ints, length: int) -> tuple[Flags, Ints, Ints]:
        """Which acts fall into the chosen series and periods, and their period and column there."""
        where = np.full(len(self.series), -1, dtype=np.int64)
        where[chosen] = np.arange(len(chosen))
        column = where[self.of]
        offset = self.at - np.where(column >= 0, start[np.maximum(column, 0)], 0)
        inside = (column >= 0) & (offset >= 0) & (offset < length)
        return inside, offset[inside], column[inside]


def build(acts: Acts, period: str, *, whole: bool = False) -> Panel:
    """The panel of all acts dated closely enough for the period (`periods.SLACK`), series in alphabetical order.

    A pair that was silent for `SILENCE` periods starts anew, as another series of the same name, unless `whole`.
    """
    acts = acts.keep(acts.width <= periods.SLACK[period])
    at = periods.numbers(acts.day, period)
    episode: Ints
    size = len(acts.states)
    key: Ints = (acts.a.astype(np.int64) * size + acts.b) * 2 + acts.directed
    if not whole and len(at):
        acts, at, key, episode = _episodes(acts, at, key, SILENCE[period])
    else:
        episode = np.zeros(len(key), dtype=np.int64)
    most = int(np.max(episode, initial=0)) + 1
    episodes, of = np.unique(key * most + episode, return_inverse=True)
    codes = episodes // most
    series = tuple(
        (acts.states[code // 2 // size], acts.states[code // 2 % size], bool(code % 2)) for code in codes.tolist()
    )
    first = np.full(len(series), np.iinfo(np.int64).max)
    last = np.full(len(series), np.iinfo(np.int64).min)
    np.minimum.at(first, of, at)
    np.maximum.at(last, of, at)
    return Panel(period, acts, series, of, at, first, last, np.bincount(of, minlength=len(series)))


def _episodes(acts: Acts, at: Ints, key: Ints, silence: int) -> tuple[Acts, Ints, Ints, Ints]:
    """The acts by series and period, and for each the number of long silences of its series before it."""
    order = np.lexsort((at, key))
    acts, at, key = acts.keep(order), at[order], key[order]
    same = key[1:] == key[:-1]
    breaks = np.concatenate([[0], (same & (at[1:] - at[:-1] > silence)).astype(np.int64)])
    first = np.concatenate([[True], ~same])
    total = np.cumsum(breaks)
    return acts, at, key, total - np.maximum.accumulate(np.where(first, total, 0))


def batches(panel: Panel, chosen: Ints, cells: int) -> Iterator[Ints]:
    """`chosen` series cut into batches of like length with at most `cells` cells, in an order of their own."""
    length = panel.last[chosen] - panel.first[chosen] + 1
    order = chosen[np.lexsort((chosen, length))]
    batch: list[int] = []
    for one in order.tolist():
        longest = int(panel.last[one] - panel.first[one]) + 1
        if batch and longest * (len(batch) + 1) > cells:
            yield np.array(batch, dtype=np.int64)
            batch = []
        batch.append(one)
    if batch:
        yield np.array(batch, dtype=np.int64)
