"""Claims: the stretches of text that may foresee something, and what class each is of.

A claim is what is left of a sentence inside one mouth: the part of it that one attribution covers, or the author's
part, cut at semicolons and between coordinated clauses that foresee on their own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Final

from detente import lexicons
from detente.extract import directions
from detente.extract.speech import Attribution
from detente.extract.trees import VERBAL, Tree
from detente.records import Quote, Span

FUTURE: Final = frozenset({"will", "'ll", "’ll", "wo", "shall", "sha"})
WOULD: Final = frozenset({"would", "'d", "’d"})
MAY: Final = frozenset({"may", "might", "could"})
CUT: Final = frozenset({"conj", "ccomp", "parataxis", "relcl"})
EDGES: Final = frozenset(".,;:!?\"“”„‟«»'‘’`—–- …")


@dataclass(frozen=True, slots=True)
class Claim:
    """A stretch of one sentence in one mouth; `indices` are its tokens, `quote` None where the author speaks."""

    sentence: int
    indices: tuple[int, ...]
    quote: Quote | None
    attribution: Attribution | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Reading:
    """How a claim foresees: its class, whether it denies, the condition, and the cue words found."""

    kind: str
    negated: bool
    condition: Span | None
    cues: tuple[str, ...]


def claims(trees: Sequence[Tree], text: str, quotes: Sequence[tuple[Quote, Attribution]]) -> list[Claim]:
    """All claims of a document in the order of the text."""
    found: list[Claim] = []
    spread = _by_sentence(trees, quotes)
    for number, tree in enumerate(trees):
        owner: dict[int, tuple[Quote, Attribution] | None] = {t.index: None for t in tree.tokens}
        frame: set[int] = set()
        near = sorted(spread.get(number, ()), key=lambda pair: -sum(s.end - s.start for s in pair[0].content))
        for pair in near:
            for token in tree.tokens:
                if any(s.start <= token.start < s.end for s in pair[0].content):
                    owner[token.index] = pair
            for token in tree.tokens:
                if any(s.start <= token.start < s.end for s in (*pair[0].source_spans, *pair[0].cue_spans)):
                    frame.add(token.index)
        groups: dict[int, list[int]] = {}
        for index, pair_ in owner.items():
            if index not in frame or pair_ is not None and _inside(tree, index, pair_[0]):
                groups.setdefault(id(pair_) if pair_ else 0, []).append(index)
        for group in groups.values():
            pair_ = owner[group[0]]
            for part in _parts(tree, group):
                for run in _runs(tree, part) if pair_ is None else [part]:
                    claim = _claim(tree, number, run, pair_, text)
                    if claim is not None:
                        found.append(claim)
    return sorted(found, key=lambda c: (c.start, c.end))


def _runs(tree: Tree, part: list[int]) -> list[list[int]]:
    """The author's words between what others say, each run with a verb of its own."""
    runs: list[list[int]] = []
    for i in part:
        if runs and runs[-1][-1] == i - 1:
            runs[-1].append(i)
        else:
            runs.append([i])
    if len(runs) == 1:
        return runs
    return [run for run in runs if any(tree.tokens[i].tag in {"VBZ", "VBP", "VBD", "MD"} for i in run)]


def _inside(tree: Tree, index: int, quote: Quote) -> bool:
    return any(s.start <= tree.tokens[index].start < s.end for s in quote.content)


def _by_sentence(
    trees: Sequence[Tree], quotes: Sequence[tuple[Quote, Attribution]]
) -> dict[int, list[tuple[Quote, Attribution]]]:
    from bisect import bisect_right

    starts = [tree.sentence.start for tree in trees]
    spread: dict[int, list[tuple[Quote, Attribution]]] = {}
    for pair in quotes:
        touched: set[int] = set()
        for span in (*pair[0].content, *pair[0].source_spans, *pair[0].cue_spans):
            first = max(0, bisect_right(starts, span.start) - 1)
            last = max(0, bisect_right(starts, max(span.start, span.end - 1)) - 1)
            touched.update(range(first, last + 1))
        for number in touched:
            spread.setdefault(number, []).append(pair)
    return spread


