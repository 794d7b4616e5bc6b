"""Proposals: what the learned relation scorer says of a sentence: acts that no frame found, and doubts about guesses.

The scorer reads a sentence with both sides marked; its word counts only where it is sure of a type, and the status is
the more cautious one of the scorer's and the clause's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache

from detente.extract.arguments import Scene
from detente.extract.candidates import Candidate
from detente.extract.frames import VERBS
from detente.extract.remarks import abstract
from detente.lexicons import table
from detente.models import relation_scorer
from detente.models.relation_scorer import STATUSES, TYPES, Pair, Scores
from detente.records import Annotated, Clause, Mention

SURE = 0.85
"""Least probability of the type; at .6 comment becomes acts (precision on dev articles .74 to .73, seeds .42, .38)."""
SURE_IN_SHORT = 0.65
"""The same in a text of a few sentences, which seldom says anything but what happened."""
SHORT = 3
"""Most sentences of a short text."""
HAPPENED = 0.8
"""Least probability that it happened, for a proposal that says so."""
DOUBT = 0.90
"""Share of the scorer's probability that is kept: it is surer of itself than it is right."""
MOST_CHARACTERS = 600
MOST_SIDES = 3
GUESSED = 0.75
"""Acts of the frames below this rest on a guess about a side; agreement makes them surer."""
NOTHING, RULED_OUT = 0.8, 0.1
"""A frame's act is dismissed where the scorer gives no act more than the first and its type less than the second."""
ANOTHER, RETYPED = 0.8, 0.05
"""It takes another type that has more than the first where its own has less than the second."""
DISMISSED = 0.5
"""Share of a dismissed candidate's probability that is kept, under any sensible `extract.min_p`."""
APART = frozenset({"place", "backed"})
BYSTANDERS = frozenset({"academic", "media"})


@dataclass(frozen=True, slots=True)
class Proposal:
    """A directed act with its sides, its type and status, the token to anchor it on, and its probability."""

    source: Mention
    target: Mention
    plover: str
    status: str
    head: int
    p: float


def propose(
    scene: Scene, doc: Annotated, mentions: Sequence[Mention], clauses: dict[int, Clause], known: set[tuple[str, str]]
) -> Iterator[Proposal]:
    """Acts between the sides of a sentence of `doc` in which no pair is `known` yet."""
    sentence = scene.tree.sentence
    if sentence.end - sentence.start > MOST_CHARACTERS:
        return
    sides = _sides(mentions)
    if known or len(sides) > MOST_SIDES:
        return
    pairs = [(a, b) for a in sides for b in sides if not set(a.codes) & set(b.codes)]
    if not pairs:
        return
    sure = SURE_IN_SHORT if len(doc.sentences) <= SHORT else SURE
    passage = doc.document.text[sentence.start : sentence.end]
    asked = [Pair(passage, _span(a, sentence.start), _span(b, sentence.start)) for a, b in pairs]
    for (a, b), scores in zip(pairs, relation_scorer.scorer().score(asked), strict=True):
        proposal = _judged(scene, (a, b), scores, clauses, sure)
        if proposal is not None:
            yield proposal


def weighed(scene: Scene, text: str, candidate: Candidate) -> Candidate:
    """The candidate after the scorer's word: surer where it sees the same type, doubted where it sees nothing.

    Where the scorer is sure of another type and all but rules out the frame's, the candidate takes that type. A frame
    of several words, or one whose object was there too, is better evidence than the scorer and stands.
    """
    specific = len(candidate.trigger.words) > 1 or candidate.trigger.object is not None
    pair = _pair(scene, text, candidate)
    if pair is None or (specific and candidate.p >= GUESSED):
        return candidate
    types = relation_scorer.scorer().score([pair])[0].types
    frame = candidate.trigger.frame
    own, none = types[TYPES.index(frame.plover)], types[TYPES.index("NONE")]
    best = max(range(len(TYPES)), key=lambda i: types[i])
    if none > NOTHING and own < RULED_OUT:
        return replace(candidate, p=candidate.p * DISMISSED)
    if TYPES[best] != "NONE" and types[best] > ANOTHER and own < RETYPED:
        return retyped(candidate, TYPES[best])
    if candidate.p >= GUESSED:
        return candidate
    return replace(candidate, p=min(0.9, candidate.p * 1.2 + 0.05)) if own > 0.5 else candidate


def retyped(candidate: Candidate, plover: str) -> Candidate:
    """The candidate with another type, its mode and code left to what the type itself says."""
    trigger = candidate.trigger
    frame = replace(trigger.frame, plover=plover, mode=None, cameo=codes()[plover], flags=frozenset())
    return replace(candidate, trigger=replace(trigger, frame=frame), p=candidate.p * DOUBT)


@cache
def codes() -> dict[str, str]:
    """The CAMEO code that a type takes where nothing more is known, from `plover.tsv`."""
    return {row["type"]: row["cameo"] for row in table("plover")}


def _pair(scene: Scene, text: str, candidate: Candidate) -> Pair | None:
    """The sides as the scorer wants them; None where one is not named here or both stand in one mention."""
    sentence = scene.tree.sentence
    if candidate.source is None or candidate.target is None or sentence.end - sentence.start > MOST_CHARACTERS:
        return None
    one, two = scene.owner.get(candidate.source.token), scene.owner.get(candidate.target.token)
    if one is None or two is None or one is two:
        return None
    offset = sentence.start
    return Pair(text[offset : sentence.end], _span(one, offset), _span(two, offset))


def _sides(mentions: Sequence[Mention]) -> list[Mention]:
    """One mention a state or group of states, the first of each."""
    found: dict[tuple[str, ...], Mention] = {}
    for mention in mentions:
        acts = mention.codes and not mention.inside and not mention.former and mention.role not in APART
        if acts and mention.kind != "pronoun" and mention.sector not in BYSTANDERS:
            found.setdefault(mention.codes, mention)
    return list(found.values())


def _span(mention: Mention, offset: int) -> tuple[int, int]:
    return mention.start - offset, mention.end - offset


def _judged(
    scene: Scene, sides: tuple[Mention, Mention], scores: Scores, clauses: dict[int, Clause], sure: float
) -> Proposal | None:
    best = max(range(len(TYPES)), key=lambda i: scores.types[i])
    if TYPES[best] == "NONE" or scores.types[best] < sure:
        return None
    likely = max(range(len(STATUSES)), key=lambda i: scores.statuses[i])
    head = _anchor(scene, sides[0].head)
    if abstract(scene, head):
        return None
    clause = clauses.get(head)
    status = STATUSES[likely]
    if status in {"actual", "none"} and clause is not None:
        status = clause.status
    elif status == "none":
        return None
    if status == "actual" and scores.statuses[STATUSES.index("actual")] < HAPPENED:
        return None
    return Proposal(*sides, TYPES[best], status, head, round(scores.types[best] * DOUBT, 3))


def _anchor(scene: Scene, at: int) -> int:
    """The nearest verb above a token, or the root."""
    for _ in range(12):
        token = scene.tree.tokens[at]
        if (token.pos in VERBS and token.dep not in {"aux", "auxpass"}) or token.head == at:
            return at
        at = token.head
    return at
