"""The cue words of `date_cues.tsv` as compiled patterns."""

from __future__ import annotations

import re
from functools import cache

from detente import lexicons


@cache
def words(kind: str) -> tuple[str, ...]:
    """The cues of one kind, longest first."""
    found = {cue for row in lexicons.table("date_cues") if row["kind"] == kind for cue in row.listed("cues")}
    return tuple(sorted(found, key=lambda cue: (-len(cue), cue)))


@cache
def pattern(kind: str, form: str | None = None) -> re.Pattern[str]:
    """A pattern for whole cues of `kind` (of one `form` where given), without case."""
    found = {
        cue
        for row in lexicons.table("date_cues")
        if row["kind"] == kind and form in (None, row["form"])
        for cue in row.listed("cues")
    }
    ordered = sorted(found, key=lambda cue: (-len(cue), cue))
    return re.compile(r"(?<!\w)(?:" + "|".join(map(re.escape, ordered)) + r")(?!\w)", re.IGNORECASE)


@cache
def numbers() -> dict[str, int]:
    """Number words up to a hundred."""
    rows = [row for row in lexicons.table("date_cues") if row["kind"].startswith("number:")]
    return {cue: int(row["kind"].partition(":")[2]) for row in rows for cue in row.listed("cues")}


@cache
def units() -> dict[str, float]:
    """Words for spans of time, in days."""
    days = {"lag:days": 1.0, "lag:weeks": 7.0, "lag:months": 30.4, "lag:years": 365.25}
    return {cue: size for kind, size in days.items() for cue in words(kind)}


@cache
def lag() -> re.Pattern[str]:
    """ "two months after", "a week since": number, unit, and what follows."""
    count = "|".join(map(re.escape, sorted(numbers(), key=lambda word: (-len(word), word))))
    unit = "|".join(map(re.escape, sorted(units(), key=lambda word: (-len(word), word))))
    return re.compile(rf"\b({count})\s+({unit})\s+(?:after|since|on from|into|following)\b", re.IGNORECASE)


@cache
def weekdays() -> dict[str, int]:
    """Full weekday names to their number (Monday 0)."""
    return {name: int(row["day"]) - 1 for row in lexicons.table("weekdays") for name in row.listed("names")[:1]}


@cache
def weekday() -> re.Pattern[str]:
    """A full weekday name."""
    return re.compile(r"\b(" + "|".join(weekdays()) + r")\b", re.IGNORECASE)
