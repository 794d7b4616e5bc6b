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
    words = set(filter(str.isalnum, apart))
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
    """Words and names of several words by their longest one: which of them the words of a text allow."""

    def __init__(self, names: Iterable[str], *, whole: bool) -> None:
        """`whole`: names end where a word ends; else they need only start where one starts."""
        self._stems: dict[str, list[str]] = {}
        self._found: dict[str, list[tuple[str, frozenset[str]]]] = {}
        for name in sorted(names):
            words = runs(fold(name))
            needed = words if whole else words[:-1]  # the last may be the start of a longer word
            if not needed:
                self._stems.setdefault(words[0][:STEM], []).append(name)
            else:
                self._found.setdefault(max(needed, key=len), []).append((name, frozenset(needed)))
        self._keys, self._starts = frozenset(self._found), frozenset(self._stems)

    def possible(self, known: Vocabulary) -> list[str]:
        """The names whose words all stand in a text, though perhaps not side by side."""
        alone = [name for start in self._starts & known.stems for name in self._stems[start]]
        keys = self._keys & known.words
        return alone + [name for key in keys for name, needed in self._found[key] if needed <= known.words]
