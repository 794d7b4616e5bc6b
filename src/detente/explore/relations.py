"""The relation through time: one row a month with its counts and drivers, turning points, the chart of both."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from markupsafe import Markup

from detente.explore.catalogue import Catalogue, title
from detente.explore.charts.bars import band
from detente.explore.charts.line_band import Overlay, Point, Turn, line_band
from detente.explore.evidence import Count, Notes
from detente.explore.wording import ORIGINS, day, month, signed, state_name, term
from detente.measure import periods
from detente.measure.acts import counted_quad
from detente.records import Driver, Incident, Relation, TurningPoint

PERIOD: Final = "month"
FADED: Final = {"fading": "older, losing weight", "later": "after it, seen from the end"}
REST: Final = "all other acts, and the pull back toward the middle"


@dataclass(frozen=True, slots=True)
class DriverRow:
    """An incident and what it added to a move of the index, in points; without a link, all other acts together."""

    href: str | None
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
    band: Markup


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
class Laid:
    """What one coder has of the pair, laid over the index: the number of its stroke, its name, months with values."""

    number: int
    name: str
    points: tuple[tuple[date, float], ...]


@dataclass(frozen=True, slots=True)
class RelationsView:
    """Everything the section on the index shows."""

    months: tuple[Month, ...]
    turns: tuple[TurnRow, ...]
    directions: tuple[Direction, ...]
    most: int
    chart: Markup | None
    over: tuple[Laid, ...] = ()


def view(catalogue: Catalogue, notes: Notes) -> RelationsView:
    """The section's rows and chart."""
    chosen = (row for row in catalogue.material.relations if row.period == PERIOD and not row.directed)
    rows = sorted(chosen, key=lambda row: row.from_)
    months = tuple(_month(row, catalogue, notes) for row in rows if row.n_incidents)
    turns = tuple(_turn(row, catalogue, notes) for row in _lasting(catalogue.material.turning_points))
    directions, over = _directions(catalogue, notes), _laid(catalogue.incidents)
    return RelationsView(
        months=months,
        turns=turns,
        directions=directions,
        most=max((max(row.cooperation.n, row.conflict.n) for row in directions), default=0),
        chart=_chart(rows, months, turns, catalogue, over) if months else None,
        over=over,
    )


def members(row: Relation, incidents: Iterable[Incident]) -> tuple[Incident, ...]:
    """The incidents that a period counts: those on a side, by their middle day, unless dated too loosely."""
    found = []
    at = periods.number(row.from_.toordinal(), row.period)
    for incident in incidents:
        if side(incident) is None or incident.date_from is None or incident.date_to is None:
            continue
        first, last = incident.date_from.toordinal(), incident.date_to.toordinal()
        if last - first <= periods.SLACK[row.period] and periods.number((first + last) // 2, row.period) == at:
            found.append(incident)
    return tuple(found)


def side(incident: Incident) -> bool | None:
    """True where the index counts an incident as cooperation, False as conflict, None where it does not count it."""
    quad = counted_quad(incident.status, incident.quad)
    return None if quad is None else quad <= 2


def _lasting(turns: Iterable[TurningPoint]) -> list[TurningPoint]:
    """Turning points seen from the end; those seen as they happened only where nothing else is known."""
    every = sorted(turns, key=lambda row: (row.day, row.direction, row.online))
    return [row for row in every if not row.online] or every


def _month(row: Relation, catalogue: Catalogue, notes: Notes) -> Month:
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
        cooperation=_count([row for row in found if side(row)], f"cooperative incidents in {label}", catalogue, notes),
        conflict=_count(
            [row for row in found if side(row) is False], f"conflictual incidents in {label}", catalogue, notes
        ),
        documents=notes.count(
            f"documents on the incidents of {label}",
            [catalogue.of_document(document) for document in catalogue.reporting(found)],
        ),
        drivers=tuple(
            _driver(driver, catalogue)
            for driver in sorted(row.drivers, key=lambda d: (d.kind == "rest", -abs(d.contribution)))
        ),
        band=band(row.low, row.index, row.high),
    )


