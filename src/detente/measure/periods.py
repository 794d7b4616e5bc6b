"""Periods: days, ISO weeks (from Monday) and calendar months as whole numbers, so that counting is arithmetic."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import numpy as np
import numpy.typing as npt

Ints = npt.NDArray[np.integer[Any]]

PERIODS: Final = ("day", "week", "month")

SLACK: Final = {"day": 7, "week": 14, "month": 62}
"""An incident counts in the period its middle day falls in, unless its interval is longer than this many days."""

EPOCH: Final = date(1970, 1, 1).toordinal()
MONDAY: Final = 1
"""date.fromordinal(1) is a Monday."""


def number(ordinal: int, period: str) -> int:
    """The number of the period that holds the day."""
    if period == "day":
        return ordinal
    if period == "week":
        return (ordinal - MONDAY) // 7
    day = date.fromordinal(ordinal)
    return day.year * 12 + day.month - 1


def numbers(ordinals: Ints, period: str) -> Ints:
    """`number` of many days at once."""
    if period == "day":
        return ordinals
    if period == "week":
        return (ordinals - MONDAY) // 7
    days = (ordinals - EPOCH).astype("datetime64[D]")
    return days.astype("datetime64[M]").astype(np.int64) + 1970 * 12


def first_day(number: int, period: str) -> date:
    """The first day of the period."""
    if period == "day":
        return date.fromordinal(number)
    if period == "week":
        return date.fromordinal(number * 7 + MONDAY)
    return date(number // 12, number % 12 + 1, 1)


def last_day(number: int, period: str) -> date:
    """The last day of the period."""
    return date.fromordinal(first_day(number + 1, period).toordinal() - 1)


def spans(numbered: Ints, period: str) -> tuple[Ints, Ints]:
    """First and last day of many periods at once, in days since 1970."""
    if period == "month":
        months = np.stack([numbered, numbered + 1]) - 1970 * 12
        days = months.astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)
        return days[0], days[1] - 1
    length = 7 if period == "week" else 1
    first = numbered * length + (MONDAY if period == "week" else 0) - EPOCH
    return first, first + length - 1
