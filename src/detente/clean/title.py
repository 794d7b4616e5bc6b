"""The headline of a document."""

from __future__ import annotations

from detente.clean.blocks import Page
from detente.records import RawDocument


def find(raw: RawDocument, page: Page) -> str | None:
    """What the container called it, else the headline block, on one line."""
    if raw.hints.title is not None:
        return raw.hints.title
    head = next((block for block in page.blocks if block.kind == "headline"), None)
    return None if head is None else " ".join(raw.text[head.start : head.end].split())
