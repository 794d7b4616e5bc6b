"""Step 7: what the measures are given: incidents as a table, and of documents and their rows those that bear on them.

Collected shard by shard: forecasts that may come due with what their documents foresee, documents that say that
something is an answer, and, by buckets of pairs, all that outlets tell of a pair.
"""

from __future__ import annotations

import functools
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import chain
from typing import TYPE_CHECKING, Final

import numpy as np
from numpy.typing import NDArray

from detente import registry, steps
from detente.records import Document, Event, Forecast, Framing, Reaction, Relation
from detente.resolve import outcomes
from detente.resolve.evidence import AHEAD
from detente.store.exchange import Exchange
from detente.store.overlay import Overlay
from detente.together import rows
from detente.together.documents import Index
from detente.together.rows import Tables

if TYPE_CHECKING:
    import pyarrow as pa

TOLD: Final = "told by pair "
FRAMED: Final = ("documents", "events", "quotes", "forecasts", "stances")
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
    buckets: _Buckets = field(init=False)

    def __post_init__(self) -> None:
        self.buckets = _Buckets(self.own)

    def collect(self, tables: Tables) -> None:
        """Takes what bears on the measures from the rows of a shard."""
        self._due(tables)
        self._answers(tables)
        self._framed(tables)

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

    def _framed(self, tables: Tables) -> None:
        """Documents of outlets with all that was read out of them, to the buckets of the pairs that they tell of."""
        outlets = dict(zip(*(tables["documents"][name].to_pylist() for name in ("doc_id", "outlet")), strict=True))
        names = tables["events"]["doc_id"].to_pylist()
        wanted: dict[int, set[str]] = defaultdict(set)
        for at, bucket in self.buckets.of(tables["events"]["incident_id"].to_pylist()):
            if outlets.get(names[at]):
                wanted[bucket].add(names[at])
        for bucket, telling in sorted(wanted.items()):
            for table in FRAMED:
                self.exchange.put(TOLD + table, bucket, rows.of(tables[table], "doc_id", telling))


class _Buckets:
    """The buckets that incidents go to: those of the pairs that they are between."""

    def __init__(self, own: pa.Table) -> None:
        self.size = own.num_rows // BUCKET + 1
        ids = np.array([name.encode() for name in own["incident_id"].to_pylist()], dtype=np.bytes_)
        self.order = np.argsort(ids)
        self.ids = ids[self.order]
        sides = zip(own["source"].to_pylist(), own["target"].to_pylist(), strict=True)
        found = [sorted({bucket(pair, self.size) for pair in pairs(*both)}) for both in sides]
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


def bucket(pair: tuple[str, str], buckets: int) -> int:
    """The bucket that tells of a pair."""
    return zlib.crc32(" ".join(pair).encode()) % buckets


# --- the measures -----------------------------------------------------------------------------------------------


def decided(evidence: Evidence, relations: Sequence[Relation]) -> tuple[Forecast, ...]:
    """The forecasts that may have an outcome with what came of them, in their table's order."""
    import pyarrow as pa
    import pyarrow.compute as pc

    forecasts = sorted(evidence.forecasts, key=lambda one: (one.doc_id, one.start, one.end, one.forecast_id))
    asked = outcomes.pairs(forecasts)
    sides = zip(evidence.own["source"].to_pylist(), evidence.own["target"].to_pylist(), strict=True)
    near = evidence.own.filter(pa.array([not asked.isdisjoint(pairs(*both)) for both in sides], pa.bool_()))
    told = pa.concat_tables(evidence.told) if evidence.told else None
    if told is not None:
        told = told.filter(pc.is_in(told["incident_id"], value_set=near["incident_id"].combine_chunks()))
    columns = [told[name].to_pylist() for name in ("incident_id", "doc_id")] if told is not None else [[], []]
    found = outcomes.resolve(
        forecasts,
        documents=tuple(evidence.documents.values()),
        events=evidence.foreseen,
        incidents=rows.records("incidents", near),
        relations=relations,
        told=((name, evidence.index.original(doc_id)) for name, doc_id in zip(*columns, strict=True)),
    )
    return outcomes.overruled(found, evidence.overlay.outcomes(found))


def come_due(forecasts: pa.Table, due: Mapping[str, Forecast]) -> pa.Table:
    """Forecasts in their order, under the version of today, with what came of those that are due."""
    found = [due.get(one.forecast_id, one) for one in rows.records("forecasts", forecasts)]
    return rows.arrow("forecasts", map(steps.signed, found))


def reactions(evidence: Evidence) -> tuple[Reaction, ...]:
    """What answers what among our own incidents."""
    import pyarrow.compute as pc

    own = evidence.own
    apart = own.filter(pc.and_(pc.invert(own["reciprocal"]), pc.is_valid(own["date_from"])))
    batches = (rows.records("incidents", apart.slice(at, BUCKET)) for at in range(0, apart.num_rows, BUCKET))
    found: tuple[Reaction, ...] = compute("reactions")(*evidence.answering, chain.from_iterable(batches))
    return found


def framing(evidence: Evidence, relations: Sequence[Relation]) -> Iterator[Framing]:
    """How outlets tell each pair, bucket by bucket."""
    size = evidence.buckets.size
    months: dict[int, list[Relation]] = defaultdict(list)
    for row in relations:
        if row.period == "month" and not row.directed:
            months[bucket((row.a, row.b), size)].append(row)
    for number in evidence.exchange.parts(TOLD + "documents"):
        held = {table: rows.records(table, evidence.exchange.take(TOLD + table, number)) for table in FRAMED}
        own = rows.records("incidents", evidence.own.take(evidence.buckets.incidents(number)))
        found = compute("framing")(
            held["documents"],
            held["events"],
            held["quotes"],
            own,
            forecasts=held["forecasts"],
            stances=held["stances"],
            relations=months[number],
        )
        yield from (row for row in found if bucket((row.a, row.b), size) == number)
