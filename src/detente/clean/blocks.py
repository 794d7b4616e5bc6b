"""The parts of a page and their roles, when only its text is left.

1. cut the text into lines; 2. weigh each line as prose of the article; 3. find the headline; 4. name the rest by cues
and place; 5. cut datelines off; 6. join the lines of paragraphs that were wrapped.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from detente.clean import dateline, headline, prose, roles
from detente.clean.lines import Line, split
from detente.records import Block

THRESHOLD: Final = 0.55  # .5 to .6 give the same F1 on public pages; here precision and recall meet
AFTER: Final = 4  # lines after the last paragraph in which a full sentence still belongs to the article


@dataclass(frozen=True, slots=True)
class Page:
    """A text cut into lines, the kind of each, and the blocks they make."""

    text: str
    lines: tuple[Line, ...]
    kinds: tuple[str, ...]
    blocks: tuple[Block, ...]

    def of(self, *kinds: str) -> tuple[Line, ...]:
        """The lines of these kinds, in order."""
        return tuple(line for line, kind in zip(self.lines, self.kinds, strict=True) if kind in kinds)

    @property
    def body(self) -> tuple[Block, ...]:
        """The blocks of the article itself."""
        return tuple(block for block in self.blocks if block.kind == "body")


def find(text: str, *, title: str | None = None, extracted: bool = False) -> Page:
    """The page that `text` is. `title`: known from elsewhere; `extracted`: a reader already cut the furniture off."""
    lines = split(text)
    body = _body(lines, extracted=extracted)
    head = headline.find(lines, body, title)
    if head is not None:
        body[head] = False
    kinds = roles.find(lines, body, head)
    return Page(text, lines, tuple(kinds), tuple(_blocks(text, lines, kinds)))


def _body(lines: Sequence[Line], *, extracted: bool) -> list[bool]:
    scores = prose.score(lines).tolist()
    least = 0.05 if extracted else THRESHOLD
    inside = [p >= least and not roles.is_plain(line) for p, line in zip(scores, lines, strict=True)]
    _rescue(lines, inside)
    if not any(inside) and extracted:
        inside = [line.words >= 2 for line in lines]
    if not any(inside):  # no line convinces: take what reads like a sentence, however short
        inside = [line.words >= 5 and line.prose > 0.1 and not line.cues and "://" not in line.text for line in lines]
    return inside


def _rescue(lines: Sequence[Line], inside: list[bool]) -> None:
    """Full sentences between paragraphs of the article, or soon after the last, are paragraphs too."""
    found = [at for at, yes in enumerate(inside) if yes]
    if not found:
        return
    for at in range(found[0] + 1, min(len(lines), found[-1] + 1 + AFTER)):
        line = lines[at]
        firm = any(form != "contains" or kind == "legal" for kind, form in line.cues)
        if line.words >= 14 and line.final and line.prose >= 0.25 and not firm:
            inside[at] = True


def _blocks(text: str, lines: Sequence[Line], kinds: Sequence[str]) -> list[Block]:
    out: list[Block] = []
    before: Line | None = None
    for line, kind in zip(lines, kinds, strict=True):
        start = line.start
        if kind == "body":
            continued = before is not None and out[-1].kind == "body" and _wraps(before, line)
            if continued:
                out[-1] = Block(out[-1].start, line.end, "body")
                before = line
                continue
            cut = dateline.find(line.text)
            if cut:
                out.append(Block(start, start + cut.end, "dateline"))
                start += cut.after
        if start < line.end:
            out.append(Block(start, line.end, kind))
        before = line
    return out


def _wraps(before: Line, line: Line) -> bool:
    """True when `line` goes on with the sentence that `before` left open."""
    return not line.blank_before and line.number == before.number + 1 and not before.final and line.text[:1].islower()
