"""Framing: how each outlet tells a pair of states: incident by incident, month by month, and in all.

- **Covered or omitted.** An outlet is asked about an incident when it reported on the same pair within `WINDOW` days of
  the incident's first report, so that silence means something.
- **Led.** The incident is told in a headline or in the first paragraph.
- **Tone** toward each side (`tone`), in the sentences around the incident's clauses, or in the whole of the outlet's
  documents that report on the pair. The words that set it are kept with their places.
- **Voices**: whose officials it quotes, and how often experts (`voices`).
- **Optimism**: what those documents' speakers and authors foresee of the pair, and their stances, better less worse;
  beside it stands the index of that month.

Every figure has its number beside it: small numbers say little.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType
from typing import Final

from detente.measure import tone as toning
from detente.measure import voices, wordings
from detente.measure.wordings import Called, Wording
from detente.records import Document, Event, Forecast, Framing, Incident, Quote, Relation, Stance, ToneWord

WINDOW: Final = 7
VOICES: Final = 12
"""Spokespeople listed a row, the most quoted first."""

WORDS: Final = 40
"""Words that set the tone kept a row, the first ones."""

LOOSE: Final = 31
"""Documents whose day of publication is known less well than this belong to no month."""

VIEWS: Final = {"improve": 1, "warming": 1, "no_change": 0, "steady": 0, "deteriorate": -1, "cooling": -1}
UNMEANT: Final = frozenset({"normative", "conditional"})
"""Claims of these classes foresee nothing."""

Pair = tuple[str, str]


@dataclass(slots=True)
class _Desk:
    """What lies on the desk: documents by id, what each tells, says and foresees."""

    documents: dict[str, Document]
    told: dict[str, dict[str, list[Event]]] = field(default_factory=lambda: defaultdict(lambda: defaultdict(list)))
    quotes: dict[str, list[Quote]] = field(default_factory=lambda: defaultdict(list))
    views: dict[tuple[str, Pair], list[int]] = field(default_factory=lambda: defaultdict(list))
    index: dict[tuple[Pair, date], float] = field(default_factory=dict)
    called: dict[str, Called] = field(default_factory=lambda: defaultdict(lambda: defaultdict(set)))
    wordings: dict[str, Wording] = field(default_factory=dict)
    heard: dict[str, voices.Voices] = field(default_factory=dict)

    def worded(self, doc_id: str) -> Wording:
        """What the text of a document says; looked for once."""
        if doc_id not in self.wordings:
            self.wordings[doc_id] = wordings.of(self.documents[doc_id], self.called[doc_id])
        return self.wordings[doc_id]

    def led(self, event: Event) -> bool:
        """The event stands in the headline or the lead of its document."""
        at = event.start or 0
        for start, end in self.worded(event.doc_id).leads:  # noqa: SIM110 - three times as quick
            if start <= at < end:
                return True
        return False

    def voiced(self, doc_id: str) -> voices.Voices:
        """Who is quoted in a document; counted once."""
        if doc_id not in self.heard:
            self.heard[doc_id] = voices.count(self.quotes.get(doc_id, ()))
        return self.heard[doc_id]


@dataclass(frozen=True, slots=True)
class _Telling:
    """An outlet's events about something, and what it left out."""

    outlet: str
    events: Sequence[Event]
    omitted: tuple[str, ...] = ()
    incident_id: str | None = None
    month: date | None = None


def framing(
    documents: Iterable[Document],
    events: Iterable[Event],
    quotes: Iterable[Quote],
    incidents: Iterable[Incident],
    *,
    forecasts: Iterable[Forecast] = (),
    stances: Iterable[Stance] = (),
    relations: Iterable[Relation] = (),
    worded: Mapping[str, Wording] = MappingProxyType({}),
) -> tuple[Framing, ...]:
    """Rows by pair, incident, outlet and month; of incidents those that two outlets could have told. Pure.

    `worded`: of documents whose wording is known, which need no text.
    """
    desk = _desk(documents, events, quotes, forecasts, stances, worded)
    for row in relations:
        if row.period == "month" and not row.directed:
            desk.index[(row.a, row.b), row.from_] = row.index
    pairs: dict[Pair, list[Incident]] = defaultdict(list)
    for incident in incidents:
        for pair in {(min(a, b), max(a, b)) for a in incident.source for b in incident.target if a != b}:
            if incident.incident_id in desk.told:
                pairs[pair].append(incident)
    return tuple(_row(pair, telling, desk) for pair in sorted(pairs) for telling in _tellings(pairs[pair], desk))


def _desk(
    documents: Iterable[Document],
    events: Iterable[Event],
    quotes: Iterable[Quote],
    forecasts: Iterable[Forecast],
    stances: Iterable[Stance],
    worded: Mapping[str, Wording],
) -> _Desk:
    desk = _Desk({d.doc_id: d for d in documents if d.outlet}, wordings=dict(worded))
    for event in sorted(events, key=lambda e: (e.doc_id, e.start or 0, e.event_id)):
        if event.doc_id in desk.documents and event.incident_id is not None and event.start is not None:
            desk.told[event.incident_id][desk.documents[event.doc_id].outlet or ""].append(event)
        if event.doc_id not in worded:
            wordings.call(desk.called[event.doc_id], event)
    for quote in quotes:
        desk.quotes[quote.doc_id].append(quote)
    for claim in forecasts:
        sides = sorted({*claim.a, *claim.b})
        if len(sides) == 2 and claim.about == "relations" and claim.class_ not in UNMEANT and claim.direction in VIEWS:
            desk.views[claim.doc_id, (sides[0], sides[1])].append(VIEWS[claim.direction])
    for stance in stances:
        if stance.stance in VIEWS:
            desk.views[stance.doc_id, (stance.a, stance.b)].append(VIEWS[stance.stance])
    return desk


