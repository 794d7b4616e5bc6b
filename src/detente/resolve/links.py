"""Links: the same act planned, called off and held after all, as incidents of their own that know of each other.

A cancelled act cancels the nearest plan of its type and pair, dated by the day it was due or the day it was called off;
an act that happened carries out the nearest plan that was not called off, or replaces the last one that was. An answer
is another matter: it stands in the table `reactions`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import Final

from detente.records import Incident, Link
from detente.resolve.likeness import NEAR, REACH, same_means, two_sided

LATER: Final = 180
"""Days within which what was called off may be made up for; after them a meeting is a new one."""

WIDE: Final = 120
"""Days: a plan for some time of the coming year is no plan of one act."""

OPEN: Final = ("planned", "cancelled")
"""Status of what another incident may settle: only where there is such are there links."""

KINDS: Final = {"cancels": "cancelled_by", "carries_out": "carried_out_by", "replaces": "replaced_by"}
"""How the later incident is linked to the earlier one, and how the earlier one is to the later."""


def link(incidents: Sequence[Incident]) -> tuple[Incident, ...]:
    """The incidents in their order, with `links`; pure, and independent of the order given."""
    found: dict[str, set[tuple[str, str]]] = defaultdict(set)
    for group in _groups(incidents):
        for later, earlier, kind in _pairs(group):
            found[later.incident_id].add((earlier.incident_id, kind))
            found[earlier.incident_id].add((later.incident_id, KINDS[kind]))
    return tuple(
        replace(incident, links=tuple(Link(*pair) for pair in sorted(found.get(incident.incident_id, ()))))
        for incident in incidents
    )


def _groups(incidents: Iterable[Incident]) -> Iterator[list[Incident]]:
    """Dated incidents of one type and pair of actors, either way, by their first day."""
    groups: dict[tuple[str, frozenset[str]], list[Incident]] = defaultdict(list)
    for incident in incidents:
        if incident.date_from is None or incident.date_to is None or not incident.source or not incident.target:
            continue
        if (incident.date_to - incident.date_from).days <= WIDE:
            groups[incident.plover, frozenset((*incident.source, *incident.target))].append(incident)
    for key in sorted(groups, key=lambda key: (key[0], sorted(key[1]))):
        if any(incident.status in OPEN for incident in groups[key]):
            yield sorted(groups[key], key=lambda i: (_first(i), _last(i), i.incident_id))


def _pairs(group: Sequence[Incident]) -> Iterator[tuple[Incident, Incident, str]]:
    """(later, earlier, kind) of one group; each plan and each cancelled act is settled once."""
    plans = [i for i in group if i.status == "planned"]
    off = [i for i in group if i.status == "cancelled"]
    settled: set[str] = set()
    for gone in off:
        near = [p for p in plans if p.incident_id not in settled and _within_reach(p, gone)]
        if near:
            plan = min(near, key=lambda p: (_gap(p, gone), p.incident_id))
            settled.add(plan.incident_id)
            yield gone, plan, "cancels"
    for act in group:
        if act.status != "actual":
            continue
        near = [p for p in plans if p.incident_id not in settled and _kept(p, act)]
        lost = [c for c in off if c.incident_id not in settled and _made_up(c, act)]
        if near:
            plan = min(near, key=lambda p: (_gap(p, act), p.incident_id))
            settled.add(plan.incident_id)
            yield act, plan, "carries_out"
        elif lost:
            gone = max(lost, key=lambda c: (_first(c), c.incident_id))
            settled.add(gone.incident_id)
            yield act, gone, "replaces"


def _within_reach(plan: Incident, other: Incident) -> bool:
    """The other is near enough to be the act planned, and by the same means."""
    return _gap(plan, other) <= REACH and same_means(plan.cameo, other.cameo)


def _kept(plan: Incident, act: Incident) -> bool:
    """The act is the one planned: not before the plan, within reach, by the same means."""
    return _first(plan) <= _last(act) + NEAR and _within_reach(plan, act)


def _made_up(gone: Incident, act: Incident) -> bool:
    """A two-sided act that took place some time after one of its kind had been called off."""
    later = _first(act) > _last(gone) and _first(act) - _last(gone) <= LATER
    return later and act.plover in two_sided() and same_means(gone.cameo, act.cameo)


def _gap(one: Incident, two: Incident) -> int:
    return max(0, _first(one) - _last(two), _first(two) - _last(one))


def _first(incident: Incident) -> int:
    return 0 if incident.date_from is None else incident.date_from.toordinal()


def _last(incident: Incident) -> int:
    return 0 if incident.date_to is None else incident.date_to.toordinal()
