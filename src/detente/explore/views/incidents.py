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


def lines(rows: Sequence[Row]) -> tuple[IncidentLine, ...]:
    """Incidents in words, with how often each is told; the rows are those of a page of the listing."""
    return tuple(line(schema.record(Incident, row), row["n_mentions"], row["n_told"]) for row in rows)


def line(incident: Incident, mentions: int, told: int) -> IncidentLine:
    """One incident in words."""
    key = incident.incident_id
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
        reports=number(mentions, "events", incident=key),
        documents=number(told, "documents", incident=key) if told else None,
    )


def titles(reader: Reader, ids: Sequence[str]) -> dict[str, Incident]:
    """The incidents with these ids."""
    wanted = sorted(set(ids))
    rows = reader.ask("incidents_of", ids=wanted) if wanted else []
    return {row["incident_id"]: schema.record(Incident, row) for row in rows}


def titles_of_pair(reader: Reader, a: str, b: str, ids: Sequence[str]) -> dict[str, str]:
    """The titles of those of the incidents that are about the pair: one stretch of the store is looked through."""
    wanted = sorted(set(ids))
    rows = reader.ask("incidents_of_pair_by_id", a=a, b=b, ids=wanted) if wanted else []
    return {row["incident_id"]: title(_named(row)) for row in rows}


def _named(row: Row) -> Incident:
    """An incident of which only what names it is known."""
    return Incident(
        incident_id=row["incident_id"],
        source=tuple(row["source"]),
        target=tuple(row["target"]),
        reciprocal=row["reciprocal"],
        plover=row["plover"],
        cameo=row["cameo"],
        goldstein=0.0,
        quad=0,
        status=row["status"],
        date_from=row["date_from"],
        date_to=row["date_to"],
        place=None,
        issues=(),
        n_documents=0,
        n_outlets=0,
        summary="",
    )
