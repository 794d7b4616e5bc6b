"""A passage that somebody else cut out, as a document: what `detente code` is given."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from itertools import islice
from typing import Any, Final

from detente.clean import dateline
from detente.records import Block, Document

OPENING: Final = 2  # paragraphs of which one may open with a dateline: a title may stand before the report
PARAGRAPH: Final = re.compile(r"\S[^\n]*")


def passage(row: Mapping[str, Any]) -> Document:
    """The row `{id, text, date?}` as a document, all of it body but for a dateline that opens its first paragraphs."""
    text = row["text"]
    day = date.fromisoformat(row["date"]) if row.get("date") else None
    return Document(
        doc_id=str(row["id"]),
        path="",
        record=str(row["id"]),
        url=None,
        title=None,
        outlet=None,
        outlet_country=None,
        authors=(),
        agency=None,
        published_from=day,
        published_to=day,
        published=day,
        published_p=None if day is None else 1.0,
        published_basis=(),
        lang="en",
        text=text,
        blocks=_blocks(text),
        encoding="utf-8",
        encoding_p=1.0,
    )


def _blocks(text: str) -> tuple[Block, ...]:
    """One body block, parted by a dateline where there is one."""
    for match in islice(PARAGRAPH.finditer(text), OPENING):
        found = dateline.find(match[0])
        if found is not None:
            start, end, after = match.start(), match.start() + found.end, match.start() + found.after
            before = (Block(0, start, "body"),) if text[:start].strip() else ()
            return (*before, Block(start, end, "dateline"), Block(after, len(text), "body"))
    return (Block(0, len(text), "body"),)
