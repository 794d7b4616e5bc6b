"""What each line outside the article is: byline, caption, credit, related story, tags, button, clock, legal or menu."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from detente.clean.headline import folded
from detente.clean.lines import CLOCK, Line

NAME: Final = re.compile(
    r"(?:[A-Z][\w.'’-]*|de|da|van|von|al|bin|el|la)(?:[ \xa0](?:[A-Z][\w.'’-]*|de|da|van|von|al|bin|el|la)){1,4}$"
)
SLASHED: Final = re.compile(r"[\w. ]{2,30}\s?/\s?[\w. -]{2,40}$")
HASHED: Final = re.compile(r"#\w+(?:\s+#\w+)+$")
LISTED: Final = re.compile(r"[,;·|]")
FIRM: Final = ("whole", "starts")

RUN: Final = 2000  # characters of a line from which on it is asked whether it says anything
ADDRESS: Final = re.compile(r"(?:[a-z][a-z0-9+.-]*:|//)\S+", re.IGNORECASE)  # a line of its own is no sentence
FEW: Final = 4  # different words that a line of that length has at least, when it does


def find(lines: Sequence[Line], body: Sequence[bool], head: int | None) -> list[str]:
    """One kind a line (`records.BLOCK_KINDS`), body and headline as given."""
    first = next((at for at, inside in enumerate(body) if inside), len(lines))
    last = max((at for at, inside in enumerate(body) if inside), default=-1)
    title = folded(lines[head].text) if head is not None else None
    kinds: list[str] = []
    run = False  # inside a list of related stories
    for at, line in enumerate(lines):
        if at == head:
            kind = "headline"
        elif body[at]:
            kind = "body"
        elif title and folded(line.text) == title:
            kind = "duplicate"
        else:
            place = "before" if at < first else "after" if at > last else "inside"
            known = head is not None and at > head
            kind = _kind(lines, at, place=place, run=run, before=kinds[-1] if kinds else "nav", known=known)
        run = (kind == "related") if kind not in ("credit", "caption", "share") else run and not line.blank_before
        kinds.append(kind)
    return kinds


def _kind(lines: Sequence[Line], at: int, *, place: str, run: bool, before: str, known: bool) -> str:
    """The kind of a line that is neither body nor headline."""
    line = lines[at]
    settled = _settled(line)
    if settled is not None:
        return settled
    after = lines[at + 1] if at + 1 < len(lines) else None
    if run and not line.cues:
        return "related"
    named = cued(line)
    if named is not None:
        return named
    if before == "tags" and lines[at - 1].words <= 2:
        return "tags"
    if _is_list(line):
        return "tags"
    if after is not None and _is_credit(after) and line.words >= 4:
        return "caption"
    if before in ("caption", "headline", "duplicate") and SLASHED.match(line.text):
        return "credit"
    if place == "before":
        return _before(line, before if known else "nav")
    if line.words >= 4 and not line.final:
        return "related"
    return "caption" if place == "inside" and line.words >= 6 else "nav"


def _before(line: Line, before: str) -> str:
    """A line above the article that no cue names."""
    if before in ("headline", "duplicate", "byline", "clock") and line.words <= 6 and NAME.match(line.text):
        return "byline"
    if before in ("headline", "duplicate", "credit", "byline", "share") and line.words >= 8:
        return "caption"
    return "caption" if line.words >= 12 else "nav"


def _settled(line: Line) -> str | None:
    """Kinds that one look settles."""
    if line.words <= 12 and _is_credit(line):
        return "credit"
    if HASHED.match(line.text):
        return "tags"
    if (
        CLOCK.search(line.text)
        and line.words <= 8
        and line.prose < 0.3
        and not line.cue("byline")
        and not line.cue("legal")
    ):
        return "clock"
    return None


def is_plain(line: Line) -> bool:
    """True for a line that can be no article whatever stands around it: a clock, a page number, small print."""
    if not any(map(str.isalpha, line.text)) or ADDRESS.fullmatch(line.text) is not None:
        return True
    if len(line.text) > RUN and _is_run(line.text):
        return True
    return (
        line.words <= 8
        and (line.cue("clock") in FIRM or line.cue("legal") == "whole")
        and bool(CLOCK.search(line.text))
    )


def _is_run(text: str) -> bool:
    """True for a long line that says one thing over and over, or nothing that words are made of."""
    words = text.split()
    return len(set(words)) <= FEW or (text.isascii() and len(text) / len(words) > RUN / 10)


def _is_credit(line: Line) -> bool:
    """True for "© REUTERS/ J. Holm", "PHOTO: POOL", "[ATO/Mirror]": who took the picture."""
    form = line.cue("credit")
    if form is None or line.words > 12:
        return False
    described = line.cue("caption") in FIRM and line.words >= 5
    return not described and (form in FIRM or line.words <= 6) and line.cue("related") is None


ORDER: Final = ("tags", "legal", "related", "byline", "share", "caption", "credit", "clock", "nav")


def cued(line: Line) -> str | None:
    """The kind that cues ask for: whole lines first, then how lines start, then what they contain."""
    for forms in (("whole",), ("starts",), ("contains",)):
        found = [kind for kind, form in line.cues if form in forms]
        for kind in ORDER:
            if kind in found and not (kind == "nav" and line.words > 14) and not (kind == "byline" and line.words > 25):
                return kind
    return None


def _is_list(line: Line) -> bool:
    """True for keywords: several short items between commas, no verb-like running text."""
    items = [item.strip() for item in LISTED.split(line.text)]
    return len(items) >= 4 and line.prose <= 0.08 and not line.final and all(len(item.split()) <= 4 for item in items)
