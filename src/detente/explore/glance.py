"""The relation at a glance: the facts behind the opening paragraph, each with its sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from detente.explore.catalogue import Catalogue
from detente.explore.evidence import Count, Notes, Source
from detente.explore.forecasts import SIDES, foreseen
from detente.explore.relations import DriverRow, Month, RelationsView
from detente.explore.wording import interval, month, signed, state_name, term, terms, with_article
from detente.records import Document, Incident

CLOSE: Final = 92  # days; a document dated less closely does not tell what period the page covers


@dataclass(frozen=True, slots=True)
class Move:
    """The sharpest move of the index between two months on record, and what weighed most in it."""

    before: Month
    after: Month
    points: str
    up: bool
    drivers: tuple[DriverRow, ...]


@dataclass(frozen=True, slots=True)
class Outlooks:
    """How many foresee each direction, wishes left out."""

    improve: Count
    no_change: Count
    deteriorate: Count

    @property
    def divided(self) -> bool:
        """True when forecasts contradict each other."""
        return sum(count.n > 0 for count in (self.improve, self.no_change, self.deteriorate)) > 1

    @property
    def any(self) -> bool:
        """True when there is a forecast at all."""
        return bool(self.improve.n or self.no_change.n or self.deteriorate.n)


@dataclass(frozen=True, slots=True)
class Glance:
    """What the head of the page says."""

    a: str
    b: str
    a_in_text: str
    b_in_text: str
    period: str | None
    documents: Count
    copies: Count
    outlets: Count
    incidents: Count
    happened: Count
    not_happened: tuple[Count, ...]
    cooperation: Count
    conflict: Count
    disputed: Count
    outlooks: Outlooks
    since: str | None
    left_out: int


def view(catalogue: Catalogue, notes: Notes) -> Glance:
    """The head's facts; what else the opening says stands in the sections below it."""
    material = catalogue.material
    own = [row for row in catalogue.documents if row.duplicate_of is None]
    copies = [row for row in catalogue.documents if row.duplicate_of is not None]
    happened = [row for row in catalogue.incidents if row.status == "actual"]
    others = [entry.code for entry in terms("status") if entry.code != "actual"]
    outlets = {row.outlet: row for row in reversed(own) if row.outlet is not None}

    def count(what: str, rows: list[Incident]) -> Count:
        return notes.count(what, [catalogue.of_incident(row) for row in rows])

    return Glance(
        a=state_name(material.a),
        b=state_name(material.b),
        a_in_text=with_article(material.a),
        b_in_text=with_article(material.b),
        period=_period(catalogue),
        documents=notes.count("documents, copies left out", [catalogue.of_document(row) for row in own]),
        copies=notes.count("copies of other documents", [catalogue.of_document(row) for row in copies]),
        outlets=notes.count(
            "outlets", [Source(f"#{row.doc_id}", name, "first document") for name, row in sorted(outlets.items())]
        ),
        incidents=count("incidents", list(catalogue.incidents)),
        happened=count("incidents that happened", happened),
        not_happened=tuple(
            count(term("status", code).label, [row for row in catalogue.incidents if row.status == code])
            for code in others
            if any(row.status == code for row in catalogue.incidents)
        ),
        cooperation=count("cooperative incidents that happened", [row for row in happened if row.quad <= 2]),
        conflict=count("conflictual incidents that happened", [row for row in happened if row.quad > 2]),
        disputed=count(
            "incidents that are disputed", [row for row in catalogue.incidents if _disputed(row, catalogue)]
        ),
        since=_since(material.since),
        left_out=material.left_out,
        outlooks=Outlooks(*(_foreseen(code, catalogue, notes) for code in SIDES)),
    )


def _since(day: date | None) -> str | None:
    """The month from which on incidents are shown, where not all are."""
    return None if day is None else "dated ones" if day == date.min else month(day)


def _foreseen(code: str, catalogue: Catalogue, notes: Notes) -> Count:
    rows = [catalogue.of_forecast(row) for row in foreseen(catalogue, code)]
    return notes.count(f"forecasts without intents, hopes and shoulds: {term('direction', code).phrase}", rows)


def _period(catalogue: Catalogue) -> str | None:
    """From the first to the last day of publication; documents dated only loosely tell where none is dated better."""
    bounds = [_published(row) for row in catalogue.documents]
    known = [(first, last) for first, last in bounds if first is not None and last is not None]
    close = [(first, last) for first, last in known if (last - first).days <= CLOSE] or known
    if not close:
        return None
    return interval(min(first for first, _ in close), max(last for _, last in close))


def _published(document: Document) -> tuple[date | None, date | None]:
    if document.published is not None:
        return document.published, document.published
    return document.published_from, document.published_to


def move(relations: RelationsView) -> Move | None:
    """The sharpest move between two months on record that follow each other; None where none moves half a point."""
    pairs = list(zip(relations.months, relations.months[1:], strict=False))
    if not pairs:
        return None
    before, after = max(pairs, key=lambda pair: abs(pair[1].value - pair[0].value))
    change = after.value - before.value
    if abs(change) < 0.5:
        return None
    with_it = [driver for driver in after.drivers if driver.href and driver.up == (change > 0)]
    return Move(before, after, signed(change), change > 0, tuple(with_it[:2]))


def _disputed(incident: Incident, catalogue: Catalogue) -> bool:
    """Denied or alleged, or told with different statuses."""
    statuses = {event.status for event in catalogue.events.get(incident.incident_id, ())}
    return incident.status in ("denied", "alleged") or bool(statuses & {"denied", "alleged"})
