"""Dates by the calendar: what "in early May", "last week", "the first Sunday of March" mean on a day of publication.

A rule takes the words matched by a row of `lexicons/time_patterns.tsv` and the `Frame`, and gives the days;
`(None, None)` says that nothing can be told.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from typing import Final

from detente.annotate import calendar
from detente.annotate.calendar import Interval, shift
from detente.annotate.time_words import BOUNDS, NOTHING, Frame, Rule, group, ordinal, turn, unit, words


def _year(match: re.Match[str], frame: Frame) -> int | None:
    """A year that is written, or that "next year" or "last year" names."""
    if written := group(match, "year"):
        return int(written)
    moved = turn(group(match, "turn"))
    if moved and frame.day:
        return frame.day.year + {"past": -1, "this": 0, "next": 1}[moved]
    return None


def _valid(year: int, month: int, day: int) -> date | None:
    if 1 <= month <= 12 and 1 <= day <= calendar.length(year, month):
        return date(year, month, day)
    return None


def _nearest(make: Callable[[int], Interval], frame: Frame) -> Interval:
    """Of the yearly intervals `make(year)`, the one the tense asks for: the latest begun, or the next to end."""
    if frame.day is None:
        return NOTHING
    choices = [make(frame.day.year + step) for step in (-1, 0, 1)]
    spans = [(begin, end) for begin, end in choices if begin and end]
    if not spans:
        return NOTHING
    if frame.tense == "future":
        return next((span for span in spans if span[1] >= frame.day), spans[-1])
    if frame.tense == "past":
        return next((span for span in reversed(spans) if span[0] <= frame.day), spans[0])
    return min(spans, key=lambda span: (_distance(span, frame.day), span[0]))


def _distance(span: tuple[date, date], day: date | None) -> int:
    if day is None or span[0] <= day <= span[1]:
        return 0
    return (span[0] - day).days if span[0] > day else (day - span[1]).days


def _clipped(span: Interval, frame: Frame) -> Interval:
    """A stretch that is under way: up to publication in the past, from then on in the future."""
    begin, end = span
    if frame.day and begin and end and begin <= frame.day <= end:
        if frame.tense == "past":
            return begin, frame.day
        if frame.tense == "future":
            return frame.day, end
    return span


def iso(match: re.Match[str], frame: Frame) -> Interval:
    day = _valid(int(match["y"]), int(match["m"]), int(match["d"]))
    return day, day


def dated(match: re.Match[str], frame: Frame) -> Interval:
    """A day of a month, with or without its year."""
    month, number_ = int(words("month")[match["month"].lower()]), ordinal(match["day"])

    def make(year: int) -> Interval:
        day = _valid(year, month, number_)
        return day, day

    year = _year(match, frame)
    return make(year) if year else _nearest(make, frame)


def days(match: re.Match[str], frame: Frame) -> Interval:
    """A stretch of days within a month."""
    month = int(words("month")[match["month"].lower()])
    first, last = ordinal(match["day"]), ordinal(match["day2"])

    def make(year: int) -> Interval:
        return _valid(year, month, first), _valid(year, month, last)

    year = _year(match, frame)
    return make(year) if year else _nearest(make, frame)


def monthday(match: re.Match[str], frame: Frame) -> Interval:
    """A bare day of the month: the nearest that the tense allows."""
    if frame.day is None:
        return NOTHING
    wanted = ordinal(match["day"])
    near = [calendar.shift(frame.day.replace(day=1), step, "month") for step in (-1, 0, 1)]
    found = [day for first in near if (day := _valid(first.year, first.month, wanted))]
    if frame.tense == "past":
        chosen = next((day for day in reversed(found) if day <= frame.day), None)
    else:
        chosen = next((day for day in found if day >= frame.day), None)
    return chosen, chosen


def month(match: re.Match[str], frame: Frame) -> Interval:
    """A month or a third of it."""
    number_ = int(words("month")[(group(match, "month") or "").lower()])
    part = words("part").get((group(match, "part") or "").lower().strip("- "))

    def make(year: int) -> Interval:
        begin, end = calendar.month(year, number_)
        bound = part is not None and frame.operator in BOUNDS
        return _edge_day((begin, end), part) if part and bound else _third(begin, end, part)

    moved = turn(group(match, "turn", "turn2"))
    if group(match, "turn") and frame.day and not group(match, "year") and "year" not in match.group().lower():
        return _turned(make, moved or "this", frame)
    if moved and frame.day:
        return make(frame.day.year + {"past": -1, "this": 0, "next": 1}[moved])
    year = group(match, "year")
    return make(int(year)) if year else _clipped(_nearest(make, frame), frame)


def _turned(make: Callable[[int], Interval], moved: str, frame: Frame) -> Interval:
    """Last, this or next of a yearly interval."""
    assert frame.day is not None
    if moved == "this":
        return _clipped(_nearest(make, Frame(frame.day, "none", frame.last)), frame)
    spans = [make(frame.day.year + step) for step in (-2, -1, 0, 1, 2)]
    if moved == "past":
        return next((s for s in reversed(spans) if s[1] and s[1] < frame.day), NOTHING)
    ahead = [s for s in spans if s[0] and s[0] > frame.day]
    skip = bool(ahead) and ahead[0][0] is not None and (ahead[0][0] - frame.day).days < 45 and len(ahead) > 1
    return ahead[1] if skip else ahead[0] if ahead else NOTHING


def _third(begin: date | None, end: date | None, part: str | None) -> Interval:
    if begin is None or end is None or part is None:
        return begin, end
    size = (end - begin).days + 1
    early, late = begin + timedelta(days=size // 3 - 1), begin + timedelta(days=2 * (size // 3))
    if part == "early":
        return begin, early
    return (late, end) if part == "late" else (early + timedelta(days=1), late - timedelta(days=1))


def nth_weekday(match: re.Match[str], frame: Frame) -> Interval:
    """The first Sunday of March."""
    number_, day = int(words("month")[match["month"].lower()]), int(words("weekday")[match["weekday"].lower()])

    def make(year: int) -> Interval:
        found = calendar.nth_weekday(year, number_, day, ordinal(match["which"]))
        return found, found

    year = _year(match, frame)
    return make(year) if year else _nearest(make, frame)


def nth_piece(match: re.Match[str], frame: Frame) -> Interval:
    """A week of a month, a half or quarter of a month or year."""
    which, piece = ordinal(match["which"]), match["piece"].lower()
    month_name = group(match, "month")

    def make(year: int) -> Interval:
        begin, end = (
            calendar.month(year, int(words("month")[month_name.lower()])) if month_name else calendar.year(year)
        )
        if piece == "week":
            first = begin + timedelta(days=(-begin.weekday()) % 7 - (7 if begin.weekday() > 3 else 0) * 0)
            first = end - timedelta(days=end.weekday()) if which < 0 else first + timedelta(days=7 * (which - 1))
            return max(first, begin), first + timedelta(days=6)
        if month_name:
            half = begin + timedelta(days=14)
            return (begin, half) if which == 1 else (half + timedelta(days=1), end)
        size = 6 if piece == "half" else 3
        count = 12 // size if which < 0 else which
        start = shift(begin, size * (count - 1), "month")
        return start, shift(start, size, "month") - timedelta(days=1)

    year = _year(match, frame)
    return make(year) if year else _nearest(make, frame)


def weekday(match: re.Match[str], frame: Frame) -> Interval:
    """The latest such day up to publication in the past tense, the next one in the future."""
    if frame.day is None:
        return NOTHING
    wanted, moved = int(words("weekday")[match["weekday"].lower()]), turn(group(match, "turn"))
    week = turn(group(match, "turn2"))
    if week:
        monday = frame.day - timedelta(days=frame.day.weekday()) + timedelta(days=7 if week == "next" else -7)
        chosen = monday + timedelta(days=wanted)
        return chosen, chosen
    back = (frame.day.weekday() - wanted) % 7
    ahead = (wanted - frame.day.weekday()) % 7
    if moved == "past":
        chosen = frame.day - timedelta(days=back or 7)
    elif moved == "next":
        chosen = frame.day + timedelta(days=ahead or 7)
    elif frame.tense == "future" or (moved == "this" and frame.tense != "past"):
        chosen = frame.day + timedelta(days=ahead)
    else:
        chosen = frame.day - timedelta(days=back)
    return chosen, chosen


def weekend(match: re.Match[str], frame: Frame) -> Interval:
    """Saturday and Sunday, of this week or the last or next."""
    if frame.day is None:
        return NOTHING
    this = calendar.weekend(frame.day)
    words_ = match["turn"].lower()
    if words_ in ("next", "this coming"):
        return (
            calendar.weekend(frame.day + timedelta(days=7))
            if words_ == "next" and frame.day.weekday() < 5
            else (calendar.weekend(frame.day + timedelta(days=7)) if frame.day.weekday() > 4 else this)
        )
    past = "past" in words_ or "last" in words_ or (words_ != "this" and frame.tense != "future")
    past = past or (words_ == "this" and frame.tense == "past" and frame.day.weekday() < 3)
    if past and frame.day < this[0]:
        return calendar.weekend(frame.day - timedelta(days=7))
    return this


def deictic(match: re.Match[str], frame: Frame) -> Interval:
    """Yesterday, today, tomorrow."""
    if frame.day is None:
        return NOTHING
    day = frame.day + timedelta(days=int(words("deictic")[match.group().lower()]))
    return day, day


def turn_unit(match: re.Match[str], frame: Frame) -> Interval:
    """Last, this or next week, month, year …"""
    if frame.day is None:
        return NOTHING
    kind, moved = unit(match["unit"]), turn(match["turn"]) or "this"
    span = calendar.containing(frame.day, kind)
    head = match.group().lower()
    if moved == "this":
        tense = "past" if head.startswith("earlier") else "future" if head.startswith("later") else frame.tense
        return _clipped(span, Frame(frame.day, tense, frame.last))
    return calendar.containing(shift(frame.day, 1 if moved == "next" else -1, kind), kind)


def season(match: re.Match[str], frame: Frame) -> Interval:
    """A season of a year, or the one that the words and the tense ask for."""
    name = words("season")[match["season"].lower()]
    part = words("part").get((group(match, "part") or "").lower().strip("- "))
    if frame.operator in ("before", "until"):

        def make(year: int) -> Interval:
            begin = date(year, *calendar.ASTRONOMICAL[name])
            return begin, shift(begin, 3, "month") - timedelta(days=1)
    else:

        def make(year: int) -> Interval:
            return _third(*calendar.season(year, name), part)

    if written := group(match, "year"):
        return make(int(written))
    if frame.day is None:
        return NOTHING
    moved = turn(group(match, "turn"))
    if moved == "next":
        return make(frame.day.year + 1) if name != "winter" else _turned(make, "next", frame)
    if moved == "this":
        return _clipped(_this_season(make, frame.day), frame)
    return _turned(make, moved, frame) if moved else _clipped(_nearest(make, frame), frame)


def _this_season(make: Callable[[int], Interval], day: date) -> Interval:
    """The season under way, else the one of this calendar year (winter: the one that begins in it)."""
    for year in (day.year - 1, day.year):
        begin, end = make(year)
        if begin and end and begin <= day <= end:
            return begin, end
    return make(day.year)


def edge(match: re.Match[str], frame: Frame) -> Interval:
    """The end, beginning or middle of a unit, a month or a year."""
    part = {"beginning": "early", "start": "early", "turn": "early", "middle": "mid"}.get(
        (group(match, "edge") or "end").lower(), "late"
    )
    if group(match, "year") or group(match, "month"):
        name = group(match, "month")
        year = int(group(match, "year") or 0)
        span = calendar.month(year, int(words("month")[name.lower()])) if name else calendar.year(year)
    elif frame.day is None:
        return NOTHING
    else:
        kind, moved = unit(match["unit"]), turn(group(match, "turn")) or "this"
        step = {"past": -1, "this": 0, "next": 1}["this" if (group(match, "turn") or "").lower() == "the" else moved]
        span = calendar.containing(shift(frame.day, step, kind), kind)
        if frame.tense == "past" and part == "late" and moved == "this" and span[1] > frame.day:
            span = calendar.containing(span[0] - timedelta(days=1), kind)
    if frame.operator in BOUNDS:
        return _edge_day(span, part)
    return _third(*span, part)


def _edge_day(span: tuple[date, date], part: str) -> Interval:
    """The day up to which "by the end of", "before the start of" reach."""
    middle = span[0] + (span[1] - span[0]) / 2
    day = {"late": span[1], "mid": middle}.get(part, span[0])
    return day, day


def part_year(match: re.Match[str], frame: Frame) -> Interval:
    """Early, mid or late in a year."""
    year = _year(match, frame)
    if year is None:
        return NOTHING
    begin = {"e": 1, "m": 5, "l": 9}[match["part"].lower()[0]]
    return date(year, begin, 1), calendar.month(year, begin + 3)[1]


def decade(match: re.Match[str], frame: Frame) -> Interval:
    """The 1990s, or an end of them."""
    begin = int(match["tens"])
    low, high = {"early": (0, 3), "mid": (4, 6), "late": (7, 9)}.get((group(match, "part") or "").lower(), (0, 9))
    return date(begin + low, 1, 1), date(begin + high, 12, 31)


def years(match: re.Match[str], frame: Frame) -> Interval:
    """2015-2018."""
    first, last = match["year"], match["year2"]
    return date(int(first), 1, 1), date(int(last if len(last) == 4 else first[:2] + last), 12, 31)


def year(match: re.Match[str], frame: Frame) -> Interval:
    """A year; the part of it that the tense allows, where it is the year of publication."""
    return _clipped(calendar.year(int(match["year"])), frame)


def century(match: re.Match[str], frame: Frame) -> Interval:
    """Too far back to bear on anything here: no days."""
    return NOTHING


def holiday(match: re.Match[str], frame: Frame) -> Interval:
    """A feast, in the year that the tense asks for."""
    rule = words("holiday")[match["holiday"].lower()]

    def make(year: int) -> Interval:
        if rule.startswith("easter"):
            day: date | None = calendar.easter(year) + timedelta(days=int(rule[6:]))
        elif rule.count("-") == 2:
            number_, which, wanted = (int(part) for part in rule.split("-"))
            day = calendar.nth_weekday(year, number_, wanted, which)
        else:
            day = date(year, *(int(part) for part in rule.split("-")))
        return day, day

    moved = turn(group(match, "turn"))
    if moved and frame.day:
        return _turned(make, moved, frame)
    return _nearest(make, frame)


RULES: Final[Mapping[str, Rule]] = {
    rule.__name__: rule
    for rule in (
        iso, dated, days, monthday, month, nth_weekday, nth_piece, weekday, weekend, deictic, turn_unit, season, edge,
        part_year, decade, years, year, century, holiday,
    )
}  # fmt: skip
