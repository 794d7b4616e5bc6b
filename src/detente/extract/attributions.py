"""Candidates for attribution in the parse: a cue, whoever it names, and the words it attributes.

A candidate is a reading that the grammar allows; whether the cue really reports speech or thought is weighed by
`cues.py`. One candidate a cue: the fullest complement that the verb, noun or phrase governs.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from detente import lexicons
from detente.extract.trees import SUBJECTS, VERBAL, Tree, reporting

PREPOSITIONS: Final = frozenset({"for", "on", "of", "about", "to", "against", "over", "as", "upon", "in", "with"})


@dataclass(frozen=True, slots=True)
class Candidate:
    """One possible attribution inside a sentence, as sets of token indices.

    `frame` says how the content hangs on the cue: that, bare, after (the cue follows its content), inside (the cue
    breaks into it), infinitive, object, as, a preposition, accordingto, noun, colon; `key` is the lemma of the cue.
    """

    key: str
    frame: str
    cue: frozenset[int]
    source: frozenset[int]
    content: frozenset[int]
    head: int
    relay: frozenset[int] = frozenset()


def candidates(tree: Tree, quoted: Collection[int]) -> Iterator[Candidate]:
    """Candidates of a sentence in the order of their cues; `quoted` are tokens inside speech, which bring none."""
    for token in tree.tokens:
        if token.index in quoted:
            continue
        found: Candidate | None = None
        if token.text.lower() == "according":
            found = _according(tree, token.index)
        elif token.pos in VERBAL and token.dep not in {"aux", "auxpass"}:
            found = _verb(tree, token.index)
        elif token.pos == "NOUN":
            found = _noun(tree, token.index)
        elif token.text == ":":
            found = _colon(tree, token.index)
        if found is not None and found.content:
            yield found


def _verb(tree: Tree, verb: int) -> Candidate | None:
    relayed = relay(tree, verb)
    if relayed is not None:
        return relayed
    source = source_of(tree, verb)
    group = tree.verb_group(verb)
    frame, content, extra = _complement(tree, verb, source, group)
    if frame in {"none", "object"} or frame.startswith("prep-"):
        posted = _posted(tree, verb, group)
        if posted is not None:
            return posted
    if frame in {"object", "at", "to", "for"} and tree.tokens[verb].lemma.lower() in _weighing():
        frame, content = "object", content | _rest(tree, max(content))
    if not content:
        return None
    content -= source | group | extra
    if not content:
        return None
    key = tree.tokens[verb].lemma.lower()
    for c in tree.children[verb]:
        if tree.tokens[c].dep == "prt":
            key += " " + tree.tokens[c].text.lower()
    cited = _citing(tree, verb)
    if cited is not None and frame in {"after", "that", "bare", "inside"}:
        named = _compact(tree, tree.subtree(cited[1]), cited[1])
        content -= named | {cited[0]}
        return Candidate(
            key, frame, frozenset(group | {cited[0]}), frozenset(named), frozenset(content), verb, frozenset(source)
        )
    return Candidate(key, frame, frozenset(group | extra), frozenset(source), frozenset(content), verb)


def _posted(tree: Tree, verb: int, group: set[int]) -> Candidate | None:
    """A reporting clause at the end of a sentence that the parser did not see ("…, a lawyer from Oslo argued in a note")."""
    token = tree.tokens[verb]
    if token.tag not in {"VBD", "VBZ", "VBP"} or token.lemma.lower() not in reporting():
        return None
    first = min(group)
    comma = next((i for i in range(first - 1, max(first - 14, 0), -1) if tree.tokens[i].text == ","), None)
    if comma is None or comma < 3 or first - comma < 2:
        return None
    between = tree.tokens[comma + 1 : first]
    named = any(t.pos in {"NOUN", "PROPN", "PRON"} for t in between)
    if not named or any(
        t.tag in {"VBZ", "VBP", "MD", "WDT", "WP", "CC", "IN"}
        and t.text.lower() not in {"of", "in", "at", "for", "from", "d"}
        for t in between
    ):
        return None
    if not any(t.pos in VERBAL for t in tree.tokens[:comma]) or between[0].pos not in {
        "DET",
        "PROPN",
        "NOUN",
        "ADJ",
        "PRON",
        "NUM",
    }:
        return None
    following = tree.tokens[verb + 1 :]
    if (
        any(t.pos in VERBAL and t.tag != "VBG" for t in following[:6])
        or following
        and following[0].pos in {"DET", "PRON", "NOUN", "PROPN", "NUM"}
    ):
        return None
    source = frozenset(range(comma + 1, first))
    return Candidate(token.lemma.lower(), "after", frozenset(group), source, frozenset(range(comma)), verb)


@cache
def _telling() -> frozenset[str]:
    """Verbs that report also where another verb governs them ("likes to say that", "wanted to know whether")."""
    return reporting() | frozenset(
        row["cue"] for row in lexicons.table("quote_cues") if "whether" in row.listed("frames")
    )


@cache
def _weighing() -> frozenset[str]:
    return frozenset(row["cue"] for row in lexicons.table("quote_cues") if row["forecast"] == "assertion")


def _rest(tree: Tree, last: int) -> set[int]:
    """The words after an object up to the end of its clause ("puts the risk of war this year | at one in ten")."""
    found: set[int] = set()
    for i in range(last + 1, len(tree)):
        if tree.tokens[i].text in {";", ".", ",", ":"} or tree.tokens[i].dep == "cc":
            break
        found.add(i)
    return found


def _citing(tree: Tree, verb: int) -> tuple[int, int] | None:
    """The participle and the object in "X reported, citing two officials"."""
    for c in tree.children[verb]:
        token = tree.tokens[c]
        if token.dep == "advcl" and token.tag == "VBG" and token.lemma.lower() in _relaying():
            target = tree.child(c, "dobj")
            if target is not None and tree.tokens[target].pos in {"NOUN", "PROPN"}:
                return c, target
    return None


def source_of(tree: Tree, verb: int) -> set[int]:
    """The tokens that name who speaks: subject of the verb, or agent of a passive."""
    agent = tree.child(verb, "agent")
    if agent is not None:
        return set().union(*(tree.subtree(c) for c in tree.children[agent])) if tree.children[agent] else set()
    subject = tree.subject(verb)
    if subject is None:
        return _inverted(tree, verb)
    if tree.tokens[subject].text.lower() == "it" and tree.child(verb, "auxpass") is not None:
        return set()
    if tree.tokens[subject].dep == "nsubjpass" and tree.child(verb, "auxpass") is not None:
        told = tree.child(verb, "ccomp", "xcomp") is not None
        return tree.subtree(subject, without=[verb]) if told else set()
    if tree.tokens[subject].dep == "expl":
        return set()
    return _compact(tree, tree.subtree(subject, without=_below(tree, subject, verb)), subject)


def relay(tree: Tree, verb: int) -> Candidate | None:
    """ "TASS cited Putin as saying that …", "Putin was quoted by TASS as saying": the speaker is not the subject."""
    if not relays(tree, verb):
        return None
    as_ = next((c for c in tree.children[verb] if tree.tokens[c].text.lower() == "as"), None)
    said = next(
        (
            c
            for c in range(verb + 1, len(tree))
            if tree.tokens[c].tag == "VBG" and tree.tokens[c - 1].text.lower() == "as"
        ),
        None,
    )
    if said is None:
        return None
    above = {said - 1} if as_ is None else {as_}
    agent = tree.child(verb, "agent")
    passive = (
        tree.child(verb, "nsubjpass", "auxpass") is not None or tree.tokens[verb].tag == "VBN" and agent is not None
    )
    if passive:
        subject = tree.subject(verb)
        through = set().union(*(tree.subtree(c) for c in tree.children[agent])) if agent is not None else set()
    else:
        subject = tree.child(verb, "dobj")
        if subject is None:
            subject = next(
                (i for i in range(said - 2, verb, -1) if tree.tokens[i].pos in {"PROPN", "NOUN", "PRON"}), None
            )
        through = _nearest(tree, source_of(tree, verb), verb)
    source: set[int] = set()
    if subject is not None:
        source = {i for i in tree.subtree(subject) if i < said - 1 or i > said} - above
        source = _compact(tree, source, subject) - through
    clause = tree.child(said, "ccomp")
    content = tree.subtree(clause) if clause is not None else set()
    cue = frozenset(tree.verb_group(verb) | above | {said})
    return Candidate(
        tree.tokens[verb].lemma.lower(), "relay", cue, frozenset(source), frozenset(content), verb, frozenset(through)
    )


def _nearest(tree: Tree, through: set[int], verb: int) -> set[int]:
    """The noun phrase right before the verb where the parse reaches past it for a subject."""
    near = verb - 1
    while near >= 0 and tree.tokens[near].pos in {"AUX", "ADV"}:
        near -= 1
    if near < 0 or near in through or tree.tokens[near].pos not in {"PROPN", "NOUN"}:
        return through
    first = near
    while first > 0 and tree.tokens[first - 1].pos in {"PROPN", "NOUN", "ADJ", "DET", "PART"}:
        first -= 1
    return set(range(first, near + 1))


def relays(tree: Tree, verb: int) -> bool:
    """True where the lexicon knows the verb as one that passes on another's words."""
    return tree.tokens[verb].lemma.lower() in _relaying()


