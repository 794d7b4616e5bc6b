"""Events: who did what to whom, and whether it happened, from frames, the places around them and their clauses."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

from detente.config import Extract
from detente.extract.anaphora import echoes
from detente.extract.arguments import Scene
from detente.extract.calibration import calibrated
from detente.extract.candidates import SEATS, VERBAL, Candidate, candidates
from detente.extract.frames import Frame, Tree, classes, find, grammar
from detente.extract.grove import grove
from detente.extract.memory import Memory, main_pair, settled
from detente.extract.modes import mode
from detente.extract.proposals import codes, opinions, propose, verdict
from detente.extract.references import LENT, Focus, refer
from detente.extract.timing import Timing
from detente.lexicons import Row, table
from detente.models import relation_scorer
from detente.records import Annotated, Clause, Event, Mention, Place

HOSTILE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "THREATEN"})
HOSTING = "043"
"""The CAMEO code of receiving a visit."""
ECHO = "references:anaphora"
LEAST = 0.27
"""A frame's candidate above this already answers for its pair, even where it is too unsure to be kept."""


@cache
def plover() -> dict[str, Row]:
    """The rows of `plover.tsv` by type."""
    return {row["type"]: row for row in table("plover")}


QUADS = {name: int(row["quad"]) for name, row in plover().items()}


@dataclass(frozen=True, slots=True)
class Act:
    """A directed act with its status, before date and place: what a frame or the scorer found at token `head`."""

    source: tuple[str, ...]
    target: tuple[str, ...]
    source_text: str | None
    target_text: str | None
    plover: str
    mode: str | None
    cameo: str
    status: str
    head: int
    words: tuple[int, ...]
    p: float
    rule: str


class EventExtractor:
    """Codes the events of an annotated document with the rules, and with the learned scorer where it ships."""

    def __init__(self, config: Extract | None = None) -> None:
        self.config = config or Extract()
        self.learned = self.config.model != "rules" and relation_scorer.available()

    def extract(self, doc: Annotated) -> tuple[Event, ...]:
        """Events in the order of the text, those below `min_p` left out."""
        mentions, places, clauses = _by_sentence(doc)
        timing = Timing(doc)
        rows: list[Event] = []
        scenes: list[Scene] = []
        memory = Memory(main_pair(doc), settled=settled(doc))
        about = Focus(doc)
        for sentence, tree in zip(doc.sentences, grove(doc.sentences), strict=True):
            here = mentions.get(sentence.index, [])
            memory.enter(sentence.paragraph)
            named = any(m.codes for m in here)
            spoken = named or _speaks_of_pair(tree, memory)
            if not spoken and not timing.dated(sentence.index):
                continue
            scene = Scene(tree, here, memory.subject, places.get(sentence.index, ()), memory.both())
            scenes.append(scene)
            if not spoken:
                scene.unplaced += find(tree)
                continue
            judged = clauses.get(sentence.index, {})
            found = list(candidates(scene, memory))
            coded = [(c, act) for c in found if (act := _act(scene, c, judged.get(c.trigger.head)))]
            acts = [act for _, act in coded]
            if self.learned:
                acts = _weighed(scene, doc.document.text, coded)
                acts += _proposed(doc, scene, mentions, judged, acts)
            sure = [act for act in acts if act.p >= self.config.min_p]
            scene.placed |= {act.head for act in sure}
            kept = _distinct([_event(doc, scene, act, judged.get(act.head), timing) for act in sure])
            rows += kept
            about.tell(sentence.index, kept)
            if named:
                memory.leave(scene, kept)
        rows += [row for scene in scenes for row in _referred(doc, scene, about, clauses, timing)]
        return tuple(sorted(rows, key=lambda row: (row.trigger_start or 0, row.source, row.target, row.plover)))


def _speaks_of_pair(tree: Tree, memory: Memory) -> bool:
    """True where a sentence that names no state may mean both sides (`the ministers agreed to meet`)."""
    return (memory.pair is not None or memory.settled) and bool(tree.words & classes()["pair"])


