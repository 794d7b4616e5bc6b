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
from detente.extract.grammar import words as grammar
from detente.extract.trees import Tree

SIGN: Final = {"improve": 1, "cooperative": 1, "deteriorate": -1, "conflictual": -1}
LINKS: Final = frozenset(
    {"dobj", "nsubjpass", "nsubj", "pobj", "prep", "compound", "conj", "nmod", "amod", "poss", "xcomp"}
)
LONGEST: Final = 6  # words of the longest phrase in the lexicon


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


@cache
def _leads() -> frozenset[str]:
    """The first words of all phrases: a quick look before the long one."""
    return frozenset(word.split(" ")[0] for word in _words())


def hits(tree: Tree, indices: Iterable[int]) -> list[Hit]:
    """The words of relations and acts among the tokens, the longest phrases first at each place."""
    places = sorted(indices)
    known = _words()
    found: list[Hit] = []
    at = 0
    while at < len(places):
        step = 1
        first = tree.tokens[places[at]]
        if first.text.lower() not in _leads() and first.lemma.lower() not in _leads():
            at += 1
            continue
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
    acts = [hit for hit in found if hit.classes & {"cooperative", "conflictual"}]
    turning = [hit for hit in found if "reverse" in hit.classes]
    trend = sum(_signed(tree, hit, turning, {"improve", "deteriorate"}) for hit in found)
    steady = [hit for hit in found if "no_change" in hit.classes and _stands(tree, hit)]
    related = any("relations" in hit.classes for hit in found)
    about = "relations" if related or (trend and not acts) else acts[-1].word if acts else None
    value = trend or sum(_signed(tree, hit, turning, {"cooperative", "conflictual"}) for hit in _outer(acts, turning))
    rises = any("rise" in hit.classes for hit in found)
    if steady and not trend and not (rises and value):
        if negated and any(tree.tokens[hit.first].pos == "VERB" for hit in steady) and not turning:
            return ("deteriorate" if value >= 0 else "improve"), about
        return "no_change", about
    if negated:
        return ("no_change" if found else "event_does_not_happen"), about
    if value:
        return ("improve" if value > 0 else "deteriorate"), about
    return "event_happens", about


def _stands(tree: Tree, hit: Hit) -> bool:
    """True where a word of lasting is said of something, not an attribute ("the last of") nor an act ("hold talks")."""
    token = tree.tokens[hit.last - 1]
    if token.lemma.lower() in grammar("holding") and tree.child(token.index, "dobj", "nsubjpass") is not None:
        return False
    return token.dep != "amod" and (token.pos != "ADJ" or token.dep in {"acomp", "oprd", "attr", "ROOT", "conj"})


def tends(tree: Tree, indices: Iterable[int]) -> bool:
    """True where a claim names a change of a relation."""
    return any(hit.classes & {"improve", "deteriorate"} for hit in hits(tree, indices))


def trending(found: Iterable[Hit]) -> bool:
    """True where a word tells of a relation rather than of an act alone."""
    return any(hit.classes & {"improve", "deteriorate", "no_change", "relations"} for hit in found)


def _outer(acts: list[Hit], turning: list[Hit]) -> list[Hit]:
    """The acts without those words that only turn another act round; all of them where nothing else is left."""
    plain = [hit for hit in acts if hit not in turning]
    return plain or acts


def _signed(tree: Tree, hit: Hit, turning: list[Hit], kinds: set[str]) -> int:
    sign = sum(SIGN[kind] for kind in hit.classes & kinds)
    turned = any(other is not hit and _governs(tree, other, hit) for other in turning)
    return -sign if turned else sign


def _governs(tree: Tree, verb: Hit, noun: Hit) -> bool:
    """True where one word acts on the other: its object, its passive subject, or the noun of such a phrase."""
    at = noun.last - 1
    for _ in range(4):
        token = tree.tokens[at]
        if verb.first <= at < verb.last:
            return True
        if token.dep not in LINKS or token.head == at:
            return False
        at = token.head
    return verb.first <= at < verb.last