@cache
def _relaying() -> frozenset[str]:
    return frozenset(row["cue"] for row in lexicons.table("quote_cues") if "relay" in row.listed("frames"))


def _below(tree: Tree, subject: int, verb: int) -> list[int]:
    """Parts of a subject that would swallow the cue itself (an antecedent's own relative clause)."""
    return [c for c in tree.children[subject] if verb in tree.subtree(c)]


def _compact(tree: Tree, indices: set[int], head: int) -> set[int]:
    """The run of tokens around the head: a source stands together."""
    for first, last in tree.pieces(indices):
        if first <= head < last:
            while last - 1 > head and tree.tokens[last - 1].text in {",", ";", "-", "–", "—", ":"}:
                last -= 1
            return set(range(first, last))
    return indices


def _inverted(tree: Tree, verb: int) -> set[int]:
    """A noun phrase right after the verb that the parser did not see as its subject ("…, predicts agent X")."""
    following = verb + 1
    if following >= len(tree):
        return set()
    for c in tree.children[verb]:
        token = tree.tokens[c]
        if token.dep in {"dobj", "attr", "dative", "npadvmod", "oprd"} and token.pos in {"NOUN", "PROPN", "PRON"}:
            phrase = tree.subtree(c)
            if min(phrase) == following and tree.child(verb, "ccomp") is not None:
                return _compact(tree, phrase, c)
    return set()


