"""Names of outlets: the known ones, words that such names hold, and the state a page's furniture points to."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import ahocorasick

from detente import lexicons
from detente.clean.blocks import Page
from detente.clean.headline import folded
from detente.clean.lines import WORD, cues, language
from detente.errors import LexiconError

HOST: Final = re.compile(r"^(?:[a-z][a-z0-9+.-]*:)?//(?:[^/@]*@)?([^/:?#]+)", re.IGNORECASE)
PREFIX: Final = re.compile(r"^(?:www\d?|m|amp|en|eng|english|edition|mobile|rss|feeds?)\.")
FURNITURE: Final = ("nav", "clock", "legal", "byline", "share", "dateline")


@dataclass(frozen=True, slots=True)
class Known:
    """A known outlet: its name, state, and whether it is a news agency."""

    name: str
    country: str | None
    agency: bool


@cache
def _table() -> tuple[dict[str, Known], dict[str, Known]]:
    """Folded names and domains of `outlets.tsv` to the outlets."""
    names: dict[str, Known] = {}
    domains: dict[str, Known] = {}
    try:
        rows = lexicons.table("outlets")
    except LexiconError:
        rows = ()
    for row in rows:
        known = Known(row["name"], row["country"] or None, "agency" in row.get("kind", ""))
        for name in (row["name"], *row.listed("aliases")):
            names.setdefault(_key(name), known)
        for domain in row.listed("domain"):
            domains.setdefault(domain.casefold(), known)
    for row in lexicons.table("agencies"):
        names.setdefault(_key(row["name"]), Known(row["name"], row["country"], agency=True))
        for form in row.listed("forms"):
            if len(form) > 3:
                names.setdefault(_key(form), Known(row["name"], row["country"], agency=True))
    return names, domains


def _key(name: str) -> str:
    return folded(name).removeprefix("the ")


def named(name: str) -> Known | None:
    """The known outlet of this name or alias."""
    return _table()[0].get(_key(name)) if name else None


def at(host: str) -> Known | None:
    """The known outlet at a host name or above it."""
    parts = host.split(".")
    return next((found for n in range(len(parts) - 1) if (found := _table()[1].get(".".join(parts[n:])))), None)


def host(url: str | None) -> str | None:
    """The host of an address, without www and the like."""
    found = HOST.match(url or "")
    return PREFIX.sub("", found[1].casefold()) if found else None


@cache
def words(kind: str) -> frozenset[str]:
    """The words of one kind in `press_words.tsv`."""
    return frozenset(w for row in lexicons.table("press_words") if row["kind"] == kind for w in row.listed("words"))


def like(name: str) -> bool:
    """True for a name of several words, one of them a press word ("Fjord Post"), or a compound of one."""
    parts = _key(name).split()
    if len(parts) > 1 and any(part in words("press") for part in parts):
        return True
    return any(part.endswith(tuple(words("ending"))) and part not in words("generic") for part in parts)


@cache
def furniture() -> frozenset[str]:
    """Folded lines that are menu items or buttons wherever they stand."""
    return frozenset(folded(cue) for cue in cues().whole) | words("generic")


@cache
def _places() -> dict[str, str]:
    """Names of places and states, as written, to the state."""
    found: dict[str, str] = {}
    for table, column in (("places", "name"), ("states", "name")):
        try:
            rows = lexicons.table(table)
        except LexiconError:
            continue
        for row in rows:
            state = row.get("state") or row.get("code") or row.get("iso3") or ""
            names = [row.get(column, "")]
            names += [
                n for more in ("aliases", "names", "demonyms", "capitals") if more in row for n in row.listed(more)
            ]
            for name in names:
                if len(name) > 3 and len(state) == 3:
                    found.setdefault(name, state)
    return found


def is_place(name: str) -> bool:
    """True when the name is that of a place or state."""
    return name in _places() or name.title() in _places()


@cache
def _gazetteer() -> Any:
    automaton: Any = ahocorasick.Automaton()
    for name, state in _places().items():
        automaton.add_word(name.casefold(), (len(name), state))
    automaton.make_automaton()
    return automaton


def home(page: Page, name: str) -> str | None:
    """The state that the lines around the article point to: places named, legal forms, time zones, their language."""
    tally: Counter[str] = Counter()
    around: list[str] = []
    for number, (line, kind) in enumerate(zip(page.lines, page.kinds, strict=True)):
        if kind not in FURNITURE or line.words > 60:
            continue
        around.append(line.text)
        own = number == 0 or _key(name) in folded(line.text)
        weight = 4 if own else {"legal": 3, "clock": 3, "nav": 1}.get(kind, 0)
        for state in _stated(line.text):
            tally[state] += weight
        for word in line.text.casefold().replace(",", " ").split():
            for state in _origins().get(word, ()):
                tally[state] += 4
    for block in page.blocks:
        if block.kind == "dateline":
            tally.update(_stated(page.text[block.start : block.end])[:1] * 2)
            break
    lang, share = language(WORD.findall(" ".join(around).casefold()))
    spoken = words(f"lang:{lang}")
    if len(spoken) == 1 and share > 0.03:
        tally[next(iter(spoken))] += 2
    ranked = sorted(tally.items(), key=lambda item: (-item[1], item[0]))
    if not ranked or (len(ranked) > 1 and ranked[0][1] == ranked[1][1]):
        return None
    return ranked[0][0]


def _stated(text: str) -> list[str]:
    """The states of the places that a text names, longest names first found, no name inside another."""
    folded_ = text.casefold()
    spans: list[tuple[int, int, str]] = []
    for last, (size, state) in _gazetteer().iter(folded_):
        start = last - size + 1
        if (start and folded_[start - 1].isalpha()) or folded_[last + 1 : last + 2].isalpha():
            continue
        if text[start : start + 1].isupper():
            spans.append((start, last + 1, state))
    return [s for a, b, s in spans if not any((c < a and b <= d) or (c <= a and b < d) for c, d, _ in spans)]


@cache
def _origins() -> dict[str, tuple[str, ...]]:
    """Legal forms and time zones to the states where they are at home."""
    found: dict[str, list[str]] = {}
    for row in lexicons.table("press_words"):
        if row["kind"].startswith("origin:"):
            for word in row.listed("words"):
                found.setdefault(word, []).append(row["kind"].removeprefix("origin:"))
    return {word: tuple(states) for word, states in found.items()}


@cache
def _domains() -> dict[str, str]:
    """Two-letter country domains to states, from `states.tsv` where it tells them."""
    try:
        rows = lexicons.table("states")
    except LexiconError:
        return {}
    return {row["iso2"].casefold(): row["code"] for row in rows if row.get("iso2") and row.get("code")}


def state_of(host_: str | None) -> str | None:
    """The state of a country domain (".no"), where the table of states knows it."""
    ending = host_.rsplit(".", 1)[-1] if host_ else ""
    return _domains().get(ending)
