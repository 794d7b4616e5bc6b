"""The gate before the parse: whether a document names two states or organisations at all.

Events, forecasts of relations and speech between states need two sides. One look through the gazetteer tells whether a
text can have them, for a hundredth of what its parse costs. The look counts generously: every form of a state, its
people, its seat, its towns and bodies, whoever is in office, in headline, title and body, the state of the outlet where
no agency wrote the text. What it lets through may still hold nothing; what it keeps out holds no act between states.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from typing import Final

from detente.annotate import own_actors
from detente.annotate.context import Context
from detente.annotate.names import Entry, Gazetteer, words
from detente.annotate.reading import DROPPED, is_capitals, stretches
from detente.config import Annotate
from detente.errors import UsageError
from detente.lexicons.homes import home
from detente.records import Document

GATES: Final = ("states", "off")
ENOUGH: Final = 2
UNSEEN: Final = re.compile(f"[{''.join(sorted(DROPPED))}]")
BROKEN: Final = re.compile(r"(?<=\w)-\s+(?=\w)")
"""A word broken at the end of a line, or half of "pre- and post-war": both readings are looked at."""


def check(gate: str) -> None:
    """Nothing where the setting is known; `UsageError` where it is not."""
    if gate not in GATES:
        raise UsageError(f"There is no gate {gate}.", hint=f"There are: {', '.join(GATES)}.")


def passes(document: Document, config: Annotate) -> bool:
    """True where a document can name two states or organisations, or where the gate stands open."""
    if config.gate == "off":
        return True
    found = {home(document)} - {None}
    for code in _codes(document, own_actors.gazetteer(config.actors)):
        found.add(code)
        if len(found) >= ENOUGH:
            return True
    return False


def _codes(document: Document, names: Gazetteer) -> Iterator[str]:
    context = Context(document.published_from or date.min, document.published_to or date.max)
    for text in _texts(document):
        cased = names.truecase(text) if is_capitals(text) else text
        for hit in names.find(cased):
            for entry in hit.entries:
                yield from _meant(entry, context)
        for hit in names.find_folded(cased):
            for entry in hit.entries:
                yield from entry.codes


def _meant(entry: Entry, context: Context) -> Iterator[str]:
    """The states that a form can stand for, or tie somebody to, at the time of the document."""
    yield from entry.codes
    if entry.kind != "leader" or not entry.terms:
        return
    serving = [term.state for term in entry.terms if context.within(term)]
    if serving:
        yield from serving
    elif not entry.surname or entry.alone:
        last = entry.terms[-1].state
        yield words("successor").get(last, last)


def _texts(document: Document) -> Iterator[str]:
    """The title and the paragraphs of headline and body, blanks closed up; where words are broken, also mended."""
    yield " ".join((document.title or "").split())
    for _, start, end in stretches(document):
        text = UNSEEN.sub("", document.text[start:end])
        if BROKEN.search(text):
            yield " ".join(BROKEN.sub("", text).split())
        yield " ".join(text.split())
