"""The other pages of a pair: a month and what changed, sticking points, reactions, outlook, speakers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any, Final

from markupsafe import Markup

from detente.explore import addresses, reciprocity
from detente.explore.catalogue import title
from detente.explore.charts.bars import band
from detente.explore.charts.timeline import LANES, Mark, timeline
from detente.explore.numbers import Number, counted, number
from detente.explore.reciprocity import ReciprocityView
from detente.explore.relations import others
from detente.explore.views import framed, groups, incidents, index_chart, sticking
from detente.explore.views.dyad import MonthLine, expected, month_line
from detente.explore.views.dyads import sign
from detente.explore.wording import day, interval, month, signed, state_name, term
from detente.records import Incident, IndexOutlook, Reciprocity
from detente.store import schema
from detente.store.reader import Reader, Row

DRAWN: Final = 200  # marks on a timeline; with more, each hides behind the others
SPEAKERS: Final = 60
REACTIONS: Final = 100


@dataclass(frozen=True, slots=True)
class Driver:
    """An incident and its share of the month's move, in points of the index."""

    href: str | None
    title: str
    kind: str
    contribution: str
    up: bool


@dataclass(frozen=True, slots=True)
class Changed:
    """A month of a pair and what changed in it."""

    label: str
    line: MonthLine | None
    band: Markup | None
    move: str | None
    since: str | None
    drivers: tuple[Driver, ...]
    counted: tuple[incidents.IncidentLine, ...]
    others: Number
    turns: tuple[groups.TurnLine, ...]
    documents: Number
    before: tuple[str, str] | None
    after: tuple[str, str] | None


@dataclass(frozen=True, slots=True)
class SpeakerRow:
    """Somebody quoted in documents that report on the pair."""

    name: str
    href: str | None
    role: str
    country: str | None
    quotes: Number


@dataclass(frozen=True, slots=True)
class IndexExpected:
    """The index expected in one period, with its 90 % band."""

    period: str
    made_on: str
    index: str
    low: str
    high: str
    sign: str
    band: Markup


def changed(reader: Reader, a: str, b: str, first: date) -> Changed:
    """A month and what changed in it since the one before."""
    rows = reader.ask("relations_of_pair", a=a, b=b, period="month", since=index_chart.FIRST, until=first, limit=2)
    row = rows[-1] if rows and rows[-1]["from"] == first else None
    before = rows[0] if row is not None and len(rows) == 2 else None
    at, last = f"{first:%Y-%m}", _next(first) - timedelta(1)
    found = reader.rows("incidents", a=a, b=b, month=at, order="weight", limit=60)
    turns = reader.rows("turning_points", a=a, b=b, since=first, until=last)
    around = reader.ask("months_around", a=a, b=b, first=first)[0]
    return Changed(
        label=month(first),
        line=month_line(row) if row is not None else None,
        band=band(row["low"], row["index"], row["high"]) if row is not None else None,
        move=signed(row["index"] - before["index"], 1) if row is not None and before is not None else None,
        since=month(before["from"]) if before is not None else None,
        drivers=_drivers(reader, a, b, row) if row is not None else (),
        counted=incidents.lines(found),
        others=counted(reader, "incidents", a=a, b=b, since=first, until=last),
        turns=groups.turns(reader, turns),
        documents=counted(reader, "documents", a=a, b=b, told=at, copies="no"),
        before=_way(a, b, around["before"]),
        after=_way(a, b, around["after"]),
    )


def _next(first: date) -> date:
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _way(a: str, b: str, first: date | None) -> tuple[str, str] | None:
    """A month with incidents: what it is called, and its address."""
    return (month(first), addresses.dyad(a, b, f"month/{first:%Y-%m}")) if first is not None else None


def _drivers(reader: Reader, a: str, b: str, row: Row) -> tuple[Driver, ...]:
    ids = [driver["incident_id"] for driver in row["drivers"] if driver["incident_id"]]
    known = incidents.titles_of_pair(reader, a, b, ids)
    return tuple(
        Driver(
            href=addresses.incident(driver["incident_id"]) if driver["incident_id"] in known else None,
            title=known.get(driver["incident_id"]) or others(driver["acts"], driver["quad"], "new"),
            kind=driver["kind"],
            contribution=signed(driver["contribution"], 1),
            up=driver["contribution"] > 0,
        )
        for driver in sorted(row["drivers"], key=lambda d: (d["kind"] == "rest", -abs(d["contribution"])))
    )


