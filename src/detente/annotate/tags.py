"""What is said of a word by its form, tag and relation: part of speech, lemma, and what the attribute ruler changes.

The ruler's patterns look at a word's tag, its form, its relation, and (a few) at the word after it. They are asked here
once for each form, tag and relation and remembered; pairs of words are looked at where a word stands that begins one.
The lemmatizer's rules, 60 µs a word, are asked once as well.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

KNOWN: Final = frozenset({"TAG", "LOWER", "DEP", "IS_SPACE"})
TESTS: Final[Mapping[str, Callable[[str, Any], bool]]] = {
    "IN": lambda said, listed: said in listed,
    "NOT_IN": lambda said, listed: said not in listed,
    "REGEX": lambda said, pattern: re.search(pattern, said) is not None,
}
MOST: Final = 200_000  # words kept

Key = tuple[int, int, int]


class Word(NamedTuple):
    """A form under a tag and a relation, as strings; `opens`: it may begin a pattern over two words."""

    text: str
    lemma: str
    pos: str
    tag: str
    dep: str
    space: bool
    opens: bool

    @classmethod
    def of(cls, token: Any) -> Word:
        """A word as the pipeline itself has it."""
        return cls(token.text, token.lemma_, token.pos_, token.tag_, token.dep_, token.is_space, opens=False)


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern of the ruler: what each of its words must be like, and what it says of the word at `index`."""

    specs: tuple[Mapping[str, Any], ...]
    says: Mapping[str, str]
    index: int


class Form(NamedTuple):
    """What patterns look at; `lower` is empty where none names it."""

    tag: str
    lower: str
    dep: str
    space: bool

    def fits(self, spec: Mapping[str, Any]) -> bool:
        """True where a word is as a pattern wants it."""
        own: dict[str, str | bool] = {"TAG": self.tag, "LOWER": self.lower, "DEP": self.dep, "IS_SPACE": self.space}
        return all(_like(own[name], wanted) for name, wanted in spec.items())


def _like(value: str | bool, wanted: Any) -> bool:
    if isinstance(wanted, Mapping):
        return all(TESTS[name](str(value), test) for name, test in wanted.items())
    return bool(value == wanted)


def _literal(wanted: str | Mapping[str, Any]) -> Sequence[str]:
    if isinstance(wanted, str):
        return (wanted,)
    return (*wanted.get("IN", ()), *wanted.get("NOT_IN", ()))


