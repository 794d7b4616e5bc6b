"""Repairs of the parse where one clause ends and the next begins.

The small model takes the last noun of a clause and the subject of the next for a list: "Cuba freed the contractor and
the United States released three agents" becomes *the contractor and the United States released*. What stands right
before a finite verb without a subject is its subject, and a verb that needs an object takes the noun that follows it.
"""

from __future__ import annotations

from dataclasses import replace

from detente.annotate.modality import grammar
from detente.annotate.sentences import Line
from detente.records import Sentence, Token

FINITE = frozenset({"VBD", "VBZ", "VBP"})
OBJECTS = frozenset({"dobj", "dative", "attr", "oprd"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
PLAIN = frozenset({"conj", "appos", "compound", "nmod", "dep", "npadvmod"})


def mend(line: Line) -> Line:
    """`line` with the heads of falsely joined clauses set right."""
    tokens = list(line.sentence.tokens)
    changed = [_orphan(tokens, token) or _stolen(tokens, token) for token in line.sentence.tokens]
    if not any(changed):
        return line
    old = line.sentence
    mended = Sentence(old.index, old.paragraph, old.start, old.end, old.kind, tuple(tokens))
    return replace(line, sentence=mended)


def _orphan(tokens: list[Token], verb: Token) -> bool:
    """`Kuwait called its ambassador home and the Emirates sent…`: a finite verb takes the name right before it."""
    verb = tokens[verb.index]
    if verb.tag not in FINITE or verb.dep not in {"conj", "ccomp", "parataxis"} or verb.head >= verb.index:
        return False
    if any(t.head == verb.index and t.dep in SUBJECTS | {"aux", "auxpass"} for t in tokens):
        return False
    at = verb.index - 1
    while at > verb.head and tokens[at].pos == "ADV" and tokens[at].head == verb.index:
        at -= 1
    name = tokens[at]
    if name.pos not in {"PROPN", "NOUN"} or name.dep not in PLAIN or not _joined(tokens, name):
        return False
    if not verb.head < name.index or not _under(tokens, name.index, verb.head):
        return False
    tokens[at] = replace(name, dep="nsubj", head=verb.index)
    return True


def _joined(tokens: list[Token], name: Token) -> bool:
    """True when `and` or `but` stands before the noun phrase."""
    first = min([t.index for t in tokens if t.head == name.index and t.index < name.index], default=name.index)
    return first > 0 and tokens[first - 1].dep == "cc"


def _under(tokens: list[Token], at: int, top: int) -> bool:
    for _ in range(len(tokens)):
        if at == top:
            return True
        if tokens[at].head == at:
            return False
        at = tokens[at].head
    return False


def _stolen(tokens: list[Token], noun: Token) -> bool:
    """`Cuba freed the contractor and the United States released…`: the first verb gets its object back."""
    noun = tokens[noun.index]
    if noun.dep != "nsubj" or noun.pos not in {"PROPN", "NOUN"}:
        return False
    second = tokens[noun.head]
    first = tokens[second.head]
    joined = [t for t in tokens if t.head == noun.index and t.dep == "conj" and t.index > noun.index]
    if len(joined) != 1 or joined[0].pos != "PROPN" or second.dep not in {"ccomp", "conj", "parataxis"}:
        return False
    if not first.index < noun.index < joined[0].index < second.index or first.pos != "VERB":
        return False
    if first.lemma.lower() in grammar("clause_taking") or _has_object(tokens, first.index):
        return False
    if any(t.text in {",", "that"} for t in tokens[first.index + 1 : noun.index]):
        return False
    tokens[noun.index] = replace(noun, dep="dobj", head=first.index)
    tokens[joined[0].index] = replace(joined[0], dep="nsubj", head=second.index)
    tokens[second.index] = replace(second, dep="conj")
    for token in tokens[noun.index + 1 : joined[0].index]:
        if token.dep == "cc" and token.head == noun.index:
            tokens[token.index] = replace(token, head=first.index)
    return True


def _has_object(tokens: list[Token], verb: int) -> bool:
    return any(t.head == verb and t.dep in OBJECTS | {"auxpass", "nsubjpass"} for t in tokens)
