"""Step 3: the documents as they count, which of them copy others, and the few columns that all of them are asked for.

1. lines that an outlet repeats on its pages leave the body, with what was read out of them;
2. people's corrections are laid over what is left;
3. documents that copy others are told by their fingerprints.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from detente import registry
from detente.clean import repeats
from detente.dedupe import copies
from detente.dedupe.fingerprints import Chunk, Prints
from detente.places import Place
from detente.records import Document
from detente.steps import Trace, trace
from detente.store import schema
from detente.store.exchange import Exchange
from detente.store.holdings import CODED, Holdings, Part
from detente.store.overlay import Overlay
from detente.store.traces import Traces
from detente.together import rows
from detente.together.rows import Tables

if TYPE_CHECKING:
    import pyarrow as pa

ROUND: Final = 50
"""Shards whose lines are counted at once."""

LAID: Final = "laid "
PRINTS: Final = "prints"
INDEX: Final = "index"
KEPT: Final = ("doc_id", "path", "record", "outlet", "published")


@dataclass(frozen=True, slots=True)
class Index:
    """What all documents are asked for: how many come before those of each shard, how many events they tell, what each
    copy repeats and how, and of documents that are repeated who printed them, or where they lie. The columns `KEPT`
    stand in the exchange."""

    starts: Mapping[int, int]
    events: int = 0
    copied: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    outlets: Mapping[str, str] = field(default_factory=dict)

    def original(self, doc_id: str) -> str:
        """The document that a copy repeats, or the document itself."""
        return self.copied[doc_id][0] if doc_id in self.copied else doc_id


def lay(holdings: Holdings, overlay: Overlay, exchange: Exchange) -> Index:
    """The index of all documents; their rows as they count, a shard a part, go to the exchange (see `laid`)."""

    parts = list(holdings.parts())
    traces = _traces(holdings.writer.root)
    repeated = repeats.common(lambda: (_lines(_trace(traces, part)) for part in parts), len(parts) // ROUND + 1)
    starts, before, events = {}, 0, 0
    for number, part in enumerate(parts):
        tables, prints = part.tables(), _trace(traces, part)
        if repeated:
            tables, prints = _left_out(tables, prints, repeated)
        if overlay.concerns(tables):
            had = tables["documents"]["doc_id"]
            tables = rows.all_arrow(overlay.lay(rows.all_records(tables)))
            prints = prints.take(_places(tables["documents"]["doc_id"], had))
        exchange.put(PRINTS, number, prints.select(["words", "shingles"]))
        for table, held in tables.items():
            exchange.put(LAID + table, number, held)
        exchange.put(INDEX, number, tables["documents"].select(KEPT))
        starts[number], before = before, before + tables["documents"].num_rows
        events += tables["events"].num_rows
    traces.sweep()
    return Index(starts, events)


def ordered(exchange: Exchange) -> pa.Table:
    """The columns by which documents are ordered, in the order of the shards; a path stands there once."""
    import pyarrow as pa

    found = []
    for part in (rows.arrow("documents", ()), *exchange.all(INDEX)):
        columns = {name: part[name] for name in schema.ORDER["documents"]}
        found.append(pa.table(columns | {"path": part["path"].dictionary_encode()}))
    return pa.concat_tables(found).unify_dictionaries().combine_chunks()


def laid(exchange: Exchange, number: int, tables: Sequence[str] = ("documents", *CODED)) -> Tables:
    """The documents of a shard as they count, and what was coded of them: all of it, or some tables."""
    held = {table: exchange.take(LAID + table, number) for table in tables}
    return {table: rows.arrow(table, ()) if found is None else found for table, found in held.items()}


def shards(exchange: Exchange) -> list[int]:
    """The numbers of the shards that hold documents or rows."""
    return sorted({number for table in ("documents", *CODED) for number in exchange.parts(LAID + table)})


def link(index: Index, exchange: Exchange) -> Index:
    """The index with copies linked to what they copy."""
    words = [_words(chunk) for chunk in exchange.all(PRINTS)]
    sizes = [_sizes(chunk) for chunk in exchange.all(PRINTS)]
    ids = [_names(part["doc_id"]) for part in exchange.all(INDEX)]
    days = [_days(part["published"]) for part in exchange.all(INDEX)]
    prints = Prints(
        np.concatenate([np.zeros(0, dtype="S32"), *words]),
        np.concatenate([np.zeros(0, dtype=np.int64), *sizes]),
        lambda: map(_chunk, exchange.all(PRINTS)),
    )
    del words, sizes
    names = np.concatenate([np.zeros(0, dtype="S1"), *ids])
    found = copies.linked(names, np.concatenate([np.zeros(0, dtype=np.int64), *days]), prints, _Shelves(exchange))
    copied = {copy.doc_id: (copy.duplicate_of, copy.duplicate_relation) for copy in found}
    return Index(index.starts, index.events, copied, _outlets(exchange, {of for of, _ in copied.values()}))


@dataclass(frozen=True, slots=True)
class _Shelves:
    """Columns of numbers in the exchange."""

    exchange: Exchange

    def scatter(self, table: str, parts: Any, columns: Mapping[str, Any]) -> None:
        import pyarrow as pa

        self.exchange.scatter(table, parts, pa.table(dict(columns)))

    def parts(self, table: str) -> list[int]:
        return self.exchange.parts(table)

    def take(self, table: str, part: int) -> Mapping[str, Any]:
        held = self.exchange.take(table, part)
        assert held is not None
        return {name: held[name].to_numpy() for name in held.column_names}


def _outlets(exchange: Exchange, names: Iterable[str]) -> dict[str, str]:
    """Who printed these documents, or where they lie where no outlet is known."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found: dict[str, str] = {}
    asked = pa.array(sorted(names), pa.string())
    for part in exchange.all(INDEX) if len(asked) else ():
        held = part.filter(pc.is_in(part["doc_id"], value_set=asked))
        for doc_id, outlet, path in zip(
            *(held[name].to_pylist() for name in ("doc_id", "outlet", "path")), strict=True
        ):
            found[doc_id] = outlet or path
    return found


