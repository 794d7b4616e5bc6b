"""Modes: what kind of its type an act is (a phone call, an expulsion, shelling), from the words around its trigger."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from detente.extract.frames import Tree
from detente.lexicons import table

DEPTH = 4
"""How far below the trigger a word still tells of the act itself."""


@cache
def modes() -> dict[str, tuple[tuple[str, frozenset[str]], ...]]:
    """For each type its modes with the lemmas that speak for them, in the order in which they are tried."""
    found: dict[str, tuple[tuple[str, frozenset[str]], ...]] = {}
    for row in table("modes"):
        found[row["type"]] = (*found.get(row["type"], ()), (row["mode"], frozenset(row.listed("forms"))))
    return found


def mode(tree: Tree, plover: str, words: Iterable[int]) -> str | None:
    """The mode of an act of this type with these trigger tokens, or None where no word tells.

    The trigger's own words come first, then those below them, then the noun phrase that the act stands in.
    """
    heads = list(words)
    below = [token for head in heads for token in tree.below(head, DEPTH)]
    subjects = [child for head in heads for child in tree.kids(head, "nsubj", "nsubjpass")]
    for tokens in (heads, below, subjects):
        lemmas = {tree.lemmas[token] for token in tokens}
        for name, forms in modes().get(plover, ()):
            if lemmas & forms:
                return name
    return None
