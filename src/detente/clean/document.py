"""A raw document to a cleaned one: roles of its parts, title, outlet, authors, language and date, each from
evidence."""

from __future__ import annotations

from typing import Final

from detente.clean import agency, blocks, byline, dates, language, outlet, title
from detente.config import Clean
from detente.records import Document, RawDocument, Reject

MONTH_FIRST: Final = ("USA",)  # states whose press writes 04/07/2008 for the seventh of April


def clean(raw: RawDocument, config: Clean) -> Document | Reject:
    """`raw` with everything the page says about itself; its text is taken over unchanged."""
    page = blocks.find(raw.text, title=raw.hints.title, extracted=raw.hints.extracted)
    if not page.body:
        return Reject(raw.path, raw.record, "no_body", "No running text was found in it, only headings and links.")
    publisher = outlet.find(raw, page)
    dated = dates.find(raw, page, config, month_first=publisher.country in MONTH_FIRST)
    return Document(
        doc_id=raw.doc_id,
        path=raw.path,
        record=raw.record,
        url=raw.hints.url,
        title=title.find(raw, page),
        outlet=publisher.name,
        outlet_country=publisher.country,
        authors=raw.hints.authors or byline.find(page),
        agency=agency.find(page, publisher.name),
        published_from=dated.date_from,
        published_to=dated.date_to,
        published=dated.best,
        published_p=dated.p,
        published_basis=dated.basis,
        lang=language.find(page) or raw.hints.lang,
        text=raw.text,
        blocks=page.blocks,
        encoding=raw.encoding,
        encoding_p=raw.encoding_p,
    )
