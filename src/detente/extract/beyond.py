"""Sides beyond the places that a frame lists: further off in the sentence, before it, or the pair of the document."""

from __future__ import annotations

from dataclasses import replace

from detente.extract.arguments import Argument, Scene, support
from detente.extract.frames import VERBS, Tree, Trigger
from detente.extract.memory import Memory
from detente.extract.nearest import nearest

DYADIC = frozenset({"MOBILIZE", "SANCTION", "COERCE", "ASSAULT", "THREATEN", "PROTEST", "RETREAT", "CONCEDE", "REJECT"})
"""Types whose acts are done to somebody, also where the sentence does not say to whom."""


def further(scene: Scene, trigger: Trigger, source: Argument, memory: Memory) -> Argument | None:
    """A target beyond the listed places: in the same clause, in the sentence, in the pair of the sentence before."""
    span = _extent(scene.tree, trigger.head)
    found = nearest(scene, trigger.head, source.codes, within=span)
    if found is not None:
        return replace(found, sure=0.8 if found.sure > 0.5 else 0.5)
    if scene.tree.tokens[trigger.head].pos not in VERBS and support(scene, trigger.head) is None:
        found = nearest(scene, trigger.head, source.codes)
        return replace(found, sure=0.55 if found.sure > 0.5 else 0.4) if found is not None else None
    if memory.main and set(source.codes) & set(memory.main) and scene.tree.sentence.index > 1:
        opposite = memory.other(source.codes) or memory.opposite(source.codes)
        here = {code for mention in scene.mentions for code in mention.codes}
        if opposite and not set(opposite) & set(source.codes) and not set(opposite) <= here:
            return Argument(opposite, trigger.head, "", 0.6)
    found = nearest(scene, trigger.head, source.codes, near=True)
    if found is not None:
        return replace(found, sure=0.66 if found.sure > 0.5 else 0.4)
    other = memory.other(source.codes) or memory.parallel(source.codes, trigger.frame.plover)
    other = tuple(code for code in other if code not in source.codes)
    if other:
        return Argument(other, trigger.head, "", 0.62)
    found = nearest(scene, trigger.head, source.codes)
    return replace(found, sure=0.62 if found.sure > 0.5 else 0.4) if found is not None else None


def counterpart(scene: Scene, trigger: Trigger, source: Argument, memory: Memory) -> Argument | None:
    """The other state of the pair that a document is about, for a hostile act in a sentence that names no third."""
    if trigger.frame.plover not in DYADIC or not memory.settled or trigger.object is None:
        return None
    opposite = memory.opposite(source.codes)
    here = {code for mention in scene.mentions for code in mention.codes}
    if not opposite or here - set(source.codes):
        return None
    return Argument(opposite, trigger.head, "", 0.7)


def adversary(scene: Scene, target: Argument | None, memory: Memory) -> Argument | None:
    """Who acts in a passive without an agent (`eleven diplomats were expelled`): the other side of the pair."""
    if target is None or not memory.settled:
        return None
    opposite = memory.opposite(target.codes)
    return Argument(opposite, target.token, "", 0.7) if opposite else None


def source_beyond(scene: Scene, trigger: Trigger, target: Argument, memory: Memory) -> Argument | None:
    found = nearest(scene, trigger.head, target.codes, near=True)
    if found is None and scene.tree.passive(trigger.head):
        found = adversary(scene, target, memory)
    found = found or nearest(scene, 0, target.codes)
    return replace(found, sure=min(found.sure, 0.66)) if found is not None else None


def _extent(tree: Tree, i: int) -> tuple[int, int]:
    below = [i, *tree.below(i, 8)]
    return min(below), max(below)
