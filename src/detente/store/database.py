"""Questions to a published store, answered from a DuckDB cache that can be thrown away; nobody else opens DuckDB.

The cache is built beside and renamed in whenever it does not belong to the manifest. It is opened read-only, with
no way to other files, no extensions and a locked configuration; named queries stand in `queries/*.sql`.
"""

from __future__ import annotations

import functools
import os
import tempfile
from collections.abc import Iterator
from importlib import resources
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self, TypeVar

from detente.errors import MachineError, StoreError, UsageError
from detente.places import Place, Remote, here, place
from detente.records import STORED
from detente.store import files, filling, layouts, memory, schema
from detente.store.segments import CACHE, Manifest, load, read

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

Record = TypeVar("Record")

LOCKED: Final = {
    "enable_external_access": "false",
    "autoinstall_known_extensions": "false",
    "autoload_known_extensions": "false",
    "python_enable_replacements": "false",
    "lock_configuration": "true",
}


class Database:
    """The read side of a store: typed records and named queries. A context manager."""

    def __init__(self, root: str | os.PathLike[str] | Remote) -> None:
        """Opens the store in `root`. Raises `UsageError` where there is none, `StoreError` where it is damaged."""
        self.root = place(root)
        self.manifest = read(self.root)
        self._connection: duckdb.DuckDBPyConnection | None = None
        self._elsewhere: tempfile.TemporaryDirectory[str] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the cache; the object may not be asked again."""
        if self._connection is not None:
            self._connection.close()
            self._connection = None
        if self._elsewhere is not None:
            self._elsewhere.cleanup()
            self._elsewhere = None

    def records(self, kind: type[Record], query: str | None = None, **parameters: Any) -> tuple[Record, ...]:
        """Records of one type: the whole table in its total order, or what a named query selects of it."""
        table = schema.table_of(kind)
        found = self.arrow(table) if query is None else self.query(query, **parameters)
        return tuple(schema.record(kind, row) for row in found.to_pylist())

    def count(self, table: str) -> int:
        """How many rows a table holds."""
        return sum(segment.rows for segment in self.manifest.segments("publish", _known(table)))

    def arrow(self, table: str) -> pa.Table:
        """A whole table in its total order."""
        import pyarrow as pa

        parts = [load(self.root, segment) for segment in self.manifest.segments("publish", _known(table))]
        return pa.concat_tables(parts) if parts else schema.arrow(table).empty_table()

    def query(self, name: str, **parameters: Any) -> pa.Table:
        """What the named query of `queries/` answers. Raises `UsageError` for a name that is not there."""
        import duckdb

        try:
            return self._open().sql(statement(name), params=parameters).to_arrow_table()
        except (duckdb.IOException, duckdb.FatalException, duckdb.InternalException):  # damage that no opening showed
            self.close()
            here(self.root / CACHE).unlink(missing_ok=True)
            return self._open().sql(statement(name), params=parameters).to_arrow_table()

    def ask(self, query: str, **parameters: Any) -> list[dict[str, Any]]:
        """What the named query answers, as rows; `Reader` asks the same from many threads."""
        rows: list[dict[str, Any]] = self.query(query, **parameters).to_pylist()
        return rows

    def cursor(self) -> duckdb.DuckDBPyConnection:
        """A connection of its own to the same cache, for one thread."""
        return self._open().cursor()

    def _open(self) -> duckdb.DuckDBPyConnection:
        if self._connection is None:
            self._connection = _connect(self._cache())
        return self._connection

    def _cache(self) -> Path:
        """The cache of this manifest; built now where it is missing, in a folder of its own where we may not write."""
        path = here(self.root / CACHE)
        if _belongs(path, self.manifest):
            return path
        try:
            build_cache(self.root, self.manifest, path)
        except MachineError:
            self._elsewhere = tempfile.TemporaryDirectory(prefix="detente-")
            path = Path(self._elsewhere.name) / CACHE
            build_cache(self.root, self.manifest, path)
        return path


def build_cache(root: Place, manifest: Manifest, where: Place) -> None:
    """Writes the cache of a manifest beside its place, then renames it in; of a remote store on this machine.

    Raises `MachineError` where it cannot.
    """
    import duckdb

    memory.release()
    path = here(where)
    beside = path
    try:
        beside = files.beside(path)
        filling.fill(root, manifest, beside, _mark(manifest))
        beside.replace(path)
    except (OSError, duckdb.Error) as error:
        if beside != path:
            beside.unlink(missing_ok=True)
        raise MachineError(
            f"The cache {path} cannot be written: {str(error).splitlines()[0]}.",
            hint="The store itself is whole. Free some space and run the command again.",
        ) from error


def restore_cache(root: Place, manifest: Manifest) -> None:
    """Writes the cache again where it is missing, cut, or not of this manifest."""
    if not _belongs(here(root / CACHE), manifest, whole=True):
        build_cache(root, manifest, root / CACHE)


@functools.cache
def statement(name: str) -> str:
    """The text of a named query."""
    if name not in queries():
        raise UsageError(f"There is no query {name}.", hint=f"There are: {', '.join(queries())}.")
    return resources.files("detente.store").joinpath("queries", f"{name}.sql").read_text(encoding="utf-8")


@functools.cache
def queries() -> tuple[str, ...]:
    """The names of all queries."""
    folder = resources.files("detente.store") / "queries"
    return tuple(sorted(entry.name[:-4] for entry in folder.iterdir() if entry.name.endswith(".sql")))


def pairs(database: Database) -> Iterator[tuple[str, str, int]]:
    """Pairs of actors and the incidents between them, most first."""
    for row in database.query("pairs").to_pylist():
        yield row["a"], row["b"], row["n_incidents"]


def _known(table: str) -> str:
    if table not in STORED:
        raise UsageError(f"There is no table {table}.", hint=f"There are: {', '.join(STORED)}.")
    return table


def _connect(path: Path) -> duckdb.DuckDBPyConnection:
    import duckdb

    try:
        return duckdb.connect(path, read_only=True, config=dict(LOCKED))
    except duckdb.Error as error:
        raise StoreError(
            f"The cache {path} cannot be opened: {str(error).splitlines()[0]}.",
            hint="Delete that file; it is built again from the store.",
        ) from error


def _belongs(path: Path, manifest: Manifest, *, whole: bool = False) -> bool:
    """True for a cache of this manifest; asked for the `whole`, every block of it is read and its checksum compared."""
    import duckdb

    if not path.is_file():
        return False
    try:
        with duckdb.connect(path, read_only=True, config=dict(LOCKED)) as connection:
            found = connection.execute("SELECT digest FROM _manifest").fetchall()
            for table in (*STORED, *layouts.TABLES) if whole else ():
                connection.execute(f'SELECT max(hash(rows)) FROM "{table}" AS rows').fetchall()  # noqa: S608 - our name
    except duckdb.Error:
        return False
    return found == [(_mark(manifest),)]


def _mark(manifest: Manifest) -> str:
    """What a cache of this manifest and of today's layouts is known by."""
    return f"{manifest.digest()}+{layouts.digest()}"
