"""Passages for the tests of the extractors: a text of our own as an annotated document."""

from __future__ import annotations

from datetime import date
from functools import cache

from detente.annotate.document import SpacyAnnotator
from detente.records import Annotated, Block, Document

DAY = date(2018, 6, 15)


@cache
def annotated(text: str, day: date = DAY) -> Annotated:
    """`text` as the body of a document published on `day`, parsed once."""
    return _annotator().annotate(document(text, day))


def document(text: str, day: date = DAY) -> Document:
    """`text` as the body of a document published on `day`."""
    return Document(
        doc_id="d0", path="test", record=None, url=None, title=None, outlet=None, outlet_country=None, authors=(),
        agency=None, published_from=day, published_to=day, published=day, published_p=1.0, published_basis=(),
        lang="en", text=text, blocks=(Block(0, len(text), "body"),), encoding="utf-8", encoding_p=1.0,
    )  # fmt: skip


@cache
def _annotator() -> SpacyAnnotator:
    return SpacyAnnotator()
