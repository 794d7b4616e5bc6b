"""Hints: whether the words of a passage can foresee anything, asked before its grammar is read.

Most sentences hold no modal, no cue, no probability and no reporting verb that foresees. Their words alone say so, and
no more is asked of them: what is found stays the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Final

from detente import lexicons
from detente.extract import forecast_cues, probabilities
from detente.extract.forecast_cues import of_cue
from detente.extract.grammar import words
from detente.extract.speech import Attribution
from detente.extract.trees import Tree
from detente.extract.wordings import Wordings, runs
from detente.records import Quote, Span

FORESEEING: Final = ("hope", "intent", "denial", "exclusion", "assertion")


def may_foresee(tree: Tree, first: int, last: int, text: str, said: Sequence[tuple[Quote, Attribution]]) -> bool:
    """False where no claim within the tokens `first` to `last` (exclusive) can be a forecast.

    `said`: all attributions in which such a claim may stand.
    """
    if "MD" in tree.tags[first:last]:
        return True
    passage = text[tree.tokens[first].start : tree.tokens[last - 1].end]
    here = runs(passage).union(tree.lower[first:last])
    if forecast_cues.hinted(passage, here) or _conditions().within(here) or probabilities.hinted(passage, here):
        return True
    return any(_reported(tree, here, text, quote, one) for quote, one in said)


@cache
def _conditions() -> Wordings:
    """The cues that are looked for token by token, as the parser cut the words."""
    return Wordings(row["cue"] for row in lexicons.table("forecast_cues") if row["class"] == "conditional")


def _reported(tree: Tree, here: frozenset[str], text: str, quote: Quote, said: Attribution) -> bool:
    """True where the words that report a claim may make it one: by their sense, a hope, a chance, or a condition."""
    if any(said.key in of_cue(kind) for kind in FORESEEING) or not words("inversion").isdisjoint(here):
        return True
    if said.head is not None and said.head < len(tree):
        hopes = of_cue("hope")
        if any(tree.lemmas[c] in hopes for c in tree.children[said.head]):
            return True
    if quote.kind == "direct":
        return False
    before = text[tree.sentence.start : tree.sentence.end]
    return probabilities.numbered(before, runs(before)) or any(_weighed(text, cue) for cue in quote.cue_spans)


def _weighed(text: str, cue: Span) -> bool:
    said = text[cue.start : cue.end]
    return probabilities.hinted(said, runs(said))
