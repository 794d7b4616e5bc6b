"""References: acts whose clause leaves a side to the document (`the embargo imposed on 28 November`, `the capture`).

What a document is about goes without saying: an act with a day of its own, whose clause names no side or one side of
the document's pair and nobody else, is taken to be that pair's. Who acts toward whom is taken from an act of the same
kind that the document tells in full, else from whoever acts most. Such rows are worth less than those whose clause
names both sides, and none is made where the document is about no pair.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from detente.extract.arguments import Argument, Scene
from detente.extract.beyond import in_office
from detente.extract.carriers import support
from detente.extract.frames import VERBS, classes, grammar
from detente.extract.memory import named
from detente.extract.remarks import abstract, course, pursuit, remark
from detente.extract.triggers import Trigger
from detente.lexicons.homes import home
from detente.records import Annotated, Event

LENT = "references:"
"""What the rules of such rows begin with, in place of `frames:`."""

BARE = frozenset({
    "SANCTION", "COERCE", "ASSAULT", "MOBILIZE", "RETREAT", "CONCEDE", "AID", "CONSULT", "COOPERATE", "AGREE",
})  # fmt: skip
"""Types of deeds, which a reader takes for the pair's own also where their clause names no side."""

TOWARD = BARE | {"SUPPORT", "THREATEN", "REQUEST", "REJECT", "PROTEST"}
"""Types whose acts the pair may be lent where their clause names one side."""

TOLD, ALONE, NEITHER = 0.52, 0.42, 0.38
"""Reliability: an act of the kind is told of the pair; the clause names one side; it names none."""

SAME, MAIN, NEAR = 3, 4, 2
"""What acts told in full say of one told without sides: weight of one of its type, of the pair of the whole document,
and the sentences over which one just before weighs more."""

SHARE, FIRM, BALANCE = 0.12, 0.4, 0.25
"""Share of its sentences that tell acts with both sides, of at least this probability, from which on a document lends
them to others: news of one state's own affairs names a second one in passing."""

HOME = 2
"""What the outlet's own state counts at most for what goes without saying: `the government`, `the army`."""

OFFICIAL = frozenset({"government", "military"})
STATELY = ("pair", "vip", "force", "envoy")
"""Classes of `frame_classes.tsv` whose members act for a state."""


class Focus:
    """Which two states a document is about: as a whole, and by the acts that it tells in full."""

    def __init__(self, doc: Annotated) -> None:
        self.home = home(doc.document)
        self.pair, self.balance = _main(doc, self.home)
        self.sentences = len(doc.sentences)
        self.told: list[tuple[int, Event]] = []

    def tell(self, sentence: int, rows: Iterable[Event]) -> None:
        """Remembers acts whose clauses name both sides."""
        self.told += [(sentence, row) for row in rows if len(row.source) == len(row.target) == 1]

    def settled(self) -> bool:
        """True where sentence after sentence tells acts between states, so that these go without saying."""
        told = {sentence for sentence, row in self.told if row.p >= FIRM}
        return self.balance >= BALANCE and len(told) >= SHARE * self.sentences

    def lent(self, trigger: Trigger, sentence: int, known: str | None) -> tuple[str, str] | None:
        """The pair that an act without sides, or with the one `known`, belongs to, as (source, target) of the act
        that speaks for it most: one of its type before others, near ones before those far off; else the document's."""
        votes: Counter[tuple[str, str]] = Counter()
        for at, row in self.told:
            if known is None or known in (row.source[0], row.target[0]):
                alike = SAME if row.plover == trigger.frame.plover else 1
                votes[row.source[0], row.target[0]] += alike + (0 <= sentence - at <= NEAR)
        both: Counter[frozenset[str]] = Counter()
        for pair, weight in votes.items():
            both[frozenset(pair)] += weight
        if self.pair is not None and (known is None or known in self.pair):
            both[frozenset(self.pair)] += MAIN
        main = frozenset(self.pair or ())
        ranked = sorted(both, key=lambda pair: (-both[pair], pair != main, sorted(pair)))
        if not ranked or (len(ranked) > 1 and both[ranked[0]] == both[ranked[1]] and ranked[0] != main):
            return None
        one, two = sorted(ranked[0])
        return (one, two) if votes[one, two] >= votes[two, one] else (two, one)

    def acts(self, plover: str, pair: tuple[str, str]) -> bool:
        """True where an act of the type is told in full of the pair, in this direction."""
        return any((row.plover, row.source, row.target) == (plover, pair[:1], pair[1:]) for _, row in self.told)


