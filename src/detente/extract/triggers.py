"""Triggers: the frames whose words stand at the tokens of a parsed sentence, with the object that they ask for."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice

from detente.extract.frames import VERBS, Form, Frame, Tree, Wording, classes, grammar, index
from detente.records import Token

MOST = 4
"""Frames tried at one token."""


@dataclass(frozen=True, slots=True)
class Trigger:
    """A frame found in a sentence: the token that heads it, all tokens of its wording, the object it asked for.

    `others`: less specific frames that fit the same token, for when this one finds no sides.
    """

    frame: Frame
    head: int
    words: tuple[int, ...]
    object: int | None
    others: tuple[Trigger, ...] = ()


def find(tree: Tree) -> list[Trigger]:
    """At most one trigger a token: the most specific frame whose words and object are there, with the next ones."""
    found = []
    known = index()
    for token, lemma in zip(tree.tokens, tree.lemmas, strict=True):
        wordings = known.get(lemma, {})
        for kind in _kinds(token) if wordings else ():
            rows = wordings.get(kind)
            fitting = list(islice(_fitting(rows, tree, token.index, kind), MOST)) if rows else []
            if fitting:
                found.append(replace(fitting[0], others=tuple(fitting[1:])))
                break
    return found


def _kinds(token: Token) -> str:
    if token.dep in {"aux", "auxpass"} or (token.pos == "PROPN" and token.entity in {"PERSON", "DATE"}):
        return ""
    if token.pos in VERBS:
        return "v" if token.tag != "VBG" or token.dep not in {"pobj", "dobj", "nsubj"} else "vn"
    if token.pos in {"NOUN", "PROPN"}:
        return "n" if token.tag not in {"VBN", "VBD", "VBG"} else "nv"
    return "a" if token.pos in {"ADJ", "ADV", "ADP", "SCONJ"} else ""


def _fitting(rows: tuple[Wording, ...], tree: Tree, i: int, kind: str) -> Iterator[Trigger]:
    """The frames whose words and object are there, the most specific first."""
    here = tree.words
    for others, asked, form, frame in rows:
        if not others <= here or (asked and asked.isdisjoint(here) and _without_object(frame, tree)):
            continue
        words = _wording(form, tree, i, kind)
        if words is None:
            continue
        if "inf" in frame.flags and not _infinitive(tree, i):
            continue
        if "crowd" in frame.flags and kind == "v" and not _crowd(tree, i):
            continue
        if kind == "v" and _particled(tree, i, words, frame.plover):
            continue
        thing = None
        if frame.objects or frame.barred:
            near = [j for j in tree.below(i, 4) if j not in words]
            if frame.flags & {"thing", "troops"}:
                near += [j for c in tree.kids(i, "nsubj") for j in (c, *tree.below(c, 3))]
            if _of_antecedent(tree, i):
                near = [tree.tokens[i].head, *near]
            if any(tree.lemmas[j] in frame.barred and not _aside(tree, j, i) for j in near):
                continue
            thing = next((j for j in near if _thing(tree, j, frame, words)), None)
            if frame.objects and thing is None:
                continue
        yield Trigger(frame, i, words, thing)


def _particled(tree: Tree, verb: int, words: tuple[int, ...], plover: str) -> bool:
    """True where an unknown particle makes another verb: of force (`the talks wound up`), of meeting (`called off`)."""
    undone = {"ASSAULT": grammar("verb_particle"), "CONSULT": grammar("undoing_particle")}.get(plover, frozenset())
    return any(c not in words and tree.lemmas[c] in undone for c in tree.kids(verb, "prt"))


def _aside(tree: Tree, j: int, head: int) -> bool:
    """True for a word in a phrase that only says when or on what occasion (`met at the end of the month`)."""
    for _ in range(5):
        j = tree.tokens[j].head
        if j == head:
            return False
        if tree.tokens[j].dep == "prep" and tree.lemmas[j] in grammar("occasion"):
            return True
    return False


def _without_object(frame: Frame, tree: Tree) -> bool:
    """True where no word of a sentence without the words that a frame asks for can stand for its object."""
    return tree.words.isdisjoint(grammar("their")) or not frame.objects >= classes()["people"]


def _of_antecedent(tree: Tree, verb: int) -> bool:
    """True where the noun above is what the verb is done to: `ships seized by`, `the sanctions which Chad imposed`."""
    token = tree.tokens[verb]
    if token.dep == "acl":
        return tree.passive(verb)
    if token.dep != "relcl":
        return False
    objects = tree.kids(verb, "dobj", "nsubjpass")
    return tree.passive(verb) or not objects or any(tree.lemmas[c] in grammar("relative") for c in objects)


def _thing(tree: Tree, j: int, frame: Frame, words: tuple[int, ...]) -> bool:
    """True for a token that is one of the frame's objects, not a part of a name, or a person where people fit."""
    token = tree.tokens[j]
    titled = tree.tokens[token.head].pos == "PROPN" and ("person" in frame.objects or token.pos == "PROPN")
    if token.dep in {"compound", "nmod", "poss"} and token.head not in words and not titled:
        return False
    if frame.plover == "ASSAULT" and token.dep == "pobj" and tree.lemmas[token.head] == "from":
        return False
    if token.tag == "PRP$" and token.text.lower() in grammar("their") and frame.objects >= classes()["people"]:
        return True  # "their release"
    return tree.lemmas[j] in frame.objects or ("person" in frame.objects and token.entity == "PERSON")