def reading(low: float, high: float) -> str:
    """What a band says, in words."""
    if low > 0:
        return "cooperation clearly outweighs conflict"
    if high < 0:
        return "conflict clearly outweighs cooperation"
    return "neither side clearly outweighs the other"


def others(acts: int, quad: int | None, kind: str) -> str:
    """What drivers that are no single incident are called: acts of one class taken together, or all the rest."""
    if quad is None:
        return REST
    told = f"{acts:,} further incident{'' if acts == 1 else 's'} of {term('quad', quad).label}"
    return told if kind == "new" else f"{told}, {FADED.get(kind, kind)}"


def _driver(driver: Driver, catalogue: Catalogue) -> DriverRow:
    incident = catalogue.incident.get(driver.incident_id)
    return DriverRow(
        href=f"#{driver.incident_id}" if incident is not None else None,
        ref=catalogue.refs[driver.incident_id] if incident is not None else "",
        title=title(incident) if incident is not None else others(driver.acts, driver.quad, driver.kind),
        contribution=signed(driver.contribution, 1),
        up=driver.contribution > 0,
    )


def _turn(row: TurningPoint, catalogue: Catalogue, notes: Notes) -> TurnRow:
    found = [catalogue.incident[key] for key in row.incident_ids if key in catalogue.incident]
    label = day(row.day)
    return TurnRow(
        anchor=f"t-{row.day.isoformat()}-{row.direction}{'-alert' if row.online else ''}",
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


def _laid(incidents: Iterable[Incident]) -> tuple[Laid, ...]:
    """The monthly balance of cooperative over conflictual incidents by whoever coded them, where others did too."""
    counts: dict[str, dict[int, list[int]]] = {}
    for row in incidents:
        good = side(row)
        if good is None or row.date_from is None or row.date_to is None:
            continue
        first, last = row.date_from.toordinal(), row.date_to.toordinal()
        if last - first <= periods.SLACK[PERIOD]:
            held = counts.setdefault(row.origin, {}).setdefault(periods.number((first + last) // 2, PERIOD), [0, 0])
            held[0 if good else 1] += 1
    if counts.keys() <= {"text"}:
        return ()
    return tuple(
        Laid(place, name, tuple((_middle(at), 100 * (a - b) / (a + b)) for at, (a, b) in sorted(counts[code].items())))
        for place, (code, name) in enumerate(ORIGINS.items())
        if code in counts
    )


def _middle(at: int) -> date:
    return periods.first_day(at, PERIOD) + timedelta(14)


def _chart(
    rows: list[Relation],
    months: tuple[Month, ...],
    turns: tuple[TurnRow, ...],
    catalogue: Catalogue,
    over: tuple[Laid, ...],
) -> Markup:
    known = {entry.day: entry for entry in months}
    points = [_point(row, known.get(row.from_), before) for before, row in zip([None, *rows], rows, strict=False)]
    marks = [
        Turn(turn.day, turn.up, f"#{turn.anchor}", f"Turn {'up' if turn.up else 'down'} on {turn.label}")
        for turn in turns
    ]
    pair = f"{state_name(catalogue.material.a)} and {state_name(catalogue.material.b)}"
    return line_band(
        points,
        marks,
        title=f"Index of relations between {pair}, by month",
        desc=f"{len(months)} months with incidents, from {months[0].label} to {months[-1].label}; "
        "the list below holds every figure.",
        overlays=[Overlay(one.number, one.points) for one in over],
    )


def _point(row: Relation, entry: Month | None, before: Relation | None) -> Point:
    """The point of a row; silent, with nothing to open, where the month has no incident."""
    at = periods.number(row.from_.toordinal(), PERIOD)
    return Point(
        day=row.from_ + (row.to - row.from_) // 2,
        index=row.index,
        low=row.low,
        high=row.high,
        cooperation=entry.cooperation.n if entry else 0,
        conflict=entry.conflict.n if entry else 0,
        href=f"#{entry.anchor}" if entry else None,
        words=f"{month(row.from_)}: index {signed(row.index)}, 90 % band {signed(row.low)} to {signed(row.high)}, "
        f"{row.cooperation} cooperative and {row.conflict} conflictual incidents",
        joined=before is not None and periods.number(before.from_.toordinal(), PERIOD) == at - 1,
    )
