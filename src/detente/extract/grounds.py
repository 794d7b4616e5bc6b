"""Grounds: what an act answers, told beside it without the sides, which are those of the act the other way round.

"Ghana cut its aid to Togo after it signed a deal with Chad": Togo signed. The pronoun of the annotation stands for the
subject of the main clause; here the act of the main clause says better. "Chad shelled Libya in response to a raid on a
border post": Libya raided Chad.
"""

from __future__ import annotations

from dataclasses import replace

from detente.extract.arguments import Argument, Scene
from detente.extract.frames import grammar
from detente.extract.memory import Memory
from detente.extract.triggers import Trigger

JUDGING = frozenset({"ACCUSE", "ASSAULT", "COERCE", "PROTEST", "REJECT", "SANCTION", "THREATEN"})
"""Types of acts that are done to a state for what it did."""
PRAISE = "051"
"""The CAMEO code of praise and thanks, which are given for something too."""


def judged(scene: Scene, trigger: Trigger, memory: Memory) -> Argument | None:
    """The state that an act before judges for what the trigger's clause tells; None where nothing says so."""
    tree, verb = scene.tree, trigger.head
    token = tree.tokens[verb]
    act = memory.judgements.get(token.head)
    if act is None or token.dep != "advcl":
        return None
    marked = any(tree.lemmas[c] in grammar("grounds") for c in tree.kids(verb, "mark"))
    return act if marked and len(act.codes) == 1 else None


def settle(scene: Scene, trigger: Trigger, memory: Memory) -> None:
    """Gives the pronoun that is the trigger's subject to the state that is judged."""
    act = judged(scene, trigger, memory)
    named = scene.owner.get(act.token) if act is not None else None
    for subject in scene.tree.kids(trigger.head, "nsubj"):
        if act is not None and named is not None and scene.tree.lemmas[subject] in grammar("thing_pronoun"):
            word = scene.tree.tokens[subject]
            scene.owner[subject] = replace(
                named, codes=act.codes, kind="pronoun", start=word.start, end=word.end, text=word.text, first=subject,
                last=subject + 1, head=subject,
            )  # fmt: skip
            scene.nobody.discard(subject)


def answered(scene: Scene, noun: int, memory: Memory) -> tuple[Argument, Argument] | None:
    """Source and target of an act named as what another one answers: `in retaliation for the seizure of a ship`."""
    tree = scene.tree
    preposition = tree.tokens[noun].head
    reply = tree.tokens[preposition].head
    if tree.tokens[noun].dep != "pobj" or tree.lemmas[reply] not in grammar("answer"):
        return None
    above = tree.tokens[reply].head
    act = memory.acts.get(tree.tokens[above].head) if tree.tokens[above].dep == "prep" else memory.acts.get(above)
    if act is None or len(act[1].codes) != 1 or len(act[0]) != 1:
        return None
    source = replace(act[1], sure=0.8)
    return source, Argument(act[0], noun, "", 0.8)


def judging(trigger: Trigger) -> bool:
    """True for an act that is done to a state for what it did."""
    return trigger.frame.plover in JUDGING or trigger.frame.cameo == PRAISE
