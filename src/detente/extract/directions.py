"""Which way a claim says that a relation goes: better, worse, on as before, or only that something happens or not.

Words of relations decide first, then acts by whether they are of the friendly or the hostile kind; a word that turns
an act round ("lift the sanctions") and a negation ("will not be lifted") are counted out one by one.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Final

from detente import lexicons
from detente.extract.trees import Tree

SIGN: Final = {"improve": 1, "cooperative": 1, "deteriorate": -1, "conflictual": -1}
LONGEST: Final = 4  # words of the longest phrase in the lexicon


@dataclass(frozen=True, slots=True)
class Hit:
    """A word of the lexicon in a claim: its classes and the tokens it covers."""

    word: str
    classes: frozenset[str]
    first: int
    last: int


@cache
def _words() -> Mapping[str, frozenset[str]]:
    known: dict[str, frozenset[str]] = {}
    for row in lexicons.table("directions"):
        known[row["word"]] = known.get(row["word"], frozenset()) | {row["class"]}
    return known


def hits(tree: Tree, indices: Iterable[int]) -> list[Hit]:
    """The words of relations and acts among the tokens, the longest phrases first at each place."""
    places = sorted(indices)
    known = _words()
    found: list[Hit] = []
    at = 0
    while at < len(places):
        step = 1
        for size in range(min(LONGEST, len(places) - at), 0, -1):
            run = places[at : at + size]
            texts = " ".join(tree.tokens[i].text.lower() for i in run)
            lemmas = " ".join(tree.tokens[i].lemma.lower() for i in run)
            word = texts if texts in known else lemmas if lemmas in known else None
            if word is not None:
                found.append(Hit(word, known[word], run[0], run[-1] + 1))
                step = size
                break
        at += step
    return found


def direction(tree: Tree, indices: Iterable[int], *, negated: bool) -> tuple[str, str | None]:
    """The direction of a claim and what it is about: relations, or the act by its word; None where no word tells."""
    found = hits(tree, indices)
    classes = [(hit, hit.classes) for hit in found]
    acts = [hit for hit, kinds in classes if kinds & {"cooperative", "conflictual"}]
    related = any("relations" in kinds for _, kinds in classes)
    trend = sum(SIGN[k] for _, kinds in classes for k in kinds if k in {"improve", "deteriorate"})
    turned = _turned(found)
    steady = any(kinds == frozenset({"no_change"}) or "no_change" in kinds for _, kinds in classes)
    about = "relations" if related or trend and not acts else acts[-1].word if acts else None
    value = trend if trend else _valence(acts, turned)
    if not found:
        return ("event_does_not_happen" if negated else "event_happens"), about
    if steady and not trend and not negated:
        return "no_change", about
    if steady and negated and not trend:
        return ("deteriorate" if value >= 0 else "improve"), about
    if trend and turned and not negated and about == "relations":
        value = abs(value) if value < 0 else value
    if negated:
        return "no_change", about
    if value:
        return ("improve" if value > 0 else "deteriorate"), about
    return "event_happens", about


def _turned(found: list[Hit]) -> set[int]:
    """First tokens of the words that turn what follows or precedes them round."""
    return {hit.first for hit in found if "reverse" in hit.classes}


def _valence(acts: list[Hit], turned: set[int]) -> int:
    value = 0
    for hit in acts:
        sign = 1 if "cooperative" in hit.classes else -1
        others = turned - {hit.first}
        if hit.first in turned and len(acts) > 1:
            continue
        value += -sign if others else sign
    return value
