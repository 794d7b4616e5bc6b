"""Tellings: what the document of an event says beside the event: its clause, its day, and whose words it repeats."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from detente.records import Document, Event

LONGEST: Final = 2_000
"""Characters of a clause that are looked at."""


@dataclass(frozen=True, slots=True)
class Telling:
    """What a document says beside one of its events.

    `clause`: its words; `told`: the ordinal of the day of the document, or of the latest that it may be of, 0 for none;
    `loose`: its day is not known; `original`: the document that it repeats, or itself; `outlet`: who printed that one,
    or where it lies where no outlet is known.
    """

    clause: str
    told: int
    loose: bool
    original: str
    outlet: str | None


def tellings(events: Iterable[Event], documents: Mapping[str, Document]) -> dict[str, Telling]:
    """What the documents say beside each event, by its id; the originals of copies are among them."""
    return {event.event_id: _telling(event, documents) for event in events}


def _telling(event: Event, documents: Mapping[str, Document]) -> Telling:
    document, name = documents.get(event.doc_id), original(event.doc_id, documents)
    outlet = documents[name].outlet or documents[name].path if name in documents else None
    if document is None:
        return Telling("", 0, loose=False, original=name, outlet=outlet)
    day = document.published or document.published_to
    return Telling(
        clause(document.text, event.start, event.end),
        0 if day is None else day.toordinal(),
        loose=document.published is None,
        original=name,
        outlet=outlet,
    )


def clause(text: str, start: int | None, end: int | None) -> str:
    """What is looked at of the words of an event."""
    return "" if start is None or end is None else text[start:end][:LONGEST]


def original(doc_id: str, documents: Mapping[str, Document]) -> str:
    """The document that a copy repeats in the end, or the document itself."""
    seen = {doc_id}
    while (
        (document := documents.get(doc_id)) is not None and document.duplicate_of and document.duplicate_of not in seen
    ):
        doc_id = document.duplicate_of
        seen.add(doc_id)
    return doc_id
