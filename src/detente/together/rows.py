"""Rows of Arrow tables as records and back, where a step looks at more than columns."""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final

from detente.records import STORED
from detente.store import schema

if TYPE_CHECKING:
    import pyarrow as pa

AT_ONCE: Final = 1_000
"""Rows that stand as plain values beside the records made of them."""

Tables = dict[str, "pa.Table"]


def records(table: str, rows: pa.Table | None) -> tuple[Any, ...]:
    """The rows of a stored table as records; columns that it does not have are left out."""
    if rows is None:
        return ()
    kind: Any = STORED[table]
    starts = range(0, rows.num_rows, AT_ONCE)
    return tuple(schema.record(kind, row) for at in starts for row in rows.slice(at, AT_ONCE).to_pylist())


def plain(rows: pa.Table, columns: Sequence[str]) -> tuple[Any, ...]:
    """The rows with these columns alone, as named tuples of plain values: what a pass over many asks for."""
    kind: Any = namedtuple("kind", columns)  # type: ignore[misc]
    return tuple(map(kind._make, zip(*(rows[name].to_pylist() for name in columns), strict=True)))


def bare(rows: pa.Table, columns: Iterable[str]) -> pa.Table:
    """The rows with nothing in these columns of lists, for steps that do not ask for them."""
    import pyarrow as pa

    for name in columns:
        rows = with_column(rows, name, pa.array([[]] * rows.num_rows, rows[name].type))
    return rows


def arrow(table: str, found: Iterable[Any]) -> pa.Table:
    """Records as rows."""
    return schema.to_arrow(table, [schema.row(record) for record in found])


def all_records(tables: Tables) -> dict[str, tuple[Any, ...]]:
    """Several tables as records."""
    return {table: records(table, rows) for table, rows in tables.items()}


def all_arrow(tables: Mapping[str, Sequence[Any]]) -> Tables:
    """Several tables as rows."""
    return {table: arrow(table, found) for table, found in tables.items()}


def with_column(rows: pa.Table, name: str, values: Any) -> pa.Table:
    """The rows with another column in the place of one."""
    at = rows.schema.get_field_index(name)
    field = rows.schema.field(at)
    return rows.set_column(at, field, values.cast(field.type) if hasattr(values, "cast") else [values])


def of(rows: pa.Table, column: str, names: Iterable[str]) -> pa.Table:
    """The rows with one of these names in a column."""
    return rows.filter(_among(rows, column, names))


def without(rows: pa.Table, column: str, names: Iterable[str]) -> pa.Table:
    """The rows with none of these names in a column."""
    import pyarrow.compute as pc

    return rows.filter(pc.invert(_among(rows, column, names)))


def _among(rows: pa.Table, column: str, names: Iterable[str]) -> Any:
    import pyarrow as pa
    import pyarrow.compute as pc

    return pc.is_in(rows[column], value_set=pa.array(sorted(names), pa.string()))
