"""Summaries: one line of plain English for an incident, composed from codes alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cache
from types import MappingProxyType
from typing import Final

from detente import lexicons
from detente.errors import LexiconError

MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""Not taken from the locale: the same line everywhere."""


@cache
def _phrases() -> Mapping[str, str]:
    return MappingProxyType({row["code"]: row["noun"] for row in lexicons.table("act_phrases")})


@cache
def _names() -> Mapping[str, str]:
    names: dict[str, str] = {}
    for name in ("organisations", "states"):
        try:
            rows = lexicons.table(name)
        except LexiconError:
            continue
        names |= {row["code"]: row["name"] for row in rows if "code" in row and "name" in row}
    return MappingProxyType(names)


def phrase(plover: str, cameo: str) -> str:
    """The noun for an act: of the longest CAMEO code listed that begins `cameo`, else of the PLOVER type."""
    for length in range(len(cameo), 1, -1):
        if cameo[:length] in _phrases() and (length > 2 or plover not in _phrases()):
            return _phrases()[cameo[:length]]
    return _phrases().get(plover, plover.lower())


def summarize(
    source: Sequence[str],
    target: Sequence[str],
    *,
    reciprocal: bool,
    act: tuple[str, str],
    status: str,
    days: tuple[date | None, date | None],
) -> str:
    """`United States and Russia: phone call, 28 Jan 2017`; `act` is PLOVER type and CAMEO code."""
    one, two = _listed(source), _listed(target)
    who = f"{one} and {two}" if reciprocal and two else f"{one} to {two}" if two else one
    marked = "" if status == "actual" else f" ({status})"
    return f"{who}: {phrase(*act)}{marked}, {interval(*days)}"


def interval(first: date | None, last: date | None) -> str:
    """An interval as people write it: `28 Jan 2017`, `1–3 May 2011`, `May 2011`, `2014 to 2017`, `date unknown`."""
    if first is None or last is None:
        return "date unknown"
    if first == last:
        return _day(first)
    if (first.year, first.month) == (last.year, last.month):
        whole = first.day == 1 and last.day >= 28
        return f"{MONTHS[first.month - 1]} {first.year}" if whole else f"{first.day}–{_day(last)}"
    if (first.month, first.day, last.month, last.day) == (1, 1, 12, 31):
        return str(first.year) if first.year == last.year else f"{first.year} to {last.year}"
    return f"{_day(first)} to {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def _listed(codes: Sequence[str]) -> str:
    names = [_names().get(code, code) for code in codes] or ["unnamed"]
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
