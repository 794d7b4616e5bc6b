"""A passage that somebody else cut out, as a document: what `detente code` is given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from detente.records import Block, Document


def passage(row: Mapping[str, Any]) -> Document:
    """The row `{id, text, date?}` as a document of one body block, taken as it is."""
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
        blocks=(Block(0, len(text), "body"),),
        encoding="utf-8",
        encoding_p=1.0,
    )
