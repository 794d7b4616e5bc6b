"""Who published a document, from what the page says of itself, the address, and the list of known outlets.

Every name that could be the outlet's collects points: a masthead, a copyright line, "told the Fjord Post", a press word
in the name, repetition. The best name wins if it has enough; a known outlet brings its state, an unknown one gets the
state of the places that the page's furniture names.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, Final

import ahocorasick

from detente import lexicons
from detente.clean import agency, byline, press
from detente.clean.blocks import Page
from detente.clean.headline import folded
from detente.clean.press import Known
from detente.records import RawDocument

LEAST: Final = 2.0  # points below which no outlet is named
MASTHEAD: Final = 4  # lines at the top that may hold the name
SEGMENT: Final = re.compile(
    r"\s*(?:[|·•»›/]|\s[-–—]{1,2}\s|--|[ \xa0]{2,}|\]\s*\[|[\[\]();:!?]|\.\s|,\s|\.$|(?<=\w)['’]s\b)\s*"
)
YEARS: Final = re.compile(r"[\s,]*(?:19|20)\d\d(?:\s?[-–—]\s?(?:19|20)?\d\d)?[\s,]*")
WORD: Final = r"[A-ZÀ-ÖØ-ÞĀ-Ž][\w.&’'-]*"
NAME: Final = re.compile(rf"(?:(?:The|the) )?{WORD}(?:(?: (?:of|de|del|du|la|and|for|&|di|da))? {WORD}){{0,4}}")


OWNER: Final = re.compile(rf"(?:©|\([cC]\)|Copyright)[\s\d–-]*({WORD}(?: {WORD}){{0,2}}?) (?:Newspapers|Newspaper)\b")


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet and its state, as far as the evidence goes."""

    name: str | None = None
    country: str | None = None


@dataclass(slots=True)
class Tally:
    """The points of one name, and the ways it is written."""

    points: float = 0.0
    written: dict[str, float] = field(default_factory=dict)
    named: bool = False


def find(raw: RawDocument, page: Page) -> Outlet:
    """The outlet of a document: told by the container, by the address, or by the page."""
    if raw.hints.outlet is not None:
        known = press.named(raw.hints.outlet)
        country = raw.hints.outlet_country or (known.country if known else None)
        return Outlet(known.name if known else raw.hints.outlet, country)
    host = press.host(raw.hints.url)
    if host is not None:
        known = press.at(host)
        if known is not None:
            return Outlet(known.name, raw.hints.outlet_country or known.country)
    name = _best(page) or agency.own(page)
    if name is None:
        return Outlet(host, raw.hints.outlet_country or press.state_of(host))
    known = press.named(name)
    if known is not None:  # under the name that the page itself uses: ECNS, not the service behind it
        return Outlet(name, raw.hints.outlet_country or known.country)
    return Outlet(name, raw.hints.outlet_country or press.state_of(host) or press.home(page, name))


def _best(page: Page) -> str | None:
    """The name with most points, written in mixed case where it is so anywhere."""
    tallies: dict[str, Tally] = {}
    title = folded(" ".join(page.text[b.start : b.end] for b in page.blocks if b.kind == "headline"))
    for name, points, named in (*_mastheads(page), *_cued(page)):
        key = folded(name).removeprefix("the ")
        if not key or key in title:
            continue
        tally = tallies.setdefault(key, Tally())
        tally.points += points
        tally.named = tally.named or named
        tally.written[name] = tally.written.get(name, 0.0) + points
    for key, tally in tallies.items():
        tally.points += _worth(key, next(iter(tally.written)))
        longer = [other for other in tallies if other != key and f" {key} " in f" {other} "]
        if longer:  # "Echo" beside "Mersey Echo": the longer name gains
            tallies[max(longer, key=lambda other: tallies[other].points)].points += min(tally.points, 1.0)
    _compose(tallies, page)
    ranked = sorted(tallies.items(), key=lambda item: (-item[1].points, item[0]))
    if not ranked or ranked[0][1].points < LEAST:
        return None
    return _spelt(ranked[0][1])


def _compose(tallies: dict[str, Tally], page: Page) -> None:
    """ "Argus" in the masthead and "Goulburn Newspapers" in the small print are the Goulburn Argus."""
    short = [key for key, tally in tallies.items() if key in press.words("press") and tally.points > 0]
    for line in page.of("legal"):
        owner = OWNER.search(line.text)
        if owner is None or not short:
            continue
        key = max(short, key=lambda k: (tallies[k].points, k))
        name = f"{owner[1]} {key.title()}"
        tallies[folded(name)] = Tally(tallies[key].points + 3.0, {name: 1.0}, True)


def _spelt(tally: Tally) -> str:
    """The name as it is mostly written, capitals made ordinary."""
    mixed = {name: points for name, points in tally.written.items() if not name.isupper()} or tally.written
    name = max(mixed, key=lambda n: (mixed[n], n.startswith("The "), n))
    words = name.split()
    if name.isupper() and len(name) <= 5:
        return name
    return " ".join(
        word.capitalize() if (word.isupper() and len(word) > 4) or name.isupper() else word for word in words
    )


def _worth(key: str, name: str) -> float:
    """What a name is worth by itself: known, made of press words, or plainly something else."""
    if press.named(name) is not None:
        return 2.5
    words = key.split()
    if key in press.words("generic") or len(words) > 6 or any(word in press.words("person") for word in words):
        return -5.0
    worth = 2.0 if any(word in press.words("press") for word in words) and len(words) > 1 else 0.0
    worth += 1.0 if worth == 0 and any(word.endswith(tuple(press.words("ending"))) for word in words) else 0.0
    worth -= 1.0 if len(words) == 1 else 0.0
    worth -= 3.0 if press.is_place(name) else 0.0
    return worth


