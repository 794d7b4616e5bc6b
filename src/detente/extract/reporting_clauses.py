"""The words beside speech that attribute it: "said X", "According to X", a name and a colon, a signature."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Final

from detente.extract.complements import compact, source_of
from detente.extract.cues import mute
from detente.extract.grammar import words as grammar
from detente.extract.quotation_marks import Stretch
from detente.extract.relays import relay
from detente.extract.trees import VERBAL, Tree
from detente.records import Span, Token

ENDS: Final = frozenset(".!?…")
MARKS: Final = frozenset("\"“”„‟«»'‘’‚`＂") | {"''", "``"}
DASHES: Final = frozenset({"—", "–", "―", "--", "-"})
FINITE: Final = frozenset({"VBD", "VBZ", "VBP"})
LONGEST_NAME: Final = 8  # words that a signature has at most
NEAR: Final = 8  # words between speech and a verb that the lexicon does not know as one of speech


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting clause: its sentence, its verb (or the colon after a name), and its parts as token indices."""

    sentence: int
    head: int
    cue: frozenset[int]
    source: frozenset[int]
    relay: frozenset[int] = frozenset()


@dataclass(slots=True)
class Page:
    """The text with its sentences as trees, and where each stands."""

    text: str
    trees: Sequence[Tree]
    paragraphs: Sequence[Span]
    cues: Collection[str]
    starts: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.starts = [tree.sentence.start for tree in self.trees]

    def token(self, place: tuple[int, int]) -> Token:
        """The token at `(sentence, token)`."""
        return self.trees[place[0]].tokens[place[1]]

    def tokens(self, low: int, high: int) -> list[tuple[int, int]]:
        """(sentence, token) of the tokens that begin in `[low, high)`."""
        at = max(0, bisect_right(self.starts, low) - 1)
        found: list[tuple[int, int]] = []
        while at < len(self.trees) and self.starts[at] < high:
            found += [(at, t.index) for t in self.trees[at].tokens if low <= t.start < high]
            at += 1
        return found

    def reports(self, place: tuple[int, int]) -> bool:
        """True for a verb that the lexicon knows as one of speech."""
        word = self.token(place)
        return word.pos in VERBAL and word.dep not in {"aux", "auxpass"} and word.lemma.lower() in self.cues


def after(page: Page, stretch: Stretch, high: int) -> Cue | None:
    """The reporting clause that follows the closing mark."""
    text = page.text
    inside = text[stretch.start : stretch.end].rstrip("".join(MARKS) + " ")
    following = text[stretch.end : high].lstrip()
    if following[:1] in DASHES:
        return _signature(page, stretch.end, high)
    if not following and stretch.paragraph + 1 < len(page.paragraphs):
        below = page.paragraphs[stretch.paragraph + 1]
        if text[below.start] in DASHES:
            return _signature(page, below.start, below.end)
    stopped = inside[-1:] == "." and not stretch.repaired and inside[-3:] != "..."
    if not following or (stopped and following[:1].isupper()):
        return None
    gap: list[tuple[int, int]] = []
    for place in page.tokens(stretch.end, high):
        if page.token(place).text in {".", "!", "?", ";"} and gap:
            break
        gap.append(place)
    return _clause(page, gap, forward=True, tight=inside[-1:] in ENDS | {","} or following[:1] == ",")


def before(page: Page, low: int, stretch: Stretch) -> Cue | None:
    """The reporting clause that leads up to an opening mark, in the same paragraph or, with a colon, in the last."""
    gap = [at for at in page.tokens(low, stretch.start) if page.token(at).text not in MARKS]
    if not gap:
        return _announced(page, stretch)
    words = [page.token(at).text for at in gap]
    if words[-1] in ENDS or words[-1] == ";":
        return None
    for n in range(len(words) - 1, -1, -1):
        if words[n] in ENDS and n + 1 < len(words):
            gap, words = gap[n + 1 :], words[n + 1 :]
            break
    return _clause(page, gap, forward=False, tight=words[-1] == "," and page.text[stretch.start + 1].isupper())


