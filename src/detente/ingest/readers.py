"""Which reader takes which file: by suffix, longest first, then by content for names that say nothing."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from functools import cache
from typing import Any, Final, cast

from detente import registry
from detente.config import Ingest
from detente.ingest import html
from detente.protocols import Reader
from detente.records import Hints, RawDocument, RawFile, Reject

PLAIN: Final = ("text", "jsonl", "csv")


def read(file: RawFile, config: Ingest) -> Iterator[RawDocument | Reject]:
    """The records of `file` by the reader its name asks for, or one reject that names the kinds we read."""
    for item in open(file, config):
        yield html.parse(item, config) if isinstance(item, html.Page) else item


def open(file: RawFile, config: Ingest) -> Iterator[RawDocument | html.Page | Reject]:  # noqa: A001 (as in `read`)
    """As `read`, with the pages still unparsed: what can go wrong in a parser is then known by its place."""
    table = _table(config)
    name = file.path.casefold()
    for suffix in sorted(table, key=lambda suffix: (-len(suffix), suffix)):
        if name.endswith(suffix):
            yield from _opened(table[suffix], file)
            return
    if "." not in name.replace("\\", "/").rsplit("/", 1)[-1]:
        yield from _opened(_unnamed(file, table), file)
        return
    kinds = " ".join(sorted(table))
    yield Reject(
        file.path, None, "kind", f"Files of this kind are not read; turn it into text or HTML. We read {kinds}."
    )


def is_plain(path: str) -> bool:
    """True for kinds that code of our own reads line by line: they cannot make a parser hang or swell."""
    name = path.casefold()
    return any(name.endswith(suffix) for kind in PLAIN for suffix in registry.load("readers", kind).suffixes if suffix)


def _opened(reader: Reader, file: RawFile) -> Iterator[RawDocument | html.Page | Reject]:
    """The records of a file; pages unparsed where the reader tells them apart."""
    found = getattr(reader, "open", reader.read)(file)
    return (_storable(item) if isinstance(item, RawDocument) else item for item in found)


def _storable(document: RawDocument) -> RawDocument:
    """The document without lone surrogates, which no table can hold; JSON can smuggle them into any field."""
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


def _unnamed(file: RawFile, table: dict[str, Reader]) -> Reader:
    """The reader for a file without suffix (standard input above all): JSON lines, HTML or plain text."""
    head = file.data[:2048].lstrip().lower()
    if head.startswith((b'{"', b"{\n", b"{ ")):
        return table[".jsonl"]
    if b"<html" in head or head.startswith(b"<!doctype html"):
        return table.get(".html", table[".txt"])
    return table[".txt"]
