"""Until when: the words of a horizon and the interval they mean on the day of the document.

Conventions: a horizon that has begun starts on the day of the document; "before X" ends the day before X begins, "by
month" and "through month" end with the month; seasons are northern and meteorological, "before the spring" and "by
autumn" end where that season is a few weeks old at the latest (20 March, 30 September); "within weeks" is eight of
them, "the coming months" a year, "soon" and "the near future" name no day; "the foreseeable future" has no end.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from detente import lexicons
from detente.extract.wordings import folded

YEAR: Final = r"(?P<year>(?:19|20)\d\d)"
DAY: Final = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th)?"
EPOCH: Final = 1948439 - 1721426  # the day before 1 Muharram 1, as an ordinal
SOME: Final = {"day": 14, "week": 56, "month": 365, "year": 3650, "decade": 7300}
FEW: Final = {"day": 30, "week": 90, "month": 365, "year": 3650, "decade": 7300}


@dataclass(frozen=True, slots=True)
class Horizon:
    """Where in the text a horizon stands, its words and its days; both days None where it names none."""

    start: int
    end: int
    text: str
    begins: date | None
    ends: date | None
    relative: bool = False  # counted from the moment of the claim ("within a month"), not from the calendar


def find(text: str, day: date | None, *, offset: int = 0) -> Horizon | None:
    """The horizon of a passage: the earliest and then the longest phrase; None without one."""
    low = folded(text)
    begun = _any_pattern().search(low)
    if begun is None:
        return None
    best: tuple[int, int, str, re.Match[str]] | None = None
    for pattern, rule in _patterns():
        for match in pattern.finditer(low, begun.start()):
            key = (_rank(rule), match.end() - match.start())
            if best is None or key > (_rank(best[2]), best[1] - best[0]) or _inside(best, match):
                best = (match.start(), match.end(), rule, match)
    if best is None:
        return None
    start, end, rule, match = best
    begins, ends = interval(rule, match, day) if day is not None else (None, None)
    start, end = _widened(low, start, end)
    return Horizon(offset + start, offset + end, text[start:end], begins, ends, rule.startswith("within"))


def _inside(best: tuple[int, int, str, re.Match[str]], match: re.Match[str]) -> bool:
    return match.start() <= best[0] and match.end() > best[1] and match.end() - match.start() > best[1] - best[0]


def _rank(rule: str) -> int:
    """Phrases with an end before phrases without one."""
    if rule == "clause":
        return -1
    return 0 if rule in {"soon", "someday", "today", "named"} else 1 if rule == "open" else 2


def _widened(low: str, start: int, end: int) -> tuple[int, int]:
    for lead in ("at least ", "until at least "):
        if low[:start].endswith(lead):
            start -= len(lead)
    return start, end


@cache
def _words(kind: str) -> Mapping[str, str]:
    return {row["word"]: row["value"] for row in lexicons.table("calendar_words") if row["class"] == kind}


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    def group(name: str, words: Mapping[str, str]) -> str:
        return f"(?P<{name}>{'|'.join(sorted(map(re.escape, words), key=lambda w: (-len(w), w)))})"

    units = group("unit", _words("unit"))
    numbers = "|".join(sorted(map(re.escape, _words("number")), key=lambda w: (-len(w), w)))
    count = rf"(?P<n>(?:\d+|{numbers})(?:(?: of)?(?: |-)(?:or |to |and a )?(?:\d+|{numbers})){{0,3}})"
    slots = {
        "{n}": count,
        "{units}": units + "s?",
        "{unit}": units + "s?",
        "{month}": group("month", _words("month")) + r"\.?",
        "{season}": group("season", _words("season")),
        "{weekday}": group("weekday", _words("weekday")),
        "{feast}": group("feast", _words("feast")),
        "{quarter}": group("quarter", _words("quarter")),
        "{year}": YEAR,
        "{day}": DAY,
    }
    compiled: list[tuple[re.Pattern[str], str]] = []
    for row in lexicons.table("horizons"):
        pattern = row["pattern"]
        for slot, expression in slots.items():
            pattern = pattern.replace(slot, expression)
        compiled.append((re.compile(rf"(?<!\w)(?:{pattern})(?!\w)"), row["rule"]))
    return tuple(compiled)


@cache
def _any_pattern() -> re.Pattern[str]:
    """All patterns as one, which is five times faster where none of them matches."""
    parts = (pattern.pattern.removeprefix(r"(?<!\w)").removesuffix(r"(?!\w)") for pattern, _ in _patterns())
    plain = (re.sub(r"\(\?P<\w+>", "(?:", part) for part in parts)
    return re.compile(rf"(?<!\w)(?:{'|'.join(plain)})(?!\w)")


def interval(rule: str, match: re.Match[str], day: date) -> tuple[date | None, date | None]:
    """The days that a rule gives a phrase on `day`."""
    found = _RULES[rule](match, day)
    begins, ends = found
    if begins is not None and ends is not None and ends < begins:
        return None, None
    return found


def number(text: str) -> float:
    """The highest number in words or figures ("two or three" is three)."""
    values = [1.0]
    for part in re.split(r"[ -]+", text):
        if part.isdigit():
            values.append(float(part))
        elif part in _words("number"):
            values.append(float(_words("number")[part]))
    return max(values[1:], default=1.0)


def add(day: date, count: float, unit: str) -> date:
    """`day` moved by a number of units."""
    if unit in {"day", "week"}:
        return day + timedelta(days=round(count * (7 if unit == "week" else 1)))
    months = round(count * {"month": 1, "year": 12, "decade": 120}[unit])
    total = day.year * 12 + day.month - 1 + months
    year, month = min(max(total // 12, 1), 9999), total % 12 + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _year_of(match: re.Match[str]) -> int | None:
    year = match.groupdict().get("year")
    return int(year) if year else None


def _month(match: re.Match[str], day: date) -> tuple[int, int]:
    """Year and month that a month's name means: the next to come, the running one included."""
    month = int(_words("month")[match["month"]])
    year = _year_of(match) or (day.year if month >= day.month else day.year + 1)
    return year, month


