"""Step 6: one incident for all reports of it, pair of actors by pair, and the rows of documents with what that changes.

1. events go to the bucket of their pair, with what their documents say beside them; 2. each pair's are merged, and
incidents of a bucket linked; 3. shard by shard the rows take what all documents together say: incidents, full names of
speakers, and undated documents the days that dated ones give them.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Final

import numpy as np

from detente.records import Basis
from detente.resolve import dates, incidents, speakers, tellings
from detente.store.exchange import Exchange
from detente.store.overlay import Overlay
from detente.together import rows
from detente.together.documents import Index, laid, shards
from detente.together.merging import ASSIGNED, BASIS, BOUNDS, EVENTS, IDS, PAIR, SAID, SHARD, Merging
from detente.together.rows import Tables

if TYPE_CHECKING:
    import pyarrow as pa

REMEMBERED: Final = 20_000
"""Speakers with state, role and year whose full names are remembered."""

Named = Callable[[speakers.Said], tuple[str | None, str | None]]

BUCKET: Final = 4_096
"""Events a bucket of pairs at most, on average."""


@dataclass(slots=True)
class Merged:
    """Incidents of our own in their order, and who bears a surname."""

    incidents: pa.Table
    bearers: speakers.Bearers = field(default_factory=dict)


def merge(index: Index, exchange: Exchange) -> Merged:
    """The incidents of all events; to the exchange go, by shard, which event reports which, and bounds of days."""
    import pyarrow as pa
    import pyarrow.compute as pc

    buckets = 1 << (index.events // BUCKET).bit_length()  # twice as many at a time: halves of buckets are buckets
    bearers = speakers.bearers(_by_pair(index, exchange, buckets))
    whole = pa.concat_tables([rows.arrow("incidents", ()), *Merging(exchange, buckets).incidents()])
    keys = [(name, "ascending") for name in ("date_from", "date_to", "incident_id")]
    return Merged(whole.take(pc.sort_indices(whole, sort_keys=keys)).combine_chunks(), bearers)


def settled(merged: Merged, index: Index, overlay: Overlay, exchange: Exchange) -> Iterator[tuple[int, Tables]]:
    """The number of each shard with its rows as all documents together have them."""
    named = lru_cache(REMEMBERED)(partial(speakers.named, known=merged.bearers))
    for number in shards(exchange):
        tables = laid(exchange, number)
        years = _years(tables["documents"])
        tables["events"] = _assigned(tables["events"], exchange.take(ASSIGNED, number))
        tables["quotes"] = _named(tables["quotes"], named, years)
        tables |= _carried(tables)
        if overlay.keeps(tables):
            tables |= rows.all_arrow(overlay.keep(rows.all_records(tables)))
        tables["documents"] = _narrowed(_marked(tables["documents"], index), exchange.take(BOUNDS, number))
        yield number, tables


# --- by pair ----------------------------------------------------------------------------------------------------


def _by_pair(index: Index, exchange: Exchange, buckets: int) -> Iterator[speakers.Said]:
    """Sends events, with what documents say beside them, to the bucket of their pair; gives who speaks, on the way."""
    for number in shards(exchange):
        tables = laid(exchange, number, ("documents", "events", "quotes"))
        documents, events, quotes = tables.values()
        if events.num_rows:
            _scattered(exchange, _said_beside(events, documents, index), shard=number, buckets=buckets)
        yield from _said(quotes, _years(documents))


def _scattered(exchange: Exchange, events: pa.Table, *, shard: int, buckets: int) -> None:
    import pyarrow as pa

    sides = zip(events["source"].to_pylist(), events["target"].to_pylist(), strict=True)
    pairs = [incidents.block(source, target) for source, target in sides]
    places = np.array([bucket(pair, buckets) for pair in pairs], dtype=np.int64)
    between = events.append_column(PAIR, pa.array([" ".join(pair) for pair in pairs], pa.string()))
    exchange.scatter(EVENTS, places, between.append_column(SHARD, pa.array(np.full(len(pairs), shard), pa.int64())))


def _said_beside(events: pa.Table, documents: pa.Table, index: Index) -> pa.Table:
    """The events with the columns `SAID`."""
    import pyarrow as pa

    names = ("doc_id", "outlet", "path", "published", "published_to")
    columns = (documents[name].to_pylist() for name in names)
    known = {doc_id: (at, *rest) for at, (doc_id, *rest) in enumerate(zip(*columns, strict=True))}
    texts = documents["text"]
    found = []
    for doc_id, start, end in zip(*(events[name].to_pylist() for name in ("doc_id", "start", "end")), strict=True):
        name = index.original(doc_id)
        if doc_id not in known:
            found.append(("", 0, False, name, index.outlets.get(name)))
            continue
        at, outlet, path, published, latest = known[doc_id]
        day, who = published or latest, outlet or path
        clause = tellings.clause(texts[at].as_py(), start, end)
        told = 0 if day is None else day.toordinal()
        found.append((clause, told, published is None, name, who if name == doc_id else index.outlets.get(name)))
    shape = (pa.string(), pa.int64(), pa.bool_(), pa.string(), pa.string())
    for name, values, kind in zip(SAID, zip(*found, strict=True), shape, strict=True):
        events = events.append_column(name, pa.array(values, kind))
    return events


def bucket(pair: Sequence[str], buckets: int) -> int:
    """Where a pair is merged: with all of its first actor, since incidents of three may be linked across pairs."""
    return zlib.crc32((pair[0] or pair[1]).encode()) % buckets


# --- by shard ---------------------------------------------------------------------------------------------------


def _said(quotes: pa.Table, years: Mapping[str, int | None]) -> list[speakers.Said]:
    """The speaker of each quote, with state, year and role."""
    columns = (quotes[name].to_pylist() for name in ("speaker", "country", "doc_id", "role"))
    return [(speaker, state, years.get(doc_id), role) for speaker, state, doc_id, role in zip(*columns, strict=True)]


def _years(documents: pa.Table) -> dict[str, int | None]:
    """The year of publication of each document."""
    columns = (documents[name].to_pylist() for name in ("doc_id", "published", "published_from"))
    days = ((doc_id, day or first) for doc_id, day, first in zip(*columns, strict=True))
    return {doc_id: None if day is None else day.year for doc_id, day in days}


def _assigned(events: pa.Table, assigned: pa.Table | None) -> pa.Table:
    """Events with the incidents that they report."""
    import pyarrow.compute as pc

    if assigned is None:
        return events
    at = pc.index_in(events["event_id"], value_set=assigned["event_id"].combine_chunks())
    return rows.with_column(events, "incident_id", assigned["incident_id"].combine_chunks().take(at))


def _named(quotes: pa.Table, named: Named, years: Mapping[str, int | None]) -> pa.Table:
    """Quotes with speakers named in full where the collection knows them."""
    import pyarrow as pa

    found = [named(said) for said in _said(quotes, years)]
    for place, name in enumerate(("speaker", "country")):
        quotes = rows.with_column(quotes, name, pa.array([one[place] for one in found], pa.string()))
    return quotes


def _carried(tables: Tables) -> Tables:
    """Forecasts and stances with the names that the speakers of their quotes have."""
    import pyarrow as pa

    quotes, forecasts, stances = (tables[table] for table in ("quotes", "forecasts", "stances"))
    names = dict(zip(quotes["quote_id"].to_pylist(), quotes["speaker"].to_pylist(), strict=True))
    own = zip(forecasts["quote_id"].to_pylist(), forecasts["speaker"].to_pylist(), strict=True)
    foreseen = pa.array([names.get(quote_id) or speaker for quote_id, speaker in own], pa.string())
    tables = {"forecasts": rows.with_column(forecasts, "speaker", foreseen)}
    if stances.num_rows:
        found = rows.records("stances", stances)
        said = rows.of(quotes, "quote_id", {name for stance in found for name in stance.quote_ids})
        tables["stances"] = rows.arrow("stances", speakers.carried(rows.records("quotes", said), found))
    return tables


def _marked(documents: pa.Table, index: Index) -> pa.Table:
    """Documents with what they copy, and how."""
    import pyarrow as pa

    found = [index.copied.get(doc_id, (None, None)) for doc_id in documents["doc_id"].to_pylist()]
    for place, name in enumerate(("duplicate_of", "duplicate_relation")):
        documents = rows.with_column(documents, name, pa.array([one[place] for one in found], pa.string()))
    return documents


def _narrowed(documents: pa.Table, bounds: pa.Table | None) -> pa.Table:
    """Documents within the days that the incidents they report allow."""
    if bounds is None:
        return documents
    told: dict[str, list[dates.Bound]] = defaultdict(list)
    for row in bounds.to_pylist():
        ids, basis = {name: row[name] for name in IDS}, {name: row[name] for name in BASIS}
        told[row["doc_id"]].append(dates.Bound(**ids, basis=Basis(**basis)))
    found = (dates.narrowed(d, told.get(d.doc_id, ())) for d in rows.records("documents", documents))
    return rows.arrow("documents", found)
