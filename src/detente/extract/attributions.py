"""Candidates for attribution in the parse: a cue, whoever it names, and the words it attributes.

A candidate is a reading that the grammar allows; whether the cue really reports speech or thought is weighed by
`cues.py`. One candidate a cue: the fullest complement that the verb, noun or phrase governs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cache
from typing import Final

from detente import lexicons
from detente.extract.candidate import Candidate
from detente.extract.complements import compact, complement, source_of
from detente.extract.grammar import words
from detente.extract.relays import before, carrier, citing, relay
from detente.extract.trees import VERBAL, Tree, reporting

BEARING: Final = VERBAL | {"NOUN"}
NOMINAL: Final = frozenset({"DET", "PROPN", "NOUN", "ADJ", "PRON", "NUM"})


def candidates(tree: Tree, quoted: Collection[int]) -> Iterator[Candidate]:
    """Candidates of a sentence in the order of their cues; `quoted` are tokens inside speech, which bring none."""
    for at, (kind, word) in enumerate(zip(tree.kinds, tree.lower, strict=True)):
        if at in quoted or (kind not in BEARING and word not in {"according", ":"}):
            continue
        found: Candidate | None = None
        if word == "according":
            found = _according(tree, at)
        elif kind in VERBAL:
            found = _verb(tree, at) if tree.deps[at] not in {"aux", "auxpass"} else None
        elif kind == "NOUN":
            found = _noun(tree, at)
        elif word == ":":
            found = _colon(tree, at)
        if found is not None and found.content and not _empty(tree, found):
            yield found


def _empty(tree: Tree, candidate: Candidate) -> bool:
    """True where the content only points at something said elsewhere ("doubts it")."""
    return len(candidate.content) == 1 and all(tree.kinds[i] == "PRON" for i in candidate.content)


def _verb(tree: Tree, verb: int) -> Candidate | None:
    relayed = relay(tree, verb)
    if relayed is not None:
        return relayed
    source = source_of(tree, verb)
    group = tree.verb_group(verb)
    frame, content, extra = complement(tree, verb, source, group)
    if frame in {"none", "object"} or frame.startswith("prep-"):
        posted = _posted(tree, verb, group)
        if posted is not None:
            return posted
    if frame in {"object", "at", "to", "for"} and tree.lemmas[verb] in _weighing():
        frame, content = "object", content | _rest(tree, max(content))
    if not content:
        return None
    content -= source | group | extra
    if not content:
        return None
    key = tree.lemmas[verb]
    for c in tree.children[verb]:
        if tree.deps[c] == "prt":
            key += " " + tree.lower[c]
    cited = citing(tree, verb)
    if cited is not None and frame in {"after", "that", "bare", "inside"}:
        named = compact(tree, tree.subtree(cited[1]), cited[1])
        under = tree.subtree(cited[0])
        content -= named | under
        passing = _trimmed(tree, source - under - named) or before(tree, cited[0])
        cue = frozenset(group | {cited[0]})
        return Candidate(key, frame, cue, frozenset(named), frozenset(content), verb, frozenset(passing))
    passing = carrier(tree, verb) - source - content
    return Candidate(
        key, frame, frozenset(group | extra), frozenset(source), frozenset(content), verb, frozenset(passing)
    )


def _trimmed(tree: Tree, indices: set[int]) -> set[int]:
    """A source without commas at its edges."""
    kept = sorted(indices)
    while kept and tree.tokens[kept[-1]].text == ",":
        kept.pop()
    return set(kept)


def _posted(tree: Tree, verb: int, group: set[int]) -> Candidate | None:
    """A reporting clause at a sentence's end that the parser did not see ("…, a lawyer from Oslo argued in a note")."""
    token = tree.tokens[verb]
    if token.tag not in {"VBD", "VBZ", "VBP"} or token.lemma.lower() not in reporting():
        return None
    first = min(group)
    if first > 3 and tree.tokens[first - 1].text == ",":
        return _inverted(tree, verb, group)
    comma = next((i for i in range(first - 1, max(first - 14, 0), -1) if tree.tokens[i].text == ","), None)
    if comma is None or comma < 3 or first - comma < 2:
        return None
    between = tree.tokens[comma + 1 : first]
    named = any(t.pos in {"NOUN", "PROPN", "PRON"} for t in between)
    if not named or any(
        t.tag in {"VBZ", "VBP", "MD", "WDT", "WP", "CC", "IN"} and t.text.lower() not in words("name_preposition")
        for t in between
    ):
        return None
    if not any(t.pos in VERBAL for t in tree.tokens[:comma]) or between[0].pos not in NOMINAL:
        return None
    following = tree.tokens[verb + 1 :]
    addressed = len(following) <= 3 and following[-1:] and following[-1].text == "."
    if any(t.pos in VERBAL and t.tag != "VBG" for t in following[:6]) or (
        following and following[0].pos in NOMINAL and not addressed
    ):
        return None
    source = frozenset(range(comma + 1, first))
    return Candidate(token.lemma.lower(), "after", frozenset(group), source, frozenset(range(comma)), verb)