def _tellings(incidents: Sequence[Incident], desk: _Desk) -> Iterator[_Telling]:
    """The whole by outlet, then the months by outlet, then the incidents by outlet."""
    active: dict[str, list[int]] = defaultdict(list)
    whole: dict[str, list[Event]] = defaultdict(list)
    months: dict[tuple[date, str], list[Event]] = defaultdict(list)
    first: dict[str, int] = {}
    for incident in incidents:
        for outlet, events in desk.told[incident.incident_id].items():
            whole[outlet].extend(events)
            for event in events:
                day = _day(desk.documents[event.doc_id])
                if day is not None:
                    active[outlet].append(day)
                    first[incident.incident_id] = min(first.get(incident.incident_id, day), day)
                    months[date.fromordinal(day).replace(day=1), outlet].append(event)
    silent = _silent(incidents, active, first, desk)
    left: dict[tuple[date | None, str], list[str]] = defaultdict(list)
    for incident in incidents:
        for outlet in silent[incident.incident_id]:
            left[None, outlet].append(incident.incident_id)
            left[date.fromordinal(first[incident.incident_id]).replace(day=1), outlet].append(incident.incident_id)
    for outlet in sorted(whole):
        yield _Telling(outlet, whole[outlet], tuple(left[None, outlet]))
    for month, outlet in sorted({*months, *((m, o) for m, o in left if m is not None)}):
        yield _Telling(outlet, months.get((month, outlet), ()), tuple(left[month, outlet]), month=month)
    for incident in sorted(incidents, key=lambda i: i.incident_id):
        reported = desk.told[incident.incident_id]
        asked = silent[incident.incident_id] | set(reported)
        for outlet in sorted(asked) if len(asked) > 1 else ():
            omitted = () if outlet in reported else (incident.incident_id,)
            yield _Telling(outlet, reported.get(outlet, ()), omitted, incident_id=incident.incident_id)


def _silent(
    incidents: Sequence[Incident], active: Mapping[str, Sequence[int]], first: Mapping[str, int], desk: _Desk
) -> Mapping[str, set[str]]:
    """Incident → outlets that wrote on the pair when it was first reported, and not of it."""
    found = {}
    wrote = {outlet: sorted(days) for outlet, days in active.items()}
    for incident in incidents:
        day = first.get(incident.incident_id)
        near = {outlet for outlet, days in wrote.items() if day is not None and _near(days, day)}
        found[incident.incident_id] = near - set(desk.told[incident.incident_id])
    return found


def _near(days: Sequence[int], day: int) -> bool:
    """One of the days, in order, lies within `WINDOW` of a day."""
    at = bisect_left(days, day - WINDOW)
    return at < len(days) and days[at] <= day + WINDOW


def _row(pair: Pair, telling: _Telling, desk: _Desk) -> Framing:
    a, b = pair
    docs = sorted({event.doc_id for event in telling.events})
    words = [word for doc in docs for word in _words(doc, telling, pair, desk)]
    toward = {side: [word.tone for word in words if word.toward == side] for side in pair}
    speakers, told = voices.tally(map(desk.voiced, docs), a, b)
    views = [view for doc in docs for view in desk.views.get((doc, pair), ())]
    copies = {d: desk.documents[d].duplicate_of for d in docs}
    return Framing(
        incident_id=telling.incident_id,
        a=a,
        b=b,
        outlet=telling.outlet,
        covered=bool(telling.events),
        n_documents=len({copies[d] if copies[d] in docs else d for d in docs}),
        tone=toning.mean(word.tone for word in words),
        spokespeople=tuple(sorted(speakers, key=lambda name: (-speakers[name], name))[:VOICES]),
        month=telling.month,
        n_incidents=len({event.incident_id for event in telling.events}),
        led=tuple(sorted({event.incident_id or "" for event in telling.events if desk.led(event)})),
        omitted=tuple(sorted(telling.omitted)),
        n_words=len(words),
        tone_a=toning.mean(toward[a]),
        n_words_a=len(toward[a]),
        tone_b=toning.mean(toward[b]),
        n_words_b=len(toward[b]),
        tone_words=tuple(words[:WORDS]),
        n_quotes=told.get("n_quotes", 0),
        n_officials_a=told.get("n_officials_a", 0),
        n_officials_b=told.get("n_officials_b", 0),
        n_officials_third=told.get("n_officials_third", 0),
        n_experts=told.get("n_experts", 0),
        optimism=toning.mean(views),
        n_views=len(views),
        index=None if telling.month is None else desk.index.get((pair, telling.month)),
    )


def _words(doc_id: str, telling: _Telling, pair: Pair, desk: _Desk) -> Iterator[ToneWord]:
    """Words in sentences that name a side; of an incident, those near its clauses alone."""
    worded = desk.worded(doc_id)
    spans: Collection[tuple[int, int]] | None = None
    if telling.incident_id is not None:
        clauses = [(e.start or 0, e.end or 0) for e in telling.events if e.doc_id == doc_id]
        spans = {(s, e) for s, e in worded.sentences for first, last in clauses if s < last and first < e}
    for found in worded.words:
        if spans is None:
            inside = found.toward(*pair) is not None
        else:
            inside = any(start <= found.start < end for start, end in spans)
        if inside:
            yield toning.word(doc_id, found, *pair)


def _day(document: Document) -> int | None:
    if document.published is not None:
        return document.published.toordinal()
    first, last = document.published_from, document.published_to
    if first is None or (last is not None and (last - first).days > LOOSE):
        return None
    return first.toordinal()
