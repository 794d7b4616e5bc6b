"""The dependency tree of one sentence, asked the questions that attribution and forecasting ask."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from functools import cache, cached_property
from operator import attrgetter
from typing import Final

from detente import lexicons
from detente.extract.lately import lately
from detente.records import Sentence, Span, Token

SUBJECTS: Final = frozenset({"nsubj", "nsubjpass", "csubj", "expl"})
AUXILIARIES: Final = frozenset({"aux", "auxpass", "neg"})
VERBAL: Final = frozenset({"VERB", "AUX"})
TAG, DEP, POS, ENTITY = map(attrgetter, ("tag", "dep", "pos", "entity"))
SKIPPED: Final = frozenset({",", ";", ":", "-", "–", "—", ")", "."})
CLAUSES: Final = frozenset({"ccomp", "xcomp", "advcl", "relcl", "acl", "parataxis", "pcomp", "csubj"})


@cache
def reporting() -> frozenset[str]:
    """Lemmas of the verbs that report speech, to tell the reporting clause beside a quotation."""
    return frozenset(row["cue"].split()[0] for row in lexicons.table("quote_cues") if "direct" in row.listed("frames"))


def _reattached(tokens: Sequence[Token]) -> Sequence[Token]:
    """Tokens in which a second reporting verb hangs on the first, not on what that one reports.

    "The spokesman said the ship had turned and told Canberra to wait": the parser reads what the ship told.
    """
    if "conj" not in map(DEP, tokens):
        return tokens
    changed: dict[int, int] = {}
    owned = {t.head for t in tokens if t.dep in {"nsubj", "nsubjpass"}}
    for token in tokens:
        if token.dep != "conj" or token.index in owned or token.lemma.lower() not in reporting():
            continue
        above = tokens[token.head]
        cue = tokens[above.head]
        same = token.tag in {"VBD", "VBZ", "VBP"} and cue.tag == token.tag and cue.index < token.index
        if above.dep == "ccomp" and same and cue.lemma.lower() in reporting():
            changed[token.index] = cue.index
            changed |= {
                t.index: cue.index for t in tokens if t.dep == "cc" and t.head == above.index and t.index < token.index
            }
    return tuple(replace(t, head=changed[t.index]) if t.index in changed else t for t in tokens) if changed else tokens


def _capitalised(tokens: Sequence[Token]) -> Sequence[Token]:
    """Tokens in which names of two or more words, written small after an all-caps text, are names again."""
    if "PERSON" not in map(ENTITY, tokens):
        return tokens
    # the recogniser may see the first of two small words alone: the noun that it is compounded with is of the name
    headed = {t.head for t in tokens if t.entity == "PERSON" and t.dep == "compound" and t.head == t.index + 1}
    runs: list[list[Token]] = [[]]
    for token in tokens:
        if (token.entity == "PERSON" or token.index in headed) and token.text.islower() and token.tag.startswith("NN"):
            runs[-1].append(token)
        elif runs[-1]:
            runs.append([])
    names = {token.index for run in runs if len(run) > 1 for token in run}
    if not names:
        return tokens
    return tuple(replace(t, text=t.text.title(), pos="PROPN", tag="NNP") if t.index in names else t for t in tokens)


@lately
def forest(sentences: Sequence[Sentence]) -> tuple[Tree, ...]:
    """The trees of a document's sentences; those of the last document read are remembered."""
    return tuple(Tree(sentence) for sentence in sentences)


