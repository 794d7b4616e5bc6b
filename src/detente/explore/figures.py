"""Figures that reports name, and where they differ: "five soldiers" in one report, "three soldiers" in another."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from detente.lexicons import table

LEAST: Final = 3
"""Number words below this count too many things: "the two met"."""

STEM: Final = 4
YEARS: Final = range(1500, 2200)
"""A bare number of these is a year."""


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure with what it counts, as the report words it; `of` is what it counts in short."""

    value: float
    of: str
    words: str


def named(text: str) -> tuple[Figure, ...]:
    """The figures of a clause, in their order, dates left out."""
    found = []
    for match in _pattern().finditer(text):
        value, words = _value(match.group(1)), match.group(2).casefold().split()
        if value is not None and not any(word.removesuffix("s") in _calendar() for word in words):
            found.append(Figure(value, words[-1][:STEM], match.group().casefold()))
    return tuple(found)


def differ(told: Iterable[Iterable[Figure]]) -> frozenset[str]:
    """What reports count differently: named by several of them, in figures of which none is common to all."""
    counted: dict[str, list[frozenset[float]]] = {}
    for report in told:
        held: dict[str, set[float]] = {}
        for figure in report:
            held.setdefault(figure.of, set()).add(figure.value)
        for of, values in held.items():
            counted.setdefault(of, []).append(frozenset(values))
    return frozenset(of for of, values in counted.items() if not frozenset.intersection(*values))


def by_words(told: Sequence[Iterable[Figure]]) -> dict[str, tuple[int, ...]]:
    """Each figure as worded and the places of the reports, from 1, that name it; what most reports name comes first."""
    places: dict[str, list[int]] = {}
    for place, report in enumerate(told, 1):
        for words in dict.fromkeys(figure.words for figure in report):
            places.setdefault(words, []).append(place)
    return {words: tuple(places[words]) for words in sorted(places, key=lambda words: (-len(places[words]), words))}


def _value(word: str) -> float | None:
    if word[0].isdigit():
        value = float(word.replace(",", ""))
        return None if value in YEARS and "," not in word else value
    return _numbers().get(word.casefold())


@cache
def _pattern() -> re.Pattern[str]:
    """A figure and what it counts: the next word, with a name before it ("Swedish diplomats")."""
    written = "|".join(sorted(_numbers(), key=lambda word: (-len(word), word)))
    digits = r"\d{1,3}(?:,\d{3})+|\d{1,9}(?:\.\d{1,3})?"
    return re.compile(rf"(?<![\w.,-])({digits}|(?i:{written}))(?:-| )((?:[A-Z][\w-]* )?[a-z]\w{{2,}})")


@cache
def _numbers() -> Mapping[str, float]:
    rows = (row for row in table("calendar_words") if row["class"] == "number")
    return {row["word"]: float(row["value"]) for row in rows if float(row["value"]) >= LEAST}


@cache
def _calendar() -> frozenset[str]:
    return frozenset(row["word"] for row in table("calendar_words"))
