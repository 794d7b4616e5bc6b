"""Dates: documents without a day of publication, narrowed by the dated incidents they report.

An act that happened bounds its report from below. Where the clause ties the act to the day of publication ("the call on
Saturday", "yesterday"; `lexicons/day_words.tsv`), it bounds it from above too. The day of the incident is taken from
documents whose own day is known, never from the document to be narrowed; where bounds conflict nothing is changed.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from typing import Final

from detente import lexicons
from detente.records import Basis, Document, Event, Incident
from detente.resolve.tellings import Telling, tellings

WORD: Final = re.compile(r"[^\W\d_]{5,9}")
WIDEST: Final = 7
"""An incident dated more loosely than this many days bounds no document."""


@dataclass(frozen=True, slots=True, order=True)
class Bound:
    """What one report of an incident says of the day of its document."""

    doc_id: str
    incident_id: str
    event_id: str
    basis: Basis = field(compare=False)


def narrow(
    documents: Iterable[Document], events: Iterable[Event], incidents: Sequence[Incident]
) -> tuple[Document, ...]:
    """`documents` in the order given, some with a narrower interval of publication and its evidence; pure."""
    documents, events = tuple(documents), tuple(events)
    found: dict[str, list[Bound]] = defaultdict(list)
    said = tellings(events, {document.doc_id: document for document in documents})
    for bound in bounds(said, events, incidents):
        found[bound.doc_id].append(bound)
    return tuple(narrowed(d, found[d.doc_id]) if d.doc_id in found else d for d in documents)


def bounds(said: Mapping[str, Telling], events: Iterable[Event], incidents: Sequence[Incident]) -> Iterator[Bound]:
    """What dated documents that report these incidents say of the days of undated ones; all reports must be there.

    `said`: what the document of each event says beside it, by its id.
    """
    told: dict[str, list[Event]] = defaultdict(list)
    for event in events:
        if event.incident_id is not None and event.status == "actual" and event.start is not None:
            told[event.incident_id].append(event)
    known = {i.incident_id for i in incidents if i.status == "actual"}
    for incident_id, reports in sorted(told.items()):
        loose = [event for event in reports if said[event.event_id].loose]
        days = _days(event for event in reports if not said[event.event_id].loose)
        if incident_id in known and days is not None:
            for event in loose:
                basis = _bound(event, said[event.event_id].clause, days)
                yield Bound(event.doc_id, incident_id, event.event_id, basis)


def _days(reports: Iterable[Event]) -> tuple[date, date] | None:
    """The narrowest day that a dated document gives the incident; None where none gives one closely enough."""
    spans = [(e.date_from, e.date_to) for e in reports if e.date_from is not None and e.date_to is not None]
    close = [(first, last) for first, last in spans if (last - first).days <= WIDEST]
    return min(close, key=lambda span: ((span[1] - span[0]).days, span), default=None)


def _bound(event: Event, clause: str, days: tuple[date, date]) -> Basis:
    """What one report says of its document's day: not before the act, and not long after where a word says so."""
    last: date | None = None
    for first_offset, last_offset in _offsets(clause, days):
        if first_offset == last_offset:
            days = (_later(days[0], first_offset), days[1])
        latest = _later(days[1], last_offset)
        last = latest if last is None else min(last, latest)
    return Basis("incident", event.start, event.end, days[0], last)


def _offsets(clause: str, days: tuple[date, date]) -> Iterator[tuple[int, int]]:
    for match in WORD.finditer(clause[:400]):
        row = _words().get(match.group().casefold())
        if row is None:
            continue
        weekday, first, last = row
        if not weekday or (days[0] == days[1] and days[0].isoweekday() == weekday):
            yield first, last
        return


@cache
def _words() -> Mapping[str, tuple[int, int, int]]:
    rows = lexicons.table("day_words")
    return {row["word"]: (int(row["weekday"] or 0), int(row["from"]), int(row["to"])) for row in rows}


def narrowed(document: Document, found: Iterable[Bound]) -> Document:
    """The document within its own interval and all bounds that do not empty it, by incident and report."""
    first, last = document.published_from, document.published_to
    kept = []
    for bound in (one.basis for one in sorted(found)):
        low = bound.date_from if first is None or (bound.date_from and bound.date_from > first) else first
        high = bound.date_to if last is None or (bound.date_to and bound.date_to < last) else last
        if (low, high) == (first, last) or (low is not None and high is not None and low > high):
            continue
        first, last = low, high
        kept.append(bound)
    if not kept:
        return document
    day = first if first == last else None
    return replace(
        document,
        published_from=first,
        published_to=last,
        published=day,
        published_p=document.published_p if day is None else 0.8,
        published_basis=(*document.published_basis, *kept),
    )


def _later(day: date, days: int) -> date:
    return date.fromordinal(day.toordinal() + days)
