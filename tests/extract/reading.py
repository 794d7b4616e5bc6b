"""Short texts annotated for the tests of quotes and forecasts."""

from __future__ import annotations

import hashlib
from datetime import date
from functools import cache

from detente.annotate.document import SpacyAnnotator
from detente.config import Annotate
from detente.records import Annotated, Block, Document


@cache
def _annotator() -> SpacyAnnotator:
    return SpacyAnnotator(Annotate())


@cache
def read(text: str, day: date | None = None, *, headline: int = 0, authors: tuple[str, ...] = ()) -> Annotated:
    """`text` as a document of that day; its first `headline` characters are the headline."""
    blocks: tuple[Block, ...] = (Block(headline, len(text), "body"),)
    if headline:
        blocks = (Block(0, headline, "headline"), *blocks)
    document = Document(
        doc_id="d" + hashlib.sha256(text.encode()).hexdigest()[:16],
        path="passage",
        record=None,
        url=None,
        title=None,
        outlet=None,
        outlet_country=None,
        authors=authors,
        agency=None,
        published_from=day,
        published_to=day,
        published=day,
        published_p=None,
        published_basis=(),
        lang="en",
        text=text,
        blocks=blocks,
        encoding="utf-8",
        encoding_p=1.0,
    )
    return _annotator().annotate(document)