def _referred(
    doc: Annotated, scene: Scene, about: Focus, clauses: Mapping[int, Mapping[int, Clause]], timing: Timing
) -> list[Event]:
    """Dated acts of a sentence that leave a side to the document, one a type and time."""
    judged = clauses.get(scene.tree.sentence.index, {})
    found: dict[tuple[object, ...], Event] = {}
    for trigger in scene.unplaced:
        frame, clause = trigger.frame, judged.get(trigger.head)
        if (clause is not None and clause.quoted) or timing.hung(scene.tree, trigger.head, scene.heads) is None:
            continue
        status = _turned(frame, clause.status if clause else "actual")
        for lent in refer(scene, trigger, about):
            act = Act(
                lent.source, lent.target, lent.source_text, lent.target_text, frame.plover, frame.mode, frame.cameo,
                status, trigger.head, trigger.words, lent.p, frame.id.replace("frames:", LENT),
            )  # fmt: skip
            row = _event(doc, scene, act, clause, timing)
            found.setdefault((row.plover, row.date_from, row.source, row.target), row)
    for echo in echoes(scene, about):
        clause = judged.get(echo.head)
        dated = not echo.dated or timing.hung(scene.tree, echo.head, scene.heads) is not None
        if (clause is not None and clause.quoted) or not dated:
            continue
        act = Act(
            echo.source, echo.target, echo.source_text, None, echo.model.plover, echo.model.mode, echo.model.cameo,
            clause.status if clause else "actual", echo.head, (echo.head,), echo.p, ECHO,
        )  # fmt: skip
        row = _event(doc, scene, act, clause, timing)
        found.setdefault((row.plover, row.date_from, row.source, row.target), row)
    return list(found.values())


def _weighed(scene: Scene, text: str, coded: Sequence[tuple[Candidate, Act]]) -> list[Act]:
    """The acts after the scorer's word: each with its probability, some with another type."""
    found: list[Act] = []
    for (candidate, act), scores in zip(coded, opinions(scene, text, [c for c, _ in coded]), strict=True):
        others = {a.plover for _, a in coded if (a.source, a.target) == (act.source, act.target)}
        plover, p = verdict(candidate, act.status, scores, others)
        changed = replace(act, plover=plover, mode=None, cameo=codes()[plover]) if plover != act.plover else act
        found.append(replace(changed, p=p))
    return found


def _by_sentence(
    doc: Annotated,
) -> tuple[dict[int, list[Mention]], dict[int, list[Place]], dict[int, dict[int, Clause]]]:
    mentions: dict[int, list[Mention]] = {}
    places: dict[int, list[Place]] = {}
    clauses: dict[int, dict[int, Clause]] = {}
    for mention in doc.mentions:
        mentions.setdefault(mention.sentence, []).append(mention)
    for place in doc.places:
        places.setdefault(place.sentence, []).append(place)
    for clause in doc.clauses:
        clauses.setdefault(clause.sentence, {})[clause.head] = clause
    return mentions, places, clauses


@cache
def goldsteins() -> dict[str, float]:
    """Goldstein weight by CAMEO code."""
    return {row["code"]: float(row["goldstein"]) for row in table("cameo")}


def goldstein(code: str) -> float:
    """The weight of a CAMEO code, or of the longest code that begins it."""
    known = goldsteins()
    return next((known[code[:n]] for n in range(len(code), 1, -1) if code[:n] in known), 0.0)


def _act(scene: Scene, candidate: Candidate, clause: Clause | None) -> Act | None:
    """The candidate as an act with its status; None where nobody acts upon another, or an expert speaks."""
    frame = candidate.trigger.frame
    source, target = candidate.source, candidate.target
    sources = source.codes if source else ()
    targets = tuple(code for code in (target.codes if target else ()) if code not in sources)
    if not targets or _bystander(scene, candidate):
        return None
    status = _turned(frame, _status(scene, candidate, clause))
    if "future" in frame.flags:
        if status not in {"planned", "hypothetical"} or _conditional(scene, clause):
            return None
        status = "actual"
    return Act(
        sources, targets, source.text if source else None, (target.text or None) if target else None,
        frame.plover, frame.mode, frame.cameo, status, candidate.trigger.head, candidate.trigger.words,
        calibrated(candidate.p), frame.id,
    )  # fmt: skip


