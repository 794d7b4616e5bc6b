"""Second opinion: what the relation scorer says of the acts that frames found, and of pairs where they found none.

The scorer reads a sentence with both sides marked. For a frame's act its probabilities of the type and the status weigh
in the row's own; where it is sure of another type and all but rules out the frame's, the act takes that type. For other
pairs of sides its word counts only where it is sure of a type.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from detente.extract.arguments import Scene
from detente.extract.calibration import paired, proposed, unpaired
from detente.extract.candidates import Candidate
from detente.extract.frames import VERBS, grammar
from detente.extract.pairs import MOST_CHARACTERS, Question, questions, together, worth_asking
from detente.extract.remarks import abstract
from detente.lexicons import table
from detente.models import relation_scorer
from detente.models.relation_scorer import STATUSES, TYPES, Pair, Scores
from detente.records import Annotated, Clause, Mention

SURE = (0.85, 0.8)
"""Least probabilities of type and status for a proposal, both sides in the sentence."""
SURE_FROM_AFAR = (0.9, 0.85)
"""The same where the other side stands in a sentence before."""
SURE_IN_SHORT, SURE_BESIDE = (0.65, 0.6), (0.85, 0.7)
"""The same in a text of a few sentences, which seldom says anything but what happened: alone, and beside other acts."""
SHORT = 3
"""Most sentences of a short text; such texts are asked about in every direction."""
GUESSED = 0.75
"""Acts of the frames below this rest on a guess about a side."""
ANOTHER, RETYPED = 0.8, 0.05
"""A frame's act takes another type that has more than the first where its own has less than the second."""
LEFT, UNKNOWN = 0.05, 0.5
"""Least share of the scorer's probability that other acts of a pair leave; a status that it says nothing of."""
MUTUAL = frozenset({"CONSULT", "COOPERATE"})
"""Types that hold both ways: one direction speaks for the other."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """A directed act with its sides, its type and status, the token to anchor it on, and its probability."""

    source: Mention
    target: Mention
    plover: str
    status: str
    head: int
    p: float


# --- acts of the frames -----------------------------------------------------------------------------------------


def opinions(scene: Scene, text: str, candidates: Sequence[Candidate]) -> list[Scores | None]:
    """The scores of each candidate's pair; None where a side stands outside the sentence or both in one mention."""
    pairs = [_pair(scene, text, candidate) for candidate in candidates]
    asked = list(dict.fromkeys(pair for pair in pairs if pair is not None))
    scores = dict(zip(asked, relation_scorer.scorer().score(asked), strict=True)) if asked else {}
    return [scores[pair] if pair is not None else None for pair in pairs]


def verdict(candidate: Candidate, status: str, scores: Scores | None, others: Collection[str]) -> tuple[str, float]:
    """The type of a candidate after the scorer's word, and its probability with this status.

    The scorer names one act a pair: what it gives the `others`, types of further acts of the pair, is taken out first,
    and its status is theirs. A frame of several words, or one whose object was there too, is better evidence of the
    type than the scorer.
    """
    plover = candidate.trigger.frame.plover
    if scores is None:
        return plover, unpaired(candidate.p)
    taken = sum(scores.types[TYPES.index(other)] for other in others if other != plover)
    own = scores.types[TYPES.index(plover)] / max(LEFT, 1 - taken)
    if taken > scores.types[TYPES.index(plover)]:
        return plover, paired(candidate.p, own, UNKNOWN)
    specific = len(candidate.trigger.words) > 1 or candidate.trigger.object is not None
    best = max(range(len(TYPES)), key=lambda i: scores.types[i])
    another = TYPES[best] != "NONE" and scores.types[best] > ANOTHER and own < RETYPED
    if another and status == "actual" and not (specific and candidate.p >= GUESSED):
        plover, own = TYPES[best], scores.types[best]
    return plover, paired(candidate.p, own, scores.statuses[STATUSES.index(status)])


@cache
def codes() -> dict[str, str]:
    """The CAMEO code that a type takes where nothing more is known, from `plover.tsv`."""
    return {row["type"]: row["cameo"] for row in table("plover")}


