"""Evidence on forecasts: what the store knows of a pair within a horizon, without what the forecaster's page told."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from detente import lexicons
from detente.records import Document, Event, Forecast, Incident, Relation

LEAST: Final = 3
"""Incidents of the pair without which silence proves nothing and an index says little."""

AFTER: Final = timedelta(days=30)
"""How long after a horizon incidents still show that the pair was being watched."""

STALE: Final = {"month": timedelta(days=62), "week": timedelta(days=28)}
"""An index older than this says nothing about a day."""

WIDEST: Final = 100.0
"""Bands wider than this, half the scale, cannot tell steadiness from ignorance."""

LISTED: Final = 10
"""Most incidents named as the basis of a verdict."""

NEGATIVE: Final = frozenset({"no_change", "event_does_not_happen"})
MUTUAL: Final = frozenset({"CONSULT", "AGREE", "COOPERATE"})
AHEAD: Final = frozenset({"planned", "hypothetical", "negated"})

Pair = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether a forecast came true, and the incidents that say so."""

    true: bool
    basis: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Act:
    """An act foreseen: types of incidents, and who does it to whom (empty: either)."""

    plover: frozenset[str]
    source: frozenset[str] = frozenset()


class Evidence:
    """What is on record about the pairs that forecasts concern."""

    def __init__(
        self,
        pairs: Collection[Pair],
        *,
        documents: Sequence[Document],
        events: Sequence[Event],
        incidents: Sequence[Incident],
        relations: Sequence[Relation],
        told: Iterable[tuple[str, str]] | None = None,
    ) -> None:
        """`told`: incidents and the originals that tell them, where `events` are not all that do."""
        self.made = {one.doc_id: one.published or one.published_to for one in documents}
        self.earliest = {one.doc_id: one.published or one.published_from for one in documents}
        self.original = {document.doc_id: document.duplicate_of or document.doc_id for document in documents}
        self.foreseen: dict[str, list[Event]] = defaultdict(list)
        self.told: dict[str, set[str]] = defaultdict(set)
        if told is None:
            told = ((e.incident_id, self._original(e.doc_id)) for e in events if e.incident_id is not None)
        for incident_id, doc_id in told:
            self.told[incident_id].add(doc_id)
        for event in events:
            if event.status in AHEAD:
                self.foreseen[event.doc_id].append(event)
        self.incidents: dict[Pair, list[Incident]] = defaultdict(list)
        for incident in sorted(incidents, key=lambda one: (one.date_from or date.min, one.incident_id)):
            if incident.status == "actual" and incident.date_from and incident.date_to and not incident.historical:
                for pair in {tuple(sorted((a, b))) for a in incident.source for b in incident.target} & set(pairs):
                    self.incidents[pair].append(incident)
        self.rows: dict[tuple[Pair, str], list[Relation]] = defaultdict(list)
        for row in relations:
            if not row.directed and row.period in STALE and (row.a, row.b) in pairs:
                self.rows[(row.a, row.b), row.period].append(row)
        for rows in self.rows.values():
            rows.sort(key=lambda row: row.from_)

    def verdict(self, forecast: Forecast) -> Verdict | None:
        """Whether a forecast came true; None while nothing independent decides it."""
        made = self.made.get(forecast.doc_id)
        begins, ends = forecast.horizon_from, forecast.horizon_to
        pair = tuple(sorted((*forecast.a, *forecast.b)))
        if made is None or ends is None or ends <= made or len(pair) != 2 or forecast.class_ == "conditional":
            return None
        first = max(made + timedelta(days=1), begins or date.min)
        if forecast.about == "relations":
            return self.course(forecast, pair, first, ends)
        act = self._act(forecast)
        return None if act is None else self.acts(forecast, act, pair, first, ends)

    def acts(self, forecast: Forecast, act: Act, pair: Pair, first: date, last: date) -> Verdict | None:
        """True or false by whether the act is on record within the horizon; None where it may be, or nobody looked."""
        happens = forecast.direction not in NEGATIVE
        since = min(first, self.earliest.get(forecast.doc_id) or first)
        fitting = [one for one in self._between(forecast, pair, since, last) if _fits(one, act)]
        certain = [one for one in fitting if _from(one) >= first and _to(one) <= last]
        if certain:
            return Verdict(happens, tuple(one.incident_id for one in certain[:LISTED]))
        watched = self._between(forecast, pair, first, last + AFTER)
        if fitting or len(watched) < LEAST or not self._over(pair, last):
            return None
        return Verdict(not happens, tuple(one.incident_id for one in watched[:LISTED]))

    def course(self, forecast: Forecast, pair: Pair, first: date, last: date) -> Verdict | None:
        """True or false by the index at the end of the horizon against its band when the forecast was made."""
        if not self._over(pair, last) or self._own(forecast, pair, first, last):
            return None
        for period in STALE:
            rows = self.rows.get((pair, period), [])
            before = [row for row in rows if row.to < first]
            within = [row for row in rows if row.from_ >= first and row.to <= last]
            if not before or not within:
                continue
            base, end = before[-1], within[-1]
            known = sum(row.n_incidents for row in within) >= LEAST
            if not known or first - base.to > STALE[period] or last - end.to > STALE[period]:
                continue
            way = _way(base, end)
            if way is not None:
                return Verdict(way == forecast.direction, _drivers(within, way))
        return None

    def _act(self, forecast: Forecast) -> Act | None:
        """The act that the coder found inside a forecast, else the one its word stands for."""
        inside = [
            event
            for event in self.foreseen.get(forecast.doc_id, ())
            if event.trigger_start is not None and forecast.start <= event.trigger_start < forecast.end
        ]
        pair = {*forecast.a, *forecast.b}
        inside = [event for event in inside if {*event.source, *event.target} == pair]
        if inside:
            plover = frozenset(event.plover for event in inside)
            sources = {code for event in inside for code in event.source}
            one_way = len(plover) == 1 and not plover & MUTUAL and len(sources) == 1
            return Act(plover, frozenset(sources) if one_way else frozenset()) if len(plover) == 1 else None
        directions, plover = _claimed().get(forecast.about or "", ((), frozenset()))
        way = "not" if forecast.direction in NEGATIVE else forecast.direction
        return Act(plover) if way in directions else None

    def _between(self, forecast: Forecast, pair: Pair, first: date, last: date) -> list[Incident]:
        """Incidents of the pair that may lie within two days and that others than the forecaster's page tell."""
        mine = {self._original(forecast.doc_id)}
        return [one for one in self._dated(pair, first, last) if not self.told[one.incident_id] <= mine]

    def _own(self, forecast: Forecast, pair: Pair, first: date, last: date) -> bool:
        """True where the forecaster's page alone tells of an incident within the horizon: the index has heard it."""
        mine = {self._original(forecast.doc_id)}
        return any(self.told[one.incident_id] == mine for one in self._dated(pair, first, last))

    def _dated(self, pair: Pair, first: date, last: date) -> Iterator[Incident]:
        known = self.incidents.get(pair, [])
        for one in known[: bisect_left(known, last + timedelta(days=1), key=_from)]:
            if _to(one) >= first:
                yield one

    def _over(self, pair: Pair, last: date) -> bool:
        """True when something of the pair is on record from after the horizon."""
        rows = self.rows.get((pair, "week"), [])
        return bool(rows) and rows[-1].from_ > last

    def _original(self, doc_id: str) -> str:
        return self.original.get(doc_id, doc_id)


