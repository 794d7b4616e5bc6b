"""Windows: what the clause scorer reads: a sentence, what stands before it, and the states of its document.

Every state that the document names often has a mark, which stands at its name before the text and behind each mention
of it in the text; the outlet's own state is among them. The scorer says of each verb and noun of the sentence which act
it tells, and of each state whether it acts or is acted upon.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache

from detente.extract.frames import VERBS
from detente.extract.memory import named
from detente.lexicons import table
from detente.lexicons.homes import home
from detente.models.clause_scorer import Mark, State, Window
from detente.records import Annotated, Mention, Sentence

MOST_STATES = 6
"""States of a document that are asked about, the outlet's own not counted."""
BEFORE = 2
"""Sentences before the one that is read, which are read with it as far as there is room."""
NOUNS = frozenset({"NOUN"})


def states(doc: Annotated) -> tuple[State, ...]:
    """The states that a document names most, and the outlet's own, in the order of how often they are named."""
    counts = named(doc)
    ranked = sorted(counts, key=lambda code: (-counts[code], code))[:MOST_STATES]
    own = home(doc.document)
    if own is not None and own not in ranked and own in names():
        ranked.append(own)
    return tuple(State(code, names()[code], code == own) for code in ranked if code in names())


def window(
    doc: Annotated, sentence: Sentence, mentions: Mapping[int, Sequence[Mention]], parties: Sequence[State]
) -> Window:
    """A sentence as the scorer reads it, given the mentions of each sentence by its index."""
    first = max(0, sentence.index - BEFORE)
    before = doc.sentences[first].start
    places = {state.code: number for number, state in enumerate(parties)}
    marks = [
        Mark(mention.start - before, mention.end - before, places[code])
        for index in range(first, sentence.index + 1)
        for mention in mentions.get(index, ())
        for code in mention.codes
        if code in places and not _within(mention, code, mentions[index])
    ]
    heads = tuple(token.index for token in sentence.tokens if token.pos in VERBS or token.pos in NOUNS)
    return Window(
        doc.document.text[before : sentence.end],
        sentence.start - before,
        tuple(parties),
        tuple(sorted(marks, key=lambda mark: (mark.end, mark.start, mark.state))),
        heads,
        tuple(sentence.tokens[head].start - before for head in heads),
    )


def _within(mention: Mention, code: str, others: Sequence[Mention]) -> bool:
    """True for a mention inside a larger one of the same state, which has the mark."""
    return mention.inside and any(
        other is not mention and other.start <= mention.start and mention.end <= other.end and code in other.codes
        for other in others
    )


@cache
def names() -> dict[str, str]:
    """The English name of each state and organisation."""
    return {row["code"]: row["name"] for row in (*table("states"), *table("organisations"))}
