"""`detente relate`: which act of a given source toward a given target a sentence reports."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from detente.extract.acts import QUADS
from detente.models import relation_scorer
from detente.models.relation_scorer import ROOTS, TYPES, Pair, Scores, Span

YIELD = ("CONCEDE", "RETREAT")
UNNAMED: Span = (0, 0)


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
    """The item with the spans of both strings, apart where the text allows it; None where neither is in the text.

    A string that stands there in other capitals, or only with its last word, is taken to stand there; one that does
    not stand there at all is a side that the text does not name.
    """
    one, two = _find(item.text, item.source), _find(item.text, item.target)
    if one is None and two is None:
        return None
    if one is not None and two is not None and _overlap(one, two):
        later = _find(item.text, item.target, one[1]) if len(item.target) <= len(item.source) else None
        if later is not None:
            two = later
        else:
            one = _find(item.text, item.source, two[1]) or one
    return Pair(item.text, one or UNNAMED, two or UNNAMED)


def _find(text: str, piece: str, start: int = 0) -> Span | None:
    """The first place of `piece` from `start` on, else of it in other capitals, else of its last word."""
    words = piece.split()
    for form, whole in ((piece, text), (piece.lower(), text.lower()), (words[-1] if words else "", text)):
        at = whole.find(form, start) if form else -1
        if at >= 0 and len(whole) == len(text):
            return _span(at, form)
    return None


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
