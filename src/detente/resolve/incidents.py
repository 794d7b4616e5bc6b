"""Incidents: which reports tell one real-world event, and what the reports together say of it.

1. rows of both directions become one report (`reports.gather`);
2. reports are taken in a fixed order, those that name a day first, and each joins the incident whose reports it is most
   like, or founds one. Two links decide, not one, and a report that names another day forbids: no chains of doubt;
3. plans and acts, which may lie weeks apart, are joined last;
4. the incident takes its type, day, status and place from its reports;
5. plans, cancelled acts and acts that remained apart are linked (`links`).
"""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from detente.records import Document, Event, Incident
from detente.resolve import reports as reporting
from detente.resolve.comparisons import Compared, Comparisons
from detente.resolve.likeness import APART, NEAR, REACH, VAGUE, weights
from detente.resolve.links import link
from detente.resolve.reports import Report
from detente.resolve.summaries import summarize

COMPARED: Final = 12
"""A report is compared with at most this many reports of an incident: the first in order, which name the day best."""

KIN: Final = 2
"""The first so many reports of an incident tell what types it could be."""

WEEK: Final = 7
YEAR: Final = 365
WIDE: Final = 10 * WEEK
MOST: Final = 200
"""Incidents are looked up by the week they may fall in, wider ones by the year, the latest `MOST` of a year."""


@dataclass(frozen=True, slots=True)
class Merged:
    """What `merge` found: the incidents, and for each event id the incident it reports."""

    incidents: tuple[Incident, ...]
    assignments: Mapping[str, str]


@dataclass(slots=True, eq=False)
class _Cluster:
    """An incident in the making. `first` and `last` bound its day as the reports that name one do."""

    reports: list[Report] = field(default_factory=list)
    compared: list[Compared] = field(default_factory=list)
    first: int | None = None
    last: int | None = None

    def add(self, one: Compared) -> None:
        report = one.report
        self.reports.append(report)
        if len(self.compared) < COMPARED:
            self.compared.append(one)
        if report.first is None or report.last is None:
            return
        if self.first is None or self.last is None:
            self.first, self.last = report.first, report.last
        else:
            low, high = max(self.first, report.first), min(self.last, report.last)
            if low <= high:
                self.first, self.last = low, high


def merge(documents: Iterable[Document], events: Iterable[Event]) -> Merged:
    """One incident a real-world event, from `events` of origin text; ids and rows do not depend on the order given.

    Rows of copied documents count once: their events join the incidents, their documents do not add to its counts.
    """
    by_id = {document.doc_id: document for document in documents}
    blocks: dict[tuple[str, str], list[Event]] = defaultdict(list)
    for event in events:
        blocks[block(event.source, event.target)].append(event)
    incidents = [one for held in blocks.values() for one in found(reporting.gather(held, by_id))]
    incidents.sort(key=in_order)
    return Merged(link(incidents), {event_id: i.incident_id for i in incidents for event_id in i.event_ids})


def found(reports: Sequence[Report]) -> Iterator[Incident]:
    """The incidents of one block: of the reports on one pair of actors, all there are."""
    for cluster in cluster_block(reports):
        yield _incident(cluster)


def block(source: Sequence[str], target: Sequence[str]) -> tuple[str, str]:
    """The pair of actors whose reports may tell one incident with these: the first of all pairs that they make."""
    pairs = ((a, b) for a in source or ("",) for b in target or ("",) if a != b)
    return min(((min(pair), max(pair)) for pair in pairs), default=("", ""))


def in_order(incident: Incident) -> tuple[date, date, str]:
    """What incidents are ordered by."""
    return incident.date_from or date.max, incident.date_to or date.max, incident.incident_id


def cluster_block(block: Sequence[Report]) -> list[Sequence[Report]]:
    """The reports of one pair, grouped by incident."""
    shelf, comparisons = _Shelf(), Comparisons()
    threshold, only_one = weights()["threshold"], weights()["only_one"]
    for report in sorted(block, key=_order):
        one = comparisons.of(report)
        near = [cluster for cluster in shelf.near(report) if comparisons.kin(one, cluster.compared[:KIN])]
        scores = [comparisons.score(one, cluster.compared) for cluster in near]
        best = max(((score, -n) for n, score in enumerate(scores)), default=(APART, 0))
        only = sum(score > APART for score in scores) == 1 and _remembers(report, near[-best[1]])
        if best[0] + (only_one if only else 0.0) > threshold:
            near[-best[1]].add(one)
        else:
            cluster = _Cluster()
            cluster.add(one)
            shelf.put(cluster)
    return [cluster.reports for cluster in shelf.clusters]


def _remembers(report: Report, cluster: _Cluster) -> bool:
    """A loosely dated act, told by a document that does not tell the incident otherwise, of the incident's type."""
    vague = report.width is not None and NEAR < report.width <= WIDE and report.status == "actual"
    return vague and all(r.doc_id != report.doc_id and r.plover == report.plover for r in cluster.reports)


def _order(report: Report) -> tuple[int, int, int, str]:
    """Reports of acts that name a day come first, then vaguer ones, then plans, then those without a date."""
    stage = 3 if report.width is None else 2 if report.status != "actual" else 1 if report.width > VAGUE else 0
    return stage, report.width or 0, report.first or 0, report.key


