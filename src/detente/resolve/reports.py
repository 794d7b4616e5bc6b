"""Reports: one act as one document tells it once. Rows of both directions of a cooperative act become one report."""

from __future__ import annotations

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache
from typing import Any, Final

from detente import lexicons
from detente.records import Document, Event
from detente.resolve.tellings import Telling, tellings

WORD: Final = re.compile(r"[^\W\d_]{4,30}")
FIGURE: Final = re.compile(r"(?<![\w.])\d{1,9}(?:[.,]\d{1,3}){0,3}(?![\w])")
NUMBER: Final = re.compile(r"[^\W\d_]{3,9}")
LEAST: Final = 3
"""Number words below this are no figures."""

COOPERATIVE: Final = 2
"""Quad classes up to this are cooperation, which two sides do together; blows that they trade are two acts."""

OPEN: Final = 365
"""A plan without an end is for the coming year, an act without a beginning of the year before: a convention."""

LENT: Final = "references:"
"""What rules of acts begin with whose sides the document lends."""

STEM: Final = 5
"""Words are compared by their first letters, a poor man's stem: "talked" is "talks", "expelled" is not "expulsion"."""


@dataclass(frozen=True, slots=True)
class Report:
    """One act in one document: the rows it was coded as, the ordinals of the days that bound it, what its clause says.

    `words` leave out the actors' names, which every report of a pair shares; `pairs` are directed, an unnamed side "";
    `original` is the document that a copy repeats, and `outlet` who printed that, or where it lies.
    """

    event_ids: tuple[str, ...]
    doc_id: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    reciprocal: bool
    plover: str
    cameo: str
    status: str
    first: int | None
    last: int | None
    place: str | None
    issues: frozenset[str]
    words: frozenset[str]
    figures: frozenset[str]
    start: int
    end: int
    historical: bool
    p: float
    told: int
    goldstein: float
    quad: int
    original: str
    outlet: str | None

    pairs: frozenset[tuple[str, str]]

    @property
    def key(self) -> str:
        """What orders reports when nothing else does: the smallest event id."""
        return self.event_ids[0]

    @property
    def width(self) -> int | None:
        """Days between the bounds; None where the report has no date."""
        return None if self.first is None or self.last is None else self.last - self.first


def gather(events: Iterable[Event], documents: Mapping[str, Document]) -> tuple[Report, ...]:
    """The reports in `events`, in a total order that does not depend on the order of `events`."""
    events = tuple(events)
    return told(events, tellings(events, documents))


def told(events: Iterable[Event], said: Mapping[str, Telling]) -> tuple[Report, ...]:
    """As `gather`, by what documents say beside each event (by its id)."""
    groups: dict[tuple[object, ...], list[Event]] = defaultdict(list)
    for event in events:
        sides = (event.source, event.target)
        if event.quad <= COOPERATIVE:
            sides = (min(sides), max(sides))
        groups[
            event.doc_id, event.trigger_start, event.trigger_end, event.start, event.plover, event.status, sides
        ].append(event)
    return tuple(sorted((_report(group, said) for group in groups.values()), key=lambda report: report.key))


def _report(group: Sequence[Event], said: Mapping[str, Telling]) -> Report:
    group = sorted(group, key=lambda event: event.event_id)
    head = max(group, key=lambda event: (event.p, event.event_id))
    telling = said[head.event_id]
    first, last = _bounds(group)
    reciprocal = any((event.source, event.target) == (head.target, head.source) for event in group)
    named = {
        word.casefold()[:STEM]
        for event in group
        for text in (event.source_text, event.target_text)
        for word in WORD.findall(text or "")
    }
    return Report(
        event_ids=tuple(event.event_id for event in group),
        doc_id=head.doc_id,
        source=head.source,
        target=head.target,
        reciprocal=reciprocal,
        plover=sys.intern(head.plover),
        cameo=sys.intern(head.cameo),
        status=sys.intern(head.status),
        first=first,
        last=last,
        place=next((event.place for event in group if event.place), None),
        issues=_shared(frozenset(issue for event in group for issue in event.issues)),
        words=frozenset(sys.intern(word[:STEM].casefold()) for word in WORD.findall(telling.clause)) - named,
        figures=_shared(_figures(telling.clause)),
        start=head.start or 0,
        end=head.end or 0,
        historical=all(event.historical for event in group),
        p=head.p,
        told=telling.told,
        goldstein=head.goldstein,
        quad=head.quad,
        original=telling.original,
        outlet=telling.outlet,
        pairs=_shared(_pairs(head, reciprocal)),
    )


def _figures(clause: str) -> frozenset[str]:
    """Figures of a clause, those written as words among them."""
    written = (_numbers()[word] for word in NUMBER.findall(clause.casefold()) if word in _numbers())
    return frozenset([*(figure.strip(".,") for figure in FIGURE.findall(clause)), *written])


@cache
def _numbers() -> Mapping[str, str]:
    """Number words from three on: "one" and "two" count too many things."""
    rows = (row for row in lexicons.table("calendar_words") if row["class"] == "number")
    return {row["word"]: row["value"] for row in rows if float(row["value"]) >= LEAST}


@lru_cache(maxsize=10_000)
def _shared(found: frozenset[Any]) -> frozenset[Any]:
    """One set for all that are equal."""
    return found


def _pairs(event: Event, reciprocal: bool) -> frozenset[tuple[str, str]]:
    """Directed pairs of states, both ways where the direction is but inferred; an unnamed side is ""."""
    pairs = {(a, b) for a in event.source or ("",) for b in event.target or ("",) if a != b}
    return frozenset(pairs | {(b, a) for a, b in pairs} if reciprocal or _lent(event) else pairs)


def _lent(event: Event) -> bool:
    """True for an act whose clause names neither side: the document lent it its pair, and who acts is a guess."""
    return event.rule.startswith(LENT) and event.source_text is None and event.target_text is None


def _bounds(group: Sequence[Event]) -> tuple[int | None, int | None]:
    firsts = [event.date_from for event in group if event.date_from is not None]
    lasts = [event.date_to for event in group if event.date_to is not None]
    first: date | None = max(firsts, default=None)
    last: date | None = min(lasts, default=None)
    if first is not None and last is None:
        last = date.fromordinal(min(first.toordinal() + OPEN, date.max.toordinal()))
    if last is not None and first is None:
        first = date.fromordinal(max(last.toordinal() - OPEN, 1))
    if first is None or last is None:
        return None, None
    return min(first, last).toordinal(), max(first, last).toordinal()
