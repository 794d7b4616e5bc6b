"""The relation through time: one row a month with its counts and drivers, turning points, the chart of both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from markupsafe import Markup

from detente.explore.catalogue import Catalogue, title
from detente.explore.charts.line_band import Point, Turn, line_band
from detente.explore.evidence import Count, Notes
from detente.explore.wording import day, month, signed, state_name
from detente.measure import periods
from detente.records import Driver, Incident, Relation, TurningPoint

PERIOD = "month"


@dataclass(frozen=True, slots=True)
class DriverRow:
    """An incident and what it added to the index, in points."""

    href: str
    ref: str
    title: str
    contribution: str
    up: bool


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the index; numbers in words and as counts that open their sources."""

    anchor: str
    label: str
    day: date
    value: float
    index: str
    low: str
    high: str
    reading: str
    incidents: Count
    cooperation: Count
    conflict: Count
    documents: Count
    drivers: tuple[DriverRow, ...]
    joined: bool


@dataclass(frozen=True, slots=True)
class TurnRow:
    """A turning point in words, with the incidents responsible."""

    anchor: str
    label: str
    day: date
    up: bool
    strength: str
    online: bool
    incidents: Count


@dataclass(frozen=True, slots=True)
class Direction:
    """Who acts toward whom, and how."""

    label: str
    cooperation: Count
    conflict: Count


@dataclass(frozen=True, slots=True)
class RelationsView:
    """Everything the section on the index shows."""

    months: tuple[Month, ...]
    turns: tuple[TurnRow, ...]
    directions: tuple[Direction, ...]
    most: int
    chart: Markup | None


def view(catalogue: Catalogue, notes: Notes) -> RelationsView:
    """The section's rows and chart."""
    rows = sorted(
        (row for row in catalogue.material.relations if row.period == PERIOD and not row.directed and row.n_incidents),
        key=lambda row: row.from_,
    )
    months: list[Month] = []
    for row in rows:
        joined = bool(months) and periods.number(row.from_.toordinal(), PERIOD) - 1 == periods.number(
            months[-1].day.toordinal(), PERIOD
        )
        months.append(_month(row, catalogue, notes, joined=joined))
    turns = tuple(_turn(row, catalogue, notes) for row in _lasting(catalogue.material.turning_points))
    directions = _directions(catalogue, notes)
    return RelationsView(
        months=tuple(months),
        turns=turns,
        directions=directions,
        most=max((max(row.cooperation.n, row.conflict.n) for row in directions), default=0),
        chart=_chart(months, rows, turns, catalogue) if months else None,
    )


