"""HTML pages: article and metadata by trafilatura where the page is tame, else every visible line."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any, Final

from detente.config import Ingest
from detente.ingest import fields, markup
from detente.ingest.limits import doc_id, text_of
from detente.records import Hints, RawDocument, RawFile, Reject

LATEST: Final = "2035-12-31"  # htmldate would else ask the clock
EARLIEST: Final = "1945-01-01"
LEAST: Final = 200  # characters of article below which the whole page is kept instead
LINKED: Final = re.compile(r"<script[^<>]{0,200}ld\+json[^<>]{0,200}>", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Page:
    """A page that is still to be parsed, wherever it came from.

    `record` and `place` name it in its container, for a document and for a reject; `declared`: the encoding that a
    header names.
    """

    data: bytes
    path: str
    record: str | None = None
    place: str | None = None
    declared: str | None = None
    url: str | None = None
    fetched: date | None = None


class HtmlReader:
    """Reads a saved page as one document."""

    suffixes: tuple[str, ...] = (".html", ".htm", ".xhtml", ".shtml")

    def __init__(self, config: Ingest = Ingest()) -> None:  # noqa: B008 (frozen)
        self.config = config

    def open(self, file: RawFile) -> Iterator[Page]:
        """The page, unparsed."""
        yield Page(file.data, file.path)

    def read(self, file: RawFile) -> Iterator[RawDocument | Reject]:
        """The document, or a reject when there is no text on the page."""
        for page in self.open(file):
            yield parse(page, self.config)


def parse(page: Page, config: Ingest) -> RawDocument | Reject:
    """The document on a page, or a reject when there is no text on it."""
    declared = page.declared or markup.charset(page.data)
    decoded = text_of(page.data, config, path=page.path, place=page.place, declared=declared)
    if isinstance(decoded, Reject):
        return decoded
    text, hints = _article(decoded.text, config, url=page.url, fetched=page.fetched)
    if not text.strip():
        return Reject(page.path, page.place, "no_text", "The page holds markup but no text.")
    return RawDocument(doc_id(page.data), page.path, page.record, text, decoded.encoding, decoded.p, hints)


def _article(html: str, config: Ingest, *, url: str | None, fetched: date | None) -> tuple[str, Hints]:
    """Text and hints of a page: parsed where its shape allows, scanned where not or where the parser finds nothing."""
    seen = markup.shape(html)
    tame = (
        seen.tags <= config.max_tags
        and seen.nesting <= config.max_nesting
        and seen.attributes <= config.max_attributes
        and seen.tags > 0
    )
    found = _parsed(html, url) if tame else None
    if found is None:
        title = markup.title(html)
        return markup.lines(html), Hints(url=url, title=title, fetched=fetched)
    told = _published(html, url, fetched)
    title = fields.words(found.title) or markup.title(html)
    text = found.text if title is None or found.text.startswith(title) else f"{title}\n\n{found.text}"
    hints = Hints(
        url=url or fields.words(found.url),
        title=title,
        published=told,
        outlet=fields.words(found.sitename),
        authors=fields.people(found.author),
        lang=None,
        fetched=fetched,
        extracted=True,
    )
    return text, hints


def _parsed(html: str, url: str | None) -> Any:
    """What trafilatura makes of the page, or None when that is hardly anything."""
    extract = _extractor()
    try:
        found = extract(html, url=url, with_metadata=True, include_comments=False, include_tables=False)
    except Exception:  # third-party parser on hostile input: any failure means the same
        return None
    return found if found is not None and found.text and len(found.text) >= LEAST else None


@cache
def _extractor() -> Any:
    from trafilatura import bare_extraction

    for name in ("trafilatura", "htmldate", "courlan", "justext"):
        logging.getLogger(name).setLevel(logging.CRITICAL)
    return bare_extraction


def _published(html: str, url: str | None, fetched: date | None) -> str | None:
    """The day in the page's metadata: JSON-LD first, then what htmldate finds without guessing."""
    told = _stated(html)
    if told is None:
        from htmldate import find_date

        latest = fetched.isoformat() if fetched is not None else LATEST
        try:
            told = find_date(
                html, url=url, original_date=True, extensive_search=False, min_date=EARLIEST, max_date=latest
            )
        except Exception:  # as above
            told = None
    day = fields.day(told)
    if day is None or not EARLIEST <= day.isoformat() <= LATEST or (fetched is not None and day > fetched):
        return None
    return day.isoformat()


def _stated(html: str) -> str | None:
    """`datePublished` of a NewsArticle in JSON-LD."""
    for match in LINKED.finditer(html[:2_000_000]):
        end = html.find("</script", match.end())
        raw = html[match.end() : end] if 0 < end - match.end() < 100_000 else ""
        try:
            found = _dated(json.loads(raw), depth=0)
        except (ValueError, RecursionError):
            continue
        if found is not None:
            return found
    return None


def _dated(value: Any, *, depth: int) -> str | None:
    if depth > 6:
        return None
    if isinstance(value, dict):
        told = value.get("datePublished")
        if isinstance(told, str):
            return told
        value = list(value.values())
    if isinstance(value, list):
        return next((found for item in value[:50] if (found := _dated(item, depth=depth + 1))), None)
    return None
