"""The turns of a transcript: paragraphs that begin with who speaks and a colon ("Q:", "MODERATOR:", "Mara Elling:").

A document is a transcript where such labels come back: one colon after a name is a headline or a remark.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from detente.extract.names import words
from detente.extract.reporting_clauses import MARKS, Cue, Page
from detente.records import Span

LABEL: Final = re.compile(
    r"[\"“„«]?\s*((?:[^\W\d_](?:[\w.’'-]*)[ \t]+){0,5}[^\W\d_][\w.’'-]*)[ \t]*(?:\([^()\n]{1,60}\))?[ \t]*:[ \t]*(?=\S)"
)
FEWEST: Final = 3  # labelled paragraphs of a transcript


@dataclass(frozen=True, slots=True)
class Turn:
    """What one speaker says in a transcript, paragraph by paragraph, and the words that name him."""

    pieces: tuple[Span, ...]
    cue: Cue
    paragraph: int


def find(page: Page) -> list[Turn]:
    """The turns in the order of the text; none where the document is no transcript."""
    labels = {n: match for n, place in enumerate(page.paragraphs) if (match := _label(page, place)) is not None}
    names = Counter(match[1].casefold() for match in labels.values())
    kinds = {kind for kind in ("asker", "answerer") for name in names if name.rstrip(".") in words(kind)}
    if len(labels) < FEWEST and len(kinds) < 2:
        return []
    if max(names.values(), default=0) < 2 and len(kinds) < 2:
        return []
    return [turn for n in sorted(labels) if (turn := _turn(page, n, labels[n], sorted(labels))) is not None]


def _label(page: Page, paragraph: Span) -> re.Match[str] | None:
    match = LABEL.match(page.text, paragraph.start, min(paragraph.end, paragraph.start + 120))
    if match is None:
        return None
    name = match[1]
    known = name.casefold().rstrip(".") in {*words("asker"), *words("answerer")}
    parts = [part for part in name.split() if part.lower() not in words("particle")]
    proper = all(part[0].isupper() for part in parts)
    return match if known or (proper and (name.isupper() or _names(page, paragraph, match))) else None


def _names(page: Page, paragraph: Span, match: re.Match[str]) -> bool:
    """True where a label of small letters holds a proper name or a word for a person."""
    tokens = [page.token(place) for place in page.tokens(paragraph.start, match.end(1))]
    persons = {*words("scholar"), *words("official"), *words("title")}
    return any(t.entity == "PERSON" or t.lemma.lower() in persons for t in tokens) or (
        bool(tokens) and all(t.pos == "PROPN" for t in tokens)
    )


def _turn(page: Page, number: int, match: re.Match[str], labels: Sequence[int]) -> Turn | None:
    following = next((n for n in labels if n > number), None)
    first = page.paragraphs[number]
    pieces = [Span(match.end(), first.end)]
    quoted = page.text[first.start] in MARKS
    at = number + 1
    while at < len(page.paragraphs) and at != following:
        opens = page.text[page.paragraphs[at].start] in MARKS
        if (following is None and not (quoted and opens)) or (quoted and not opens):
            break
        pieces.append(page.paragraphs[at])
        at += 1
    pieces = [piece for piece in pieces if any(c.isalnum() for c in page.text[piece.start : piece.end])]
    place = page.tokens(first.start, match.end())
    if not pieces or not place:
        return None
    sentence = place[0][0]
    colon = next((t for s, t in reversed(place) if s == sentence), place[0][1])
    named = frozenset(
        t for s, t in place if s == sentence and match.start(1) <= page.token((s, t)).start < match.end(1)
    )
    return Turn(tuple(pieces), Cue(sentence, colon, frozenset({colon}), named), number) if named else None
