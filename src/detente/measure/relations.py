"""Relations: counts and the index of cooperation and conflict of each pair of states, by day, week and month."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from detente.config import Measure
from detente.measure import periods
from detente.records import Driver, Incident, Relation

PRIOR = 4.0


def relations(incidents: Iterable[Incident], config: Measure) -> tuple[Relation, ...]:
    """One row a pair, direction and period in which something is known to have happened."""
    cells: dict[tuple[str, str, bool, str, int], list[Incident]] = defaultdict(list)
    for incident in incidents:
        if incident.status != "actual" or incident.date_from is None or incident.date_to is None:
            continue
        first, last = incident.date_from.toordinal(), incident.date_to.toordinal()
        pairs = {(a, b) for a in incident.source for b in incident.target if a != b}
        if incident.reciprocal:
            pairs |= {(b, a) for a, b in pairs}
        keys = {(a, b, True) for a, b in pairs} | {(min(p), max(p), False) for p in pairs}
        for period in periods.PERIODS:
            if last - first <= periods.SLACK[period]:
                at = periods.number((first + last) // 2, period)
                for a, b, directed in keys:
                    cells[a, b, directed, period, at].append(incident)
    return tuple(_row(key, cells[key]) for key in sorted(cells))


def _row(key: tuple[str, str, bool, str, int], found: list[Incident]) -> Relation:
    a, b, directed, period, at = key
    good = sum(incident.quad <= 2 for incident in found)
    bad = len(found) - good
    total = good + bad + PRIOR
    share = (good + PRIOR / 2) / total
    sd = (share * (1 - share) / (total + 1)) ** 0.5
    index = 100 * (2 * share - 1)
    return Relation(
        a=a,
        b=b,
        directed=directed,
        period=period,
        from_=periods.first_day(at, period),
        to=periods.last_day(at, period),
        n_incidents=len(found),
        n_documents=sum(incident.n_documents for incident in found),
        cooperation=good,
        conflict=bad,
        index=round(index, 2),
        low=round(max(-100.0, index - 329 * sd), 2),
        high=round(min(100.0, index + 329 * sd), 2),
        drivers=tuple(
            Driver(incident.incident_id, round((100 if incident.quad <= 2 else -100) / total, 2))
            for incident in sorted(found, key=lambda i: i.incident_id)
        ),
    )
