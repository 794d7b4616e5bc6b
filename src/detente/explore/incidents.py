"""Incidents as cards: what is said to have happened, whether it did, and every report of it in its own words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from detente.explore import figures
from detente.explore.catalogue import Catalogue, dated, outlet_of, published, title
from detente.explore.charts.timeline import LANES, Mark, marker, timeline
from detente.explore.citations import anchor
from detente.explore.evidence import Count, Notes, Source
from detente.explore.passages import Passage
from detente.explore.wording import LINKS, Term, interval, issue_name, percent, state_name, term, terms
from detente.records import Event, Incident, Span

DRAWN: Final = 240  # marks on the timeline; with more, each hides behind the others
LAST: Final = "Dated loosely or not at all"


@dataclass(frozen=True, slots=True)
class Report:
    """One report of an incident: the sentence, where it stands, who says so, how it was coded."""

    href: str | None
    passage: Passage | None
    document: str
    document_href: str | None
    published: str
    said_by: str | None
    said_href: str | None
    status: Term
    differs: bool
    p: str
    code: str


@dataclass(frozen=True, slots=True)
class Link:
    """A link to another incident."""

    href: str
    ref: str
    title: str
    words: str


@dataclass(frozen=True, slots=True)
class Card:
    """One incident on the page."""

    anchor: str
    ref: str
    title: str
    when: str
    place: str | None
    status: Term
    quad: Term
    cooperative: bool
    mark: Markup
    type: Term
    goldstein: str
    issues: tuple[str, ...]
    historical: bool
    mentions: Count
    documents: Count
    outlets: Count
    reports: tuple[Report, ...]
    answers: tuple[Link, ...]
    answered: tuple[Link, ...]
    linked: tuple[Link, ...]
    disputed: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Year:
    """The cards of one year, or of none."""

    label: str
    cards: tuple[Card, ...]


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One status with its mark, meaning and number of incidents."""

    term: Term
    cooperative: Markup
    conflictual: Markup
    incidents: Count


@dataclass(frozen=True, slots=True)
class ReactionRow:
    """An incident and its answer."""

    first: Link
    answer: Link
    lag: str
    basis: Term
    p: str


@dataclass(frozen=True, slots=True)
class IncidentsView:
    """Everything the sections on incidents and reactions show; `drawn_all`: the timeline leaves out none."""

    chart: Markup | None
    charted: Count
    drawn_all: bool
    undated: Count
    years: tuple[Year, ...]
    statuses: tuple[StatusRow, ...]
    reactions: tuple[ReactionRow, ...]


def view(catalogue: Catalogue, notes: Notes) -> IncidentsView:
    """Cards by year, the timeline, the key of statuses, the reactions."""
    links = _links(catalogue)
    years: dict[str, list[Card]] = defaultdict(list)
    for incident in catalogue.incidents:
        label = str(incident.date_from.year) if incident.date_from is not None and dated(incident) else LAST
        years[label].append(_card(incident, catalogue, notes, links))
    close = _weightiest([row for row in catalogue.incidents if dated(row)])
    undated = [row for row in catalogue.incidents if not dated(row)]
    return IncidentsView(
        chart=_chart(close, catalogue) if close else None,
        charted=notes.count("incidents on the timeline", [catalogue.of_incident(row) for row in close]),
        drawn_all=len(close) + len(undated) == len(catalogue.incidents),
        undated=notes.count(
            "incidents without a date, or without one that is closer than a year",
            [catalogue.of_incident(row) for row in undated],
        ),
        years=tuple(Year(label, tuple(cards)) for label, cards in years.items()),
        statuses=_statuses(catalogue, notes),
        reactions=tuple(
            ReactionRow(
                first=_link(catalogue.incident[row.incident_id], catalogue, ""),
                answer=_link(catalogue.incident[row.answer_id], catalogue, ""),
                lag=_days(row.lag_days),
                basis=term("reaction", row.basis),
                p=percent(row.p),
            )
            for row in catalogue.material.reactions
        ),
    )


def _weightiest(incidents: list[Incident]) -> list[Incident]:
    """At most `DRAWN` incidents in the order given: the most reported, then the weightiest on the Goldstein scale."""
    order = sorted(incidents, key=lambda row: (-row.n_documents, -abs(row.goldstein), row.incident_id))
    chosen = {row.incident_id for row in order[:DRAWN]}
    return [row for row in incidents if row.incident_id in chosen]


