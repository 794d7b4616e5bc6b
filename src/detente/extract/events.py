"""Events: who did what to whom, and whether it happened, from frames, the places around them and their clauses."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from detente.config import Extract
from detente.extract.arguments import Argument, Scene, support_verbs
from detente.extract.frames import VERBS, Frame, Tree, Trigger, find
from detente.extract.timing import Timing
from detente.lexicons import table
from detente.records import Annotated, Clause, Event, Mention

QUADS = {
    "AGREE": 1, "CONSULT": 1, "SUPPORT": 1, "CONCEDE": 1, "COOPERATE": 2, "AID": 2, "RETREAT": 2, "REQUEST": 3,
    "ACCUSE": 3, "REJECT": 3, "THREATEN": 3, "PROTEST": 4, "SANCTION": 4, "MOBILIZE": 4, "COERCE": 4, "ASSAULT": 4,
}  # fmt: skip
BASE = 0.88
HOSTILE = frozenset({"ASSAULT", "COERCE", "MOBILIZE", "SANCTION", "THREATEN"})
VERBAL = frozenset({"REQUEST", "ACCUSE", "THREATEN", "SUPPORT", "REJECT", "AGREE", "CONCEDE"})
MUTUAL_TYPES = frozenset({"AGREE", "CONSULT", "COOPERATE", "RETREAT", "ASSAULT"})
MUTUAL = frozenset({"each", "another", "mutually", "mutual", "both"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One directed act before it becomes a row."""

    trigger: Trigger
    source: Argument | None
    target: Argument | None
    p: float


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
        memory = Memory(_main(doc))
        for sentence in doc.sentences:
            here = mentions.get(sentence.index, [])
            memory.enter(sentence.paragraph)
            if not any(m.codes for m in here):
                continue
            tree = Tree(sentence)
            scene = Scene(tree, here, memory.subject, [p for p in doc.places if p.sentence == sentence.index], memory.both())
            found = []
            for candidate in candidates(scene, memory):
                clause = clauses.get((sentence.index, candidate.trigger.head))
                found += list(_rows(doc, scene, candidate, clause, timing))
            kept = _distinct([row for row in found if row.p >= self.config.min_p])
            rows += kept
            memory.leave(scene, kept)
        return tuple(rows)


