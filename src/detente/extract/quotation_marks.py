"""Pairs of quotation marks, paragraph by paragraph, with repair: one wrong mark never swallows its neighbours.

Marks open or close by what stands beside them, not by counting, so that an odd mark costs its own stretch and no
other. A mark that lacks its partner is repaired: a closing mark reaches back to the start of its paragraph or to the
end of the stretch before it; an opening mark reaches forward to the place where an attribution breaks in ("…, said
X"), to the paragraph's end when the next paragraph opens again (the convention for speech over several paragraphs),
or to the end of its sentence.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from detente.records import Span

DOUBLE: Final = {'"': "?", "“": "?", "”": "?", "„": "(", "‟": "?", "«": "?", "»": "?", "＂": "?", "``": "(", "''": "?"}
STYLES: Final = {mark: style for style in ("“”„‟", "«»", '"', "＂") for mark in style}
"""Marks that pair with one another, by the family they belong to."""
SINGLE: Final = {"‘": "(", "’": "?", "'": "?", "‚": "("}
ANY: Final = re.compile("|".join(map(re.escape, sorted((*DOUBLE, *SINGLE), key=lambda mark: (-len(mark), mark)))))
CLOSERS: Final = frozenset(".,;:!?)]}…—–-'’”\"«»`")
OPENERS: Final = frozenset("([{—–-/'‘“\"«»`")
STOPS: Final = frozenset(".,!?…;—–-")
Breaks = Callable[[], Sequence[int]]
LONGEST: Final = 6_000  # characters an unclosed mark may reach; longer is a stray mark


@dataclass(frozen=True, slots=True)
class Stretch:
    """Text between two quotation marks, marks included; `repaired` where one of them is missing.

    `continues` is True where the next paragraph opens again and goes on with the same speech.
    """

    start: int
    end: int
    paragraph: int
    repaired: bool = False
    continues: bool = False

    @property
    def span(self) -> Span:
        return Span(self.start, self.end)


@dataclass(frozen=True, slots=True)
class _Mark:
    start: int
    end: int
    role: str  # "(" opens, ")" closes, "?" both are possible
    single: bool
    style: str = ""


def find(text: str, paragraphs: Sequence[Span], breaks: Breaks, stops: Sequence[int]) -> tuple[Stretch, ...]:
    """The quoted stretches in the order of the text.

    `breaks` gives ascending offsets at which an attribution clause begins after a comma, `stops` are ascending offsets
    of sentence ends: both serve only where a mark is missing.
    """
    found: list[Stretch] = []
    for number, paragraph in enumerate(paragraphs):
        marks = _marks(text, paragraph)
        if not marks:
            continue
        follows = number + 1 < len(paragraphs) and _opens(text, paragraphs[number + 1])
        pairs = _pair(text, paragraph, number, marks, breaks=breaks, stops=stops, follows=follows)
        found.extend(one for one in pairs if any(c.isalnum() for c in text[one.start : one.end]))
    return tuple(found)


def _opens(text: str, paragraph: Span) -> bool:
    at = paragraph.start
    return any(text.startswith(mark, at) for mark in DOUBLE) or text[at : at + 1] == "‘"


def _marks(text: str, paragraph: Span) -> list[_Mark]:
    marks: list[_Mark] = []
    for match in ANY.finditer(text, paragraph.start):
        (at, end), mark = match.span(), match[0]
        if at >= paragraph.end:
            break
        role = _role(text, at, end, paragraph, DOUBLE[mark] if mark in DOUBLE else SINGLE[mark])
        marks.append(_Mark(at, end, role, mark in SINGLE, STYLES.get(mark, "``''" if end - at > 1 else "")))
    doubles = [mark for mark in marks if not mark.single]
    return doubles if doubles and not _single_style(text, marks) else _singles(text, paragraph, marks)


def _single_style(text: str, marks: list[_Mark]) -> bool:
    """True where the paragraph quotes with single marks and the double ones stand inside those."""
    first = marks[0]
    return first.single and first.role == "(" and any(m.single and m.role == ")" and m.start > first.end for m in marks)


def _role(text: str, start: int, end: int, paragraph: Span, given: str) -> str:
    if given == "(":
        return "("
    before = text[start - 1] if start > paragraph.start else " "
    after = text[end] if end < paragraph.end else " "
    left = before.isspace() or before in OPENERS
    right = after.isspace() or after in CLOSERS
    if left and not right:
        return "("
    if right and not left:
        return ")"
    if before.isspace() and not after.isspace():
        return "("
    if after.isspace() and not before.isspace():
        return ")"
    return "?"


def _singles(text: str, paragraph: Span, marks: list[_Mark]) -> list[_Mark]:
    """Single marks that quote, apostrophes left out: an opening one with a closing one after it."""
    kept: list[_Mark] = []
    opened: _Mark | None = None
    last: _Mark | None = None
    for mark in [m for m in marks if m.single and m.role != "?"]:
        if mark.role == "(":
            if opened is not None and last is not None:
                kept += [opened, last]
                opened = None
            if opened is None and text[mark.end : mark.end + 1].isalnum():
                opened, last = mark, None
        elif opened is not None and (last is None or text[last.start - 1] not in STOPS):
            last = mark
            if text[mark.start - 1] in STOPS:
                kept += [opened, mark]
                opened, last = None, None
    if opened is not None and last is not None:
        kept += [opened, last]
    return kept


def _pair(
    text: str,
    paragraph: Span,
    number: int,
    marks: list[_Mark],
    *,
    breaks: Breaks,
    stops: Sequence[int],
    follows: bool,
) -> list[Stretch]:
    found: list[Stretch] = []
    opened: _Mark | None = None
    for place, mark in enumerate(marks):
        if opened is not None and _nested(marks, place, opened):
            continue
        role = mark.role if mark.role != "?" else ("(" if opened is None else ")")
        if role == "(":
            if opened is not None:
                end = _repaired_end(opened, mark.start, breaks, stops)
                found.append(Stretch(opened.start, end, number, repaired=True))
            opened = mark
        elif opened is not None:
            found.append(Stretch(opened.start, mark.end, number))
            opened = None
        else:
            floor = found[-1].end if found else paragraph.start
            start = _repaired_start(text, floor, mark, stops, first=not found)
            if start is not None:
                found.append(Stretch(start, mark.end, number, repaired=True))
    if opened is not None and paragraph.end - opened.start <= LONGEST:
        if follows and not _between(breaks(), opened.start, paragraph.end):
            found.append(Stretch(opened.start, paragraph.end, number, continues=True))
        else:
            end = _repaired_end(opened, paragraph.end, breaks, stops)
            found.append(Stretch(opened.start, end, number, repaired=True))
    return found


def _nested(marks: Sequence[_Mark], place: int, opened: _Mark) -> bool:
    """True for a mark of another family inside a stretch that its own family closes later ("… “fair”, he said ")."""
    mark = marks[place]
    if mark.single or not mark.style or mark.style == opened.style:
        return False
    same = next((later for later in marks[place + 1 :] if later.style == opened.style), None)
    return same is not None and same.role == ")"


def _between(offsets: Sequence[int], start: int, end: int) -> list[int]:
    return list(offsets[bisect_left(offsets, start) : bisect_left(offsets, end)])


def _repaired_end(opened: _Mark, limit: int, breaks: Breaks, stops: Sequence[int]) -> int:
    for offset in _between(breaks(), opened.end, limit):
        return offset
    inside = _between(stops, opened.end, limit + 1)
    return inside[0] if inside else limit


def _repaired_start(text: str, floor: int, mark: _Mark, stops: Sequence[int], *, first: bool) -> int | None:
    """Where a stretch without opening mark begins; None for a mark that closes nothing (an inch, a stray mark)."""
    if mark.start == 0 or text[mark.start - 1] not in STOPS | frozenset("])"):
        return None
    if first:
        return floor
    inside = _between(stops, floor, mark.start)
    start = inside[0] if inside else floor
    while start < mark.start and text[start].isspace():
        start += 1
    return start if start < mark.start else None
