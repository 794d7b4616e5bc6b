"""Stretches of the calendar as pairs of days, both inside; None stands for an open end."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

Interval = tuple[date | None, date | None]

SEASONS: Final = {"spring": 3, "summer": 6, "autumn": 9, "winter": 12}
ASTRONOMICAL: Final = {"spring": (3, 21), "summer": (6, 21), "autumn": (9, 23), "winter": (12, 21)}
DAYS: Final = {"day": 1, "week": 7, "fortnight": 14}
MONTHS: Final = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200, "generation": 300}


def shift(day: date, count: int, unit: str) -> date:
    """`day` moved by `count` units; the last day of the month where the target month is shorter."""
    if unit in DAYS:
        return day + timedelta(days=count * DAYS[unit])
    months = day.year * 12 + day.month - 1 + count * MONTHS[unit]
    year, month = divmod(months, 12)
    year = min(max(year, 1), 9998)
    return date(year, month + 1, min(day.day, length(year, month + 1)))


def length(year: int, month: int) -> int:
    """Days in a month."""
    return (date(year + month // 12, month % 12 + 1, 1) - date(year, month, 1)).days


def month(year: int, number: int) -> tuple[date, date]:
    """A month."""
    return date(year, number, 1), date(year, number, length(year, number))


def year(number: int) -> tuple[date, date]:
    """A year."""
    return date(number, 1, 1), date(number, 12, 31)


def season(year: int, name: str) -> tuple[date, date]:
    """Three calendar months; the winter of a year begins in its December."""
    first = date(year, SEASONS[name], 1)
    return first, shift(first, 3, "month") - timedelta(days=1)


def containing(day: date, unit: str) -> tuple[date, date]:
    """The calendar unit that `day` lies in; a week begins on Monday."""
    if unit == "week":
        begin = day - timedelta(days=day.weekday())
        return begin, begin + timedelta(days=6)
    if unit == "fortnight":
        return containing(day, "week")[0], containing(day, "week")[1] + timedelta(days=7)
    if unit == "month":
        return month(day.year, day.month)
    if unit == "quarter":
        begin = date(day.year, (day.month - 1) // 3 * 3 + 1, 1)
        return begin, shift(begin, 1, "quarter") - timedelta(days=1)
    if unit == "year":
        return year(day.year)
    if unit in ("decade", "century"):
        size = 10 if unit == "decade" else 100
        begin = date(max(day.year // size * size, 1), 1, 1)
        return begin, date(begin.year + size - 1, 12, 31)
    return day, day


def weekend(day: date) -> tuple[date, date]:
    """Saturday and Sunday of the week of `day`."""
    begin = day - timedelta(days=day.weekday()) + timedelta(days=5)
    return begin, begin + timedelta(days=1)


def nth_weekday(year: int, month: int, weekday: int, which: int) -> date | None:
    """The `which`-th (1 … 5; -1: last) weekday of a month, None where the month has none."""
    if which > 0:
        first = date(year, month, 1)
        day = first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (which - 1))
        return day if day.month == month else None
    last = date(year, month, length(year, month))
    return last - timedelta(days=(last.weekday() - weekday) % 7)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (Meeus, Jones and Butcher)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    el = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * el) // 451
    month, day = divmod(h + el - 7 * m + 114, 31)
    return date(year, month, day + 1)
