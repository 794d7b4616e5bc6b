"""Answers for pages: listings and named queries over one published store, from many threads, within a time limit.

The store may be built anew while it is read: the next question then goes to the new cache, one under way ends on
the old one.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final

from detente.errors import MachineError, StoreError
from detente.places import Place, Remote, advice, place
from detente.store import listings
from detente.store.database import Database, statement
from detente.store.nouns import LISTINGS
from detente.store.segments import MANIFEST, Manifest

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

SECONDS: Final = 10.0
"""A question that takes longer is given up."""

LOOK: Final = 2.0
"""Seconds between two looks at the manifest of a remote store: each is a request over the network."""

BATCH: Final = 10_000
State = tuple[int | None, ...]
Row = dict[str, Any]


class Reader:
    """The read side of a store for pages; safe to use from several threads."""

    def __init__(self, root: str | os.PathLike[str] | Remote, *, seconds: float = SECONDS) -> None:
        """Opens the store in `root`. Raises as `Database` does."""
        self.root: Place = place(root)
        self.seconds = seconds
        self._lock = threading.Lock()
        self._seen: State | None = None
        self._looked: tuple[float, State] | None = None
        self._database: Database | None = None

    @property
    def database(self) -> Database:
        """The store as it is published now."""
        now = self._state()
        with self._lock:
            if self._database is None or now != self._seen:
                self._database, self._seen = Database(self.root), now
                self._database.cursor().close()
            return self._database

    @property
    def manifest(self) -> Manifest:
        """The manifest of what is published now."""
        return self.database.manifest

    def close(self) -> None:
        """Lets go of the cache."""
        with self._lock:
            if self._database is not None:
                self._database.close()
                self._database = None

    def ask(self, query: str, **parameters: Any) -> list[Row]:
        """What the named query of `queries/` answers, as rows."""
        return self._rows(statement(query), parameters)

    def count(self, noun: str, **given: Any) -> int:
        """How many rows a listing has."""
        question, values = listings.counting(LISTINGS[noun], given)
        with self._cursor() as cursor:
            found: int = cursor.execute(question, values).fetchall()[0][0]
        return found

    def rows(
        self, noun: str, *, order: str | None = None, limit: int | None = None, offset: int = 0, **given: Any
    ) -> list[Row]:
        """The rows of a listing, or a page of them."""
        question, values = listings.statement(LISTINGS[noun], given, order=order, page=limit is not None)
        if limit is not None:
            values |= {"limit": limit, "offset": offset}
        return self._rows(question, values)

    def one(self, noun: str, **given: Any) -> Row | None:
        """The first row of a listing, or None."""
        return next(iter(self.rows(noun, limit=1, **given)), None)

    def by_id(self, table: str, key: str) -> Row | None:
        """The row of a stored table with that id, or None."""
        return next(iter(self.ask(f"{table}_by_id", id=key)), None)

    @contextmanager
    def batches(self, noun: str, given: Mapping[str, Any], order: str | None = None) -> Iterator[pa.RecordBatchReader]:
        """A whole listing, batch by batch; no time limit, since it is as long as it is."""
        question, values = listings.statement(LISTINGS[noun], given, order=order)
        cursor = self.database.cursor()
        try:
            yield cursor.sql(question, params=values).to_arrow_reader(BATCH)
        finally:
            cursor.close()

    def _rows(self, question: str, values: Mapping[str, Any]) -> list[Row]:
        with self._cursor() as cursor:
            found: list[Row] = cursor.sql(question, params=dict(values)).to_arrow_table().to_pylist()
        return found

    @contextmanager
    def _cursor(self) -> Iterator[duckdb.DuckDBPyConnection]:
        import duckdb

        cursor = self.database.cursor()
        clock = threading.Timer(self.seconds, cursor.interrupt)
        clock.daemon = True
        clock.start()
        try:
            yield cursor
        except duckdb.InterruptException as error:
            raise StoreError(
                f"The question took longer than {self.seconds:g} seconds.", hint="Narrow it with a filter."
            ) from error
        finally:
            clock.cancel()
            cursor.close()

    def _state(self) -> State:
        """What tells one published manifest from the next."""
        if isinstance(self.root, Remote):
            return self._far(self.root)
        try:
            found = (self.root / MANIFEST).stat()
        except OSError:
            return (0, 0, 0)
        return found.st_mtime_ns, found.st_size, found.st_ino

    def _far(self, root: Remote) -> State:
        """The same of a remote store, asked now and then."""
        now = time.monotonic()
        if self._looked is None or now - self._looked[0] > LOOK:
            try:
                self._looked = now, (root / MANIFEST).state()
            except OSError as error:
                reason = f"The store {root} cannot be read: {error.strerror}."
                raise MachineError(reason, hint=advice(root, error)) from error
        return self._looked[1]
