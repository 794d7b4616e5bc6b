"""Candidates: directed acts of one sentence, with the places of their sides resolved, before status and date."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from detente.extract import grounds
from detente.extract.arguments import Argument, Scene
from detente.extract.beyond import adversary, counterpart, elsewhere, further, own_affair, source_beyond, stranger
from detente.extract.carriers import support, support_verbs
from detente.extract.frames import VERBS, grammar
from detente.extract.memory import Memory
from detente.extract.remarks import abstract, anaphoric, course, purpose, pursuit, remark
from detente.extract.triggers import Trigger, find

BASE = 0.88
VERBAL = frozenset({"REQUEST", "ACCUSE", "THREATEN", "SUPPORT", "REJECT", "AGREE", "CONCEDE"})
SEATS = frozenset({"state", "capital", "metonym", "place"})
MOVING = frozenset({"RETREAT", "MOBILIZE"})
"""Types whose passive tells of the forces of whoever acts (`its paratroops were rushed to the border`)."""
MUTUAL_TYPES = frozenset({"AGREE", "CONSULT", "COOPERATE", "RETREAT", "ASSAULT"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One directed act before it becomes a row."""

    trigger: Trigger
    source: Argument | None
    target: Argument | None
    p: float


def candidates(scene: Scene, memory: Memory) -> Iterator[Candidate]:
    """Directed acts of one sentence with the places of their sides resolved: of verbs, then of what they leave over."""
    triggers = find(scene.tree)
    scene.heads = frozenset(trigger.head for trigger in triggers)
    verbs = [t for t in triggers if scene.tree.tokens[t.head].pos in VERBS]
    consumed = {word for t in verbs for word in t.words if word != t.head}
    for trigger in verbs:
        grounds.settle(scene, trigger, memory)
        found = _tried(scene, trigger, memory) if trigger.head not in consumed else []
        if found:
            chosen = found[0].trigger
            consumed -= set(trigger.words) - set(chosen.words)
            memory.note(found[0].source, found[0].target, trigger.head, judging=grounds.judging(chosen))
            free = chosen.frame.plover == "REJECT" or "inf" in chosen.frame.flags
            consumed |= {chosen.object} if chosen.object is not None and not free else set()
        else:
            consumed -= set(trigger.words)
            scene.unplaced.append(trigger)
        yield from found
    nouns = [t for t in triggers if scene.tree.tokens[t.head].pos not in VERBS]
    consumed |= {word for t in nouns for word in t.words if word != t.head}
    for trigger in nouns:
        if trigger.head not in consumed:
            found = _tried(scene, trigger, memory)
            yield from found
            scene.unplaced += [] if found else [trigger]


def _tried(scene: Scene, trigger: Trigger, memory: Memory) -> list[Candidate]:
    """The candidates of a trigger, or of the next specific frame that fits where it finds no sides."""
    plover = trigger.frame.plover
    options = [o for o in trigger.others if len(o.words) > 1 or o.object is not None or o.frame.plover == plover]
    for option in (trigger, *options):
        found = list(_of(scene, option, memory))
        if found:
            return found
    return []


def _of(scene: Scene, trigger: Trigger, memory: Memory) -> Iterator[Candidate]:
    if "a" in trigger.frame.pos:
        return _of_adverb(scene, trigger, memory)
    if scene.tree.tokens[trigger.head].pos in VERBS and "n" not in trigger.frame.pos:
        return _of_verb(scene, trigger, memory)
    return _of_noun(scene, trigger, memory)


def _of_verb(scene: Scene, trigger: Trigger, memory: Memory) -> Iterator[Candidate]:
    frame, verb = trigger.frame, trigger.head
    if "thing" in frame.flags:
        yield from _of_thing(scene, trigger, memory)
        return
    if abstract(scene, verb) or pursuit(scene, verb):
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
    if "recip" in frame.flags and (source is None or target is None):
        parties = _around_object(scene, trigger, source)
        if parties is not None:
            yield from _pairwise(trigger, parties)
            return
    if "seat" in frame.flags and not (target and _is_seat(scene, target)):
        return
    yield from _sides(scene, trigger, source, target, memory)