def _main(doc: Annotated, home: str | None) -> tuple[tuple[str, str] | None, float]:
    """The two states that a document names most, where a third is named less; the outlet's own goes without saying.

    With them how often the second is named beside the first."""
    counts = named(doc)
    own = [m for m in doc.mentions if not m.codes and m.sector in OFFICIAL and not m.person]
    if home is not None and (home in counts or own):
        counts[home] = counts.get(home, 0) + min(HOME, len(own) + (home in counts))
    ranked = sorted(counts, key=lambda code: (-counts[code], code))
    if len(ranked) < 2:
        return None, 0.0
    balance = counts[ranked[1]] / counts[ranked[0]]
    if len(ranked) > 2 and counts[ranked[2]] >= counts[ranked[1]]:
        return None, balance
    return (ranked[0], ranked[1]), balance


@dataclass(frozen=True, slots=True)
class Reference:
    """An act with the sides that the document lends it."""

    trigger: Trigger
    source: tuple[str, ...]
    target: tuple[str, ...]
    source_text: str | None
    target_text: str | None
    p: float


def refer(scene: Scene, trigger: Trigger, about: Focus) -> list[Reference]:
    """The act of a trigger that found no sides, with those that the document lends it; nothing where it has none."""
    if "seat" in trigger.frame.flags or not _tells(scene, trigger):
        return []
    one, two = (side if side is not None and side.codes else None for side in _sides(scene, trigger))
    codes = {code for side in (one, two) if side is not None for code in side.codes}
    known = next(iter(codes), None)
    if trigger.frame.plover not in (BARE if known is None else TOWARD) or _loose(scene, trigger, known):
        return []
    pair = about.lent(trigger, scene.tree.sentence.index, known) if len(codes) < 2 else None
    if pair is None or _strangers(scene, trigger, pair) or _at_home(scene, trigger, one):
        return []
    actor = one.codes[0] if one is not None else None if two is None else next(c for c in pair if c != two.codes[0])
    p = TOLD if about.acts(trigger.frame.plover, pair) and actor in (None, pair[0]) else NEITHER
    if actor is None and p == NEITHER and about.home in pair and _official(scene, trigger.head):
        actor = about.home
    source, target = pair if actor in (None, pair[0]) else (pair[1], pair[0])
    found = Reference(
        trigger, (source,), (target,), one.text if one is not None and source in one.codes else None,
        two.text if two is not None and target in two.codes else None, max(p, ALONE) if known else p,
    )  # fmt: skip
    if "recip" not in trigger.frame.flags:
        return [found]
    turned = Reference(trigger, found.target, found.source, found.target_text, found.source_text, found.p)
    return [found, turned]


def _loose(scene: Scene, trigger: Trigger, known: str | None) -> bool:
    """True where the wording alone does not make an act of the pair: whoever acts is nobody of a state's, or one
    side only is said to speak."""
    tree, head = scene.tree, trigger.head
    if tree.tokens[head].pos not in VERBS:
        return False
    if known is not None:
        short = trigger.frame.plover == "AGREE" or ("strict" in trigger.frame.flags and len(trigger.words) == 1)
        return "recip" in trigger.frame.flags and short
    if trigger.frame.plover == "AGREE" and trigger.object is None:
        return True
    subjects = tree.kids(head, "nsubj")
    return not all(_stately(scene, c) for c in subjects) or not (subjects or tree.passive(head))