def _parts(tree: Tree, group: list[int]) -> list[list[int]]:
    """A group cut at semicolons and between coordinated clauses that each foresee."""
    cuts = {i for i in group if tree.tokens[i].text == ";"}
    for i in group:
        token = tree.tokens[i]
        if token.pos not in VERBAL or token.dep not in CUT or tree.child(i, "nsubj", "nsubjpass", "expl") is None:
            continue
        if token.dep in {"ccomp", "parataxis", "relcl"}:
            cuts |= _beside(tree, i, group)
            continue
        subject = tree.child(i, "nsubj", "nsubjpass")
        first = min(tree.subtree(i))
        if subject is None or not _modal(tree, i) or not _modal(tree, token.head):
            continue
        if tree.tokens[subject].text.lower() in {"we", "they", "he", "she"}:
            continue
        before = [k for k in range(max(0, first - 3), first + 1) if tree.tokens[k].dep == "cc" and k in group]
        anew = tree.tokens[first].text.lower() == "that"
        if before and (anew or tree.tokens[before[-1] - 1].text == ","):
            cuts.add(before[-1])
    parts: list[list[int]] = [[]]
    for i in group:
        if i in cuts:
            parts.append([])
            continue
        parts[-1].append(i)
    return [part for part in parts if part]


def _beside(tree: Tree, verb: int, group: list[int]) -> set[int]:
    """Where a clause set off by a comma, itself foreseeing, is parted from its neighbour ("A may hold, B will stay")."""
    clause = tree.subtree(verb)
    first, last = min(clause), max(clause)
    relative = tree.tokens[verb].dep == "relcl"
    if relative:
        foresees = _modal(tree, verb) or tree.tokens[verb].lemma.lower() == "expect"
        opens = tree.tokens[first].text.lower() == "which" and first > 0 and tree.tokens[first - 1].text == ","
        return {first - 1} if foresees and opens and first - 1 in group else set()
    if not _modal(tree, verb) or not _modal(tree, tree.tokens[verb].head):
        return set()
    head = tree.tokens[verb].head
    edge = last + 1 if last < head else first - 1
    if last < head and last in group and tree.tokens[last].text == ",":
        edge = last
    return {edge} if edge in group and tree.tokens[edge].text == "," else set()


def _modal(tree: Tree, verb: int) -> bool:
    return any(tree.tokens[c].tag == "MD" for c in tree.children[verb])


def _claim(tree: Tree, number: int, part: list[int], pair: tuple[Quote, Attribution] | None, text: str) -> Claim | None:
    kept = list(part)
    while kept and _edge(tree, kept[0]):
        kept.pop(0)
    while kept and _edge(tree, kept[-1]):
        kept.pop()
    if pair is not None and kept and tree.tokens[kept[0]].text.lower() == "that" and len(kept) > 1:
        kept.pop(0)
    if len(kept) < 2:
        return None
    start, end = tree.tokens[kept[0]].start, tree.tokens[kept[-1]].end
    quote, attribution = pair if pair is not None else (None, None)
    return Claim(number, tuple(kept), quote, attribution, start, end)


def _edge(tree: Tree, index: int) -> bool:
    token = tree.tokens[index]
    return all(c in EDGES for c in token.text) or (token.dep == "cc" and token.text.lower() in {"and", "but", "or"})


@cache
def _cues() -> tuple[re.Pattern[str], Mapping[str, tuple[str, bool]]]:
    known = {row["cue"]: (row["class"], row["negated"] == "yes") for row in lexicons.table("forecast_cues")}
    ordered = sorted(known, key=lambda cue: (-len(cue), cue))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)"), known


@cache
def fields(kind: str) -> frozenset[str]:
    """The words of one class of `forecast_fields.tsv`."""
    return frozenset(row["word"] for row in lexicons.table("forecast_fields") if row["class"] == kind)


