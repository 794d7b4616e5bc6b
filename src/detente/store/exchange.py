"""Rows on their way from one pass over a store to another: Parquet files in a scratch folder of the store.

A part is what belongs together in the next pass: the rows of one shard, of some pairs of states, of a stretch of a
table's order, of the shingles that one hash sends there. Rows wait in memory until there are many; then each table goes
to a file with one row group a part. Within a part rows keep the order in which they came, whatever went to files when.

The folder lies where the store lies (`s3://…` too), so that processes on other machines read and add parts: `lent`
gives them the exchange as it stands, `adopt` takes what they added. It is removed at the end; what a killed process
left is swept away when the store is opened for writing the next time.
"""

from __future__ import annotations

import io
import shutil
from collections import OrderedDict, defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Final, Self

import numpy as np

from detente.places import Place
from detente.store import files, memory

if TYPE_CHECKING:
    import pyarrow as pa
    from numpy.typing import NDArray

FOLDER: Final = "exchange"

HELD: Final = 16_000_000
"""Bytes of rows that wait in memory."""

OPEN: Final = 8
"""Files whose footers are remembered."""

Spot = tuple[str, int]
"""A file and one of its row groups."""

Spots = Mapping[tuple[str, int], tuple[Spot, ...]]
"""Where the rows of each table and part lie, in the order in which they came."""


@dataclass(frozen=True, slots=True)
class Lent:
    """An exchange as another process may have it: to read what is there, and to add under a name of its own."""

    root: Place
    spots: Spots = field(repr=False)

    def open(self, name: str) -> Exchange:
        """The exchange; what is added goes to files that begin with `name`. Nothing is removed when it closes."""
        return Exchange(self.root, name=name, lent=self.spots)


