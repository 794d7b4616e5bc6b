"""Which reader takes which file: by suffix, longest first, then by content for names that say nothing."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import cast

from detente import registry
from detente.config import Ingest
from detente.protocols import Reader
from detente.records import RawDocument, RawFile, Reject


def read(file: RawFile, config: Ingest) -> Iterator[RawDocument | Reject]:
    """The records of `file` by the reader its name asks for, or one reject that names the kinds we read."""
    table = _table(config)
    name = file.path.casefold()
    for suffix in sorted(table, key=lambda suffix: (-len(suffix), suffix)):
        if name.endswith(suffix):
            yield from table[suffix].read(file)
            return
    base = name.replace("\\", "/").rsplit("/", 1)[-1]
    if "." not in base:
        yield from _unnamed(file, table).read(file)
        return
    kinds = " ".join(sorted(table))
    yield Reject(file.path, None, "kind", f"Files of this kind are not read; we read {kinds}.")


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
