"""An incident: every report side by side, what they agree on and where they differ, and what it is linked to."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from detente.explore import addresses, figures
from detente.explore.catalogue import title
from detente.explore.material import pairs_of
from detente.explore.numbers import Number, counted
from detente.explore.views import events, groups, incidents
from detente.explore.wording import LINKS, Term, day, interval, issue_name, joined, state_name, term
from detente.records import Event, Incident
from detente.store import schema
from detente.store.reader import Reader

REPORTS: Final = 100  # side by side on one page; the list holds all
FIGURES: Final = 12  # figures told of, those that most reports name first


@dataclass(frozen=True, slots=True)
class Said:
    """One value of a detail, with the places of the reports that give it."""

    value: str
    reports: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Detail:
    """One detail of the incident: one value where all reports agree, several where they differ."""

    name: str
    said: tuple[Said, ...]
    agreed: bool


@dataclass(frozen=True, slots=True)
class Linked:
    """Another incident and what it is to this one."""

    words: str
    title: str
    href: str
    when: str
    note: str


@dataclass(frozen=True, slots=True)
class IncidentView:
    """Everything the page of an incident shows."""

    line: incidents.IncidentLine
    type: Term
    code: str
    pairs: tuple[tuple[str, str], ...]
    month: tuple[tuple[str, str], ...]
    reports: tuple[events.EventLine, ...]
    reports_held: Number
    copies: int
    details: tuple[Detail, ...]
    linked: tuple[Linked, ...]
    reactions: Number
    version: str


def view(reader: Reader, key: str) -> IncidentView | None:
    """The page of an incident, or None where there is no such one."""
    row = next(iter(reader.ask("incident_row", id=key)), None)
    if row is None:
        return None
    incident = schema.record(Incident, row)
    rows = reader.rows("events", incident=key, limit=REPORTS)
    found = [schema.record(Event, event) for event in rows]
    told = together(found)
    first = _first_lines(reader, told)
    return IncidentView(
        line=incidents.lines([row])[0],
        type=term("plover", incident.plover),
        code=incident.cameo,
        pairs=tuple((f"{state_name(a)} and {state_name(b)}", addresses.dyad(a, b)) for a, b in pairs_of(incident)),
        month=_months(incident),
        reports=tuple(replace(line, sides=who(group)) for line, group in zip(first, told, strict=True)),
        reports_held=counted(reader, "events", incident=key),
        copies=reader.count("documents", incident=key),
        details=(*details(told), *_figures(first)),
        linked=_linked(reader, incident),
        reactions=counted(reader, "reactions", incident=key),
        version=incident.version,
    )


def together(found: Sequence[Event]) -> tuple[tuple[Event, ...], ...]:
    """Mentions by report: what one clause says, in whichever direction, is one report of it."""
    groups: dict[tuple[object, ...], list[Event]] = {}
    for event in found:
        place = (event.doc_id, event.start, event.end, event.status) if event.start is not None else (event.event_id,)
        groups.setdefault(place, []).append(event)
    return tuple(tuple(group) for group in groups.values())


def who(group: Sequence[Event]) -> str:
    """Who acts toward whom in one report; a clause coded both ways tells of both alike."""
    ways = dict.fromkeys((event.source, event.target) for event in group)
    both = {(target, source) for source, target in ways} & set(ways)
    if both:
        return joined([state_name(code) for code in sorted({code for way in both for side in way for code in side})])
    return "; ".join(events.sides(source, target) for source, target in ways)


def _first_lines(reader: Reader, told: Sequence[Sequence[Event]]) -> tuple[events.EventLine, ...]:
    return events.lines_of(reader, [group[0] for group in told])


def details(told: Sequence[Sequence[Event]]) -> tuple[Detail, ...]:
    """What the reports say of the incident, detail by detail; a detail that none gives is left out."""
    return tuple(detail for name, of in TOLD.items() if (detail := _detail(name, told, of)).said)


def _figures(reports: Sequence[events.EventLine]) -> Iterator[Detail]:
    """The figures that the reports name, where any does."""
    passages = [report.passage for report in reports]
    told = [figures.named(p.lead + p.trigger + p.tail) if p is not None else () for p in passages]
    said = tuple(Said(words, places) for words, places in figures.by_words(told).items())
    if said:
        yield Detail("Figures", said[:FIGURES], not figures.differ(told))


def _detail(name: str, told: Sequence[Sequence[Event]], of: Callable[[Sequence[Event]], str]) -> Detail:
    values: dict[str, list[int]] = {}
    for place, group in enumerate(told, 1):
        if value := of(group):
            values.setdefault(value, []).append(place)
    said = [Said(value, tuple(places)) for value, places in values.items()]
    said.sort(key=lambda one: (-len(one.reports), one.value))
    return Detail(name, tuple(said), len(said) == 1)


TOLD: Final[dict[str, Callable[[Sequence[Event]], str]]] = {
    "Status": lambda group: term("status", group[0].status).label,
    "Who": who,
    "What": lambda group: f"{term('plover', group[0].plover).label}, {group[0].cameo}",
    "When": lambda group: _when(group[0]),
    "Where": lambda group: group[0].place or "",
    "Issues": lambda group: joined(sorted(issue_name(code) for code in group[0].issues)),
}


def _when(event: Event) -> str:
    return interval(event.date_from, event.date_to) if event.date_from or event.date_to else ""


def _months(incident: Incident) -> tuple[tuple[str, str], ...]:
    """The month of each pair that the incident falls in."""
    if incident.date_from is None or incident.date_to is None:
        return ()
    middle = incident.date_from + (incident.date_to - incident.date_from) // 2
    at = f"{middle:%Y-%m}" if middle.year >= 1000 else ""
    return tuple(
        (f"{state_name(a)} and {state_name(b)}", addresses.dyad(a, b, f"month/{at}"))
        for a, b in pairs_of(incident)
        if at
    )


def _linked(reader: Reader, incident: Incident) -> tuple[Linked, ...]:
    key = incident.incident_id
    answers = reader.rows("reactions", incident=key, limit=REPORTS)
    ids = [link.incident_id for link in incident.links]
    ids += [row["answer_id"] if row["incident_id"] == key else row["incident_id"] for row in answers]
    known = incidents.titles(reader, ids)
    found = [
        _link(LINKS.get(link.kind, link.kind.replace("_", " ")), known.get(link.incident_id), "")
        for link in incident.links
    ]
    for row in answers:
        first = row["incident_id"] == key
        words = "answered by" if first else "answers"
        note = f"{groups.lag(row['lag_days'])}; {term('reaction', row['basis']).label}"
        found.append(_link(words, known.get(row["answer_id"] if first else row["incident_id"]), note))
    return tuple(link for link in found if link is not None)


def _link(words: str, other: Incident | None, note: str) -> Linked | None:
    if other is None:
        return None
    when = day(other.date_from) if other.date_from is not None else ""
    return Linked(words, title(other), addresses.incident(other.incident_id), when, note)
