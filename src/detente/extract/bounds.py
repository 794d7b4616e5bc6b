"""Where what is said begins and ends: other readings of a candidate's content than the parse gives, weighed.

The parse hangs a trailing clause or phrase now on what is said and now on the saying ("praised the pact | , which
ends in May"; "vowed to close the base | and to open another"). Each candidate gets a few other beginnings and ends,
at the places where one constituent meets the next; learned weights say which of them a reader would take, and the
parse keeps its own where they do not ship.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Final

from detente import models
from detente.extract.candidate import Candidate
from detente.extract.grammar import words
from detente.extract.trees import SUBJECTS, VERBAL, Tree, reporting

MODEL: Final = "attribution_bounds"
FARTHEST: Final = 12  # words that a beginning may move
PARTING: Final = frozenset(
    {"prep", "mark", "advmod", "aux", "cc", "nsubj", "relcl", "advcl", "npadvmod", "agent", "acl"}
)
OPENING: Final = SUBJECTS | {"mark"}
BREAKS: Final = frozenset({",", "-", "–", "—", "--", ";", ":", "("})
FINITE: Final = frozenset({"VBD", "VBZ", "VBP", "MD"})
MARKS: Final = frozenset({'"', "“", "”", "``", "''", "‘", "’"})


@dataclass(frozen=True, slots=True)
class Reading:
    """A content as tokens, the features that tell for it, and whether it is the one that the parse gives."""

    content: frozenset[int]
    features: tuple[str, ...]
    own: bool


def weights() -> Mapping[str, float] | None:
    """The learned weights by feature, None where they do not ship."""
    held = models.numbers(MODEL)
    return None if held is None else held["weights"]


def settled(tree: Tree, candidate: Candidate, *, rules: bool) -> Candidate:
    """The candidate with the content that the weights prefer."""
    learned = None if rules else weights()
    if learned is None or not candidate.content or candidate.frame in {"colon", "relay"}:
        return candidate
    scored = [(sum(map(learned.get, r.features, repeat(0.0))), r) for r in readings(tree, candidate)]
    own = next(score for score, r in scored if r.own)
    best, reading = max(scored, key=lambda pair: (pair[0], pair[1].own))
    return replace(candidate, content=reading.content) if best > own else candidate


def readings(tree: Tree, candidate: Candidate) -> list[Reading]:
    """The content as the parse has it, and the same with another end or another beginning."""
    content = candidate.content
    found = [Reading(content, ("own", f"own|{candidate.frame}"), own=True)]
    seen = {content}
    for end in _ends(tree, candidate):
        last = max(content) + 1
        other = frozenset(i for i in content if i < end) | frozenset(range(last, end))
        if other and other not in seen:
            seen.add(other)
            found.append(Reading(other, tuple(_of_end(tree, candidate, last, end)), own=False))
    for start in _starts(tree, candidate):
        first = min(content)
        other = frozenset(i for i in content if i >= start) | frozenset(range(start, first))
        if other and other not in seen:
            seen.add(other)
            found.append(Reading(other, tuple(_of_start(tree, candidate, first, start)), own=False))
    return found


def _ends(tree: Tree, candidate: Candidate) -> list[int]:
    """Other ends of the content: before constituents that close it, or beyond it as far as nothing bars the way."""
    run = _last_run(candidate.content)
    first, last = run
    ends = [i for i in range(first + 1, last) if tree.lower[i] in BREAKS or _opens(tree, i, last)]
    barred = candidate.cue | candidate.source
    stop = next((i for i in range(last, len(tree)) if i in barred), len(tree))
    if stop == len(tree):
        while stop > last and not any(c.isalnum() for c in tree.tokens[stop - 1].text):
            stop -= 1
    else:
        stop = last
    beyond = [i for i in range(last + 1, stop) if tree.tokens[i].text in BREAKS]
    return [*ends, *beyond[:3], *([stop] if stop > last else [])]


def _last_run(content: frozenset[int]) -> tuple[int, int]:
    last = max(content)
    first = last
    while first - 1 in content:
        first -= 1
    return first, last + 1


def _opens(tree: Tree, index: int, last: int) -> bool:
    """True where a phrase or clause begins that reaches to the end of the content."""
    dep = tree.deps[index]
    if dep not in PARTING:
        return False
    top = tree.tokens[index].head if dep in {"mark", "advmod", "aux", "nsubj"} else index
    if dep == "cc":
        return True
    under = tree.under(top)
    return min(under) == index and max(under) >= last - 1


def _starts(tree: Tree, candidate: Candidate) -> list[int]:
    """Other beginnings: after leading words, at an infinitive or a clause inside, or back towards the cue."""
    content = candidate.content
    first = min(content)
    last = first
    while last in content:
        last += 1
    near = range(first + 1, min(last, first + FARTHEST))
    starts = [i for i in near if tree.tokens[i - 1].text in BREAKS or _begins(tree, i) or i == first + 1]
    barred = candidate.cue | candidate.source
    back: list[int] = []
    at = first - 1
    while at >= 0 and at not in barred and first - at <= FARTHEST:
        back.append(at)
        at -= 1
    if back and at < 0:
        back = back[:0] if candidate.head > first else back
    return [*starts, *(i for i in back if i == back[-1] or tree.tokens[i - 1].text in BREAKS or first - i <= 2)]


def _begins(tree: Tree, index: int) -> bool:
    return tree.tags[index] == "TO" or tree.deps[index] in OPENING or tree.lower[index] in words("question")


def _of_end(tree: Tree, candidate: Candidate, last: int, end: int) -> list[str]:
    """Features of another end."""
    kind = "cut" if end < last else "reach"
    place = min(end, last)
    token = tree.tokens[place] if place < len(tree) else tree.tokens[-1]
    following = tree.tokens[place + 1] if place + 1 < len(tree) else token
    text = token.text.lower() if token.pos in {"PUNCT", "ADP", "SCONJ", "CCONJ", "PRON", "PART"} else token.tag
    second = following.text.lower() if following.pos in {"ADP", "SCONJ", "CCONJ", "PRON", "DET"} else following.tag
    names = [f"e:{kind}", f"e:{kind}|{candidate.frame}", f"e:{kind}|{text}", f"e:{kind}|{token.dep}"]
    names += [f"e:{kind}|{text}|{second}", f"e:{kind}|{text}|{following.dep}", f"e:{kind}|{text}|{candidate.frame}"]
    names.append(f"e:{kind}|{token.dep}|{candidate.frame}")
    names += [f"e:{kind}|prev={tree.kinds[end - 1]}", f"e:{kind}|size={_size(abs(last - end))}"]
    moved = range(min(end, last), max(end, last))
    names += _of_moved(tree, candidate, "e:" + kind, moved)
    if end < len(tree):
        names.append(f"e:{kind}|stop={tree.lower[end] if tree.kinds[end] == 'PUNCT' else 'word'}")
    quoted = sum(tree.tokens[i].text in MARKS for i in candidate.content if i < end) % 2
    return [*names, f"e:{kind}|open={quoted}", f"e:{kind}|kept={_size(len([i for i in candidate.content if i < end]))}"]


def _of_start(tree: Tree, candidate: Candidate, first: int, start: int) -> list[str]:
    """Features of another beginning."""
    kind = "later" if start > first else "earlier"
    token, old = tree.tokens[start], tree.tokens[first]
    text = token.text.lower() if token.pos in {"ADP", "SCONJ", "CCONJ", "PRON", "PART", "DET"} else token.tag
    before = old.text.lower() if old.pos in {"ADP", "SCONJ", "CCONJ", "ADV", "PART", "DET"} else old.tag
    gap = tree.lower[start - 1] if start and tree.kinds[start - 1] == "PUNCT" else "word"
    names = [f"s:{kind}", f"s:{kind}|{candidate.frame}", f"s:{kind}|{text}", f"s:{kind}|{before}"]
    names += [f"s:{kind}|{text}|{candidate.frame}", f"s:{kind}|{before}|{candidate.frame}", f"s:{kind}|{token.dep}"]
    names += [f"s:{kind}|{before}|{gap}", f"s:{kind}|{text}|{candidate.key}", f"s:{kind}|{candidate.key}"]
    names += [f"s:{kind}|size={_size(abs(start - first))}", f"s:{kind}|{token.dep}|{candidate.frame}"]
    return names + _of_moved(tree, candidate, "s:" + kind, range(min(start, first), max(start, first)))


def _of_moved(tree: Tree, candidate: Candidate, kind: str, moved: range) -> list[str]:
    """Features of the words that a reading leaves out or takes in."""
    tokens = tree.tokens[moved.start : moved.stop]
    finite = not FINITE.isdisjoint(tree.tags[moved.start : moved.stop])
    telling = any(tree.kinds[i] in VERBAL and tree.lemmas[i] in reporting() for i in moved)
    heads = [t for t in tokens if t.head not in moved]
    above = {
        "cue" if t.head == candidate.head else "inside" if t.head in candidate.content else "outside" for t in heads
    }
    names = [
        f"{kind}|finite={finite}",
        f"{kind}|telling={telling}",
        f"{kind}|marks={any(t.text in MARKS for t in tokens)}",
    ]
    return names + [f"{kind}|above={a}" for a in sorted(above)] + [f"{kind}|entity={any(t.entity for t in tokens)}"]


def _size(count: int) -> str:
    return "1" if count < 2 else "3" if count < 4 else "6" if count < 7 else "12" if count < 13 else "more"
