"""Who wrote a document, from its byline."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from detente import lexicons
from detente.clean import press
from detente.clean.blocks import Page
from detente.clean.lines import Line

PART: Final = r"(?:[A-ZÀ-ÖØ-ÞĀ-Ž](?:[^\W\d_]|[’'.-])*|[A-Z]\.)"
NAME: Final = re.compile(
    rf"{PART}(?: (?:{PART}|de|da|del|della|van|von|der|bin|al|el|la|di|Mc|Mac))* {PART}|{PART} {PART}"
)
SPLIT: Final = re.compile(r"\s*(?:,|;|\band\b|&|/|\bund\b|\by\b|\bet\b|\|)\s*")
MOST: Final = 6


def find(page: Page) -> tuple[str, ...]:
    """The authors named in the bylines above the article, then below it; capitals made ordinary."""
    names: list[str] = []
    for line, kind in zip(page.lines, page.kinds, strict=True):
        if kind == "byline" and line.words <= 20:
            names.extend(_names(line))
    return tuple(dict.fromkeys(names))[:MOST]


def _names(line: Line) -> list[str]:
    text = line.text.strip(" -–—()[]*")
    folded = text.casefold()
    lead = next((cue for cue in _leads() if folded.startswith(cue)), None)
    marker = next((m for m in _markers() if m in folded), None)
    if lead is not None:
        text = text[len(lead) :].lstrip(" :")
    elif marker is not None:
        text = text[folded.index(marker) + len(marker) :].lstrip(" :")
    elif NAME.match(text) is None:
        return []
    out = []
    for piece in SPLIT.split(text):
        found = NAME.match(piece)
        if found is None:
            break
        name = _person(found[0])
        if _is_role(name) or press.like(name) or press.named(name) is not None:
            break
        out.append(" ".join(w.capitalize() if w.isupper() and len(w) > 2 and "." not in w else w for w in name.split()))
    return out


def _person(name: str) -> str:
    """The name without the outlet that a scraper glued to it ("Kari Holm ECNS App Download")."""
    words = name.split()
    if not words[0].isupper():
        cut = next((n for n, word in enumerate(words) if n > 1 and word.isupper() and len(word) > 2), len(words))
        words = words[:cut]
    return " ".join(words)


def _is_role(name: str) -> bool:
    """True for "Senior Correspondent", "Strategic Affairs Editor", "Xinhua News Agency": no person."""
    words = {word.casefold().strip(".") for word in name.split()}
    return bool(words & _roles())


def leads(piece: str) -> bool:
    """True for a piece of a line that opens as a byline does ("By Kari Holm")."""
    folded = piece.casefold()
    return any(folded.startswith(f"{cue} ") for cue in _leads())


@cache
def _leads() -> tuple[str, ...]:
    return tuple(cue for row in lexicons.table("byline_words") if row["kind"] == "lead" for cue in row.listed("words"))


def _markers() -> tuple[str, ...]:
    return tuple(
        cue for row in lexicons.table("byline_words") if row["kind"] == "marker" for cue in row.listed("words")
    )


def _roles() -> frozenset[str]:
    return frozenset(w for row in lexicons.table("byline_words") if row["kind"] == "role" for w in row.listed("words"))
