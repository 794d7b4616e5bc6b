"""What a reporting verb governs: who says it (source) and what is said (content), with the frame between them."""

from __future__ import annotations

from functools import cache

from detente import lexicons
from detente.extract.grammar import words
from detente.extract.trees import VERBAL, Tree, reporting


def source_of(tree: Tree, verb: int) -> set[int]:
    """The tokens that name who speaks: subject of the verb, or agent of a passive."""
    agent = tree.child(verb, "agent")
    if agent is not None:
        return set().union(*(tree.subtree(c) for c in tree.children[agent])) if tree.children[agent] else set()
    subject = tree.subject(verb)
    if subject is None:
        return _inverted(tree, verb)
    if tree.lower[subject] == "it" and tree.child(verb, "auxpass") is not None:
        return set()
    if tree.deps[subject] == "nsubjpass" and tree.child(verb, "auxpass") is not None:
        told = tree.child(verb, "ccomp", "xcomp") is not None
        return tree.subtree(subject, without=[verb]) if told else set()
    asked = tree.tags[verb] == "VBN" and tree.deps[verb] == "advcl" and tree.child(verb, "aux") is None
    if tree.deps[subject] == "expl" or asked:
        return set()
    return _mended(tree, compact(tree, tree.subtree(subject, without=_below(tree, subject, verb)), subject), verb)


def _mended(tree: Tree, source: set[int], verb: int) -> set[int]:
    """A source in one piece where the parser cut it in two at a name ("Economists at the lender | Waalbank said")."""
    first, last = min(source), max(source)
    if last < verb:
        gap = range(last + 1, min(tree.verb_group(verb)))
        if 0 < len(gap) <= 4 and all(tree.kinds[i] == "PROPN" for i in gap) and tree.deps[last] == "pobj":
            return source | set(gap)
    cut = first - 1
    if (
        first < verb
        and cut > 1
        and tree.deps[cut] == "pobj"
        and tree.kinds[cut] == "NOUN"
        and tree.kinds[first] == "PROPN"
    ):
        held = tree.tokens[tree.tokens[cut].head]
        bearer = held.head
        if (
            held.text.lower() in words("body_preposition")
            and tree.kinds[bearer] == "PROPN"
            and tree.deps[bearer] == "dep"
        ):
            return source | set(range(min(tree.subtree(bearer)), first))
    return source


def _below(tree: Tree, subject: int, verb: int) -> list[int]:
    """Parts of a subject that would swallow the cue itself (an antecedent's own relative clause)."""
    return [c for c in tree.children[subject] if verb in tree.under(c)]


def compact(tree: Tree, indices: set[int], head: int) -> set[int]:
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
                return compact(tree, phrase, c)
    return set()


def complement(tree: Tree, verb: int, source: set[int], group: set[int]) -> tuple[str, set[int], set[int]]:
    """The frame, the content and the words that belong to the cue rather than the content."""
    clauses = [c for c in tree.children[verb] if tree.deps[c] == "ccomp"]
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
        if inner is not None and inner > infinitive and tree.lemmas[infinitive] in _telling():
            frame, content, _ = _clause(tree, infinitive, inner, source)
            return frame, content, set(range(max(group) + 1, infinitive + 1)) - source
        content = tree.subtree(infinitive)
        if target is not None and target < infinitive and tree.deps[target] == "dobj":
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
    opener = next((c for c in sorted(content) if tree.lower[c] == "that" and tree.deps[c] == "mark"), first)
    if first < opener <= first + 4 and not any(tree.kinds[i] in VERBAL for i in range(first, opener)):
        content = {i for i in content if i >= opener}
        first = opener
    lead = _lead(tree, verb, source, first)
    if lead:
        return "inside", lead | content, set()
    if marked or tree.lower[first] == "that":
        return "that", content, set()
    asked = tree.lower[first] in words("question")
    return ("whether" if asked else "bare"), content, set()


def _marked(tree: Tree, clause: int) -> bool:
    return any(tree.deps[c] == "mark" and tree.lower[c] == "that" for c in tree.children[clause])


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
            if tree.deps[c] == "prep" and c > target and tree.lower[c] in {"as", "of", "for", "to", "at"}:
                return tree.lower[c], content | tree.subtree(c), set()
        after = max(content) + 1
        held = [c for c in tree.children[verb] if c == after and tree.lower[c] in words("object_tail")]
        return "object", content.union(*(tree.subtree(c) for c in held)), set()
    for c in tree.children[verb]:
        if tree.deps[c] == "prep" and c > verb and tree.lower[c] in words("complement_preposition"):
            if any(tree.tokens[k].entity in {"DATE", "TIME"} for k in tree.children[c]):
                continue
            return "prep-" + tree.lower[c], tree.subtree(c) - {c}, {c}
    if predicate is not None:
        return "predicate", tree.subtree(predicate), set()
    return "none", set(), set()


@cache
def _telling() -> frozenset[str]:
    """Verbs that report also where another verb governs them ("likes to say that", "wanted to know whether")."""
    return reporting() | frozenset(
        row["cue"] for row in lexicons.table("quote_cues") if "whether" in row.listed("frames")
    )
