"""Issues: whether an issue between two states rises or fades, as a share of what happens, so that volume says nothing.

The dated incidents of a pair that happened are cut where the latest third begins. An issue rises when its share there
is higher than before, fades when it is lower, by the log odds ratio (half an incident added to each cell) and its 90 %
interval; where that holds nought nothing is said but "steady", and with fewer than `FEW` incidents not even that.
Incidents of coders that name no issues, as imported event data do, are no share of anything and are left out.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from detente.measure.acts import counted_quad
from detente.records import Incident

FEW: Final = 5
LATE: Final = 3
"""The latest part, one in so many."""

LOOSE: Final = 366
"""Incidents dated more loosely than this many days have no place before or after."""

QUANTILE: Final = 1.6448536269514722
RISING, FADING, STEADY, UNKNOWN = "rising", "fading", "steady", "too few to tell"


@dataclass(frozen=True, slots=True)
class Course:
    """One issue: incidents about it before and in the latest third, and all of both; the odds ratio with its band."""

    issue: str
    before: int
    late: int
    all_before: int
    all_late: int
    ratio: float
    low: float
    high: float
    course: str


def courses(incidents: Iterable[Incident]) -> tuple[Course, ...]:
    """The course of every issue, by issue; pure, and independent of the order given."""
    rows = [one for one in incidents if _counts(one)]
    naming = {one.origin for one in rows if one.issues}
    dated = sorted(
        (one for one in rows if one.origin in naming),
        key=lambda one: (one.date_from, one.date_to, one.incident_id),
    )
    cut = _cut([one.date_from for one in dated])
    before, late = dated[:cut], dated[cut:]
    issues = sorted({issue for one in dated for issue in one.issues})
    return tuple(_course(issue, before, late) for issue in issues)


def _cut(days: Sequence[date | None]) -> int:
    """Where the latest third begins; incidents of one day stay together, with it if anything stands before them."""
    cut = len(days) - len(days) // LATE
    if cut == len(days):
        return cut
    back = days.index(days[cut])
    return back or next((n for n in range(cut, len(days)) if days[n] != days[cut]), len(days))


def _counts(one: Incident) -> bool:
    if one.date_from is None or one.date_to is None or counted_quad(one.status, one.quad) is None:
        return False
    return (one.date_to - one.date_from).days <= LOOSE


def _course(issue: str, before: list[Incident], late: list[Incident]) -> Course:
    a, c = (sum(issue in one.issues for one in part) for part in (late, before))
    b, d = len(late) - a, len(before) - c
    log_ratio = math.log((a + 0.5) * (d + 0.5) / ((b + 0.5) * (c + 0.5)))
    half = QUANTILE * math.sqrt(sum(1 / (n + 0.5) for n in (a, b, c, d)))
    low, high = log_ratio - half, log_ratio + half
    course = UNKNOWN if a + c < FEW or not late else RISING if low > 0 else FADING if high < 0 else STEADY
    ratio, least, most = (round(math.exp(value), 6) for value in (log_ratio, low, high))
    return Course(issue, c, a, len(before), len(late), ratio, least, most, course)
