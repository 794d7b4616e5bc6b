"""The total order of a table over Arrow columns, and tables that are put in order part by part, never as a whole."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Final

import numpy as np

from detente.store import schema
from detente.store.exchange import Exchange

if TYPE_CHECKING:
    import pyarrow as pa

DOCUMENTS: Final = 4_096
"""Documents a part of the tables in order: those themselves, and the rows that were read out of them."""

PREFIX: Final = "sorted "


def in_order(table: str, rows: pa.Table) -> pa.Table:
    """The rows in the table's total order; what its key leaves open is settled by the whole row."""
    if rows.num_rows < 2:
        return rows
    rows = rows.combine_chunks()
    keys = {f"k{n}": _key(rows.column(name).chunk(0)) for n, name in enumerate(schema.ORDER[table])}
    order = _sorted(keys)
    found = rows.take(order)
    if _tied([key.take(order) for key in keys.values()]):
        return schema.to_arrow(table, schema.ordered(table, found.to_pylist()))
    return found


class Ordered:
    """Documents and what was read out of them, taken shard by shard and given out in the total order of each table.

    Rows wait in parts that follow one another: of documents so many, of the others those of so many documents.
    """

    def __init__(self, exchange: Exchange, documents: pa.Table) -> None:
        """`documents`: the columns by which they are ordered, of all shards."""
        self.exchange, self.ranks = exchange, ranks("documents", documents)
        self.bounds = np.sort(_strings(documents["doc_id"]))[DOCUMENTS::DOCUMENTS].copy()

    def add(self, tables: Mapping[str, pa.Table], before: int) -> None:
        """Takes the rows of a shard, which so many documents come before."""
        for table, rows in tables.items():
            if rows.num_rows:
                own = table == "documents"
                parts = self.ranks[before : before + rows.num_rows] // DOCUMENTS if own else self.places(rows["doc_id"])
                self.exchange.scatter(PREFIX + table, parts, rows)

    def places(self, doc_ids: pa.ChunkedArray) -> np.ndarray[Any, np.dtype[np.int64]]:
        """The parts of rows that were read out of these documents."""
        return np.searchsorted(self.bounds, _strings(doc_ids), side="right").astype(np.int64)

    def parts(self, table: str, others: pa.Table | None = None) -> Iterator[pa.Table]:
        """The rows of the table in its total order, part after part; `others` are rows from elsewhere, in order."""
        import pyarrow as pa

        if others is None:
            yield from (rows for _, rows in self.numbered(table))
            return
        others = in_order(table, others)
        cuts = [0, *(_before(others, bound) for bound in self.bounds.tolist()), others.num_rows]
        for part, (start, end) in enumerate(pairwise(cuts)):
            found = [self.exchange.take(PREFIX + table, part), others.slice(start, end - start)]
            yield in_order(table, pa.concat_tables([rows for rows in found if rows is not None]))

    def numbered(self, table: str) -> Iterator[tuple[int, pa.Table]]:
        """The rows of the table in its total order, part after part, with the numbers of the parts."""
        for part in self.exchange.parts(PREFIX + table):
            rows = self.exchange.take(PREFIX + table, part)
            if rows is not None:
                yield part, in_order(table, rows)


def ranks(table: str, keys: pa.Table) -> np.ndarray[Any, np.dtype[np.int64]]:
    """The place of each row in the table's order, from the columns of its key."""
    order = _sorted({f"k{n}": _plain(keys.column(name)) for n, name in enumerate(schema.ORDER[table])})
    found = np.empty(len(order), dtype=np.int64)
    found[order.to_numpy()] = np.arange(len(order))
    return found


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray | pa.Array:
    """A column of values that each stand there once as one of their places in order."""
    import pyarrow as pa
    import pyarrow.compute as pc

    if not pa.types.is_dictionary(column.type):
        return column
    held = column.combine_chunks()
    if isinstance(held, pa.ChunkedArray):
        held = held.chunk(0) if held.num_chunks else pa.array([], column.type)
    return pc.rank(held.dictionary, tiebreaker="dense").take(held.indices)


def _tied(keys: Sequence[pa.Array]) -> bool:
    """True where two neighbours have one key."""
    import pyarrow.compute as pc

    alike = np.ones(len(keys[0]) - 1, dtype=bool)
    for key in reversed(keys):
        one, other = key.slice(1), key.slice(0, len(key) - 1)
        same = pc.or_(pc.fill_null(pc.equal(one, other), False), pc.and_(pc.is_null(one), pc.is_null(other)))
        alike &= same.to_numpy(zero_copy_only=False)
        if not alike.any():
            return False
    return True


def _before(rows: pa.Table, bound: bytes) -> int:
    """How many rows stand before the first document of a part."""
    ids = rows.column("doc_id")
    return bisect_left(range(rows.num_rows), bound, key=lambda n: (ids[n].as_py() or "\U0010ffff").encode())


def _sorted(keys: dict[str, Any]) -> Any:
    """Positions in order, null last."""
    import pyarrow as pa
    import pyarrow.compute as pc

    options = [(name, "ascending") for name in keys]
    return pc.sort_indices(pa.table(keys), sort_keys=options)


def _key(column: pa.Array) -> pa.Array:
    """A column as one that Arrow sorts: spans become bytes that compare as they do, part by part."""
    import pyarrow as pa

    if not pa.types.is_list(column.type):
        return column
    offsets = column.offsets.to_numpy()
    flat = column.flatten()
    numbers = np.stack([flat.field(n).to_numpy() for n in range(flat.type.num_fields)], axis=1).astype(">u4")
    width = numbers.dtype.itemsize * numbers.shape[1]
    starts = ((offsets - offsets[0]) * width).astype(np.int32)
    buffers = [None, pa.py_buffer(starts.tobytes()), pa.py_buffer(numbers.tobytes())]
    return pa.Array.from_buffers(pa.binary(), len(column), buffers)


def _strings(values: pa.ChunkedArray | pa.Array) -> np.ndarray[Any, np.dtype[np.bytes_]]:
    """Strings as bytes, which numpy orders as Python orders strings."""
    found: Sequence[str] = values.to_pylist()
    return np.array([value.encode() for value in found], dtype=np.bytes_)
