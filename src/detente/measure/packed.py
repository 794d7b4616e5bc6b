"""Packed: records of a measure as Arrow, some thousand rows at a time, in the total order of their table; and back."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final, TypeVar

from detente.store import schema

if TYPE_CHECKING:
    import pyarrow as pa

ROWS: Final = 20_000

Record = TypeVar("Record")


def of_pairs(table: str, records: Iterable[Any]) -> Iterator[pa.Table]:
    """The records, which come pair after pair, as tables of whole pairs in the shape of `table` (version as given)."""
    held: list[dict[str, Any]] = []
    for _, group in itertools.groupby(records, key=lambda record: (record.a, record.b)):
        if len(held) >= ROWS:
            yield schema.to_arrow(table, held)
            held = []
        held += schema.ordered(table, map(schema.row, group))
    if held:
        yield schema.to_arrow(table, held)


def records(kind: type[Record], parts: Iterable[pa.Table]) -> tuple[Record, ...]:
    """The rows of all tables as records."""
    return tuple(schema.record(kind, row) for part in parts for row in part.to_pylist())
