"""Parts of speech from tags, remembered: what the attribute ruler says of a word it says again without matching.

The ruler's patterns look at a word's tag, its form where a pattern names that form, its dependency, and (a few) at
the word before. A document without the words or relations that begin such a pair is read off a table by tag, form and
dependency; any other goes through the ruler itself, which also fills the table.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, Final

KNOWN: Final = frozenset({"TAG", "LOWER", "DEP", "IS_SPACE"})

Key = tuple[int, int, int, bool]


class Ruler:
    """The attribute ruler with a memory; `of` gives None where its patterns look at anything else."""

    def __init__(self, ruler: Any, forms: frozenset[str], patterns: tuple[re.Pattern[str], ...]) -> None:
        self.ruler = ruler
        self.forms = forms
        self.patterns = patterns
        first = [pattern[0] for row in ruler.patterns for pattern in row["patterns"] if len(pattern) > 1]
        self.pairs, self.openers = frozenset(_values(first, "DEP")), frozenset(_values(first, "LOWER"))
        self.opening = tuple(_regexes(first))
        self.known: dict[Key, tuple[int, int, int, int, int]] = {}
        self.special: dict[int, int] = {}

    @classmethod
    def of(cls, ruler: Any) -> Ruler | None:
        """The ruler with a memory, where every pattern is of a kind that the memory understands."""
        specs = [token for row in ruler.patterns for pattern in row["patterns"] for token in pattern]
        if any(set(spec) - KNOWN for spec in specs) or any(len(p) > 2 for r in ruler.patterns for p in r["patterns"]):
            return None
        return cls(ruler, frozenset(_values(specs, "LOWER")), tuple(_regexes(specs)))

    def __call__(self, doc: Any) -> Any:
        """The document with parts of speech, features and irregular lemmas."""
        keys: list[Key] = []
        for token in doc:
            form = self._form(token)
            key = (token.tag, form, token.dep, token.is_space)
            keys.append(key)
            if key not in self.known or (form and self._opens(token)) or token.dep_ in self.pairs:
                return self._learnt(doc)
        for token, key in zip(doc, keys, strict=True):
            tag, pos, morph, lemma, dep = self.known[key]
            if tag != key[0]:
                token.tag = tag
            token.pos = pos
            token.set_morph(morph)
            if lemma:
                token.lemma = lemma
            if dep != key[2]:
                token.dep = dep
        return doc

    def _form(self, token: Any) -> int:
        """The form of a word where some pattern names it, else 0."""
        known = self.special.get(token.lower)
        if known is None:
            text = token.lower_
            named = text in self.forms or text in self.openers or any(p.search(text) for p in self.patterns)
            known = self.special[token.lower] = token.lower if named else 0
        return known

    def _opens(self, token: Any) -> bool:
        """True for a word that may begin a pattern over two words."""
        text = token.lower_
        return text in self.openers or any(pattern.search(text) for pattern in self.opening)

    def _learnt(self, doc: Any) -> Any:
        before = [(token.tag, self._form(token), token.dep, token.is_space) for token in doc]
        paired = any(self._opens(token) or token.dep_ in self.pairs for token in doc)
        self.ruler(doc)
        if not paired:
            for token, key in zip(doc, before, strict=True):
                self.known[key] = (token.tag, token.pos, token.morph.key, token.lemma, token.dep)
        return doc


def _values(specs: Iterable[Mapping[str, Any]], name: str) -> Iterable[str]:
    for spec in specs:
        value = spec.get(name)
        yield from [value] if isinstance(value, str) else (value or {}).get("IN", ())


def _regexes(specs: Iterable[Mapping[str, Any]]) -> Iterable[re.Pattern[str]]:
    for spec in specs:
        value = spec.get("LOWER")
        if isinstance(value, dict) and "REGEX" in value:
            yield re.compile(value["REGEX"])
