"""Weekdays and days without a year: in which years they fit, and how soon after them news is published.

"On Tuesday" in an opening is most often today or yesterday, so the day of publication is a Tuesday or a Wednesday;
"Monday 26 September" was a Monday in few years only; a dateline "CAIRO, April 6" is of that day or the one before.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache, lru_cache
from typing import Final

import numpy as np

from detente.clean import datecues
from detente.clean.blocks import Page
from detente.clean.calendars import Written, scan
from detente.records import Basis

LAGS: Final = (0.0, -0.5, -1.8, -2.6, -2.8, -2.8, -2.4)
"""Log-likelihood of publication so many days after the first weekday that an opening names; .81 to .94 of news stand
within two days of it."""
DATED: Final = 1.5  # how much more the lag of a report with a dateline tells
DATELINE: Final = ((0, 0, 6.5), (1, 1, 5.5), (2, 7, 4.0))
"""First and last day after a dateline's day, and what they gain in log units: copies appear days later."""
NAMED: Final = ((-10, -1, 3.5), (0, 2, 6.5), (3, 10, 4.5))
"""The same for a day named with its weekday in the opening, which may also lie ahead."""
OPENING: Final = 900  # characters of the body in which weekdays and days are those of the news
APART: Final = 4  # characters that may stand between a weekday and its date


def opening(page: Page) -> tuple[int, int]:
    """The stretch of a page's body that tells what is new."""
    bodies = [b for b in page.blocks if b.kind == "body"]
    return (bodies[0].start, min(bodies[0].start + OPENING, bodies[-1].end)) if bodies else (0, 0)


def lag(page: Page) -> tuple[int, Basis] | None:
    """The first weekday (Monday 0) that the opening names on its own, in a sentence that does not look ahead."""
    start, end = opening(page)
    text = page.text[start:end]
    dated = [(w.start, w.end) for w in _scanned(text)]
    for found in datecues.weekday().finditer(text):
        if any(a - APART <= found.end() and found.start() <= b + APART for a, b in dated):
            continue
        before = text[max(0, text.rfind(".", 0, found.start())) : found.start()]
        last = before.split()[-1:]
        if datecues.pattern("upcoming").search(before) or (last and datecues.pattern("elsewhen").fullmatch(last[0])):
            continue
        basis = Basis("weekday", start + found.start(), start + found.end(), None, None)
        return datecues.weekdays()[found[1].casefold()], basis
    return None


def named(page: Page) -> Iterator[tuple[Written, int | None]]:
    """Days without a year in the opening, each with the weekday that stands beside it or None; spans in the page."""
    start, end = opening(page)
    text = page.text[start:end]
    for w in _scanned(text):
        if w.grain == "yearless":
            beside = text[max(0, w.start - 12) : w.end + 12]
            near = datecues.weekday().search(beside)
            weekday = datecues.weekdays()[near[1].casefold()] if near else None
            yield Written(w.start + start, w.end + start, w.first, w.last, w.grain), weekday


@lru_cache(maxsize=1)
def _scanned(text: str) -> tuple[Written, ...]:
    """The dates of an opening, which is asked twice for them."""
    return scan(text)


def years(day: date, first: int, last: int) -> Iterator[date]:
    """The same day of every year; the 29th of February in leap years."""
    for year in range(first, last + 1):
        if (day.month, day.day) != (2, 29) or (year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)):
            yield day.replace(year=year)


@cache
def periodic(weekday: int, first: date, size: int, weight: float = 1.0) -> np.ndarray[tuple[int], np.dtype[np.float32]]:
    """Log weight of each of `size` days from `first` on, given the first weekday of an opening; not to be changed."""
    lags = (np.arange(size) + first.weekday() - weekday) % 7
    return np.asarray(LAGS, dtype=np.float32)[lags] * np.float32(weight)


def around(days: Sequence[date], gains: Sequence[tuple[int, int, float]]) -> Iterator[tuple[date, date, float]]:
    """Stretches around days with what they gain."""
    for day in days:
        for low, high, gain in gains:
            yield day + timedelta(days=low), day + timedelta(days=high), gain
