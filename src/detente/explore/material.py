"""What a dossier is made of: every stored record that bears on one pair of states, and nothing else."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Final, Protocol, TypeVar

from detente.errors import UsageError
from detente.explore.wording import state_name
from detente.records import (
    Document,
    Domestic,
    Event,
    Forecast,
    Framing,
    Incident,
    IndexOutlook,
    Outlook,
    Poll,
    Quote,
    Reaction,
    Reciprocity,
    Reject,
    Relation,
    Stance,
    TurningPoint,
)
from detente.store.database import Database

Record = TypeVar("Record")
MOST: Final = 1500  # incidents on one page; a pair with more is shown from a later month on


class Tables(Protocol):
    """Whatever can hand out the stored records of one type; the store's `Database` does."""

    def records(self, kind: type[Record]) -> tuple[Record, ...]:
        """Every record of `kind`, in the total order of its table."""
        ...


@dataclass(frozen=True, slots=True)
class Material:
    """The records behind one dossier; `a` and `b` are in alphabetical order.

    A pair with more than `MOST` incidents is shown from the month `since` on, `left_out` incidents before it left out.
    """

    a: str
    b: str
    documents: tuple[Document, ...] = ()
    rejects: tuple[Reject, ...] = ()
    events: tuple[Event, ...] = ()
    incidents: tuple[Incident, ...] = ()
    quotes: tuple[Quote, ...] = ()
    forecasts: tuple[Forecast, ...] = ()
    polls: tuple[Poll, ...] = ()
    domestic: tuple[Domestic, ...] = ()
    reactions: tuple[Reaction, ...] = ()
    relations: tuple[Relation, ...] = ()
    turning_points: tuple[TurningPoint, ...] = ()
    outlooks: tuple[Outlook, ...] = ()
    framing: tuple[Framing, ...] = ()
    stances: tuple[Stance, ...] = ()
    reciprocity: tuple[Reciprocity, ...] = ()
    index_outlooks: tuple[IndexOutlook, ...] = ()
    since: date | None = None
    left_out: int = 0


@dataclass(frozen=True, slots=True)
class Pair:
    """Two states that a store has incidents between, and how many."""

    a: str
    b: str
    n_incidents: int


def pairs(tables: Tables) -> tuple[Pair, ...]:
    """Every pair with at least one incident, the busiest first."""
    found: Counter[tuple[str, str]] = Counter()
    for incident in tables.records(Incident):
        found.update(pairs_of(incident))
    ordered = sorted(found.items(), key=lambda item: (-item[1], item[0]))
    return tuple(Pair(a, b, n) for (a, b), n in ordered)


def pairs_of(incident: Incident) -> tuple[tuple[str, str], ...]:
    """The pairs an incident is about, each in alphabetical order: whoever acts with whoever is acted upon."""
    found = {tuple(sorted((one, other))) for one in incident.source for other in incident.target if one != other}
    if incident.reciprocal and not incident.target:
        found |= {(one, other) for one in incident.source for other in incident.source if one < other}
    return tuple(sorted((pair[0], pair[1]) for pair in found))


