"""Any table, whole, in its total order, as JSON lines, CSV, Parquet or Stata: the same rows are the same bytes.

CSV cells that a spreadsheet would take for a formula get an apostrophe in front (ASVS 1.2.10); lists are JSON in a
cell. JSON lines and Parquet hold the values as they are.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from detente.errors import MachineError, UsageError
from detente.places import Place
from detente.records import STORED
from detente.store import schema
from detente.store.segments import Manifest, load, read, rows

if TYPE_CHECKING:
    import pyarrow as pa

QUOTED: Final = frozenset(',"\r\n')
"""A cell that holds one of these is put in quotation marks."""

FORMATS: Final = ("jsonl", "csv", "parquet", "dta")
FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\0")


def export(root: Place, table: str, form: str, target: Path | BinaryIO) -> int:
    """Writes a published table to a file (whole or not at all) or a stream, and returns the number of its rows.

    Raises `UsageError` for a table or format that does not exist, `MachineError` when the file cannot be written.
    """
    if table not in STORED:
        raise UsageError(f"There is no table {table}.", hint=f"There are: {', '.join(STORED)}.")
    if form not in FORMATS:
        raise UsageError(f"There is no format {form}.", hint=f"There are: {', '.join(FORMATS)}.")
    manifest = read(root)
    if not isinstance(target, Path):
        return _write(root, manifest, table, form, target)
    with replacing(target) as file:
        return _write(root, manifest, table, form, file)


@contextmanager
def replacing(target: Path) -> Iterator[BinaryIO]:
    """A file beside `target` that takes its place when the block ends well. Raises `MachineError`."""
    beside = target.with_name(target.name + ".tmp")
    try:
        try:
            with beside.open("wb") as file:
                yield file
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise MachineError(
            f"The file {target} cannot be written: {(error.strerror or str(error)).lower()}.",
            hint="Choose another place with -o.",
        ) from error


def lines(form: str, table: str, held: Iterator[dict[str, Any]]) -> Iterator[str]:
    """The rows as lines of text, each with its line end."""
    if form == "jsonl":
        for row in held:
            yield json.dumps(schema.plain(row), ensure_ascii=False, allow_nan=False) + "\n"
        return
    names = [column.name for column in schema.columns(table)]
    yield csv_line(names)
    for row in held:
        yield csv_line([cell(row[name]) for name in names])


def cell(value: Any) -> str:
    """A value as a CSV cell: null empty, lists and structs as JSON, text that looks like a formula defused."""
    if value is None:
        return ""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA) else value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (list, dict)):
        return json.dumps(schema.plain(value), ensure_ascii=False, allow_nan=False)
    return repr(value) if isinstance(value, (int, float)) else str(schema.plain(value))


def write(table: pa.Table, form: str, sink: BinaryIO, *, name: str = "") -> int:
    """Writes any Arrow table, of ours or of a panel, in one of `FORMATS` and returns the number of its rows.

    Raises `UsageError` for another format, or where a format needs what is not installed.
    """
    if form not in FORMATS:
        raise UsageError(f"There is no format {form}.", hint=f"There are: {', '.join(FORMATS)}.")
    if form == "dta":
        from detente.store import stata

        stata.write(table, sink, label=f"Détente: {name}")
    elif form == "parquet":
        import pyarrow.parquet as pq

        pq.write_table(table, sink, compression="zstd", write_page_checksum=True)
    else:
        names = table.column_names
        if form == "csv":
            sink.write(csv_line(names).encode())
        for batch in table.to_batches(max_chunksize=10_000):
            for row in batch.to_pylist():
                line = json.dumps(schema.plain(row), ensure_ascii=False, allow_nan=False) + "\n"
                sink.write((line if form == "jsonl" else csv_line([cell(row[n]) for n in names])).encode())
    return int(table.num_rows)


def _write(root: Place, manifest: Manifest, table: str, form: str, sink: BinaryIO) -> int:
    segments = manifest.segments("publish", table)
    count = sum(segment.rows for segment in segments)
    if form == "dta":
        import pyarrow as pa

        parts = [load(root, segment) for segment in segments]
        return write(pa.concat_tables(parts or [schema.arrow(table).empty_table()]), form, sink, name=table)
    if form == "parquet":
        import pyarrow.parquet as pq

        with pq.ParquetWriter(sink, schema.arrow(table), compression="zstd", write_page_checksum=True) as writer:
            for segment in segments:
                writer.write_table(load(root, segment))
        return count
    for line in lines(form, table, rows(root, segments)):
        sink.write(line.encode("utf-8"))
    return count


def csv_line(cells: list[str]) -> str:
    """One CSV line after RFC 4180; our own, since csv quotes a lone carriage return from Python 3.13 on only."""
    quoted = ['"' + cell.replace('"', '""') + '"' if QUOTED.intersection(cell) else cell for cell in cells]
    return ",".join(quoted) + "\n"
