"""Incidents as lines of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from detente.explore import addresses
from detente.explore.catalogue import title
from detente.explore.charts.timeline import marker
from detente.explore.numbers import Number, number
from detente.explore.wording import Term, interval, issue_name, signed, term
from detente.records import Incident
from detente.store import schema
from detente.store.reader import Reader, Row


@dataclass(frozen=True, slots=True)
class IncidentLine:
    """One incident in a list."""

    id: str
    href: str
    mark: Markup
    title: str
    when: str
    status: Term
    type: Term
    quad: Term
    cooperative: bool
    goldstein: str
    place: str | None
    issues: tuple[tuple[str, str], ...]
    historical: bool
    origin: str
    reports: Number
    documents: Number | None


def lines(reader: Reader, rows: Sequence[Row]) -> tuple[IncidentLine, ...]:
    """Incidents in words, with how often each is told."""
    ids = [row["incident_id"] for row in rows]
    told = {row["incident_id"]: row for row in reader.ask("tellings_of_incidents", ids=ids)} if ids else {}
    return tuple(line(schema.record(Incident, row), told.get(row["incident_id"])) for row in rows)


def line(incident: Incident, told: Row | None) -> IncidentLine:
    """One incident in words."""
    key = incident.incident_id
    documents = told["n_documents"] if told else 0
    return IncidentLine(
        id=key,
        href=addresses.incident(key),
        mark=marker(incident.status, cooperative=incident.quad <= 2),
        title=title(incident),
        when=interval(incident.date_from, incident.date_to),
        status=term("status", incident.status),
        type=term("plover", incident.plover),
        quad=term("quad", incident.quad),
        cooperative=incident.quad <= 2,
        goldstein=signed(incident.goldstein, 1),
        place=incident.place,
        issues=tuple((issue_name(code), addresses.issue(code)) for code in incident.issues),
        historical=incident.historical,
        origin=incident.origin,
        reports=number(told["n_reports"] if told else 0, "events", incident=key),
        documents=number(documents, "documents", incident=key) if documents else None,
    )


def titles(reader: Reader, ids: Sequence[str]) -> dict[str, Incident]:
    """The incidents with these ids."""
    wanted = sorted(set(ids))
    rows = reader.ask("incidents_of", ids=wanted) if wanted else []
    return {row["incident_id"]: schema.record(Incident, row) for row in rows}
