"""Which act of a given source toward a given target a sentence reports, in the PLOVER manual's reading.

The manual folds status into type: a meeting announced is an AGREE, one called off a REJECT, a threatened blow a
THREATEN. The learned scorer reads it so too. Side, quad class and type are chosen in this order, each by summed
probability, so that the three always agree with each other.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from detente.models import relation_scorer
from detente.models.relation_scorer import ROOTS, TYPES, Pair, Scores, Span

QUADS: Final = {
    **dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), 1),
    **dict.fromkeys(("COOPERATE", "AID", "YIELD"), 2),
    **dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3),
    **dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4),
}
"""Quad class of the manual's fifteen roots, where YIELD stands for CONCEDE and RETREAT."""

SIDES: Final = {"coop": (1, 2), "conf": (3, 4)}
YIELDS: Final = ("CONCEDE", "RETREAT")


@dataclass(frozen=True, slots=True)
class RelateItem:
    """A sentence with two sides as they stand in it; a side that does not stand in it counts as unnamed."""

    id: str
    text: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class Relate:
    """The act reported: PLOVER type, quad class (1 to 4), side (coop or conf) and the probability of the type."""

    id: str
    plover: str | None
    quad: int | None
    binary: str | None
    p: float | None


def relate(items: Sequence[RelateItem]) -> list[Relate]:
    """One answer an item, in the order given; all null where the learned weights are not installed."""
    if not relation_scorer.available():
        return [Relate(item.id, None, None, None, None) for item in items]
    pairs = [_pair(item) for item in items]
    return [_answer(item.id, scores) for item, scores in zip(items, relation_scorer.scorer().score(pairs), strict=True)]


def _pair(item: RelateItem) -> Pair:
    source = _find(item.text, item.source, (0, 0))
    return Pair(item.text, source, _find(item.text, item.target, source))


def _find(text: str, piece: str, taken: Span) -> Span:
    """Where `piece` stands, outside `taken` where it can; (0, 0) where it does not stand in the text."""
    at = text.find(piece) if piece.strip() else -1
    if at >= 0 and taken[0] <= at < taken[1]:
        later = text.find(piece, taken[1])
        at = later if later >= 0 else at
    return (at, at + len(piece)) if at >= 0 else (0, 0)


def _answer(item: str, scores: Scores) -> Relate:
    roots = dict(zip(ROOTS, scores.roots, strict=True))
    quads = {quad: sum(p for root, p in roots.items() if QUADS[root] == quad) for quad in (1, 2, 3, 4)}
    binary = max(SIDES, key=lambda side: sum(quads[quad] for quad in SIDES[side]))
    quad = max(SIDES[binary], key=lambda q: quads[q])
    root = max((root for root in ROOTS if QUADS[root] == quad), key=lambda r: roots[r])
    if root != "YIELD":
        return Relate(item, root, quad, binary, roots[root])
    types = dict(zip(TYPES, scores.types, strict=True))
    plover = max(YIELDS, key=lambda t: types[t])
    return Relate(item, plover, 1 if plover == "CONCEDE" else 2, binary, roots[root])