def _infinitive(tree: Tree, verb: int) -> bool:
    return any(
        tree.tokens[g].lemma == "to" and tree.tokens[g].dep == "aux"
        for c in tree.kids(verb, "xcomp", "ccomp", "advcl", "acl")
        for g in tree.children[c]
    )


def _crowd(tree: Tree, verb: int) -> bool:
    """True when those who act are people in the street, not a government or its forces."""
    for c in (*tree.kids(verb, "nsubj"), *(g for a in tree.kids(verb, "agent") for g in tree.kids(a, "pobj"))):
        names = {tree.lemmas[c], *(tree.lemmas[j] for j in tree.below(c, 2))}
        if names & classes()["crowd"]:
            return True
        if tree.tokens[c].tag in {"NNPS", "NNS"} and tree.tokens[c].text[:1].isupper():
            return True
    return False


def _wording(form: Form, tree: Tree, i: int, kind: str) -> tuple[int, ...] | None:
    words: list[int] = [i]
    for word in form.before:
        at = next((j for j in range(max(0, i - 4), i) if tree.lemmas[j] == word), None)
        if at is None:
            return None
        words.append(at)
    if form.after:
        place = i
        reach = 9 if kind == "v" else 4
        passive = kind == "v" and tree.passive(i)
        for word in form.after:
            at = next(
                (j for j in range(place + 1, min(len(tree.tokens), place + 1 + reach)) if _is(tree, j, word)), None
            )
            if at is None and passive:
                at = next((j for j in tree.below(i, 3) if _is(tree, j, word)), None)
            if (
                at is None
                or (kind == "v" and not _hangs(tree, at, i, words))
                or (word in grammar("verb_particle") and not _close(tree, at, i))
            ):
                return None
            words.append(at)
            place = max(place, at)
    return tuple(sorted(words))


def _close(tree: Tree, j: int, head: int) -> bool:
    """True for a particle that belongs to its verb, not to a phrase further on."""
    token = tree.tokens[j]
    bare = token.dep == "prep" and not tree.kids(j, "pobj")  # "ordered the envoy out of the country"
    return j == head + 1 or (token.head == head and (token.dep in {"prt", "advmod"} or bare))


def _is(tree: Tree, j: int, word: str) -> bool:
    return tree.lemmas[j] == word or tree.tokens[j].text.lower() == word


def _hangs(tree: Tree, j: int, head: int, words: Sequence[int]) -> bool:
    """True when token `j` stands at most four steps below `head` and in no other clause, or directly after it.

    Not for what belongs to a noun of somebody's: "called their support for it a mistake" calls for nothing.
    """
    steps, at = 0, j
    while steps < 4 and at != head and tree.tokens[at].head != at:
        at = tree.tokens[at].head
        steps += 1 if tree.tokens[at].dep not in {"advcl", "relcl"} or at == head else 4
    noun = tree.tokens[j].head
    inside = tree.lemmas[j] == "for" and bool(tree.kids(noun, "poss")) and noun not in words
    return (at == head and not inside) or j == head + 1
