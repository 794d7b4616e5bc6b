"""Web archives of the format before WARC: the HTML responses of a `.arc`, each by its offset; `.arc.gz` comes unpacked.

A record is one line (address, host, time, type, …, length) and as many bytes as the line says.
Source: Internet Archive, ARC File Format, versions 1 and 2.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from detente.config import Ingest
from detente.ingest import fields, html, limits, warc
from detente.records import RawDocument, RawFile, Reject

LONGEST: Final = 16_384  # bytes of a record's line or of one response's head; longer ones are damage
STAMP: Final = re.compile(r"(\d{4})(\d\d)(\d\d)\d*")
HEAD: Final = re.compile(rb"\r?\n\r?\n")
STATUS: Final = re.compile(rb"HTTP/\d(?:\.\d)? (\d{3})")
AFTER: Final = {b"1": 4, b"2": 9}  # fields after the address, by the version that the first record states


@dataclass(frozen=True, slots=True)
class Record:
    """One record: where it starts, its address, the day it was fetched (as digits), its bytes."""

    offset: int
    url: str
    fetched: str
    payload: bytes


class ArcReader:
    """Reads responses that are HTML or text; other records are counted as refused."""

    suffixes: tuple[str, ...] = (".arc",)

    def __init__(self, config: Ingest = Ingest()) -> None:  # noqa: B008 (frozen)
        self.config = config

    def read(self, file: RawFile) -> Iterator[RawDocument | Reject]:
        """The documents before any damage, and a reject that says where it starts."""
        for item in self.open(file):
            yield html.parse(item, self.config) if isinstance(item, html.Page) else item

    def open(self, file: RawFile) -> Iterator[RawDocument | html.Page | Reject]:
        """As `read`, with pages still unparsed."""
        seen = 0
        for record in _records(file):
            if isinstance(record, Reject):
                yield record
                return
            seen += 1
            if seen > self.config.max_records:
                yield limits.too_many(file.path, f"offset {record.offset}", self.config, "Records")
                return
            yield self._response(file.path, record)
        if not seen:
            yield Reject(file.path, None, "no_text", "There is no response in it.")

    def _response(self, path: str, record: Record) -> RawDocument | html.Page | Reject:
        place = f"offset {record.offset}"
        cut = HEAD.search(record.payload, 0, LONGEST)
        status = STATUS.match(record.payload)
        if cut is None or status is None:
            return Reject(path, place, "kind", "The record is no answer of a web server.")
        if not status[1].startswith(b"2"):
            return Reject(path, place, "status", f"The server answered {status[1].decode()}, not with a page.")
        headers = _headers(record.payload[: cut.start()])
        body = record.payload[cut.end() :]
        if "gzip" in headers.get("content-encoding", ""):
            try:
                body = zlib.decompressobj(31).decompress(body, self.config.max_bytes + 1)
            except zlib.error:
                return Reject(path, place, "damaged", "The page is compressed, and damaged.")
        stamp = STAMP.match(record.fetched)
        answer = warc.Answer(
            data=body,
            path=path,
            place=place,
            kind=headers.get("content-type", ""),
            charset=None,
            url=record.url,
            fetched=fields.day("-".join(stamp.groups())) if stamp else None,
        )
        return warc.told(answer, self.config)


def _headers(head: bytes) -> dict[str, str]:
    """The headers of an answer, names in lower case."""
    lines = (line.partition(":") for line in head.decode("latin-1").splitlines()[1:])
    return {name.strip().casefold(): value.strip() for name, _, value in lines}


def _records(file: RawFile) -> Iterator[Record | Reject]:
    """The records after the first, which describes the file; a reject where they are damaged. The last may be cut."""
    data, at, after = file.data, 0, 0
    while at < len(data):
        end = data.find(b"\n", at, at + LONGEST)
        parts = data[at : max(end, at)].strip().split(b" ")
        length = int(parts[-1]) if parts[-1].isdigit() and len(parts[-1]) < 15 else -1
        if length < 0 or end < 0:
            yield Reject(file.path, f"after offset {at}", "arc", "The archive is damaged from here on.")
            return
        payload = data[end + 1 : end + 1 + length]
        if not after:
            after = AFTER.get(payload[:1], 4)
        else:
            url, stamp = b" ".join(parts[:-after]), parts[1 - after] if len(parts) >= after else b""
            yield Record(at, url.decode("utf-8", "replace"), stamp.decode("latin-1"), payload)
        at = end + 1 + length
        while data[at : at + 1] in (b"\n", b"\r"):
            at += 1