def _card(
    incident: Incident, catalogue: Catalogue, notes: Notes, links: dict[str, tuple[tuple[Link, ...], tuple[Link, ...]]]
) -> Card:
    events = catalogue.events.get(incident.incident_id, ())
    documents = catalogue.reporting([incident])
    ref = catalogue.refs[incident.incident_id]
    outlets = {row.outlet: row for row in reversed(documents) if row.outlet is not None}
    answers, answered = links.get(incident.incident_id, ((), ()))
    spans = {(event.doc_id, event.start, event.end): event for event in reversed(events)}
    told = [event for event in events if spans[event.doc_id, event.start, event.end] is event]
    reports = tuple(_report(event, incident, catalogue) for event in told)
    return Card(
        anchor=incident.incident_id,
        ref=ref,
        title=title(incident),
        when=interval(incident.date_from, incident.date_to),
        place=incident.place,
        status=term("status", incident.status),
        quad=term("quad", incident.quad),
        cooperative=incident.quad <= 2,
        mark=marker(incident.status, cooperative=incident.quad <= 2),
        type=term("plover", incident.plover),
        goldstein=f"{incident.goldstein:+.1f}".replace("-", "\N{MINUS SIGN}"),
        issues=tuple(issue_name(code) for code in incident.issues),
        historical=incident.historical,
        mentions=notes.count(f"passages that report incident {ref[1:]}", [catalogue.of_event(row) for row in told]),
        documents=notes.count(
            f"documents that report incident {ref[1:]}", [catalogue.of_document(row) for row in documents]
        ),
        outlets=notes.count(
            f"outlets that report incident {ref[1:]}",
            [Source(f"#{row.doc_id}", name, published(row)) for name, row in sorted(outlets.items())],
        ),
        reports=reports,
        answers=answers,
        answered=answered,
        linked=tuple(
            _link(catalogue.incident[link.incident_id], catalogue, LINKS.get(link.kind, link.kind.replace("_", " ")))
            for link in incident.links
            if link.incident_id in catalogue.incident
        ),
        disputed=_disputed(reports),
    )


def _disputed(reports: Sequence[Report]) -> tuple[str, ...]:
    """Figures that the reports tell differently, each as worded and with the outlets that give it."""
    told = [figures.named(r.passage.lead + r.passage.trigger + r.passage.tail) if r.passage else () for r in reports]
    apart = figures.differ(told)
    found: dict[str, dict[str, None]] = {}
    for report, held in zip(reports, told, strict=True):
        for figure in held:
            if figure.of in apart:
                found.setdefault(figure.words, {})[report.document] = None
    return tuple(f"{words} ({', '.join(outlets)})" for words, outlets in sorted(found.items()))


def _report(event: Event, incident: Incident, catalogue: Catalogue) -> Report:
    document = catalogue.document.get(event.doc_id)
    quote = catalogue.quote.get(event.quote_id or "")
    passage = None
    href = document_href = f"#{event.doc_id}" if document is not None else None
    if document is not None and event.start is not None and event.end is not None:
        trigger = None
        if event.trigger_start is not None and event.trigger_end is not None:
            trigger = Span(event.trigger_start, event.trigger_end)
        passage = catalogue.passage(event.doc_id, event.start, event.end, trigger)
        href = f"#{anchor(event.doc_id, event.start, event.end)}"
    return Report(
        href=href,
        passage=passage,
        document=outlet_of(document) if document is not None else f"{event.origin} record {event.event_id}",
        document_href=document_href,
        published=published(document) if document is not None else interval(event.date_from, event.date_to),
        said_by=(quote.speaker or "a speaker not named") if quote is not None else None,
        said_href=f"#{quote.quote_id}" if quote is not None else None,
        status=term("status", event.status),
        differs=event.status != incident.status,
        p=percent(event.p),
        code=f"{event.plover} {event.cameo}",
    )


def _statuses(catalogue: Catalogue, notes: Notes) -> tuple[StatusRow, ...]:
    rows = []
    for entry in terms("status"):
        found = [row for row in catalogue.incidents if row.status == entry.code]
        count = notes.count(f"incidents with status “{entry.label}”", [catalogue.of_incident(row) for row in found])
        rows.append(
            StatusRow(entry, marker(entry.code, cooperative=True), marker(entry.code, cooperative=False), count)
        )
    return tuple(rows)


def _links(catalogue: Catalogue) -> dict[str, tuple[tuple[Link, ...], tuple[Link, ...]]]:
    """For each incident: what it answers, and what answers it."""
    answers: dict[str, list[Link]] = defaultdict(list)
    answered: dict[str, list[Link]] = defaultdict(list)
    for row in catalogue.material.reactions:
        first, answer = catalogue.incident[row.incident_id], catalogue.incident[row.answer_id]
        answers[row.answer_id].append(_link(first, catalogue, f"{_days(row.lag_days)} before"))
        answered[row.incident_id].append(_link(answer, catalogue, f"{_days(row.lag_days)} after"))
    return {key: (tuple(answers[key]), tuple(answered[key])) for key in {*answers, *answered}}


def _link(incident: Incident, catalogue: Catalogue, words: str) -> Link:
    return Link(f"#{incident.incident_id}", catalogue.refs[incident.incident_id], title(incident), words)


def _days(lag: int) -> str:
    return "the same day" if lag == 0 else "1 day" if lag == 1 else f"{lag} days"


def _chart(incidents: list[Incident], catalogue: Catalogue) -> Markup:
    marks = [
        Mark(
            first=row.date_from,
            last=row.date_to,
            quad=row.quad,
            status=row.status,
            href=f"#{row.incident_id}",
            words=f"{title(row)}, {interval(row.date_from, row.date_to)}, {term('status', row.status).label}",
        )
        for row in incidents
        if row.date_from is not None and row.date_to is not None
    ]
    pair = f"{state_name(catalogue.material.a)} and {state_name(catalogue.material.b)}"
    return timeline(
        marks,
        [term("quad", quad).phrase for quad in LANES],
        title=f"Incidents between {pair}",
        desc=f"{len(marks)} incidents; the cards below hold every one with its status, date and reports.",
    )