def follows(page: Page, stretch: Stretch, high: int) -> bool:
    """True where the first words after a closing mark are somebody and a verb of speech ("… of niches" Grubbs said)."""
    near = page.tokens(stretch.end, high)[:6]
    verb = next((n for n, place in enumerate(near) if page.reports(place)), None)
    if verb is None or page.token(near[verb]).tag not in FINITE:
        return False
    nominal = {"PROPN", "PRON", "NOUN", "DET", "ADJ"}
    return all(page.token(place).pos in nominal for place in near[:verb])


def leads(page: Page, low: int, stretch: Stretch) -> bool:
    """True where a verb of speech stands before an opening mark with nothing between that is said itself."""
    gap = [at for at in page.tokens(low, stretch.start) if page.token(at).text not in MARKS | {",", ":"}]
    verb = next((n for n in range(len(gap) - 1, -1, -1) if page.reports(gap[n])), None)
    if verb is None:
        return _according(page, gap) is not None
    between = [page.token(place) for place in gap[verb + 1 :]]
    return not any(t.tag in FINITE | {"MD"} or t.text.lower() in grammar("clause_opener") for t in between)


def _announced(page: Page, stretch: Stretch) -> Cue | None:
    """The clause with a colon that ends the paragraph before ("The minister wrote:")."""
    if not stretch.paragraph or page.text[page.paragraphs[stretch.paragraph].start : stretch.start].strip():
        return None
    last = page.paragraphs[stretch.paragraph - 1]
    gap = page.tokens(last.start, last.end)
    if not gap or page.token(gap[-1]).text != ":":
        return None
    return _clause(page, [place for place in gap if place[0] == gap[-1][0]], forward=False, tight=False)


def _signature(page: Page, low: int, high: int) -> Cue | None:
    """A name after a dash, as under a letter ("… at last." — Mara Elling); a clause after the dash is none."""
    line = page.text.find("\n", low + len(page.text[low:high]) - len(page.text[low:high].lstrip()), high)
    high = high if line < 0 else line
    dash = next((k for k in range(low, high) if page.text[k] in DASHES), high)
    cue = [(s, t) for s, t in page.tokens(low, high) if page.token((s, t)).start <= dash]
    near = [place for place in page.tokens(dash, high) if page.token(place).text not in DASHES]
    if not 0 < len(near) <= LONGEST_NAME:
        return _clause(page, near, forward=True, tight=False)
    sentence = near[0][0]
    tree = page.trees[sentence]
    source = [t for s, t in near if s == sentence and tree.tokens[t].text not in ENDS]
    named = any(tree.tokens[t].pos == "PROPN" for t in source)
    if not named or any(tree.tokens[t].pos in VERBAL for t in source):
        return _clause(page, near, forward=True, tight=False)
    return Cue(sentence, source[0], frozenset(t for s, t in cue if s == sentence), frozenset(source))


def _clause(page: Page, gap: list[tuple[int, int]], *, forward: bool, tight: bool) -> Cue | None:
    """The clause in the words beside speech; `tight` where a comma or an end ties an unknown verb to it."""
    verbs = [place for place in gap if page.token(place).pos in VERBAL]
    verbs = [place for place in verbs if page.token(place).dep not in {"aux", "auxpass"}]
    known = [place for place in verbs if page.token(place).lemma.lower() in page.cues]
    colon = bool(gap) and not forward and page.token(gap[-1]).text == ":"
    if not known and (found := _according(page, gap)) is not None:
        return found
    chosen = known[0 if forward else -1] if known else None
    if chosen is not None and forward and page.token(chosen).tag == "VBG" and verbs[0] != chosen:
        chosen = _unknown(page, gap, verbs[:1], forward=True) or chosen
    if chosen is None:
        chosen = _unknown(page, gap, verbs, forward=forward) if tight or colon else None
    if chosen is None:
        return _name(page, gap) if colon and len(gap) <= NEAR else None
    return _of_verb(page, gap, chosen, verbs, forward=forward)


