"""Outlooks: how many incidents the past leads one to expect next week and month, and where the index will be drawn."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from detente.explore.wording import day, interval, signed
from detente.records import Component, IndexOutlook, Outlook

SHARE = 0.05  # left out at each end of the range given
NEAR = 62  # days from the first of the last month known to the period foretold; beyond, silence says more
FAR = 10_000  # counts looked through at most


@dataclass(frozen=True, slots=True)
class OutlookRow:
    """What is expected of one measure: the mean, and the range that holds nine chances in ten."""

    measure: str
    cooperative: bool
    mean: str
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class LineRow:
    """Where the index is expected to be drawn for a period, and between which points nine times in ten."""

    period: str
    index: str
    low: str
    high: str


@dataclass(frozen=True, slots=True)
class Expected:
    """What is expected of one period."""

    period: str
    rows: tuple[OutlookRow, ...]


@dataclass(frozen=True, slots=True)
class OutlooksView:
    """What was foretold last of incidents, the shorter period first, and of the index; empty where there is none."""

    made_on: str
    expected: tuple[Expected, ...]
    lines: tuple[LineRow, ...] = ()


def view(outlooks: Iterable[Outlook], last: date | None, index: Iterable[IndexOutlook] = ()) -> OutlooksView:
    """The outlooks made last, where their periods follow on `last`, the first of the last month with an incident."""
    lines = _lines(index, last)
    near = [row for row in outlooks if last is not None and 0 < (row.from_ - last).days <= NEAR]
    made = max((row.made_on for row in near), default=None)
    if made is None:
        return OutlooksView("", (), lines)
    found: dict[tuple[date, date], list[Outlook]] = {}
    for row in sorted(near, key=lambda row: (row.to - row.from_, row.from_, row.measure)):
        if row.made_on == made:
            found.setdefault((row.from_, row.to), []).append(row)
    expected = (Expected(interval(*days), tuple(map(_row, rows))) for days, rows in found.items())
    return OutlooksView(day(made), tuple(expected), lines)


def _lines(index: Iterable[IndexOutlook], last: date | None) -> tuple[LineRow, ...]:
    """Week and month that were foretold last, unless the pair had long been silent."""
    known = [row for row in index if last is not None and (row.from_ - last).days <= NEAR]
    made = max((row.made_on for row in known), default=None)
    found = sorted((row for row in known if row.made_on == made), key=lambda row: (row.to - row.from_, row.from_))
    return tuple(LineRow(interval(r.from_, r.to), signed(r.index), signed(r.low), signed(r.high)) for r in found)


def _row(outlook: Outlook) -> OutlookRow:
    mean = sum(part.weight * part.mean for part in outlook.mixture)
    low, high = bounds(outlook.mixture)
    good = outlook.measure == "cooperation"
    return OutlookRow("cooperative" if good else "conflictual", good, f"{mean:.1f}", low, high)


def bounds(mixture: Iterable[Component]) -> tuple[int, int]:
    """The counts below and above which lie at most `SHARE` of the mixture each."""
    parts = tuple(mixture)
    chances = [part.weight * (part.size / (part.size + part.mean)) ** part.size for part in parts]
    total, low = 0.0, -1
    for count in range(FAR):
        total += sum(chances)
        if low < 0 and total > SHARE:
            low = count
        if total >= 1 - SHARE:
            return max(low, 0), count
        chances = [
            chance * (part.size + count) / (count + 1) * (part.mean / (part.size + part.mean))
            for chance, part in zip(chances, parts, strict=True)
        ]
    return max(low, 0), FAR