def _from(incident: Incident) -> date:
    return incident.date_from or date.min


def _to(incident: Incident) -> date:
    return incident.date_to or date.max


def _fits(incident: Incident, act: Act) -> bool:
    directed = incident.reciprocal or not act.source or bool(act.source & set(incident.source))
    return incident.plover in act.plover and directed


def _way(base: Relation, end: Relation) -> str | None:
    """The course from one row to another; None where the bands are too wide to call it steady."""
    if end.index > base.high:
        return "improve"
    if end.index < base.low:
        return "deteriorate"
    return "no_change" if base.high - base.low <= WIDEST else None


def _drivers(rows: Sequence[Relation], way: str) -> tuple[str, ...]:
    """The new incidents that moved the index most, in the direction that it took where it took one."""
    sign = {"improve": 1, "deteriorate": -1}.get(way, 0)
    moved = [d for row in rows for d in row.drivers if d.kind == "new" and d.incident_id]
    kept = [d for d in moved if not sign or d.contribution * sign > 0]
    kept.sort(key=lambda d: (-abs(d.contribution), d.incident_id))
    return tuple(dict.fromkeys(d.incident_id for d in kept))[:LISTED]


@cache
def _claimed() -> Mapping[str, tuple[tuple[str, ...], frozenset[str]]]:
    rows = lexicons.table("claimed_acts")
    return {row["word"]: (row.listed("directions"), frozenset(row["plover"].split())) for row in rows}
