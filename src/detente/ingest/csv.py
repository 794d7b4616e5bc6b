"""Comma- and tab-separated files with a header: one record a row, field names guessed as for JSON lines."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from typing import Final

from detente.config import Ingest
from detente.ingest import fields, limits
from detente.ingest.encoding import decode
from detente.records import RawDocument, RawFile, Reject

DELIMITERS: Final = ",\t;|"
LARGEST: Final = 2**31 - 1


class CsvReader:
    """Reads `.csv` and `.tsv` with a header that names a text column."""

    suffixes: tuple[str, ...] = (".csv", ".tsv")

    def __init__(self, config: Ingest = Ingest()) -> None:  # noqa: B008 (frozen)
        self.config = config
        self.fields = fields.guess(config.fields)

    def read(self, file: RawFile) -> Iterator[RawDocument | Reject]:
        """One document or reject a row; one reject when the header names no text."""
        if not file.data.strip():
            yield Reject(file.path, None, "empty", "The file is empty.")
            return
        decoded = decode(file.data)
        if "\x00" in decoded.text:
            yield Reject(
                file.path, None, "binary", "These bytes are not text in any encoding we know; convert it first."
            )
            return
        csv.field_size_limit(LARGEST)  # for the whole process, hence never a setting: our own limit is checked by row
        rows = csv.reader(io.StringIO(decoded.text, newline=""), delimiter=_delimiter(decoded.text))
        try:
            header = [cell.strip() for cell in next(rows)]
        except (csv.Error, StopIteration) as error:
            yield Reject(file.path, "line 1", "csv", f"The header cannot be read: {error or 'no line'}.")
            return
        if self.fields.value(dict.fromkeys(header, "x"), "text") is None:
            known = ", ".join(self.fields.names["text"][:4])
            reason = f"No column is named {known} …; the first line must name the columns, or set ingest.fields."
            yield Reject(file.path, "line 1", "no_text", reason)
            return
        yield from self._rows(file, rows, header, encoding=(decoded.encoding, decoded.p))

    def _rows(
        self, file: RawFile, rows: Iterator[list[str]], header: list[str], *, encoding: tuple[str, float]
    ) -> Iterator[RawDocument | Reject]:
        number = 0
        while True:
            number += 1
            place = f"row {number}"
            try:
                cells = next(rows)
            except StopIteration:
                return
            except csv.Error as error:
                yield Reject(file.path, place, "csv", f"The row cannot be read: {error}.")
                continue
            if not any(cell.strip() for cell in cells):
                continue
            if number > self.config.max_records:
                yield limits.too_many(file.path, place, self.config, "Rows")
                return
            record = dict(zip(header, cells, strict=False))
            text = self.fields.value(record, "text")
            if not isinstance(text, str) or not text.strip():
                yield Reject(file.path, place, "no_text", "The row has no text.")
                continue
            if len(text) > self.config.max_bytes:
                reason = f"The row exceeds the limit ingest.max_bytes of {self.config.max_bytes:,}."
                yield Reject(file.path, place, "size", reason)
                continue
            name = fields.words(self.fields.value(record, "id")) or place
            raw = "\x1f".join(cells).encode("utf-8", "replace")
            yield RawDocument(limits.doc_id(raw), file.path, name, text, *encoding, self.fields.hints(record))


def _delimiter(text: str) -> str:
    """The delimiter that the header line holds most of; a comma where it holds none."""
    line = text[:20_000].split("\n", 1)[0]
    return max(DELIMITERS, key=lambda mark: (line.count(mark), -DELIMITERS.index(mark)))
