"""Polls: a share of a population that answers a question bearing on a relation, who asked, and whom."""

from __future__ import annotations

import hashlib
from functools import cache

from detente.config import Extract
from detente.extract.frames import Tree
from detente.extract.grove import grove
from detente.extract.timing import Timing
from detente.lexicons import table
from detente.records import Annotated, Mention, Poll, Sentence, Token

SHARE = frozenset({"percent", "%", "percentage", "pc"})


class PollExtractor:
    """Finds figures of opinion polls in sentences (or right after sentences) that speak of a survey."""

    def __init__(self, config: Extract | None = None) -> None:
        self.config = config or Extract()

    def extract(self, doc: Annotated) -> tuple[Poll, ...]:
        """Rows in the order of the text."""
        timing = Timing(doc)
        found: list[Poll] = []
        paragraph, pollster, surveyed = -1, None, False
        for sentence, tree in zip(doc.sentences, grove(doc.sentences), strict=True):
            if sentence.paragraph != paragraph:
                paragraph, pollster, surveyed = sentence.paragraph, None, False
            surveyed = surveyed or not _cues("survey").isdisjoint(tree.lemmas)
            pollster = _pollster(tree) or pollster
            if surveyed:
                here = [m for m in doc.mentions if m.sentence == sentence.index]
                found += [_poll(doc, tree, i, here, pollster, timing) for i in _figures(tree)]
        return tuple(found)


@cache
def _cues(kind: str) -> frozenset[str]:
    return frozenset(word for row in table("poll_cues") if row["kind"] == kind for word in row.listed("words"))


def _figures(tree: Tree) -> list[int]:
    """Tokens that hold the number of a percentage which is said of people."""
    found = []
    for token in tree.tokens:
        after = tree.tokens[token.index + 1 : token.index + 3]
        percent = any(t.text.lower() in SHARE or t.lemma == "cent" for t in after)
        if percent and _number(token) is not None and any(lemma in _cues("answer") for lemma in tree.lemmas):
            found.append(token.index)
    return found


def _number(token: Token) -> float | None:
    try:
        value = float(token.text.replace(",", ""))
    except ValueError:
        return None
    return value if 0 <= value <= 100 else None


def _pollster(tree: Tree) -> str | None:
    """The organisation named beside a word for pollster or survey."""
    if _cues("pollster").isdisjoint(tree.lemmas) and _cues("survey").isdisjoint(tree.lemmas):
        return None
    for token in tree.tokens:
        if tree.lemmas[token.index] not in _cues("pollster") and tree.lemmas[token.index] not in _cues("survey"):
            continue
        names = [t for t in tree.tokens[max(0, token.index - 4) : token.index + 6] if t.entity == "ORG"]
        if names:
            return _joined(tree.sentence, names)
    return None


def _joined(sentence: Sentence, names: list[Token]) -> str:
    run = [names[0]]
    for token in names[1:]:
        if token.index != run[-1].index + 1:
            break
        run.append(token)
    return " ".join(token.text for token in run)


def _poll(doc: Annotated, tree: Tree, i: int, here: list[Mention], pollster: str | None, timing: Timing) -> Poll:
    sentence = tree.sentence
    value = _number(tree.tokens[i]) or 0.0
    population = next((tree.tokens[j] for j in range(i, len(tree.tokens)) if tree.lemmas[j] in _cues("people")), None)
    verb = next((j for j in range(i, len(tree.tokens)) if tree.lemmas[j] in _cues("answer")), i)
    question = doc.document.text[tree.tokens[verb].start : sentence.end].strip().rstrip(".") if verb > i else None
    when = timing.of(tree, verb, "actual", "past")
    people = _population(doc, tree, population) if population is not None else None
    about = tuple(dict.fromkeys(code for m in here for code in m.codes))
    identity = hashlib.sha256(repr((doc.document.doc_id, tree.tokens[i].start, value)).encode()).hexdigest()[:16]
    return Poll(
        poll_id="p" + identity, doc_id=doc.document.doc_id, start=sentence.start, end=sentence.end, value=value,
        unit="percent", question=question, population=people, pollster=pollster, date_from=when.date_from,
        date_to=when.date_to, about=about,
    )  # fmt: skip


def _population(doc: Annotated, tree: Tree, people: Token) -> str:
    left = people.index
    while left and tree.tokens[left - 1].pos in {"ADJ", "PROPN", "NOUN"} and left > people.index - 3:
        left -= 1
    return doc.document.text[tree.tokens[left].start : people.end]
