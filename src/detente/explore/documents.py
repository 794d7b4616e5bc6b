"""Documents, cleaned: headline and body with every cited passage marked; the rest of the page set aside, countable."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import Final

from markupsafe import Markup

from detente.explore.catalogue import Catalogue, Holdings, headline, published
from detente.explore.citations import anchor
from detente.explore.evidence import Count, Notes
from detente.explore.passages import Cited, crossing, marked
from detente.explore.wording import excerpt, interval, percent, state_name, term
from detente.records import Basis, Block, Document, Span

SHOWN: Final = ("headline", "body")
OTHER: Final = "other"
WHOLE: Final = 1_500_000  # characters of text on one page; beyond it only paragraphs with cited passages are shown


@dataclass(frozen=True, slots=True)
class Paragraph:
    """One stretch of the page as HTML, with the name of its role."""

    kind: str
    html: Markup


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece of evidence for a date: its kind, the words (with the way there), what it says."""

    kind: str
    href: str | None
    words: str | None
    says: str


@dataclass(frozen=True, slots=True)
class Copy:
    """A document that copies another, or is copied."""

    href: str
    title: str
    source: str
    relation: str


@dataclass(frozen=True, slots=True)
class Leaf:
    """One document on the page."""

    anchor: str
    ref: str
    title: Markup
    outlet: str | None
    country: str | None
    agency: str | None
    authors: tuple[str, ...]
    url: str | None
    path: str
    published: str
    between: str | None
    certainty: str | None
    evidence: tuple[Evidence, ...]
    paragraphs: tuple[Paragraph, ...]
    omitted: bool
    aside: tuple[Paragraph, ...]
    aside_kinds: str
    copy_of: Copy | None
    copies: tuple[Copy, ...]
    incidents: Count
    quotes: Count
    forecasts: Count


@dataclass(frozen=True, slots=True)
class DocumentsView:
    """Everything the section on documents shows; `crossing` are the spans that stand in several pieces."""

    leaves: tuple[Leaf, ...]
    crossing: tuple[str, ...]


def view(catalogue: Catalogue, notes: Notes) -> DocumentsView:
    """Documents in order of time."""
    size = sum(len(document.text) for document in catalogue.documents)
    cut: set[str] = set()
    leaves = []
    for document in catalogue.documents:
        spans = settled(document, catalogue.cited.get(document.doc_id, ()))
        cut |= crossing(spans)
        leaves.append(_leaf(document, spans, catalogue, notes, whole=size <= WHOLE))
    return DocumentsView(tuple(leaves), tuple(sorted(cut)))


def regions(document: Document) -> tuple[Block, ...]:
    """The blocks in order, and between them as `other` whatever text no block covers."""
    text = document.text
    found: list[Block] = []
    position = 0
    for block in sorted(document.blocks, key=lambda b: (b.start, b.end)):
        start = max(block.start, position)
        if text[position:start].strip():
            found.append(Block(position, start, OTHER))
        if start < block.end:
            found.append(Block(start, block.end, block.kind))
            position = block.end
    if text[position:].strip():
        found.append(Block(position, len(text), OTHER if document.blocks else "body"))
    return tuple(found)


def settled(document: Document, spans: Iterable[Cited]) -> tuple[Cited, ...]:
    """Cited spans whose ends lie in text that the page shows, so that each opens and closes somewhere."""
    shown = regions(document)
    found = []
    for cited in spans:
        touched = [block for block in shown if block.start < cited.end and cited.start < block.end]
        if touched:
            start, end = max(cited.start, touched[0].start), min(cited.end, touched[-1].end)
            found.append(replace(cited, start=start, end=end))
    return tuple(found)


def _leaf(document: Document, spans: Sequence[Cited], catalogue: Catalogue, notes: Notes, *, whole: bool) -> Leaf:
    blocks = regions(document)
    title = next((block for block in blocks if block.kind == "headline"), None)
    same = document.duplicate_of in catalogue.document and document.duplicate_relation == "same"
    body = [block for block in blocks if block.kind in SHOWN and block is not title]
    kept = [block for block in body if (whole and not same) or _touched(block, spans)]
    aside = [block for block in blocks if block.kind not in SHOWN]
    kinds = Counter(block.kind for block in aside)
    return Leaf(
        anchor=document.doc_id,
        ref=catalogue.refs[document.doc_id],
        title=_html(document, title, spans) if title is not None else Markup("{}").format(headline(document)),
        outlet=document.outlet,
        country=state_name(document.outlet_country) if document.outlet_country else None,
        agency=document.agency,
        authors=document.authors,
        url=document.url if document.url and document.url.lower().startswith(("http://", "https://")) else None,
        path=f"{document.path}, {document.record}" if document.record is not None else document.path,
        published=published(document),
        between=between(document),
        certainty=percent(document.published_p) if document.published_p is not None else None,
        evidence=tuple(evidence(basis, document) for basis in document.published_basis),
        paragraphs=tuple(Paragraph(block.kind, _html(document, block, spans)) for block in kept),
        omitted=len(kept) < len(body),
        aside=tuple(Paragraph(term("block", block.kind).label, _html(document, block, spans)) for block in aside),
        aside_kinds=", ".join(f"{n} {term('block', kind).label}" for kind, n in kinds.most_common()),
        copy_of=_copy(document, catalogue.document[document.duplicate_of or ""])
        if _copied(document, catalogue)
        else None,
        copies=tuple(_copy(other, other) for other in catalogue.documents if other.duplicate_of == document.doc_id),
        **_uses(document, catalogue, notes),
    )


def _copied(document: Document, catalogue: Catalogue) -> bool:
    return document.duplicate_of in catalogue.document


def _copy(document: Document, other: Document) -> Copy:
    relation = term("copy", document.duplicate_relation or "same").label
    return Copy(f"#{other.doc_id}", headline(other), f"{other.outlet or other.path}, {published(other)}", relation)


def _uses(document: Document, catalogue: Catalogue, notes: Notes) -> dict[str, Count]:
    ref = catalogue.refs[document.doc_id][1:]
    found = catalogue.of.get(document.doc_id, Holdings())
    incidents = [catalogue.of_incident(row) for row in found.incidents]
    quotes = [catalogue.of_quote(row) for row in found.quotes]
    forecasts = [catalogue.of_forecast(row) for row in found.forecasts]
    return {
        "incidents": notes.count(f"incidents reported in document {ref}", incidents),
        "quotes": notes.count(f"quotes in document {ref}", quotes),
        "forecasts": notes.count(f"forecasts in document {ref}", forecasts),
    }


def between(document: Document) -> str | None:
    """The days between which a document was published, where they are not one day."""
    first, last = document.published_from, document.published_to
    if document.published is None or first == last == document.published:
        return None
    return interval(first, last) if first is not None or last is not None else None


def evidence(basis: Basis, document: Document) -> Evidence:
    """One piece of evidence for a date, in words, with the way to where it stands."""
    href = words = None
    if basis.start is not None and basis.end is not None and basis.start < basis.end:
        href = f"#{anchor(document.doc_id, basis.start, basis.end)}"
        words = excerpt(document.text[basis.start : basis.end], 80)
    says = interval(basis.date_from, basis.date_to) if basis.date_from or basis.date_to else ""
    return Evidence(term("basis", basis.kind).label, href, words, says)


def _touched(block: Block, spans: Iterable[Cited]) -> bool:
    return any(span.start < block.end and block.start < span.end for span in spans)


def _html(document: Document, block: Block, spans: Iterable[Cited]) -> Markup:
    return marked(document.text, Span(block.start, block.end), spans)
