"""Web archives: the HTML responses of a `.warc` or `.warc.gz`, each by its offset, read in bounded pieces."""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any, Final

from detente.config import Ingest
from detente.ingest import fields, html
from detente.ingest.limits import doc_id, text_of
from detente.records import Hints, RawDocument, RawFile, Reject

KINDS: Final = ("text/html", "application/xhtml+xml", "text/plain")


class WarcReader:
    """Reads responses, resources and conversions that are HTML or text; other records are counted as refused."""

    suffixes: tuple[str, ...] = (".warc", ".warc.gz")

    def __init__(self, config: Ingest = Ingest()) -> None:  # noqa: B008 (frozen)
        self.config = config

    def read(self, file: RawFile) -> Iterator[RawDocument | Reject]:
        """The documents before any damage, and a reject that says where it starts."""
        for item in self.open(file):
            yield html.parse(item, self.config) if isinstance(item, html.Page) else item

    def open(self, file: RawFile) -> Iterator[RawDocument | html.Page | Reject]:
        """As `read`, with pages still unparsed."""
        from fastwarc.warc import ArchiveIterator, WarcRecordType

        wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
        seen, offset = 0, 0
        try:
            data = io.BytesIO(file.data)
            for record in ArchiveIterator(data, record_types=wanted, parse_http=True, auto_decode="all"):
                offset = record.stream_pos
                seen += 1
                if seen > self.config.max_records:
                    reason = f"Records from here on exceed the limit ingest.max_records of {self.config.max_records:,}."
                    yield Reject(file.path, f"offset {offset}", "records", reason)
                    return
                yield self._record(file.path, record)
        except Exception as error:  # a damaged archive fails in many ways; all mean: no further
            cause = str(error).strip().rstrip(".") or type(error).__name__
            yield Reject(file.path, f"after offset {offset}", "warc", f"The archive is damaged from here on: {cause}.")
            return
        if not seen:
            yield Reject(file.path, None, "no_text", "There is no response, resource or conversion record in it.")

    def _record(self, path: str, record: Any) -> RawDocument | html.Page | Reject:
        place = f"offset {record.stream_pos}"
        kind = (record.http_content_type if record.is_http else record.headers.get("Content-Type")) or ""
        kind = kind.split(";")[0].strip().casefold()
        status = getattr(record.http_headers, "status_code", None) if record.is_http else None
        if status is not None and not 200 <= status < 300:
            return Reject(path, place, "status", f"The server answered {status}, not with a page.")
        if kind not in KINDS:
            return Reject(path, place, "kind", f"The record is {kind or 'of no stated type'}, not HTML or text.")
        data = record.reader.read(self.config.max_bytes + 1)
        url = record.headers.get("WARC-Target-URI")
        fetched = fields.day(record.headers.get("WARC-Date"))
        declared = record.http_charset if record.is_http else None
        if kind == "text/plain":
            decoded = text_of(data, self.config, path=path, place=place, declared=declared)
            if isinstance(decoded, Reject):
                return decoded
            hints = Hints(url=url, fetched=fetched)
            return RawDocument(doc_id(data), path, place, decoded.text, decoded.encoding, decoded.p, hints)
        return html.Page(data, path, place, place, declared, url, fetched)
