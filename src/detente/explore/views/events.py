"""Reports of incidents as lines of a list: the words, whose they are, and how they were coded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.explore import addresses
from detente.explore.passages import Passage
from detente.explore.views.texts import Origin, Texts
from detente.explore.wording import Term, interval, joined, percent, state_name, term
from detente.records import Event, Quote, Span
from detente.store import schema
from detente.store.reader import Reader, Row


@dataclass(frozen=True, slots=True)
class EventLine:
    """One report; `passage` and `origin` are None for imported rows, which have no words."""

    id: str
    passage: Passage | None
    href: str | None
    origin: Origin | None
    coded_by: str
    sides: str
    when: str
    status: Term
    type: Term
    code: str
    mode: str | None
    p: str
    rule: str
    place: str | None
    said_by: str | None
    said_href: str | None
    incident_href: str | None


def lines(reader: Reader, rows: Sequence[Row]) -> tuple[EventLine, ...]:
    """Reports in words."""
    return lines_of(reader, [schema.record(Event, row) for row in rows])


def lines_of(reader: Reader, events: Sequence[Event]) -> tuple[EventLine, ...]:
    """Reports in words, from records."""
    texts = Texts(reader, (event.doc_id for event in events if event.origin == "text"))
    wanted = sorted({event.quote_id for event in events if event.quote_id})
    quotes = (
        {row["quote_id"]: schema.record(Quote, row) for row in reader.ask("quotes_of", ids=wanted)} if wanted else {}
    )
    return tuple(line(event, texts, quotes.get(event.quote_id or "")) for event in events)


def line(event: Event, texts: Texts, quote: Quote | None) -> EventLine:
    """One report in words."""
    trigger = None
    if event.trigger_start is not None and event.trigger_end is not None:
        trigger = Span(event.trigger_start, event.trigger_end)
    passage = texts.passage(event.doc_id, event.start, event.end, trigger)
    said = quote.speaker or "a speaker not named" if quote is not None else None
    return EventLine(
        id=event.event_id,
        passage=passage,
        href=addresses.document(event.doc_id, event.start, event.end) if passage is not None else None,
        origin=texts.origin(event.doc_id),
        coded_by=event.origin,
        sides=sides(event.source, event.target),
        when=interval(event.date_from, event.date_to),
        status=term("status", event.status),
        type=term("plover", event.plover),
        code=event.cameo,
        mode=event.mode,
        p=percent(event.p),
        rule=event.rule,
        place=event.place,
        said_by=said,
        said_href=addresses.speaker(quote.speaker, quote.country) if quote is not None and quote.speaker else None,
        incident_href=addresses.incident(event.incident_id) if event.incident_id else None,
    )


def sides(source: Sequence[str], target: Sequence[str]) -> str:
    """Who toward whom."""
    return " → ".join(joined([state_name(code) for code in side]) or "unnamed" for side in (source, target))
