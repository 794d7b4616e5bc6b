"""Actors joined by "and", commas or a hyphen: who belongs together, and a parse that says so.

The parser makes "Trump" a modifier in "Trump and Russian President Vladimir Putin met": here the surface decides,
and the tokens' heads and relations are set right, so that every later reader finds the conjuncts.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.annotate.phrases import HYPHENS, Name
from detente.annotate.sentences import Line
from detente.records import Sentence, Token

_LOOSE = frozenset(("amod", "nmod", "compound", "conj", "appos", "dep", "npadvmod", "nummod", "poss"))
_OBJECTS = frozenset(("dobj", "pobj", "iobj", "attr", "oprd", "dative", "advmod"))


def join(line: Line, names: Sequence[Name]) -> Line:
    """`line` with repaired heads; names that are coordinated get the same `group`."""
    tokens = list(line.sentence.tokens)
    outer = [name for name in names if not name.inside and name.kind != "pronoun"]
    for group in _groups(tokens, outer):
        _number(group)
        if not any(name.modifies is not None or name.kind == "demonym" for name in group):
            _repair(tokens, group)
    for name in names:
        if name.parts:
            for group in _groups(tokens, sorted(name.parts, key=lambda part: part.first)):
                _number(group)
                for part in group:
                    part.modifies = name.head if part.modifies is not None else None
    old = line.sentence
    if all(mine is theirs for mine, theirs in zip(tokens, old.tokens, strict=True)):
        return line
    sentence = Sentence(old.index, old.paragraph, old.start, old.end, old.kind, tuple(tokens))
    return replace(line, sentence=sentence)


def _number(group: Sequence[Name]) -> None:
    for name in group:
        name.group = group[0].head
    noun = group[-1].modifies
    if group[0].role == "place":
        for name in group:
            name.role = name.role or ("place" if name.kind in ("capital", "state", "place") else None)
    for name in group:
        if name.kind == "demonym" and name.modifies is None:
            name.modifies = noun


def _groups(tokens: Sequence[Token], names: Sequence[Name]) -> list[list[Name]]:
    """Runs of at least two names with nothing but connectives between them."""
    groups: list[list[Name]] = []
    run: list[Name] = []
    closed = False
    for name in names:
        link = _link(tokens, run[-1], name) if run else None
        if run and link is not None and not (closed and link != "and"):
            run.append(name)
            closed = link != ","
            continue
        if run and name.first < run[-1].last:
            continue
        if len(run) > 1 and closed:
            groups.append(run)
        run, closed = [name], False
    if len(run) > 1 and closed:
        groups.append(run)
    return groups


def _link(tokens: Sequence[Token], left: Name, right: Name) -> str | None:
    """ "and", "," or "-" when two names are coordinated, None when they are not."""
    between = tokens[left.last : right.first]
    if not between or len(between) > 4:
        return None
    kinds = set()
    for token in between:
        if token.tag == "CC" and token.lemma.lower() in ("and", "or", "&", "nor"):
            kinds.add("and")
        elif token.text == "," or token.text in HYPHENS:
            kinds.add("," if token.text == "," else "-")
        elif token.tag not in ("DT", "PDT", "POS", "PRP$", "IN") or (token.tag == "IN" and "and" not in kinds):
            return None
    if "and" in kinds:
        return None if _new_clause(tokens, left, right) else "and"
    if "-" in kinds:
        return "-" if len(between) == 1 and _tight(tokens, left, right) else None
    return "," if "," in kinds and _alike(left, right) else None


def _tight(tokens: Sequence[Token], left: Name, right: Name) -> bool:
    return (
        tokens[left.last - 1].end == tokens[left.last].start
        and tokens[right.first - 1].end == tokens[right.first].start
    )


def _alike(left: Name, right: Name) -> bool:
    """Names in a list without "and" so far must be of one sort: "Kassel, Germany" is no list."""
    people = ("leader", "person", "role")
    if left.person is not None and left.person == right.person:
        return False
    if left.kind in people or right.kind in people:
        return left.kind in people and right.kind in people and left.person is not None and right.person is not None
    return not ({left.kind, right.kind} == {"capital", "state"} or left.codes == right.codes)


def _new_clause(tokens: Sequence[Token], left: Name, right: Name) -> bool:
    """True when "and" joins clauses: the left name is an object, the right one the subject of its own verb."""
    first, second = tokens[left.head], tokens[right.head]
    if not second.dep.startswith("nsubj") or tokens[second.head].pos not in ("VERB", "AUX"):
        return False
    while first.dep in ("compound", "nmod", "amod", "poss") and first.head > first.index:
        first = tokens[first.head]  # "its ambassador home and the Emirates sent"
    governor = tokens[first.head]
    if first.dep in _OBJECTS and governor.index < first.index:
        return second.head > right.last - 1 and first.head != second.head and governor.pos in ("VERB", "ADP", "SCONJ")
    return False


def _repair(tokens: list[Token], group: Sequence[Name]) -> None:
    """The first conjunct takes the place of the whole in the tree, the others hang on it."""
    heads = [name.head for name in group]
    if len(set(heads)) < len(heads):
        return
    inner = set(range(group[0].first, group[-1].last))
    outside = [tokens[head] for head in heads if tokens[head].head not in inner or tokens[head].dep == "ROOT"]
    firm = [token for token in outside if token.dep not in _LOOSE]
    if not (firm or outside):
        return
    anchor = (firm or outside)[0]
    if len(firm) > 1 and tokens[heads[0]] in firm:
        anchor = tokens[heads[0]]
    first = heads[0]
    place = first if anchor.head == anchor.index else anchor.head
    if place != first and _under(tokens, place, heads):
        return
    if tokens[first].head != place or tokens[first].dep != anchor.dep:
        tokens[first] = replace(tokens[first], head=place, dep=anchor.dep)
    for head in heads[1:]:
        if not (tokens[head].dep == "conj" and tokens[head].head in heads):
            tokens[head] = replace(tokens[head], head=first, dep="conj")
    for i in range(group[0].last, group[-1].first):
        if tokens[i].tag == "CC" and tokens[i].head not in heads:
            tokens[i] = replace(tokens[i], head=first, dep="cc")


def _under(tokens: Sequence[Token], place: int, heads: Sequence[int]) -> bool:
    """True when the new place of the first conjunct hangs on one of the conjuncts: moving it would make a ring."""
    at = place
    for _ in range(len(tokens)):
        if at in heads:
            return True
        if tokens[at].head == at:
            return False
        at = tokens[at].head
    return True
