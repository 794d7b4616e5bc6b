"""Horizons that hang on events: "before the vote in August", "by the Evian summit", "while she is in office".

A time in the event's own words comes first ("in August"), then one that another sentence of the document gives the same
event, then the date on record (`fixed_dates.tsv`, `offices.tsv`). Where none is known the horizon has begun and its end
is open.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache
from typing import Final

from detente import lexicons
from detente.extract import horizons
from detente.extract.horizons import Horizon
from detente.extract.wordings import folded

AHEAD: Final = timedelta(days=6 * 366)
"""Events on record further ahead than this are not the next of their kind."""

NEAR: Final = 70
"""Characters between an event and the time that another sentence gives it."""

HEADS: Final = frozenset({"head_of_state", "head_of_government"})


@dataclass(frozen=True, slots=True)
class Setting:
    """What an anchor is looked up in: the states that the claim and its document name, the other sentences, and
    the states named between two offsets of the passage."""

    states: Sequence[str] = ()
    sentences: Sequence[str] = ()
    named: Callable[[int, int], Sequence[str]] = lambda _start, _end: ()


def find(text: str, day: date | None, setting: Setting, *, offset: int = 0) -> Horizon | None:
    """The horizon of a passage, hung on its event where it names one; None without any."""
    plain = horizons.find(text, day)
    found = plain
    if day is not None:
        found = (_nested(text, plain, day, setting) or plain) if plain is not None and plain.ends is not None else None
        found = found or _hung(text, day, setting) or plain
    return None if found is None else replace(found, start=found.start + offset, end=found.end + offset)


def _nested(text: str, plain: Horizon, day: date, setting: Setting) -> Horizon | None:
    """A time inside the words of an event that the horizon hangs on ("before the vote | in August")."""
    low = folded(text)
    if _opens().match(low, plain.start):
        return None
    opener, between = None, ""
    for match in _openers().finditer(low, 0, plain.start):
        rest = low[match.end() : plain.start]
        if 3 <= len(rest.strip()) <= NEAR and not re.search(r"[,;:.!?]", rest):
            opener, between = match, rest
    if opener is None:
        return None
    kind = _kinds()[opener["opener"]]
    event = _events().search(between)
    if opener["opener"] in _narrow() and event is None:
        return None
    start, end = opener.start("opener"), plain.end
    comes = (
        None if event is None or plain.begins is None else _recorded(low, start, event[0], plain.begins, setting, end)
    )
    if comes is not None and plain.ends is not None and comes <= plain.ends:
        plain = replace(plain, begins=comes, ends=comes)
    if kind == "after":
        return replace(plain, start=start, text=text[start:end], ends=None)
    begins = day if kind == "before" else plain.begins
    if begins is not None and plain.ends is not None and begins > plain.ends:
        return None
    return replace(plain, start=start, text=text[start:end], begins=begins)


def _hung(text: str, day: date, setting: Setting) -> Horizon | None:
    """A horizon that an event or an office alone names."""
    low = folded(text)
    match = _held().search(low)
    if match is not None:
        ends = _end_of_term(text[match.start() : match.end()], day, setting, named=True)
        return Horizon(match.start(), match.end(), text[match.start() : match.end()], day, ends)
    match = _serving().search(low)
    if match is not None:
        ends = _end_of_term(text[match.start() : match.end()], day, setting, named=False)
        return Horizon(match.start(), match.end(), text[match.start() : match.end()], day, ends)
    match = _phrases().search(low)
    if match is None:
        return None
    phrase = text[match.start() : match.end()]
    comes = _told(match["event"], day, setting) or _recorded(
        low, match.start(), match["event"], day, setting, match.end()
    )
    kind = _kinds()[match["opener"]]
    if kind == "after" and comes is None:
        return None
    begins, ends = {"before": (day, comes), "at": (comes or day, comes), "after": (comes, None)}[kind]
    return Horizon(match.start(), match.end(), phrase, begins, ends)


def _told(event: str, day: date, setting: Setting) -> date | None:
    """When another sentence of the document says that the event is due."""
    for sentence in setting.sentences:
        low = sentence.lower()
        for match in re.finditer(rf"(?<!\w){re.escape(event)}(?!\w)", low) if event in low else ():
            first = max(0, match.start() - NEAR)
            found = horizons.find(sentence[first : match.end() + NEAR], day)
            if found is not None and found.ends is not None and not found.relative and found.ends > day:
                return found.ends
    return None


def _recorded(low: str, start: int, event: str, day: date, setting: Setting, end: int) -> date | None:
    """The next date on record of an event: by the place or body in its name, else by the states concerned."""
    phrase = low[start:end]
    known = [row for row in _dates() if day < row.day <= day + AHEAD]
    placed = [row for row in known if row.where and any(_word(name, phrase) for name in row.where)]
    named = [row for row in placed if _word(row.event, phrase)]
    if named:
        best = max(sum(_word(name, phrase) for name in row.where) for row in named)
        return min(row.day for row in named if sum(_word(name, phrase) for name in row.where) == best)
    alone = [row for row in known if not row.where and not row.who and _word(row.event, phrase)]
    if alone:
        return max(alone, key=lambda row: (len(row.event), -row.day.toordinal())).day
    plain = [row for row in known if row.who and any(kind in row.event for kind in _kin().get(event, ()))]
    exact = [row for row in plain if _word(row.event, phrase)]
    for code in setting.named(start, end) or setting.states:
        own = [row.day for row in (exact or plain) if row.who == code]
        if own:
            return min(own)
    return None


def _end_of_term(phrase: str, day: date, setting: Setting, *, named: bool) -> date | None:
    """The end of the term that runs or is about to begin: of whom the phrase names, else of a state's head."""
    terms = [term for term in _terms() if term.until is not None and term.since <= day + timedelta(days=100)]
    running = [term for term in terms if term.until is not None and term.until > day]
    ends = [term.until for term in running if any(_word(name, phrase) for name in term.names)]
    if not ends and not named:
        own = (term.until for code in setting.states[:1] for term in running if term.state == code)
        ends = list(own)
    return max((end for end in ends if end is not None), default=None)


