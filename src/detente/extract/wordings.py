"""Wordings: the phrases of a lexicon compiled once, with a quick look that says whether a text can hold any of them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

RUN: Final = re.compile(r"\w+")
ODD_BLANK: Final = re.compile(r"[^\S ]")


@lru_cache(maxsize=256)
def folded(text: str) -> str:
    """The text in lower case with plain apostrophes and blanks, as long as before."""
    low = text.lower()
    return ODD_BLANK.sub(" ", low if len(low) == len(text) else text).replace("’", "'")


@lru_cache(maxsize=256)
def runs(text: str) -> frozenset[str]:
    """The words of a text in lower case, a hyphenated one in its parts: all that a wording between bounds can match."""
    return frozenset(RUN.findall(text.lower()))


class Wordings:
    """Phrases of a lexicon by the longest word of each: a text without any of those words holds none of them."""

    def __init__(self, phrases: Iterable[str]) -> None:
        self._index: dict[str, list[tuple[frozenset[str], str]]] = {}
        for phrase in sorted(set(phrases)):
            words = frozenset(RUN.findall(phrase))
            self._index.setdefault(max(words, key=lambda word: (len(word), word)), []).append((words, phrase))
        self._keys = frozenset(self._index)

    def within(self, words: frozenset[str]) -> bool:
        """True where all words of one of the phrases are among those of a text, in whatever order."""
        return any(words >= parts for key in self._keys & words for parts, _ in self._index[key])

    def stand(self, words: frozenset[str], text: str) -> bool:
        """True where one of the phrases stands in a text (`folded`) with these words, if need be inside a word."""
        found = (phrase for key in self._keys & words for parts, phrase in self._index[key] if words >= parts)
        return any(phrase in text for phrase in found)
