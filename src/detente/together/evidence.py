"""Step 7: what the measures are given: incidents as a table, and of documents and their rows those that bear on them.

Collected shard by shard, by buckets of pairs of states: forecasts that may come due with what their documents foresee,
documents that tell incidents with all that was read out of them; and those in which something is said to be an answer.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np

from detente import registry, steps
from detente.records import Document, Forecast, Reaction, Score
from detente.resolve import outcomes
from detente.resolve.evidence import AHEAD
from detente.store.exchange import Exchange
from detente.store.overlay import Overlay
from detente.store.sorting import Ordered, in_order
from detente.store.tables import stamped
from detente.together import rows
from detente.together.buckets import BUCKET, Buckets, pairs
from detente.together.documents import Index
from detente.together.framing import Framed
from detente.together.rows import Tables

if TYPE_CHECKING:
    import pyarrow as pa

DUE: Final = "due by pair "
ANSWERING: Final = "answering "
DECIDED: Final = "decided"
RELATIONS: Final = "relations"

compute: Final = functools.partial(registry.load, "measures")


@dataclass(slots=True)
class Evidence:
    """What was collected of the rows of all shards lies in the exchange. `own`: incidents of our own coding, as stored,
    in their order; `asked`: the pairs that forecasts concern."""

    index: Index
    own: pa.Table
    overlay: Overlay
    exchange: Exchange
    asked: set[tuple[str, ...]] = field(default_factory=set)
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
        """Forecasts that may have an outcome, their documents, acts that these see ahead; and who tells what."""
        import pyarrow as pa
        import pyarrow.compute as pc

        touched = self.overlay.touched("forecasts")
        asked = tables["forecasts"].filter(tables["forecasts"]["scoreable"])
        if touched:
            more = rows.of(tables["forecasts"], "forecast_id", touched)
            asked = pa.concat_tables([asked, rows.without(more, "forecast_id", asked["forecast_id"].to_pylist())])
        sides = zip(asked["a"].to_pylist(), asked["b"].to_pylist(), strict=True)
        pairs_ = [tuple(sorted((*a, *b))) for a, b in sides]
        self.asked |= {
            pair for pair, scoreable in zip(pairs_, asked["scoreable"].to_pylist(), strict=True) if scoreable
        }
        places = [self.buckets.of_pair(pair) for pair in pairs_]
        self.exchange.scatter(f"{DUE}forecasts", np.array(places, dtype=np.int64), asked)
        wanted: dict[str, set[int]] = defaultdict(set)
        for doc_id, place in zip(asked["doc_id"].to_pylist(), places, strict=True):
            wanted[doc_id].add(place)
        ahead = pc.is_in(tables["events"]["status"], value_set=pa.array(sorted(AHEAD)))
        self._send(wanted, {"events": tables["events"].filter(ahead), "documents": _bare(tables["documents"])})
        self._told(tables["events"])

    def _send(self, wanted: Mapping[str, set[int]], tables: Tables) -> None:
        """Sends the rows of documents to all the buckets that want them."""
        for table, held in tables.items():
            ids = enumerate(held["doc_id"].to_pylist())
            found = [(at, place) for at, doc_id in ids if doc_id in wanted for place in sorted(wanted[doc_id])]
            if found:
                at, places = np.array(found, dtype=np.int64).T
                self.exchange.scatter(f"{DUE}{table}", places, held.take(at))

    def _told(self, events: pa.Table) -> None:
        """Which originals tell an incident, to the buckets of its pairs."""
        import pyarrow as pa

        ids, names = events["incident_id"].to_pylist(), events["doc_id"].to_pylist()
        places = np.array(list(self.buckets.of(ids)), dtype=np.int64).reshape(-1, 2)
        told = {
            "incident_id": pa.array([ids[at] for at in places[:, 0].tolist()], pa.string()),
            "doc_id": pa.array([self.index.original(names[at]) for at in places[:, 0].tolist()], pa.string()),
        }
        self.exchange.scatter(f"{DUE}told", places[:, 1], pa.table(told))

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
            documents = rows.bare(rows.of(tables["documents"], "doc_id", names), ("blocks", "published_basis"))
            self.exchange.put(f"{ANSWERING}documents", 0, documents)
            self.exchange.put(f"{ANSWERING}events", 0, rows.of(tables["events"], "doc_id", names))

    def measure(self, relations: Iterable[pa.Table]) -> None:
        """Takes the relations of all pairs: whole, and by bucket the months, and the courses that forecasts ask for."""
        import pyarrow.compute as pc

        for number, part in enumerate(relations):
            self.exchange.put(RELATIONS, number, part)
            courses = part.filter(pc.and_(pc.invert(part["directed"]), pc.not_equal(part["period"], "day")))
            if not (courses.num_rows and (self.asked or self.buckets.place)):
                continue
            between = list(zip(courses["a"].to_pylist(), courses["b"].to_pylist(), strict=True))
            places = np.array([self.buckets.of_pair(pair) for pair in between], dtype=np.int64)
            asked = np.array([pair in self.asked for pair in between], dtype=bool)
            self.exchange.scatter(f"{DUE}relations", places[asked], courses.filter(asked))
            month = np.array([period == "month" for period in courses["period"].to_pylist()], dtype=bool)
            month &= places < self.buckets.count
            self.framed.relate(courses.filter(month), places[month])


# --- the measures -----------------------------------------------------------------------------------------------


def decide(evidence: Evidence, ordered: Ordered) -> None:
    """Sends the forecasts that may have an outcome, with what came of them, to their part of the table in order."""
    for number in evidence.exchange.parts(f"{DUE}forecasts"):
        held = {name: evidence.exchange.take(f"{DUE}{name}", number) for name in ("events", "documents", "relations")}
        own = _between(evidence.own.take(evidence.buckets.incidents(number)), evidence.asked)
        told = evidence.exchange.take(f"{DUE}told", number)
        near = None if told is None else rows.of(told, "incident_id", own["incident_id"].to_pylist())
        columns = () if near is None else (near[name].to_pylist() for name in ("incident_id", "doc_id"))
        found = outcomes.resolve(
            _due(evidence, number),
            documents=rows.records("documents", held["documents"]),
            events=rows.records("events", held["events"]),
            incidents=rows.records("incidents", own),
            relations=rows.records("relations", held["relations"]),
            told=zip(*columns, strict=True),
        )
        found = outcomes.overruled(found, evidence.overlay.outcomes(found))
        decided = rows.arrow("forecasts", found)
        evidence.exchange.scatter(DECIDED, ordered.places(decided["doc_id"]), decided)


def _due(evidence: Evidence, number: int) -> tuple[Forecast, ...]:
    """The forecasts of a bucket in their table's order."""
    found: tuple[Forecast, ...] = rows.records("forecasts", evidence.exchange.take(f"{DUE}forecasts", number))
    return tuple(sorted(found, key=_place))