def _stately(scene: Scene, subject: int) -> bool:
    """True for a subject that acts for a state which the document knows: its officials, forces, leaders, `they`."""
    official = scene.sectors.get(subject) in OFFICIAL or subject in scene.owner
    lemma = scene.tree.lemmas[subject]
    return official or lemma in grammar("plural_pronoun") or any(lemma in classes()[kind] for kind in STATELY)


def _tells(scene: Scene, trigger: Trigger) -> bool:
    """False for wordings that report no act, and for acts of experts, reporters and states of affairs."""
    tree, head = scene.tree, trigger.head
    token = tree.tokens[head]
    if token.pos not in VERBS:
        beside = token.dep in {"compound", "nmod", "amod", "npadvmod", "oprd"}
        return not (beside or remark(scene, head) or course(scene, head, support(scene, head)))
    if abstract(scene, head) or pursuit(scene, head):
        return False
    subjects = tree.kids(head, "nsubj", "nsubjpass")
    return all(c not in scene.nobody or tree.tokens[c].pos == "PRON" for c in subjects)


def _sides(scene: Scene, trigger: Trigger) -> tuple[Argument | None, Argument | None]:
    """Source and target as far as the clause names them."""
    head = trigger.head
    if scene.tree.tokens[head].pos in VERBS:
        source = scene.subject(head)
        patient = scene.patient(head)
        barred = source.codes if source is not None else ()
        target = scene.phrase(patient, deep=True, barred=barred) if patient is not None else None
        places = trigger.frame.target
    else:
        source = scene.qualifiers(head) or scene.prepositional(head, "by", ())
        target, places = None, (*trigger.frame.target, "of")
        barred = source.codes if source is not None else ()
    for place in places:
        if target is None and place not in {"subj", "obj", "dat", "comp", "poss"}:
            target = scene.prepositional(head, place, barred)
    return source, target


def _strangers(scene: Scene, trigger: Trigger, pair: tuple[str, str]) -> bool:
    """True where the clause names a third state, as a side or in passing, or somebody who is no state's at all."""
    tree = scene.tree
    if "recip" in trigger.frame.flags and any(not _stately(scene, j) for j in _partners(scene, trigger)):
        return True
    below = {trigger.head, *tree.below(trigger.head, 6)}
    between = [c for c in tree.kids(trigger.head, "acl") if tree.lemmas[c] in grammar("mediating")]
    below -= {j for c in between for j in tree.below(c, 4)}
    third = (m for m in scene.mentions if m.head in below and m.role not in {"place", "backed"} and not m.inside)
    return any(set(m.codes) - set(pair) for m in third)


def _partners(scene: Scene, trigger: Trigger) -> list[int]:
    """With whom something is done together, as the clause has it (`a conversation with the newspaper`)."""
    tree = scene.tree
    withs = [c for c in tree.kids(trigger.head, "prep") if tree.lemmas[c] in grammar("party_preposition")]
    return [j for c in withs for j in tree.kids(c, "pobj")]


def _at_home(scene: Scene, trigger: Trigger, one: Argument | None) -> bool:
    """True where people of one state deal with each other (`voters rejected`, `asked him`, `fired the minister`)."""
    if one is not None and not in_office(scene, one):
        return True
    patient = scene.patient(trigger.head) if scene.tree.tokens[trigger.head].pos in VERBS else None
    if patient is None or scene.tree.passive(trigger.head):
        return False
    token = scene.tree.tokens[patient]
    return token.entity == "PERSON" or token.tag == "PRP" or patient in scene.sectors


def _official(scene: Scene, head: int) -> bool:
    return any(scene.sectors.get(c) in OFFICIAL for c in scene.tree.kids(head, "nsubj"))
