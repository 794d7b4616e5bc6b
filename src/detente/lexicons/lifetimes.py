"""Lifetimes: the years in which each state existed, and what is dated into other years.

Such rows are kept, since names outlive states and a date may be wrong, but told of, with examples.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from detente import lexicons

OPEN: Final = (0, 9999)
"""First and last year where a life is open."""


@dataclass(frozen=True, slots=True)
class Stray:
    """A state that acts in years in which it did not exist: how often, when first and when last, what the first such
    act is, and the state's own years."""

    code: str
    name: str
    n: int
    first: date
    last: date
    example: str
    lived: str


@cache
def years() -> dict[str, tuple[int, int]]:
    """The first and last year of every state whose life the table of states bounds."""
    rows = [row for row in lexicons.table("states") if row["from"] or row["to"]]
    return {row["code"]: (int(row["from"][:4] or OPEN[0]), int(row["to"][:4] or OPEN[1])) for row in rows}


@cache
def _names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in lexicons.table("states")}


def strays(acts: Iterable[tuple[Iterable[str], date | None, str]]) -> tuple[Stray, ...]:
    """States in acts (who takes part, the day, what it is) of years in which they did not exist, the most frequent
    first."""
    bounds = years()
    found: dict[str, list[tuple[date, str]]] = {}
    for states, day, what in acts:
        if day is not None:
            for code in {code for code in states if code in bounds}:
                if not bounds[code][0] <= day.year <= bounds[code][1]:
                    found.setdefault(code, []).append((day, what))
    told = (_stray(code, held) for code, held in found.items())
    return tuple(sorted(told, key=lambda one: (-one.n, one.code)))


def _stray(code: str, held: list[tuple[date, str]]) -> Stray:
    begin, end = years()[code]
    lived = f"existed from {begin} " + ("on" if end == OPEN[1] else f"to {end}") if begin else f"existed until {end}"
    return Stray(code, _names()[code], len(held), min(held)[0], max(held)[0], min(held)[1], lived)