class Exchange:
    """Rows by table and number of their part. A context manager."""

    def __init__(self, root: Place, *, name: str = "", lent: Spots | None = None) -> None:
        self.root, self.name, self.mine = root, name, lent is None
        self._waiting: dict[str, list[tuple[int | NDArray[np.int64], pa.Table]]] = defaultdict(list)
        self._held: dict[tuple[str, int], list[pa.Table]] = defaultdict(list)
        self._spots: dict[tuple[str, int], list[Spot]] = defaultdict(list)
        for key, spots in (lent or {}).items():
            self._spots[key] += spots
        self._added: dict[tuple[str, int], list[Spot]] = defaultdict(list)
        self._footers: OrderedDict[str, Any] = OrderedDict()
        self._size = self._files = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._waiting.clear()
        self._held.clear()
        if self.mine and self._spots:
            with files.writing(self.root):
                sweep(self.root)

    def put(self, table: str, part: int, rows: pa.Table) -> None:
        """Adds rows to a part; all rows of a table have the same columns."""
        self._wait(table, part, rows)

    def scatter(self, table: str, parts: NDArray[np.int64], rows: pa.Table) -> None:
        """Adds each row to the part that stands in its place of `parts`."""
        self._wait(table, parts, rows)

    def _wait(self, table: str, parts: int | NDArray[np.int64], rows: pa.Table) -> None:
        if rows.num_rows:
            self._waiting[table].append((parts, rows))
            self._size += rows.nbytes
            if self._size > HELD:
                self.spill()

    def _sort(self) -> None:
        """Hands what waits to its parts, a table at once."""
        import pyarrow as pa

        while self._waiting:
            table, waiting = self._waiting.popitem()
            single = [(parts, rows) for parts, rows in waiting if isinstance(parts, int)]
            if len(single) == len(waiting):
                for part, rows in single:
                    self._held[table, part].append(rows)
                continue
            numbers = [np.full(rows.num_rows, parts) if isinstance(parts, int) else parts for parts, rows in waiting]
            places = np.concatenate(numbers)
            order = np.argsort(places, kind="stable")
            rows, ordered = pa.concat_tables([rows for _, rows in waiting]).take(order), places[order]
            for start, end in pairwise([0, *(np.flatnonzero(np.diff(ordered)) + 1).tolist(), len(ordered)]):
                self._held[table, int(ordered[start])].append(rows.slice(start, end - start))

    def parts(self, table: str) -> list[int]:
        """The parts of a table that hold rows, in their order."""
        self._sort()
        return sorted({part for name, part in (*self._spots, *self._held) if name == table})

    def take(self, table: str, part: int) -> pa.Table | None:
        """The rows of a part, which stay; None where there are none."""
        import pyarrow as pa

        self._sort()
        found = [self._read(*spot) for spot in self._spots.get((table, part), ())]
        found += self._held.get((table, part), ())
        return pa.concat_tables(found).combine_chunks() if found else None

    def all(self, table: str) -> Iterator[pa.Table]:
        """The rows of every part, in the order of the parts."""
        for part in self.parts(table):
            rows = self.take(table, part)
            if rows is not None:
                yield rows

    def spill(self) -> None:
        """Writes what waits in memory to files, one a table."""
        import pyarrow as pa

        self._sort()
        held: dict[str, list[tuple[int, pa.Table]]] = defaultdict(list)
        with files.writing(self.root):
            for table, part in sorted(self._held):
                held[table].append((part, pa.concat_tables(self._held.pop((table, part)))))
            for table, parts in held.items():
                name = f"{self.name}{self._files:06}.parquet"
                self._files += 1
                self._write(name, [rows for _, rows in parts])
                for group, (part, _) in enumerate(parts):
                    self._spots[table, part].append((name, group))
                    self._added[table, part].append((name, group))
        self._held.clear()
        self._size = 0
        memory.release()

    def lend(self) -> Lent:
        """The exchange for other processes: all that is in it lies in files then."""
        self.spill()
        return Lent(self.root, {key: tuple(spots) for key, spots in self._spots.items()})

    def added(self) -> Spots:
        """Where the rows lie that this process added."""
        self.spill()
        return {key: tuple(spots) for key, spots in self._added.items()}

    def adopt(self, added: Spots) -> None:
        """Takes what another process added; who calls this in a fixed order has rows in a fixed order."""
        self.spill()
        for key, spots in added.items():
            self._spots[key] += spots
            self._added[key] += spots

    def _write(self, name: str, groups: list[pa.Table]) -> None:
        import pyarrow.parquet as pq

        folder = self.root / FOLDER
        sink: Any = io.BytesIO()
        if isinstance(folder, Path):
            folder.mkdir(exist_ok=True)
            sink = (folder / name).open("wb")
        with sink:
            with pq.ParquetWriter(sink, groups[0].schema, **PLAIN) as writer:
                for rows in groups:
                    writer.write_table(rows, row_group_size=rows.num_rows)
            if not isinstance(folder, Path):
                (folder / name).write_bytes(sink.getvalue())

    def _read(self, name: str, group: int) -> pa.Table:
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = self.root / FOLDER / name
        footer = self._footers.pop(name, None)
        source = pa.OSFile(str(path)) if isinstance(path, Path) else path.input()
        with source, pq.ParquetFile(source, metadata=footer) as file:
            self._footers[name] = file.metadata
            while len(self._footers) > OPEN:
                self._footers.popitem(last=False)
            return file.read_row_group(group, use_threads=False)


PLAIN: Final[Mapping[str, Any]] = {"compression": "lz4", "use_dictionary": False, "write_statistics": False}
"""How files are written that are read once and whole: half as dear as what is sealed."""


def sweep(root: Place) -> None:
    """Removes the exchange of a store, which is nobody's once the store can be opened for writing."""
    folder = root / FOLDER
    if isinstance(folder, Path):
        if folder.is_dir():
            shutil.rmtree(folder)
        return
    for name in files.names(folder):
        (folder / name).unlink(missing_ok=True)