class Memory:
    """What the sentences just before were about, within one paragraph: their subject and the last pair."""

    def __init__(self, main: tuple[str, ...] = ()) -> None:
        self.main = main
        self.paragraph = -1
        self.subject: Argument | None = None
        self.pair: tuple[tuple[str, ...], tuple[str, ...]] | None = None

    def enter(self, paragraph: int) -> None:
        """Forgets the pair when a new paragraph begins, unless it begins at once."""
        if paragraph != self.paragraph:
            self.paragraph, self.pair = paragraph, None

    def leave(self, scene: Scene, rows: list[Event]) -> None:
        """Remembers the main subject and the pair of the first event of a sentence."""
        root = next((t.index for t in scene.tree.tokens if t.head == t.index), 0)
        subject = next((f for c in scene.tree.kids(root, "nsubj", "nsubjpass") if (f := scene.phrase(c))), None)
        self.subject = subject or scene.nearest(0, ())
        if rows:
            self.pair = (rows[0].source, rows[0].target)

    def both(self) -> tuple[str, ...]:
        """The pair that `the two countries` means here: the last one of the paragraph, else the document's own."""
        if self.pair is not None and len(self.pair[0]) == 1 and len(self.pair[1]) == 1:
            return (*self.pair[0], *self.pair[1])
        return self.main

    def opposite(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """The other state of the pair the document is about, when `codes` is one of the two."""
        if len(codes) != 1 or codes[0] not in self.main:
            return ()
        return tuple(code for code in self.main if code != codes[0])

    def other(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """The side opposite to `codes` in the last pair, or nothing."""
        if self.pair is None:
            return ()
        one, two = self.pair
        if set(codes) & set(one):
            return two
        return one if set(codes) & set(two) else ()


def _main(doc: Annotated) -> tuple[str, ...]:
    """The two states that a document names most (a headline counts thrice), in alphabetical order; else nothing."""
    counts: dict[str, int] = {}
    kinds = {sentence.index: sentence.kind for sentence in doc.sentences}
    for mention in doc.mentions:
        if not mention.inside and mention.role not in {"place", "backed"}:
            for code in mention.codes:
                counts[code] = counts.get(code, 0) + (3 if kinds.get(mention.sentence) == "headline" else 1)
    ranked = sorted(counts, key=lambda code: (-counts[code], code))
    return tuple(sorted(ranked[:2])) if len(ranked) >= 2 else ()


def candidates(scene: Scene, memory: Memory) -> Iterator[Candidate]:
    """Directed acts of one sentence with the places of their sides resolved."""
    triggers = find(scene.tree)
    consumed = {t.object for t in triggers if t.object is not None and t.frame.plover != "REJECT"}
    consumed |= {word for t in triggers for word in t.words if word != t.head}
    for trigger in triggers:
        if trigger.head in consumed:
            continue
        if "a" in trigger.frame.pos:
            yield from _of_adverb(scene, trigger, memory)
        elif scene.tree.tokens[trigger.head].pos in VERBS and "n" not in trigger.frame.pos:
            yield from _of_verb(scene, trigger, memory)
        else:
            yield from _of_noun(scene, trigger, memory)


def _of_verb(scene: Scene, trigger: Trigger, memory: Memory) -> Iterator[Candidate]:
    frame, verb = trigger.frame, trigger.head
    if "thing" in frame.flags:
        yield from _of_thing(scene, trigger, memory)
        return
    source = scene.subject(verb) if "subj" in frame.source else None
    if source is None and "crowd" in frame.flags:
        source = scene.located(verb)
    for place in frame.source:
        if source is None and place != "subj":
            source = _place(scene, trigger, place, ())
    if "swap" in frame.flags:
        target = scene.subject(verb)
        source = next(
            (f for place in frame.target if (f := _place(scene, trigger, place, target.codes if target else ()))), None
        )
        yield from _sides(scene, trigger, source, target, memory)
        return
    barred = source.codes if source else ()
    target = next((f for place in frame.target if (f := _place(scene, trigger, place, barred))), None)
    yield from _sides(scene, trigger, source, target, memory)


def _of_adverb(scene: Scene, trigger: Trigger, memory: Memory) -> Iterator[Candidate]:
    """`Polish and Slovak jets jointly intercepted it`: the adverb makes joint work of whatever the verb says."""
    verb = scene.tree.tokens[trigger.head].head
    if scene.tree.tokens[verb].pos not in VERBS:
        return
    source = scene.subject(verb)
    barred = source.codes if source else ()
    places = [(at, word) for at in (verb, trigger.head) for word in trigger.frame.target]
    target = next((f for at, word in places if (f := scene.prepositional(at, word, barred))), None)
    if target is None and (source is None or len(source.codes) < 2):
        return
    yield from _sides(scene, replace(trigger, head=verb), source, target, memory)


def _of_thing(scene: Scene, trigger: Trigger, memory: Memory) -> Iterator[Candidate]:
    """`The German tanks promised to Ukraine have arrived`: the sides stand around the thing, not around the verb."""
    thing = next(iter(scene.tree.kids(trigger.head, "nsubj", "nsubjpass")), None)
    if thing is None:
        return
    source = scene.qualifiers(thing) or scene.prepositional(thing, "from", ())
    barred = source.codes if source else ()
    places = [trigger.head, thing, *scene.tree.kids(thing, "acl", "prep"), *scene.tree.below(thing, 2)]
    target = next((f for at in places for w in trigger.frame.target if (f := scene.prepositional(at, w, barred))), None)
    yield from _sides(scene, trigger, source, target, memory)


def _place(scene: Scene, trigger: Trigger, place: str, barred: tuple[str, ...]) -> Argument | None:
    verb = trigger.head
    if place == "obj":
        patient = scene.patient(verb)
        found = scene.phrase(patient, deep=True, barred=barred) if patient is not None else None
        if found is None and scene.tree.passive(verb):
            things = scene.tree.kids(verb, "dobj", "oprd")
            found = next((f for c in things if (f := scene.phrase(c, deep=True, barred=barred))), None)
        return found
    if place == "dat":
        kids = scene.tree.kids(verb, "dative")
        return next((f for c in kids if (f := scene.phrase(c, deep=True, barred=barred))), None)
    if place == "comp":
        return scene.complement(verb, barred)
    if place == "subj":
        return None
    if place == "poss":
        return scene.phrase(trigger.object, deep=True, barred=barred) if trigger.object is not None else None
    found = scene.prepositional(verb, place, barred)
    if found is None:
        patient = scene.patient(verb)
        found = scene.prepositional(patient, place, barred) if patient is not None else None
    for word in trigger.words:
        found = found or (scene.prepositional(word, place, barred) if word != verb else None)
    return found


def _of_noun(scene: Scene, trigger: Trigger, memory: Memory) -> Iterator[Candidate]:
    frame, noun = trigger.frame, trigger.head
    if scene.tree.tokens[noun].dep in {"compound", "nmod", "amod", "npadvmod"}:
        return
    verb = _support(scene, noun)
    meeting = frame.plover == "CONSULT"
    inner = scene.qualifiers(noun, meeting=meeting) if "poss" in frame.source else None
    if inner is None and "recip" in frame.flags and _anaphoric(scene, noun, verb):
        return
    source, target = None, None
    if "recip" in frame.flags:
        yield from _mutual(scene, trigger, inner, verb, memory)
        return
    for place in frame.source:
        if place not in {"poss", "subj"} and source is None:
            source = scene.prepositional(noun, place, ()) or _lower(scene, noun, place)
            if source is None and verb is not None and place in {"by", "from"}:
                source = scene.prepositional(verb, place, ())
    source = source or inner
    role = support_verbs().get(scene.tree.lemmas[verb], "") if verb is not None else ""
    if verb is not None and role == "target" and scene.tree.tokens[noun].dep in {"dobj", "pobj"}:
        target = scene.subject(verb)
    elif verb is not None and source is None and (scene.tree.tokens[noun].dep != "nsubj" or verb != scene.governor(noun)):
        source = scene.subject(verb)
    elif verb is not None and source is inner and inner is not None and role == "source":
        subject = scene.subject(verb) if scene.tree.tokens[noun].dep in {"dobj", "nsubjpass"} else None
        if subject is not None and not set(subject.codes) & set(inner.codes):
            source, target = subject, inner
    barred = source.codes if source else ()
    for place in frame.target:
        target = target or scene.prepositional(noun, place, barred)
        if verb is not None and noun != verb:
            target = target or scene.prepositional(verb, place, barred)
    if target is None and verb is not None:
        for c in scene.tree.kids(verb, "dative", "dobj", "nsubjpass"):
            target = target or (scene.phrase(c, deep=True, barred=barred) if c != noun else None)
    if verb is None and "bare" not in frame.flags and (source is None or target is None):
        return
    yield from _sides(scene, trigger, source, target, memory)


def _lower(scene: Scene, noun: int, place: str) -> Argument | None:
    """The `by` phrase of an event noun where the parser hung it on the noun inside (`the release of sailors by Iran`)."""
    if place != "by":
        return None
    return next((f for j in scene.tree.below(noun, 3) if (f := scene.prepositional(j, "by", ()))), None)


def _anaphoric(scene: Scene, noun: int, verb: int | None) -> bool:
    """True for `the summit`, `this meeting` without participants of its own, which says nothing new."""
    tree = scene.tree
    sides = any(tree.lemmas[c] in {"with", "between", "of", "by", "among", "to"} for c in tree.kids(noun, "prep"))
    return not sides and verb is None and not any(tree.lemmas[c] == "their" for c in tree.kids(noun, "poss"))


def _support(scene: Scene, noun: int) -> int | None:
    """The support verb an event noun depends on, or None."""
    verb = scene.governor(noun)
    if verb is None or scene.tree.lemmas[verb] in support_verbs():
        return verb
    token = scene.tree.tokens[verb]
    reported = token.dep == "ccomp" and token.lemma == "be" and scene.tree.tokens[noun].dep == "nsubj"
    return token.head if reported and scene.tree.tokens[token.head].pos in VERBS else None


def _mutual(
    scene: Scene, trigger: Trigger, inner: Argument | None, verb: int | None, memory: Memory
) -> Iterator[Candidate]:
    frame, noun = trigger.frame, trigger.head
    codes: list[str] = list(inner.codes) if inner else []
    anchor = inner
    for place in ("between", "of", "by", "among", "for", *frame.target):
        for at in (noun, verb):
            found = scene.prepositional(at, place, codes) if at is not None else None
            if found is not None and (at == noun or place in frame.target):
                codes += [code for code in found.codes if code not in codes]
                anchor = anchor or found
    if len(codes) < 2 and any(scene.tree.lemmas[c] == "their" for c in scene.tree.kids(noun, "poss")):
        codes = list(memory.both()) or codes
        anchor = anchor or Argument(tuple(codes), noun, scene.tree.tokens[noun].text, 0.8)
    if len(codes) < 2 and verb is not None and scene.tree.tokens[noun].dep != "nsubj":
        subject = scene.subject(verb)
        if subject is not None:
            codes = [*subject.codes, *(code for code in codes if code not in subject.codes)]
            anchor = subject
    if len(codes) < 2:
        governor = scene.governor(noun)
        subject = scene.subject(governor) if governor is not None else None
        if subject is not None and "bare" in frame.flags:
            codes = [*subject.codes, *(code for code in codes if code not in subject.codes)]
            anchor = anchor or subject
    if not codes or anchor is None:
        return
    if len(codes) == 1 and verb is None and "bare" not in frame.flags:
        return
    if len(codes) == 1:
        side = replace(anchor, codes=tuple(codes))
        yield from _sides(scene, trigger, side, None, memory)
        return
    for a in codes:
        for b in codes:
            if a != b:
                yield Candidate(trigger, replace(anchor, codes=(a,)), replace(anchor, codes=(b,)), BASE * anchor.sure)


def _sides(
    scene: Scene, trigger: Trigger, source: Argument | None, target: Argument | None, memory: Memory
) -> Iterator[Candidate]:
    """Candidates from both sides; a side that is missing is looked for further away, at a price."""
    frame = trigger.frame
    if source is None and target is None:
        return
    if "recip" in frame.flags and source is None and target is not None and len(target.codes) > 1:
        yield from _pairwise(trigger, target)
        return
    if "recip" in frame.flags and source is not None and target is None and len(source.codes) > 1:
        yield from _pairwise(trigger, source)
        return
    alone = target is None and source is not None and (frame.plover in MUTUAL_TYPES or len(source.codes) == 2)
    if source is not None and len(source.codes) > 1 and (alone or _mutual_words(scene, trigger)):
        yield from _pairwise(trigger, source)
        return
    if target is None and source is not None and "strict" not in frame.flags:
        target = _further(scene, trigger, source, memory)
    noun = scene.tree.tokens[trigger.head].pos not in VERBS
    if source is None and scene.tree.passive(trigger.head) and frame.plover in VERBAL:
        return
    if source is None and target is not None and noun and frame.plover == "ASSAULT" and target.sure > 0.8:
        if len(trigger.words) == 1:
            return
        yield Candidate(trigger, None, target, 0.55)
        return
    if source is None and target is not None and "unnamed" not in frame.flags:
        source = _source_beyond(scene, trigger, target)
    if target is None or (source is None and "unnamed" not in frame.flags):
        return
    p = BASE * (source.sure if source else 0.7) * target.sure
    yield Candidate(trigger, source, target, p)
    if "recip" in frame.flags and source is not None:
        yield Candidate(trigger, target, source, p)


def _pairwise(trigger: Trigger, side: Argument) -> Iterator[Candidate]:
    for a in side.codes:
        for b in side.codes:
            if a != b:
                yield Candidate(trigger, replace(side, codes=(a,)), replace(side, codes=(b,)), BASE * side.sure)


def _mutual_words(scene: Scene, trigger: Trigger) -> bool:
    return any(
        scene.tree.lemmas[j] in MUTUAL and scene.tree.lemmas[j] != "both" for j in scene.tree.below(trigger.head, 4)
    )


def _further(scene: Scene, trigger: Trigger, source: Argument, memory: Memory) -> Argument | None:
    """A target beyond the listed places: in the same clause, in the sentence, in the pair of the sentence before."""
    span = _extent(scene.tree, trigger.head)
    found = scene.nearest(trigger.head, source.codes, within=span)
    if found is not None:
        return replace(found, sure=0.8 if found.sure > 0.5 else 0.5)
    if memory.main and set(source.codes) & set(memory.main) and scene.tree.sentence.index > 1:
        opposite = memory.other(source.codes) or memory.opposite(source.codes)
        here = {code for mention in scene.mentions for code in mention.codes}
        if opposite and not set(opposite) & set(source.codes) and not set(opposite) <= here:
            return Argument(opposite, trigger.head, "", 0.6)
    found = scene.nearest(trigger.head, source.codes)
    if found is not None:
        return replace(found, sure=0.66 if found.sure > 0.5 else 0.4)
    other = tuple(code for code in memory.other(source.codes) if code not in source.codes)
    return Argument(other, trigger.head, "", 0.62) if other else None


def _source_beyond(scene: Scene, trigger: Trigger, target: Argument) -> Argument | None:
    found = scene.nearest(0, target.codes)
    return replace(found, sure=0.62) if found is not None else None


def _extent(tree: Tree, i: int) -> tuple[int, int]:
    below = [i, *tree.below(i, 8)]
    return min(below), max(below)


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
        key = (row.source, row.target, row.plover, row.status, row.cameo)
        if key not in best or row.p > best[key].p:
            best[key] = row
    agreed = {(row.source, row.target) for row in best.values() if row.plover == "AGREE" and row.status == "actual"}
    kept = [
        row
        for row in best.values()
        if row.plover != "AGREE" or row.status not in {"planned", "hypothetical"} or (row.source, row.target) not in agreed
    ]
    return sorted(kept, key=lambda row: (row.trigger_start or 0, row.source, row.target, row.plover))


def code_of(frame: Frame) -> str:
    """The PLOVER type of a frame, for those who ask by name."""
    return frame.plover
