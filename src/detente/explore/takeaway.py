"""What leaves a page: the rows of a listing, whole, in a format of the table below; the count on screen is theirs."""

from __future__ import annotations

import json
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, BinaryIO, Final

from detente.store import schema
from detente.store.export import cell, csv_line

if TYPE_CHECKING:
    import pyarrow as pa

SPILL: Final = 8_000_000
"""Bytes held in memory before a file on disk takes over."""
PIECE: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class Format:
    """One format: its suffix in addresses, media type, and the function that writes batches into a sink."""

    suffix: str
    media: str
    write: Callable[[pa.RecordBatchReader, BinaryIO], None]
    label: str = ""


def file(batches: pa.RecordBatchReader, form: Format) -> Iterator[bytes]:
    """The batches as the bytes of a file, piece by piece."""
    with tempfile.SpooledTemporaryFile(max_size=SPILL) as sink:
        form.write(batches, sink)  # type: ignore[arg-type]
        sink.seek(0)
        while piece := sink.read(PIECE):
            yield piece


def to_json(batches: pa.RecordBatchReader, sink: BinaryIO) -> None:
    """A JSON array, one row a line."""
    sink.write(b"[")
    between = b"\n"
    for row in _rows(batches):
        sink.write(between + json.dumps(schema.plain(row), ensure_ascii=False, allow_nan=False).encode())
        between = b",\n"
    sink.write(b"\n]\n")


def to_csv(batches: pa.RecordBatchReader, sink: BinaryIO) -> None:
    """CSV with a header line; cells that a spreadsheet would take for a formula are defused."""
    sink.write(csv_line([cell(name) for name in batches.schema.names]).encode())
    for row in _rows(batches):
        sink.write(csv_line([cell(value) for value in row.values()]).encode())


def to_parquet(batches: pa.RecordBatchReader, sink: BinaryIO) -> None:
    """Parquet, values as they are."""
    import pyarrow.parquet as pq

    with pq.ParquetWriter(sink, batches.schema, compression="zstd", write_page_checksum=True) as writer:
        for batch in batches:
            writer.write_batch(batch)


def to_stata(batches: pa.RecordBatchReader, sink: BinaryIO) -> None:
    """A Stata file, values as they are; offered where pandas is installed."""
    from detente.store import stata

    stata.write(batches.read_all(), sink, label="Détente")


def _rows(batches: pa.RecordBatchReader) -> Iterator[dict[str, Any]]:
    for batch in batches:
        yield from batch.to_pylist()


FORMATS: Final[dict[str, Format]] = {
    form.suffix: form
    for form in (
        Format("json", "application/json", to_json),
        Format("csv", "text/csv; charset=utf-8", to_csv),
        Format("parquet", "application/vnd.apache.parquet", to_parquet),
    )
}
"""Every format beside a view; a new one is a row here."""

if find_spec("pandas") is not None:
    FORMATS["dta"] = Format("dta", "application/x-stata-dta", to_stata)
