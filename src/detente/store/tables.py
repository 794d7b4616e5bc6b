"""Published tables: our own rows and imported ones together, each id once, in the table's total order."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from detente.store import schema
from detente.store.segments import Writer, load
from detente.store.sorting import in_order

if TYPE_CHECKING:
    import pyarrow as pa


def imported(writer: Writer, table: str) -> pa.Table | None:
    """What imports brought of a table, each id once; None when they brought nothing."""
    import pyarrow as pa

    parts = [load(writer.root, segment) for segment in writer.manifest.segments("import", table)]
    if not parts:
        return None
    return _once(pa.concat_tables(parts), schema.ORDER[table][-1])


def published(
    table: str, records: Iterable[Any] | pa.Table, others: pa.Table | None = None, *, version: str | None = None
) -> pa.Table:
    """Records and rows from elsewhere as one table in its total order; `version` is stamped on the records."""
    import pyarrow as pa

    if isinstance(records, pa.Table):
        own = in_order(table, records)
    else:
        own = schema.to_arrow(table, schema.ordered(table, map(schema.row, records)))
    if version is not None:
        own = stamped(own, version)
    if others is None or not others.num_rows:
        return own
    keys = [(name, "ascending") for name in schema.ORDER[table]]
    return pa.concat_tables([own, others]).sort_by(keys).combine_chunks()


def stamped(table: pa.Table, version: str) -> pa.Table:
    """The table with its version column filled."""
    import pyarrow as pa

    at = table.schema.get_field_index("version")
    return table.set_column(at, table.schema.field(at), pa.array([version] * table.num_rows, pa.string()))


def _once(table: pa.Table, identity: str) -> pa.Table:
    """The first row of every id; all rows of one id tell the same act."""
    import numpy as np

    ids = table.column(identity).to_numpy(zero_copy_only=False).astype(object)
    order = np.sort(np.unique(ids.astype(str), return_index=True)[1])
    return table if len(order) == table.num_rows else table.take(order)
