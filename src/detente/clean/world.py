"""Dated world events that a text reports, from `world_events.tsv`: all their key words in one passage."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

import ahocorasick

from detente import lexicons

SHORT: Final = 4  # letters; keys up to this length must be whole words, longer ones only start one
NEAR: Final = 12  # key hits kept of one passage and group


@dataclass(frozen=True, slots=True)
class WorldEvent:
    """A dated event: first and last day, and its groups of key words."""

    id: str
    date_from: date
    date_to: date
    groups: tuple[frozenset[str], ...]


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
        WorldEvent(row["id"], date.fromisoformat(row["from"]), date.fromisoformat(row["to"]), _groups(row["keys"]))
        for row in lexicons.table("world_events")
    )


def _groups(keys: str) -> tuple[frozenset[str], ...]:
    groups = (frozenset(key.strip().casefold() for key in group.split("/") if key.strip()) for group in keys.split("&"))
    return tuple(group for group in groups if group)


@cache
def _index() -> tuple[Any, dict[str, tuple[int, ...]]]:
    """The automaton over all keys, and for each key the events whose rarest group it belongs to."""
    used: dict[str, int] = {}
    for event in events():
        for group in event.groups:
            for key in group:
                used[key] = used.get(key, 0) + 1
    automaton: Any = ahocorasick.Automaton()
    for key in used:
        automaton.add_word(key, key)
    automaton.make_automaton()
    asking: dict[str, list[int]] = {}
    for number, event in enumerate(events()):
        rarest = min(event.groups, key=lambda group: (sum(used[key] for key in group), sorted(group)))
        for key in rarest:
            asking.setdefault(key, []).append(number)
    return automaton, {key: tuple(numbers) for key, numbers in asking.items()}


def find(text: str, passages: Sequence[tuple[int, int]]) -> tuple[Report, ...]:
    """The events reported in `passages` (spans of `text`), each once, in its first passage."""
    automaton, asking = _index()
    found: dict[str, Report] = {}
    for number, (start, end) in enumerate(passages):
        hits = _hits(automaton, text[start:end].casefold())
        for key in hits:
            for candidate in asking.get(key, ()):
                event = events()[candidate]
                if event.id in found:
                    continue
                spots = _spots(event, hits)
                if spots is not None:
                    first, last = min(spots)[0], max(end_ for _, end_ in spots)
                    found[event.id] = Report(event, number, start + first, start + min(last, end - start))
    return tuple(sorted(found.values(), key=lambda report: (report.start, report.event.id)))


def _hits(automaton: Any, folded: str) -> dict[str, list[tuple[int, int]]]:
    """Keys that stand in the folded passage at the start of a word, with their spans."""
    hits: dict[str, list[tuple[int, int]]] = {}
    for last, key in automaton.iter(folded):
        first, end = last - len(key) + 1, last + 1
        if first and folded[first - 1].isalnum():
            continue
        if len(key) <= SHORT and end < len(folded) and folded[end].isalnum():
            continue
        spots = hits.setdefault(key, [])
        if len(spots) < NEAR:
            spots.append((first, end))
    return hits


def _spots(event: WorldEvent, hits: dict[str, list[tuple[int, int]]]) -> list[tuple[int, int]] | None:
    """One span a group (the first of its keys in the passage), or None when a group is missing."""
    spots = []
    for group in event.groups:
        found = [hits[key][0] for key in group if key in hits]
        if not found:
            return None
        spots.append(min(found))
    return spots


def matching(text: str) -> Iterator[WorldEvent]:
    """The events a single passage reports (the tests of the lexicon's examples use it)."""
    yield from (report.event for report in find(text, [(0, len(text))]))
