"""What a store already knows of its sources, and what of it a new look at them makes stale.

The clean stage seals shards of documents, the extract stage one shard of coded rows under the same key. A document
is stale when its file now holds something else or when cleaning has changed since; the shards it stood in are sealed
anew without it. In the first case its rows go to the history, where they count no more and are kept as they were.
Extraction that has changed is simply done again: the text is in the store.
"""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, TypeVar

from detente.records import Document, RawDocument, Reject, Superseded
from detente.store import schema
from detente.store.segments import Manifest, Shard, Writer, key, load, rows
from detente.store.waiting import Queue, Spool

if TYPE_CHECKING:
    import pyarrow as pa

Record = TypeVar("Record")
Row = Mapping[str, Any]

SHORT: Final = 600
"""Bytes that a short document takes in a sealed shard; a longer one counts as several."""

CODED: Final = ("events", "quotes", "forecasts", "stances", "polls", "domestic")


@dataclass(frozen=True, slots=True)
class Held:
    """One document in the store, or one that was refused for good: where it came from, and the shard it stands in."""

    path: str
    record: str | None
    shard: str
    current: bool

    @property
    def place(self) -> tuple[str, str]:
        """File and record, as they sort."""
        return self.path, self.record or ""


@dataclass(frozen=True, slots=True)
class Part:
    """The documents of one clean shard that could be coded, and what was coded of them.

    `name` changes when the documents do; `table` reads the rows of one table as Arrow.
    """

    name: str
    table: Callable[[str], pa.Table]

    def tables(self) -> dict[str, pa.Table]:
        """All of it."""
        return {table: self.table(table) for table in ("documents", *CODED)}


@dataclass(frozen=True, slots=True)
class _Found:
    """One raw document that was found: where, and its number in the spool."""

    path: str
    record: str | None
    doc_id: str
    number: int

    @property
    def place(self) -> tuple[str, str]:
        return self.path, self.record or ""


