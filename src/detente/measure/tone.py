"""Tone: friendly and hostile words in sentences that name a side, and the side they go to, by a stated method.

1. a document is cut into sentences; those about neither side of a pair do not count;
2. its words are compared with `lexicons/tone_words.tsv` at their beginnings; one of `lexicons/tone_turns.tsv` at most
   three words before turns a word round ("no progress");
3. a word goes toward the side named nearest to it in its sentence, by name, demonym, capital, seat of government, or
   as the coder saw it named in that document ("the Kremlin", "Mr Putin"); where its sentence names nobody, toward the
   side named last in the sentence before.

Tone is (friendly - hostile) / (friendly + hostile). Words of people quoted count: whom to quote is the outlet's choice.
It measures wording, not judgement, and says nothing of irony.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import ahocorasick

from detente import lexicons
from detente.annotate.names import automaton, longest, plain
from detente.records import Document, ToneWord

LETTER: Final = re.compile(r"\w")
SENTENCE: Final = re.compile(r"[.!?]['\"”’)]*\s+(?=['\"“‘(]*[A-Z0-9])|\n\s*\n|\n(?=['\"“‘]*[A-Z])")
BETWEEN: Final = 4
"""A word that turns stands among this many words before the one it turns."""

TOLD: Final = ("headline", "body", "caption")
"""Blocks whose words are the outlet's telling."""

FORMS: Final = ("name", "names", "demonyms", "capital", "capitals", "metonyms")


@dataclass(frozen=True, slots=True)
class Found:
    """A word that sets the tone: where it stands, 1 or -1, and how far off each state named in its sentence is."""

    start: int
    end: int
    tone: int
    sides: Mapping[str, int]

    def toward(self, a: str, b: str) -> str | None:
        """The nearer of two states; None where the sentence names neither."""
        near = [(self.sides[code], code) for code in (a, b) if code in self.sides]
        return min(near)[1] if near else None


def found(document: Document, called: Mapping[str, Collection[str]]) -> tuple[Found, ...]:
    """The words of a document that set a tone, in order; `called`: state → further names that the document gives it."""
    names = _names(called)
    words: list[Found] = []
    before: Mapping[str, int] = {}
    for start, end in sentences(document):
        told = document.text[start:end]
        named = [(*at, code) for one in names for *at, codes in longest(one, plain(told)) for code in codes]
        for first, last, value in words_in(told):
            words.append(Found(start + first, start + last, value, _gaps(named, first, last) if named else before))
        before = {code: len(told) - stop for _, stop, code in sorted(named)}
    return tuple(words)


def _gaps(named: Iterable[tuple[int, int, str]], first: int, last: int) -> Mapping[str, int]:
    """Characters between a word and the nearest name of each state."""
    sides: dict[str, int] = {}
    for begin, stop, code in named:
        gap = max(begin - last, first - stop, 0)
        sides[code] = min(gap, sides.get(code, gap))
    return sides


def sentences(document: Document) -> Iterator[tuple[int, int]]:
    """The sentences of what the document tells; of its whole text where nobody marked its blocks."""
    blocks = [(block.start, block.end) for block in document.blocks if block.kind in TOLD]
    for start, end in blocks or ([] if document.blocks else [(0, len(document.text))]):
        at = start
        for border in SENTENCE.finditer(document.text, start, end):
            yield at, border.start() + 1
            at = border.end()
        yield at, end


def words_in(text: str) -> Iterator[tuple[int, int, int]]:
    """Start, end and tone of each word of a sentence that sets one, turned round where a word before does so."""
    lower = text.lower()
    reached = 0
    for last, (stem, value) in _stems().iter(lower):
        start = last - len(stem) + 1
        if start < reached or (start and LETTER.match(lower[start - 1])):
            continue
        end = last + 1
        while end < len(lower) and LETTER.match(lower[end]):
            end += 1
        reached = end
        before = lower[:start].replace("n't", " n't").replace("n’t", " n't").split()[-BETWEEN:]
        yield start, end, -value if _turned(before) else value


def _turned(before: list[str]) -> bool:
    said = f" {' '.join(before)} "
    return any(f" {words} " in said for words in _turns())


def mean(words: Iterable[int]) -> float | None:
    """(friendly - hostile) / all of them; None of none."""
    values = list(words)
    return round(sum(values) / len(values), 6) if values else None


def tone(texts: Iterable[str]) -> float | None:
    """Mean tone of the words of some texts, whomever they are about."""
    return mean(value for text in texts for _, _, value in words_in(text))


def word(doc_id: str, found_: Found, a: str, b: str) -> ToneWord:
    """The word of a document as it is stored, seen from a pair."""
    return ToneWord(doc_id, found_.start, found_.end, found_.tone, found_.toward(a, b))


@cache
def _stems() -> ahocorasick.Automaton:
    found_ = ahocorasick.Automaton()
    for row in lexicons.table("tone_words"):
        found_.add_word(row["stem"], (row["stem"], int(row["tone"])))
    found_.make_automaton()
    return found_


@cache
def _turns() -> tuple[str, ...]:
    return tuple(row["words"] for row in lexicons.table("tone_turns"))


@cache
def _forms() -> Mapping[str, tuple[str, ...]]:
    """Form → states or organisations that it may name."""
    forms: dict[str, set[str]] = {}
    for table in ("states", "organisations"):
        for row in lexicons.table(table):
            for column in FORMS:
                for form in row.listed(column) if column in row else ():
                    forms.setdefault(plain(form), set()).add(row["code"])
    return {form: tuple(sorted(codes)) for form, codes in forms.items()}


@cache
def _plain_names() -> Any:
    return automaton(_forms().items())


def _names(called: Mapping[str, Collection[str]]) -> tuple[Any, ...]:
    """The names of all states, and those that one document gives them."""
    own = {plain(name): code for code, names in sorted(called.items()) for name in sorted(names) if name.strip()}
    return _plain_names(), automaton((name, (code,)) for name, code in own.items() if name not in _forms())
