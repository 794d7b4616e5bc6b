"""Domestic acts: what a legislature, court, election or party did inside one state that bears on a relation."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache

from detente.config import Extract
from detente.extract.frames import Tree
from detente.extract.grove import grove
from detente.extract.timing import Timing
from detente.lexicons import Row, table
from detente.records import Annotated, Clause, Domestic, Mention


class DomesticExtractor:
    """Finds acts of domestic bodies; a row only where the sentence names or implies another state or an issue."""

    def __init__(self, config: Extract | None = None) -> None:
        self.config = config or Extract()

    def extract(self, doc: Annotated) -> tuple[Domestic, ...]:
        """Rows in the order of the text."""
        timing = Timing(doc)
        clauses = {(clause.sentence, clause.head): clause for clause in doc.clauses}
        known = frozenset(code for mention in doc.mentions for code in mention.codes)
        found: list[Domestic] = []
        for sentence, tree in zip(doc.sentences, grove(doc.sentences), strict=True):
            for head, row in _acts(tree):
                here = [m for m in doc.mentions if m.sentence == sentence.index and m.codes]
                clause = clauses.get((sentence.index, head))
                found += _rows(doc, tree, here, known, head, row, clause, timing)
        return tuple(found)


@cache
def _bodies() -> dict[str, Row]:
    return {word: row for row in table("domestic_acts") if row["kind"] == "body" for word in row.listed("words")}


@cache
def _verbs() -> dict[str, Row]:
    return {word: row for row in table("domestic_acts") if row["kind"] == "act" for word in row.listed("words")}


def _acts(tree: Tree) -> Iterator[tuple[int, Row]]:
    """Verbs of deciding whose subject or agent is a domestic body, with the body's row."""
    for token in tree.tokens:
        if token.pos != "VERB" or tree.lemmas[token.index] not in _verbs():
            continue
        for c in tree.kids(token.index, "nsubj", "nsubjpass", "agent", "dobj"):
            for j in (c, *tree.below(c, 2)):
                row = _bodies().get(tree.lemmas[j])
                if row is not None and (tree.tokens[c].dep != "dobj" or row["words"].startswith("sanction")):
                    yield token.index, row
                    break
            else:
                continue
            break


def _rows(
    doc: Annotated, tree: Tree, here: list[Mention], known: frozenset[str], head: int, row: Row,
    clause: Clause | None, timing: Timing,
) -> list[Domestic]:  # fmt: skip
    state = _state(tree, here, head)
    if state is None:
        return []
    others = tuple(dict.fromkeys(code for m in here for code in m.codes if code != state and len(code) == 3))
    start = clause.start if clause else tree.sentence.start
    end = clause.end if clause else tree.sentence.end
    issues = timing.issues(start, end, tree.sentence.index)
    if not others and not issues:
        return []
    status = clause.status if clause else "actual"
    when = timing.of(tree, head, status, clause.tense if clause else "none")
    verb = tree.lemmas[head]
    body = row["body"]
    identity = hashlib.sha256(repr((doc.document.doc_id, start, end, state, body, verb)).encode()).hexdigest()[:16]
    bears = others or tuple(sorted(code for code in known if code != state)[:1])
    return [
        Domestic(
            domestic_id="n" + identity, doc_id=doc.document.doc_id, start=start, end=end, state=state, body=body,
            act=_verbs()[verb]["body"], bears_on=bears, issues=issues, date_from=when.date_from,
            date_to=when.date_to, status=status,
        )
    ]  # fmt: skip


def _state(tree: Tree, here: list[Mention], head: int) -> str | None:
    """The state of the body: that of the nearest mention before the verb or within its subject."""
    before = [m for m in here if m.head <= head]
    nearest = min(before or here, key=lambda m: (abs(m.head - head), m.first), default=None)
    return nearest.codes[0] if nearest is not None and len(nearest.codes) == 1 else None
