"""Speech between quotation marks, each with the words that attribute it.

A stretch between marks is speech where it stands as a sentence of its own would (at a start, after a colon, a comma
or a reporting verb) and ends like one; anything else is a phrase inside the author's sentence and is left to
`attributions.py`, where it makes indirect speech mixed.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from detente.extract.complements import source_of
from detente.extract.quotation_marks import Stretch
from detente.extract.relays import relay
from detente.extract.trees import VERBAL, Tree
from detente.records import Span

ENDS: Final = frozenset(".!?…")
MARKS: Final = frozenset("\"“”„‟«»'‘’‚`＂")
FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "VBG"})
DASHES: Final = frozenset({"—", "–", "―", "--", "-"})
LONGEST_NAME: Final = 8  # words that a signature has at most
SHORTEST: Final = 3  # words that a stretch in mid-sentence needs to be speech


@dataclass(frozen=True, slots=True)
class Cue:
    """A reporting clause: its sentence, its verb (None: only a name and a colon), and its parts as token indices."""

    sentence: int
    head: int
    cue: frozenset[int]
    source: frozenset[int]
    relay: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Utterance:
    """One piece or several pieces of speech of one mouth, and the reporting clause where there is one."""

    pieces: tuple[Span, ...]
    cue: Cue | None
    paragraph: int
    follows: bool = False  # goes on from the utterance before, whose speaker it shares


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


def spoken(text: str, paragraph: Span, stretch: Stretch, cue_before: bool) -> bool:
    """True where a stretch is speech of its own rather than a phrase inside the author's sentence."""
    inside = text[stretch.start : stretch.end].strip("".join(MARKS) + " ")
    words = len(inside.split())
    if not inside or not any(c.isalpha() for c in inside):
        return False
    before = text[paragraph.start : stretch.start].rstrip()
    after = text[stretch.end : paragraph.end].lstrip()
    ended = inside[-1] in ENDS | {",", "—", "–", "-"} or after[:1] == ","
    opens = not before or before[-1] in ENDS | MARKS | {":", "—", "–", ")"}
    if "\n" in text[paragraph.start : stretch.start][len(before) :] and inside[0].isupper() and inside[-1] in ENDS:
        return True
    if opens:
        return ended or (words >= SHORTEST and (before[-1:] == ":" or not after)) or stretch.repaired
    if before[-1] == "," or cue_before:
        capital = inside[0].isupper() or not inside[0].isalpha()
        return (capital and (ended or words >= SHORTEST)) or (before[-1] == "," and words > SHORTEST and ended)
    return False


def utterances(page: Page, stretches: Sequence[Stretch]) -> tuple[list[Utterance], list[Stretch]]:
    """Speech with its cues in the order of the text, and the stretches that are only phrases."""
    spoken_ones: list[Stretch] = []
    phrases: list[Stretch] = []
    for stretch in stretches:
        paragraph = page.paragraphs[stretch.paragraph]
        target = spoken_ones if spoken(page.text, paragraph, stretch, _cue_before(page, stretch)) else phrases
        target.append(stretch)
    found: list[Utterance] = []
    for n, stretch in enumerate(spoken_ones):
        previous = spoken_ones[n - 1] if n else None
        following = spoken_ones[n + 1] if n + 1 < len(spoken_ones) else None
        _add(page, found, stretch, previous=previous, following=following)
    return found, phrases


def _add(
    page: Page, found: list[Utterance], stretch: Stretch, *, previous: Stretch | None, following: Stretch | None
) -> None:
    paragraph = page.paragraphs[stretch.paragraph]
    same = previous is not None and previous.paragraph == stretch.paragraph
    low = previous.end if same and previous is not None else paragraph.start
    high = following.start if following is not None and following.paragraph == stretch.paragraph else paragraph.end
    before = _before(page, low, stretch.start)
    after = _after(page, stretch, high)
    last = found[-1] if found else None
    if last is not None and previous is not None and previous.continues and previous.paragraph + 1 == stretch.paragraph:
        found[-1] = replace(
            last, pieces=(*last.pieces, stretch.span), paragraph=stretch.paragraph, cue=last.cue or after
        )
        return
    if same and last is not None and last.cue is not None:
        only = page.text[low : stretch.start].strip()
        if before is not None and before.head == last.cue.head and before.sentence == last.cue.sentence:
            before = None
        resumes = not only or (_holds(page, last.cue, low, stretch.start) and _one_sentence(only))
        if resumes and before is None and after is None:
            found[-1] = replace(last, pieces=(*last.pieces, stretch.span))
            return
    cue = (
        before
        if before is not None and (after is None or page.text[: stretch.start].rstrip()[-1:] in {":", ","})
        else after
    )
    follows = cue is None and last is not None and last.paragraph >= stretch.paragraph - 1
    found.append(Utterance((stretch.span,), cue, stretch.paragraph, follows=follows))


def _holds(page: Page, cue: Cue, low: int, high: int) -> bool:
    token = page.trees[cue.sentence].tokens[cue.head]
    return low <= token.start < high


def _one_sentence(gap: str) -> bool:
    body = gap.rstrip(".!?:, ")
    return not any(mark in body for mark in (". ", "! ", "? ", "\n"))


