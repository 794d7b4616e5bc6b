"""Where everything stands on a page: the number and anchor of each record, and the way from a record to its words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, TypeVar

from detente.explore.citations import anchor, cited_spans
from detente.explore.evidence import Source
from detente.explore.material import Material
from detente.explore.passages import Cited, Passage, sentence
from detente.explore.wording import day, excerpt, interval, joined, state_name
from detente.records import Document, Domestic, Event, Forecast, Incident, Poll, Quote, Span
from detente.resolve.summaries import phrase

Record = TypeVar("Record")
LAST: Final = date.max
WORDS: Final = 80  # characters of a row behind a number
LOOSE: Final = 366  # days; a wider interval does not tell where in time an incident belongs
UNNAMED: Final = "unnamed outlet"


@dataclass(frozen=True, slots=True)
class Holdings:
    """What stands in one document."""

    incidents: tuple[Incident, ...] = ()
    quotes: tuple[Quote, ...] = ()
    forecasts: tuple[Forecast, ...] = ()


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Every record of the material in the order of the page, with its short name ("i7", "q3") by id."""

    material: Material
    incidents: tuple[Incident, ...]
    documents: tuple[Document, ...]
    quotes: tuple[Quote, ...]
    forecasts: tuple[Forecast, ...]
    polls: tuple[Poll, ...]
    domestic: tuple[Domestic, ...]
    refs: Mapping[str, str]
    document: Mapping[str, Document]
    incident: Mapping[str, Incident]
    quote: Mapping[str, Quote]
    events: Mapping[str, tuple[Event, ...]]
    reporters: Mapping[str, tuple[Document, ...]]
    of: Mapping[str, Holdings]
    cited: Mapping[str, tuple[Cited, ...]]

    def href(self, record_id: str) -> str:
        """The link to a record's own place on the page."""
        return f"#{record_id}"

    def passage(self, doc_id: str, start: int, end: int, trigger: Span | None = None) -> Passage:
        """The sentence around a span of a document of the page."""
        return sentence(self.document[doc_id], start, end, trigger)

    def of_document(self, document: Document) -> Source:
        """A document as one row behind a number."""
        when = published(document)
        return Source(
            f"#{document.doc_id}", excerpt(headline(document), WORDS), f"{document.outlet or UNNAMED}, {when}"
        )

    def of_incident(self, incident: Incident) -> Source:
        """An incident as one row behind a number."""
        when = interval(incident.date_from, incident.date_to)
        return Source(f"#{incident.incident_id}", title(incident), when)

    def of_event(self, event: Event) -> Source:
        """A report of an incident as one row behind a number: the words themselves."""
        if event.start is None or event.end is None or event.doc_id not in self.document:
            return Source(f"#{event.incident_id}", f"{event.origin} record {event.event_id}")
        document = self.document[event.doc_id]
        words = excerpt(document.text[event.start : event.end], WORDS)
        return Source(f"#{anchor(event.doc_id, event.start, event.end)}", f"“{words}”", outlet_of(document))

    def of_quote(self, quote: Quote) -> Source:
        """A quote as one row behind a number: what was said."""
        document = self.document[quote.doc_id]
        words = " … ".join(excerpt(document.text[span.start : span.end], WORDS) for span in quote.content)
        return Source(f"#{quote.quote_id}", f"“{words}”", outlet_of(document))

    def of_forecast(self, forecast: Forecast) -> Source:
        """A forecast as one row behind a number: the claim."""
        document = self.document[forecast.doc_id]
        words = excerpt(document.text[forecast.start : forecast.end], WORDS)
        return Source(f"#{forecast.forecast_id}", f"“{words}”", forecast.speaker or outlet_of(document))

    def reporting(self, incidents: Iterable[Incident]) -> tuple[Document, ...]:
        """The documents that report any of the incidents, copies left out, in the order of the page."""
        found = {row.doc_id: row for incident in incidents for row in self.reporters.get(incident.incident_id, ())}
        return _sorted(found.values(), _document_key)


