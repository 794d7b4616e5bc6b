"""Quotes as lines of a list: what was said, who said it, who carried it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.explore import addresses
from detente.explore.passages import Passage
from detente.explore.views.texts import Origin, Texts
from detente.explore.wording import percent, state_name
from detente.records import Quote
from detente.store import schema
from detente.store.reader import Reader, Row


@dataclass(frozen=True, slots=True)
class QuoteLine:
    """One quote in a list; each part with the address of its words."""

    id: str
    parts: tuple[tuple[str, Passage], ...]
    speaker: str | None
    speaker_href: str | None
    role: str | None
    country: str | None
    kind: str
    headline: bool
    chain: tuple[str, ...]
    origin: Origin | None
    p: str


def lines(reader: Reader, rows: Sequence[Row]) -> tuple[QuoteLine, ...]:
    """Quotes in words."""
    quotes = [schema.record(Quote, row) for row in rows]
    texts = Texts(reader, (quote.doc_id for quote in quotes))
    return tuple(line(quote, texts) for quote in quotes)


def line(quote: Quote, texts: Texts) -> QuoteLine:
    """One quote in words."""
    parts = []
    for span in quote.content:
        passage = texts.passage(quote.doc_id, span.start, span.end)
        if passage is not None:
            parts.append((addresses.document(quote.doc_id, span.start, span.end), passage))
    return QuoteLine(
        id=quote.quote_id,
        parts=tuple(parts),
        speaker=quote.speaker,
        speaker_href=addresses.speaker(quote.speaker, quote.country) if quote.speaker else None,
        role=", ".join(part for part in (quote.role, quote.affiliation) if part) or None,
        country=state_name(quote.country) if quote.country else None,
        kind=quote.kind,
        headline=quote.headline,
        chain=quote.chain,
        origin=texts.origin(quote.doc_id),
        p=percent(quote.p),
    )
