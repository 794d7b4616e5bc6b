"""Which reader takes which file: by suffix, longest first, then by content for names that say nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache
from typing import Any, Final, cast

from detente import registry
from detente.config import Ingest
from detente.ingest import html, sources
from detente.ingest.streams import Stream
from detente.protocols import Reader
from detente.records import Hints, RawDocument, RawFile, Reject

PLAIN: Final = ("text", "jsonl", "csv")
HEAD: Final = 2048  # bytes that show what a file without suffix is


def read(file: RawFile, config: Ingest) -> Iterator[RawDocument | Reject]:
    """The records of `file` by the reader its name asks for, or one reject that names the kinds we read."""
    for item in open(file, config):
        yield html.parse(item, config) if isinstance(item, html.Page) else item


def open(file: RawFile | Stream, config: Ingest) -> Iterator[RawDocument | html.Page | Reject]:  # noqa: A001 (as in `read`)
    """As `read`, with the pages still unparsed: what can go wrong in a parser is then known by its place.

    A stream is read as it comes where its reader can, else as a whole.
    """
    reader = _reader(file.path, config)
    if reader is not None:
        yield from _opened(reader, file, config)
    elif not _has_suffix(file.path):
        yield from _opened(_unnamed(file, _table(config)), file, config)
    else:
        kinds = " ".join(sorted(_table(config)))
        yield Reject(
            file.path, None, "kind", f"Files of this kind are not read; turn it into text or HTML. We read {kinds}."
        )


def streams(path: str, config: Ingest) -> bool:
    """True for a file that its reader takes as it comes."""
    return hasattr(_reader(path, config), "stream")


def is_lines(source: Stream, config: Ingest) -> bool:
    """True for an open file without suffix that looks like JSON lines, which any process may read safely."""
    return _unnamed(source, _table(config)) is _table(config).get(".jsonl")


def is_plain(path: str) -> bool:
    """True for kinds that code of our own reads line by line: they cannot make a parser hang or swell."""
    name = path.casefold()
    return any(name.endswith(suffix) for kind in PLAIN for suffix in registry.load("readers", kind).suffixes if suffix)


def _opened(reader: Reader, file: RawFile | Stream, config: Ingest) -> Iterator[RawDocument | html.Page | Reject]:
    """The records of a file; pages unparsed where the reader tells them apart."""
    if isinstance(file, Stream):
        stream = getattr(reader, "stream", None)
        if stream is not None:
            return map(_storable, stream(file))
        held = sources.whole(file, config)
        if isinstance(held, Reject):
            return iter((held,))
        file = held
    return map(_storable, getattr(reader, "open", reader.read)(file))


def _storable(document: RawDocument | html.Page | Reject) -> RawDocument | html.Page | Reject:
    """A document without lone surrogates, which no table can hold; JSON can smuggle them into any field."""
    if not isinstance(document, RawDocument):
        return document
    try:
        for part in (document.record, document.text, *dataclasses.astuple(document.hints)):
            for value in part if isinstance(part, tuple) else (part,):
                if isinstance(value, str):
                    value.encode("utf-8")
    except UnicodeEncodeError:
        hints = {field.name: _sound(getattr(document.hints, field.name)) for field in dataclasses.fields(Hints)}
        return dataclasses.replace(
            document, record=_sound(document.record), text=_sound(document.text), hints=Hints(**hints)
        )
    return document


def _sound(value: Any) -> Any:
    if isinstance(value, tuple):
        return tuple(map(_sound, value))
    return value.encode("utf-8", "replace").decode("utf-8") if isinstance(value, str) else value


@cache
def _table(config: Ingest) -> dict[str, Reader]:
    """Suffixes to the readers that take them, in the order in which readers are registered."""
    readers = [cast(Reader, registry.load("readers", name)(config)) for name in registry.names("readers")]
    return {suffix: reader for reader in reversed(readers) for suffix in reader.suffixes if suffix}


def _reader(path: str, config: Ingest) -> Reader | None:
    """The reader that takes the name, longest suffix first."""
    table, name = _table(config), path.casefold()
    return next((table[s] for s in sorted(table, key=lambda s: (-len(s), s)) if name.endswith(s)), None)


def _has_suffix(path: str) -> bool:
    return "." in path.replace("\\", "/").rsplit("/", 1)[-1]


def _unnamed(file: RawFile | Stream, table: dict[str, Reader]) -> Reader:
    """The reader for a file without suffix (standard input above all): JSON lines, HTML or plain text."""
    start = file.data if isinstance(file, RawFile) else file.file.peek(HEAD)  # type: ignore[attr-defined]
    head = start[:HEAD].lstrip().lower()
    if head.startswith((b'{"', b"{\n", b"{ ")):
        return table[".jsonl"]
    if b"<html" in head or head.startswith(b"<!doctype html"):
        return table.get(".html", table[".txt"])
    return table[".txt"]