@cache
def _field(kind: str) -> re.Pattern[str]:
    ordered = sorted(fields(kind), key=lambda w: (-len(w), w))
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, ordered))})(?!\w)")


def of_field(text: str, kind: str) -> bool:
    """True where a text holds a word of the class."""
    return bool(_field(kind).search(text.lower().replace("’", "'")))


def narrowed(tree: Tree, claim: Claim, text: str) -> Claim:
    """The claim cut down to the clause that foresees, where the rest of the sentence only leads up to it or explains it."""
    inside = set(claim.indices)
    marks = _marks(tree, claim, text)
    kept = set(inside)
    for i in claim.indices:
        token = tree.tokens[i]
        if token.dep not in {"ccomp", "acl", "relcl", "conj", "advcl", "parataxis"} or token.pos not in VERBAL:
            continue
        clause = tree.subtree(i) & inside
        if token.dep == "conj" and tree.child(i, "nsubj", "nsubjpass", "expl") is None:
            continue
        if token.dep == "advcl":
            opener = next((tree.tokens[c].text.lower() for c in tree.children[i] if tree.tokens[c].dep == "mark"), "")
            soon = any(tree.tokens[k].text.lower() in {"soon", "long"} for k in clause)
            if opener in reasons() and not soon and not marks & clause:
                kept -= clause
            continue
        rest = inside - clause
        if marks and marks <= clause and len(clause) >= 5 and len(clause) < len(kept):
            kept &= clause
        elif token.dep == "conj" and marks and not marks & clause and len(rest) >= 5 and _comma(tree, min(clause)):
            kept -= clause
    runs = tree.pieces(kept)
    if not runs or kept == inside:
        return claim
    longest = max(runs, key=lambda run: run[1] - run[0])
    found = _claim(tree, claim.sentence, [i for i in range(*longest) if i in kept], _pair_of(claim), text)
    return found if found is not None and len(found.indices) >= 4 else claim


def _pair_of(claim: Claim) -> tuple[Quote, Attribution] | None:
    return None if claim.quote is None or claim.attribution is None else (claim.quote, claim.attribution)


def _comma(tree: Tree, first: int) -> bool:
    return any(tree.tokens[k].text == "," for k in range(max(0, first - 2), first + 1))


@cache
def reasons() -> frozenset[str]:
    """Words that open a clause of reason."""
    return fields("reason")


def _marks(tree: Tree, claim: Claim, text: str) -> set[int]:
    """Tokens that foresee: modals of the future and the cues of the lexicon."""
    marks = {i for i in claim.indices if tree.tokens[i].text.lower() in FUTURE | WOULD | MAY}
    pattern, known = _cues()
    words = text[claim.start : claim.end].lower().replace("’", "'").replace("\n", " ")
    for match in pattern.finditer(words):
        low, high = claim.start + match.start(), claim.start + match.end()
        marks |= {i for i in claim.indices if low <= tree.tokens[i].start < high}
    return marks


def read(tree: Tree, claim: Claim, text: str, *, stated: bool = False) -> Reading | None:
    """How a claim foresees; None where it does not. `stated`: it gives a probability."""
    said = claim.attribution
    if said is not None and said.frame == "whether" or tree.tokens[claim.indices[0]].text.lower() == "whether":
        return None
    if text[claim.end : tree.sentence.end + 2].lstrip()[:1] == "?" or tree.tokens[claim.indices[-1]].text == "?":
        return None
    words = text[claim.start : claim.end].lower().replace("’", "'").replace("\n", " ")
    pattern, known = _cues()
    cues = tuple(match[0] for match in pattern.finditer(words))
    classes = {known[cue][0] for cue in cues}
    modals = {tree.tokens[i].text.lower() for i in claim.indices if tree.tokens[i].tag == "MD"}
    condition = _condition(tree, claim, cues, modals)
    negated = _negated(tree, claim, cues)
    key = claim.attribution.key if claim.attribution is not None else ""
    if stated:
        classes.add("assertion")
    kind = _kind(tree, claim, classes=classes, modals=modals, cues=cues, condition=condition, key=key)
    return None if kind is None else Reading(kind, negated, condition, cues)