def _around_object(scene: Scene, trigger: Trigger, source: Argument | None) -> Argument | None:
    """The two parties around the thing that was signed or held: `the accord between Chad and Libya was renewed`."""
    verb = trigger.head
    noun = trigger.object if trigger.object is not None else scene.patient(verb)
    if noun is None or scene.tree.tokens[noun].pos in VERBS:
        return None
    codes, anchor = _parties(scene, replace(trigger, head=noun), scene.qualifiers(noun), None)
    if source is not None:
        codes = [*source.codes, *(code for code in codes if code not in source.codes)]
    return replace(anchor, codes=tuple(codes)) if anchor is not None and len(codes) == 2 else None


def _is_seat(scene: Scene, target: Argument) -> bool:
    """True for a country, capital or town that itself stands after the preposition."""
    mention = scene.owner.get(target.token)
    named = mention is not None and mention.head == target.token and mention.kind in SEATS
    return named or scene.places.get(target.token) in scene.pair


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
    source = scene.qualifiers(thing) or scene.prepositional(thing, "from", ()) or _teller(scene, trigger.head)
    barred = source.codes if source else ()
    places = [trigger.head, thing, *scene.tree.kids(thing, "acl", "prep"), *scene.tree.below(thing, 2)]
    target = next((f for at in places for w in trigger.frame.target if (f := scene.prepositional(at, w, barred))), None)
    yield from _sides(scene, trigger, source, target, memory)


def _teller(scene: Scene, verb: int) -> Argument | None:
    """Who reports that the thing came: `the tanks have arrived, the ministry in Berlin confirmed`."""
    token = scene.tree.tokens[verb]
    told = scene.subject(token.head) if token.dep == "ccomp" and token.head != verb else None
    return replace(told, sure=0.8) if told is not None else None


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
        for c in scene.tree.kids(trigger.object, "acl") if found is None else ():
            found = found or scene.prepositional(c, place, barred)
    for word in trigger.words:
        found = found or (scene.prepositional(word, place, barred) if word != verb else None)
    return found


def _of_noun(scene: Scene, trigger: Trigger, memory: Memory) -> Iterator[Candidate]:
    frame, noun = trigger.frame, trigger.head
    if scene.tree.tokens[noun].dep in {"compound", "nmod", "amod", "npadvmod"}:
        return
    verb = support(scene, noun)
    if remark(scene, noun) or course(scene, noun, verb):
        return
    inner = scene.qualifiers(noun, meeting=frame.plover == "CONSULT") if "poss" in frame.source else None
    if "recip" in frame.flags:
        if inner is not None or not anaphoric(scene, noun, verb):
            yield from _mutual(scene, trigger, inner, verb, memory)
        return
    source = _noun_source(scene, trigger, verb) or inner
    answered = grounds.answered(scene, noun, memory) if source is None else None
    if answered is not None:
        yield from _sides(scene, trigger, *answered, memory)
        return
    if inner is None or _noun_target(scene, trigger, None, inner.codes) is None:
        source, target = _lent(scene, noun, verb, source, inner)
    else:
        target = None  # "called Beijing's support for Moscow a mistake": both sides stand with the noun
    target = target or _noun_target(scene, trigger, verb, source.codes if source else ())
    if verb is None and "bare" not in frame.flags and (source is None or target is None):
        return
    yield from _sides(scene, trigger, source, target, memory)


def _noun_source(scene: Scene, trigger: Trigger, verb: int | None) -> Argument | None:
    """The source in a phrase that the frame names (`by`, `from`, `of`), on the noun or on its verb."""
    for place in trigger.frame.source:
        if place in {"poss", "subj"}:
            continue
        found = _on_wording(scene, trigger, place, ()) or _lower(scene, trigger.head, place)
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
            found = found or (_on_wording(scene, trigger, place, barred) if at == trigger.head else None)
            if found is not None:
                return found
    if verb is None:
        return None
    others = [c for c in scene.tree.kids(verb, "dative", "dobj", "nsubjpass") if c != trigger.head]
    return next((f for c in others if (f := scene.phrase(c, deep=True, barred=barred))), None)


