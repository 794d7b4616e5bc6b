"""Framing: which outlet told an incident and which did not, in what tone, and whom it let speak.

An outlet is asked about an incident when it reported on the same pair within `WINDOW` days of its first report, so that
silence means something. Tone counts friendly and hostile words (`lexicons/tone_words.tsv`) in the clauses that
report the incident: (friendly − hostile) / (friendly + hostile), null where there is neither. Rows without an incident
give the outlet's tone and voices over all it reported on the pair. Small numbers say little: `n_documents` stands by.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from typing import Final

import ahocorasick

from detente import lexicons
from detente.records import Document, Event, Framing, Incident, Quote

WINDOW: Final = 7
VOICES: Final = 12
"""Spokespeople listed a row, the most quoted first."""

LETTER: Final = re.compile(r"\w")


def framing(
    documents: Iterable[Document], events: Iterable[Event], quotes: Iterable[Quote], incidents: Iterable[Incident]
) -> tuple[Framing, ...]:
    """Rows by pair, incident and outlet, for incidents that two outlets could have told; pure."""
    by_id = {d.doc_id: d for d in documents if d.outlet}
    told: dict[str, dict[str, list[Event]]] = defaultdict(lambda: defaultdict(list))
    for event in events:
        if event.doc_id in by_id and event.incident_id is not None and event.start is not None:
            told[event.incident_id][by_id[event.doc_id].outlet or ""].append(event)
    voices: dict[str, list[str]] = defaultdict(list)
    for quote in quotes:
        if quote.speaker and quote.doc_id in by_id:
            voices[quote.doc_id].append(quote.speaker)
    pairs: dict[tuple[str, str], list[Incident]] = defaultdict(list)
    for incident in incidents:
        for pair in {(min(a, b), max(a, b)) for a in incident.source for b in incident.target if a != b}:
            if incident.incident_id in told:
                pairs[pair].append(incident)
    rows: list[Framing] = []
    for pair in sorted(pairs):
        rows.extend(_pair_rows(pair, pairs[pair], told=told, documents=by_id, voices=voices))
    return tuple(rows)


def _pair_rows(
    pair: tuple[str, str],
    incidents: Sequence[Incident],
    *,
    told: Mapping[str, Mapping[str, list[Event]]],
    documents: Mapping[str, Document],
    voices: Mapping[str, list[str]],
) -> list[Framing]:
    active: dict[str, list[int]] = defaultdict(list)
    whole: dict[str, list[Event]] = defaultdict(list)
    first: dict[str, int] = {}
    for incident in incidents:
        for outlet, events in told[incident.incident_id].items():
            whole[outlet].extend(events)
            days = [d for d in (_day(documents[e.doc_id]) for e in events) if d is not None]
            active[outlet].extend(days)
            if days:
                first[incident.incident_id] = min(first.get(incident.incident_id, min(days)), *days)
    rows = [_row(pair, None, outlet, whole[outlet], documents, voices) for outlet in sorted(whole)]
    for incident in sorted(incidents, key=lambda i: i.incident_id):
        reported = told[incident.incident_id]
        day = first.get(incident.incident_id)
        silent = {o for o, days in active.items() if day is not None and any(abs(d - day) <= WINDOW for d in days)}
        if len(silent | set(reported)) > 1:
            for outlet in sorted(silent | set(reported)):
                events = reported.get(outlet, [])
                rows.append(_row(pair, incident.incident_id, outlet, events, documents, voices))
    return rows


def _row(
    pair: tuple[str, str],
    incident_id: str | None,
    outlet: str,
    events: Sequence[Event],
    documents: Mapping[str, Document],
    voices: Mapping[str, list[str]],
) -> Framing:
    texts = {(e.doc_id, e.start, e.end): documents[e.doc_id].text[e.start : e.end] for e in events}
    docs = sorted({e.doc_id for e in events})
    speakers = Counter(name for doc in docs for name in voices.get(doc, ()))
    ranked = sorted(speakers, key=lambda name: (-speakers[name], name))[:VOICES]
    return Framing(
        incident_id=incident_id,
        a=pair[0],
        b=pair[1],
        outlet=outlet,
        covered=bool(events),
        n_documents=len({documents[d].duplicate_of if documents[d].duplicate_of in docs else d for d in docs}),
        tone=tone(texts[key] for key in sorted(texts, key=str)),
        spokespeople=tuple(ranked),
    )


def tone(texts: Iterable[str]) -> float | None:
    """(friendly − hostile) / (friendly + hostile) words over all texts; None where there is neither."""
    count = {1: 0, -1: 0}
    for text in texts:
        lower = text.lower()
        for end, (stem, value) in _stems().iter(lower):
            start = end - len(stem) + 1
            if not start or not LETTER.match(lower[start - 1]):
                count[value] += 1
    total = count[1] + count[-1]
    return round((count[1] - count[-1]) / total, 6) if total else None


@cache
def _stems() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for row in lexicons.table("tone_words"):
        automaton.add_word(row["stem"], (row["stem"], int(row["tone"])))
    automaton.make_automaton()
    return automaton


def _day(document: Document) -> int | None:
    day = document.published or document.published_from
    return None if day is None else day.toordinal()
