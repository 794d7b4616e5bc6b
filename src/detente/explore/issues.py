"""Sticking points: what the two deal about, and whether it brings them together or sets them apart."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from markupsafe import Markup

from detente.explore.catalogue import Catalogue
from detente.explore.charts.bars import shares
from detente.explore.evidence import Count, Notes
from detente.explore.wording import issue_name, percent
from detente.records import Incident


@dataclass(frozen=True, slots=True)
class IssueRow:
    """One issue: incidents that happened, cooperative and conflictual, and those that did not (yet) happen."""

    code: str
    name: str
    cooperation: Count
    conflict: Count
    other: Count
    happened: Count
    share: str | None
    bar: Markup


@dataclass(frozen=True, slots=True)
class IssuesView:
    """Everything the section on sticking points shows."""

    rows: tuple[IssueRow, ...]
    unnamed: Count


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
    return IssuesView(
        rows=tuple(_row(code, groups[code], most, catalogue, notes) for code in order),
        unnamed=notes.count("incidents that name no issue", [catalogue.of_incident(row) for row in none]),
    )


def _sides(rows: list[Incident]) -> tuple[list[Incident], list[Incident]]:
    happened = [row for row in rows if row.status == "actual"]
    return [row for row in happened if row.quad <= 2], [row for row in happened if row.quad > 2]


def _row(code: str, rows: list[Incident], most: int, catalogue: Catalogue, notes: Notes) -> IssueRow:
    name = issue_name(code)
    good, bad = _sides(rows)
    other = [row for row in rows if row.status != "actual"]

    def count(what: str, found: list[Incident]) -> Count:
        return notes.count(f"{what}: {name}", [catalogue.of_incident(row) for row in found])

    return IssueRow(
        code=code,
        name=name,
        cooperation=count("cooperative incidents", good),
        conflict=count("conflictual incidents", bad),
        other=count("incidents that did not happen or are not known to have happened", other),
        happened=count("incidents that happened", good + bad),
        share=percent(len(bad) / (len(good) + len(bad))) if good or bad else None,
        bar=shares(len(good), len(bad), most),
    )
