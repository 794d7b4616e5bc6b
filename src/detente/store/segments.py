"""The record on disk: sealed, content-addressed Parquet segments and `MANIFEST.json` with the checksum of each.

A shard is what one stage made of one input: its key is a hash of stage version, configuration and input, and it
holds one segment a table. Segments are written beside, synced and renamed; then the manifest the same way: whatever
kills the process, the store is as it was before or after a shard, never between. One process writes at a time.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

from detente.errors import MachineError, StoreError, UsageError
from detente.store import schema

if TYPE_CHECKING:
    import pyarrow as pa

Tables = Mapping[str, Sequence[Mapping[str, Any]]]

FORMAT: Final = 1
VERSION: Final = version("detente")
MANIFEST: Final = "MANIFEST.json"
LOCK: Final = "LOCK"
FOLDER: Final = "segments"
CACHE: Final = "cache.duckdb"
TEMPORARY: Final = ".tmp"
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
        return hashlib.sha256(json.dumps(self._tree(), sort_keys=True).encode()).hexdigest()

    def to_json(self) -> str:
        """The manifest file, its own checksum included."""
        tree = {
            "format": FORMAT,
            "schema": schema.digest(),
            "detente": VERSION,
            "digest": self.digest(),
            "shards": self._tree(),
        }
        return json.dumps(tree, indent=1) + "\n"

    def _tree(self) -> list[dict[str, Any]]:
        return [asdict(shard) for shard in self.shards]


def key(*parts: str) -> str:
    """The name of a shard: a hash of stage version, configuration and input."""
    total = hashlib.sha256()
    for part in parts:
        total.update(part.encode() + b"\0")
    return total.hexdigest()[:32]


def read(root: Path) -> Manifest:
    """The manifest of a store. Raises `UsageError` where there is none, `StoreError` where it cannot be used."""
    path = root / MANIFEST
    if not path.is_file():
        raise UsageError(f"There is no store in {root}.", hint=f"Make one: detente build SOURCE --store {root}")
    try:
        tree = json.loads(path.read_text(encoding="utf-8"))
        found, shape, maker = tree["format"], tree["schema"], tree["detente"]
    except OSError as error:
        raise MachineError(f"The store {root} cannot be read: {error.strerror}.") from error
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


def load(root: Path, segment: Segment, columns: Sequence[str] | None = None) -> pa.Table:
    """The rows of a segment as Arrow, all columns or some. Raises `StoreError` naming the file that is damaged."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    damage = check(root, segment)
    if damage is not None:
        raise StoreError(damage, hint=_REBUILD)
    try:
        return pq.read_table(root / segment.file, schema=schema.arrow(segment.table), columns=columns)
    except (pa.ArrowInvalid, OSError) as error:
        raise StoreError(f"The segment {root / segment.file} cannot be read: {error}.", hint=_REBUILD) from error


def rows(root: Path, segments: Sequence[Segment]) -> Iterator[dict[str, Any]]:
    """The rows of the segments, one after another."""
    for segment in segments:
        for batch in load(root, segment).to_batches(max_chunksize=1000):
            yield from batch.to_pylist()


def check(root: Path, segment: Segment) -> str | None:
    """A sentence on what is wrong with a segment's file, or None when its bytes are those that were sealed."""
    path = root / segment.file
    try:
        with path.open("rb") as file:
            found = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError:
        return f"The segment {path} is missing."
    except OSError as error:
        return f"The segment {path} cannot be read: {error.strerror}."
    return None if found == segment.sha256 else f"The segment {path} is damaged: its checksum differs."


