"""Events: who did what to whom, and whether it happened, from frames, the places around them and their clauses."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.config import Extract
from detente.extract.acts import Act, event, turned
from detente.extract.arguments import Scene
from detente.extract.calibration import calibrated
from detente.extract.candidates import SEATS, VERBAL, Candidate, candidates
from detente.extract.frames import Tree, classes, grammar
from detente.extract.grove import grove
from detente.extract.memory import Memory, main_pair, settled
from detente.extract.proposals import codes, opinions, propose, verdict
from detente.extract.references import Focus
from detente.extract.second_reading import Reader
from detente.extract.timing import Timing
from detente.extract.undone import undone
from detente.models import relation_scorer
from detente.records import Annotated, Clause, Event, Mention, Place

HOSTILE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "THREATEN"})
LEAST = 0.27
"""A frame's candidate above this already answers for its pair, even where it is too unsure to be kept."""


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
        about = Focus(doc)
        memory = Memory(tuple(sorted(about.pair)) if about.pair else main_pair(doc), settled=settled(doc))
        trees = grove(doc.sentences)
        for sentence, tree in zip(doc.sentences, trees, strict=True):
            here = mentions.get(sentence.index, [])
            memory.enter(sentence.paragraph)
            named = any(m.codes for m in here)
            spoken = named or _speaks_of_pair(tree, memory)
            if not spoken and not timing.dated(sentence.index):
                continue
            scene = Scene(tree, here, memory.subject, places.get(sentence.index, ()), memory.both())
            scene.spoken = spoken
            scenes.append(scene)
            if not spoken:
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
            kept = _distinct([event(doc, scene, act, judged.get(act.head), timing) for act in sure])
            rows += kept
            about.tell(sentence.index, kept)
            if named:
                memory.leave(scene, kept)
        dropped = list(undone(doc, trees, mentions, clauses, rows, timing))
        rows += dropped
        at = {row.trigger_start for row in dropped}
        for scene in scenes if dropped else ():
            scene.placed |= {token.index for token in scene.tree.tokens if token.start in at}
            about.tell(scene.tree.sentence.index, [row for row in dropped if _within(row, scene)])
        again = Reader(doc, about, clauses, timing, self.learned).read(scenes)
        rows += [row for row in again if row.p >= self.config.min_p]
        return tuple(sorted(rows, key=lambda row: (row.trigger_start or 0, row.source, row.target, row.plover)))


def _speaks_of_pair(tree: Tree, memory: Memory) -> bool:
    """True where a sentence that names no state may mean both sides (`the ministers agreed to meet`)."""
    return (memory.pair is not None or memory.settled) and bool(tree.words & classes()["pair"])


def _within(row: Event, scene: Scene) -> bool:
    return scene.tree.sentence.start <= (row.trigger_start or 0) < scene.tree.sentence.end


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


def _act(scene: Scene, candidate: Candidate, clause: Clause | None) -> Act | None:
    """The candidate as an act with its status; None where nobody acts upon another, or an expert speaks."""
    frame = candidate.trigger.frame
    source, target = candidate.source, candidate.target
    sources = source.codes if source else ()
    targets = tuple(code for code in (target.codes if target else ()) if code not in sources)
    if not targets or _bystander(scene, candidate):
        return None
    status = turned(frame, _status(scene, candidate, clause))
    if "future" in frame.flags:
        # "one in ten that they go to war" announces nothing
        bet = scene.tree.tokens[candidate.trigger.head].tag in {"VBP", "VBZ"}
        if status not in {"planned", "hypothetical"} or bet or _conditional(scene, clause):
            return None
        status = "actual"
    return Act(
        sources, targets, source.text if source else None, (target.text or None) if target else None,
        frame.plover, frame.mode, frame.cameo, status, candidate.trigger.head, candidate.trigger.words,
        calibrated(candidate.p), frame.id,
    )  # fmt: skip


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
