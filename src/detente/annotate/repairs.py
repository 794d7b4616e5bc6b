"""Repairs of the parse where one clause ends and the next begins, and where an envoy's name follows his post.

The small model takes the last noun of a clause and the subject of the next for a list: "Cuba freed the contractor and
the United States released three agents" becomes *the contractor and the United States released*. What stands right
before a finite verb without a subject is its subject, and a verb that needs an object takes the noun that follows it.
"The Danish ambassador to the United States Jonas Lind" becomes somebody accredited to *States Jonas Lind*: where the
lexicon knows the state or body, what is left of the name is the bearer's, and the post his title.
"""

from __future__ import annotations

from dataclasses import replace

from detente.annotate.modality import grammar
from detente.annotate.names import Gazetteer, words
from detente.annotate.sentences import Line
from detente.records import Sentence, Token

FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})
OBJECTS = frozenset({"dobj", "dative", "attr", "oprd"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl", "csubj"})
PLAIN = frozenset({"conj", "appos", "compound", "nmod", "dep", "npadvmod"})


def mend(line: Line, names: Gazetteer) -> Line:
    """`line` with the heads of falsely joined clauses and names set right."""
    tokens = list(line.sentence.tokens)
    changed = [_orphan(tokens, token) or _stolen(tokens, token) for token in line.sentence.tokens]
    changed += [_posted(tokens, token, line, names) for token in line.sentence.tokens]
    if not any(changed):
        return line
    old = line.sentence
    mended = Sentence(old.index, old.paragraph, old.start, old.end, old.kind, tuple(tokens))
    return replace(line, sentence=mended)


def _orphan(tokens: list[Token], verb: Token) -> bool:
    """`Kuwait called its ambassador home and the Emirates sent…`: a finite verb takes the name right before it."""
    verb = tokens[verb.index]
    if verb.dep not in {"conj", "ccomp", "parataxis"} or verb.head >= verb.index:
        return False
    helpers = [t for t in tokens if t.head == verb.index and t.dep in {"aux", "auxpass"}]
    if (helpers or [verb])[0].tag not in FINITE or any(t.head == verb.index and t.dep in SUBJECTS for t in tokens):
        return False
    at = (helpers or [verb])[0].index - 1
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


def _posted(tokens: list[Token], post: Token, line: Line, names: Gazetteer) -> bool:
    """`the ambassador to Sweden Mara Elling`: the state is where he is posted, the words after it are his name."""
    to = post.index + 1
    if post.lemma.lower() not in words("mission") or to >= len(tokens) or tokens[to].lemma.lower() != "to":
        return False
    begin = to + 1 + (to + 1 < len(tokens) and tokens[to + 1].pos == "DET")
    end = begin
    while end < len(tokens) and tokens[end].pos == "PROPN":
        end += 1
    last = end - 1
    if last <= begin or tokens[last].dep != "pobj" or tokens[last].head != to:
        return False
    where = next((hit for hit in names.find(line.text) if hit.start == line.starts[begin]), None)
    first = next((i for i in range(begin, end) if where is not None and line.starts[i] >= where.end), end)
    own = {token.text.lower() for token in tokens[first:end]}
    if len(own) < 2 or not own.isdisjoint(words("org_noun")):  # "the United Nations Harbour Committee"
        return False
    post = tokens[post.index]
    top = last if post.head == post.index else post.head
    for token in tokens[begin:last]:
        at = first - 1 if token.index < first else last
        tokens[token.index] = replace(token, head=at, entity="PERSON" if at == last else token.entity)
    tokens[first - 1] = replace(tokens[first - 1], dep="pobj", head=to)
    tokens[last] = replace(tokens[last], dep=post.dep, head=top, entity="PERSON")
    tokens[post.index] = replace(post, dep="compound", head=last)
    for token in tokens[end:]:
        if token.head == post.index:
            tokens[token.index] = replace(token, head=last)
    return True
