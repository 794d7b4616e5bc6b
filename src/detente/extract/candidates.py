"""Candidates: directed acts of one sentence, with the places of their sides resolved, before status and date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.extract.arguments import Argument, Scene, support_verbs
from detente.extract.frames import VERBS, Tree, Trigger, find, grammar
from detente.extract.remarks import abstract, anaphoric, course, remark
from detente.records import Annotated, Event

BASE = 0.88
VERBAL = frozenset({"REQUEST", "ACCUSE", "THREATEN", "SUPPORT", "REJECT", "AGREE", "CONCEDE"})
MUTUAL_TYPES = frozenset({"AGREE", "CONSULT", "COOPERATE", "RETREAT", "ASSAULT"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One directed act before it becomes a row."""

    trigger: Trigger
    source: Argument | None
    target: Argument | None
    p: float


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

    def parallel(self, codes: tuple[str, ...], plover: str) -> tuple[str, ...]:
        """What a third state acts upon: the target of the sentence before, or the pair that it speaks about."""
        if plover in {"SUPPORT", "REQUEST"} and not set(codes) & set(self.main):
            return self.main
        return self.pair[1] if self.pair is not None and not set(codes) & set(self.pair[0] + self.pair[1]) else ()

    def other(self, codes: tuple[str, ...]) -> tuple[str, ...]:
        """The side opposite to `codes` in the last pair, or nothing."""
        if self.pair is None:
            return ()
        one, two = self.pair
        if set(codes) & set(one):
            return two
        return one if set(codes) & set(two) else ()


def main_pair(doc: Annotated) -> tuple[str, ...]:
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
    consumed = {
        t.object for t in triggers if t.object is not None and t.frame.plover != "REJECT" and "inf" not in t.frame.flags
    }
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
    if abstract(scene, verb):
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
    if found is None and trigger.object is not None:
        found = scene.prepositional(trigger.object, place, barred)
    for word in trigger.words:
        found = found or (scene.prepositional(word, place, barred) if word != verb else None)
    return found


def _of_noun(scene: Scene, trigger: Trigger, memory: Memory) -> Iterator[Candidate]:
    frame, noun = trigger.frame, trigger.head
    if scene.tree.tokens[noun].dep in {"compound", "nmod", "amod", "npadvmod"}:
        return
    verb = _support(scene, noun)
    if remark(scene, noun) or course(scene, noun, verb):
        return
    inner = scene.qualifiers(noun, meeting=frame.plover == "CONSULT") if "poss" in frame.source else None
    if "recip" in frame.flags:
        if inner is not None or not anaphoric(scene, noun, verb):
            yield from _mutual(scene, trigger, inner, verb, memory)
        return
    source = _noun_source(scene, trigger, verb) or inner
    source, target = _lent(scene, noun, verb, source, inner)
    target = target or _noun_target(scene, trigger, verb, source.codes if source else ())
    if verb is None and "bare" not in frame.flags and (source is None or target is None):
        return
    yield from _sides(scene, trigger, source, target, memory)


def _noun_source(scene: Scene, trigger: Trigger, verb: int | None) -> Argument | None:
    """The source in a phrase that the frame names (`by`, `from`, `of`), on the noun or on its verb."""
    for place in trigger.frame.source:
        if place in {"poss", "subj"}:
            continue
        found = scene.prepositional(trigger.head, place, ()) or _lower(scene, trigger.head, place)
        if found is None and verb is not None and place in {"by", "from"}:
            found = scene.prepositional(verb, place, ())
        if found is not None:
            return found
    return None


def _lent(
    scene: Scene, noun: int, verb: int | None, source: Argument | None, inner: Argument | None
) -> tuple[Argument | None, Argument | None]:
    """Source and target after the verb has lent its subject: to the source, or to the target (`face a ban`)."""
    if verb is None:
        return source, None
    role = support_verbs().get(scene.tree.lemmas[verb], "")
    dep = scene.tree.tokens[noun].dep
    if role == "target" and dep in {"dobj", "pobj"}:
        return source, scene.subject(verb)
    if source is None:
        apart = dep != "nsubj" or verb != scene.governor(noun)
        return (scene.subject(verb) if apart else None), None
    if source is inner and role == "source" and dep in {"dobj", "nsubjpass"}:
        subject = scene.subject(verb)
        if subject is not None and not set(subject.codes) & set(source.codes):
            return subject, source
    return source, None