def members(row: Relation, incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """The incidents that a period counts: those that happened, by their middle day, unless dated too loosely."""
    found = []
    at = periods.number(row.from_.toordinal(), row.period)
    for incident in incidents:
        if incident.status != "actual" or incident.date_from is None or incident.date_to is None:
            continue
        first, last = incident.date_from.toordinal(), incident.date_to.toordinal()
        if last - first <= periods.SLACK[row.period] and periods.number((first + last) // 2, row.period) == at:
            found.append(incident)
    return tuple(found)


def _lasting(turns: Iterable[TurningPoint]) -> list[TurningPoint]:
    """Turning points seen from the end; those seen as they happened only where nothing else is known."""
    every = sorted(turns, key=lambda row: (row.day, row.direction, row.online))
    return [row for row in every if not row.online] or every


def _month(row: Relation, catalogue: Catalogue, notes: Notes, *, joined: bool) -> Month:
    found = members(row, catalogue.incidents)
    label = month(row.from_)
    return Month(
        anchor=f"m-{row.from_.isoformat()[:7]}",
        label=label,
        day=row.from_,
        value=row.index,
        index=signed(row.index),
        low=signed(row.low),
        high=signed(row.high),
        reading=reading(row.low, row.high),
        incidents=_count(found, f"incidents in {label}", catalogue, notes),
        cooperation=_count(
            [row for row in found if row.quad <= 2], f"cooperative incidents in {label}", catalogue, notes
        ),
        conflict=_count([row for row in found if row.quad > 2], f"conflictual incidents in {label}", catalogue, notes),
        documents=notes.count(
            f"documents on the incidents of {label}",
            [catalogue.of_document(document) for document in catalogue.reporting(found)],
        ),
        drivers=tuple(_driver(driver, catalogue) for driver in strongest(row.drivers, catalogue)),
        joined=joined,
    )


def reading(low: float, high: float) -> str:
    """What a band says, in words."""
    if low > 0:
        return "cooperation clearly outweighs conflict"
    if high < 0:
        return "conflict clearly outweighs cooperation"
    return "neither side clearly outweighs the other"


def strongest(drivers: Iterable[Driver], catalogue: Catalogue) -> list[Driver]:
    """The drivers that stand on the page, the weightiest first."""
    known = (driver for driver in drivers if driver.incident_id in catalogue.incident)
    return sorted(known, key=lambda driver: (-abs(driver.contribution), driver.incident_id))


def _driver(driver: Driver, catalogue: Catalogue) -> DriverRow:
    return DriverRow(
        href=f"#{driver.incident_id}",
        ref=catalogue.refs[driver.incident_id],
        title=title(catalogue.incident[driver.incident_id]),
        contribution=signed(driver.contribution, 1),
        up=driver.contribution > 0,
    )


def _turn(row: TurningPoint, catalogue: Catalogue, notes: Notes) -> TurnRow:
    found = [catalogue.incident[key] for key in row.incident_ids if key in catalogue.incident]
    label = day(row.day)
    return TurnRow(
        anchor=f"t-{row.day.isoformat()}-{row.direction}",
        label=label,
        day=row.day,
        up=row.direction == "up",
        strength=f"{row.strength:.1f}",
        online=row.online,
        incidents=_count(found, f"incidents behind the turn of {label}", catalogue, notes),
    )


def _directions(catalogue: Catalogue, notes: Notes) -> tuple[Direction, ...]:
    """Acts of the one toward the other, of the other toward the one, and of both alike; those that happened."""
    a, b = catalogue.material.a, catalogue.material.b
    happened = [row for row in catalogue.incidents if row.status == "actual"]
    one, other = state_name(a), state_name(b)
    groups = (
        (f"{one} → {other}", [r for r in happened if not r.reciprocal and a in r.source and b in r.target]),
        (f"{other} → {one}", [r for r in happened if not r.reciprocal and b in r.source and a in r.target]),
        (f"{one} and {other}, both alike", [r for r in happened if r.reciprocal]),
    )
    return tuple(
        Direction(
            label,
            _count([row for row in rows if row.quad <= 2], f"cooperative incidents, {label}", catalogue, notes),
            _count([row for row in rows if row.quad > 2], f"conflictual incidents, {label}", catalogue, notes),
        )
        for label, rows in groups
    )


def _count(rows: Iterable[Incident], what: str, catalogue: Catalogue, notes: Notes) -> Count:
    return notes.count(what, [catalogue.of_incident(row) for row in rows])


def _chart(months: list[Month], rows: list[Relation], turns: tuple[TurnRow, ...], catalogue: Catalogue) -> Markup:
    points = [
        Point(
            day=entry.day,
            label=entry.label,
            index=row.index,
            low=row.low,
            high=row.high,
            cooperation=entry.cooperation.n,
            conflict=entry.conflict.n,
            href=f"#{entry.anchor}",
            words=f"{entry.label}: index {entry.index}, 90 % band {entry.low} to {entry.high}, "
            f"{entry.cooperation.n} cooperative and {entry.conflict.n} conflictual incidents",
            joined=entry.joined,
        )
        for entry, row in zip(months, rows, strict=True)
    ]
    marks = [
        Turn(turn.day, turn.up, f"#{turn.anchor}", f"Turn {'up' if turn.up else 'down'} on {turn.label}")
        for turn in turns
    ]
    pair = f"{state_name(catalogue.material.a)} and {state_name(catalogue.material.b)}"
    return line_band(
        points,
        marks,
        title=f"Index of relations between {pair}, by month",
        desc=f"{len(points)} months from {months[0].label} to {months[-1].label}; the list below holds every figure.",
    )
