"""What a claim sets aside: the half of a contrast that it does not stand for."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

from detente.extract import directions
from detente.extract.grammar import words
from detente.extract.trees import Tree


def aside(tree: Tree, indices: Sequence[int]) -> frozenset[int]:
    """The tokens set aside ("rather than worsen", "far from easing", "before they get better"; "may …, but will …")."""
    inside = set(indices)
    found: set[int] = set()
    for i in indices:
        word = tree.lower[i]
        if word in _ends():
            phrase = f"{tree.lower[i - 1] if i else ''} {word}"
            if phrase in words("instead") or (phrase in words("leading_instead") and _opens(tree, indices, i - 1)):
                found |= _instead(tree, i) | {i - 1}
                continue
        head = tree.tokens[i].head
        if word in words("earlier") and tree.deps[i] == "mark" and tree.deps[head] == "advcl":
            clause = tree.subtree(head)
            told = directions.hits(tree, inside - clause)
            found |= clause if any(hit.classes & directions.TELLING for hit in told) else set()
    found |= _yielding(tree, indices, found)
    return frozenset(found & inside)


@cache
def _ends() -> frozenset[str]:
    """The last words of the wordings that set something aside."""
    return frozenset(phrase.split(" ")[-1] for phrase in words("instead") | words("leading_instead"))


def _opens(tree: Tree, indices: Sequence[int], i: int) -> bool:
    """True for the first word of a claim or of a part set off by a comma."""
    return i == indices[0] or (i > 0 and tree.tokens[i - 1].text in {",", "–", "—"})


def _instead(tree: Tree, i: int) -> set[int]:
    """What follows "rather than" or "far from" up to the end of its phrase."""
    token = tree.tokens[i]
    under = tree.subtree(i)
    if under - {i - 1, i} and min(under) >= i - 1:
        return under
    after = next((t.index for t in tree.tokens[i + 1 :] if t.dep == "conj" and t.head == token.head), None)
    return {i} | (tree.subtree(after) if after is not None else set())


def _yielding(tree: Tree, indices: Sequence[int], gone: set[int]) -> set[int]:
    """The clause before a "but" or "or" whose own clause foresees and tells the direction."""
    for i in indices:
        token = tree.tokens[i]
        if tree.deps[i] != "cc" or tree.lower[i] not in words("yielding") or token.head in gone:
            continue
        verb = next((c for c in tree.children[token.head] if c > i and tree.tokens[c].dep == "conj"), None)
        if verb is None or not any(tree.tokens[c].tag == "MD" for c in tree.children[verb]):
            continue
        after = tree.subtree(verb) & set(indices)
        if any(hit.classes & directions.TELLING for hit in directions.hits(tree, after)):
            return {k for k in indices if k < i and k not in after}
    return set()
