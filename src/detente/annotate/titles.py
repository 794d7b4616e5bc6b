"""Who the title of a document names, where the title stands beside the text and is not parsed with it."""

from __future__ import annotations

from datetime import date

from detente.annotate.names import Entry, Gazetteer, words
from detente.records import Document

SAFE = frozenset({"state", "demonym", "capital", "metonym", "organisation"})
"""Kinds of names that mean their state in a title, whatever stands around them."""


def named(document: Document, gazetteer: Gazetteer) -> tuple[str, ...]:
    """The codes of states and organisations in the title, in its order, but for places; none if the text holds it."""
    title = document.title
    if not title or title in document.text:
        return ()
    begins, ends = document.published_from or date.min, document.published_to or date.max
    codes: dict[str, None] = {}
    for hit in gazetteer.find(title):
        if title[: hit.start].rpartition(" ")[0].rpartition(" ")[2].lower() in words("locative"):
            continue
        found = (code for entry in hit.entries for code in _codes(entry, begins, ends))
        codes |= dict.fromkeys(code for code in (next(found, None),) if code is not None)
    return tuple(codes)


def _codes(entry: Entry, begins: date, ends: date) -> tuple[str, ...]:
    """What a form means at the time of the document: nothing where it also is a name that people bear."""
    fitting = [term for term in entry.terms if term.begins <= ends and begins <= term.ends]
    if entry.kind == "leader":
        return (fitting[-1].state,) if fitting and (entry.alone or not entry.surname) else ()
    return entry.codes if entry.kind in SAFE and not entry.given and (fitting or not entry.terms) else ()
