"""What became of a plan, told later by its noun: "The trip was called off", "the talks never took place".

A definite noun for an act, of which the clause says that it was cancelled or did not take place, and which has no
sides of its own, takes up the last plan of its kind that the document has told: the same sides, type and day, with
the status of its own clause.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from detente.extract.acts import Act, event
from detente.extract.arguments import Scene
from detente.extract.frames import Tree, grammar
from detente.extract.timing import Timing
from detente.extract.triggers import find
from detente.records import Annotated, Clause, Event, Mention

UNDONE = frozenset({"cancelled", "negated"})
AHEAD = frozenset({"planned", "hypothetical"})
REACH = 5
"""Sentences back over which a plan is taken up."""
LESS = 0.9
"""What the taking up leaves of a plan's probability."""
RULE = "undone:"
STEM = 4
"""Letters that a noun shares with the verb it is made of."""


def undone(
    doc: Annotated,
    trees: Sequence[Tree],
    mentions: Mapping[int, list[Mention]],
    clauses: Mapping[int, Mapping[int, Clause]],
    rows: Sequence[Event],
    timing: Timing,
) -> Iterator[Event]:
    """The plans among `rows` that a later clause says came to nothing, as rows of that clause."""
    plans = [row for row in rows if row.status in AHEAD and row.start is not None]
    if not plans:
        return
    taken = {row.trigger_start for row in rows}
    for tree in trees:
        for head, clause in sorted(clauses.get(tree.sentence.index, {}).items()):
            token = tree.tokens[head]
            if clause.status in UNDONE and token.pos == "NOUN" and token.start not in taken and _definite(tree, head):
                scene = Scene(tree, mentions.get(tree.sentence.index, []))
                for plan in _taken_up(doc, scene, head, _before(plans, trees, tree, token.start)):
                    yield _row(doc, scene, head, clause, plan, timing)


def _definite(tree: Tree, noun: int) -> bool:
    return any(tree.lemmas[c] in grammar("taking_up_determiner") for c in tree.kids(noun, "det", "poss"))


def _before(plans: Iterable[Event], trees: Sequence[Tree], tree: Tree, at: int) -> list[Event]:
    """The plans told in the sentences before and in this one up to `at`, the last first."""
    first = trees[max(0, tree.sentence.index - REACH)].sentence.start
    near = [plan for plan in plans if plan.trigger_start is not None and first <= plan.trigger_start < at]
    return sorted(near, key=lambda plan: -(plan.trigger_start or 0))


def _taken_up(doc: Annotated, scene: Scene, noun: int, plans: Sequence[Event]) -> list[Event]:
    """The last plan of the noun's kind, in both directions where it is told in both; none that others than its
    sides call off."""
    types, named = _types(scene.tree, noun), _named(scene, noun)
    fitting = [
        plan
        for plan in plans
        if (types is None or plan.plover in types or _kin(doc, plan, scene.tree.lemmas[noun]))
        and named <= {*plan.source, *plan.target}
    ]
    last = fitting[0] if fitting else None
    return [] if last is None else [plan for plan in fitting if plan.trigger_start == last.trigger_start]


def _kin(doc: Annotated, plan: Event, noun: str) -> bool:
    """True for a noun made of the verb that told the plan (`close`, `the closure`), or that verb's object again."""
    told = doc.document.text[plan.trigger_start : plan.trigger_end].lower().split()
    return len(noun) >= STEM and any(word[:STEM] == noun[:STEM] for word in told)


def _types(tree: Tree, noun: int) -> frozenset[str] | None:
    """The types that a noun can name; None for a noun that takes up any act (`the plan`, `the move`)."""
    if tree.lemmas[noun] in grammar("act_noun") | grammar("plan_noun"):
        return None
    trigger = next((t for t in find(tree) if t.head == noun), None)
    return frozenset(t.frame.plover for t in (trigger, *trigger.others)) if trigger is not None else frozenset()


def _named(scene: Scene, noun: int) -> frozenset[str]:
    """The states in the noun's own phrase, and the one that is said to call it off."""
    verb = scene.tree.tokens[noun].head
    found = [scene.qualifiers(noun), scene.subject(verb) if scene.tree.tokens[noun].dep == "dobj" else None]
    return frozenset(code for side in found if side is not None for code in side.codes)


def _row(doc: Annotated, scene: Scene, head: int, clause: Clause, plan: Event, timing: Timing) -> Event:
    """The row of what came of a plan: its sides, type and day with the status of the clause."""
    act = Act(
        plan.source, plan.target, plan.source_text, plan.target_text, plan.plover, plan.mode, plan.cameo, clause.status,
        head, (head,), round(plan.p * LESS, 3), RULE + plan.rule,
    )  # fmt: skip
    row = event(doc, scene, act, clause, timing)
    return replace(row, date_from=plan.date_from, date_to=plan.date_to, place=plan.place or row.place)
