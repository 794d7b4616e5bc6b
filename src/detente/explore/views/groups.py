"""Speakers, outlets, issues, turning points and reactions as lines of a list; every other table as plain cells."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from markupsafe import Markup

from detente.explore import addresses
from detente.explore.catalogue import title
from detente.explore.charts.bars import shares
from detente.explore.numbers import Number, number
from detente.explore.views import incidents
from detente.explore.wording import Term, day, issue_name, percent, state_name, term
from detente.store.reader import Reader, Row


@dataclass(frozen=True, slots=True)
class SpeakerLine:
    """One speaker in a list."""

    href: str
    name: str
    country: str | None
    quotes: Number
    between: str


@dataclass(frozen=True, slots=True)
class OutletLine:
    """One outlet in a list."""

    href: str
    name: str
    country: str | None
    documents: Number
    copies: Number
    incidents: Number
    between: str


SIDES: Final = ("cooperation", "conflict")
"""The sides that the index counts incidents on."""


@dataclass(frozen=True, slots=True)
class IssueLine:
    """One issue in a list; the bar compares it with the largest of the page."""

    href: str
    name: str
    incidents: Number
    cooperation: Number
    conflict: Number
    bar: Markup


@dataclass(frozen=True, slots=True)
class TurnLine:
    """One turning point in a list."""

    href: str
    a: str
    b: str
    day: str
    up: bool
    strength: str
    online: bool
    incidents: Number


@dataclass(frozen=True, slots=True)
class ReactionLine:
    """An incident and its answer."""

    first: tuple[str, str, str]
    answer: tuple[str, str, str]
    lag: str
    basis: Term
    p: str


def speakers(rows: Sequence[Row]) -> tuple[SpeakerLine, ...]:
    """Speakers in words."""
    return tuple(
        SpeakerLine(
            href=addresses.speaker(row["speaker"], row["country"]),
            name=row["speaker"],
            country=state_name(row["country"]) if row["country"] else None,
            quotes=number(row["n_quotes"], "quotes", speaker=row["speaker"], **placed(row["country"])),
            between=between(row["first_day"], row["last_day"]),
        )
        for row in rows
    )


def placed(country: str | None) -> dict[str, str]:
    """The filters for speakers of a country, or of none that is known."""
    return {"country": country} if country else {"placed": "no"}


def outlets(rows: Sequence[Row]) -> tuple[OutletLine, ...]:
    """Outlets in words."""
    return tuple(
        OutletLine(
            href=addresses.outlet(row["outlet"]),
            name=row["outlet"],
            country=state_name(row["country"]) if row["country"] else None,
            documents=number(row["n_documents"], "documents", outlet=row["outlet"], copies="no"),
            copies=number(row["n_copies"], "documents", outlet=row["outlet"], copies="yes"),
            incidents=number(row["n_incidents"], "incidents", outlet=row["outlet"]),
            between=between(row["first_day"], row["last_day"]),
        )
        for row in rows
    )


def issues(rows: Sequence[Row], **pair: str) -> tuple[IssueLine, ...]:
    """Issues in words, of a pair or of all."""
    most = max((max(row["cooperation"], row["conflict"]) for row in rows), default=0)
    return tuple(
        IssueLine(
            href=addresses.issue(row["issue"]),
            name=issue_name(row["issue"]),
            incidents=number(row["n_incidents"], "incidents", issue=row["issue"], **pair),
            cooperation=number(row["cooperation"], "incidents", issue=row["issue"], side="cooperation", **pair),
            conflict=number(row["conflict"], "incidents", issue=row["issue"], side="conflict", **pair),
            bar=shares(row["cooperation"], row["conflict"], most),
        )
        for row in rows
    )


def turns(reader: Reader, rows: Sequence[Row]) -> tuple[TurnLine, ...]:
    """Turning points in words, with the incidents behind each."""
    found = []
    for row in rows:
        a, b, when = row["a"], row["b"], row["date"]
        n = reader.count("incidents", a=a, b=b, turn=when) if row["incident_ids"] else 0
        found.append(
            TurnLine(
                href=addresses.dyad(a, b, f"month/{when:%Y-%m}"),
                a=state_name(a),
                b=state_name(b),
                day=day(when),
                up=row["direction"] == "up",
                strength=f"{row['strength']:.1f}",
                online=row["online"],
                incidents=number(n, "incidents", a=a, b=b, turn=when),
            )
        )
    return tuple(found)


def reactions(reader: Reader, rows: Sequence[Row]) -> tuple[ReactionLine, ...]:
    """Incidents and their answers in words."""
    known = incidents.titles(reader, [key for row in rows for key in (row["incident_id"], row["answer_id"])])

    def told(key: str) -> tuple[str, str, str]:
        incident = known.get(key)
        when = day(incident.date_from) if incident is not None and incident.date_from else ""
        return addresses.incident(key), title(incident) if incident is not None else key, when

    return tuple(
        ReactionLine(
            first=told(row["incident_id"]),
            answer=told(row["answer_id"]),
            lag=lag(row["lag_days"]),
            basis=term("reaction", row["basis"]),
            p=percent(row["p"]),
        )
        for row in rows
    )


def lag(days: int) -> str:
    """ "the same day", "1 day later"."""
    return "the same day" if days == 0 else "1 day later" if days == 1 else f"{days} days later"


def between(first: date | None, last: date | None) -> str:
    """ "May 2011 – June 2012", or one day."""
    if first is None or last is None:
        return ""
    return day(first) if first == last else f"{day(first)} – {day(last)}"


def plain(rows: Sequence[Row]) -> tuple[tuple[str, ...], ...]:
    """Any rows as cells of text."""
    return tuple(tuple(_cell(value) for value in row.values()) for row in rows)


def _cell(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, list):
        return ", ".join(_cell(item) for item in value[:6]) + (f" … ({len(value)})" if len(value) > 6 else "")
    if isinstance(value, dict):
        return " ".join(_cell(item) for item in value.values())
    text = str(value)
    return text if len(text) <= 200 else f"{text[:199]}…"
