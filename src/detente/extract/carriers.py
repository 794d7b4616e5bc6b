"""Carriers: the verb that lends an event noun its subject (`impose sanctions`, `face a ban`)."""

from __future__ import annotations

from functools import cache

from detente.extract.arguments import Scene
from detente.extract.frames import VERBS, Tree, grammar
from detente.lexicons import table


@cache
def support_verbs() -> dict[str, str]:
    """Lemmas of verbs that lend an event noun its subject, and the role of that subject."""
    return {word: row["subject"] for row in table("support_verbs") for word in row.listed("forms")}


def support(scene: Scene, noun: int) -> int | None:
    """The support verb an event noun depends on, or None."""
    verb = scene.governor(noun)
    if verb is None or _beside(scene.tree, noun):
        return None
    if scene.tree.lemmas[verb] in support_verbs():
        return verb
    token = scene.tree.tokens[verb]
    reported = token.dep == "ccomp" and token.lemma == "be" and scene.tree.tokens[noun].dep == "nsubj"
    return token.head if reported and scene.tree.tokens[token.head].pos in VERBS else None


def _beside(tree: Tree, noun: int) -> bool:
    """True for a noun that only says when the verb's act took place (`at the dinner`, `after the talks`)."""
    token = tree.tokens[noun]
    if token.dep == "oprd":  # "what it called attacks"
        return True
    return token.dep == "pobj" and tree.lemmas[token.head] in grammar("occasion")
