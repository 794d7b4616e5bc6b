"""The lexicons' dates: a day, a month or a year, inclusive as far as they go."""

from __future__ import annotations

from datetime import date, timedelta


def first_day(text: str) -> date:
    """The first day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; the earliest day of all for an empty cell."""
    if not text:
        return date.min
    year, month, day = (*(int(part) for part in text.split("-")), 1, 1)[:3]
    return date(year, month, day)


def last_day(text: str) -> date:
    """The last day of `YYYY`, `YYYY-MM` or `YYYY-MM-DD`; the latest day of all for an empty cell."""
    if not text:
        return date.max
    start = first_day(text)
    if text.count("-") == 2:
        return start
    if text.count("-") == 1:
        return date(start.year + start.month // 12, start.month % 12 + 1, 1) - timedelta(days=1)
    return date(start.year, 12, 31)
