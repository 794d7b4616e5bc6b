"""Dated world events that a text reports, from `world_events.tsv`: all their key words in one passage."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Final

from detente import lexicons
from detente.clean import vocabulary

SHORT: Final = 4  # letters; keys up to this length must be whole words, longer ones only start one

Spot = tuple[int, int]


@dataclass(frozen=True, slots=True)
class WorldEvent:
    """A dated event: first and last day, and its groups of key words; `lasting`: a time in which it is in the news."""

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
def _index() -> tuple[vocabulary.Index, dict[str, tuple[WorldEvent, ...]]]:
    """The index of all keys, and the events behind those that are asked first, each event's rarest group."""
    used: dict[str, int] = {}
    for event in events():
        for group in event.groups:
            for key in group:
                used[key] = used.get(key, 0) + 1
    asking: dict[str, list[WorldEvent]] = {}
    for event in events():
        rarest = min(event.groups, key=lambda group: (sum(used[key] for key in group), sorted(group)))
        for key in rarest:
            asking.setdefault(key, []).append(event)
    return vocabulary.Index(used, whole=False), {key: tuple(found) for key, found in asking.items()}


def find(text: str, passages: Sequence[Spot]) -> tuple[Report, ...]:
    """The events reported in `passages` (spans of `text`, which may overlap), each once, in its first passage."""
    if not passages:
        return ()
    index, asking = _index()
    begin = min(start for start, _ in passages)
    words = vocabulary.of(text, begin, max(end for _, end in passages))
    folded = words.folded
    possible = frozenset(index.possible(words))
    anywhere: dict[str, Spot | None] = {}
    asked = {
        key: [
            event
            for event in asking[key]
            if not any(map(possible.isdisjoint, event.groups))
            and _spots(event, folded, (0, len(folded)), anywhere, possible)
        ]
        for key in possible & asking.keys()
        if key in folded
    }
    keys = [key for key, asking_ in asked.items() if asking_]
    hits = [(first, first + len(key), key) for first, key in vocabulary.places(keys, folded, 0, len(folded))]
    hits = [hit for hit in hits if not hit[0] or not folded[hit[0] - 1].isalnum()]
    ends = [last for _, last, _ in hits]
    found: dict[str, Report] = {}
    for number, passage in enumerate(passages if hits else ()):
        start, end = passage[0] - begin, passage[1] - begin
        spots: dict[str, Spot | None] = {}
        for first, _, key in hits[bisect_right(ends, start) : bisect_right(ends, end)]:
            for event in asked[key] if first >= start else ():
                if event.id not in found and (near := _spots(event, folded, (start, end), spots, possible)):
                    span = begin + min(near)[0], begin + max(last for _, last in near)
                    found[event.id] = Report(event, number, *span)
    return tuple(sorted(found.values(), key=lambda report: (report.start, report.event.id)))


def _spots(
    event: WorldEvent, folded: str, passage: Spot, spots: dict[str, Spot | None], possible: frozenset[str]
) -> list[Spot]:
    """One span a group (the first of its keys in the passage), or none when a group is missing."""
    near: list[Spot] = []
    for group in event.groups:
        found = []
        for key in group & possible:
            if key not in spots:
                spots[key] = _spot(key, folded, *passage)
            spot = spots[key]
            if spot is not None:
                found.append(spot)
        if not found:
            return []
        near.append(min(found))
    return near


def _spot(key: str, folded: str, start: int, end: int) -> Spot | None:
    """Where a key first stands at the start of a word; a short one must be the whole of it."""
    size = len(key)
    at = folded.find(key, start, end)
    while at >= 0:
        after = at + size
        inside = at > start and folded[at - 1].isalnum()
        if not inside and not (size <= SHORT and after < end and folded[after].isalnum()):
            return at, after
        at = folded.find(key, after, end)
    return None


def matching(text: str) -> Iterator[WorldEvent]:
    """The events a single passage reports (the tests of the lexicon's examples use it)."""
    yield from (report.event for report in find(text, [(0, len(text))]))
