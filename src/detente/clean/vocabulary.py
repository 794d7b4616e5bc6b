"""The words of a stretch of text, so that what many thousand names and key words may stand in it is soon known."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

RUN: Final = re.compile(r"[^\W_]+")
STEM: Final = 5  # letters; words are told apart by so many where only their start counts


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """A stretch without case, every character in its place, with its words and the starts of these."""

    folded: str
    words: frozenset[str]
    stems: frozenset[str]


@lru_cache(maxsize=2)
def of(text: str, start: int, end: int) -> Vocabulary:
    """The vocabulary of a stretch of `text`."""
    folded = fold(text[start:end])
    apart = frozenset(folded.split())
    words = {word for word in apart if word.isalnum()}
    words.update(runs(" ".join(apart - words)))
    return Vocabulary(folded, frozenset(words), frozenset([word[:STEM] for word in words]))


def runs(text: str) -> list[str]:
    """The runs of letters and digits in a text."""
    return RUN.findall(text)


def fold(text: str) -> str:
    """The text without case, every character in its place."""
    folded = text.casefold()
    return folded if len(folded) == len(text) else "".join(c if len(c.casefold()) > 1 else c.casefold() for c in text)


def places(words: Iterable[str], text: str, start: int, end: int) -> Iterator[tuple[int, str]]:
    """Where each of `words` stands between two positions of `text`, by where it ends, the longest first."""
    found = []
    for word in words:
        at = text.find(word, start, end)
        while at >= 0:
            found.append((at + len(word), -len(word), word))
            at = text.find(word, at + 1, end)
    yield from ((last + size, word) for last, size, word in sorted(found))


class Index:
    """Words and names of several words by their first one: which of them the words of a text allow."""

    def __init__(self, names: Iterable[str], *, whole: bool) -> None:
        """`whole`: names end where a word ends; else they need only start where one starts."""
        self._whole = whole
        self._found: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for name in sorted(names):
            first, *rest = runs(fold(name))
            inner = rest if whole else rest[:-1]  # the last may be the start of a longer word
            needed = inner if whole or not rest else [first, *inner]
            self._found.setdefault(first if whole else first[:STEM], []).append((name, frozenset(needed)))
        self._firsts = frozenset(self._found)

    def possible(self, known: Vocabulary) -> list[str]:
        """The names whose words all stand in a text, though perhaps not side by side."""
        firsts = self._firsts & (known.words if self._whole else known.stems)
        return [name for first in firsts for name, needed in self._found[first] if needed <= known.words]