def _kind(
    tree: Tree,
    claim: Claim,
    *,
    classes: set[str],
    modals: set[str],
    cues: tuple[str, ...],
    condition: Span | None,
    key: str,
) -> str | None:
    said = claim.attribution
    future = bool(modals & FUTURE)
    past_cue = said is not None and said.kind != "direct" and _past(said, tree)
    would = bool(modals & WOULD) and (past_cue or condition is not None or "assertion" in classes)
    weighed = "assertion" in classes and (said is not None or _present(tree, claim))
    failed = past_cue and "could" in modals and not modals - {"could", "would"} and _denied(tree, claim, "could")
    passive = any(tree.tokens[i].dep == "auxpass" for i in claim.indices)
    able = "can" in modals and not passive and directions.tends(tree, claim.indices)
    possible = (
        bool(modals & MAY)
        and not failed
        or able
        or "possibility" in classes
        and (said is not None or _present(tree, claim))
    )
    if key in _of_cue("hope") or "hope" in classes and said is None or _first(tree, claim, "hope", cues):
        return "hope"
    if key in _of_cue("intent") and (future or would or said is not None and said.frame == "infinitive"):
        return "intent"
    if said is not None and said.kind != "direct" and key in _of_cue("denial"):
        return "assertion"
    norm = "normative" in classes and not _inverted(tree, claim)
    if norm and not (future or weighed or possible or would):
        return "normative"
    if condition is not None and (future or would or possible or "can" in modals or weighed):
        return "conditional"
    outweighed = future and not modals & MAY and "possibility" not in classes or _weighed_first(tree, claim, cues)
    if possible and not outweighed:
        return "possibility"
    if future or would or weighed or key in _of_cue("assertion"):
        return "assertion"
    return None


def _weighed_first(tree: Tree, claim: Claim, cues: tuple[str, ...]) -> bool:
    """True where a word of likelihood comes before the first modal of possibility ("unlikely to ease and may go on")."""
    _, known = _cues()
    if not cues or known[cues[0]][0] != "assertion":
        return False
    if cues[0] in {"can only", "any worse"}:
        return True
    modal = next((i for i in claim.indices if tree.tokens[i].text.lower() in MAY), None)
    first = cues[0].split()[0]
    return modal is not None and any(tree.tokens[i].text.lower() == first for i in claim.indices if i < modal)


def _denied(tree: Tree, claim: Claim, modal: str) -> bool:
    """True where a modal is negated ("could not agree")."""
    verbs = [tree.tokens[i].head for i in claim.indices if tree.tokens[i].text.lower() == modal]
    return any(tree.tokens[c].dep == "neg" for verb in verbs for c in tree.children[verb]) and not _marked_out(
        tree, claim
    )


def _marked_out(tree: Tree, claim: Claim) -> bool:
    return any(tree.tokens[i].lemma.lower() in {"rule", "exclude"} for i in claim.indices)


@cache
def _of_cue(kind: str) -> frozenset[str]:
    """Reporting verbs that foresee or hope by themselves."""
    return frozenset(row["cue"] for row in lexicons.table("quote_cues") if row.get("forecast") == kind)


def _first(tree: Tree, claim: Claim, kind: str, cues: tuple[str, ...]) -> bool:
    """True where a claim in the first person opens with a cue of the class ("We hope that …")."""
    _, known = _cues()
    return bool(cues) and known[cues[0]][0] == kind


def _past(said: Attribution, tree: Tree) -> bool:
    return said.head is not None and said.head < len(tree) and tree.tokens[said.head].tag in {"VBD", "VBN", "VBG", "IN"}


