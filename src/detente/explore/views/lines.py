"""Rows of the store as lines that people read: one function a noun, many rows at once, so that a page asks little."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from detente.explore.views import documents, dyads, events, forecasts, groups, incidents, quotes
from detente.store.reader import Reader, Row

Liner = Callable[[Reader, Sequence[Row]], tuple[Any, ...]]

LINERS: Final[Mapping[str, Liner]] = {
    "dyads": lambda _, rows: dyads.lines(rows),
    "incidents": lambda _, rows: incidents.lines(rows),
    "events": events.lines,
    "documents": documents.lines,
    "quotes": quotes.lines,
    "forecasts": forecasts.lines,
    "turning_points": groups.turns,
    "reactions": groups.reactions,
    "speakers": lambda _, rows: groups.speakers(rows),
    "outlets": lambda _, rows: groups.outlets(rows),
    "issues": lambda _, rows: groups.issues(rows),
}


def lines(reader: Reader, noun: str, rows: Sequence[Row]) -> tuple[Any, ...]:
    """The rows of a listing in words; a noun without words of its own is shown as cells."""
    liner = LINERS.get(noun)
    return liner(reader, rows) if liner is not None else groups.plain(rows)
