"""Step 6, bucket by bucket of pairs: the incidents of each pair, from its events and what documents say beside them.

The incidents of a pair hang on its events alone. They are kept among the traces of the store under the digest of these,
so that a build merges those pairs again of which something new is told.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from detente import registry, steps
from detente.records import Incident
from detente.resolve import dates, incidents, links, reports
from detente.resolve.tellings import Telling
from detente.store.exchange import Exchange
from detente.store.tables import stamped
from detente.store.traces import MERGED, Traces
from detente.together import rows
from detente.together.digests import digests

if TYPE_CHECKING:
    import pyarrow as pa

EVENTS: Final = "events by pair"
ASSIGNED: Final = "incidents by shard"
BOUNDS: Final = "bounds by shard"

AT_ONCE: Final = 2_048
"""Events of a pair that stand as records beside the reports made of them."""

SHARD, PAIR = "shard", "pair"
SAID: Final = ("clause", "told", "loose", "original", "outlet")
"""Columns of what a document says beside its event: the fields of a `Telling`."""

IDS: Final = ("doc_id", "incident_id", "event_id")
BASIS: Final = ("kind", "start", "end", "date_from", "date_to")
"""Columns of a `Bound`: its own, and those of its basis."""

DIGEST, BOUND = "digest", "bounds"
"""Columns of incidents that are kept: what they were made of, and what they say of the days of undated documents."""

VERSION: Final = ("resolve", "together/merging.py", "together/digests.py", "records", "lexicons")


@dataclass(slots=True)
class Merging:
    """The merging of a store's events, which lie in so many `buckets` of the exchange, a power of two."""

    exchange: Exchange
    buckets: int
    traces: Traces = field(init=False)

    def __post_init__(self) -> None:
        self.traces = Traces(self.exchange.root, registry.digest(*VERSION), MERGED)

    def incidents(self) -> Iterator[pa.Table]:
        """The incidents of each bucket; to the exchange go, by shard, which event reports which, and bounds of days."""
        for number in self.exchange.parts(EVENTS):
            events = self.exchange.take(EVENTS, number)
            assert events is not None
            found = self._found(number, events)
            _assign(self.exchange, events, found)
            _bind(self.exchange, events, found)
            yield stamped(_linked(found.drop_columns([DIGEST, BOUND])), steps.version())
        self.traces.sweep()

    def _found(self, number: int, events: pa.Table) -> pa.Table:
        """The incidents of a bucket, not yet linked: those that stand, and those of pairs that are merged anew."""
        import pyarrow as pa

        keys = [(name, "ascending") for name in (PAIR, "doc_id", "event_id")]
        events = events.sort_by(keys).combine_chunks()
        cuts = _cuts(events[PAIR])
        made_of = digests(events.drop_columns([SHARD]), cuts)
        kept, known = self._kept(number)
        stands = [at for digest in made_of for at in known.get(digest, ())]
        fresh = [n for n, digest in enumerate(made_of) if digest not in known]
        if not fresh and len(stands) == kept.num_rows:
            return kept
        parts = [_pair(events.slice(cuts[n], cuts[n + 1] - cuts[n]), made_of[n]) for n in fresh]
        found = pa.concat_tables([kept.take(pa.array(stands, pa.int64())), *parts]).combine_chunks()
        self.traces.keep(f"{self.buckets} {number}", found)
        return found

    def _kept(self, number: int) -> tuple[pa.Table, dict[bytes, range]]:
        """The incidents of a bucket that are kept, and which of them are made of what.

        Where the buckets have become twice as many, those of two lie in one.
        """
        half = self.buckets // 2
        found = self.traces.get(f"{self.buckets} {number}")
        if found is None and half:
            found = self.traces.get(f"{half} {number % half}")
        if found is None or not found.num_rows:
            return _kept((), b"", ()), {}
        cuts = _cuts(found[DIGEST])
        digest = found[DIGEST].take(cuts[:-1]).to_pylist()
        return found, dict(zip(digest, (range(*pair) for pair in pairwise(cuts)), strict=True))


def _pair(held: pa.Table, made_of: bytes) -> pa.Table:
    """The incidents of one pair, as they are kept."""
    import pyarrow as pa

    found = list(incidents.found([report for part in _documents(held) for report in _reports(part)]))
    names = {event_id: incident.incident_id for incident in found for event_id in incident.event_ids}
    assigned = pa.array([names.get(event_id) for event_id in held["event_id"].to_pylist()], pa.string())
    return _kept(found, made_of, _bounds(rows.with_column(held, "incident_id", assigned), found))