def _present(tree: Tree, claim: Claim) -> bool:
    """True where the author's clause stands in the present or future."""
    verbs = [tree.tokens[i] for i in claim.indices if tree.tokens[i].pos in VERBAL]
    if any(t.tag in {"VBZ", "VBP", "MD"} for t in verbs):
        return True
    return bool(verbs) and verbs[0].tag == "VB" or not any(t.tag in {"VBD"} for t in verbs)


def _inverted(tree: Tree, claim: Claim) -> bool:
    return tree.tokens[claim.indices[0]].text.lower() in {"should", "were", "had"}


def _condition(tree: Tree, claim: Claim, cues: tuple[str, ...], modals: set[str]) -> Span | None:
    """The span of the condition, None without one."""
    tokens = tree.tokens
    inside = set(claim.indices)
    _, known = _cues()
    first = tokens[claim.indices[0]]
    if first.text.lower() in {"should", "were", "had"}:
        comma = next((i for i in claim.indices if tokens[i].text == ","), None)
        if comma is not None:
            return Span(first.start, tokens[comma - 1].end)
    for i in claim.indices:
        token = tokens[i]
        phrase = _opens_condition(tokens, i, known)
        if phrase is None or phrase == "without" and i != claim.indices[0]:
            continue
        head = token.head
        clause = (
            tree.subtree(head)
            if token.dep in {"mark", "advmod"} and tokens[head].dep in {"advcl", "ccomp"}
            else tree.subtree(i)
        )
        clause &= inside
        clause = {k for k in clause if k >= i} or {i}
        last = max(clause)
        comma = next((k for k in claim.indices if k > i and tokens[k].text == ","), None)
        if i == claim.indices[0] and comma is not None:
            last = comma - 1
        if last <= i:
            continue
        return Span(token.start, tokens[last].end)
    return None


def _opens_condition(tokens: Sequence[object], i: int, known: Mapping[str, tuple[str, bool]]) -> str | None:
    for size in (3, 2, 1):
        phrase = " ".join(getattr(t, "text", "").lower() for t in tokens[i : i + size])
        if (
            phrase in known
            and known[phrase][0] == "conditional"
            and phrase not in {"were", "should a", "once", "otherwise"}
        ):
            return phrase
    return None


def _negated(tree: Tree, claim: Claim, cues: tuple[str, ...]) -> bool:
    """True where the claim denies: an odd number of denials in its main clauses, its cues and its reporting verb."""
    _, known = _cues()
    count = sum(known[cue][1] for cue in cues)
    deny = [cue for cue in cues if known[cue][1]]
    spoken_for = " ".join(deny)
    condition = {"if", "unless", "without"}
    for i in claim.indices:
        token = tree.tokens[i]
        word = token.text.lower()
        under = tree.tokens[token.head]
        if word in condition:
            continue
        denies = token.dep == "neg" or word in {"no", "never", "nobody", "neither", "nothing", "nor", "none"}
        if not denies or _idle(tree, i):
            continue
        in_condition = any(
            tree.tokens[c].text.lower() in {"if", "unless", "provided", "should"} for c in tree.children[under.index]
        )
        relative = under.dep in {"relcl", "acl"}
        if in_condition or relative or _covered(word, spoken_for):
            continue
        count += 1
    said = claim.attribution
    if said is not None and said.kind != "direct" and said.key in _of_cue("denial"):
        count += 1
    if {"ruled out", "rule out", "excluded", "no doubt", "not out of the question", "not the end"} & set(cues):
        count = 0 if count else 1
    return count % 2 == 1


def _idle(tree: Tree, i: int) -> bool:
    """True for a "not" or "no" that denies no clause: "than not", "but not", "no better"."""
    before = tree.tokens[i - 1].text.lower() if i else ""
    after = tree.tokens[i + 1].tag if i + 1 < len(tree) else ""
    return before in {"than", "but", "or"} or (tree.tokens[i].text.lower() == "no" and after in {"JJR", "RBR"})


def _covered(word: str, cues: str) -> bool:
    parts = cues.replace("'", " ").split()
    return word in parts or (word in {"n't", "not"} and any(p in {"not", "t", "don"} for p in parts))