def catalogue(material: Material) -> Catalogue:
    """The catalogue of a dossier's material; the order depends on the records alone."""
    documents = _sorted(material.documents, _document_key)
    rank = {row.doc_id: place for place, row in enumerate(documents)}
    incidents = _sorted(material.incidents, _incident_key)
    quotes = _sorted(material.quotes, lambda q: (rank[q.doc_id], _first(q), q.quote_id))
    forecasts = _sorted(material.forecasts, lambda f: (rank[f.doc_id], f.start, f.forecast_id))
    polls = _sorted(material.polls, lambda p: (rank[p.doc_id], p.start, p.poll_id))
    domestic = _sorted(material.domestic, lambda d: (rank[d.doc_id], d.start, d.domestic_id))
    refs = {row.incident_id: f"i{n}" for n, row in enumerate(incidents, 1)}
    refs |= {row.quote_id: f"q{n}" for n, row in enumerate(quotes, 1)}
    refs |= {row.forecast_id: f"f{n}" for n, row in enumerate(forecasts, 1)}
    refs |= {row.poll_id: f"p{n}" for n, row in enumerate(polls, 1)}
    refs |= {row.domestic_id: f"h{n}" for n, row in enumerate(domestic, 1)}
    refs |= {row.doc_id: f"d{n}" for n, row in enumerate(documents, 1)}
    events: dict[str, list[Event]] = defaultdict(list)
    for event in _sorted(material.events, lambda e: (rank.get(e.doc_id, -1), e.start or 0, e.end or 0, e.event_id)):
        events[event.incident_id or ""].append(event)
    by_id = {row.doc_id: row for row in documents}
    return Catalogue(
        material=material,
        incidents=incidents,
        documents=documents,
        quotes=quotes,
        forecasts=forecasts,
        polls=polls,
        domestic=domestic,
        refs=refs,
        document=by_id,
        incident={row.incident_id: row for row in incidents},
        quote={row.quote_id: row for row in quotes},
        events={key: tuple(rows) for key, rows in events.items()},
        reporters={key: _reporters(rows, by_id) for key, rows in events.items()},
        of=_holdings(by_id, incidents, events, (quotes, forecasts)),
        cited=cited_spans(material, refs),
    )


def title(incident: Incident) -> str:
    """Who, toward whom, what: "United States → Russia: sanctions"; both sides with "and" when it is reciprocal."""
    both = incident.reciprocal or set(incident.source) == set(incident.target)
    sides = (dict.fromkeys(incident.source + incident.target),) if both else (incident.source, incident.target)
    who = " → ".join(joined([state_name(code) for code in side]) or "unnamed" for side in sides)
    return f"{who}: {phrase(incident.plover, incident.cameo)}"


def headline(document: Document) -> str:
    """The title of a document; its file name where it has none."""
    return document.title or f"Untitled ({document.path})"


def outlet_of(document: Document) -> str:
    """The outlet, or words that say that it is not known."""
    return document.outlet or UNNAMED


def published(document: Document) -> str:
    """The day of publication, or the interval that the evidence allows."""
    if document.published is not None:
        return day(document.published)
    return interval(document.published_from, document.published_to)


def _sorted(rows: Iterable[Record], key: Callable[[Record], object]) -> tuple[Record, ...]:
    return tuple(sorted(rows, key=key))  # type: ignore[arg-type]


def _document_key(document: Document) -> tuple[bool, date, str]:
    """By day of publication; documents dated loosely come last."""
    first, last = document.published_from, document.published_to
    known = document.published is not None or (first is not None and last is not None and (last - first).days <= LOOSE)
    return (not known, document.published or first or LAST, document.doc_id)


def _reporters(events: Iterable[Event], documents: Mapping[str, Document]) -> tuple[Document, ...]:
    """The documents that the events stand in, copies left out, each once."""
    found = {event.doc_id: documents[event.doc_id] for event in events if event.doc_id in documents}
    return tuple(row for row in found.values() if row.duplicate_of is None)


def _holdings(
    documents: Iterable[str],
    incidents: Iterable[Incident],
    events: Mapping[str, Sequence[Event]],
    said: tuple[Sequence[Quote], Sequence[Forecast]],
) -> dict[str, Holdings]:
    told: dict[str, dict[str, Incident]] = defaultdict(dict)
    for incident in incidents:
        for event in events.get(incident.incident_id, ()):
            told[event.doc_id][incident.incident_id] = incident
    quotes: dict[str, list[Quote]] = defaultdict(list)
    for quote in said[0]:
        quotes[quote.doc_id].append(quote)
    forecasts: dict[str, list[Forecast]] = defaultdict(list)
    for forecast in said[1]:
        forecasts[forecast.doc_id].append(forecast)
    return {
        doc_id: Holdings(tuple(told[doc_id].values()), tuple(quotes[doc_id]), tuple(forecasts[doc_id]))
        for doc_id in documents
    }


def dated(incident: Incident) -> bool:
    """True when an incident is dated closely enough to have its place in time; the others come last."""
    first, last = incident.date_from, incident.date_to
    return first is not None and last is not None and (last - first).days <= LOOSE


def _incident_key(incident: Incident) -> tuple[bool, date, date, str]:
    return (not dated(incident), incident.date_from or LAST, incident.date_to or LAST, incident.incident_id)


def _first(quote: Quote) -> int:
    return quote.content[0].start if quote.content else 0
