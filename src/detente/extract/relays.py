"""Words passed on: "TASS cited Putin as saying", "he was quoted by TASS", "Reuters reported, citing two officials"."""

from __future__ import annotations

from functools import cache
from typing import Final

from detente import lexicons
from detente.extract.candidate import Candidate
from detente.extract.complements import compact, source_of
from detente.extract.grammar import words as grammar
from detente.extract.trees import Tree

APART: Final = frozenset({"acl", "advcl", "relcl"})


def relay(tree: Tree, verb: int) -> Candidate | None:
    """ "TASS cited Putin as saying that …", "Putin was quoted by TASS as saying": the speaker is not the subject."""
    if not relays(tree, verb):
        return None
    as_ = next((c for c in tree.children[verb] if tree.lower[c] == "as"), None)
    said = next(
        (c for c in range(verb + 1, len(tree)) if tree.tags[c] == "VBG" and tree.lower[c - 1] == "as"),
        None,
    )
    if said is None:
        return None
    above = {said - 1} if as_ is None else {as_}
    agent = tree.child(verb, "agent")
    passive = tree.child(verb, "nsubjpass", "auxpass") is not None or (tree.tags[verb] == "VBN" and agent is not None)
    if passive:
        subject = tree.subject(verb)
        through = set().union(*(tree.subtree(c) for c in tree.children[agent])) if agent is not None else set()
    else:
        subject = tree.child(verb, "dobj")
        if subject is None:
            subject = next((i for i in range(said - 2, verb, -1) if tree.kinds[i] in {"PROPN", "NOUN", "PRON"}), None)
        through = _nearest(tree, source_of(tree, verb), verb)
    source: set[int] = set()
    if subject is not None:
        source = {i for i in tree.subtree(subject) if i < said - 1 or i > said} - above
        source = compact(tree, source, subject) - through
    clause = tree.child(said, "ccomp")
    content = tree.subtree(clause) if clause is not None else set()
    cue = frozenset(tree.verb_group(verb) | above | {said})
    return Candidate(tree.lemmas[verb], "relay", cue, frozenset(source), frozenset(content), verb, frozenset(through))


def citing(tree: Tree, verb: int) -> tuple[int, int] | None:
    """The participle and the object in "X reported, citing two officials"."""
    for c in tree.children[verb]:
        token = tree.tokens[c]
        if token.dep == "advcl" and token.tag == "VBG" and token.lemma.lower() in _relaying():
            target = tree.child(c, "dobj")
            if target is not None and tree.kinds[target] in {"NOUN", "PROPN"}:
                return c, target
    subject = tree.child(verb, "nsubj")
    for c in tree.children[subject] if subject is not None else ():
        if tree.deps[c] == "acl" and tree.tags[c] == "VBG" and tree.lemmas[c] in _relaying():
            target = tree.child(c, "dobj")
            if target is not None and tree.kinds[target] in {"NOUN", "PROPN"}:
                return c, target
    for c in range(verb + 2, len(tree)) if _passes_on(tree, verb) else ():
        token = tree.tokens[c]
        if token.tag == "VBG" and token.lemma.lower() in _relaying() and tree.tokens[c - 1].text == ",":
            target = tree.child(c, "dobj")
            if target is not None and tree.kinds[target] in {"NOUN", "PROPN"}:
                return c, target
    return None


def before(tree: Tree, participle: int) -> set[int]:
    """The name set off before "citing" that the parser did not see as a subject ("Xinhua, citing a spokesman, …")."""
    comma = participle - 1
    if comma < 1 or tree.tokens[comma].text != "," or tree.kinds[comma - 1] != "PROPN":
        return set()
    first = comma - 1
    while first > 0 and tree.kinds[first - 1] in {"PROPN", "DET"}:
        first -= 1
    return set(range(first, comma))


def carrier(tree: Tree, verb: int) -> set[int]:
    """Who passes a statement on, said beside it ("In remarks carried by TASS, …", "…, as quoted by RIA Novosti")."""
    for c in range(len(tree)) if "VBN" in tree.tags else ():
        if tree.tags[c] == "VBN" and c != verb and tree.lemmas[c] in grammar("carrying") and tree.deps[c] in APART:
            by = tree.child(c, "agent")
            name = None if by is None else tree.child(by, "pobj")
            if name is not None and tree.kinds[name] == "PROPN":
                return compact(tree, tree.subtree(name), name)
    return set()


def passes_on(candidate: Candidate) -> bool:
    """True for a report of what somebody else says ("X hopes that …, TASS reported")."""
    return candidate.key in passing()


@cache
def passing() -> frozenset[str]:
    """Cues by which an outlet passes on what another says."""
    return frozenset(row["cue"] for row in lexicons.table("quote_cues") if "passing" in row.listed("frames"))


def _passes_on(tree: Tree, verb: int) -> bool:
    return tree.lemmas[verb] in passing()


def _nearest(tree: Tree, through: set[int], verb: int) -> set[int]:
    """The noun phrase right before the verb where the parse reaches past it for a subject."""
    near = verb - 1
    while near >= 0 and tree.kinds[near] in {"AUX", "ADV"}:
        near -= 1
    if near < 0 or near in through or tree.kinds[near] not in {"PROPN", "NOUN"}:
        return through
    first = near
    while first > 0 and tree.kinds[first - 1] in {"PROPN", "NOUN", "ADJ", "DET", "PART"}:
        first -= 1
    return set(range(first, near + 1))


def relays(tree: Tree, verb: int) -> bool:
    """True where the lexicon knows the verb as one that passes on another's words."""
    return tree.lemmas[verb] in _relaying()


@cache
def _relaying() -> frozenset[str]:
    return frozenset(row["cue"] for row in lexicons.table("quote_cues") if "relay" in row.listed("frames"))