def select(tables: Tables, a: str, b: str) -> Material:
    """The records that bear on the pair. Raises `UsageError` naming the pairs held when there are none."""
    a, b = sorted((a.strip().upper(), b.strip().upper()))
    if a == b:
        raise UsageError(f"A dossier is about two different states, not {a} twice.", hint="Name two codes: RUS USA.")
    every_incident = _some(tables, Incident, "dossier_incidents", a, b)
    line = _some(tables, Relation, "dossier_relations", a, b)
    relations = tuple(row for row in line if {row.a, row.b} == {a, b})
    turning_points = tuple(row for row in tables.records(TurningPoint) if {row.a, row.b} == {a, b})
    found = tuple(row for row in every_incident if (a, b) in pairs_of(row))
    since = _since(found)
    incidents = found if since is None else tuple(row for row in found if row.date_to and row.date_to >= since)
    incidents = incidents[-MOST:]
    if since is not None:
        relations = tuple(row for row in relations if row.from_ >= since)
        turning_points = tuple(row for row in turning_points if row.day >= since)
    forecasts = tuple(row for row in tables.records(Forecast) if _concerns(a, b, row.a, row.b))
    polls = tuple(row for row in tables.records(Poll) if _bears_on(a, b, row.about))
    domestic = tuple(row for row in tables.records(Domestic) if _bears_on(a, b, (row.state, *row.bears_on)))
    if not (incidents or forecasts):
        raise UsageError(f"The store holds nothing on {a} and {b}.", hint=_pairs_hint(tables))
    ids = {row.incident_id for row in incidents}
    events = tuple(row for row in _some(tables, Event, "dossier_events", a, b) if row.incident_id in ids)
    reactions = _some(tables, Reaction, "dossier_reactions", a, b)
    outlooks = _some(tables, Outlook, "dossier_outlooks", a, b)
    framing = _some(tables, Framing, "dossier_framing", a, b)
    named = {row.doc_id for rows in (events, forecasts, polls, domestic) for row in rows}
    documents = _with_originals(tables.records(Document), named)
    kept = {row.doc_id for row in documents}
    return Material(
        a=a,
        b=b,
        documents=documents,
        rejects=tables.records(Reject),
        events=events,
        incidents=incidents,
        quotes=tuple(row for row in tables.records(Quote) if row.doc_id in kept),
        forecasts=forecasts,
        polls=polls,
        domestic=domestic,
        reactions=tuple(r for r in reactions if r.incident_id in ids and r.answer_id in ids),
        relations=relations,
        turning_points=turning_points,
        outlooks=tuple(row for row in outlooks if {row.a, row.b} == {a, b}),
        framing=tuple(row for row in framing if {row.a, row.b} == {a, b}),
        stances=tuple(r for r in tables.records(Stance) if {r.a, r.b} == {a, b} and r.doc_id in kept),
        reciprocity=tuple(row for row in tables.records(Reciprocity) if {row.a, row.b} == {a, b}),
        index_outlooks=tuple(row for row in tables.records(IndexOutlook) if {row.a, row.b} == {a, b}),
        since=since,
        left_out=len(found) - len(incidents),
    )


def _some(tables: Tables, kind: type[Record], query: str, a: str, b: str) -> tuple[Record, ...]:
    """Records among which are all that bear on the pair: a store is asked for few, what else there is for all."""
    return tables.records(kind, query, a=a, b=b) if isinstance(tables, Database) else tables.records(kind)


def _since(incidents: Iterable[Incident]) -> date | None:
    """The first day of the earliest month from which on at most `MOST` incidents stand, or of the last month where that
    alone holds more; None where all may stand."""
    rows = tuple(incidents)
    if len(rows) <= MOST:
        return None
    days = sorted((row.date_to for row in rows if row.date_to is not None), reverse=True)
    if len(days) <= MOST:
        return date.min
    last_out = days[MOST]
    after = date(last_out.year + last_out.month // 12, last_out.month % 12 + 1, 1)
    return after if days[0] >= after else date(last_out.year, last_out.month, 1)  # one month holds more: its last


def _concerns(a: str, b: str, one: Iterable[str], other: Iterable[str]) -> bool:
    sides = ({*one}, {*other})
    return (a in sides[0] and b in sides[1]) or (b in sides[0] and a in sides[1])


def _bears_on(a: str, b: str, states: Iterable[str]) -> bool:
    return {a, b} <= {*states}


def _with_originals(documents: Iterable[Document], named: set[str]) -> tuple[Document, ...]:
    """The documents named, with those they copy and those that copy them."""
    every = tuple(documents)
    wanted = named | {row.duplicate_of for row in every if row.doc_id in named and row.duplicate_of is not None}
    return tuple(row for row in every if row.doc_id in wanted or row.duplicate_of in wanted)


def _pairs_hint(tables: Tables) -> str:
    held = pairs(tables)
    if not held:
        return "It holds no incident between any two states: build it from more text first."
    shown = ", ".join(f"{pair.a} {pair.b} ({state_name(pair.a)}, {state_name(pair.b)})" for pair in held[:12])
    more = f" and {len(held) - 12} more" if len(held) > 12 else ""
    return f"It holds: {shown}{more}."