def drawn(reader: Reader, a: str, b: str, given: dict[str, Any]) -> tuple[Markup | None, int]:
    """The timeline of the incidents that pass the filters: the most reported and weightiest of those dated."""
    rows = reader.rows("incidents", order="reported", limit=DRAWN, **({"dated": "yes"} | given))
    found = sorted(
        (schema.record(Incident, row) for row in rows), key=lambda i: (i.date_from or date.max, i.incident_id)
    )
    marks = [
        Mark(
            first=row.date_from,
            last=row.date_to,
            quad=row.quad,
            status=row.status,
            href=addresses.incident(row.incident_id),
            words=f"{title(row)}, {interval(row.date_from, row.date_to)}, {term('status', row.status).label}",
        )
        for row in found
        if row.date_from is not None and row.date_to is not None
    ]
    if not marks:
        return None, 0
    svg = timeline(
        marks,
        [term("quad", quad).phrase for quad in LANES],
        title=f"Incidents between {state_name(a)} and {state_name(b)}",
        desc=f"{len(marks)} incidents; the list below holds every one with its status and date.",
    )
    return svg, len(marks)


def answering(reader: Reader, a: str, b: str) -> ReciprocityView:
    """How each side answers the other, where enough happened to tell, and what to expect after a next step."""
    return reciprocity.view([schema.record(Reciprocity, row) for row in reader.rows("reciprocity", a=a, b=b)])


def index_outlooks(reader: Reader, a: str, b: str) -> tuple[IndexExpected, ...]:
    """The index expected next, of the outlooks made last."""
    rows = [schema.record(IndexOutlook, row) for row in reader.rows("index_outlooks", a=a, b=b)]
    latest = max((row.made_on for row in rows), default=None)
    return tuple(
        IndexExpected(
            period=interval(row.from_, row.to),
            made_on=day(row.made_on),
            index=signed(row.index),
            low=signed(row.low),
            high=signed(row.high),
            sign=sign(row.low, row.high),
            band=band(row.low, row.index, row.high),
        )
        for row in rows
        if row.made_on == latest
    )


def speakers(reader: Reader, a: str, b: str) -> tuple[tuple[SpeakerRow, ...], Number]:
    """Whoever is quoted in documents that report on the pair, and all their quotes."""
    rows = reader.ask("speakers_of_pair", a=a, b=b)
    shown = tuple(
        SpeakerRow(
            name=row["speaker"] or "Speakers not named",
            href=addresses.speaker(row["speaker"], row["country"]) if row["speaker"] else None,
            role=", ".join(part for part in (row["role"], row["affiliation"]) if part) if row["speaker"] else "",
            country=state_name(row["country"]) if row["country"] else None,
            quotes=number(
                row["n_quotes"],
                "quotes",
                a=a,
                b=b,
                **({"speaker": row["speaker"]} if row["speaker"] else {"named": "no"}),
                **groups.placed(row["country"]),
            ),
        )
        for row in rows[:SPEAKERS]
    )
    return shown, counted(reader, "quotes", a=a, b=b)


def _issues(reader: Reader, a: str, b: str) -> dict[str, Any]:
    return {"page": sticking.view(reader, a, b), "held": counted(reader, "incidents", a=a, b=b)}


def _reactions(reader: Reader, a: str, b: str) -> dict[str, Any]:
    rows = reader.rows("reactions", order="surest", limit=REACTIONS, a=a, b=b)
    return {
        "rows": groups.reactions(reader, rows),
        "held": counted(reader, "reactions", a=a, b=b),
        "answering": answering(reader, a, b),
        "measures": counted(reader, "reciprocity", a=a, b=b),
    }


def _outlook(reader: Reader, a: str, b: str) -> dict[str, Any]:
    return {
        "outlook": expected(reader, a, b),
        "held": counted(reader, "outlooks", a=a, b=b),
        "index": counted(reader, "index_outlooks", a=a, b=b),
        "expected": index_outlooks(reader, a, b),
    }


def _speakers(reader: Reader, a: str, b: str) -> dict[str, Any]:
    rows, held = speakers(reader, a, b)
    return {"rows": rows, "held": held}


def _framing(reader: Reader, a: str, b: str) -> dict[str, Any]:
    return {"page": framed.framing(reader, a, b)}


SECTIONS: Final[Mapping[str, Callable[[Reader, str, str], dict[str, Any]]]] = {
    "issues": _issues,
    "reactions": _reactions,
    "outlook": _outlook,
    "speakers": _speakers,
    "framing": _framing,
}
"""What the template of each section is given."""
