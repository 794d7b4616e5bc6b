"""Step 7, how outlets tell of pairs: the few columns that framing asks for, by buckets of pairs of states.

What the text of a document says (`measure.wordings`) hangs on the document and its events alone; it is worked out once
and kept among the traces of the store, so that new documents cost no more than their own.
"""

from __future__ import annotations

import functools
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Final

import numpy as np
from numpy.typing import NDArray

from detente import registry
from detente.measure import wordings
from detente.measure.wordings import Called
from detente.store.exchange import Exchange
from detente.store.tables import published
from detente.store.traces import WORDINGS, Traces
from detente.together import rows
from detente.together.buckets import Buckets
from detente.together.digests import digests
from detente.together.rows import Tables

if TYPE_CHECKING:
    import pyarrow as pa


TOLD: Final = "told by pair "
DOCUMENTS: Final = ("doc_id", "outlet", "published", "published_from", "published_to", "duplicate_of")
EVENTS: Final = ("doc_id", "start", "end", "event_id", "incident_id")
QUOTES: Final = ("doc_id", "speaker", "role", "affiliation", "country")
INCIDENTS: Final = ("incident_id", "source", "target")
RELATIONS: Final = ("a", "b", "directed", "period", "from_", "index")
"""Columns that framing asks for, of the tables of which it does not ask for all."""

TEXT: Final = ("doc_id", "text", "blocks")
NAMES: Final = ("doc_id", "source", "target", "source_text", "target_text")
"""Columns that a wording hangs on."""

DIGEST: Final = "digest"
VERSION: Final = (
    "measure/tone.py",
    "measure/wordings.py",
    "together/digests.py",
    "together/framing.py",
    "annotate/names.py",
    "records",
    "lexicons",
)


@dataclass(slots=True)
class Framed:
    """What outlets tell of pairs, on its way through the exchange."""

    exchange: Exchange
    buckets: Buckets
    traces: Traces = field(init=False)

    def __post_init__(self) -> None:
        self.traces = Traces(self.exchange.root, registry.digest(*VERSION), WORDINGS)

    def collect(self, tables: Tables) -> None:
        """Takes of a shard the documents of outlets with what was read out of them, each to the pairs it tells of."""
        documents, events = tables["documents"], tables["events"]
        outlets = np.array([bool(name) for name in documents["outlet"].to_pylist()], dtype=bool)
        of = _places(events, documents)
        found = self.buckets.of(events["incident_id"].to_pylist())
        place, bucket = np.array(list(found), dtype=np.int64).reshape(-1, 2).T
        known = (of[place] >= 0) & outlets[of[place]]
        place, bucket = place[known], bucket[known]
        if not len(place):
            return
        self.exchange.scatter(f"{TOLD}events", bucket, events.select(EVENTS).take(place))
        telling = _Telling.of(of[place], bucket, documents.num_rows)
        asked = np.flatnonzero(telling.counts)
        worded = self._worded(documents.take(asked), events)
        telling.scatter(self.exchange, "documents", asked, worded)
        forecasts = rows.of(tables["forecasts"], "about", ("relations",))
        others = {"quotes": tables["quotes"].select(QUOTES), "forecasts": forecasts, "stances": tables["stances"]}
        for table, held in others.items():
            telling.scatter(self.exchange, table, _places(held, documents), held)

    def relate(self, relations: pa.Table, places: NDArray[np.int64]) -> None:
        """Takes the index of pairs by month; `places`: the bucket of each row."""
        named = [name.removesuffix("_") for name in RELATIONS]
        self.exchange.scatter(f"{TOLD}relations", places, relations.select(named).rename_columns(list(RELATIONS)))

    def tables(self, own: pa.Table) -> Iterator[pa.Table]:
        """How outlets tell each pair, in the order of the pairs; `own`: our incidents."""
        self.traces.sweep()
        measure = registry.load("measures", "framing")
        for number in self.exchange.parts(f"{TOLD}documents"):
            take = functools.partial(self._plain, number)
            documents = self.exchange.take(f"{TOLD}documents", number)
            assert documents is not None
            found = measure(
                rows.plain(documents, DOCUMENTS),
                take("events", EVENTS),
                take("quotes", QUOTES),
                rows.plain(own.take(self.buckets.incidents(number)), INCIDENTS),
                forecasts=rows.records("forecasts", self.exchange.take(f"{TOLD}forecasts", number)),
                stances=rows.records("stances", self.exchange.take(f"{TOLD}stances", number)),
                relations=take("relations", RELATIONS),
                worded=dict(zip(documents["doc_id"].to_pylist(), wordings.read(documents), strict=True)),
            )
            mine = (row for row in found if self.buckets.place[row.a, row.b] == number)
            yield published("framing", mine)

    def _plain(self, number: int, table: str, columns: tuple[str, ...]) -> tuple[Any, ...]:
        held = self.exchange.take(f"{TOLD}{table}", number)
        return () if held is None else rows.plain(held, columns)

    def _worded(self, documents: pa.Table, events: pa.Table) -> pa.Table:
        """The documents by the columns that framing asks for, and their wordings."""
        import pyarrow as pa
        import pyarrow.compute as pc

        of = _places(events, documents)
        order = np.argsort(of, kind="stable")
        names = events.select(NAMES).take(order[of[order] >= 0])
        made_of = _digests(documents, names, np.sort(of[of >= 0]))
        name = digests(documents.select(["doc_id"]), [0, documents.num_rows])[0].hex()
        kept = self.traces.get(name)
        if kept is None:
            kept = _made(documents, names, made_of)
            self.traces.keep(name, kept)
        elif not kept[DIGEST].combine_chunks().equals(made_of):
            at = pc.index_in(made_of, kept[DIGEST].combine_chunks())
            there, left = np.flatnonzero(at.is_valid()), np.flatnonzero(at.is_null())
            made = _made(documents.take(left), names, made_of.take(left))
            both = pa.concat_tables([kept.take(at.drop_null()), made])
            kept = both.take(np.argsort(np.concatenate([there, left])))
            self.traces.keep(name, kept)
        found = documents.select(DOCUMENTS)
        for column in wordings.COLUMNS:
            found = found.append_column(column, kept[column])
        return found


