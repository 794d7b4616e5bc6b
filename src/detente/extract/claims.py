"""Claims: the stretches of text that may foresee something, and what class each is of.

A claim is what is left of a sentence inside one mouth: the part of it that one attribution covers, or the author's
part, cut at semicolons and between coordinated clauses that foresee on their own.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from detente.extract import forecast_cues
from detente.extract.forecast_cues import fields
from detente.extract.grammar import words
from detente.extract.speech import Attribution
from detente.extract.trees import VERBAL, Tree
from detente.records import Quote

CUT: Final = frozenset({"conj", "ccomp", "parataxis", "relcl"})
LONGEST: Final = 160  # tokens; what is longer is a list or a broken page
EDGES: Final = frozenset(".,;:!?\"“”„‟«»'‘’`—–- …")

Said = tuple[Quote, Attribution]
Worth = Callable[[Tree, int, int, str, Sequence[Said]], bool]


@dataclass(frozen=True, slots=True)
class Claim:
    """A stretch of one sentence in one mouth; `indices` are its tokens, `quote` None where the author speaks."""

    sentence: int
    indices: tuple[int, ...]
    quote: Quote | None
    attribution: Attribution | None
    start: int
    end: int


def claims(trees: Sequence[Tree], text: str, quotes: Sequence[Said], worth: Worth) -> list[Claim]:
    """The claims of a document in the order of the text, of sentences that are `worth` reading only."""
    found: list[Claim] = []
    spread = _by_sentence(trees, quotes)
    for number, tree in enumerate(trees):
        near = spread.get(number, [])
        if not tree.tokens or not worth(tree, 0, len(tree), text, near):
            continue
        for pair, group in _mouths(tree, near):
            for part in _parts(tree, group):
                runs = _runs(tree, part) if pair is None else [part]
                made = (_claim(tree, number, run, pair, text) for run in runs)
                found.extend(claim for claim in made if claim is not None)
    return sorted(found, key=lambda c: (c.start, c.end))


def _mouths(tree: Tree, near: Sequence[Said]) -> list[tuple[Said | None, list[int]]]:
    """The tokens of a sentence by who says them, the innermost quote first asked; None is the author."""
    if not near:
        return [(None, list(range(len(tree))))]
    owner: dict[int, Said | None] = {t.index: None for t in tree.tokens}
    frame: set[int] = set()
    for pair in sorted(near, key=lambda pair: -sum(s.end - s.start for s in pair[0].content)):
        for span in pair[0].content:
            owner.update(dict.fromkeys(tree.within(span), pair))
        for span in (*pair[0].source_spans, *pair[0].cue_spans):
            frame.update(tree.within(span))
    groups: dict[int, list[int]] = {}
    for index, said in owner.items():
        if index not in frame or (said is not None and _inside(tree, index, said[0])):
            groups.setdefault(id(said) if said else 0, []).append(index)
    return [(owner[group[0]], group) for group in groups.values()]


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
    return [run for run in runs if any(tree.tags[i] in {"VBZ", "VBP", "VBD", "MD"} for i in run)]


def _inside(tree: Tree, index: int, quote: Quote) -> bool:
    return any(s.start <= tree.tokens[index].start < s.end for s in quote.content)


def _by_sentence(trees: Sequence[Tree], quotes: Sequence[Said]) -> dict[int, list[Said]]:
    from bisect import bisect_right

    starts = [tree.sentence.start for tree in trees]
    spread: dict[int, list[Said]] = {}
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
    cuts = {i for i in group if tree.tokens[i].text == ";"} | _resumed(tree, group)
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
        before = [k for k in range(max(0, first - 3), first + 1) if tree.deps[k] == "cc" and k in group]
        anew = tree.lower[first] == "that"
        if tree.lower[subject] in words("pronoun") and not anew:
            continue
        if before and (anew or tree.tokens[before[-1] - 1].text == ","):
            cuts.add(before[-1])
    parts: list[list[int]] = [[]]
    for i in group:
        if i in cuts:
            parts.append([])
            continue
        parts[-1].append(i)
    return [part for part in parts if part]


def _resumed(tree: Tree, group: list[int]) -> set[int]:
    """Where speech goes on with a new clause after the words that report it ("…," he said, "and the queue will …")."""
    found: set[int] = set()
    for before, after in pairwise(group):
        if after <= before + 2:
            continue
        token = tree.tokens[after]
        opens = next((i for i in group if i >= after and not _edge(tree, i)), None)
        joins = any(tree.deps[i] == "cc" for i in group if after <= i < (opens or after))
        if opens is not None and (joins or token.dep == "cc"):
            verbs = [i for i in group if i > after and tree.tags[i] in {"VBZ", "VBP", "VBD", "MD"}]
            if verbs and tree.child(_verb_of(tree, verbs[0]), "nsubj", "nsubjpass", "expl") is not None:
                found.add(after)
    return found


def _verb_of(tree: Tree, index: int) -> int:
    return tree.tokens[index].head if tree.deps[index] in {"aux", "auxpass"} else index


def _beside(tree: Tree, verb: int, group: list[int]) -> set[int]:
    """Where a foreseeing clause set off by a comma is parted from its neighbour ("A may hold, B will stay")."""
    clause = tree.subtree(verb)
    first, last = min(clause), max(clause)
    relative = tree.deps[verb] == "relcl"
    if relative:
        foresees = _modal(tree, verb) or tree.lemmas[verb] == "expect"
        opens = tree.lower[first] == "which" and first > 0 and tree.tokens[first - 1].text == ","
        return {first - 1} if foresees and opens and first - 1 in group else set()
    if not _modal(tree, verb) or not _modal(tree, tree.tokens[verb].head):
        return set()
    head = tree.tokens[verb].head
    edge = last + 1 if last < head else first - 1
    if last < head and last in group and tree.tokens[last].text == ",":
        edge = last
    return {edge} if edge in group and tree.tokens[edge].text == "," else set()


def _modal(tree: Tree, verb: int) -> bool:
    return any(tree.tags[c] == "MD" for c in tree.children[verb])


def _claim(tree: Tree, number: int, part: list[int], pair: Said | None, text: str) -> Claim | None:
    kept = list(part)
    while kept and _edge(tree, kept[0]):
        kept.pop(0)
    while kept and _edge(tree, kept[-1]):
        kept.pop()
    if pair is not None and kept and tree.lower[kept[0]] == "that" and len(kept) > 1:
        kept.pop(0)
    if not 2 <= len(kept) <= LONGEST:
        return None
    start, end = tree.tokens[kept[0]].start, tree.tokens[kept[-1]].end
    quote, attribution = pair if pair is not None else (None, None)
    return Claim(number, tuple(kept), quote, attribution, start, end)


def _edge(tree: Tree, index: int) -> bool:
    token = tree.tokens[index]
    return all(c in EDGES for c in token.text) or (token.dep == "cc" and token.text.lower() in words("coordination"))


def narrowed(tree: Tree, claim: Claim, text: str) -> Claim:
    """The claim cut down to the clause that foresees, where the rest only leads up to it or explains it."""
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
            opener = next((tree.lower[c] for c in tree.children[i] if tree.deps[c] == "mark"), "")
            soon = any(tree.lower[k] in words("lasting") for k in clause)
            likened = opener in words("likening") and not _comma(tree, min(clause))
            if opener in reasons() and not soon and not likened and not marks & clause:
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


def _pair_of(claim: Claim) -> Said | None:
    return None if claim.quote is None or claim.attribution is None else (claim.quote, claim.attribution)


def _comma(tree: Tree, first: int) -> bool:
    return any(tree.tokens[k].text == "," for k in range(max(0, first - 2), first + 1))


@cache
def reasons() -> frozenset[str]:
    """Words that open a clause of reason."""
    return fields("reason")


def _marks(tree: Tree, claim: Claim, text: str) -> set[int]:
    """Tokens that foresee: modals of the future and the cues of the lexicon."""
    ahead = words("future") | words("would") | words("may")
    marks = {i for i in claim.indices if tree.lower[i] in ahead}
    for start, end, _ in forecast_cues.find(text[claim.start : claim.end]):
        low, high = claim.start + start, claim.start + end
        marks |= {i for i in claim.indices if low <= tree.tokens[i].start < high}
    return marks