def _season_bounds(match: re.Match[str], day: date) -> tuple[date, date]:
    """First and last day of the season to come, or of the running one."""
    season = int(_words("season")[match["season"]])
    year = _year_of(match) or day.year
    for candidate in (year - 1, year, year + 1):
        begins = date(candidate, {1: 12, 2: 3, 3: 6, 4: 9}[season], 1)
        last = candidate + 1 if season == 1 else candidate
        ends = _end_of_month(last, {1: 2, 2: 5, 3: 8, 4: 11}[season])
        if ends >= day or (_year_of(match) and candidate == year):
            return begins, ends
    return date(year, 1, 1), date(year, 12, 31)


def _next_season(match: re.Match[str], day: date) -> tuple[date, date]:
    begins, ends = _season_bounds(match, day)
    if begins <= day:
        return _season_bounds(match, ends + timedelta(days=1))
    return begins, ends


def _by_start_of_season(match: re.Match[str], day: date) -> tuple[date, date]:
    begins, _ = _next_season(match, day)
    return day, begins + timedelta(days=29)


def easter(year: int) -> date:
    """Western Easter Sunday (the anonymous Gregorian computus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = b // 4, b % 4
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = c // 4, c % 4
    m = (32 + 2 * e + 2 * i - h - k) % 7
    n = (a + 11 * h + 22 * m) // 451
    month, day = divmod(h + m - 7 * n + 114, 31)
    return date(year, month, day + 1)


def _ramadan_end(year: int) -> date:
    """Last day of Ramadan that falls in a year, by the tabular Islamic calendar (a day off at most)."""
    for hijri in range(year - 584, year - 570):
        elapsed = 354 * (hijri - 1) + (11 * hijri + 3) // 30 + 266
        found = date.fromordinal(elapsed + EPOCH)
        if found.year == year:
            return found
    return date(year, 12, 31)


def _feast(match: re.Match[str], day: date) -> tuple[date, date]:
    value = _words("feast")[match["feast"]]
    for year in (day.year, day.year + 1):
        if value == "easter":
            end = easter(year)
        elif value == "ramadan":
            end = _ramadan_end(year)
        else:
            end = date(year, int(value[:2]), int(value[3:]))
        if end >= day:
            return day, end
    return day, date(day.year, 12, 31)


def _on_day(match: re.Match[str], day: date) -> date | None:
    year, month = _month(match, day)
    number_ = int(match["day"])
    if not 1 <= number_ <= monthrange(year, month)[1]:
        return None
    found = date(year, month, number_)
    return found if found >= day or _year_of(match) else date(year + 1, month, min(number_, 28))


def _weekday(match: re.Match[str], day: date) -> tuple[date, date]:
    ahead = (int(_words("weekday")[match["weekday"]]) - day.weekday()) % 7 or 7
    found = day + timedelta(days=ahead)
    return (found, found) if match[0].startswith("on") else (day, found)


def _quarter(match: re.Match[str], day: date) -> tuple[date, date]:
    """A quarter of the year named, else the first that is not over."""
    last = 3 * int(_words("quarter")[match["quarter"]])
    year = _year_of(match) or (day.year + 1 if "next year" in match[0] or last < day.month else day.year)
    begins = day if match[0].startswith(("by", "before")) else date(year, last - 2, 1)
    return begins, _end_of_month(year, last)


def _day_of_month(match: re.Match[str], day: date) -> tuple[date | None, date | None]:
    """The next day of that number ("on the 26th")."""
    wanted = int(match["day"])
    for step in range(3):
        first = add(day.replace(day=1), step, "month")
        if 1 <= wanted <= monthrange(first.year, first.month)[1] and first.replace(day=wanted) >= day:
            found = first.replace(day=wanted)
            return (found if match[0].startswith("on") else day), found
    return None, None


def _whole_year(match: re.Match[str], day: date) -> tuple[date, date]:
    year = int(match["year"])
    return max(date(year, 1, 1), day) if year == day.year else date(year, 1, 1), date(year, 12, 31)


def _whole_month(match: re.Match[str], day: date) -> tuple[date, date]:
    year, month = _month(match, day)
    return max(date(year, month, 1), day) if (year, month) == (day.year, day.month) else date(
        year, month, 1
    ), _end_of_month(year, month)


def _running_season(match: re.Match[str], day: date) -> tuple[date, date]:
    begins, ends = _season_bounds(match, day)
    return max(begins, day), ends


def _before_month(match: re.Match[str], day: date) -> tuple[date, date]:
    year, month = _month(match, day)
    if (year, month) == (day.year, day.month) and not _year_of(match):
        year += 1
    return day, date(year, month, 1) - timedelta(days=1)


def _before_season(match: re.Match[str], day: date) -> tuple[date, date]:
    begins, _ = _next_season(match, day)
    return day, begins - timedelta(days=1) if match["season"] != "spring" else begins + timedelta(days=19)


Found = tuple[date | None, date | None]
_RULES: Final[Mapping[str, Callable[[re.Match[str], date], Found]]] = {
    "by_month": lambda m, d: (d, _end_of_month(*_month(m, d))),
    "before_month": _before_month,
    "month": _whole_month,
    "by_season": lambda m, d: (d, _season_bounds(m, d)[1]),
    "before_season": _before_season,
    "by_start_season": _by_start_of_season,
    "season": _running_season,
    "next_season": _next_season,
    "by_this_season": lambda m, d: (d, _this_season_end(d)),
    "by_this_year": lambda m, d: (d, date(d.year, 12, 31)),
    "by_next_year": lambda m, d: (d, date(d.year + 1, 12, 31)),
    "next_year": lambda m, d: (date(d.year + 1, 1, 1), date(d.year + 1, 12, 31)),
    "by_mid_next_year": lambda m, d: (d, date(d.year + 1, 6, 30)),
    "by_mid_year": lambda m, d: (d, date(d.year if d.month < 7 else d.year + 1, 6, 30)),
    "by_this_month": lambda m, d: (d, _end_of_month(d.year, d.month)),
    "next_month": lambda m, d: (
        add(d.replace(day=1), 1, "month"),
        add(d.replace(day=1), 2, "month") - timedelta(days=1),
    ),
    "by_this_week": lambda m, d: (d, d + timedelta(days=6 - d.weekday())),
    "next_week": lambda m, d: (d + timedelta(days=7 - d.weekday()), d + timedelta(days=13 - d.weekday())),
    "tomorrow": lambda m, d: (d + timedelta(days=1), d + timedelta(days=1)),
    "by_this_decade": lambda m, d: (d, date(d.year // 10 * 10 + 9, 12, 31)),
    "by_this_century": lambda m, d: (d, date(d.year // 100 * 100 + 99, 12, 31)),
    "by_year": lambda m, d: (d, date(int(m["year"]), 12, 31)),
    "before_year_by": lambda m, d: (d, date(int(m["year"]), 12, 31)),
    "before_year": lambda m, d: (d, date(int(m["year"]) - 1, 12, 31)),
    "year": _whole_year,
    "within": lambda m, d: (d, add(d, number(m["n"]), m["unit"])),
    "within_some": lambda m, d: (d, d + timedelta(days=SOME[m["unit"]])),
    "coming": lambda m, d: (d, add(d, 1, "year") if m["unit"] == "month" else d + timedelta(days=FEW[m["unit"]])),
    "by_feast": _feast,
    "weekday": _weekday,
    "day": lambda m, d: (_on_day(m, d), _on_day(m, d)),
    "by_day": lambda m, d: (d, _on_day(m, d)),
    "open": lambda m, d: (d, None),
    "soon": lambda m, d: (None, None),
    "named": lambda m, d: (None, None),
    "clause": lambda m, d: (None, None),
    "someday": lambda m, d: (None, None),
    "today": lambda m, d: (d, d),
    "within_one": lambda m, d: (d, add(d, 1, m["unit"])),
    "within_year": lambda m, d: (d, add(d, 1, "year")),
    "within_decade": lambda m, d: (d, add(d, 1, "decade")),
    "by_next_month": lambda m, d: (d, add(d.replace(day=1), 2, "month") - timedelta(days=1)),
    "by_next_week": lambda m, d: (d, d + timedelta(days=13 - d.weekday())),
    "before_next_year": lambda m, d: (d, date(d.year, 12, 31)),
    "early_year": lambda m, d: (d, date(int(m["year"]), 4, 30)),
    "early_in_year": lambda m, d: (date(int(m["year"]), 1, 1), date(int(m["year"]), 4, 30)),
    "mid_year": lambda m, d: (d, date(int(m["year"]), 6, 30)),
    "late_year": lambda m, d: (date(int(m["year"]), 9, 1), date(int(m["year"]), 12, 31)),
    "quarter": lambda m, d: _quarter(m, d),
    "day_of_month": lambda m, d: _day_of_month(m, d),
    "weekend": lambda m, d: (d, d + timedelta(days=6 - d.weekday())),
    "fortnight": lambda m, d: (d, d + timedelta(days=14)),
    "within_days": lambda m, d: (d, d + timedelta(days=14)),
    "tomorrow_at_latest": lambda m, d: (d, d + timedelta(days=1)),
    "first_half": lambda m, d: (date(int(m["year"]), 1, 1), date(int(m["year"]), 6, 30)),
    "second_half": lambda m, d: (date(int(m["year"]), 7, 1), date(int(m["year"]), 12, 31)),
    "second_half_now": lambda m, d: (max(d, date(d.year, 7, 1)), date(d.year, 12, 31)),
    "early_next_year": lambda m, d: (date(d.year + 1, 1, 1), date(d.year + 1, 4, 30)),
    "late_next_year": lambda m, d: (date(d.year + 1, 9, 1), date(d.year + 1, 12, 31)),
    "by_early_next_year": lambda m, d: (d, date(d.year + 1, 4, 30)),
}


def _this_season_end(day: date) -> date:
    month = {0: 2, 1: 5, 2: 8, 3: 11}[day.month % 12 // 3]
    return _end_of_month(day.year + (day.month == 12), month)
