"""Stata files (.dta, version 118), for whoever has pandas installed: the same rows are the same bytes.

Lists and structs are JSON in a text, as in CSV; texts are as long as they are (strL); days are Stata's daily dates,
true and false 1 and 0; a missing number is Stata's missing value, a missing text an empty one. Variables are labelled
with the first words of their columns' meaning. Nothing is defused: a statistics program takes no cell for a formula.
"""

from __future__ import annotations

import json
from datetime import datetime
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from detente.errors import UsageError
from detente.store import schema

if TYPE_CHECKING:
    import pyarrow as pa

VERSION: Final = 118
LABEL: Final = 80
"""Characters of a label."""

SHORT: Final = 200
"""Characters of the longest text that is kept in the row; longer ones are strL."""

RESERVED: Final = frozenset(
    ("byte", "class", "double", "end", "export", "float", "if", "in", "int", "long", "quad", "strL", "using", "with")
)
"""Words that Stata keeps to itself; a column of such a name gets a low line after it: `quad_`."""

STAMP: Final = datetime(2000, 1, 1)  # noqa: DTZ001  the format wants an hour, and ours is always the same
INTEGER: Final = 2**31 - 30
"""Integers beyond this are kept as doubles, which hold them exactly up to 2**53."""


def write(table: pa.Table, sink: BinaryIO, *, label: str = "") -> None:
    """Writes an Arrow table. Raises `UsageError` where pandas is not installed."""
    try:
        import pandas as pd
    except ImportError as error:
        raise UsageError("Stata files need pandas.", hint="pip install 'detente[pandas]'") from error
    table = table.rename_columns([f"{name}_" if name in RESERVED else name for name in table.column_names])
    frame = pd.DataFrame({field.name: _series(pd, table[field.name], field.type) for field in table.schema})
    texts = [name for name in frame.columns if frame[name].dtype == object]
    long = [name for name in texts if frame[name].str.len().max() > SHORT]
    days = {field.name: "td" for field in table.schema if str(field.type).startswith("date32")}
    frame.to_stata(
        sink,
        write_index=False,
        version=VERSION,
        time_stamp=STAMP,
        data_label=label[:LABEL],
        variable_labels={field.name: _meaning(field)[:LABEL] for field in table.schema},
        convert_dates=days,
        convert_strl=long,
    )


def _meaning(field: pa.Field) -> str:
    return ((field.metadata or {}).get(b"doc") or b"").decode("utf-8")


def _series(pd: Any, column: pa.ChunkedArray, kind: pa.DataType) -> Any:
    """A column as pandas holds it for Stata."""
    import pyarrow.types as types

    values = column.to_pylist()
    if types.is_date32(kind):
        return pd.to_datetime(pd.Series(values, dtype="object"))
    if types.is_boolean(kind):
        return pd.Series([None if value is None else int(value) for value in values], dtype="float64")
    if types.is_integer(kind):
        whole = all(value is not None and abs(value) < INTEGER for value in values)
        return pd.Series(values, dtype="int32" if whole else "float64")
    if types.is_floating(kind):
        return pd.Series(values, dtype="float64")
    return pd.Series([_text(value) for value in values], dtype="object")


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, str):
        return value.replace("\0", "")
    return json.dumps(schema.plain(value), ensure_ascii=False, allow_nan=False)
