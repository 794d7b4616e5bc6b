"""Dates written in a text: which day, month or year each names, where it stands, how it is written. No judgement."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from detente import lexicons

Starts = dict[int, tuple[int, ...]]
"""Where runs of digits start that a pattern may begin with, by the length of the run; longer than 8: as 9."""

YEARS: Final = (1900, 2100)
SPACE: Final = r"[ \xa0\t]"
NUMERIC: Final = re.compile(r"(?<![\d./-])(\d{1,2})([./-])(\d{1,2})\2(\d{4}|\d{2})(?![\d/-]|\.\d)")
ISO: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)([-/.])(\d{1,2})\2(\d{1,2})(?!\d|[-/.]\d)")
COMPACT: Final = re.compile(r"(?<!\d)((?:19|20)\d\d)([01]\d)([0-3]\d)(?!\d)")
IDEOGRAPHIC: Final = re.compile(r"(?:((?:19|20)\d\d)\s?[年년]\s?)?(\d{1,2})\s?[月월]\s?(\d{1,2})\s?[日일]")
DAY_MONTH: Final = re.compile(
    rf"(\d{{1,2}})(?:st|nd|rd|th|er|ª|º|\.)?(?:{SPACE}+|-|(?<=\.))(?:(?:de|of|of the|di|d'){SPACE}+)?"
    rf"([^\W\d_]{{3,14}})(?:\.?,?{SPACE}*(?:(?:de|del|of){SPACE}+)?[-']?((?:19|20)\d\d|\d\d(?!\d|:))(?!\d))?",
)
NUMBER: Final = re.compile(rf"(?<![\d.,:])(\d{{1,2}})(?:st|nd|rd|th)?(?![\d:%])(?:,?{SPACE}*((?:19|20)\d\d)(?!\d))?")
WORD_BEFORE: Final = re.compile(rf"([^\W\d_]{{3,14}})\.?,?{SPACE}+(?:de{SPACE}+)?$")
YEAR: Final = re.compile(r"(?:(?<![\d.,$€£/:-])|(?<=\d{4}-))((?:19|20)\d\d)(?![\d%s]|[.,]\d|/\d\d/)")
DIGITS: Final = re.compile(r"\d+")
TIME: Final = re.compile(r"\d{1,2}[:.h]\d\d")


@dataclass(frozen=True, slots=True)
class Written:
    """A date as written: its span, the days it may mean (two when day and month could be swapped), its grain.

    `grain` is day, month, year, or "yearless" (day and month only; `first` is then in the year 2000).
    `glued` says that a digit run touches it ("+319 November 2019").
    """

    start: int
    end: int
    first: date
    last: date
    grain: str
    other: date | None = None
    glued: bool = False


@cache
def months() -> dict[str, int]:
    """Month names of all languages in lower case, to their number."""
    return {name.casefold(): int(row["month"]) for row in lexicons.table("months") for name in row.listed("names")}


def scan(text: str, *, day_first: bool | None = None) -> tuple[Written, ...]:
    """The dates in `text` in order, none inside another. `day_first` settles 04/07/2008 where it is known."""
    starts = _starts(text)
    if not starts:
        return ()
    found: list[Written] = []
    taken: list[tuple[int, int]] = []
    for reader in (_iso, _ideographic, _day_month, _month_day, _numeric, _month_year, _year):
        for written in reader(text, starts, day_first):
            if not any(start < written.end and written.start < end for start, end in taken):
                found.append(written)
                taken.append((written.start, written.end))
    return tuple(sorted(found, key=lambda written: written.start))


def _day(year: int, month: int, day: int) -> date | None:
    if not (YEARS[0] <= year < YEARS[1] and 1 <= month <= 12 and 1 <= day <= monthrange(year, month)[1]):
        return None
    return date(year, month, day)


def _century(digits: str) -> int:
    year = int(digits)
    return year if year > 99 else year + (2000 if year < 50 else 1900)


def _point(
    match: re.Match[str], day: date | None, *, glued: bool = False, start: int | None = None
) -> Iterator[Written]:
    if day is not None:
        yield Written(match.start() if start is None else start, match.end(), day, day, "day", glued=glued)


def _starts(text: str) -> Starts:
    """The runs of digits in a text, by their length."""
    found: dict[int, list[int]] = {}
    for match in DIGITS.finditer(text):
        start, end = match.span()
        found.setdefault(min(end - start, 9), []).append(start)
    return {length: tuple(at) for length, at in found.items()}


def _matches(pattern: re.Pattern[str], text: str, starts: Iterable[int]) -> Iterator[re.Match[str]]:
    """As `finditer`, for patterns that start where a number starts: many times as fast on running text."""
    end = 0
    for start in starts:
        match = pattern.match(text, start) if start >= end else None
        if match is not None:
            end = match.end()
            yield match


def _iso(text: str, starts: Starts, day_first: bool | None) -> Iterator[Written]:
    for match in _matches(ISO, text, starts.get(4, ())):
        yield from _point(match, _day(int(match[1]), int(match[3]), int(match[4])))
    for match in _matches(COMPACT, text, starts.get(8, ())):
        if text[match.end() : match.end() + 1] not in "KMkm" or match.end() == len(text):
            yield from _point(match, _day(int(match[1]), int(match[2]), int(match[3])))


def _ideographic(text: str, starts: Starts, day_first: bool | None) -> Iterator[Written]:
    if "月" not in text and "월" not in text:
        return
    for match in IDEOGRAPHIC.finditer(text):
        day = _day(int(match[1] or 2000), int(match[2]), int(match[3]))
        if day is not None:
            yield Written(match.start(), match.end(), day, day, "day" if match[1] else "yearless")


def _day_month(text: str, starts: Starts, day_first: bool | None) -> Iterator[Written]:
    ends = ((length, at) for length, places in starts.items() for at in places)
    before = sorted(at + max(0, length - 2) for length, at in ends if length < 9)  # "+319 November": the last two
    for match in _matches(DAY_MONTH, text, before):
        month = months().get(match[2].casefold())
        if month is None:
            continue
        glued = match.start() > 0 and text[match.start() - 1].isdigit()
        short = match[3] is not None and len(match[3]) == 2
        if short and match[0][-3] not in "-'. \xa0":
            continue
        if match[3] is None or (short and "-" not in match[0] and "'" not in match[0]):
            day, end = _day(2000, month, int(match[1])), match.end(2)
            if day is not None and not glued:
                yield Written(match.start(), end, day, day, "yearless")
            continue
        day = _day(_century(match[3]), month, int(match[1]))
        if day is not None:
            yield Written(match.start(), match.end(), day, day, "day", glued=glued)


def _month_day(text: str, starts: Starts, day_first: bool | None) -> Iterator[Written]:
    for match in _matches(NUMBER, text, sorted((*starts.get(1, ()), *starts.get(2, ())))):
        before = WORD_BEFORE.search(text, max(0, match.start() - 20), match.start())
        month = months().get(before[1].casefold()) if before else None
        if before is None or month is None:
            continue
        day = _day(int(match[2] or 2000), month, int(match[1]))
        if day is not None:
            end = match.end() if match[2] else match.end(1)
            yield Written(before.start(1), end, day, day, "day" if match[2] else "yearless")


def _numeric(text: str, starts: Starts, day_first: bool | None) -> Iterator[Written]:
    for match in _matches(NUMERIC, text, sorted((*starts.get(1, ()), *starts.get(2, ())))):
        if len(match[4]) == 2 and match[2] == "-":
            continue
        one, two, year = int(match[1]), int(match[3]), _century(match[4])
        dayed, monthed = _day(year, two, one), _day(year, one, two)
        if match[2] == ".":
            monthed = None if dayed else monthed
        if dayed and monthed and dayed != monthed and day_first is not None:
            dayed, monthed = (dayed, None) if day_first else (None, monthed)
        best = dayed or monthed
        if best is not None:
            other = monthed if dayed and monthed and monthed != dayed else None
            yield Written(match.start(), match.end(), best, best, "day", other=other)


def _month_year(text: str, starts: Starts, day_first: bool | None) -> Iterator[Written]:
    for match in _matches(YEAR, text, starts.get(4, ())):
        before = WORD_BEFORE.search(text, max(0, match.start() - 24), match.start())
        month = months().get(before[1].casefold()) if before else None
        if before is not None and month is not None:
            year = int(match[1])
            last = date(year, month, monthrange(year, month)[1])
            yield Written(before.start(1), match.end(), date(year, month, 1), last, "month")


def _year(text: str, starts: Starts, day_first: bool | None) -> Iterator[Written]:
    for match in _matches(YEAR, text, starts.get(4, ())):
        year = int(match[1])
        yield Written(match.start(), match.end(), date(year, 1, 1), date(year, 12, 31), "year")