def _complement(tree: Tree, verb: int, source: set[int], group: set[int]) -> tuple[str, set[int], set[int]]:
    """The frame, the content and the words that belong to the cue rather than the content."""
    clauses = [c for c in tree.children[verb] if tree.tokens[c].dep == "ccomp"]
    clause = next((c for c in clauses if c > verb and _marked(tree, c)), clauses[0] if clauses else None)
    if clause is not None:
        return _clause(tree, verb, clause, source)
    around = _around(tree, verb, source)
    if around is not None:
        return around
    infinitive = tree.child(verb, "xcomp")
    target = tree.child(verb, "dobj", "dative")
    if infinitive is not None:
        inner = tree.child(infinitive, "ccomp")
        if inner is not None and inner > infinitive and tree.tokens[infinitive].lemma.lower() in _telling():
            frame, content, _ = _clause(tree, infinitive, inner, source)
            return frame, content, set(range(max(group) + 1, infinitive + 1)) - source
        content = tree.subtree(infinitive)
        if target is not None and target < infinitive and tree.tokens[target].dep == "dobj":
            return "object-infinitive", content | tree.subtree(target), set()
        addressed = tree.child(verb, "prep")
        if addressed is not None and verb < addressed < infinitive:
            return "prep-infinitive", content | tree.subtree(addressed) - {addressed}, {addressed}
        return "infinitive", content, set()
    return _phrase(tree, verb, target)


def _clause(tree: Tree, verb: int, clause: int, source: set[int]) -> tuple[str, set[int], set[int]]:
    content = tree.subtree(clause, without=[verb])
    first = min(content)
    if first < verb and max(source | {verb}) > first:
        start = 0 if not source or min(source) > first else first
        before = {i for i in range(start, min(source | {verb}, default=verb)) if i not in source}
        if max(content) > verb + 1 and any(i > max(source | {verb}) for i in content):
            after = {i for i in content if i > verb}
            return "inside", before | after, set()
        return "after", before | {i for i in content if i < verb}, set()
    marked = _marked(tree, clause)
    opener = next(
        (c for c in sorted(content) if tree.tokens[c].text.lower() == "that" and tree.tokens[c].dep == "mark"), first
    )
    if first < opener <= first + 4 and not any(tree.tokens[i].pos in VERBAL for i in range(first, opener)):
        content = {i for i in content if i >= opener}
        first = opener
    lead = _lead(tree, verb, source, first)
    if lead:
        return "inside", lead | content, set()
    if marked or tree.tokens[first].text.lower() == "that":
        return "that", content, set()
    asked = tree.tokens[first].text.lower() in {"whether", "if", "what", "who", "how", "why", "when", "where", "which"}
    return ("whether" if asked else "bare"), content, set()


def _marked(tree: Tree, clause: int) -> bool:
    return any(tree.tokens[c].dep == "mark" and tree.tokens[c].text.lower() == "that" for c in tree.children[clause])


def _lead(tree: Tree, verb: int, source: set[int], first: int) -> set[int]:
    """Words before a cue that commas set off on both sides: they belong to what is said ("Under it, X said, …")."""
    start = min(source | {verb})
    end = max(source | {verb}) + 1
    if start < 2 or tree.tokens[start - 1].text != "," or end >= len(tree) or tree.tokens[end].text != ",":
        return set()
    return set(range(start - 1)) if first == end + 1 or first == end else set()


