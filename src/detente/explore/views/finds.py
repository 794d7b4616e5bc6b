"""What a search shows: rows of each kind with snippets, how many there are, where they lead."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from detente.explore import addresses, wording
from detente.store.search import FIELDS as KNOWN
from detente.store.search import KINDS, Found, Hit

FIELDS: Final = tuple(KNOWN)
PLURAL: Final[Mapping[str, str]] = {"document": "documents", "quote": "quotes", "event": "events"}


@dataclass(frozen=True, slots=True)
class Indexing:
    """How far the index is; `again` is the address to look at once more."""

    done: int
    total: int
    error: str
    again: str


@dataclass(frozen=True, slots=True)
class Line:
    """One row that was found."""

    href: str
    title: str
    facts: tuple[str, ...]
    snippet: tuple[tuple[str, bool], ...]


@dataclass(frozen=True, slots=True)
class Group:
    """The rows of one kind: how many there are, where all of them stand, and those shown."""

    kind: str
    name: str
    total: int
    href: str
    lines: tuple[Line, ...]
    first: int
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class SearchView:
    """Everything the page of a search shows."""

    query: str
    kind: str | None
    groups: tuple[Group, ...]
    total: int
    told: tuple[str, ...]
    indexing: Indexing | None


def blank(query: str, *, told: tuple[str, ...] = (), indexing: Indexing | None = None) -> SearchView:
    """The page before anything was looked for."""
    return SearchView(query, None, (), 0, told, indexing)


def view(found: Found, query: str, kind: str | None, number: int, size: int) -> SearchView:
    """The page of what was found."""
    groups = tuple(_group(found, name, query, kind, number, size) for name in KINDS)
    return SearchView(query, kind, groups, sum(found.total.values()), found.told, None)


def _group(found: Found, name: str, query: str, kind: str | None, number: int, size: int) -> Group:
    def at(page: int) -> str:
        return addresses.joined("/search", q=query, kind=name, page=page if page > 1 else None)

    total, paged = found.total[name], kind == name
    lines = tuple(_line(hit) for hit in found.hits if hit.kind == name)
    return Group(
        kind=name,
        name=PLURAL[name] if total != 1 else name,
        total=total,
        href=at(1),
        lines=lines,
        first=size * (number - 1) + 1 if paged else 1,
        before=at(number - 1) if paged and number > 1 else None,
        after=at(number + 1) if paged and size * number < total else None,
    )


def _line(hit: Hit) -> Line:
    day = wording.day(date.fromisoformat(hit.day)) if hit.day else ""
    facts = (hit.speaker if hit.kind != "document" else "", hit.outlet, day)
    return Line(_href(hit), hit.title or hit.row_id, tuple(part for part in facts if part), hit.snippet)


def _href(hit: Hit) -> str:
    """Where a row leads: its words in its document; an imported event, which has none, to its incident."""
    if hit.incident_id is not None and hit.start is None:
        return addresses.incident(hit.incident_id)
    return addresses.document(hit.doc_id, hit.start, hit.end)