def _place(one: Forecast) -> tuple[str, int, int, str]:
    return one.doc_id, one.start, one.end, one.forecast_id


def _between(incidents: pa.Table, asked: Iterable[tuple[str, ...]]) -> pa.Table:
    """The incidents between pairs that are asked for."""
    import pyarrow as pa

    sides = zip(incidents["source"].to_pylist(), incidents["target"].to_pylist(), strict=True)
    wanted = frozenset(asked)
    return incidents.filter(pa.array([not wanted.isdisjoint(pairs(*both)) for both in sides], pa.bool_()))


def _bare(documents: pa.Table) -> pa.Table:
    """Documents without their texts."""
    import pyarrow as pa

    held = rows.bare(documents, ("blocks", "authors", "published_basis"))
    return rows.with_column(held, "text", pa.array([""] * held.num_rows, pa.string()))


def scores(evidence: Evidence) -> tuple[Score, ...]:
    """How those who foretell have fared, by the forecasts that have an outcome."""
    documents: dict[str, Document] = {}
    for part in evidence.exchange.all(f"{DUE}documents"):
        documents |= {one.doc_id: one for one in rows.records("documents", part)}
    due = chain.from_iterable(rows.records("forecasts", part) for part in evidence.exchange.all(DECIDED))
    found: tuple[Score, ...] = compute("scores")(sorted(due, key=_place), tuple(documents.values()))
    return found


def come_due(evidence: Evidence, ordered: Ordered) -> Iterator[pa.Table]:
    """Forecasts in their order, under the version of today, with what came of those that are due."""
    import pyarrow as pa

    for number, forecasts in ordered.numbered("forecasts"):
        due = evidence.exchange.take(DECIDED, number)
        if due is not None:
            others = rows.without(forecasts, "forecast_id", due["forecast_id"].to_pylist())
            forecasts = in_order("forecasts", pa.concat_tables([others, due]))
        yield stamped(forecasts, steps.version())


def reactions(evidence: Evidence) -> tuple[Reaction, ...]:
    """What answers what among our own incidents."""
    import pyarrow.compute as pc

    own = evidence.own
    apart = own.filter(pc.and_(pc.invert(own["reciprocal"]), pc.is_valid(own["date_from"])))
    batches = (rows.records("incidents", apart.slice(at, BUCKET)) for at in range(0, apart.num_rows, BUCKET))
    documents, events = (evidence.exchange.take(f"{ANSWERING}{table}", 0) for table in ("documents", "events"))
    answering = rows.records("documents", documents), rows.records("events", events)
    found: tuple[Reaction, ...] = compute("reactions")(*answering, chain.from_iterable(batches))
    return found


def framing(evidence: Evidence) -> Iterator[pa.Table]:
    """How outlets tell each pair: tables in the order of the pairs."""
    yield from evidence.framed.tables(evidence.own)