class Writer:
    """The one process that may change a store; a context manager that holds the lock while it is open."""

    def __init__(self, root: str | os.PathLike[str]) -> None:
        self.root = Path(root)
        self.manifest = Manifest()
        self._lock: int | None = None

    def __enter__(self) -> Self:
        with _writing(self.root):
            self.root.mkdir(parents=True, exist_ok=True)
            _refuse_foreign(self.root)
            self._lock = _take_lock(self.root)
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
        finally:
            self._release()

    def write(self, stage: str, of: str, name: str, tables: Tables | Mapping[str, pa.Table]) -> Shard:
        """Writes a shard of a stage of version `of` (rows or Arrow), not yet part of the store: see `commit`."""
        with _writing(self.root):
            segments = []
            for table, held in sorted(tables.items()):
                whole = schema.to_arrow(table, held) if isinstance(held, Sequence) else held
                cuts = range(0, whole.num_rows, ROWS_A_SEGMENT)
                segments += [self._segment(table, whole.slice(at, ROWS_A_SEGMENT)) for at in cuts]
        return Shard(stage, of, name, tuple(segments))

    def commit(self, *, add: Sequence[Shard] = (), drop: Sequence[Shard] = ()) -> None:
        """Makes shards part of the store and takes others out, in one step that is done or not done."""
        gone = {(shard.stage, shard.key) for shard in (*drop, *add)}
        kept = [shard for shard in self.manifest.shards if (shard.stage, shard.key) not in gone]
        manifest = Manifest(tuple(sorted((*kept, *add), key=lambda shard: (shard.stage, shard.key))))
        with _writing(self.root):
            replace_file(self.root / MANIFEST, manifest.to_json().encode())
            self.manifest = manifest
            if drop:
                self._sweep()

    def _segment(self, table: str, held: pa.Table) -> Segment:
        import pyarrow.parquet as pq

        target = self.root / FOLDER / f"{table}{TEMPORARY}"
        # One writer and one format for all: the same rows are the same bytes.
        pq.write_table(held, target, compression="zstd", write_page_checksum=True)
        with target.open("rb+") as file:
            checksum = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        name = f"{FOLDER}/{table}-{checksum[:32]}.parquet"
        size = target.stat().st_size
        target.replace(self.root / name)
        _sync_folder(self.root / FOLDER)
        return Segment(table, name, held.num_rows, size, checksum)

    def _open(self) -> None:
        (self.root / FOLDER).mkdir(exist_ok=True)
        if (self.root / MANIFEST).is_file():
            self.manifest = read(self.root)
        else:
            replace_file(self.root / MANIFEST, self.manifest.to_json().encode())
        self._sweep()

    def _sweep(self) -> None:
        """Deletes what an interrupted run left behind, and segments no longer part of the store."""
        kept = {segment.file for shard in self.manifest.shards for segment in shard.segments}
        for path in sorted((self.root / FOLDER).iterdir()):
            if f"{FOLDER}/{path.name}" not in kept:
                path.unlink()
        for path in sorted(self.root.glob(f"*{TEMPORARY}")):
            path.unlink()

    def _release(self) -> None:
        if self._lock is not None:
            os.close(self._lock)
            self._lock = None


# --- the file system --------------------------------------------------------------------------------------------

_REBUILD: Final = "Build the store again from its sources into an empty folder."


def _shard(tree: Mapping[str, Any]) -> Shard:
    return Shard(tree["stage"], tree["version"], tree["key"], tuple(Segment(**segment) for segment in tree["segments"]))


def _refuse_foreign(root: Path) -> None:
    if (root / MANIFEST).is_file():
        return
    others = sorted(path.name for path in root.iterdir() if path.name not in (LOCK, FOLDER, CACHE))
    others = [name for name in others if not name.endswith(TEMPORARY)]
    if others:
        raise UsageError(
            f"The folder {root} is not a store and not empty: it holds {others[0]}.",
            hint="Give an empty or a new folder as --store.",
        )


def _take_lock(root: Path) -> int:
    handle = os.open(root / LOCK, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        import fcntl
    except ImportError:  # pragma: no cover - a system without POSIX locks writes unguarded
        return handle
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        holder = os.read(handle, 32).decode("ascii", "replace").strip()
        os.close(handle)
        raise StoreError(
            f"The store {root} is being written by process {holder}.",
            hint="Wait for it to finish, then run this again.",
        ) from error
    os.ftruncate(handle, 0)
    os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
    return handle


def replace_file(path: Path, data: bytes) -> None:
    """Replaces a file by new content, all of it or nothing."""
    temporary = path.with_name(path.name + TEMPORARY)
    with temporary.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    _sync_folder(path.parent)


def _sync_folder(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


@contextmanager
def _writing(root: Path) -> Iterator[None]:
    """Turns what the file system refuses into one sentence with what to do."""
    try:
        yield
    except OSError as error:
        raise MachineError(
            f"The store {root} cannot be written: {_cause(root, error)}.", hint=_advice(error)
        ) from error


def _cause(root: Path, error: OSError) -> str:
    reason = (os.strerror(error.errno) if error.errno else str(error)).lower()
    try:
        free = shutil.disk_usage(root if root.exists() else root.parent).free
    except OSError:
        return reason
    return f"{reason} ({free // 1_000_000} MB free)"


def _advice(error: OSError) -> str:
    import errno

    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "Free some space and run the command again: it goes on where it stopped."
    return "Choose a folder that you may write to with --store."
