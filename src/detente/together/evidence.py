"""Step 7: what the measures are given: incidents as a table, and of documents and their rows those that bear on them.

Collected shard by shard: forecasts that may come due with what their documents foresee, documents that say that
something is an answer, and, by buckets of pairs, all that outlets tell of a pair.
"""

from __future__ import annotations

import functools
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from detente import registry, steps
from detente.records import Document, Event, Forecast, Reaction
from detente.resolve import outcomes
from detente.resolve.evidence import AHEAD
from detente.store.exchange import Exchange
from detente.store.overlay import Overlay
from detente.store.sorting import in_order
from detente.store.tables import stamped
from detente.together import rows
from detente.together.documents import Index
from detente.together.framing import Framed
from detente.together.rows import Tables

if TYPE_CHECKING:
    import pyarrow as pa

RELATIONS: Final = "relations"
BUCKET: Final = 2_048
"""Incidents a bucket of pairs, on average."""

compute: Final = functools.partial(registry.load, "measures")


@dataclass(slots=True)
class Evidence:
    """What was collected of the rows of all shards. `own`: incidents of our own coding, as stored, in their order."""

    index: Index
    own: pa.Table
    overlay: Overlay
    exchange: Exchange
    documents: dict[str, Document] = field(default_factory=dict)
    forecasts: list[Forecast] = field(default_factory=list)
    foreseen: list[Event] = field(default_factory=list)
    answering: tuple[list[Document], list[Event]] = field(default_factory=lambda: ([], []))
    told: list[pa.Table] = field(default_factory=list)
    asked: frozenset[tuple[str, ...]] = frozenset()
    courses: list[pa.Table] = field(default_factory=list)
    buckets: Buckets = field(init=False)
    framed: Framed = field(init=False)

    def __post_init__(self) -> None:
        self.buckets = Buckets(self.own)
        self.framed = Framed(self.exchange, self.buckets)

    def collect(self, tables: Tables) -> None:
        """Takes what bears on the measures from the rows of a shard."""
        self._due(tables)
        self._answers(tables)
        self.framed.collect(tables)

    def _due(self, tables: Tables) -> None:
        """Forecasts that may have an outcome, and acts that their documents see ahead."""
        touched = self.overlay.touched("forecasts")
        asked = tables["forecasts"].filter(tables["forecasts"]["scoreable"]) if not touched else tables["forecasts"]
        found = [one for one in rows.records("forecasts", asked) if one.scoreable or one.forecast_id in touched]
        self.forecasts += found
        names = {one.doc_id for one in found}
        if names:
            told = rows.of(tables["events"], "doc_id", names)
            self.foreseen += [one for one in rows.records("events", told) if one.status in AHEAD]
            for document in rows.records("documents", rows.of(tables["documents"], "doc_id", names)):
                self.documents[document.doc_id] = replace(document, text="", blocks=())
        self.told.append(tables["events"].select(["incident_id", "doc_id"]))

    def _answers(self, tables: Tables) -> None:
        """Documents in which something is said to be an answer, with their events."""
        from detente.measure import reactions

        texts = dict(zip(tables["documents"]["doc_id"].to_pylist(), tables["documents"]["text"], strict=True))
        columns = (tables["events"][name].to_pylist() for name in ("doc_id", "start", "end"))
        names = set()
        for doc_id, start, end in zip(*columns, strict=True):
            if doc_id in texts and doc_id not in names and start is not None:
                text = texts[doc_id].as_py()
                if reactions.stated_p(text[max(0, start - reactions.AROUND) : (end or 0) + reactions.AROUND]):
                    names.add(doc_id)
        if names:
            documents = rows.records("documents", rows.of(tables["documents"], "doc_id", names))
            self.answering[0].extend(replace(document, blocks=()) for document in documents)
            self.answering[1].extend(rows.records("events", rows.of(tables["events"], "doc_id", names)))

    def measure(self, relations: Iterable[pa.Table]) -> None:
        """Takes the relations of all pairs: whole, by bucket the months, and the courses that forecasts ask for."""
        import pyarrow.compute as pc

        self.asked = outcomes.pairs(self.forecasts)
        for number, part in enumerate(relations):
            self.exchange.put(RELATIONS, number, part)
            courses = part.filter(pc.and_(pc.invert(part["directed"]), pc.not_equal(part["period"], "day")))
            if not (courses.num_rows and (self.asked or self.buckets.place)):
                continue
            between = list(zip(courses["a"].to_pylist(), courses["b"].to_pylist(), strict=True))
            self.courses.append(courses.filter([pair in self.asked for pair in between]))
            months = [period == "month" for period in courses["period"].to_pylist()]
            places = [
                self.buckets.place.get(pair, -1) if month else -1 for pair, month in zip(between, months, strict=True)
            ]
            known = np.array(places, dtype=np.int64)
            self.framed.relate(courses.filter(known >= 0), known[known >= 0])


