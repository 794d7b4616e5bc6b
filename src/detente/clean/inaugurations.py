"""Heads of state between election and inauguration, and time counted from an inauguration."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Final

from detente import lexicons
from detente.clean import datecues, vocabulary

REACH: Final = 60  # characters between the cue and the name


@dataclass(frozen=True, slots=True)
class Bound:
    """A phrase that bounds the time of writing: its span, its kind, the windows it allows."""

    kind: str
    start: int
    end: int
    windows: tuple[tuple[date, date], ...]


@cache
def heads() -> dict[str, tuple[tuple[date, date], ...]]:
    """Names to their elections and inaugurations."""
    found: dict[str, list[tuple[date, date]]] = {}
    for row in lexicons.table("inaugurations"):
        for name in row.listed("names"):
            found.setdefault(name, []).append(
                (date.fromisoformat(row["elected"]), date.fromisoformat(row["inaugurated"]))
            )
    return {name: tuple(terms) for name, terms in found.items()}


def find(text: str, start: int, end: int) -> Iterator[Bound]:
    """The bounds that a passage sets."""
    yield from _elected(text, start, end)
    yield from _counted(text, start, end)


def _elected(text: str, start: int, end: int) -> Iterator[Bound]:
    """Heads of state who are elected and not yet in office."""
    for cue in datecues.pattern("elect").finditer(text, start, end):
        windows = _named(text[cue.end() : min(end, cue.end() + REACH)])
        if windows:
            before = tuple((elected, sworn - timedelta(days=1)) for elected, sworn in windows)
            yield Bound("president-elect", cue.start(), min(end, cue.end() + 20), before)


def _counted(text: str, start: int, end: int) -> Iterator[Bound]:
    """Spans of time since an inauguration."""
    for cue in datecues.lag().finditer(text, start, end):
        following = text[cue.end() : min(end, cue.end() + REACH)]
        if not datecues.pattern("inauguration").search(following):
            continue
        windows = _named(following) or _named(text[start:end])
        if windows:
            days = datecues.numbers()[cue[1].casefold()] * datecues.units()[cue[2].casefold()]
            slack = max(3.0, days * 0.35)
            around = tuple(
                (sworn + timedelta(days=int(days - slack)), sworn + timedelta(days=int(days + slack)))
                for _, sworn in windows
            )
            yield Bound("inauguration", cue.start(), cue.end(), around)


def mentioned(text: str, start: int, end: int) -> bool:
    """A quick look for any cue at all."""
    known = vocabulary.of(text, start, end)
    return any(cue in known.folded for cue in _cues().possible(known))


@cache
def _cues() -> vocabulary.Index:
    """The cues of both kinds."""
    return vocabulary.Index((*datecues.words("elect"), *datecues.words("inauguration")), whole=True)


def _named(text: str) -> tuple[tuple[date, date], ...]:
    """The terms of the head of state named first in `text`."""
    found = [(text.find(name), -len(name), name) for name in heads() if name in text]
    return heads()[min(found)[2]] if found else ()
