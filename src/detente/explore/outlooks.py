"""Outlooks: how many cooperative and conflictual incidents the past leads one to expect in the next month."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from detente.explore.wording import day, interval
from detente.records import Component, Outlook

SHARE = 0.05  # left out at each end of the range given
NEAR = 62  # days from the first of the last month known to the month foretold; beyond, silence says more
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
class OutlooksView:
    """The latest outlook by month; no rows where there is none."""

    made_on: str
    period: str
    rows: tuple[OutlookRow, ...]


def view(outlooks: Iterable[Outlook], last: date | None) -> OutlooksView:
    """The outlook made last that is about a whole month and follows on `last`, the last month with an incident."""
    monthly = [row for row in outlooks if row.from_.day == 1 and (row.to - row.from_).days >= 27]
    monthly = [row for row in monthly if last is not None and 0 < (row.from_ - last).days <= NEAR]
    if not monthly:
        return OutlooksView("", "", ())
    latest = max((row.made_on, row.from_) for row in monthly)
    rows = sorted((row for row in monthly if (row.made_on, row.from_) == latest), key=lambda row: row.measure)
    return OutlooksView(
        made_on=day(latest[0]),
        period=interval(rows[0].from_, rows[0].to),
        rows=tuple(_row(row) for row in rows),
    )


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
