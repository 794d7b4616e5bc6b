"""The search: words in documents, quotes and events."""

from __future__ import annotations

import threading
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import StringConstraints

from detente.errors import UsageError
from detente.explore import addresses
from detente.explore.app import Reading
from detente.explore.questions import PageNumber, Question
from detente.explore.render import page
from detente.explore.views import finds
from detente.store import search as searching
from detente.store.reader import Reader

router = APIRouter()
FIRST = 5
"""Rows of each kind on the page of all kinds."""

PER_PAGE = 25


class SearchQuestion(Question):
    """What to look for, of which kind."""

    q: Annotated[str, StringConstraints(max_length=searching.LONGEST)] | None = None
    kind: Literal["document", "quote", "event"] | None = None
    page: PageNumber = 1


@router.get("/search")
def search(request: Request, asked: Annotated[SearchQuestion, Query()], reader: Reading) -> Response:
    """What was found; while the words are being indexed, how far that is."""
    query = (asked.q or "").strip()
    if not query:
        return page(request, "search.html", page=finds.blank(query), fields=finds.FIELDS)
    indexing = _indexing(request, reader)
    if indexing is not None:
        return page(request, "search.html", page=finds.blank(query, indexing=indexing), fields=finds.FIELDS)
    size = FIRST if asked.kind is None else PER_PAGE
    try:
        with searching.opened(reader.database) as index:
            found = searching.hits(index, query, kind=asked.kind, limit=size, offset=size * (asked.page - 1))
    except UsageError as error:
        return page(request, "search.html", page=finds.blank(query, told=(str(error),)), fields=finds.FIELDS)
    shown = finds.view(found, query, asked.kind, asked.page, size)
    return page(request, "search.html", page=shown, fields=finds.FIELDS)


class _Indexing:
    """The making of a search index, in a thread of its own."""

    def __init__(self, reader: Reader) -> None:
        self.done, self.total = 0, 0
        self.error = ""
        self._reader = reader
        self.thread = threading.Thread(target=self._build, daemon=True)
        self.thread.start()

    def _build(self) -> None:
        database = self._reader.database
        try:
            searching.build(database, database.root / searching.CACHE, self._heard)
        except Exception as error:  # the page tells it; a thread has nobody else to tell
            self.error = str(error)

    def _heard(self, step: str, done: int, total: int) -> None:
        self.done, self.total = done, total


def _indexing(request: Request, reader: Reader) -> finds.Indexing | None:
    """None where the index is ready; else how far it is, after a moment that is enough for small stores."""
    state: Any = request.app.state
    if searching.ready(reader.database):
        state.indexing = None
        return None
    running: _Indexing | None = getattr(state, "indexing", None)
    if running is None or (not running.thread.is_alive() and not running.error):
        running = state.indexing = _Indexing(reader)
    running.thread.join(timeout=1.5)
    if searching.ready(reader.database):
        return None
    again = addresses.joined("/search", **dict(request.query_params))
    return finds.Indexing(running.done, running.total, running.error, again)