def _turned(frame: Frame, status: str) -> str:
    """The clause's status as the frame's own wording turns it."""
    if "off" in frame.flags and status == "actual":
        return "cancelled"
    if "not" in frame.flags and status == "negated":
        return "actual"
    return "planned" if "ahead" in frame.flags and status == "actual" else status


def _proposed(
    doc: Annotated, scene: Scene, mentions: dict[int, list[Mention]], clauses: dict[int, Clause], acts: list[Act]
) -> list[Act]:
    """What the learned scorer adds for pairs that no frame has coded in the sentence."""
    known = {(a, b) for act in acts if act.p >= LEAST for a in act.source for b in act.target}
    return [
        Act(
            found.source.codes, found.target.codes, found.source.text, found.target.text, found.plover, None,
            codes()[found.plover], found.status, found.head, (found.head,), found.p, "model:relation_scorer",
        )
        for found in propose(scene, doc, mentions, clauses, known)
    ]  # fmt: skip


def _event(doc: Annotated, scene: Scene, act: Act, clause: Clause | None, timing: Timing) -> Event:
    tree = scene.tree
    when = timing.of(tree, act.head, act.status, clause.tense if clause else "none")
    start = clause.start if clause else tree.sentence.start
    end = clause.end if clause else tree.sentence.end
    place = str(tree.tokens[act.head].start)
    return Event(
        event_id=_identity(doc.document.doc_id, place, act.source, act.target, act.plover, act.status),
        incident_id=None,
        doc_id=doc.document.doc_id,
        start=start,
        end=end,
        trigger_start=min(tree.tokens[w].start for w in act.words),
        trigger_end=max(tree.tokens[w].end for w in act.words),
        source=act.source,
        target=act.target,
        source_text=act.source_text,
        target_text=act.target_text,
        plover=act.plover,
        mode=act.mode or mode(tree, act.plover, act.words),
        cameo=act.cameo,
        goldstein=goldstein(act.cameo),
        quad=QUADS[act.plover],
        status=act.status,
        historical=when.historical,
        date_from=when.date_from,
        date_to=when.date_to,
        place=timing.place(tree, act.head) or _seat(scene, act),
        issues=timing.issues(start, end, tree.sentence.index),
        quote_id=None,
        p=act.p,
        rule=act.rule,
    )


def _seat(scene: Scene, act: Act) -> str | None:
    """Where a visit leads, when no other place is named: the visited capital or country, or the host's."""
    if act.mode != "visit":
        return None
    named = act.source_text if act.cameo == HOSTING else act.target_text
    return next((m.text for m in scene.mentions if m.text == named and m.kind in SEATS), None)


def _bystander(scene: Scene, candidate: Candidate) -> bool:
    """True when an expert, a scholar or a reporter speaks: no act of the state."""
    if candidate.source is None or candidate.trigger.frame.plover not in VERBAL | {"CONSULT"}:
        return False
    mention = scene.owner.get(candidate.source.token)
    if any(m.kind == "organisation" and m.codes == candidate.source.codes for m in scene.mentions):
        return False  # "UN experts" speak for it
    private = {"academic", "media"}
    target = candidate.target
    if target is not None and "recip" in candidate.trigger.frame.flags and candidate.source.token == target.token:
        named = {code for m in scene.mentions if m.kind in SEATS | {"nationality"} for code in m.codes}
        if not named & {*candidate.source.codes, *target.codes}:
            return False  # "experts of the two countries", spoken of just before, are theirs
    return (mention is not None and mention.sector in private) or scene.sectors.get(candidate.source.head) in private


def _conditional(scene: Scene, clause: Clause | None) -> bool:
    """True where the act stands in an if-clause: nobody announces it."""
    if clause is None or clause.cue is None:
        return False
    cue, tokens = clause.cue, scene.tree.tokens
    return any(cue.start <= t.start < cue.end and scene.tree.lemmas[t.index] in grammar("condition") for t in tokens)


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