def _noun_target(scene: Scene, trigger: Trigger, verb: int | None, barred: tuple[str, ...]) -> Argument | None:
    """The target in a phrase that the frame names, on the noun or on its verb, else the verb's other object."""
    for place in trigger.frame.target:
        for at in (trigger.head, verb):
            found = scene.prepositional(at, place, barred) if at is not None else None
            if found is not None:
                return found
    if verb is None:
        return None
    others = [c for c in scene.tree.kids(verb, "dative", "dobj", "nsubjpass") if c != trigger.head]
    return next((f for c in others if (f := scene.phrase(c, deep=True, barred=barred))), None)


def _lower(scene: Scene, noun: int, place: str) -> Argument | None:
    """The `by` phrase of an event noun that the parser hung on a noun inside (`the release of sailors by Iran`)."""
    if place != "by":
        return None
    return next((f for j in scene.tree.below(noun, 3) if (f := scene.prepositional(j, "by", ()))), None)


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
    """Acts of both sides (a meeting, an accord): the parties around the noun, then its verb's subject."""
    codes, anchor = _parties(scene, trigger, inner, verb)
    if len(codes) < 2 and any(scene.tree.lemmas[c] == "their" for c in scene.tree.kids(trigger.head, "poss")):
        codes = list(memory.both()) or codes
        anchor = anchor or Argument(tuple(codes), trigger.head, scene.tree.tokens[trigger.head].text, 0.8)
    if not codes and verb is None:
        return
    if len(codes) < 2:
        subject = _host(scene, trigger, verb)
        if subject is not None:
            codes = [*subject.codes, *(code for code in codes if code not in subject.codes)]
            anchor = anchor or subject
    if not codes or anchor is None:
        return
    if len(codes) > 1:
        yield from _pairwise(trigger, replace(anchor, codes=tuple(codes)))
    elif verb is not None or "bare" in trigger.frame.flags:
        yield from _sides(scene, trigger, replace(anchor, codes=tuple(codes)), None, memory)


def _parties(
    scene: Scene, trigger: Trigger, inner: Argument | None, verb: int | None
) -> tuple[list[str], Argument | None]:
    codes = list(inner.codes) if inner else []
    anchor = inner
    for place in ("between", "of", "by", "among", "for", *trigger.frame.target):
        for at in (trigger.head, verb):
            if at is None or (at == verb and place not in trigger.frame.target):
                continue
            found = scene.prepositional(at, place, codes)
            if found is not None:
                codes += [code for code in found.codes if code not in codes]
                anchor = anchor or found
    return codes, anchor


def _host(scene: Scene, trigger: Trigger, verb: int | None) -> Argument | None:
    """The subject of the verb that carries the noun, or of any verb above a noun that needs none."""
    if verb is not None and scene.tree.tokens[trigger.head].dep != "nsubj":
        return scene.subject(verb)
    governor = scene.governor(trigger.head)
    return scene.subject(governor) if governor is not None and "bare" in trigger.frame.flags else None


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
    return any(scene.tree.lemmas[j] in grammar("mutual") for j in scene.tree.below(trigger.head, 4))


def _further(scene: Scene, trigger: Trigger, source: Argument, memory: Memory) -> Argument | None:
    """A target beyond the listed places: in the same clause, in the sentence, in the pair of the sentence before."""
    span = _extent(scene.tree, trigger.head)
    found = scene.nearest(trigger.head, source.codes, within=span)
    if found is not None:
        return replace(found, sure=0.8 if found.sure > 0.5 else 0.5)
    if scene.tree.tokens[trigger.head].pos not in VERBS and _support(scene, trigger.head) is None:
        found = scene.nearest(trigger.head, source.codes)
        return replace(found, sure=0.55 if found.sure > 0.5 else 0.4) if found is not None else None
    if memory.main and set(source.codes) & set(memory.main) and scene.tree.sentence.index > 1:
        opposite = memory.other(source.codes) or memory.opposite(source.codes)
        here = {code for mention in scene.mentions for code in mention.codes}
        if opposite and not set(opposite) & set(source.codes) and not set(opposite) <= here:
            return Argument(opposite, trigger.head, "", 0.6)
    found = scene.nearest(trigger.head, source.codes)
    if found is not None:
        return replace(found, sure=0.66 if found.sure > 0.5 else 0.4)
    other = memory.other(source.codes) or memory.parallel(source.codes, trigger.frame.plover)
    other = tuple(code for code in other if code not in source.codes)
    return Argument(other, trigger.head, "", 0.62) if other else None


def _source_beyond(scene: Scene, trigger: Trigger, target: Argument) -> Argument | None:
    found = scene.nearest(0, target.codes)
    return replace(found, sure=0.62) if found is not None else None


def _extent(tree: Tree, i: int) -> tuple[int, int]:
    below = [i, *tree.below(i, 8)]
    return min(below), max(below)