def _inverted(tree: Tree, verb: int, group: set[int]) -> Candidate | None:
    """ "…, mused an adviser at the palace": the verb before its subject, unseen by the parser."""
    first = min(group)
    last = next((i for i in range(verb + 1, len(tree)) if tree.tokens[i].text in {",", ".", ";"}), len(tree))
    named = tree.tokens[verb + 1 : last]
    if not named or named[0].pos not in NOMINAL or any(t.pos in VERBAL for t in named):
        return None
    if not any(t.pos in VERBAL for t in tree.tokens[: first - 1]):
        return None
    source = frozenset(range(verb + 1, last))
    return Candidate(tree.lemmas[verb], "after", frozenset(group), source, frozenset(range(first - 1)), verb)


@cache
def _weighing() -> frozenset[str]:
    return frozenset(row["cue"] for row in lexicons.table("quote_cues") if row["forecast"] == "assertion")


def _rest(tree: Tree, last: int) -> set[int]:
    """The words after an object up to the end of its clause ("puts the risk of war this year | at one in ten")."""
    found: set[int] = set()
    for i in range(last + 1, len(tree)):
        if tree.tokens[i].text in {";", ".", ",", ":"} or tree.deps[i] == "cc":
            break
        found.add(i)
    return found


def _according(tree: Tree, index: int) -> Candidate | None:
    to = index + 1
    if to >= len(tree) or tree.lower[to] != "to":
        return None
    objects = [c for c in (*tree.children[to], *tree.children[index]) if tree.deps[c] in {"pobj", "pcomp", "npadvmod"}]
    if not objects:
        return None
    source = compact(tree, tree.subtree(objects[0]), objects[0])
    first, last = index, max(source) + 1
    commas = [i for i in sorted(source) if tree.tokens[i].text == ","]
    rest = range(last, len(tree))
    if first == 0 and commas and not any(tree.deps[i] in {"nsubj", "nsubjpass", "expl"} for i in rest):
        source = {i for i in source if i < commas[0]}
        last = max(source) + 1
    before = set(range(first))
    after = set(range(last, len(tree)))
    if before and last < len(tree) and tree.tokens[last].text not in {","}:
        after = set()
    content = before | after
    if not any(tree.kinds[i] in VERBAL for i in content):
        return None
    frame = "accordingto"
    return Candidate("according to", frame, frozenset({index, to}), frozenset(source), frozenset(content), index)


def _noun(tree: Tree, index: int) -> Candidate | None:
    """ "the claim that …": a noun with its own that-clause; the source is its possessor or its subject."""
    clause = tree.child(index, "acl", "ccomp")
    if clause is None or clause < index:
        return None
    marked = tree.child(clause, "mark")
    infinitive = any(tree.tags[c] == "TO" for c in tree.children[clause])
    if not infinitive and (marked is None or tree.lower[marked] != "that"):
        return None
    owner = tree.child(index, "poss")
    if owner is not None:
        source = {i for i in tree.subtree(owner) if tree.tags[i] != "POS" or tree.tokens[i].head != owner}
    else:
        above = tree.tokens[index]
        governs = above.dep in {"dobj", "attr", "pobj"} and tree.kinds[above.head] in VERBAL
        source = source_of(tree, above.head) if governs else set()
    content = tree.subtree(clause) - source
    frame = "noun-infinitive" if infinitive else "noun"
    return Candidate(tree.lemmas[index], frame, frozenset({index}), frozenset(source), frozenset(content), index)


def _colon(tree: Tree, index: int) -> Candidate | None:
    """ "Speaker: words" at the start of a headline or a transcript's turn."""
    if not 0 < index <= 6 or index + 2 >= len(tree):
        return None
    head = list(tree.tokens[:index])
    if any(t.pos in VERBAL for t in head) or not all(
        t.pos in {"PROPN", "NOUN", "ADJ", "DET", "ADP", "PUNCT", "CCONJ", "PART"} for t in head
    ):
        return None
    source = frozenset(range(index))
    return Candidate(":", "colon", frozenset({index}), source, frozenset(range(index + 1, len(tree))), index)
