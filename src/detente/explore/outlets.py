"""Outlets: which incidents each one reports, in what tone, and whose voices it carries."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from detente.explore import framing
from detente.explore.catalogue import UNNAMED, Catalogue, title
from detente.explore.charts.timeline import marker
from detente.explore.evidence import Count, Notes
from detente.explore.framing import FramingView, MonthRow
from detente.explore.wording import interval, state_name
from detente.records import Document, Incident, Quote

LOUDEST: Final = 6  # speakers named for each outlet
MONTHS: Final = 60  # rows of outlets by month, the latest first


@dataclass(frozen=True, slots=True)
class OutletRow:
    """One outlet: its documents, the incidents it reports, how it frames them, whom it quotes most."""

    key: str
    name: str
    country: str | None
    documents: Count
    incidents: Count
    framing: FramingView
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """One incident and, outlet by outlet, the number of documents that report it."""

    href: str
    ref: str
    title: str
    when: str
    mark: Markup
    cells: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class OutletsView:
    """Everything the section on outlets shows; `coverage` are incidents of several outlets, `alone` those of one."""

    rows: tuple[OutletRow, ...]
    coverage: tuple[Coverage, ...]
    alone: Count
    months: tuple[tuple[str, MonthRow], ...]


def view(catalogue: Catalogue, notes: Notes) -> OutletsView:
    """Outlets by name, and the matrix of incidents by outlets."""
    documents: dict[str, list[Document]] = defaultdict(list)
    for document in catalogue.documents:
        documents[document.outlet or UNNAMED].append(document)
    names = sorted(documents, key=lambda name: (name == UNNAMED, name))
    reported = {name: [row for row in catalogue.incidents if _telling(row, name, catalogue)] for name in names}
    rows = tuple(
        _row(_key(order), name, documents[name], reported[name], catalogue, notes) for order, name in enumerate(names)
    )
    told = Counter(row.incident_id for found in reported.values() for row in found)
    alone = [catalogue.of_incident(row) for row in catalogue.incidents if told[row.incident_id] == 1]
    shared = [row for row in catalogue.incidents if told[row.incident_id] > 1]
    return OutletsView(
        rows=rows,
        coverage=tuple(_coverage(incident, names, catalogue, notes) for incident in shared),
        alone=notes.count("incidents told by one outlet alone", alone),
        months=_months(rows),
    )


def _months(rows: tuple[OutletRow, ...]) -> tuple[tuple[str, MonthRow], ...]:
    """Outlet and month, the latest month first."""
    found = [(row.name, month) for row in rows for month in row.framing.months]
    return tuple(sorted(found, key=lambda one: (one[1].day, one[0]), reverse=True)[:MONTHS])


def _key(order: int) -> str:
    """A, B … Z, AA, AB …"""
    letters = ""
    order += 1
    while order:
        order, rest = divmod(order - 1, 26)
        letters = chr(ord("A") + rest) + letters
    return letters


def _telling(incident: Incident, outlet: str, catalogue: Catalogue) -> list[Document]:
    return [row for row in catalogue.reporting([incident]) if (row.outlet or UNNAMED) == outlet]


def _row(
    key: str, name: str, documents: list[Document], reported: list[Incident], catalogue: Catalogue, notes: Notes
) -> OutletRow:
    ids = {row.doc_id for row in documents}
    quotes = [row for row in catalogue.quotes if row.doc_id in ids]
    return OutletRow(
        key=key,
        name=name,
        country=next((state_name(row.outlet_country) for row in documents if row.outlet_country), None),
        documents=notes.count(f"documents: {name}", [catalogue.of_document(row) for row in documents]),
        incidents=notes.count(f"incidents reported: {name}", [catalogue.of_incident(row) for row in reported]),
        framing=framing.view(name, documents, catalogue, notes),
        speakers=_loudest(quotes),
    )


def _loudest(quotes: list[Quote]) -> tuple[str, ...]:
    """The speakers quoted most, by name where they are quoted alike."""
    found = Counter(sorted(row.speaker for row in quotes if row.speaker))
    return tuple(name for name, _ in found.most_common(LOUDEST))


def _coverage(incident: Incident, names: list[str], catalogue: Catalogue, notes: Notes) -> Coverage:
    ref = catalogue.refs[incident.incident_id]
    cells = []
    for name in names:
        found = [catalogue.of_document(row) for row in _telling(incident, name, catalogue)]
        cells.append(notes.count(f"documents of {name} on incident {ref[1:]}", found))
    return Coverage(
        href=f"#{incident.incident_id}",
        ref=ref,
        title=title(incident),
        when=interval(incident.date_from, incident.date_to),
        mark=marker(incident.status, cooperative=incident.quad <= 2),
        cells=tuple(cells),
    )
