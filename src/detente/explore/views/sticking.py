"""Sticking points of a pair: issues with their share of conflict, whether each rises or fades, and through time."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from detente.explore.issues import MARKS, because, periods
from detente.explore.numbers import Number, number
from detente.explore.relations import side
from detente.explore.views import groups
from detente.explore.wording import percent
from detente.measure.issues import LOOSE, courses
from detente.records import Incident
from detente.store import schema
from detente.store.reader import Reader, Row


@dataclass(frozen=True, slots=True)
class Cell:
    """One issue in one period."""

    cooperation: Number
    conflict: Number


@dataclass(frozen=True, slots=True)
class StickingPoint:
    """One issue: its line, the share of conflict in what happened, its course with the counts behind it, periods."""

    line: groups.IssueLine
    share: str | None
    course: str
    mark: str
    because: str
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class StickingPoints:
    """Everything the section shows; `periods` head the cells of the rows."""

    rows: tuple[StickingPoint, ...]
    periods: tuple[str, ...]


def view(reader: Reader, a: str, b: str) -> StickingPoints:
    """Issues of the pair, the most conflictual first."""
    held = reader.ask("issues_of_pair", a=a, b=b)
    if not held:
        return StickingPoints((), ())
    rows = [schema.record(Incident, row) for row in reader.rows("incidents", a=a, b=b)]
    known = {course.issue: course for course in courses(rows)}
    told = [(row, found) for row in rows if row.issues and (found := _counted(row)) is not None]
    shown = periods(day for _, (_, day) in told)
    counts = Counter(
        (issue, side, name)
        for row, (side, day) in told
        for issue in row.issues
        for name, (first, last) in shown.items()
        if first <= day <= last
    )

    def cell(issue: str, name: str) -> Cell:
        given: dict[str, Any] = {"a": a, "b": b, "issue": issue, "dated": "yes"}
        days = dict(zip(("since", "until"), shown[name], strict=True))
        sides = (number(counts[issue, s, name], "incidents", side=s, **given, **days) for s in groups.SIDES)
        return Cell(*sides)

    lines = zip(held, groups.issues(held, a=a, b=b), strict=True)
    return StickingPoints(
        tuple(_point(row, line, known, tuple(cell(row["issue"], name) for name in shown)) for row, line in lines),
        tuple(shown) if len(shown) > 1 else (),
    )


def _counted(row: Incident) -> tuple[str, date] | None:
    """The side that the index counts an incident on, and its middle day; None where it counts none or is too loose."""
    good = side(row)
    if good is None or row.date_from is None or row.date_to is None or (row.date_to - row.date_from).days > LOOSE:
        return None
    return groups.SIDES[0 if good else 1], row.date_from + (row.date_to - row.date_from) // 2


def _point(row: Row, line: groups.IssueLine, known: dict[str, Any], cells: tuple[Cell, ...]) -> StickingPoint:
    happened, course = row["cooperation"] + row["conflict"], known.get(row["issue"])
    return StickingPoint(
        line=line,
        share=percent(row["conflict"] / happened) if happened else None,
        course=course.course if course else "",
        mark=MARKS.get(course.course, "") if course else "",
        because=because(course) if course else "",
        cells=cells,
    )