def _tokens(page: Page, low: int, high: int) -> list[tuple[int, int]]:
    """(sentence, token) of the tokens that begin in `[low, high)`."""
    from bisect import bisect_right

    at = max(0, bisect_right(page.starts, low) - 1)
    found: list[tuple[int, int]] = []
    while at < len(page.trees) and page.starts[at] < high:
        found += [(at, t.index) for t in page.trees[at].tokens if low <= t.start < high]
        at += 1
    return found


def _cue_before(page: Page, stretch: Stretch) -> bool:
    """True where the word before the opening mark is a reporting verb, or "that" after one."""
    low = max(page.paragraphs[stretch.paragraph].start, stretch.start - 40)
    near = _tokens(page, low, stretch.start)
    if not near:
        return False
    sentence, token = near[-1]
    word = page.trees[sentence].tokens[token]
    return word.pos in VERBAL and word.lemma.lower() in page.cues


def _after(page: Page, stretch: Stretch, high: int) -> Cue | None:
    """The reporting clause that follows the closing mark."""
    text = page.text
    inside = text[stretch.start : stretch.end].rstrip("".join(MARKS) + " ")
    following = text[stretch.end : high].lstrip()
    if following[:1] in DASHES:
        return _signature(page, stretch.end, high)
    if not following or (
        inside[-1:] == "." and not stretch.repaired and following[:1].isupper() and inside[-3:] != "..."
    ):
        return None
    gap: list[tuple[int, int]] = []
    for sentence, token in _tokens(page, stretch.end, high):
        word = page.trees[sentence].tokens[token].text
        if word in {".", "!", "?", ";"} and gap:
            break
        gap.append((sentence, token))
    return _clause(page, gap, forward=True)


def _signature(page: Page, low: int, high: int) -> Cue | None:
    """A name after a dash, as under a letter ("… at last." — Mara Elling); a clause after the dash is none."""
    line = page.text.find("\n", low, high)
    near = _tokens(page, low, high if line < 0 else line)
    dash = next((n for n, (s, t) in enumerate(near) if page.trees[s].tokens[t].text in DASHES), None)
    if dash is None or not 0 < len(near) - dash - 1 <= LONGEST_NAME:
        return _clause(page, near, forward=True)
    sentence = near[dash + 1][0]
    tree = page.trees[sentence]
    source = [t for s, t in near[dash + 1 :] if s == sentence and tree.tokens[t].text not in ENDS]
    named = any(tree.tokens[t].pos == "PROPN" for t in source)
    if not named or any(tree.tokens[t].pos in VERBAL for t in source):
        return _clause(page, near, forward=True)
    cue = frozenset({near[dash][1]} if near[dash][0] == sentence else set())
    return Cue(sentence, source[0], cue, frozenset(source))


def _before(page: Page, low: int, high: int) -> Cue | None:
    """The reporting clause that leads up to an opening mark."""
    gap = [at for at in _tokens(page, low, high) if page.trees[at[0]].tokens[at[1]].text not in MARKS]
    if not gap:
        return None
    words = [page.trees[s].tokens[t].text for s, t in gap]
    if words[-1] in ENDS or words[-1] == ";":
        return None
    for n in range(len(words) - 1, -1, -1):
        if words[n] in ENDS and n + 1 < len(words):
            gap, words = gap[n + 1 :], words[n + 1 :]
            break
    return _clause(page, gap, forward=False)


def _clause(page: Page, gap: list[tuple[int, int]], *, forward: bool) -> Cue | None:
    verbs = [(s, t) for s, t in gap if page.trees[s].tokens[t].pos in VERBAL]
    verbs = [(s, t) for s, t in verbs if page.trees[s].tokens[t].dep not in {"aux", "auxpass"}]
    known = [(s, t) for s, t in verbs if page.trees[s].tokens[t].lemma.lower() in page.cues]
    colon = bool(gap) and not forward and page.trees[gap[-1][0]].tokens[gap[-1][1]].text == ":"
    near = [(s, t) for s, t in verbs if gap.index((s, t)) <= 8] if forward else verbs if colon else []
    chosen = known[0 if forward else -1] if known else near[0 if forward else -1] if near else None
    if chosen is None:
        return _name(page, gap) if colon and len(gap) <= 8 else None
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


def _neighbour(tree: Tree, verb: int, inside: set[int]) -> set[int]:
    """The noun phrase before the verb, else the one after it, where the parse gives no subject."""
    group = tree.verb_group(verb)
    before = sorted(i for i in inside if i < min(group) and tree.tokens[i].text not in {",", *MARKS})
    if before:
        return set(before)
    after: set[int] = set()
    for i in range(max(group) + 1, len(tree)):
        if i not in inside or tree.tokens[i].text in {",", ".", ";", ":"} or tree.tokens[i].pos in {"VERB", "SCONJ"}:
            break
        if tree.tokens[i].pos == "ADP" and not after:
            break
        after.add(i)
    return after


def _name(page: Page, gap: list[tuple[int, int]]) -> Cue | None:
    """A name and a colon, as transcripts have it."""
    sentence, colon = gap[-1]
    tree = page.trees[sentence]
    source = frozenset(t for s, t in gap[:-1] if s == sentence)
    named = any(tree.tokens[t].pos in {"PROPN", "NOUN", "PRON"} for t in source)
    return Cue(sentence, colon, frozenset({colon}), source) if named else None
