"""Web archives: the HTML responses of a `.warc` or `.warc.gz`, each by its offset, read in bounded pieces."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from detente.config import Ingest
from detente.ingest import fields, html, limits, streams
from detente.ingest.streams import Stream
from detente.records import Hints, RawDocument, RawFile, Reject

KINDS: Final = ("text/html", "application/xhtml+xml", "text/plain")


@dataclass(frozen=True, slots=True)
class Answer:
    """What a web server answered, as an archive keeps it: the bytes of the page, their type, and whence."""

    data: bytes
    path: str
    place: str
    kind: str
    charset: str | None
    url: str | None
    fetched: date | None


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
        return self.stream(streams.of(file))

    def stream(self, source: Stream) -> Iterator[RawDocument | html.Page | Reject]:
        """As `open`, a record at a time."""
        from fastwarc.warc import ArchiveIterator, WarcRecordType

        wanted = WarcRecordType.response | WarcRecordType.resource | WarcRecordType.conversion
        seen, offset = 0, 0
        try:
            data = streams.Forward(source.file)
            for record in ArchiveIterator(data, record_types=wanted, parse_http=True, auto_decode="all"):
                offset = record.stream_pos
                seen += 1
                if seen > self.config.max_records:
                    yield limits.too_many(source.path, f"offset {offset}", self.config, "Records")
                    return
                yield self._record(source.path, record)
        except Exception as error:  # a damaged archive fails in many ways; all mean: no further
            cause = str(error).strip().rstrip(".") or type(error).__name__
            yield Reject(
                source.path, f"after offset {offset}", "warc", f"The archive is damaged from here on: {cause}."
            )
            return
        if not seen:
            yield Reject(source.path, None, "no_text", "There is no response, resource or conversion record in it.")

    def _record(self, path: str, record: Any) -> RawDocument | html.Page | Reject:
        place = f"offset {record.stream_pos}"
        kind = (record.http_content_type if record.is_http else record.headers.get("Content-Type")) or ""
        kind = kind.split(";")[0].strip().casefold()
        status = getattr(record.http_headers, "status_code", None) if record.is_http else None
        if status is not None and not 200 <= status < 300:
            return Reject(path, place, "status", f"The server answered {status}, not with a page.")
        answer = Answer(
            data=record.reader.read(self.config.max_bytes + 1) if kind in KINDS else b"",
            path=path,
            place=place,
            kind=kind,
            charset=record.http_charset if record.is_http else None,
            url=record.headers.get("WARC-Target-URI"),
            fetched=fields.day(record.headers.get("WARC-Date")),
        )
        return told(answer, self.config)


def told(answer: Answer, config: Ingest) -> RawDocument | html.Page | Reject:
    """What a server's answer is to us: a page to be parsed, a text, or refused by its type."""
    kind = answer.kind.split(";")[0].strip().casefold()
    if kind not in KINDS:
        reason = f"The record is {kind or 'of no stated type'}, not HTML or text."
        return Reject(answer.path, answer.place, "kind", reason)
    if kind != "text/plain":
        return html.Page(
            answer.data, answer.path, answer.place, answer.place, answer.charset, answer.url, answer.fetched
        )
    decoded = limits.text_of(answer.data, config, path=answer.path, place=answer.place, declared=answer.charset)
    if isinstance(decoded, Reject):
        return decoded
    hints = Hints(url=answer.url, fetched=answer.fetched)
    return RawDocument(
        limits.doc_id(answer.data), answer.path, answer.place, decoded.text, decoded.encoding, decoded.p, hints
    )
