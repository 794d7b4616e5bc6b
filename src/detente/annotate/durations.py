"""Stretches of time counted from somewhere: "two days earlier", "within five years", "the past decade".

The rules have the same shape as in `dating.py`. Conventions for vague words stand in `lexicons/time_words.tsv`, the
lengths behind vague plurals ("in the coming weeks", "months ago") here.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

from detente.annotate import calendar
from detente.annotate.calendar import Interval, shift
from detente.annotate.time_words import NOTHING, Frame, Rule, group, number, unit, words

VAGUE_FUTURE: Final = {"day": (14, "day"), "week": (8, "week"), "month": (12, "month"), "fortnight": (8, "week")}
VAGUE_PAST: Final = {"day": (30, "day"), "week": (8, "week"), "month": (12, "month"), "year": (5, "year")}
AGO: Final = {"day": (10, 2), "week": (8, 2), "month": (12, 2), "year": (20, 2), "decade": (5, 2), "century": (5, 2)}


def ago(match: re.Match[str], frame: Frame) -> Interval:
    """So many units before publication, or before or after the interval named last."""
    kind, count, way = unit(match["unit"]), number(group(match, "n")), match["way"].lower()
    ahead = way in ("later", "afterwards", "from now", "hence", "after")
    fixed = way in ("ago", "from now", "hence")
    anchor = frame.day if fixed or frame.last == NOTHING else (frame.last[1] if ahead else frame.last[0])
    if anchor is None or (not fixed and frame.last == NOTHING):
        return NOTHING
    sign = 1 if ahead else -1
    if count is None:
        far, near = AGO[kind]
        span = sorted((shift(anchor, sign * far, kind), shift(anchor, sign * near, kind)))
        return span[0], span[1]
    middle = shift(anchor, sign * count, kind)
    if kind == "day":
        return middle, middle
    if kind in ("week", "fortnight"):
        return middle - timedelta(days=3), middle + timedelta(days=3)
    return calendar.containing(middle, kind)


def rolling_past(match: re.Match[str], frame: Frame) -> Interval:
    """The past two years: up to publication."""
    if frame.day is None:
        return NOTHING
    kind = unit(match["unit"])
    count = number(group(match, "n"))
    if count is None and not match["unit"].lower().endswith("s"):
        count = 1
    size, kind = (count, kind) if count else VAGUE_PAST.get(kind, (3, kind))
    return shift(frame.day, -size, kind), frame.day


def rolling_next(match: re.Match[str], frame: Frame) -> Interval:
    """The coming months: from publication."""
    if frame.day is None:
        return NOTHING
    word = group(match, "unit", "unit2") or ""
    kind, count = unit(word), number(group(match, "n"))
    if count is None and not word.lower().endswith("s"):
        count = 1
    if count is None and kind not in VAGUE_FUTURE:
        return frame.day, None
    size, kind = (count, kind) if count else VAGUE_FUTURE[kind]
    return frame.day, shift(frame.day, size, kind)


def within(match: re.Match[str], frame: Frame) -> Interval:
    """From publication to so many units later; before it in the past tense."""
    if frame.day is None:
        return NOTHING
    kind, count = unit(match["unit"]), number(group(match, "n"))
    size, kind = (count, kind) if count else VAGUE_FUTURE.get(kind, (5, kind))
    if frame.tense == "past" and frame.last[0]:
        return frame.last[0], shift(frame.last[0], size, kind)
    return frame.day, shift(frame.day, size, kind)


def in_n(match: re.Match[str], frame: Frame) -> Interval:
    """So many units ahead; in the past tense a stretch that ends with publication."""
    if frame.day is None:
        return NOTHING
    kind, count = unit(match["unit"]), number(match["n"]) or 1
    if frame.tense == "past":
        return shift(frame.day, -count, kind), frame.day
    return frame.day, shift(frame.day, count, kind)


def rest(match: re.Match[str], frame: Frame) -> Interval:
    """From publication to the end of the unit."""
    return (frame.day, calendar.containing(frame.day, unit(match["unit"]))[1]) if frame.day else NOTHING


def same(match: re.Match[str], frame: Frame) -> Interval:
    """That month: the unit in which the interval named last lies."""
    return calendar.containing(frame.last[0], unit(match["unit"])) if frame.last[0] else NOTHING


def next_to(match: re.Match[str], frame: Frame) -> Interval:
    """The following day: the unit beside the interval named last."""
    kind = words("unit").get(match["unit"].lower(), "day")
    ahead = match["way"].lower() in ("following", "next")
    anchor = frame.last[1] if ahead else frame.last[0]
    return calendar.containing(shift(anchor, 1 if ahead else -1, kind), kind) if anchor else NOTHING


def horizon(match: re.Match[str], frame: Frame) -> Interval:
    """A vague stretch after (or before) publication, by convention."""
    if frame.day is None:
        return NOTHING
    text = match.group().lower()
    rule = words("horizon").get(text) or words("lately").get(text) or "open"
    if rule == "open":
        return frame.day, None
    count, kind = rule.split(" ")
    other = shift(frame.day, int(count), kind)
    return (frame.day, other) if other > frame.day else (other, frame.day)


def horizon_open(match: re.Match[str], frame: Frame) -> Interval:
    """From publication on."""
    return frame.day, None


RULES: Final[Mapping[str, Rule]] = {
    rule.__name__: rule
    for rule in (
        ago, rolling_past, rolling_next, within, in_n, rest, same, next_to, horizon, horizon_open,
    )
}  # fmt: skip
