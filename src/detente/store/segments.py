"""The record on disk: sealed, content-addressed Parquet segments and `MANIFEST.json` with the checksum of each.

A shard is what one stage made of one input: its key is a hash of stage version, configuration and input, and it
holds one segment a table. Segments are written beside, synced and renamed; then the manifest the same way: whatever
kills the process, the store is as it was before or after a shard, never between. One process writes at a time. In a
remote place a segment is one object put under its own checksum, and the manifest one that is put last.
"""

from __future__ import annotations

import functools
import hashlib
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from detente.errors import MachineError, StoreError, UsageError
from detente.places import Place, Remote, advice, place
from detente.store import exchange, files, locks, memory, schema

if TYPE_CHECKING:
    import pyarrow as pa

Tables = Mapping[str, "Sequence[Mapping[str, Any]] | pa.Table | Iterator[pa.Table]"]
"""Rows of tables: as mappings, as Arrow, or as Arrow that comes part by part."""

FORMAT: Final = 1
VERSION: Final = version("detente")
MANIFEST: Final = "MANIFEST.json"
LOCK: Final = "LOCK"
FOLDER: Final = "segments"
CACHE: Final = "cache.duckdb"
OWN: Final = (MANIFEST, "RUN.json")
"""What a writer replaces in one rename, by way of a file beside."""

ROWS_A_SEGMENT: Final = 100_000


@dataclass(frozen=True, slots=True)
class Segment:
    """One sealed file: the table whose rows it holds, how many, and its checksum."""

    table: str
    file: str
    rows: int
    bytes: int
    sha256: str


