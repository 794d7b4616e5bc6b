"""Anaphora: acts told by taking up another act of the document (`Oslo followed suit`, `an identical answer from Riga`,
`the London measure of last week`).

A pro-verb does to the same target what was done before, or pays it back when its subject was the target; an answer
pays back the last act of conflict against whoever answers; `the measure`, `the step` and their like with the name of
a state mean the last act of that state.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from detente.extract.arguments import Argument, Scene
from detente.extract.frames import VERBS, Tree, grammar
from detente.extract.references import ALONE, Focus
from detente.records import Event

REACH = 4
"""Sentences back over which an act is taken up by a pro-verb or an answer."""
TAKEN_UP = frozenset({"actual", "planned", "hypothetical"})
COOPERATION = 2
"""Quad classes up to this are cooperation, which is not answered in kind."""


@dataclass(frozen=True, slots=True)
class Echo:
    """An act at token `head` that is like `model`, with sides of its own; `dated` where it must have its own day."""

    head: int
    dated: bool
    source: tuple[str, ...]
    target: tuple[str, ...]
    source_text: str
    model: Event
    p: float


def echoes(scene: Scene, about: Focus) -> Iterator[Echo]:
    """The acts of a sentence that take up acts told before it."""
    tree = scene.tree
    if tree.words.isdisjoint(grammar("echo")):
        return
    for token in tree.tokens:
        if token.index in scene.placed:
            continue
        lemma = tree.lemmas[token.index]
        if token.pos in VERBS and lemma in grammar("pro_verb") and _pro(tree, token.index):
            yield from _again(scene, token.index, scene.subject(token.index), about)
        elif lemma in grammar("answer"):
            verb = token.pos in VERBS
            side = scene.subject(token.index) if verb else scene.qualifiers(token.index) or _from(scene, token.index)
            yield from _back(scene, token.index, side, about)
        elif lemma in grammar("act_noun") and token.pos == "NOUN" and token.dep != "compound":
            yield from _same(scene, token.index, scene.qualifiers(token.index) or _from(scene, token.index), about)


def _pro(tree: Tree, verb: int) -> bool:
    """True for `followed suit`, `did so`, `did the same`, `so did Oslo`, `followed` without an object."""
    words = {tree.lemmas[c] for c in tree.children[verb]}
    if words & grammar("likewise"):
        return True
    return tree.lemmas[verb] == "follow" and not tree.passive(verb) and not tree.kids(verb, "dobj", "ccomp", "prep")


def _from(scene: Scene, noun: int) -> Argument | None:
    return scene.prepositional(noun, "from", ()) or scene.prepositional(noun, "by", ())


def _again(scene: Scene, verb: int, side: Argument | None, about: Focus) -> Iterator[Echo]:
    """What was done last, done by somebody else to the same target, or paid back to its source."""
    if side is None or not side.codes:
        return
    model = next(_before(scene, verb, about), None)
    if model is None or (model.source == side.codes and model.status == "actual"):
        return
    target = model.source if model.target == side.codes else model.target
    if set(target) & set(side.codes):
        return
    yield Echo(verb, False, side.codes, target, side.text, model, ALONE)


def _back(scene: Scene, head: int, side: Argument | None, about: Focus) -> Iterator[Echo]:
    """The last act of conflict against whoever answers, the other way round."""
    if side is None or len(side.codes) != 1:
        return
    for row in _before(scene, head, about):
        if row.target == side.codes and row.quad > COOPERATION:
            yield Echo(head, True, side.codes, row.source, side.text, row, ALONE)
            return


def _same(scene: Scene, noun: int, side: Argument | None, about: Focus) -> Iterator[Echo]:
    """The last act of a state, told again as its step or measure."""
    if side is None or len(side.codes) != 1:
        return
    own = [row for _, row in about.told if row.source == side.codes and row.status == "actual"]
    if own and own[-1].start != scene.tree.sentence.start:
        yield Echo(noun, True, side.codes, own[-1].target, side.text, own[-1], ALONE)


def _before(scene: Scene, head: int, about: Focus) -> Iterator[Event]:
    """Acts told before a token, the last first."""
    index, at = scene.tree.sentence.index, scene.tree.tokens[head].start
    for sentence, row in reversed(about.told):
        if index - REACH <= sentence <= index and (row.trigger_start or 0) < at and row.status in TAKEN_UP:
            yield row