def _around(tree: Tree, verb: int, source: set[int]) -> tuple[str, set[int], set[int]] | None:
    """Content around or before a cue that the parser hung on the content ("…, he believes.")."""
    token = tree.tokens[verb]
    if token.dep not in {"parataxis", "ROOT", "ccomp", "conj", "advcl", "dep"} or not source:
        return None
    first, last = min(source | {verb}), max(source | {verb}) + 1
    if last - first > len(source) + 6:
        return None
    closes = last >= len(tree) or tree.tokens[last].text in {",", ".", "!", "?", ";"}
    opens = first > 1 and tree.tokens[first - 1].text in {",", "-", "–", "—"}
    if not (closes and opens) or token.dep in {"advcl", "conj"}:
        return None
    if token.dep == "ROOT" and tree.child(verb, "dobj", "attr", "acomp") is not None:
        return None
    before = set(range(first - 1))
    after = set(range(last, len(tree))) if last < len(tree) and tree.tokens[last].text == "," else set()
    return ("inside" if after else "after"), before | after, set()


def _phrase(tree: Tree, verb: int, target: int | None) -> tuple[str, set[int], set[int]]:
    predicate = tree.child(verb, "oprd")
    if target is not None:
        content = tree.subtree(target)
        if predicate is not None and predicate > target:
            return "predicate", content | tree.subtree(predicate), set()
        for c in tree.children[verb]:
            if (
                tree.tokens[c].dep == "prep"
                and c > target
                and tree.tokens[c].text.lower() in {"as", "of", "for", "to", "at"}
            ):
                return tree.tokens[c].text.lower(), content | tree.subtree(c), set()
        return "object", content, set()
    for c in tree.children[verb]:
        if tree.tokens[c].dep == "prep" and c > verb and tree.tokens[c].text.lower() in PREPOSITIONS:
            if any(tree.tokens[k].entity in {"DATE", "TIME"} for k in tree.children[c]):
                continue
            return "prep-" + tree.tokens[c].text.lower(), tree.subtree(c) - {c}, {c}
    if predicate is not None:
        return "predicate", tree.subtree(predicate), set()
    return "none", set(), set()


def _according(tree: Tree, index: int) -> Candidate | None:
    to = index + 1
    if to >= len(tree) or tree.tokens[to].text.lower() != "to":
        return None
    objects = [
        c for c in (*tree.children[to], *tree.children[index]) if tree.tokens[c].dep in {"pobj", "pcomp", "npadvmod"}
    ]
    if not objects:
        return None
    source = _compact(tree, tree.subtree(objects[0]), objects[0])
    first, last = index, max(source) + 1
    before = set(range(first))
    after = set(range(last, len(tree)))
    if before and last < len(tree) and tree.tokens[last].text not in {","}:
        after = set()
    content = before | after
    if not any(tree.tokens[i].pos in VERBAL for i in content):
        return None
    frame = "accordingto"
    return Candidate("according to", frame, frozenset({index, to}), frozenset(source), frozenset(content), index)


def _noun(tree: Tree, index: int) -> Candidate | None:
    """ "the claim that …": a noun with its own that-clause; the source is its possessor or its subject."""
    clause = tree.child(index, "acl", "ccomp")
    if clause is None or clause < index:
        return None
    marked = tree.child(clause, "mark")
    infinitive = any(tree.tokens[c].tag == "TO" for c in tree.children[clause])
    if not infinitive and (marked is None or tree.tokens[marked].text.lower() != "that"):
        return None
    owner = tree.child(index, "poss")
    if owner is not None:
        source = tree.subtree(owner)
    else:
        above = tree.tokens[index]
        governs = above.dep in {"dobj", "attr", "pobj"} and tree.tokens[above.head].pos in VERBAL
        source = source_of(tree, above.head) if governs else set()
    content = tree.subtree(clause) - source
    frame = "noun-infinitive" if infinitive else "noun"
    return Candidate(
        tree.tokens[index].lemma.lower(), frame, frozenset({index}), frozenset(source), frozenset(content), index
    )


def _colon(tree: Tree, index: int) -> Candidate | None:
    """ "Speaker: words" at the start of a headline or a transcript's turn."""
    if not 0 < index <= 6 or index + 2 >= len(tree):
        return None
    head = [t for t in tree.tokens[:index]]
    if any(t.pos in VERBAL for t in head) or not all(
        t.pos in {"PROPN", "NOUN", "ADJ", "DET", "ADP", "PUNCT", "CCONJ", "PART"} for t in head
    ):
        return None
    source = frozenset(range(index))
    return Candidate(":", "colon", frozenset({index}), source, frozenset(range(index + 1, len(tree))), index)


__all__ = ["SUBJECTS", "Candidate", "candidates", "source_of"]
