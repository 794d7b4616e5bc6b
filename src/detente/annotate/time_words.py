"""The words of time and what they stand for; the frame in which an expression is read.

The tables are `lexicons/time_words.tsv` (words) and `lexicons/time_patterns.tsv` (how they are put together).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from detente import lexicons
from detente.annotate.calendar import Interval

BOUNDS: Final = ("by", "before", "until", "through")
NOTHING: Final[Interval] = (None, None)


@dataclass(frozen=True, slots=True)
class Frame:
    """What a rule may know: the day of publication, the tense of the clause, the last interval, the preposition."""

    day: date | None
    tense: str
    last: Interval
    operator: str = ""


Rule = Callable[[re.Match[str], Frame], Interval]


@cache
def words(kind: str) -> Mapping[str, str]:
    """Every form of one kind of time word, lower case, with its value."""
    return {
        form.lower(): row["value"]
        for row in lexicons.table("time_words")
        if row["kind"] == kind
        for form in row.listed("forms")
    }


def number(text: str | None) -> int | None:
    """The number a word or digits stand for; None for no word."""
    if not text:
        return None
    text = text.lower().strip()
    if text.isdigit():
        return int(text)
    known = words("number")
    if text in known:
        return int(known[text])
    tens, _, ones = text.partition("-")
    return int(known.get(tens, "0")) + int(known.get(ones, "0")) or None


def ordinal(text: str) -> int:
    """The number of "3", "3rd" or "third"; -1 for the last."""
    text = text.lower()
    digits = re.match(r"\d+", text)
    return int(digits.group()) if digits else int(words("ordinal").get(text, "-1"))


def unit(text: str) -> str:
    """The singular name of a unit word."""
    return words("unit")[text.lower()]


def turn(text: str | None) -> str | None:
    """past, this or next for "last", "the coming" …; None for no word."""
    if not text:
        return None
    text = text.lower()
    return words("turn").get(text) or words("turn").get(text.removeprefix("the ").removeprefix("this "), "this")


def group(match: re.Match[str], *names: str) -> str | None:
    groups = match.groupdict()
    return next((groups[name] for name in names if groups.get(name)), None)