class _Shelf:
    """Incidents of one pair by the weeks they may fall in, those that may fall in many weeks or any by the year."""

    def __init__(self) -> None:
        self.clusters: list[_Cluster] = []
        self.weeks: dict[int, list[_Cluster]] = defaultdict(list)
        self.years: dict[int, list[_Cluster]] = defaultdict(list)
        self.dateless: list[_Cluster] = []

    def put(self, cluster: _Cluster) -> None:
        self.clusters.append(cluster)
        if cluster.first is None or cluster.last is None:
            self.dateless.append(cluster)
        elif cluster.last - cluster.first <= WIDE:
            for week in range(cluster.first // WEEK, cluster.last // WEEK + 1):
                self.weeks[week].append(cluster)
        else:
            for year in range(cluster.first // YEAR, cluster.last // YEAR + 1):
                self.years[year].append(cluster)

    def near(self, report: Report) -> Iterable[_Cluster]:
        """Incidents that could be the one reported, each once."""
        found = dict.fromkeys(self.dateless[-MOST:])
        if report.first is None or report.last is None or report.last - report.first > 6 * YEAR:
            found.update(dict.fromkeys(self.clusters[-MOST:]))
        else:
            reach = REACH if report.status not in ("actual", "alleged") else NEAR
            for week in range((report.first - reach) // WEEK, (report.last + reach) // WEEK + 1):
                found.update(dict.fromkeys(self.weeks.get(week, ())))
            for year in range((report.first - reach) // YEAR, (report.last + reach) // YEAR + 1):
                found.update(dict.fromkeys(self.years.get(year, ())[-MOST:]))
        return found


def _incident(cluster: Sequence[Report]) -> Incident:
    head = max(cluster, key=lambda r: (r.status == "actual", len(r.event_ids), r.p, r.key))
    source, target, reciprocal = _sides(cluster, head)
    first, last = _days(cluster)
    plover, cameo = _act(cluster, head)
    carrier = next(r for r in (head, *cluster) if (r.plover, r.cameo) == (plover, cameo))
    status = _status(cluster)
    event_ids = tuple(sorted(event_id for report in cluster for event_id in report.event_ids))
    originals = {report.original for report in cluster}
    outlets = {report.outlet for report in cluster if report.outlet is not None}
    days = (None if first is None else date.fromordinal(first), None if last is None else date.fromordinal(last))
    return Incident(
        incident_id=_name(cluster),
        source=source,
        target=target,
        reciprocal=reciprocal,
        plover=plover,
        cameo=cameo,
        goldstein=carrier.goldstein,
        quad=carrier.quad,
        status=status,
        date_from=days[0],
        date_to=days[1],
        place=_commonest(r.place for r in cluster if r.place),
        issues=tuple(sorted({issue for r in cluster for issue in r.issues})),
        n_documents=len(originals),
        n_outlets=max(1, len(outlets)),
        summary=summarize(source, target, reciprocal=reciprocal, act=(plover, cameo), status=status, days=days),
        historical=all(r.historical for r in cluster),
        event_ids=event_ids,
    )


def _name(cluster: Sequence[Report]) -> str:
    """The id, from the report that was printed first alone: later ones do not change it, whatever they add."""
    first = min(cluster, key=lambda r: (r.told or date.max.toordinal(), r.key))
    return "i" + hashlib.sha256(f"text\0{first.key}".encode()).hexdigest()[:16]


def _sides(cluster: Sequence[Report], head: Report) -> tuple[tuple[str, ...], tuple[str, ...], bool]:
    """Who acted toward whom; both ways when one report says so or reports name both directions."""
    both = any(r.reciprocal for r in cluster) or any(
        (r.source, r.target) == (head.target, head.source) for r in cluster
    )
    one, two = tuple(sorted(head.source)), tuple(sorted(head.target))
    return (*sorted((one, two)), True) if both and one and two else (one, two, False)  # type: ignore[return-value]


def _days(cluster: Sequence[Report]) -> tuple[int | None, int | None]:
    """The days that most reports of acts allow: their common interval, or the narrowest one where they conflict."""
    dated = [r for r in cluster if r.first is not None and r.last is not None]
    acts = [r for r in dated if r.status in ("actual", "alleged", "cancelled")] or dated
    if not acts:
        return None, None
    tally = Counter((r.last - r.first, r.first, r.last) for r in acts)  # type: ignore[operator]
    _, first, last = min(tally, key=lambda key: (key[0], -tally[key], key[1]))
    for r in acts:
        low, high = max(first, r.first), min(last, r.last)  # type: ignore[type-var]
        if low <= high:  # type: ignore[operator]
            first, last = low, high
    return first, last


def _status(cluster: Sequence[Report]) -> str:
    """What the reports together support: what happened outweighs what was planned; else the latest word counts."""
    for status in ("actual", "cancelled"):
        if any(r.status == status for r in cluster):
            return status
    return max(cluster, key=lambda r: (r.told, r.status != "hypothetical", r.p, r.key)).status


def _act(cluster: Sequence[Report], head: Report) -> tuple[str, str]:
    told = [r for r in cluster if r.status == head.status] or cluster
    plover = _commonest((r.plover for r in told), first=head.plover)
    codes = [r.cameo for r in told if r.plover == plover]
    tally = Counter(codes)
    return plover or head.plover, max(tally, key=lambda code: (tally[code], len(code), code))


def _commonest(values: Iterable[str], *, first: str | None = None) -> str | None:
    tally = Counter(values)
    return min(tally, key=lambda value: (-tally[value], value != first, value), default=None)