def _on_wording(scene: Scene, trigger: Trigger, place: str, barred: tuple[str, ...]) -> Argument | None:
    """The phrase on the noun or on a word of its wording (`a message of support from Chad`)."""
    words = (trigger.head, *(word for word in trigger.words if word != trigger.head))
    return next((f for word in words if (f := scene.prepositional(word, place, barred))), None)


def _lower(scene: Scene, noun: int, place: str) -> Argument | None:
    """A phrase of an event noun that the parser hung on a noun inside (`the release of sailors by Iran`)."""
    if place not in {"by", "between"}:
        return None
    return next((f for j in scene.tree.below(noun, 3) if (f := scene.prepositional(j, place, ()))), None)


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
            found = scene.prepositional(at, place, codes) or (_lower(scene, at, place) if at != verb else None)
            if found is not None:
                codes += [code for code in found.codes if code not in codes]
                anchor = anchor or found
    for relative in scene.tree.kids(trigger.head, "relcl") if len(codes) < 2 else ():
        held = [scene.subject(relative), scene.prepositional(relative, "with", ())]  # "the talks that he had with her"
        codes += [code for found in held if found is not None for code in found.codes if code not in codes]
        anchor = anchor or next((found for found in held if found is not None), None)
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
    several = _several(scene, trigger, source, target)
    if several is not None:
        yield from _pairwise(trigger, several)
        return
    nobody = elsewhere(scene, trigger) or purpose(scene, trigger.head)
    if target is None and source is not None and not (nobody or own_affair(scene, trigger, source)):
        target = further(scene, trigger, source, memory) if "strict" not in frame.flags else None
        target = target or counterpart(scene, trigger, source, memory)
    if source is None and target is not None:
        noun = scene.tree.tokens[trigger.head].pos not in VERBS
        if noun and frame.plover == "ASSAULT" and target.sure > 0.8:
            if len(trigger.words) > 1:
                yield Candidate(trigger, None, target, 0.55)
            return
        source = _missing_source(scene, trigger, target, memory)
    if target is None or (source is None and "unnamed" not in frame.flags):
        return
    p = BASE * (source.sure if source else 0.7) * target.sure
    yield Candidate(trigger, source, target, p)
    if "recip" in frame.flags and source is not None:
        yield Candidate(trigger, target, source, p)


def _several(scene: Scene, trigger: Trigger, source: Argument | None, target: Argument | None) -> Argument | None:
    """The one side that holds both parties of an act that they do to each other."""
    frame = trigger.frame
    if source is None or target is None:
        one = source or target
        if "recip" in frame.flags and one is not None and len(one.codes) > 1:
            return one
    alone = target is None and source is not None and (frame.plover in MUTUAL_TYPES or len(source.codes) == 2)
    if source is not None and len(source.codes) > 1 and (alone or _mutual_words(scene, trigger)):
        return source
    return None


def _missing_source(scene: Scene, trigger: Trigger, target: Argument, memory: Memory) -> Argument | None:
    """Who acts where the clause names nobody; a statement in the passive is nobody's but the other side's."""
    if stranger(scene, trigger.head):
        return None
    if scene.tree.passive(trigger.head) and trigger.frame.plover in MOVING:
        patient = scene.patient(trigger.head)
        moved = scene.phrase(patient, barred=target.codes) if patient is not None else None
        if moved is not None:
            return moved
    if scene.tree.passive(trigger.head) and trigger.frame.plover in VERBAL:
        return adversary(scene, target, memory) if trigger.object is not None else None
    return source_beyond(scene, trigger, target, memory) if "unnamed" not in trigger.frame.flags else None


def _pairwise(trigger: Trigger, side: Argument) -> Iterator[Candidate]:
    for a in side.codes:
        for b in side.codes:
            if a != b:
                yield Candidate(trigger, replace(side, codes=(a,)), replace(side, codes=(b,)), BASE * side.sure)


def _mutual_words(scene: Scene, trigger: Trigger) -> bool:
    return any(scene.tree.lemmas[j] in grammar("mutual") for j in scene.tree.below(trigger.head, 4))
