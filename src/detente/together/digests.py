"""Digests of stretches of rows: what decides whether something made of them must be made again.

A stretch is hashed column by column: lengths, values and which of them are there. Equal rows have equal digests,
wherever they stand and however they came to lie in memory.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pyarrow as pa

Stream = tuple[memoryview, list[int]]
"""Bytes of a column, and where those of each stretch begin and the last ones end."""


def digests(rows: pa.Table, cuts: Sequence[int]) -> list[bytes]:
    """One digest for the rows between each cut and the next."""
    bounds = np.asarray(cuts, dtype=np.int64)
    columns = (rows.column(name).combine_chunks() for name in rows.column_names)
    streams = [stream for column in columns for stream in _streams(column, bounds)]
    head = repr([(field.name, str(field.type)) for field in rows.schema]).encode()
    found = []
    for at, (start, end) in enumerate(pairwise(cuts)):
        total = hashlib.sha256(head)
        total.update(int(end - start).to_bytes(8, "big"))
        for view, places in streams:
            total.update(view[places[at] : places[at + 1]])
        found.append(total.digest())
    return found


def _streams(column: Any, bounds: NDArray[np.int64]) -> Iterator[Stream]:
    """The bytes that make up a column. What is null counts as empty and not there."""
    import pyarrow as pa

    kind = column.type
    yield _plain(column.is_valid().to_numpy(zero_copy_only=False), bounds)
    if pa.types.is_string(kind) or pa.types.is_binary(kind):
        offsets = _offsets(column)
        yield _plain(np.diff(offsets), bounds)
        data = column.buffers()[2]
        yield memoryview(b"" if data is None else data), offsets[bounds].tolist()
    elif pa.types.is_list(kind):
        offsets = _offsets(column)
        yield _plain(np.diff(offsets), bounds)
        yield from _streams(column.values, offsets[bounds])
    elif pa.types.is_struct(kind):
        for part in column.flatten():
            yield from _streams(part, bounds)
    else:
        plain = column.cast(pa.int32()) if pa.types.is_date32(kind) else column
        empty = False if pa.types.is_boolean(kind) else 0
        yield _plain(plain.fill_null(empty).to_numpy(zero_copy_only=False), bounds)


def _plain(values: NDArray[Any], bounds: NDArray[np.int64]) -> Stream:
    values = np.ascontiguousarray(values)
    return values.data.cast("B"), (bounds * values.itemsize).tolist()


def _offsets(column: Any) -> NDArray[np.int64]:
    """Where the values of a column of strings or lists begin and end; null ones are empty."""
    start, size = column.offset, len(column)
    if not size:
        return np.zeros(1, dtype=np.int64)
    return np.frombuffer(column.buffers()[1], dtype=np.int32)[start : start + size + 1].astype(np.int64)