@dataclass(frozen=True, slots=True)
class Shard:
    """What one stage, of one version, made of one input; sealed as a whole or not at all."""

    stage: str
    version: str
    key: str
    segments: tuple[Segment, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """Everything a store holds, in a fixed order."""

    shards: tuple[Shard, ...] = ()

    def stage(self, stage: str) -> tuple[Shard, ...]:
        """The shards of one stage."""
        return tuple(shard for shard in self.shards if shard.stage == stage)

    def segments(self, stage: str, table: str) -> tuple[Segment, ...]:
        """The segments of one stage that hold rows of one table, in the order of their rows."""
        return tuple(s for shard in self.stage(stage) for s in shard.segments if s.table == table)

    def has(self, stage: str, version: str, key: str) -> bool:
        """True when the shard is sealed: what resuming asks."""
        return any((shard.stage, shard.version, shard.key) == (stage, version, key) for shard in self.shards)

    def without(self, stage: str) -> Manifest:
        """The manifest as if one stage had not run."""
        return Manifest(tuple(shard for shard in self.shards if shard.stage != stage))

    def digest(self) -> str:
        """Sha256 over the names and checksums of all segments."""
        text = ", ".join(_text(shard) for shard in self.shards)
        return hashlib.sha256(f"[{text}]".encode()).hexdigest()

    def to_json(self) -> str:
        """The manifest file, its own checksum included."""
        head = {"format": FORMAT, "schema": schema.digest(), "detente": VERSION, "digest": self.digest()}
        lines = [f' "{name}": {json.dumps(value)},' for name, value in head.items()]
        shards = ",\n".join(_indented(shard) for shard in self.shards)
        return "\n".join(["{", *lines, f' "shards": [\n{shards}\n ]' if shards else ' "shards": []', "}"]) + "\n"


@functools.cache
def _text(shard: Shard) -> str:
    """A shard as it is hashed; kept, since a long build commits the same ones thousands of times."""
    return json.dumps(asdict(shard), sort_keys=True)


@functools.cache
def _indented(shard: Shard) -> str:
    """A shard as it stands in the manifest file."""
    return "\n".join(f"  {line}" for line in json.dumps(asdict(shard), indent=1).splitlines())


def key(*parts: str) -> str:
    """The name of a shard: a hash of stage version, configuration and input."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part.encode() + b"\0")
    return total.hexdigest()[:32]


def read(root: Place) -> Manifest:
    """The manifest of a store. Raises `UsageError` where there is none, `StoreError` where it cannot be used."""
    path = root / MANIFEST
    try:
        data = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError, IsADirectoryError) as error:
        hint = f"Make one: detente build SOURCE --store {root}"
        raise UsageError(f"There is no store in {root}.", hint=hint) from error
    except OSError as error:
        reason = f"The store {root} cannot be read: {error.strerror}."
        raise MachineError(reason, hint=advice(root, error)) from error
    try:
        tree = json.loads(data)
        found, shape, maker = tree["format"], tree["schema"], tree["detente"]
    except (ValueError, KeyError, TypeError) as error:
        raise StoreError(f"The file {path} is damaged.", hint=_REBUILD) from error
    if found != FORMAT or shape != schema.digest():
        raise StoreError(
            f"The store {root} was made by another version of Détente ({maker}, format {found}); "
            f"this is {VERSION}, format {FORMAT}, with other tables.",
            hint="Build it again from its sources into an empty folder.",
        )
    try:
        manifest = Manifest(tuple(_shard(shard) for shard in tree["shards"]))
        sound = manifest.digest() == tree["digest"]
    except (KeyError, TypeError) as error:
        raise StoreError(f"The file {path} is damaged.", hint=_REBUILD) from error
    if not sound:
        raise StoreError(f"The file {path} is damaged: its checksum differs.", hint=_REBUILD)
    return manifest


def load(root: Place, segment: Segment, columns: Sequence[str] | None = None) -> pa.Table:
    """The rows of a segment as Arrow, all columns or some. Raises `StoreError` naming the file that is damaged.

    Some columns of a remote one are fetched alone, and checked by the checksums of their pages.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    path, shape, pages = root / segment.file, schema.arrow(segment.table), False
    try:
        if isinstance(path, Path):
            source: Any = path
            damage = check(root, segment)
        elif columns is None:
            data = path.read_bytes()
            source, damage = pa.BufferReader(data), _damage(path, segment, hashlib.sha256(data).hexdigest())
        else:
            source, damage, pages = path.input(), None, True
        if damage is not None:
            raise StoreError(damage, hint=_REBUILD)
        with pq.ParquetFile(source, page_checksum_verification=pages) as file:
            # What comes from memory is read by this thread: a pool's may still hold it when the process ends.
            table = file.read(columns=columns, use_threads=isinstance(path, Path))
        wanted = shape if columns is None else pa.schema([shape.field(name) for name in table.column_names])
        return table if table.schema.equals(wanted) else table.cast(wanted)
    except FileNotFoundError as error:
        raise StoreError(f"The segment {path} is missing.", hint=_REBUILD) from error
    except (pa.ArrowInvalid, OSError) as error:
        hint = _REBUILD if isinstance(path, Path) else advice(path, error) or "Try again; detente verify tells more."
        raise StoreError(f"The segment {path} cannot be read: {error}.", hint=hint) from error


def rows(root: Place, segments: Sequence[Segment]) -> Iterator[dict[str, Any]]:
    """The rows of the segments, one after another."""
    for segment in segments:
        for batch in load(root, segment).to_batches(max_chunksize=1000):
            yield from batch.to_pylist()


def check(root: Place, segment: Segment) -> str | None:
    """A sentence on what is wrong with a segment's file, or None when its bytes are those that were sealed."""
    path = root / segment.file
    try:
        if isinstance(path, Remote):
            found = hashlib.sha256(path.read_bytes()).hexdigest()
        else:
            with path.open("rb") as file:
                found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return f"The segment {path} is missing."
    except OSError as error:
        return f"The segment {path} cannot be read: {error.strerror}."
    return _damage(path, segment, found)


def _damage(path: Place, segment: Segment, found: str) -> str | None:
    return None if found == segment.sha256 else f"The segment {path} is damaged: its checksum differs."


class Writer:
    """The one process that may change a store; a context manager that holds the lock while it is open."""

    def __init__(self, root: str | os.PathLike[str] | Remote) -> None:
        self.root = place(root)
        self.manifest = Manifest()
        self._lock: locks.Lock | None = None

    def __enter__(self) -> Self:
        with files.writing(self.root):
            if isinstance(self.root, Path):
                self.root.mkdir(parents=True, exist_ok=True)
            _refuse_foreign(self.root)
            self._lock = locks.take(self.root, LOCK)
            try:
                self._open()
            except BaseException:
                self._release()
                raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        try:
            if error is not None:
                self._sweep()  # what was being written when it failed
                exchange.sweep(self.root)
        finally:
            self._release()

    def write(self, stage: str, of: str, name: str, tables: Tables) -> Shard:
        """Writes a shard of a stage of version `of`, not yet part of the store (see `commit`); each part a segment."""
        with files.writing(self.root):
            segments = []
            for table, held in sorted(tables.items()):
                rows = schema.to_arrow(table, held) if isinstance(held, Sequence) else held
                for part in rows if isinstance(rows, Iterator) else (rows,):
                    cuts = range(0, part.num_rows, ROWS_A_SEGMENT)
                    segments += [self._segment(table, part.slice(at, ROWS_A_SEGMENT)) for at in cuts]
                if isinstance(rows, Iterator):
                    memory.release()
        return Shard(stage, of, name, tuple(segments))

    def commit(self, *, add: Sequence[Shard] = (), drop: Sequence[Shard] = ()) -> None:
        """Makes shards part of the store and takes others out, in one step that is done or not done."""
        gone = {(shard.stage, shard.key) for shard in (*drop, *add)}
        kept = [shard for shard in self.manifest.shards if (shard.stage, shard.key) not in gone]
        manifest = Manifest(tuple(sorted((*kept, *add), key=lambda shard: (shard.stage, shard.key))))
        with files.writing(self.root):
            if self._lock is not None:
                self._lock.check()
            files.replace_file(self.root / MANIFEST, manifest.to_json().encode())
            self.manifest = manifest
            if drop:
                self._sweep()

    def _segment(self, table: str, held: pa.Table) -> Segment:
        import pyarrow.parquet as pq

        def write(target: Any) -> None:
            # One writer and one format for all: the same rows are the same bytes.
            pq.write_table(held, target, compression="zstd", write_page_checksum=True)

        name, size, checksum = files.seal(self.root / FOLDER, table, ".parquet", write)
        return Segment(table, f"{FOLDER}/{name}", held.num_rows, size, checksum)

    def _open(self) -> None:
        if isinstance(self.root, Path):
            (self.root / FOLDER).mkdir(exist_ok=True)
        if (self.root / MANIFEST).is_file():
            self.manifest = read(self.root)
        else:
            files.replace_file(self.root / MANIFEST, self.manifest.to_json().encode())
        self._sweep()
        exchange.sweep(self.root)

    def _sweep(self) -> None:
        """Deletes what an interrupted writer left behind, and segments no longer part of the store.

        What readers are writing beside it, such as a cache, is theirs.
        """
        kept = {segment.file for shard in self.manifest.shards for segment in shard.segments}
        for name in files.names(self.root / FOLDER):
            if f"{FOLDER}/{name}" not in kept:
                (self.root / FOLDER / name).unlink(missing_ok=True)
        if isinstance(self.root, Path):
            for name in OWN:
                (self.root / f"{name}{files.TEMPORARY}").unlink(missing_ok=True)
            files.sweep(self.root)

    def _release(self) -> None:
        if self._lock is not None:
            self._lock.release()
            self._lock = None


# --- small parts ------------------------------------------------------------------------------------------------

_REBUILD: Final = "Build the store again from its sources into an empty folder."


def _shard(tree: Mapping[str, Any]) -> Shard:
    return Shard(tree["stage"], tree["version"], tree["key"], tuple(Segment(**segment) for segment in tree["segments"]))


def _refuse_foreign(root: Place) -> None:
    if (root / MANIFEST).is_file():
        return
    if isinstance(root, Path):
        found = [path.name for path in root.iterdir()]
    else:
        found = [name.partition("/")[0] for name in files.names(root)]
    ours = (FOLDER, CACHE, exchange.FOLDER)
    others = [n for n in found if n not in ours and not n.startswith(LOCK) and not n.endswith(files.TEMPORARY)]
    if others:
        raise UsageError(
            f"The folder {root} is not a store and not empty: it holds {min(others)}.",
            hint="Give an empty or a new folder as --store.",
        )