def _kept(found: Sequence[Incident], made_of: bytes, bounds: Sequence[dates.Bound]) -> pa.Table:
    """Incidents as they are kept."""
    import pyarrow as pa

    plain = [{n: getattr(one, n) for n in IDS} | {n: getattr(one.basis, n) for n in BASIS} for one in bounds]
    told = [[row for row in plain if row["incident_id"] == one.incident_id] for one in found] if plain else []
    held = rows.arrow("incidents", found)
    held = held.append_column(DIGEST, pa.array([made_of] * len(found), pa.binary()))
    return held.append_column(BOUND, pa.array(told or [[]] * len(found), pa.list_(_bound())))


def _bound() -> Any:
    """The type of a bound."""
    import pyarrow as pa

    shape = [pa.string()] * len(IDS) + [pa.string(), pa.int64(), pa.int64(), pa.date32(), pa.date32()]
    return pa.struct(list(zip((*IDS, *BASIS), shape, strict=True)))


def _documents(held: pa.Table) -> Iterator[pa.Table]:
    """Events of one pair, some documents at a time."""
    start = 0
    for end in _cuts(held["doc_id"])[1:]:
        if end - start >= AT_ONCE or end == held.num_rows:
            yield held.slice(start, end - start)
            start = end


def _reports(held: pa.Table) -> Sequence[reports.Report]:
    return reports.told(rows.records("events", held), _tellings(held))


def _tellings(held: pa.Table) -> dict[str, Telling]:
    columns = (held[name].to_pylist() for name in SAID)
    said = (Telling(*row) for row in zip(*columns, strict=True))
    return dict(zip(held["event_id"].to_pylist(), said, strict=True))


def _bounds(held: pa.Table, found: Sequence[Incident]) -> list[dates.Bound]:
    """What reports of these incidents say of the days of undated documents."""
    loose = held.filter(held["loose"])["incident_id"].drop_null().unique().to_pylist()
    if not loose:
        return []
    held = rows.of(held, "incident_id", loose)
    known = [incident for incident in found if incident.incident_id in set(loose)]
    return list(dates.bounds(_tellings(held), rows.records("events", held), known))


def _linked(found: pa.Table) -> pa.Table:
    """The incidents of a bucket with their links; only where something was planned or called off is there any."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = (found[name].to_pylist() for name in ("plover", "source", "target", "status"))
    acts = [(plover, frozenset((*a, *b)), status) for plover, a, b, status in zip(*columns, strict=True)]
    open_ = {act[:2] for act in acts if act[2] in links.OPEN}
    some = pa.array([act[:2] in open_ for act in acts], pa.bool_())
    linked = links.link(rows.records("incidents", found.filter(some)))
    return pa.concat_tables([found.filter(pc.invert(some)), rows.arrow("incidents", linked)])


def _assign(exchange: Exchange, events: pa.Table, found: pa.Table) -> None:
    """Tells the shards which of their events report which incident."""
    import pyarrow as pa
    import pyarrow.compute as pc

    of = found["incident_id"].combine_chunks().take(pc.list_parent_indices(found["event_ids"].combine_chunks()))
    at = pc.index_in(events["event_id"], value_set=pc.list_flatten(found["event_ids"]).combine_chunks())
    assigned = pa.table({"event_id": events["event_id"], "incident_id": of.take(at.combine_chunks())})
    exchange.scatter(ASSIGNED, events[SHARD].to_numpy(), assigned)


def _bind(exchange: Exchange, events: pa.Table, found: pa.Table) -> None:
    """Tells the shards what incidents say of the days of their undated documents."""
    import pyarrow as pa
    import pyarrow.compute as pc

    bounds = pc.list_flatten(found[BOUND]).combine_chunks()
    if len(bounds):
        named = pa.Table.from_struct_array(bounds)
        at = pc.index_in(named["event_id"], value_set=events["event_id"].combine_chunks())
        exchange.scatter(BOUNDS, events[SHARD].take(at).to_numpy(), named)


def _cuts(column: pa.ChunkedArray) -> list[int]:
    """Where another value begins, and the end."""
    values = column.combine_chunks().dictionary_encode().indices.to_numpy()
    return [*np.flatnonzero(np.concatenate([[True], values[1:] != values[:-1]])).tolist(), len(values)]
