"""Sides beyond the places that a frame lists: further off in the sentence, before it, or the pair of the document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from detente.extract.arguments import Argument, Scene
from detente.extract.carriers import support
from detente.extract.frames import VERBS, Tree, grammar
from detente.extract.memory import Memory
from detente.extract.nearest import nearest
from detente.extract.triggers import Trigger

DYADIC = frozenset({
    "MOBILIZE", "SANCTION", "COERCE", "ASSAULT", "THREATEN", "PROTEST", "RETREAT", "CONCEDE", "REJECT", "ACCUSE",
    "REQUEST",
})  # fmt: skip
"""Types whose acts are done to somebody, also where the sentence does not say to whom."""

GROUND = frozenset({"RETREAT", "MOBILIZE", "ASSAULT"})
"""Types whose acts are done to a state where they are done on its ground."""
OFFICIAL = frozenset({None, "government", "military"})
"""Sectors of those who act for their state wherever they act."""
ASIDE = frozenset({"place", "backed"})
SPOKEN = frozenset({"REQUEST", "ACCUSE", "THREATEN", "SUPPORT", "REJECT", "ASSAULT"})
"""Types whose acts, where they are done to people of one's own, concern no other state."""


def further(scene: Scene, trigger: Trigger, source: Argument, memory: Memory) -> Argument | None:
    """A target beyond the listed places: in the same clause, in the sentence, in the pair of the sentence before."""
    span = _extent(scene.tree, trigger.head)
    found = nearest(scene, trigger.head, source.codes, within=span)
    if found is None and trigger.frame.plover in GROUND:
        found = nearest(scene, trigger.head, source.codes, within=span, placed=True)
    if found is not None:
        return replace(found, sure=0.8 if found.sure > 0.5 else 0.5)
    if scene.tree.tokens[trigger.head].pos not in VERBS and support(scene, trigger.head) is None:
        found = nearest(scene, trigger.head, source.codes)
        return replace(found, sure=0.55 if found.sure > 0.5 else 0.4) if found is not None else None
    begun = _begun(scene, trigger.head, memory)
    if begun is not None and begun[0] == source.codes:
        return replace(begun[1], sure=0.8)
    acts = in_office(scene, source)
    if acts and memory.main and set(source.codes) & set(memory.main) and scene.tree.sentence.index > 1:
        opposite = memory.other(source.codes) or memory.opposite(source.codes)
        here = {code for mention in scene.mentions for code in mention.codes}
        fresh = memory.settled or not set(opposite) <= here
        if opposite and fresh and not set(opposite) & set(source.codes):
            return Argument(opposite, trigger.head, "", 0.7 if memory.settled else 0.6)
    found = nearest(scene, trigger.head, source.codes, near=True)
    if found is not None:
        return replace(found, sure=0.66 if found.sure > 0.5 else 0.4)
    other = memory.other(source.codes) or memory.parallel(source.codes, trigger.frame.plover) if acts else ()
    other = tuple(code for code in other if code not in source.codes)
    if other or memory.settled:
        return Argument(other, trigger.head, "", 0.62) if other else None
    found = nearest(scene, trigger.head, source.codes)
    return replace(found, sure=0.62 if found.sure > 0.5 else 0.4) if found is not None else None


def _begun(scene: Scene, verb: int, memory: Memory) -> tuple[tuple[str, ...], Argument] | None:
    """The sides of the act that a verb without a subject goes on with (`attacked … and demanded …`)."""
    token = scene.tree.tokens[verb]
    if token.dep != "conj" or scene.tree.kids(verb, "nsubj", "nsubjpass"):
        return None
    return memory.acts.get(token.head)


def counterpart(scene: Scene, trigger: Trigger, source: Argument, memory: Memory) -> Argument | None:
    """The other state of the pair that a document is about, for a hostile act in a sentence that names no third."""
    if trigger.frame.plover not in DYADIC or not memory.settled or trigger.object is None:
        return None
    opposite = memory.opposite(source.codes)
    partners = _partners(scene.tree, (trigger.head, trigger.object))
    third = {
        code
        for mention in scene.mentions
        if mention.kind != "organisation" and mention.role not in ASIDE and mention.head not in partners
        for code in mention.codes
    }
    if not opposite or third - {*source.codes, *opposite}:
        return None
    return Argument(opposite, trigger.head, "", 0.7)


def _partners(tree: Tree, heads: tuple[int, ...]) -> set[int]:
    """The tokens of a with-phrase on the thing: who holds it together with the source (`its drills with Japan`)."""
    withs = [c for head in heads for c in tree.kids(head, "prep") if tree.lemmas[c] == "with"]
    return {j for c in withs for j in tree.below(c, 4)}


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
    below = [i, *(j for j in tree.below(i, 8) if tree.tokens[j].dep != "punct")]
    return min(below), max(below)


def stranger(scene: Scene, verb: int) -> bool:
    """True where the verb's own subject is an expert or a reporter (`the analyst doubted`)."""
    return not scene.tree.passive(verb) and any(c in scene.nobody for c in scene.tree.kids(verb, "nsubj"))


def elsewhere(scene: Scene, trigger: Trigger) -> bool:
    """True where the place of the target holds the wide world (`countermeasures against the West`)."""
    heads = {trigger.head, *trigger.words} | ({trigger.object} if trigger.object is not None else set())
    places = [c for i in heads for c in scene.tree.kids(i, "prep") if scene.tree.lemmas[c] in trigger.frame.target]
    return any(scene.tree.lemmas[g] in grammar("wide_world") for c in places for g in scene.tree.kids(c, "pobj"))


def in_office(scene: Scene, side: Argument) -> bool:
    """False for a party, a member of parliament, a firm: they mostly act at home."""
    mention = scene.owner.get(side.token)
    return mention is None or mention.sector in OFFICIAL


def own_affair(scene: Scene, trigger: Trigger, source: Argument) -> bool:
    """True where the act is done to somebody at home (`denounced the media`, `demanded that Mueller resign`), so that
    no other state is left for the document to lend."""
    if trigger.frame.plover not in SPOKEN:
        return False
    return any(_at_home(scene, j, source.codes) for j in _done_to(scene.tree, trigger))


def _done_to(tree: Tree, trigger: Trigger) -> Iterator[int]:
    """What stands where the frame looks for the target: objects, those of its prepositions, who is to do something."""
    verb = trigger.head
    yield from tree.kids(verb, "dobj", "dative")
    for c in tree.kids(verb, "prep", "dative"):
        if tree.lemmas[c] in trigger.frame.target:
            yield from tree.kids(c, "pobj")
    if trigger.frame.plover == "REQUEST":
        for c in tree.kids(verb, "ccomp"):
            yield from tree.kids(c, "nsubj", "nsubjpass", "compound")


def _at_home(scene: Scene, j: int, codes: tuple[str, ...]) -> bool:
    token, mention = scene.tree.tokens[j], scene.owner.get(j)
    if scene.tree.lemmas[j] in grammar("home_affair") or (mention is None and token.entity == "PERSON"):
        return True
    if mention is not None and mention.kind != "pronoun" and set(mention.codes) <= set(codes):
        return True
    return any(scene.places.get(g) in codes for g in (j, *scene.tree.below(j, 3)))
