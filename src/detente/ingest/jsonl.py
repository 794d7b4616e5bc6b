"""JSON lines: one record a line, field names guessed; a broken line is refused by its number."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from detente.config import Ingest
from detente.ingest import fields, limits, streams
from detente.ingest.encoding import decode
from detente.ingest.streams import Stream
from detente.records import RawDocument, RawFile, Reject


class JsonlReader:
    """Reads `.jsonl` and `.ndjson`: records with `text` and, where known, `id url title date outlet authors lang`."""

    suffixes: tuple[str, ...] = (".jsonl", ".ndjson")

    def __init__(self, config: Ingest = Ingest()) -> None:  # noqa: B008 (frozen)
        self.config = config
        self.fields = fields.guess(config.fields)

    def read(self, file: RawFile) -> Iterator[RawDocument | Reject]:
        """One document or reject a line, blank lines aside; an empty file is one reject."""
        return self.stream(streams.of(file))

    def stream(self, source: Stream) -> Iterator[RawDocument | Reject]:
        """As `read`, a line at a time; none longer than ingest.max_bytes is ever held."""
        seen = 0
        for number, line in streams.lines(source.file, self.config.max_bytes):
            if seen >= self.config.max_records:
                yield limits.too_many(source.path, f"line {number}", self.config, "Lines")
                return
            seen += 1
            yield self._line(source.path, number, line)
        if not seen:
            reason = "There is no record in it." if source.size else "The file is empty."
            yield Reject(source.path, None, "empty", reason)

    def _line(self, path: str, number: int, line: bytes | int) -> RawDocument | Reject:
        place = f"line {number}"
        if isinstance(line, int):
            limit = f"the limit ingest.max_bytes of {self.config.max_bytes:,}"
            return Reject(path, place, "size", f"{line:,} bytes exceed {limit}; raise it to read this record.")
        if depth(line) > self.config.max_depth:
            limit = f"the limit ingest.max_depth of {self.config.max_depth}"
            return Reject(path, place, "depth", f"The record is nested deeper than {limit}.")
        decoded = decode(line)
        try:
            record = json.loads(decoded.text)
        except (ValueError, RecursionError) as error:
            return Reject(path, place, "json", f"The line is not valid JSON: {_cause(error)}.")
        if not isinstance(record, dict):
            return Reject(path, place, "record", 'The line is JSON but no object with fields; wrap it as {"text": …}.')
        return self._record(path, place, line, record, encoding=(decoded.encoding, decoded.p))

    def _record(
        self, path: str, place: str, line: bytes, record: dict[str, Any], *, encoding: tuple[str, float]
    ) -> RawDocument | Reject:
        text = self.fields.value(record, "text")
        if not isinstance(text, str) or not text.strip():
            known = ", ".join(self.fields.names["text"][:4])
            reason = f"The record has no text under {known} …; name its field with ingest.fields."
            return Reject(path, place, "no_text", reason)
        name = fields.words(self.fields.value(record, "id")) or place
        text = text.encode("utf-8", "replace").decode("utf-8")  # lone surrogates cannot be stored
        return RawDocument(limits.doc_id(line), path, name, text, *encoding, self.fields.hints(record))


def depth(line: bytes) -> int:
    """The deepest nesting of brackets, by a linear scan that knows strings, before any parser recurses."""
    if line.count(b"{") + line.count(b"[") <= 100:
        return line.count(b"{") + line.count(b"[")
    level = deepest = 0
    quoted = escaped = False
    for byte in line:
        if quoted:
            if escaped:
                escaped = False
            elif byte == 0x5C:
                escaped = True
            elif byte == 0x22:
                quoted = False
        elif byte == 0x22:
            quoted = True
        elif byte in b"{[":
            level += 1
            deepest = max(deepest, level)
        elif byte in b"}]":
            level -= 1
    return deepest


def _cause(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"{error.msg} at column {error.colno}"
    return "a number is too long" if isinstance(error, ValueError) else "nested too deeply"