class Words:
    """The words of a pipeline; `of` gives None where its ruler or its lemmatizer is of another kind."""

    def __init__(self, vocab: Any, rules: Sequence[Rule], lemmatizer: Any) -> None:
        self.vocab = vocab
        self.strings = vocab.strings
        self.lemmatizer = lemmatizer
        self.single = [(n, rule) for n, rule in enumerate(rules) if len(rule.specs) == 1]
        self.tagged: dict[str, list[tuple[int, Rule]]] = {}
        self.pairs = [(n, rule) for n, rule in enumerate(rules) if len(rule.specs) == 2]
        self.rules = rules
        lowers = [spec["LOWER"] for rule in rules for spec in rule.specs if "LOWER" in spec]
        self.literal = frozenset(word for lower in lowers for word in _literal(lower))
        self.patterns = tuple(re.compile(lower["REGEX"]) for lower in lowers if "REGEX" in lower)
        self.known: dict[Key, Word] = {}
        self.said: dict[Form, tuple[tuple[int, ...], bool]] = {}
        self.lemmas: dict[tuple[int, str, str], str] = {}
        self.sayings: dict[tuple[int, ...], Mapping[str, str]] = {}
        self.morphs: dict[str, Any] = {}

    @classmethod
    def of(cls, pipeline: Any) -> Words | None:
        """The words of a pipeline, where every pattern is of a kind that is understood here."""
        if not pipeline.has_pipe("attribute_ruler") or not pipeline.has_pipe("lemmatizer"):
            return None
        rows = pipeline.get_pipe("attribute_ruler").patterns
        rules = [Rule(tuple(p), row["attrs"], row["index"]) for row in rows for p in row["patterns"]]
        lemmatizer = pipeline.get_pipe("lemmatizer")
        if lemmatizer.mode != "rule" or any(len(rule.specs) > 2 or not _understood(rule) for rule in rules):
            return None
        index = lemmatizer.lookups.get_table("lemma_index")
        for kind in list(index):
            index[kind] = frozenset(index[kind])  # was a list of up to 118,000 words, searched from the front
        return cls(pipeline.vocab, rules, lemmatizer)

    def read(self, keys: Sequence[Key]) -> list[Word]:
        """The words of a document, each by the numbers of its form, tag and relation."""
        known = self.known
        found = [known.get(key) or self._learnt(key) for key in keys]
        if any(word.opens for word in found):
            self._paired(keys, found)
        return found

    def _learnt(self, key: Key) -> Word:
        if len(self.known) > MOST:
            self.known.clear()
            self.lemmas.clear()
        form = self._form(key)
        numbers, opens = self._said(form)
        self.known[key] = word = self._word(key[0], form, numbers, opens=opens)
        return word

    def _form(self, key: Key) -> Form:
        orth, tag, dep = key
        text = self.strings[orth]
        lower = text.lower()
        if lower not in self.literal and not any(pattern.search(lower) for pattern in self.patterns):
            lower = ""
        return Form(self.strings[tag], lower, self.strings[dep], text.isspace())

    def _said(self, form: Form) -> tuple[tuple[int, ...], bool]:
        """The numbers of the patterns of one word that fit, and whether one of two words may begin here."""
        if form not in self.said:
            if len(self.said) > MOST:
                self.said.clear()
            if form.tag not in self.tagged:
                self.tagged[form.tag] = [
                    (n, rule) for n, rule in self.single if _like(form.tag, rule.specs[0].get("TAG", form.tag))
                ]
            numbers = tuple(n for n, rule in self.tagged[form.tag] if form.fits(rule.specs[0]))
            self.said[form] = numbers, any(form.fits(rule.specs[0]) for _, rule in self.pairs)
        return self.said[form]

    def _paired(self, keys: Sequence[Key], found: list[Word]) -> None:
        """Lets patterns of two words say what they say, in their place among the others."""
        more: dict[int, list[int]] = {}
        for at, word in enumerate(found[:-1]):
            if word.opens:
                first, second = self._form(keys[at]), self._form(keys[at + 1])
                for n, rule in self.pairs:
                    if first.fits(rule.specs[0]) and second.fits(rule.specs[1]):
                        more.setdefault(at + rule.index, []).append(n)
        for at, numbers in more.items():
            form = self._form(keys[at])
            numbers = sorted({*self._said(form)[0], *numbers})
            found[at] = self._word(keys[at][0], form, tuple(numbers), opens=False)

    def _word(self, orth: int, form: Form, numbers: tuple[int, ...], *, opens: bool) -> Word:
        says = self._says(numbers)
        pos = says.get("POS", "")
        lemma = says.get("LEMMA") or self._lemma(orth, pos, says.get("MORPH", ""))
        tag, dep = says.get("TAG", form.tag), says.get("DEP", form.dep)
        return Word(self.strings[orth], lemma, pos, tag, dep, form.space, opens)

    def _says(self, numbers: tuple[int, ...]) -> Mapping[str, str]:
        """What some patterns say together, the later ones over the earlier."""
        if numbers not in self.sayings:
            said: dict[str, str] = {}
            for number in numbers:
                said |= self.rules[number].says
            self.sayings[numbers] = said
        return self.sayings[numbers]

    def _lemma(self, orth: int, pos: str, morph: str) -> str:
        key = (orth, pos, morph)
        if key not in self.lemmas:
            if morph not in self.morphs:
                self.morphs[morph] = _morph(self.vocab, morph)
            token = _Token(orth, self.strings[orth], pos, self.morphs[morph])
            self.lemmas[key] = self.lemmatizer.lemmatize(token)[0]
        return self.lemmas[key]


class _Morph(NamedTuple):
    """Features of a word as the lemmatizer asks for them."""

    key: int
    features: dict[str, str]

    def to_dict(self) -> dict[str, str]:
        return self.features


def _morph(vocab: Any, text: str) -> _Morph:
    from spacy.tokens import MorphAnalysis

    found: Any = MorphAnalysis(vocab, text)
    return _Morph(found.key, found.to_dict())


class _Token(NamedTuple):
    """As much of a token as the lemmatizer looks at."""

    orth: int
    text: str
    pos_: str
    morph: _Morph

    @property
    def pos(self) -> str:
        """A number in a token of spaCy; here only a part of the key under which the lemmatizer remembers."""
        return self.pos_


def _understood(rule: Rule) -> bool:
    return all(not set(spec) - KNOWN for spec in rule.specs) and all(
        not isinstance(wanted, Mapping) or not set(wanted) - set(TESTS)
        for spec in rule.specs
        for wanted in spec.values()
    )