def _mastheads(page: Page) -> Iterator[tuple[str, float, bool]]:
    """Names at the very top of the page, the first piece of its first lines above all."""
    top = [
        (line, kind)
        for line, kind in zip(page.lines[: MASTHEAD + 4], page.kinds, strict=False)
        if kind in ("nav", "clock", "share", "byline", "related", "tags")
    ]
    for number, (line, _) in enumerate(top[:MASTHEAD]):
        pieces = [piece for piece in SEGMENT.split(line.text) if piece]
        for place, piece in enumerate(pieces[:3]):
            name = _name(piece)
            if name is None or line.words > 16 or byline.leads(piece):
                continue
            alone = len(pieces) == 1 and line.words >= 2
            points = (1.5 if place == 0 else 0.3) + (0.8 if alone else 0.0) + (0.5 if number == 0 else 0.0)
            yield name, points - (1.0 if line.cue("nav") == "whole" else 0.0), False


def _cued(page: Page) -> Iterator[tuple[str, float, bool]]:
    """Names beside the phrases of `outlet_cues.tsv`, around the article and in it."""
    for line, kind in zip(page.lines, page.kinds, strict=True):
        if kind in ("headline", "duplicate", "caption"):
            continue
        where = "text" if kind == "body" else "page"
        if kind == "credit" and not press.named(_name(line.text.lstrip("©( ").split("/")[0].strip()) or ""):
            continue
        text = line.text[:1500] if where == "page" else line.text
        folded_ = text.casefold()
        if len(folded_) != len(text):
            continue
        hits = [(last + 1 - len(cue), last + 1, cue) for last, cue in _automaton(where).iter(folded_)]
        hits = [hit for hit in hits if not (cut(folded_, hit[0]) or cut(folded_, hit[1]))]
        for start, end, cue in hits:
            if not any(a <= start and end <= b and b - a > end - start for a, b, _ in hits):
                yield from _beside(text, (start, end), cue, where, weak=kind in ("credit", "related"))


def cut(text: str, at: int) -> bool:
    """True when a word runs across a position of the text."""
    return 0 < at < len(text) and text[at - 1].isalnum() and text[at].isalnum()


def _beside(
    text: str, found_at: tuple[int, int], cue: str, where: str, *, weak: bool
) -> Iterator[tuple[str, float, bool]]:
    for side, weight in _cues()[where].get(cue, ()):
        if side == "before":
            rest = YEARS.sub(" ", text[found_at[1] : found_at[1] + 80], count=1).lstrip(" ©:,-–")
            found = NAME.match(rest)
            name = _name(SEGMENT.split(found[0])[0]) if found else None
        else:
            pieces = [p for p in SEGMENT.split(YEARS.sub(" | ", text[max(0, found_at[0] - 80) : found_at[0]])) if p]
            piece = (pieces[0] if cue == "all rights reserved" else pieces[-1]) if pieces else ""
            name = _name(_tail(piece))
        if name is None:
            continue
        if where == "text" and not (press.named(name) or press.like(name)):
            continue
        yield name, weight * (0.5 if weak else 1.0), True


def _tail(piece: str) -> str:
    """The known outlet at the end of a piece ("Kari Holm ECNS"), an acronym there, else the whole piece."""
    words = piece.split()
    for start in range(len(words)):
        if press.named(" ".join(words[start:])) is not None:
            return " ".join(words[start:])
    if len(words) > 1 and words[-1].isupper() and len(words[-1]) > 2 and not words[0].isupper():
        return words[-1]
    return piece


def _name(piece: str) -> str | None:
    """A piece of a line as a name: capitalised throughout, years and company words left off; None if it is no name."""
    words = YEARS.sub(" ", piece).strip(" .,©*#\"'").split()
    while words and words[-1].casefold().strip(".,") in press.words("company"):
        words.pop()
    text = " ".join(words)
    found = NAME.fullmatch(text)
    if found is None or not 1 <= len(words) <= 6 or len(text) < 3:
        return None
    return None if folded(text) in press.furniture() or _phrase(text) else text


def _phrase(text: str) -> bool:
    """True for a name that still holds a phrase beside the name ("More from the Fjord Post")."""
    lower = f" {text.casefold()} "
    return any(f" {cue} " in lower for cue in _cues()["page"] if " " in cue and not cue.startswith("for"))


@cache
def _cues() -> dict[str, dict[str, tuple[tuple[str, float], ...]]]:
    """Where to cue to its sides and weights."""
    found: dict[str, dict[str, list[tuple[str, float]]]] = {"page": {}, "text": {}}
    for row in lexicons.table("outlet_cues"):
        cue = row["cue"].casefold()
        found[row["where"]].setdefault(cue, []).append((row["side"], float(row["weight"])))
    return {where: {cue: tuple(sides) for cue, sides in cues.items()} for where, cues in found.items()}


@cache
def _automaton(where: str) -> Any:
    """All cues of the page or the text."""
    automaton: Any = ahocorasick.Automaton()
    for cue in _cues()[where]:
        automaton.add_word(cue, cue)
    automaton.make_automaton()
    return automaton


__all__ = ["Known", "Outlet", "find"]
