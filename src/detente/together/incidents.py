"""Step 6: one incident for all reports of it, pair of actors by pair, and the rows of documents with what that changes.

1. events go to the bucket of their pair, with the documents that tell them; 2. each pair's are merged, and incidents of
a bucket linked; 3. shard by shard the rows take what all documents together say: incidents, full names of speakers,
and undated documents the days that dated ones give them.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from detente import steps
from detente.records import Event, Incident
from detente.resolve import dates, incidents, links, speakers
from detente.store.exchange import Exchange
from detente.store.overlay import Overlay
from detente.together import rows
from detente.together.documents import Index, laid, shards
from detente.together.rows import Tables

if TYPE_CHECKING:
    import pyarrow as pa

EVENTS: Final = "events by pair"
DOCUMENTS: Final = "documents by pair"
ASSIGNED: Final = "incidents by shard"
BUCKET: Final = 4_096
"""Events a bucket of pairs, on average."""

SHARD, PAIR = "shard", "pair"


@dataclass(slots=True)
class Merged:
    """Incidents of our own in their order; what reports say of the days of undated documents; who bears a surname."""

    incidents: pa.Table
    bounds: dict[str, list[dates.Bound]] = field(default_factory=lambda: defaultdict(list))
    bearers: speakers.Bearers = field(default_factory=dict)


def merge(index: Index, exchange: Exchange) -> Merged:
    """The incidents of all events; which event reports which goes to the exchange, by shard."""
    import pyarrow as pa
    import pyarrow.compute as pc

    merged = Merged(rows.arrow("incidents", ()), bearers=speakers.bearers(_by_pair(exchange)))
    tables = [merged.incidents]
    for bucket in exchange.parts(EVENTS):
        found: list[Incident] = []
        events, documents = exchange.take(EVENTS, bucket), exchange.take(DOCUMENTS, bucket)
        assert events is not None and documents is not None
        for held in _groups(events):
            found += _pair(index, exchange, held, documents, merged)
        linked = links.link(sorted(found, key=incidents.in_order))
        tables.append(rows.arrow("incidents", map(steps.signed, linked)))
    whole = pa.concat_tables(tables)
    keys = [(name, "ascending") for name in ("date_from", "date_to", "incident_id")]
    merged.incidents = whole.take(pc.sort_indices(whole, sort_keys=keys)).combine_chunks()
    return merged


def settled(index: Index, merged: Merged, overlay: Overlay, exchange: Exchange) -> Iterator[Tables]:
    """The rows of each shard as all documents together have them."""
    for number in shards(exchange):
        tables = laid(exchange, number)
        years = _years(tables["documents"])
        tables["events"] = _assigned(tables["events"], exchange.take(ASSIGNED, number))
        tables["quotes"] = _named(tables["quotes"], merged.bearers, years)
        tables |= _carried(tables)
        if overlay.keeps(tables):
            tables |= rows.all_arrow(overlay.keep(rows.all_records(tables)))
        tables["documents"] = _narrowed(_marked(tables["documents"], index), merged.bounds)
        yield tables


# --- by pair ----------------------------------------------------------------------------------------------------


def _by_pair(exchange: Exchange) -> Iterator[speakers.Said]:
    """Sends events, and the documents that tell them, to the bucket of their pair; gives who speaks, on the way."""
    buckets = sum(held.num_rows for held in exchange.all("laid events")) // BUCKET + 1
    for number in shards(exchange):
        tables = laid(exchange, number)
        documents, events, quotes = (tables[table] for table in ("documents", "events", "quotes"))
        if events.num_rows:
            _scattered(exchange, documents, events, shard=number, buckets=buckets)
        yield from _said(quotes, _years(documents))


def _scattered(exchange: Exchange, documents: pa.Table, events: pa.Table, *, shard: int, buckets: int) -> None:
    import pyarrow as pa
    import pyarrow.compute as pc

    sides = zip(events["source"].to_pylist(), events["target"].to_pylist(), strict=True)
    pairs = [incidents.block(source, target) for source, target in sides]
    places = np.array([bucket(pair, buckets) for pair in pairs], dtype=np.int64)
    between = events.append_column(PAIR, pa.array([" ".join(pair) for pair in pairs], pa.string()))
    exchange.scatter(EVENTS, places, between.append_column(SHARD, pa.array(np.full(len(pairs), shard), pa.int64())))
    at = pc.index_in(events["doc_id"], value_set=documents["doc_id"].combine_chunks())
    known = at.is_valid().to_numpy()
    telling = np.unique(places[known] * max(1, documents.num_rows) + at.drop_null().to_numpy())
    size = max(1, documents.num_rows)
    told = rows.bare(documents, ("blocks", "authors", "published_basis"))
    exchange.scatter(DOCUMENTS, telling // size, told.take(telling % size))


def bucket(pair: Sequence[str], buckets: int) -> int:
    """Where a pair is merged: with all of its first actor, since incidents of three may be linked across pairs."""
    return zlib.crc32((pair[0] or pair[1]).encode()) % buckets


def _groups(events: pa.Table) -> Iterator[pa.Table]:
    """The events of each pair."""
    events = events.take(np.argsort(np.array(events[PAIR].to_pylist()), kind="stable"))
    pairs = np.array(events[PAIR].to_pylist())
    starts = np.flatnonzero(np.concatenate([[True], pairs[1:] != pairs[:-1]])).tolist()
    for start, end in pairwise([*starts, events.num_rows]):
        yield events.slice(start, end - start)


def _pair(index: Index, exchange: Exchange, held: pa.Table, documents: pa.Table, merged: Merged) -> list[Incident]:
    """The incidents of one pair; tells the shards, and undated documents, what they mean for them."""
    import pyarrow as pa

    events = rows.records("events", held)
    told = rows.of(documents, "doc_id", {event.doc_id for event in events})
    known = index.telling(rows.records("documents", told))
    found = list(incidents.found(known, events))
    names = {event_id: incident.incident_id for incident in found for event_id in incident.event_ids}
    reports: list[Event] = [steps.assigned(event, names) for event in events]
    for bound in dates.bounds(known, reports, found):
        merged.bounds[bound.doc_id].append(bound)
    columns = {"event_id": [e.event_id for e in reports], "incident_id": [e.incident_id for e in reports]}
    exchange.scatter(ASSIGNED, held[SHARD].to_numpy(), pa.table(columns))
    return found


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


def _named(quotes: pa.Table, bearers: speakers.Bearers, years: Mapping[str, int | None]) -> pa.Table:
    """Quotes with speakers named in full where the collection knows them."""
    import pyarrow as pa

    named = [speakers.named(said, bearers) for said in _said(quotes, years)]
    for place, name in enumerate(("speaker", "country")):
        quotes = rows.with_column(quotes, name, pa.array([one[place] for one in named], pa.string()))
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


def _narrowed(documents: pa.Table, bounds: Mapping[str, Sequence[dates.Bound]]) -> pa.Table:
    """Documents within the days that the incidents they report allow."""
    names = documents["doc_id"].to_pylist()
    if not any(name in bounds for name in names):
        return documents
    found = (dates.narrowed(d, bounds.get(d.doc_id, ())) for d in rows.records("documents", documents))
    return rows.arrow("documents", found)
