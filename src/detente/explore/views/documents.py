"""Documents as lines of a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.explore import addresses
from detente.explore.catalogue import headline, outlet_of, published
from detente.explore.numbers import Number, number
from detente.explore.wording import state_name, term
from detente.records import Document
from detente.store import schema
from detente.store.reader import Reader, Row


@dataclass(frozen=True, slots=True)
class DocumentLine:
    """One document in a list."""

    id: str
    href: str
    title: str
    outlet: str
    outlet_href: str | None
    country: str | None
    published: str
    path: str
    copy: str | None
    copy_href: str | None
    incidents: Number
    quotes: Number
    forecasts: Number


def lines(reader: Reader, rows: Sequence[Row]) -> tuple[DocumentLine, ...]:
    """Documents in words, with how much stands in each."""
    ids = [row["doc_id"] for row in rows]
    held = {row["doc_id"]: row for row in reader.ask("contents_of_documents", ids=ids)} if ids else {}
    return tuple(line(schema.record(Document, row), held[row["doc_id"]]) for row in rows)


def line(document: Document, held: Row) -> DocumentLine:
    """One document in words."""
    key = document.doc_id
    return DocumentLine(
        id=key,
        href=addresses.document(key),
        title=headline(document),
        outlet=outlet_of(document),
        outlet_href=addresses.outlet(document.outlet) if document.outlet else None,
        country=state_name(document.outlet_country) if document.outlet_country else None,
        published=published(document),
        path=document.path,
        copy=term("copy", document.duplicate_relation or "same").label if document.duplicate_of else None,
        copy_href=addresses.document(document.duplicate_of) if document.duplicate_of else None,
        incidents=number(held["n_incidents"], "incidents", doc=key),
        quotes=number(held["n_quotes"], "quotes", doc=key),
        forecasts=number(held["n_forecasts"], "forecasts", doc=key),
    )