@dataclass(frozen=True, slots=True)
class _Telling:
    """The buckets of each document of a shard: how many, where they begin among all, and all."""

    counts: NDArray[np.int64]
    starts: NDArray[np.int64]
    buckets: NDArray[np.int64]

    @classmethod
    def of(cls, documents: NDArray[np.int64], buckets: NDArray[np.int64], size: int) -> _Telling:
        """From pairs of the place of a document and a bucket."""
        most = int(np.max(buckets)) + 1
        both = np.unique(documents * most + buckets)
        counts = np.bincount(both // most, minlength=size)
        return cls(counts, np.cumsum(counts) - counts, both % most)

    def scatter(self, exchange: Exchange, table: str, of: NDArray[np.int64], held: pa.Table) -> None:
        """Sends each row to every bucket of the document that it is `of`, by its place, below 0 for none."""
        times = np.where(of >= 0, self.counts[of], 0)
        row = np.repeat(np.arange(len(of)), times)
        within = np.arange(len(row)) - np.repeat(np.cumsum(times) - times, times)
        exchange.scatter(f"{TOLD}{table}", self.buckets[self.starts[of[row]] + within], held.take(row))


def _places(held: pa.Table, documents: pa.Table) -> NDArray[np.int64]:
    """The place of each row's document among the documents; -1 for none."""
    import pyarrow.compute as pc

    at = pc.index_in(held["doc_id"], value_set=documents["doc_id"].combine_chunks())
    places: NDArray[np.int64] = at.fill_null(-1).to_numpy().astype(np.int64)
    return places


def _digests(documents: pa.Table, names: pa.Table, of: NDArray[np.int64]) -> pa.Array:
    """What decides whether the wording of each document stands; `of`: the place of the document of each name."""
    import pyarrow as pa

    size = documents.num_rows
    texts = digests(documents.select(TEXT), list(range(size + 1)))
    told = digests(names, np.searchsorted(of, np.arange(size + 1)).tolist())
    return pa.array([one + other for one, other in zip(texts, told, strict=True)], pa.binary())


def _made(documents: pa.Table, names: pa.Table, made_of: pa.Array) -> pa.Table:
    """The wordings of documents, from their text and what their events call the states; with their digests."""
    called: dict[str, Called] = defaultdict(lambda: defaultdict(set))
    for event in rows.plain(names, NAMES):
        wordings.call(called[event.doc_id], event)
    found = (wordings.of(one, called[one.doc_id]) for one in rows.records("documents", documents))
    return wordings.table(found).append_column(DIGEST, made_of)