class Buckets:
    """The buckets that incidents go to, those of the pairs that they are between: stretches of all pairs in order."""

    def __init__(self, own: pa.Table) -> None:
        ids = np.array([name.encode() for name in own["incident_id"].to_pylist()], dtype=np.bytes_)
        self.order = np.argsort(ids)
        self.ids = ids[self.order]
        sides = zip(own["source"].to_pylist(), own["target"].to_pylist(), strict=True)
        between = [pairs(*both) for both in sides]
        told, before = Counter(pair for found in between for pair in found), 0
        self.place: dict[tuple[str, str], int] = {}
        for pair in sorted(told):
            self.place[pair] = before // BUCKET
            before += told[pair]
        found = [sorted({self.place[pair] for pair in pairs_}) for pairs_ in between]
        self.starts = np.cumsum([0, *map(len, found)])
        self.held = np.array([number for numbers in found for number in numbers], dtype=np.int64)

    def of(self, incident_ids: Sequence[str | None]) -> Iterator[tuple[int, int]]:
        """The place of each incident in the sequence with each of its buckets."""
        names = np.array([(name or "").encode() for name in incident_ids], dtype=np.bytes_)
        at = np.searchsorted(self.ids, names)
        for place, found in enumerate(at.tolist()):
            if found < len(self.ids) and self.ids[found] == names[place]:
                own = self.order[found]
                for number in self.held[self.starts[own] : self.starts[own + 1]].tolist():
                    yield place, number

    def incidents(self, number: int) -> NDArray[np.int64]:
        """The incidents of a bucket, by their places in the table."""
        return np.searchsorted(self.starts, np.flatnonzero(self.held == number), side="right") - 1


def pairs(source: Iterable[str], target: Sequence[str]) -> set[tuple[str, str]]:
    """The pairs of states that an act is between, each in alphabetical order."""
    return {(min(a, b), max(a, b)) for a in source for b in target if a != b}


# --- the measures -----------------------------------------------------------------------------------------------


def decided(evidence: Evidence) -> tuple[Forecast, ...]:
    """The forecasts that may have an outcome with what came of them, in their table's order."""
    import pyarrow as pa
    import pyarrow.compute as pc

    sides = zip(evidence.own["source"].to_pylist(), evidence.own["target"].to_pylist(), strict=True)
    near = evidence.own.filter(pa.array([not evidence.asked.isdisjoint(pairs(*both)) for both in sides], pa.bool_()))
    told = pa.concat_tables([rows.arrow("events", ()).select(["incident_id", "doc_id"]), *evidence.told])
    told = told.filter(pc.is_in(told["incident_id"], value_set=near["incident_id"].combine_chunks()))
    columns = (told[name].to_pylist() for name in ("incident_id", "doc_id"))
    found = outcomes.resolve(
        sorted(evidence.forecasts, key=lambda one: (one.doc_id, one.start, one.end, one.forecast_id)),
        documents=tuple(evidence.documents.values()),
        events=evidence.foreseen,
        incidents=rows.records("incidents", near),
        relations=[row for part in evidence.courses for row in rows.records("relations", part)],
        told=((name, evidence.index.original(doc_id)) for name, doc_id in zip(*columns, strict=True)),
    )
    return outcomes.overruled(found, evidence.overlay.outcomes(found))


def come_due(forecasts: pa.Table, due: Mapping[str, Forecast]) -> pa.Table:
    """Forecasts in their order, under the version of today, with what came of those that are due."""
    import pyarrow as pa

    names = [name for name in forecasts["forecast_id"].to_pylist() if name in due]
    others = rows.without(forecasts, "forecast_id", names)
    found = pa.concat_tables([others, rows.arrow("forecasts", (due[name] for name in names))])
    return stamped(in_order("forecasts", found), steps.version())


def reactions(evidence: Evidence) -> tuple[Reaction, ...]:
    """What answers what among our own incidents."""
    import pyarrow.compute as pc

    own = evidence.own
    apart = own.filter(pc.and_(pc.invert(own["reciprocal"]), pc.is_valid(own["date_from"])))
    batches = (rows.records("incidents", apart.slice(at, BUCKET)) for at in range(0, apart.num_rows, BUCKET))
    found: tuple[Reaction, ...] = compute("reactions")(*evidence.answering, chain.from_iterable(batches))
    return found


def framing(evidence: Evidence) -> Iterator[pa.Table]:
    """How outlets tell each pair: tables in the order of the pairs."""
    yield from evidence.framed.tables(evidence.own)
