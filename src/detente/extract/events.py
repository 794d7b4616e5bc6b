"""Events: who did what to whom, and whether it happened, from frames, the places around them and their clauses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache

from detente.config import Extract
from detente.extract.arguments import Scene
from detente.extract.candidates import VERBAL, Candidate, Memory, candidates, main_pair
from detente.extract.frames import Tree
from detente.extract.timing import Timing
from detente.lexicons import table
from detente.records import Annotated, Clause, Event, Mention

QUADS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1, "COOPERATE": 2, "AID": 2, "RETREAT": 2, "REQUEST": 3,
    "ACCUSE": 3, "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
HOSTILE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "THREATEN"})


class EventExtractor:
    """Codes the events of an annotated document with the rules alone, or with learned weights over them."""

    def __init__(self, config: Extract | None = None) -> None:
        self.config = config or Extract()

    def extract(self, doc: Annotated) -> tuple[Event, ...]:
        """Events in the order of the text, those below `min_p` left out."""
        clauses = {(clause.sentence, clause.head): clause for clause in doc.clauses}
        mentions: dict[int, list[Mention]] = {}
        for mention in doc.mentions:
            mentions.setdefault(mention.sentence, []).append(mention)
        timing = Timing(doc)
        rows: list[Event] = []
        memory = Memory(main_pair(doc))
        for sentence in doc.sentences:
            here = mentions.get(sentence.index, [])
            memory.enter(sentence.paragraph)
            if not any(m.codes for m in here):
                continue
            tree = Tree(sentence)
            scene = Scene(
                tree, here, memory.subject, [p for p in doc.places if p.sentence == sentence.index], memory.both()
            )
            found = []
            for candidate in candidates(scene, memory):
                clause = clauses.get((sentence.index, candidate.trigger.head))
                found += list(_rows(doc, scene, candidate, clause, timing))
            kept = _distinct([row for row in found if row.p >= self.config.min_p])
            rows += kept
            memory.leave(scene, kept)
        return tuple(rows)


@cache
def goldsteins() -> dict[str, float]:
    """Goldstein weight by CAMEO code."""
    return {row["code"]: float(row["goldstein"]) for row in table("cameo")}


def goldstein(code: str) -> float:
    """The weight of a CAMEO code, or of the longest code that begins it."""
    known = goldsteins()
    return next((known[code[:n]] for n in range(len(code), 1, -1) if code[:n] in known), 0.0)


def _rows(doc: Annotated, scene: Scene, candidate: Candidate, clause: Clause | None, timing: Timing) -> Iterator[Event]:
    frame, tree = candidate.trigger.frame, scene.tree
    source, target = candidate.source, candidate.target
    sources = source.codes if source else ()
    targets = tuple(code for code in (target.codes if target else ()) if code not in sources)
    if not targets:
        return
    if _bystander(scene, candidate):
        return
    status = _status(scene, candidate, clause)
    if "off" in frame.flags and status == "actual":
        status = "cancelled"
    if "future" in frame.flags:
        if status not in {"planned", "hypothetical"}:
            return
        status = "actual"
    words = candidate.trigger.words
    head = tree.tokens[candidate.trigger.head]
    when = timing.of(tree, candidate.trigger.head, status, clause.tense if clause else "none")
    start = clause.start if clause else tree.sentence.start
    end = clause.end if clause else tree.sentence.end
    yield Event(
        event_id=_identity(doc.document.doc_id, str(head.start), sources, targets, frame.plover, status),
        incident_id=None,
        doc_id=doc.document.doc_id,
        start=start,
        end=end,
        trigger_start=min(tree.tokens[w].start for w in words),
        trigger_end=max(tree.tokens[w].end for w in words),
        source=sources,
        target=targets,
        source_text=source.text if source else None,
        target_text=(target.text or None) if target else None,
        plover=frame.plover,
        mode=frame.mode,
        cameo=frame.cameo,
        goldstein=goldstein(frame.cameo),
        quad=QUADS[frame.plover],
        status=status,
        historical=when.historical,
        date_from=when.date_from,
        date_to=when.date_to,
        place=timing.place(tree, candidate.trigger.head),
        issues=timing.issues(start, end, tree.sentence.index),
        quote_id=None,
        p=round(candidate.p, 3),
        rule=frame.id,
    )


def _bystander(scene: Scene, candidate: Candidate) -> bool:
    """True when an expert, a scholar or a reporter speaks: no act of the state."""
    if candidate.source is None or candidate.trigger.frame.plover not in VERBAL:
        return False
    mention = scene.owner.get(candidate.source.token)
    return mention is not None and mention.sector in {"academic", "media"}


def _denial(scene: Scene, candidate: Candidate, clause: Clause) -> bool:
    """True when the one who is said to have done it is the one who says that it did not happen."""
    if clause.reporter is None or candidate.source is None:
        return False
    reporter = scene.phrase(clause.reporter)
    return reporter is not None and bool(set(reporter.codes) & set(candidate.source.codes))


def _status(scene: Scene, candidate: Candidate, clause: Clause | None) -> str:
    """The clause's status; a hostile act that only its victim reports is alleged."""
    status = clause.status if clause else "actual"
    if clause is not None and status == "negated" and _denial(scene, candidate, clause):
        return "denied" if clause.tense in {"past", "present"} else status
    if status != "actual" or clause is None or clause.reporter is None:
        return status
    reporter = scene.phrase(clause.reporter)
    if reporter is None or candidate.trigger.frame.plover not in HOSTILE or candidate.target is None:
        return status
    if set(reporter.codes) & set(candidate.target.codes) and candidate.trigger.frame.plover in {"ASSAULT", "COERCE"}:
        return "alleged"
    return status


def _identity(*parts: object) -> str:
    return "e" + hashlib.sha256(repr(parts).encode()).hexdigest()[:16]


def _distinct(rows: list[Event]) -> list[Event]:
    """One row for each pair, type and status of a sentence: the most probable; a sure pair ousts a guessed one."""
    best: dict[tuple[object, ...], Event] = {}
    for row in rows:
        key = (row.source, row.target, row.plover, row.status, row.cameo, row.date_from)
        if key not in best or row.p > best[key].p:
            best[key] = row
    agreed = {(row.source, row.target) for row in best.values() if row.plover == "AGREE" and row.status == "actual"}
    kept = [
        row
        for row in best.values()
        if row.plover != "AGREE"
        or row.status not in {"planned", "hypothetical"}
        or (row.source, row.target) not in agreed
    ]
    return sorted(kept, key=lambda row: (row.trigger_start or 0, row.source, row.target, row.plover))
