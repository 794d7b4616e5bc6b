"""Rows on their way from one pass over a store to another, in parts that fit into memory: a spool that leaves nothing.

A part is what belongs together in the next pass: the rows of one shard, of some pairs of states, of a stretch of a
table's order. Rows wait in memory until there are many, then go to an unnamed file beside the store, which is gone
with the process. Within a part rows keep the order in which they came.
"""

from __future__ import annotations

import os
import tempfile
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import IO, TYPE_CHECKING, Final, Self

import numpy as np

from detente.places import Place
from detente.store import files

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

HELD: Final = 16_000_000
"""Bytes of rows that wait in memory."""


class Exchange:
    """Rows by table and number of their part. A context manager."""

    def __init__(self, root: Place) -> None:
        self.root = root
        self._file: IO[bytes] | None = None
        self._held: dict[tuple[str, int], list[pa.Table]] = defaultdict(list)
        self._places: dict[tuple[str, int], list[tuple[int, int]]] = defaultdict(list)
        self._size = self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._held.clear()
        if self._file is not None:
            self._file.close()

    def put(self, table: str, part: int, rows: pa.Table) -> None:
        """Adds rows to a part; all rows of a table have the same columns."""
        if rows.num_rows:
            self._held[table, part].append(rows)
            self._size += rows.nbytes
            if self._size > HELD:
                self._spill()

    def scatter(self, table: str, parts: NDArray[np.int64], rows: pa.Table) -> None:
        """Adds each row to the part that stands in its place of `parts`."""
        if not rows.num_rows:
            return
        order = np.argsort(parts, kind="stable")
        ordered, rows = parts[order], rows.take(order)
        starts = np.flatnonzero(np.diff(ordered, prepend=-1)).tolist()
        for start, end in zip(starts, [*starts[1:], len(ordered)], strict=True):
            self.put(table, int(ordered[start]), rows.slice(start, end - start))

    def parts(self, table: str) -> list[int]:
        """The parts of a table that hold rows, in their order."""
        return sorted({part for name, part in (*self._places, *self._held) if name == table})

    def take(self, table: str, part: int) -> pa.Table | None:
        """The rows of a part, which stay; None where there are none."""
        import pyarrow as pa

        found = [self._read(*place) for place in self._places.get((table, part), ())]
        found += self._held.get((table, part), ())
        return pa.concat_tables(found).combine_chunks() if found else None

    def all(self, table: str) -> Iterator[pa.Table]:
        """The rows of every part, in the order of the parts."""
        for part in self.parts(table):
            rows = self.take(table, part)
            if rows is not None:
                yield rows

    def _spill(self) -> None:
        import pyarrow as pa

        with files.writing(self.root):
            if self._file is None:
                where = self.root if isinstance(self.root, Path) else None
                self._file = tempfile.TemporaryFile(dir=where)  # noqa: SIM115 - closed with the exchange
            for place, parts in self._held.items():
                sink = pa.BufferOutputStream()
                whole = pa.concat_tables(parts).combine_chunks()
                with pa.ipc.new_stream(sink, whole.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as stream:
                    stream.write_table(whole)
                data = sink.getvalue()
                self._file.write(data)
                self._places[place].append((self._end, len(data)))
                self._end += len(data)
            self._file.flush()
        self._held.clear()
        self._size = 0

    def _read(self, start: int, size: int) -> pa.Table:
        import pyarrow as pa

        assert self._file is not None
        data = os.pread(self._file.fileno(), size, start)
        return pa.ipc.open_stream(pa.py_buffer(data)).read_all()