def _unknown(
    page: Page, gap: list[tuple[int, int]], verbs: Sequence[tuple[int, int]], *, forward: bool
) -> tuple[int, int] | None:
    """A verb that the lexicon does not know as one of speech, beside speech and with somebody as its subject."""
    near = [place for place in verbs if (gap.index(place) if forward else len(gap) - gap.index(place)) <= NEAR]
    if not near:
        return None
    chosen = near[0 if forward else -1]
    colon = page.token(gap[-1]).text == ":"
    if colon and not forward:
        return chosen
    tree = page.trees[chosen[0]]
    idle = page.token(chosen).lemma.lower() in grammar("idle_verb") or page.token(chosen).tag not in FINITE
    source = source_of(tree, chosen[1])
    return None if idle or not source or mute(tree, source) else chosen


def _of_verb(
    page: Page, gap: list[tuple[int, int]], chosen: tuple[int, int], verbs: Sequence[tuple[int, int]], *, forward: bool
) -> Cue | None:
    sentence, verb = chosen
    tree = page.trees[sentence]
    relayed = next((r for s, t in verbs if (r := relay(page.trees[s], t)) is not None and s == sentence), None)
    if relayed is not None:
        return Cue(sentence, relayed.head, relayed.cue, relayed.source, relayed.relay)
    inside = {t for s, t in gap if s == sentence}
    source = set(source_of(tree, verb))
    if source & inside:
        source &= inside
    elif forward:
        source = _neighbour(tree, verb, inside) or source
    if forward and not source:
        return None
    return Cue(sentence, verb, frozenset(tree.verb_group(verb)), frozenset(source))


def _according(page: Page, gap: Sequence[tuple[int, int]]) -> Cue | None:
    """ "According to X" beside speech."""
    at = next((n for n, place in enumerate(gap) if page.token(place).text.lower() == "according"), None)
    if at is None or at + 2 >= len(gap) or page.token(gap[at + 1]).text.lower() != "to":
        return None
    sentence, index = gap[at]
    tree = page.trees[sentence]
    inside = [t for s, t in gap[at + 2 :] if s == sentence]
    head = next((c for c in tree.children[index + 1] if tree.tokens[c].dep == "pobj" and c in inside), None)
    if head is None:
        stop = next((t for t in inside if tree.tokens[t].text in {",", ":"}), inside[-1] + 1)
        source = {t for t in inside if t < stop}
    else:
        source = compact(tree, tree.subtree(head) & set(inside), head)
    return Cue(sentence, index, frozenset({index, index + 1}), frozenset(source)) if source else None


def _neighbour(tree: Tree, verb: int, inside: set[int]) -> set[int]:
    """The noun phrase before the verb, else the one after it, where the parse gives no subject."""
    group = tree.verb_group(verb)
    ahead = sorted(i for i in inside if i < min(group) and tree.tokens[i].text not in {",", *MARKS})
    if ahead:
        return set(ahead)
    behind: set[int] = set()
    for i in range(max(group) + 1, len(tree)):
        if i not in inside or tree.tokens[i].text in {",", ".", ";", ":"} or tree.tokens[i].pos in {"VERB", "SCONJ"}:
            break
        if tree.tokens[i].pos == "ADP" and not behind:
            break
        behind.add(i)
    return behind


def _name(page: Page, gap: list[tuple[int, int]]) -> Cue | None:
    """A name and a colon, as transcripts have it."""
    sentence, colon = gap[-1]
    tree = page.trees[sentence]
    source = frozenset(t for s, t in gap[:-1] if s == sentence)
    named = any(tree.tokens[t].pos in {"PROPN", "NOUN", "PRON"} for t in source)
    return Cue(sentence, colon, frozenset({colon}), source) if named else None
