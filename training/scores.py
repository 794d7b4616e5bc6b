"""Figures of the relation scorer: macro F1 of root, quad class and side."""

from __future__ import annotations

from collections.abc import Sequence

from detente.models.relation_scorer import ROOTS

QUAD = dict.fromkeys(("AGREE", "CONSULT", "SUPPORT"), 1) | dict.fromkeys(("COOPERATE", "AID", "YIELD"), 2)
QUAD |= dict.fromkeys(("REQUEST", "ACCUSE", "REJECT", "THREATEN"), 3)
QUAD |= dict.fromkeys(("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"), 4)


def macro(truth: Sequence[object], guess: Sequence[object], names: Sequence[object]) -> float:
    """Macro F1 over `names`."""
    total = 0.0
    for name in names:
        hit = sum(t == g == name for t, g in zip(truth, guess, strict=True))
        n = sum(t == name for t in truth) + sum(g == name for g in guess)
        total += 2 * hit / n if n else 0.0
    return total / len(names)


def figures(truth: Sequence[str], guess: Sequence[str]) -> dict[str, float]:
    """Macro F1 of root, quad and binary."""
    quads = [QUAD[t] for t in truth], [QUAD[g] for g in guess]
    sides = [q <= 2 for q in quads[0]], [q <= 2 for q in quads[1]]
    return {
        "root": round(macro(truth, guess, ROOTS), 4),
        "quad": round(macro(*quads, [1, 2, 3, 4]), 4),
        "binary": round(macro(*sides, [True, False]), 4),
    }


def summed(roots: Sequence[float]) -> str:
    """The root chosen step by step: the side of the larger sum, within it the quad class, within that the root."""
    quads = {quad: sum(p for root, p in zip(ROOTS, roots, strict=True) if QUAD[root] == quad) for quad in (1, 2, 3, 4)}
    side = (1, 2) if quads[1] + quads[2] >= quads[3] + quads[4] else (3, 4)
    quad = max(side, key=lambda q: quads[q])
    return max((root for root in ROOTS if QUAD[root] == quad), key=lambda root: roots[ROOTS.index(root)])