@dataclass(frozen=True, slots=True)
class _Date:
    event: str
    who: str
    where: tuple[str, ...]
    day: date


@dataclass(frozen=True, slots=True)
class _Term:
    names: tuple[str, ...]
    state: str
    since: date
    until: date | None


@cache
def _dates() -> tuple[_Date, ...]:
    return tuple(
        _Date(row["event"], row["who"], row.listed("where"), date.fromisoformat(row["day"]))
        for row in lexicons.table("fixed_dates")
    )


@cache
def _terms() -> tuple[_Term, ...]:
    found = []
    for row in lexicons.table("offices"):
        if row["office"] in HEADS and row["to"]:
            names = tuple(name for name in (row["person"], row["surname"]) if name)
            found.append(_Term(names, row["state"], _day(row["from"], last=False), _day(row["to"], last=True)))
    return tuple(found)


def _day(text: str, *, last: bool) -> date:
    """A day of a date that may lack month or day: its first or its last."""
    parts = [int(part) for part in text.split("-")]
    month = parts[1] if len(parts) > 1 else 12 if last else 1
    if len(parts) > 2:
        return date(parts[0], month, parts[2])
    return horizons.add(date(parts[0], month, 1), 1, "month") - timedelta(days=1) if last else date(parts[0], month, 1)


def _word(name: str, phrase: str) -> bool:
    return name.lower() in phrase.lower() and bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", phrase, re.I))


@cache
def _class(kind: str) -> tuple[str, ...]:
    words = (row["word"] for row in lexicons.table("anchors") if row["kind"] == kind)
    return tuple(sorted(words, key=lambda word: (-len(word), word)))


@cache
def _kinds() -> Mapping[str, str]:
    return {word: kind for kind in ("before", "at", "after") for word in _class(kind)}


@cache
def _narrow() -> frozenset[str]:
    """Openers of one word that also say by whom, where or how far: they hang a horizon on named events only."""
    return frozenset((*_class("at"), *_class("after"), *_class("narrow")))


@cache
def _kin() -> Mapping[str, tuple[str, ...]]:
    return {row["word"]: row.listed("like") for row in lexicons.table("anchors") if row["like"]}


def _any(words: Iterator[str] | Sequence[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))


@cache
def _openers() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?P<opener>{_any(tuple(_kinds()))}) ")


@cache
def _opens() -> re.Pattern[str]:
    return re.compile(rf"(?:{_any(_class('before'))})(?!\w)")


@cache
def _events() -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{_any(_class('event'))})(?!\w)")


@cache
def _phrases() -> re.Pattern[str]:
    return re.compile(
        rf"(?<!\w)(?P<opener>{_any(tuple(_kinds()))}) (?:[\w'’-]+ ){{0,5}}?(?P<event>{_any(_class('event'))})(?!\w)"
        r"(?: (?:of|in|between|at|with|on|for) (?:the )?[a-z][\w'-]+(?: [a-z][\w'-]+)?)?"
    )


@cache
def _held() -> re.Pattern[str]:
    opener, state = _any(_class("while")), _any(_class("held"))
    return re.compile(rf"(?<!\w)(?:{opener}) (?:[\w.'-]+ ){{1,5}}?(?:(?:{_any(_class('copula'))}) )?(?:{state})(?!\w)")


@cache
def _serving() -> re.Pattern[str]:
    opener, lead, office = (_any(_class(kind)) for kind in ("serving", "lead", "term"))
    return re.compile(rf"(?<!\w)(?:{opener}) (?:(?:{lead}) )?(?:[\w'-]+ ){{0,3}}?(?:{office})(?!\w)")
