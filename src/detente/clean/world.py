"""Dated world events that a text reports, from `world_events.tsv`: all their key words in one passage."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

import ahocorasick

from detente import lexicons

SHORT: Final = 4  # letters; keys up to this length must be whole words, longer ones only start one

Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class WorldEvent:
    """A dated event: first and last day, and its groups of key words; `lasting` for a time in which it is in the news."""

    id: str
    date_from: date
    date_to: date
    groups: tuple[frozenset[str], ...]
    lasting: bool = False


@dataclass(frozen=True, slots=True)
class Report:
    """An event that a passage reports: the passage's number and the span of its key words."""

    event: WorldEvent
    passage: int
    start: int
    end: int


@cache
def events() -> tuple[WorldEvent, ...]:
    """The rows of `world_events.tsv`."""
    return tuple(
        WorldEvent(
            row["id"],
            date.fromisoformat(row["from"]),
            date.fromisoformat(row["to"]),
            _groups(row["keys"]),
            row["kind"] == "period",
        )
        for row in lexicons.table("world_events")
    )


@cache
def horizon() -> date:
    """The last day of which the table knows."""
    return max(event.date_to for event in events())


def _groups(keys: str) -> tuple[frozenset[str], ...]:
    groups = (frozenset(key.strip().casefold() for key in group.split("/") if key.strip()) for group in keys.split("&"))
    return tuple(group for group in groups if group)


@cache
def _index() -> tuple[Any, dict[str, tuple[WorldEvent, ...]]]:
    """The automaton over all keys, and for each key the events whose rarest group it belongs to."""
    used: dict[str, int] = {}
    for event in events():
        for group in event.groups:
            for key in group:
                used[key] = used.get(key, 0) + 1
    automaton: Any = ahocorasick.Automaton()
    for key in used:
        automaton.add_word(key, (key, len(key), len(key) <= SHORT))
    automaton.make_automaton()
    asking: dict[str, list[WorldEvent]] = {}
    for event in events():
        rarest = min(event.groups, key=lambda group: (sum(used[key] for key in group), sorted(group)))
        for key in rarest:
            asking.setdefault(key, []).append(event)
    return automaton, {key: tuple(found) for key, found in asking.items()}


def find(text: str, passages: Sequence[tuple[int, int]]) -> tuple[Report, ...]:
    """The events reported in `passages` (spans of `text`, which may overlap), each once, in its first passage."""
    if not passages:
        return ()
    _, asking = _index()
    hits = _hits(text, min(start for start, _ in passages), max(end for _, end in passages))
    ends = [end for _, end, _ in hits]
    found: dict[str, Report] = {}
    for number, (start, end) in enumerate(passages):
        spots: dict[str, Spot] = {}
        for first, last, key in hits[bisect_right(ends, start) : bisect_right(ends, end)]:
            if first >= start and key not in spots:
                spots[key] = (first, last)
        for key in spots:
            for event in asking.get(key, ()):
                if event.id not in found and (near := _spots(event, spots)) is not None:
                    found[event.id] = Report(event, number, min(near)[0], max(last for _, last in near))
    return tuple(sorted(found.values(), key=lambda report: (report.start, report.event.id)))


def _hits(text: str, begin: int, end: int) -> list[tuple[int, int, str]]:
    """Start, end and key of each key that stands at the start of a word in a stretch of `text`, by their ends."""
    automaton, _ = _index()
    folded = _folded(text[begin:end])
    hits = []
    for last, (key, size, short) in automaton.iter(folded):
        first = last - size + 1
        if first and folded[first - 1].isalnum():
            continue
        if short and folded[last + 1 : last + 2].isalnum():
            continue
        hits.append((begin + first, begin + last + 1, key))
    return hits


def _folded(text: str) -> str:
    """The text without case, every character in its place."""
    folded = text.casefold()
    return folded if len(folded) == len(text) else "".join(c if len(c.casefold()) > 1 else c.casefold() for c in text)


def _spots(event: WorldEvent, hits: dict[str, Spot]) -> list[Spot] | None:
    """One span a group (the first of its keys in the passage), or None when a group is missing."""
    spots = []
    for group in event.groups:
        found = [hits[key] for key in group if key in hits]
        if not found:
            return None
        spots.append(min(found))
    return spots


def matching(text: str) -> Iterator[WorldEvent]:
    """The events a single passage reports (the tests of the lexicon's examples use it)."""
    yield from (report.event for report in find(text, [(0, len(text))]))
