"""A document: its cleaned text with every coded span marked and explained, how it was dated, what was set aside."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final

from markupsafe import Markup

from detente.explore import addresses
from detente.explore.catalogue import headline
from detente.explore.citations import anchor
from detente.explore.documents import SHOWN, Evidence, Paragraph, between, evidence, regions, settled
from detente.explore.numbers import Number, counted
from detente.explore.passages import Cited, Use, marked
from detente.explore.views import documents as doc_lines
from detente.explore.views.events import sides
from detente.explore.wording import excerpt, percent, state_name, term
from detente.records import Block, Document, Domestic, Event, Forecast, Poll, Quote, Span, Stance
from detente.store import schema
from detente.store.reader import Reader

CODED: Final = (("events", Event), ("quotes", Quote), ("forecasts", Forecast), ("stances", Stance), ("polls", Poll),
                ("domestic", Domestic))  # fmt: skip
LONG: Final = 400_000  # characters of text shown; the rest stands in the raw text


@dataclass(frozen=True, slots=True)
class Explained:
    """One coded row: its short name in the text, what was read there, where it leads."""

    ref: str
    kind: str
    words: str
    says: str
    href: str | None
    place: str


@dataclass(frozen=True, slots=True)
class DocumentView:
    """Everything the page of a document shows."""

    id: str
    title: str
    line: doc_lines.DocumentLine
    agency: str | None
    authors: tuple[str, ...]
    url: str | None
    path: str
    lang: str | None
    between: str | None
    certainty: str | None
    evidence: tuple[Evidence, ...]
    paragraphs: tuple[Paragraph, ...]
    aside: tuple[Paragraph, ...]
    aside_kinds: str
    explained: tuple[tuple[str, tuple[Explained, ...]], ...]
    reports: Number
    incidents: Number
    quotes: Number
    forecasts: Number
    copies: Number
    copied: tuple[doc_lines.DocumentLine, ...]
    encoding: str
    version: str
    cut: bool


def view(reader: Reader, key: str) -> DocumentView | None:
    """The page of a document, or None where there is no such one."""
    row = reader.by_id("documents", key)
    if row is None:
        return None
    document = schema.record(Document, row)
    rows = {noun: [schema.record(kind, row) for row in reader.rows(noun, doc=key)] for noun, kind in CODED}
    explained, uses = _explained(document, rows)
    spans = settled(document, _cited(document, uses))
    blocks = [block for block in regions(document) if block.start < LONG]
    aside = [block for block in blocks if block.kind not in SHOWN]
    line = doc_lines.lines(reader, [row])[0]
    copies = reader.rows("documents", of=key, limit=20)
    return DocumentView(
        id=key,
        title=headline(document),
        line=line,
        agency=document.agency,
        authors=document.authors,
        url=document.url if document.url and document.url.lower().startswith(("http://", "https://")) else None,
        path=f"{document.path}, {document.record}" if document.record is not None else document.path,
        lang=document.lang,
        between=between(document),
        certainty=percent(document.published_p) if document.published_p is not None else None,
        evidence=tuple(evidence(basis, document) for basis in document.published_basis),
        paragraphs=tuple(Paragraph(b.kind, _html(document, b, spans)) for b in blocks if b.kind in SHOWN),
        aside=tuple(Paragraph(term("block", b.kind).label, _html(document, b, spans)) for b in aside),
        aside_kinds=", ".join(
            f"{n} {term('block', kind).label}" for kind, n in Counter(b.kind for b in aside).most_common()
        ),
        explained=explained,
        reports=counted(reader, "events", doc=key),
        incidents=line.incidents,
        quotes=line.quotes,
        forecasts=line.forecasts,
        copies=counted(reader, "documents", of=key),
        copied=doc_lines.lines(reader, copies),
        encoding=f"{document.encoding}, {percent(document.encoding_p)} sure",
        version=document.version,
        cut=len(document.text) > LONG,
    )


def _explained(
    document: Document, rows: dict[str, list[Any]]
) -> tuple[tuple[tuple[str, tuple[Explained, ...]], ...], dict[tuple[int, int], list[Use]]]:
    """Every coded row with its short name, and for each span the rows that rest on it."""
    uses: dict[tuple[int, int], list[Use]] = defaultdict(list)
    groups: list[tuple[str, tuple[Explained, ...]]] = []
    for noun, _ in CODED:
        letter, heading, kind = NAMES[noun]
        found = []
        for place, row in enumerate(rows[noun], 1):
            ref = f"{letter}{place}"
            spans = _spans(row)
            for start, end in spans:
                uses[start, end].append(Use(f"#x-{ref}", ref, kind, f"{heading} {place}"))
            first = spans[0] if spans else (0, 0)
            words, says, href = _says(row)
            text = excerpt(document.text[first[0] : first[1]], 90)
            place_ = f"#{anchor(document.doc_id, *first)}" if spans else ""
            found.append(Explained(ref, words, text, says, href, place_))
        if found:
            groups.append((heading, tuple(found)))
    return tuple(groups), uses


NAMES: Final = {
    "events": ("i", "Reports of incidents", "event"),
    "quotes": ("q", "Quotes", "quote"),
    "forecasts": ("f", "Forecasts", "forecast"),
    "stances": ("s", "Stances", "quote"),
    "polls": ("p", "Polls", "poll"),
    "domestic": ("h", "Acts at home", "home"),
}


def _spans(row: Any) -> list[tuple[int, int]]:
    if isinstance(row, Quote):
        return [(span.start, span.end) for span in row.content]
    if isinstance(row, Stance):
        return [(span.start, span.end) for span in row.spans]
    return [(row.start, row.end)] if row.start is not None and row.end is not None else []


def _says(row: Any) -> tuple[str, str, str | None]:
    """What a row was read as: in short, at length, and where it leads."""
    if isinstance(row, Event):
        sure = f"{term('status', row.status).label}, {percent(row.p)} sure, by {row.rule}"
        href = addresses.incident(row.incident_id) if row.incident_id else None
        return f"{sides(row.source, row.target)}: {term('plover', row.plover).label} ({row.cameo})", sure, href
    if isinstance(row, Quote):
        who = row.speaker or "speaker not named"
        about = ", ".join(part for part in (row.role, state_name(row.country) if row.country else None) if part)
        href = addresses.speaker(row.speaker, row.country) if row.speaker else None
        return who, f"{row.kind}, {percent(row.p)} sure{f'; {about}' if about else ''}", href
    if isinstance(row, Forecast):
        said = [term("class", row.class_).label]
        said += [term("direction", row.direction).label] if row.direction else []
        said += [row.horizon_text] if row.horizon_text else []
        said += [f"“{row.probability_text}”"] if row.probability_text else []
        return row.speaker or "the author", ", ".join(said), None
    if isinstance(row, Stance):
        return (
            row.speaker,
            f"{row.stance} toward {state_name(row.toward or row.b)}",
            addresses.speaker(row.speaker, row.country),
        )
    if isinstance(row, Poll):
        return f"{row.value:g} {row.unit}", row.question or "", None
    return f"{state_name(row.state)}: {row.act.replace('_', ' ')}", term("status", row.status).label, None


def _cited(document: Document, uses: dict[tuple[int, int], list[Use]]) -> list[Cited]:
    for basis in document.published_basis:
        if basis.start is not None and basis.end is not None and basis.start < basis.end:
            uses[basis.start, basis.end].append(Use("#dated", "date", "date", "Evidence for the date"))
    return [
        Cited(start, end, anchor(document.doc_id, start, end), tuple(found))
        for (start, end), found in sorted(uses.items())
        if start < end
    ]


def _html(document: Document, block: Block, spans: Sequence[Cited]) -> Markup:
    return marked(document.text, Span(block.start, min(block.end, LONG)), spans)
