"""Speakers: who said what, in which words, relayed by whom."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from detente.explore.catalogue import Catalogue, outlet_of, published
from detente.explore.citations import anchor
from detente.explore.evidence import Count, Notes, Source
from detente.explore.passages import Passage
from detente.explore.wording import percent, state_name
from detente.records import Quote


@dataclass(frozen=True, slots=True)
class Said:
    """One quote: what was said, each stretch with the way to its words, and how it reached the page."""

    anchor: str
    ref: str
    parts: tuple[tuple[str, Passage], ...]
    kind: str
    headline: bool
    chain: tuple[str, ...]
    document: str
    document_href: str
    published: str
    p: str


@dataclass(frozen=True, slots=True)
class Speaker:
    """One person or institution that speaks, with everything quoted from it."""

    anchor: str
    name: str
    named: bool
    role: str | None
    affiliation: str | None
    country: str | None
    quotes: Count
    said: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class SpeakersView:
    """Everything the section on speakers shows."""

    speakers: tuple[Speaker, ...]
    quotes: Count
    named: Count


def view(catalogue: Catalogue, notes: Notes) -> SpeakersView:
    """Speakers, the most quoted first; quotes of nobody named come last."""
    groups: dict[tuple[str, str], list[Quote]] = defaultdict(list)
    for quote in catalogue.quotes:
        groups[quote.speaker or "", quote.country or ""].append(quote)
    order = sorted(groups.items(), key=lambda item: (not item[0][0], -len(item[1]), item[0]))
    speakers = tuple(
        _speaker(f"speaker-{place}", key, rows, catalogue, notes) for place, (key, rows) in enumerate(order, 1)
    )
    named = [Source(f"#{one.anchor}", one.name, one.role or "") for one in speakers if one.named]
    every = notes.count("quotes", [catalogue.of_quote(quote) for quote in catalogue.quotes])
    return SpeakersView(speakers, every, notes.count("named speakers", named))


def _speaker(anchor: str, key: tuple[str, str], rows: list[Quote], catalogue: Catalogue, notes: Notes) -> Speaker:
    name, country = key
    shown = name or "Speakers not named"
    house = next((row.affiliation for row in rows if row.affiliation), None)
    where = state_name(country) if country else None
    return Speaker(
        anchor=anchor,
        name=shown,
        named=bool(name),
        role=next((row.role for row in rows if row.role), None),
        affiliation=house,
        country=where if where != house else None,  # "president, Russia, Russia" says it twice
        quotes=notes.count(f"quotes: {shown}", [catalogue.of_quote(row) for row in rows]),
        said=tuple(said(row, catalogue) for row in rows),
    )


def said(quote: Quote, catalogue: Catalogue) -> Said:
    """One quote as the page shows it."""
    document = catalogue.document[quote.doc_id]
    return Said(
        anchor=quote.quote_id,
        ref=catalogue.refs[quote.quote_id],
        parts=tuple(
            (f"#{anchor(quote.doc_id, span.start, span.end)}", catalogue.passage(quote.doc_id, span.start, span.end))
            for span in quote.content
        ),
        kind=quote.kind,
        headline=quote.headline,
        chain=quote.chain,
        document=outlet_of(document),
        document_href=f"#{document.doc_id}",
        published=published(document),
        p=percent(quote.p),
    )
