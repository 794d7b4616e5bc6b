"""Sticking points: what the two deal about through time, and whether it brings them together or sets them apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from detente.explore.catalogue import Catalogue, dated
from detente.explore.charts.bars import shares
from detente.explore.evidence import Count, Notes
from detente.explore.wording import MONTHS, issue_name, percent
from detente.measure.issues import FADING, RISING, STEADY, Course, courses
from detente.records import Incident

MOST: Final = 8  # periods shown, the latest ones
YEARS: Final = 3 * 366  # days beyond which periods are years
QUARTERS: Final = 300  # days beyond which they are quarters, else months
MARKS: Final = {RISING: "↗", FADING: "↘", STEADY: "→"}


@dataclass(frozen=True, slots=True)
class Cell:
    """One issue in one period."""

    cooperation: Count
    conflict: Count


@dataclass(frozen=True, slots=True)
class IssueRow:
    """One issue: incidents that happened, on either side, and those that did not (yet) happen; its course."""

    code: str
    name: str
    cooperation: Count
    conflict: Count
    other: Count
    happened: Count
    share: str | None
    bar: Markup
    course: str
    mark: str
    because: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class IssuesView:
    """Everything the section on sticking points shows; `periods` head the cells of the rows."""

    rows: tuple[IssueRow, ...]
    unnamed: Count
    periods: tuple[str, ...] = ()


def view(catalogue: Catalogue, notes: Notes) -> IssuesView:
    """Issues, the most conflictual first."""
    groups: dict[str, list[Incident]] = defaultdict(list)
    for incident in catalogue.incidents:
        for code in incident.issues:
            groups[code].append(incident)
    sides = {code: _sides(rows) for code, rows in groups.items()}
    most = max((max(len(good), len(bad)) for good, bad in sides.values()), default=0)
    order = sorted(groups, key=lambda code: (-len(sides[code][1]), -len(sides[code][0]), code))
    none = [row for row in catalogue.incidents if not row.issues]
    known = {course.issue: course for course in courses(catalogue.incidents)}
    periods = _periods(catalogue.incidents)
    return IssuesView(
        rows=tuple(_row(code, groups[code], most, known.get(code), periods, catalogue, notes) for code in order),
        unnamed=notes.count("incidents that name no issue", [catalogue.of_incident(row) for row in none]),
        periods=tuple(periods) if len(periods) > 1 else (),
    )


def _sides(rows: Sequence[Incident]) -> tuple[list[Incident], list[Incident]]:
    happened = [row for row in rows if row.status == "actual"]
    return [row for row in happened if row.quad <= 2], [row for row in happened if row.quad > 2]


def _periods(incidents: Sequence[Incident]) -> dict[str, tuple[date, date]]:
    """The latest periods that hold incidents."""
    return periods(row.date_from for row in incidents if row.status == "actual" and dated(row) and row.date_from)


def periods(given: Iterable[date]) -> dict[str, tuple[date, date]]:
    """The latest periods that hold days, by name, with the first and last of these: years, quarters or months as the
    time between all is long."""
    days = sorted(given)
    if not days:
        return {}
    span = (days[-1] - days[0]).days
    held: dict[str, tuple[date, date]] = {}
    for day in days:
        name = _name(day, span)
        held[name] = held[name][0] if name in held else day, day
    return dict(list(held.items())[-MOST:])


def _name(day: date, span: int) -> str:
    if span > YEARS:
        return str(day.year)
    if span > QUARTERS:
        return f"Q{(day.month + 2) // 3} {day.year}"
    return f"{MONTHS[day.month - 1][:3]} {day.year}"


def _row(
    code: str,
    rows: Sequence[Incident],
    most: int,
    course: Course | None,
    periods: dict[str, tuple[date, date]],
    catalogue: Catalogue,
    notes: Notes,
) -> IssueRow:
    name = issue_name(code)
    good, bad = _sides(rows)
    other = [row for row in rows if row.status != "actual"]

    def count(what: str, found: Sequence[Incident]) -> Count:
        return notes.count(f"{what}: {name}", [catalogue.of_incident(row) for row in found])

    def inside(found: Sequence[Incident], period: str) -> list[Incident]:
        first, last = periods[period]
        return [row for row in found if row.date_from and dated(row) and first <= row.date_from <= last]

    return IssueRow(
        code=code,
        name=name,
        cooperation=count("cooperative incidents", good),
        conflict=count("conflictual incidents", bad),
        other=count("incidents that did not happen or are not known to have happened", other),
        happened=count("incidents that happened", good + bad),
        share=percent(len(bad) / (len(good) + len(bad))) if good or bad else None,
        bar=shares(len(good), len(bad), most),
        course=course.course if course else "",
        mark=MARKS.get(course.course, "") if course else "",
        because=because(course) if course else "",
        cells=tuple(
            Cell(
                count(f"cooperative incidents of {period}", inside(good, period)),
                count(f"conflictual incidents of {period}", inside(bad, period)),
            )
            for period in periods
        ),
    )


def because(course: Course) -> str:
    """The counts behind a course, in words."""
    return f"{course.late} of the latest {course.all_late}, {course.before} of {course.all_before} before"
