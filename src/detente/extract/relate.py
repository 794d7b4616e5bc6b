"""`detente relate`: which act of a given source toward a given target a sentence reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.extract.events import QUADS
from detente.models import relation_scorer
from detente.models.relation_scorer import ROOTS, TYPES, Pair, Scores, Span

YIELD = ("CONCEDE", "RETREAT")


@dataclass(frozen=True, slots=True)
class RelateItem:
    """A sentence and two strings that stand in it."""

    id: str
    text: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Relate:
    """The act that the sentence reports; all None where the scorer abstains.

    `plover` one of sixteen types, `quad` its class (1 to 4), `binary` coop or conf, `p` the probability of the type.
    """

    id: str
    plover: str | None = None
    quad: int | None = None
    binary: str | None = None
    p: float | None = None


def relate(items: Sequence[RelateItem]) -> list[Relate]:
    """One answer an item, in their order; abstentions where a string does not stand in the text or no weights ship."""
    if not relation_scorer.available():
        return [Relate(item.id) for item in items]
    return [_one(item) for item in items]


def _one(item: RelateItem) -> Relate:
    pair = locate(item)
    return Relate(item.id) if pair is None else _answer(item.id, relation_scorer.scorer().score([pair])[0])


def locate(item: RelateItem) -> Pair | None:
    """The item with the spans of both strings, apart where the text allows it; None where one is not in the text."""
    source = item.text.find(item.source) if item.source else -1
    target = item.text.find(item.target) if item.target else -1
    if source < 0 or target < 0:
        return None
    one, two = _span(source, item.source), _span(target, item.target)
    if _overlap(one, two):
        later = item.text.find(item.target, one[1]) if len(item.target) <= len(item.source) else -1
        if later >= 0:
            two = _span(later, item.target)
        else:
            later = item.text.find(item.source, two[1])
            one = _span(later, item.source) if later >= 0 else one
    return Pair(item.text, one, two)


def _span(start: int, piece: str) -> Span:
    return start, start + len(piece)


def _overlap(one: Span, two: Span) -> bool:
    return one[0] < two[1] and two[0] < one[1]


def _answer(name: str, scores: Scores) -> Relate:
    best = max(range(len(ROOTS)), key=lambda i: scores.roots[i])
    root = ROOTS[best]
    kind = max(YIELD, key=lambda name: scores.types[TYPES.index(name)]) if root == "YIELD" else root
    quad = QUADS[kind]
    return Relate(name, kind, quad, "coop" if quad <= 2 else "conf", scores.roots[best])
