"""The pages of a document: its cleaned text, and its raw one."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.explore.app import Reading, missing
from detente.explore.catalogue import headline
from detente.explore.questions import KeyPath, NoQuestion
from detente.explore.render import page
from detente.explore.views import document as view
from detente.records import Document
from detente.store import schema

router = APIRouter()
GONE = ("There is no such document.", "A new build may have replaced it: look for it in the list.")


@router.get("/document/{key}")
def document(request: Request, key: KeyPath, asked: NoQuestion, reader: Reading) -> Response:
    """Cleaned text with every coded span marked."""
    found = view.view(reader, key)
    if found is None:
        raise missing(*GONE)
    return page(request, "document.html", page=found)


@router.get("/document/{key}/raw")
def raw(request: Request, key: KeyPath, asked: NoQuestion, reader: Reading) -> Response:
    """The text as it was decoded, every character of it."""
    row = reader.by_id("documents", key)
    if row is None:
        raise missing(*GONE)
    held = schema.record(Document, row)
    return page(request, "raw.html", key=key, title=headline(held), text=held.text, encoding=held.encoding)
