"""Remarks: wordings that name an act without reporting one: takings-up, states of affairs, accompaniments."""

from __future__ import annotations

from detente.extract.arguments import Scene
from detente.extract.frames import classes, grammar


def abstract(scene: Scene, verb: int) -> bool:
    """True where the subject is a state of affairs (`relations`, `the crisis`) or a team, which acts upon no state."""
    tree = scene.tree
    subjects = [] if tree.passive(verb) else tree.kids(verb, "nsubj")
    sports = any(tree.lemmas[c] in grammar("sport") for s in subjects for c in tree.kids(s, "compound", "amod"))
    return sports or any(tree.lemmas[c] in classes()["abstract"] for c in subjects)


def remark(scene: Scene, noun: int) -> bool:
    """True for `it was their first meeting`, a remark on an act that was told before, and for `domestic criticism`."""
    token = scene.tree.tokens[noun]
    if _at_home(scene, noun) or (token.dep == "conj" and _at_home(scene, token.head)):
        return True
    if token.dep != "attr" or scene.tree.lemmas[token.head] != "be":
        return False
    subjects = scene.tree.kids(token.head, "nsubj")
    return any(scene.tree.lemmas[c] in grammar("demonstrative") for c in subjects)


def _at_home(scene: Scene, noun: int) -> bool:
    return any(scene.tree.lemmas[c] in grammar("at_home") for c in scene.tree.kids(noun, "amod"))


def course(scene: Scene, noun: int, verb: int | None) -> bool:
    """True for `while trading accusations`: an unnumbered many beside the act proper, a state of affairs.

    Not where it says of whom (`drawing complaints from Canberra`).
    """
    if scene.tree.tokens[noun].tag != "NNS":
        return False
    if verb is None:
        return scene.tree.tokens[noun].dep == "advcl"
    told = {"det", "nummod", "poss", "amod"}
    token = scene.tree.tokens[verb]
    bare = not any(scene.tree.tokens[c].dep in told for c in scene.tree.children[noun])
    bare = bare and not any(scene.tree.lemmas[c] in {"from", "by"} for c in scene.tree.kids(noun, "prep"))
    return bare and token.tag == "VBG" and token.dep in {"advcl", "pcomp"} and not scene.tree.kids(verb, "aux")


def anaphoric(scene: Scene, noun: int, verb: int | None) -> bool:
    """True for `the summit`, `this meeting` without participants of its own, which says nothing new."""
    tree = scene.tree
    sides = any(tree.lemmas[c] in grammar("party_preposition") for c in tree.kids(noun, "prep"))
    return not sides and verb is None and not any(tree.lemmas[c] == "their" for c in tree.kids(noun, "poss"))


def pursuit(scene: Scene, verb: int) -> bool:
    """True for `while trading accusations`: what goes on beside the act proper, told as a state of affairs."""
    tree = scene.tree
    if tree.tokens[verb].tag != "VBG" or not any(tree.lemmas[c] == "while" for c in tree.children[verb]):
        return False
    things = tree.kids(verb, "dobj")
    return any(tree.tokens[c].tag == "NNS" and not tree.kids(c, "det", "nummod", "poss") for c in things)


def purpose(scene: Scene, verb: int) -> bool:
    """True for `weapons to fight the militants`: what something is meant for, told of nobody in particular."""
    tree = scene.tree
    to = any(tree.tokens[c].dep == "aux" and tree.lemmas[c] == "to" for c in tree.children[verb])
    begun = tree.lemmas[tree.tokens[verb].head] in grammar("aspect")
    return to and not begun and tree.tokens[verb].dep in {"advcl", "acl", "relcl"}