def _pair(scene: Scene, text: str, candidate: Candidate) -> Pair | None:
    """The sides as the scorer wants them, in the order of the text where the act is mutual."""
    sentence = scene.tree.sentence
    if candidate.source is None or candidate.target is None or sentence.end - sentence.start > MOST_CHARACTERS:
        return None
    one, two = (
        scene.owner.get(candidate.source.token),
        scene.owner.get(candidate.target.token),
    )
    if one is None or two is None or one is two:
        return None
    if candidate.trigger.frame.plover in MUTUAL and two.start < one.start:
        one, two = two, one
    offset = sentence.start
    return Pair(text[offset : sentence.end], _span(one, offset), _span(two, offset))


def _span(mention: Mention, offset: int) -> tuple[int, int]:
    return mention.start - offset, mention.end - offset


# --- pairs without one ------------------------------------------------------------------------------------------


def propose(
    scene: Scene,
    doc: Annotated,
    mentions: Mapping[int, Sequence[Mention]],
    clauses: Mapping[int, Clause],
    known: set[tuple[str, str]],
) -> Iterator[Proposal]:
    """Acts between two sides of a sentence of `doc`, or one of it and one named before, that are not `known` yet."""
    sentence = scene.tree.sentence
    short, framed = len(doc.sentences) <= SHORT, bool(known)
    asked = [
        question
        for question in questions(doc, sentence, mentions)
        if (short or worth_asking(question, sentence, framed=framed))
        and not (_known(question, known) or (framed and together(question)))
    ]
    in_short = SURE_BESIDE if framed else SURE_IN_SHORT
    for question in asked:
        least = SURE_FROM_AFAR if not question.near else in_short if short else SURE
        proposal = None if _known(question, known) else _judged(scene, question, clauses, least)
        if proposal is not None:
            known.update(_pairs(proposal))
            yield proposal
            turned = replace(proposal, source=proposal.target, target=proposal.source)
            if proposal.plover in MUTUAL and not known & _pairs(turned):
                known.update(_pairs(turned))
                yield turned


def _pairs(proposal: Proposal) -> set[tuple[str, str]]:
    return {(a, b) for a in proposal.source.codes for b in proposal.target.codes}


def _known(question: Question, known: set[tuple[str, str]]) -> bool:
    return any((a, b) in known for a in question.source.codes for b in question.target.codes)


def _judged(
    scene: Scene, question: Question, clauses: Mapping[int, Clause], least: tuple[float, float]
) -> Proposal | None:
    """What the scorer, asked last because it costs most, sees in a pair; None where it is not sure enough."""
    here = question.source if question.source.sentence == scene.tree.sentence.index else question.target
    head = _anchor(scene, here.head)
    if abstract(scene, head) or scene.tree.lemmas[head] in grammar("mind_verb"):
        return None
    (scores,) = relation_scorer.scorer().score([question.pair])
    best = max(range(len(TYPES)), key=lambda i: scores.types[i])
    if TYPES[best] == "NONE" or scores.types[best] < least[0]:
        return None
    status = _status(scores, clauses.get(head))
    if status == "none" or scores.statuses[STATUSES.index(status)] < least[1]:
        return None
    p = proposed(scores.types[best], scores.statuses[STATUSES.index(status)], near=question.near)
    return Proposal(question.source, question.target, TYPES[best], status, head, p)


def _status(scores: Scores, clause: Clause | None) -> str:
    """The more cautious of the scorer's status and the clause's."""
    likely = STATUSES[max(range(len(STATUSES)), key=lambda i: scores.statuses[i])]
    return clause.status if clause is not None and likely in {"actual", "none"} else likely


def _anchor(scene: Scene, at: int) -> int:
    """The nearest verb above a token, or the root."""
    for _ in range(12):
        token = scene.tree.tokens[at]
        if (token.pos in VERBS and token.dep not in {"aux", "auxpass"}) or token.head == at:
            return at
        at = token.head
    return at