def _left_out(tables: Tables, prints: pa.Table, repeated: frozenset[int]) -> tuple[Tables, pa.Table]:
    """The rows without what stands in repeated lines, and the fingerprints of what is left; others as they were."""
    import pyarrow as pa
    import pyarrow.compute as pc

    flat = pc.list_flatten(prints["lines"]).to_numpy()
    owners = np.repeat(np.arange(prints.num_rows), pc.list_value_length(prints["lines"]).to_numpy())
    asked = np.unique(owners[np.isin(flat, np.array(sorted(repeated), dtype=np.uint64))])
    before = rows.records("documents", tables["documents"].take(asked))
    changed = [(old, new) for old in before if (new := repeats.relabel(old, repeated)) is not old]
    if not changed:
        return tables, prints
    cut = {old.doc_id for old, _ in changed}
    held = {table: rows.records(table, rows.of(tables[table], "doc_id", cut)) for table in CODED}
    had, left = [old for old, _ in changed], [new for _, new in changed]
    found = {"documents": rows.arrow("documents", left), **rows.all_arrow(repeats.prune(had, left, held))}
    kept = pc.invert(pc.is_in(tables["documents"]["doc_id"], value_set=pa.array(sorted(cut), pa.string())))
    prints = pa.concat_tables([prints.filter(kept), _traced(left)])
    outside = {table: rows.without(held, "doc_id", cut) for table, held in tables.items()}
    return {table: pa.concat_tables([outside[table], found[table]]) for table in tables}, prints


def _trace(traces: Traces, part: Part) -> pa.Table:
    return traces.of(part.name, lambda: _traced(rows.records("documents", part.table("documents"))))


def keep(root: Place, name: str, found: Sequence[Trace]) -> None:
    """Keeps the traces of the documents of a part, where workers made them while they had the documents at hand."""
    if found:
        _traces(root).keep(name, _tabled(found))


def _traces(root: Place) -> Traces:
    return Traces(root, registry.digest("clean", "dedupe", "records"))


def _traced(documents: Iterable[Document]) -> pa.Table:
    """The traces of documents as columns."""
    return _tabled([trace(document) for document in documents])


def _tabled(found: Sequence[Trace]) -> pa.Table:
    import pyarrow as pa

    shape = {
        "words": pa.binary(32),
        "shingles": pa.list_(pa.uint64()),
        "lines": pa.list_(pa.uint64()),
        "title": pa.uint64(),
    }
    columns = zip(*found, strict=True) if found else ((),) * len(shape)
    arrays = [pa.array(list(column), kind) for column, kind in zip(columns, shape.values(), strict=True)]
    return pa.table(arrays, names=list(shape))


def _lines(trace: pa.Table) -> repeats.Seen:
    """The lines of documents with a title, and the title of each."""
    import pyarrow.compute as pc

    titled = trace.filter(pc.is_valid(trace["title"])).combine_chunks()
    lines = pc.list_flatten(titled["lines"]).to_numpy()
    lengths = pc.list_value_length(titled["lines"]).to_numpy()
    return lines, np.repeat(titled["title"].to_numpy(), lengths)


def _names(column: pa.ChunkedArray) -> Any:
    return np.array([name.encode() for name in column.to_pylist()], dtype=np.bytes_)


def _days(column: pa.ChunkedArray) -> Any:
    """Days as ordinals, the last of all where there is none."""
    return np.array([(day or date.max).toordinal() for day in column.to_pylist()], dtype=np.int64)


def _words(prints: pa.Table) -> Any:
    return np.array(prints["words"].to_pylist(), dtype="S32")


def _sizes(prints: pa.Table) -> Any:
    import pyarrow.compute as pc

    return pc.list_value_length(prints["shingles"]).to_numpy().astype(np.int64)


def _chunk(prints: pa.Table) -> Chunk:
    import pyarrow.compute as pc

    return _sizes(prints), pc.list_flatten(prints["shingles"]).to_numpy()


def _places(names: Any, among: Any) -> Any:
    import pyarrow.compute as pc

    return pc.index_in(names, value_set=among.combine_chunks())
