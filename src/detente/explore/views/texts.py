"""The documents that the rows of a page stand in, loaded once: their passages, and how a source is named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from detente.explore import addresses
from detente.explore.catalogue import headline, outlet_of, published
from detente.explore.passages import Passage, sentence
from detente.records import Document, Span
from detente.store import schema
from detente.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Origin:
    """Where a row was printed."""

    outlet: str
    title: str
    href: str
    published: str


class Texts:
    """Documents by id."""

    def __init__(self, reader: Reader, doc_ids: Iterable[str]) -> None:
        ids = sorted(set(doc_ids))
        rows = reader.ask("documents_of", ids=ids) if ids else []
        self._held = {row["doc_id"]: schema.record(Document, row) for row in rows}

    def document(self, doc_id: str) -> Document | None:
        """The document, or None for a row that no document of the store holds."""
        return self._held.get(doc_id)

    def passage(self, doc_id: str, start: int | None, end: int | None, trigger: Span | None = None) -> Passage | None:
        """The sentence around a span."""
        document = self._held.get(doc_id)
        if document is None or start is None or end is None:
            return None
        return sentence(document, start, end, trigger)

    def origin(self, doc_id: str) -> Origin | None:
        """How the document is named as a source."""
        document = self._held.get(doc_id)
        if document is None:
            return None
        return Origin(outlet_of(document), headline(document), addresses.document(doc_id), published(document))