class Holdings:
    """The per-document half of a store, as its writer sees it."""

    def __init__(self, writer: Writer, *, clean: str, extract: str) -> None:
        self.writer, self.clean, self.extract = writer, clean, extract
        self._seen: tuple[Manifest, dict[str, Held]] | None = None

    def known(self) -> dict[str, tuple[str, str | None]]:
        """The documents that are up to date, each with its file and record."""
        failed = self._failed()
        places = {doc_id: (place.path, place.record) for doc_id, place in self._held().items() if place.current}
        return {doc_id: place for doc_id, place in places.items() if place not in failed}

    def settle(self, told: Iterable[RawDocument | Reject]) -> Queue[RawDocument]:
        """The raw documents among all that is `told` that are new, in a fixed order; forgets what they replace."""
        held, failed, known, spool = self._held(), self._failed(), self.known(), Spool(self.writer.root)
        refused: list[Reject] = []
        found: list[_Found] = []
        for item in told:
            if isinstance(item, Reject):
                refused.append(item)
            else:
                old = known.get(item.doc_id) == (item.path, item.record)
                found.append(_Found(item.path, item.record, item.doc_id, -1 if old else spool.put(item)))
        paths = {one.path for one in found} | {reject.path for reject in refused}
        first: dict[str, _Found] = {}
        for document in sorted(found, key=lambda found: (*found.place, found.doc_id)):
            kept = first.setdefault(document.doc_id, document)
            if kept is not document:
                refused.append(_repeat(document, kept))
        stale = {doc_id for doc_id, place in held.items() if place.path in paths and doc_id not in first}
        new = []
        for doc_id, document in first.items():
            earlier = held.get(doc_id)
            same = earlier is not None and earlier.place == document.place
            if earlier is not None and earlier.current and same and (earlier.path, earlier.record) not in failed:
                continue
            if earlier is None or not earlier.current or same or earlier.path in paths:
                new.append(document)
            elif document.place < earlier.place:
                new.append(document)
                refused.append(_repeat(earlier, document))
            else:
                refused.append(_repeat(document, earlier))
        now = {(document.path, document.record): doc_id for doc_id, document in first.items()}
        replaced = {doc_id: now.get((held[doc_id].path, held[doc_id].record)) for doc_id in stale}
        self._forget(stale | {document.doc_id for document in new}, paths, replaced)
        self._keep_rejects(refused, paths)
        return spool.queue([document.number for document in new])

    def add(self, documents: Sequence[Document], rejects: Sequence[Reject]) -> str:
        """Seals one shard of cleaned documents and the rejects among them; the name of the part that they are."""
        name = _name(self.clean, (d.doc_id for d in documents), (f"{r.path}\0{r.place}" for r in rejects))
        tables = {"documents": _rows(documents), "rejects": _rows(rejects)}
        shard = self.writer.write("clean", self.clean, name, tables)
        self.writer.commit(add=(shard,))
        return key(*_sums(shard))

    def uncoded(self) -> Queue[tuple[str, Document]]:
        """The documents that no shard of the current extraction covers, each with the key of its shard."""
        done = {shard.key for shard in self.writer.manifest.stage("extract") if shard.version == self.extract}
        left = [shard for shard in self.writer.manifest.stage("clean") if shard.key not in done]
        held = [segment for shard in left for segment in shard.segments if segment.table == "documents"]
        read = ((shard.key, schema.record(Document, row)) for shard in left for row in self._rows(shard, "documents"))
        return Queue(sum(one.rows for one in held), lambda: read, sum(one.bytes for one in held) // SHORT)

    def add_coded(self, name: str, tables: Mapping[str, Sequence[Any]], rejects: Sequence[Reject]) -> None:
        """Seals what was read out of the documents of the clean shard `name`."""
        held = {table: _rows(records) for table, records in tables.items()} | {"rejects": _rows(rejects)}
        self.writer.commit(add=(self.writer.write("extract", self.extract, name, held),))

    def parts(self) -> Iterator[Part]:
        """Every cleaned document that could be coded and what was coded of it, a shard at a time."""
        failed = self._failed()
        coded = {shard.key: shard for shard in self.writer.manifest.stage("extract")}
        for shard in self.writer.manifest.stage("clean"):
            read = functools.partial(self._part, shard, coded.get(shard.key), failed)
            ids = read("documents")["doc_id"].to_pylist() if failed else None
            whole = ids is None or len(ids) == sum(one.rows for one in shard.segments if one.table == "documents")
            yield Part(key(*_sums(shard)) if whole else key(*_sums(shard), "without", *(ids or ())), read)

    def _part(self, clean: Shard, coded: Shard | None, failed: set[tuple[str, str | None]], table: str) -> pa.Table:
        if table != "documents":
            return self._table(coded, table)
        documents = self._table(clean, table)
        places = zip(documents["path"].to_pylist(), documents["record"].to_pylist(), strict=True)
        kept = [place not in failed for place in places] if failed else []
        return documents if all(kept) else documents.filter(kept)

    def documents(self) -> tuple[Document, ...]:
        """Every cleaned document that could be coded, in the order of its id."""
        found = (schema.record(Document, row) for part in self.parts() for row in part.table("documents").to_pylist())
        return tuple(sorted(found, key=lambda document: document.doc_id))

    def records(self, stage: str, kind: type[Record]) -> tuple[Record, ...]:
        """Every record of one kind that a stage has sealed, in its table's order."""
        table = schema.table_of(kind)
        return tuple(schema.record(kind, row) for row in schema.ordered(table, self.rows(stage, table)))

    def rows(self, stage: str, table: str) -> Iterator[dict[str, Any]]:
        """The rows of one table that a stage has sealed."""
        for shard in self.writer.manifest.stage(stage):
            yield from self._rows(shard, table)

    def _table(self, shard: Shard | None, table: str) -> pa.Table:
        """The rows of one table in a shard as Arrow."""
        import pyarrow as pa

        segments = [] if shard is None else [segment for segment in shard.segments if segment.table == table]
        parts = [load(self.writer.root, segment) for segment in segments]
        return pa.concat_tables(parts).combine_chunks() if parts else schema.arrow(table).empty_table()

    def _rows(self, shard: Shard, table: str) -> Iterator[dict[str, Any]]:
        return rows(self.writer.root, [segment for segment in shard.segments if segment.table == table])

    def _held(self) -> dict[str, Held]:
        """Every document that some shard holds or refuses; looked up once a manifest."""
        if self._seen is not None and self._seen[0] is self.writer.manifest:
            return self._seen[1]
        found: dict[str, Held] = {}
        for shard in self.writer.manifest.stage("clean"):
            current = shard.version == self.clean
            for segment in shard.segments:
                place = "record" if segment.table == "documents" else "place"
                if segment.table not in ("documents", "rejects"):
                    continue
                for row in load(self.writer.root, segment, columns=["doc_id", "path", place]).to_pylist():
                    if row["doc_id"] is not None:
                        found[row["doc_id"]] = Held(sys.intern(row["path"]), row[place], shard.key, current)
        self._seen = self.writer.manifest, found
        return found

    def _failed(self) -> set[tuple[str, str | None]]:
        """The documents, by file and record, that were cleaned but could not be coded."""
        return {(row["path"], row["place"]) for row in self.rows("extract", "rejects")}

    def _forget(self, doc_ids: Collection[str], paths: Collection[str], replaced: Mapping[str, str | None]) -> None:
        """Seals the shards that hold these documents, or rejects of these files, anew without them.

        The rows of documents that others replaced go to the history in the same step.
        """
        add, drop, past, held_in = [], [], _Past(replaced), self._held()
        concerned = {held_in[doc_id].shard for doc_id in doc_ids if doc_id in held_in}
        coded = {shard.key: shard for shard in self.writer.manifest.stage("extract")}
        for shard in self.writer.manifest.stage("clean"):
            pair = [part for part in (shard, coded.pop(shard.key, None)) if part is not None]
            refused = (row for part in pair for row in self._rows(part, "rejects"))
            if shard.key not in concerned and not any(_dropped(reject, doc_ids, paths) for reject in refused):
                continue
            tables = [{s.table: list(self._rows(part, s.table)) for s in part.segments} for part in pair]
            drop += pair
            for held in tables:
                past.take(held)
            kept = [_without(held, doc_ids, paths) for held in tables]
            ids = [row["doc_id"] for row in kept[0].get("documents", ())]
            if not ids and not any(kept[0].values()):
                continue
            name = _name(shard.version, ids, (f"{r['path']}\0{r['place']}" for r in kept[0].get("rejects", ())))
            add += [
                self.writer.write(part.stage, part.version, name, held) for part, held in zip(pair, kept, strict=True)
            ]
        drop += coded.values()
        add += [self.writer.write("history", "", name, {"superseded": held}) for name, held in past.shards()]
        if add or drop:
            self.writer.commit(add=add, drop=drop)

    def _keep_rejects(self, refused: Sequence[Reject], paths: Collection[str]) -> None:
        """Replaces what earlier builds refused of these files by what this one refuses."""
        earlier = self.writer.manifest.stage("ingest")
        kept = [row for row in self.rows("ingest", "rejects") if row["path"] not in paths]
        held = schema.ordered("rejects", [*kept, *_rows(refused)])
        if held or earlier:
            shard = self.writer.write("ingest", "", "rejects", {"rejects": held})
            if (shard,) != earlier:
                self.writer.commit(add=(shard,), drop=earlier)


class _Past:
    """The rows of replaced documents, on their way into the history."""

    def __init__(self, replaced: Mapping[str, str | None]) -> None:
        self.replaced = replaced
        self.rows: dict[str, list[Superseded]] = {}
        self.places: dict[str, tuple[str, str | None]] = {}

    def take(self, tables: Mapping[str, Sequence[Row]]) -> None:
        """Keeps the rows of replaced documents among those of a shard; its documents come before what they hold."""
        self.places |= {row["doc_id"]: (row["path"], row["record"]) for row in tables.get("documents", ())}
        for table, held in tables.items():
            for row in held:
                name = str(row.get("doc_id"))
                if name in self.replaced and table != "rejects":
                    text = schema.canonical(row)
                    past = Superseded(name, self.replaced[name], *self.places[name], table, text)
                    self.rows.setdefault(name, []).append(past)

    def shards(self) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """One shard a document: its key and its rows."""
        for name, held in sorted(self.rows.items()):
            yield key(name, self.replaced[name] or ""), schema.ordered("superseded", _rows(held))


def _name(version: str, doc_ids: Iterable[str], rejects: Iterable[str]) -> str:
    return key(version, *doc_ids, "", *rejects)


def _sums(shard: Shard) -> list[str]:
    """The checksums of the documents of a shard."""
    return [segment.sha256 for segment in shard.segments if segment.table == "documents"]


def _rows(records: Sequence[Any]) -> list[dict[str, Any]]:
    return [schema.row(record) for record in records]


def _dropped(reject: Row, doc_ids: Collection[str], paths: Collection[str]) -> bool:
    """True when a reject no longer holds: its document is looked at anew, or its file where it names no document."""
    return reject["path"] in paths if reject.get("doc_id") is None else reject["doc_id"] in doc_ids


def _without(
    tables: Mapping[str, Sequence[Row]], doc_ids: Collection[str], paths: Collection[str]
) -> dict[str, list[Row]]:
    return {
        table: [
            row
            for row in held
            if not (_dropped(row, doc_ids, paths) if table == "rejects" else row["doc_id"] in doc_ids)
        ]
        for table, held in tables.items()
    }


def _repeat(document: Held | _Found, kept: Held | _Found) -> Reject:
    named = kept.path if kept.record is None else f"{kept.path}, record {kept.record}"
    reason = f"It is the same, byte for byte, as {named}, which was read instead."
    return Reject(document.path, document.record, "repeated", reason)
