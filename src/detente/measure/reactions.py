"""Reactions: which incident answers which, because a text says so or because of its timing.

Stated: the clause of an act, or words around it, hold a cue ("in response to", `lexicons/reaction_cues.tsv`); what it
answers is the latest act of the other side before it, told nearby in the same document if one is. Timing: an act of one
side raises for a while the rate at which the other side acts in the same spirit; the probability that one act answers
another is its share of that rate, next to the usual rate (the triggering probability of a Hawkes process with the
half-life and size below, which are assumptions, not estimates). A pair's usual rate is that of its own history.
"""

from __future__ import annotations

import bisect
import math
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

import ahocorasick

from detente import lexicons
from detente.measure.acts import counted_quad
from detente.records import Document, Event, Incident, Reaction

HALF_LIFE: Final = 4.0
"""Days in which the pull of an act on the other side halves."""

ANSWERS: Final = 0.3
"""Acts of the other side that one act is taken to call forth in the end."""

REACH: Final = 30
STATED_REACH: Final = 120
"""Days after which an act answers nothing, by timing alone and where a text says that it is an answer."""

LEAST: Final = 0.3
AROUND: Final = 60
NEARBY: Final = 600
"""Characters around a clause searched for a cue, and within which the answered act is looked for first."""

COMPARED: Final = 30
CLOSE_DATE: Final = 7


@dataclass(frozen=True, slots=True)
class _Act:
    """One side of a dated incident. An answer comes after the last day of what it answers."""

    incident_id: str
    source: str
    target: str
    conflict: bool
    day: int
    last: int


def reactions(
    documents: Iterable[Document], events: Iterable[Event], incidents: Iterable[Incident]
) -> tuple[Reaction, ...]:
    """Rows by answered incident and answer; an answer that is stated is not listed again by timing. Pure."""
    acts = _acts(incidents)
    towards: dict[tuple[str, str], list[_Act]] = defaultdict(list)
    for act in acts:
        towards[act.source, act.target].append(act)
    found: dict[tuple[str, str], Reaction] = {}
    stated = _stated(documents, events, acts, towards)
    for reaction in stated:
        key = (reaction.incident_id, reaction.answer_id)
        if key not in found or found[key].p < reaction.p:
            found[key] = reaction
    said = {reaction.answer_id for reaction in stated}
    for reaction in _timed(towards):
        if reaction.answer_id not in said:
            found.setdefault((reaction.incident_id, reaction.answer_id), reaction)
    return tuple(found[key] for key in sorted(found))


def _acts(incidents: Iterable[Incident]) -> list[_Act]:
    found = []
    for incident in incidents:
        quad = counted_quad(incident.status, incident.quad)
        if quad is None or incident.reciprocal or incident.date_from is None or incident.date_to is None:
            continue
        if (incident.date_to - incident.date_from).days > CLOSE_DATE:
            continue
        days = incident.date_from.toordinal(), incident.date_to.toordinal()
        pairs = [(a, b) for a in incident.source for b in incident.target if a != b]
        found += [_Act(incident.incident_id, a, b, quad > 2, *days) for a, b in pairs]
    return sorted(found, key=lambda act: (act.day, act.incident_id, act.source, act.target))


def _stated(
    documents: Iterable[Document],
    events: Iterable[Event],
    acts: Sequence[_Act],
    towards: dict[tuple[str, str], list[_Act]],
) -> list[Reaction]:
    texts = {document.doc_id: document.text for document in documents}
    sides: dict[str, list[_Act]] = defaultdict(list)
    for act in acts:
        sides[act.incident_id].append(act)
    told: dict[str, list[tuple[int, str]]] = defaultdict(list)
    mine = [e for e in events if e.incident_id in sides and e.start is not None and e.doc_id in texts]
    for event in mine:
        told[event.doc_id].append((event.start or 0, event.incident_id or ""))
    found = []
    for event in sorted(mine, key=lambda e: e.event_id):
        start, end = event.start or 0, event.end or 0
        p = stated_p(texts[event.doc_id][max(0, start - AROUND) : end + AROUND])
        if not p:
            continue
        near = {i for at, i in told[event.doc_id] if abs(at - start) <= NEARBY}
        for act in sides[event.incident_id or ""]:
            before = [
                other
                for other in towards.get((act.target, act.source), ())
                if other.conflict == act.conflict and 0 <= act.day - other.day <= STATED_REACH
            ]
            if before:
                best = max(before, key=lambda other: (other.incident_id in near, other.day, other.incident_id))
                sure = p if best.incident_id in near else p * 0.6
                lag = act.day - best.day
                found.append(Reaction(best.incident_id, act.incident_id, lag, round(sure, 6), "stated"))
    return found


def stated_p(text: str) -> float:
    """How surely the text says that what it tells is an answer; 0 where it does not."""
    lower = text.lower()
    return max((p for end, (cue, p) in _cues().iter(lower) if _starts(lower, end - len(cue))), default=0.0)


def _starts(text: str, before: int) -> bool:
    return before < 0 or not text[before].isalpha()


@cache
def _cues() -> ahocorasick.Automaton:
    automaton = ahocorasick.Automaton()
    for row in lexicons.table("reaction_cues"):
        automaton.add_word(row["cue"], (row["cue"], float(row["p"])))
    automaton.make_automaton()
    return automaton


def _timed(towards: dict[tuple[str, str], list[_Act]]) -> Iterable[Reaction]:
    decay = math.log(2) / HALF_LIFE
    for (a, b), answers in sorted(towards.items()):
        for conflict in (False, True):
            calls = sorted(
                (act for act in towards.get((b, a), ()) if act.conflict == conflict),
                key=lambda act: (act.last, act.incident_id),
            )
            own = [act for act in answers if act.conflict == conflict]
            if not calls or not own:
                continue
            days = [act.last for act in calls]
            span = max(own[-1].day, days[-1]) - min(own[0].day, days[0]) + 2 * REACH
            usual = len(own) / span
            for act in own:
                high = bisect.bisect_left(days, act.day)
                low = max(bisect.bisect_left(days, act.day - REACH), high - COMPARED)
                pulls = [ANSWERS * decay * math.exp(-decay * (act.day - day)) for day in days[low:high]]
                if not pulls:
                    continue
                best = max(range(len(pulls)), key=lambda k: (pulls[k], k))
                p = pulls[best] / (usual + sum(pulls))
                if p >= LEAST:
                    call = calls[low + best]
                    yield Reaction(call.incident_id, act.incident_id, act.day - call.last, round(p, 6), "timing")
