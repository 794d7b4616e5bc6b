"""Pairs: which two sides of a sentence the relation scorer is asked about, and in which words.

Every two sides that a sentence names, each way round. A sentence that names one side alone is read together with the
nearest sentence before it that names another: articles often leave the other side to the sentence before.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from detente.models.relation_scorer import Pair
from detente.records import Annotated, Mention, Sentence

MOST_CHARACTERS = 600
"""Longest passage that the scorer is asked about."""
MOST_SIDES = 4
"""Sentences that name more sides are lists."""
BACK = 2
"""How many sentences back the other side is looked for."""
STEPS = 6
SUBJECTS = frozenset({"nsubj"})
ACTING = frozenset({"nsubj", "agent"})
WITHIN = frozenset({"conj", "appos", "compound", "amod", "nmod", "poss"})
"""Relations of words inside a noun phrase, whose head stands where the phrase does."""
APART = frozenset({"place", "backed"})
BYSTANDERS = frozenset({"academic", "media"})


@dataclass(frozen=True, slots=True)
class Question:
    """A pair as the scorer reads it, with the mentions of its sides; `near` where one sentence names both."""

    pair: Pair
    source: Mention
    target: Mention
    near: bool


def questions(doc: Annotated, sentence: Sentence, mentions: Mapping[int, Sequence[Mention]]) -> list[Question]:
    """What to ask about a sentence, given the mentions of each sentence by its index."""
    here = sides(mentions.get(sentence.index, ()))
    if not here or len(here) > MOST_SIDES:
        return []
    if len(here) > 1:
        return _each_way(doc, sentence.start, sentence.end, [(a, b) for a in here for b in here], near=True)
    for index in range(sentence.index - 1, max(-1, sentence.index - 1 - BACK), -1):
        others = [m for m in sides(mentions.get(index, ())) if not set(m.codes) & set(here[0].codes)]
        if others:
            start = doc.sentences[index].start
            both = [(here[0], others[-1]), (others[-1], here[0])]
            return _each_way(doc, start, sentence.end, both, near=False)
    return []


def worth_asking(question: Question, sentence: Sentence, *, framed: bool) -> bool:
    """True for the directions in which news tells acts, so that broad news is read fast enough.

    From a subject or agent; between coordinated names of a sentence that tells no other act (is not `framed`); across
    sentences only from the subject. Of 212 questions on 24,000 words 134 remain, and 10 of 12 acts.
    """
    source = _role(question.source, sentence)
    if not question.near:
        return source in SUBJECTS
    if source in ACTING:
        return True
    return together(question) and not framed


def together(question: Question) -> bool:
    """True for two sides that stand side by side (`Spain, Ireland and Norway`): they mostly act together."""
    return question.source.group is not None and question.source.group == question.target.group


def _role(mention: Mention, sentence: Sentence) -> str:
    """The relation to its governor of the noun phrase that a mention of this sentence stands in."""
    if mention.sentence != sentence.index:
        return ""
    token = sentence.tokens[mention.head]
    for _ in range(STEPS):
        if token.dep not in WITHIN:
            break
        token = sentence.tokens[token.head]
    return "agent" if token.dep == "pobj" and sentence.tokens[token.head].dep == "agent" else token.dep


def _each_way(
    doc: Annotated, start: int, end: int, pairs: Sequence[tuple[Mention, Mention]], *, near: bool
) -> list[Question]:
    if end - start > MOST_CHARACTERS:
        return []
    text = doc.document.text[start:end]
    return [
        Question(Pair(text, (a.start - start, a.end - start), (b.start - start, b.end - start)), a, b, near)
        for a, b in pairs
        if not set(a.codes) & set(b.codes)
    ]


def sides(mentions: Sequence[Mention]) -> list[Mention]:
    """One mention a state or group of states: its first name, else its first pronoun."""
    found: dict[tuple[str, ...], Mention] = {}
    for mention in sorted(mentions, key=lambda mention: mention.kind == "pronoun"):
        acts = mention.codes and not mention.inside and not mention.former and mention.role not in APART
        if acts and mention.sector not in BYSTANDERS:
            found.setdefault(mention.codes, mention)
    return sorted(found.values(), key=lambda mention: mention.start)
