"""Plain text files: one file, one document."""

from __future__ import annotations

from collections.abc import Iterator

from detente.config import Ingest
from detente.ingest.limits import doc_id, text_of
from detente.records import RawDocument, RawFile, Reject


class TextReader:
    """Reads a file as one document, whatever its encoding."""

    suffixes: tuple[str, ...] = (".txt", ".text", ".md", "")

    def __init__(self, config: Ingest = Ingest()) -> None:  # noqa: B008 (frozen)
        self.config = config

    def read(self, file: RawFile) -> Iterator[RawDocument | Reject]:
        """The document, or a reject when the bytes are no text."""
        decoded = text_of(file.data, self.config, path=file.path, place=None)
        if isinstance(decoded, Reject):
            yield decoded
            return
        yield RawDocument(doc_id(file.data), file.path, None, decoded.text, decoded.encoding, decoded.p)