class Tree:
    """Children and reach of every token of a sentence; token indices everywhere.

    `lower`, `lemmas` (in lower case too), `tags`, `deps` and `kinds` (parts of speech) lie beside the tokens.
    """

    def __init__(self, sentence: Sentence) -> None:
        self.sentence = sentence
        self.lower = [t.text.lower() for t in sentence.tokens]
        self.tokens: Sequence[Token] = _reattached(_capitalised(sentence.tokens))
        self.lemmas = [t.lemma.lower() for t in self.tokens]
        self.tags = [*map(TAG, self.tokens)]
        self.deps = [*map(DEP, self.tokens)]
        self.kinds = [*map(POS, self.tokens)]
        self._under: dict[int, frozenset[int]] = {}
        self.children: list[list[int]] = [[] for _ in self.tokens]
        for token in self.tokens:
            if token.head != token.index and 0 <= token.head < len(self.tokens):
                self.children[token.head].append(token.index)

    def __len__(self) -> int:
        return len(self.tokens)

    @cached_property
    def starts(self) -> list[int]:
        """Where each token begins."""
        return [t.start for t in self.tokens]

    @cached_property
    def root(self) -> int:
        """The token that heads the sentence."""
        return next((t.index for t in self.tokens if t.head == t.index or t.dep == "ROOT"), 0)

    def subtree(self, index: int, *, without: Iterable[int] = ()) -> set[int]:
        """Tokens under `index`, itself included, leaving out the tokens `without` and all under them."""
        whole = self.under(index)
        barred = whole.intersection(without)
        return self._walk(index, barred) if barred else set(whole)

    def under(self, index: int) -> frozenset[int]:
        """The same with nothing left out, worked out once."""
        found = self._under.get(index)
        if found is None:
            found = self._under[index] = frozenset(self._walk(index, frozenset()))
        return found

    def _walk(self, index: int, barred: Collection[int]) -> set[int]:
        seen: set[int] = set()
        queue = [index]
        while queue:
            at = queue.pop()
            if at not in seen and at not in barred:
                seen.add(at)
                queue += self.children[at]
        return seen

    def child(self, index: int, *deps: str) -> int | None:
        """The first child of `index` with one of the relations."""
        for c in self.children[index]:
            if self.deps[c] in deps:
                return c
        return None

    def verb_group(self, index: int) -> set[int]:
        """The verb with its auxiliaries, negation, particles and the adverbs that stand among them."""
        near = {c for c in self.children[index] if self.deps[c] in AUXILIARIES or self.deps[c] == "prt"}
        group = {index, *near}
        low = min(group)
        for c in self.children[index]:
            beside = c < index and (c > low or c == low - 1)
            if beside and self.deps[c] == "advmod" and self.kinds[c] == "ADV":
                group.add(c)
        return group

    def subject(self, index: int) -> int | None:
        """Who does what the verb `index` says: its own subject, or the one it shares with the verb above it."""
        seen: set[int] = set()
        at = index
        while at not in seen:
            seen.add(at)
            own = self.child(at, "nsubj", "nsubjpass")
            if own is not None:
                return self._antecedent(at, own)
            token = self.tokens[at]
            if token.dep == "acl":
                return token.head
            if token.dep not in {"conj", "advcl", "xcomp", "pcomp", "prep", "ccomp", "parataxis", "dep"}:
                return None
            at = token.head
        return None

    def _antecedent(self, verb: int, subject: int) -> int:
        token = self.tokens[subject]
        if self.tokens[verb].dep == "relcl" and token.tag in {"WP", "WDT"}:
            return self.tokens[verb].head
        return subject

    def pieces(self, indices: Iterable[int]) -> list[tuple[int, int]]:
        """The runs of consecutive tokens `(first, last exclusive)` in a set, punctuation trimmed off the front."""
        runs: list[tuple[int, int]] = []
        for i in sorted(indices):
            if runs and runs[-1][1] == i:
                runs[-1] = (runs[-1][0], i + 1)
            else:
                runs.append((i, i + 1))
        trimmed = ((self._skip(first, last), last) for first, last in runs)
        return [(first, last) for first, last in trimmed if first < last and self._worded(first, last)]

    def _skip(self, first: int, last: int) -> int:
        while first < last and self.tokens[first].text in SKIPPED:
            first += 1
        return first

    def _worded(self, first: int, last: int) -> bool:
        return any(c.isalnum() for i in range(first, last) for c in self.lower[i])

    def span(self, first: int, last: int) -> Span:
        """The characters of the tokens `first` to `last` (exclusive)."""
        return Span(self.tokens[first].start, self.tokens[last - 1].end)

    def spans(self, indices: Iterable[int]) -> tuple[Span, ...]:
        """The characters of a set of tokens as runs."""
        return tuple(self.span(first, last) for first, last in self.pieces(indices))

    def within(self, span: Span) -> range:
        """The tokens that begin in a span."""
        return range(bisect_left(self.starts, span.start), bisect_left(self.starts, span.end))

    def at(self, offset: int) -> int | None:
        """The token that holds or follows a character offset."""
        return next((t.index for t in self.tokens if t.end > offset), None)
