"""Which line is the headline: the one before the article that shares its words and is set like a headline."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from detente.clean.lines import CLOCK, Line, function_words

LEAST: Final = 1.0  # score below which a page has no headline line; seeds and dev pages score 2.5 and more
LOOK_BACK: Final = 60  # lines before the article that may hold it
FOLD: Final = re.compile(r"\w+")
ENDING: Final = re.compile(r"\s+[|–—-]\s+[^|–—]{3,40}$")


def folded(text: str) -> str:
    """Letters and digits in lower case, single spaces: what two prints of one headline have in common."""
    return " ".join(FOLD.findall(text.casefold()))


def find(lines: Sequence[Line], body: Sequence[bool], title: str | None) -> int | None:
    """Position of the headline among `lines`, or None. A known `title` is looked for; nothing else will do then."""
    first = next((at for at, inside in enumerate(body) if inside), len(lines))
    if title is not None:
        wanted = {folded(title), folded(ENDING.sub("", title))}
        return next((at for at, line in enumerate(lines) if folded(line.text) in wanted and line.words), None)
    if first == 0:
        return None
    article = [line for line, inside in zip(lines, body, strict=True) if inside]
    said = _stems(" ".join(line.text[:1500] for line in article[:12]))
    prints = [folded(line.text) or str(at) for at, line in enumerate(lines[:first])]
    best, best_score = None, LEAST
    for at in range(max(0, first - LOOK_BACK), first):
        value = _score(lines[at], said, again=prints.count(prints[at]) > 1, gap=first - at)
        value += _surroundings(lines, at)
        if value > 3.5 and best is None:
            value += 0.5  # of two good lines the first: the other is a caption or a standfirst
        if value > best_score:
            best, best_score = at, value
    return best if best is None else prints.index(prints[best], max(0, first - LOOK_BACK))


def _score(line: Line, said: frozenset[str], *, again: bool, gap: int) -> float:
    """How much a line looks like the headline of an article that says `said`."""
    if line.words < 2 or line.words > 32:
        return -5.0
    score = 0.0
    content = _stems(line.text)
    if content:
        score += 3.0 * len(content & said) / len(content)
    score += 1.5 if 5 <= line.words <= 14 else 1.0 if 14 < line.words <= 18 else 0.3 if line.words >= 4 else -0.7
    score += 1.2 if again and line.words >= 4 else 0.0
    score -= 0.8 if line.final and not line.text.endswith(("?", "!", '"', "'", "”", "’")) else 0.0
    score -= 1.0 if line.inner else 0.0
    score -= max(0.0, line.prose - 0.3) * 4
    score -= 1.5 if CLOCK.search(line.text) else 0.0
    for kind, form in line.cues:
        weak = kind in ("nav", "related", "caption") and form != "whole"
        score -= 0.8 if weak else 3.0 if form in ("whole", "starts") else 1.5
    score -= 1.5 if sum(line.text.count(mark) for mark in "|·•»") >= 2 else 0.0
    score -= 0.6 if line.text.endswith((":", ",", ";")) else 0.0
    return score - min(gap, 30) * 0.02


def _surroundings(lines: Sequence[Line], at: int) -> float:
    """What the lines around say: a headline mostly stands alone; one of many of its kind is a link."""
    line = lines[at]
    after = lines[at + 1] if at + 1 < len(lines) else None
    score = 0.4 if line.blank_before else 0.0
    score += 0.4 if after is None or after.blank_before else 0.0
    alike = [
        other
        for near in (at - 2, at - 1, at + 1, at + 2)
        if 0 <= near < len(lines)
        and (other := lines[near]).words >= 4
        and not other.cues
        and not other.final
        and folded(other.text) != folded(line.text)
    ]
    score -= 0.25 * max(0, len(alike) - 1)
    if after is not None and any(kind in ("byline", "clock") for kind, _ in after.cues):
        score += 0.5
    if at and lines[at - 1].cue("credit") is not None and lines[at - 1].words <= 8:
        score -= 1.0  # a caption follows its credit
    return score


def _stems(text: str) -> frozenset[str]:
    """Content words cut to six letters, possessives and hyphens aside."""
    stop = function_words()
    words = set(FOLD.findall(text.casefold()))
    return frozenset([word[:6] for word in words if len(word) > 2 and word not in stop])
