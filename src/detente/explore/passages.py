"""Text with its cited spans marked: spans that nest are nested, spans that cross are cut into pieces."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup, escape

from detente.records import Block, Document, Span

ENDS: Final = frozenset(".!?…")
CLOSERS: Final = frozenset("\"'”’»)]")
OPENERS: Final = frozenset("\"'“‘«([")
REACH: Final = 240  # characters a sentence may reach beyond its evidence; longer ones are cut there, at a word
CUT: Final = "…"


@dataclass(frozen=True, slots=True, order=True)
class Use:
    """A row that cites a span: where the row stands on the page, its short name, and what it is."""

    href: str
    ref: str
    kind: str
    title: str


@dataclass(frozen=True, slots=True, order=True)
class Cited:
    """A span of one document with every row that cites it; `anchor` is its id on the page."""

    start: int
    end: int
    anchor: str
    uses: tuple[Use, ...]


@dataclass(frozen=True, slots=True, order=True)
class Piece:
    """A stretch of one cited span that lies in one place of the tree: whether it opens and closes the span."""

    start: int
    end: int
    cited: Cited
    first: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence in which the evidence stands: text before it, in it (with the act's own word), after it."""

    before: str
    lead: str
    trigger: str
    tail: str
    after: str

    @property
    def text(self) -> str:
        """The whole passage."""
        return self.before + self.lead + self.trigger + self.tail + self.after


def marked(text: str, reach: Span, spans: Iterable[Cited]) -> Markup:
    """`text[reach]` as HTML with every cited span that touches it marked, its rows linked where it ends."""
    out: list[str] = []
    stack: list[Piece] = []
    waiting = _pieces(reach, spans)
    position = reach.start
    while waiting or stack:
        opens = waiting[0][0] if waiting else reach.end + 1
        if stack and stack[-1].end <= opens:
            piece = stack.pop()
            out.append(str(escape(text[position : piece.end])))
            out.append(_close(piece))
            position = piece.end
            continue
        piece = heapq.heappop(waiting)[3]
        out.append(str(escape(text[position : piece.start])))
        position = piece.start
        if stack and piece.end > stack[-1].end:
            piece = _split(piece, stack[-1].end, waiting)
        out.append(_open(piece))
        stack.append(piece)
    out.append(str(escape(text[position : reach.end])))
    return Markup("".join(out))  # noqa: S704  every part above went through escape()


def sentence(document: Document, start: int, end: int, trigger: Span | None = None) -> Passage:
    """The sentence (or sentences) that `[start, end)` stands in, within the block of the page it belongs to."""
    text = document.text
    block = _block_at(document.blocks, start, end, len(text))
    low = _sentence_start(text, start, max(block.start, start - REACH))
    high = _sentence_end(text, end, min(max(block.end, end), end + REACH))
    before, after = text[low:start], text[end:high]
    if low == start - REACH and low > block.start:
        before = f"{CUT} {before.partition(' ')[2]}"
    if high == end + REACH and high < block.end:
        after = f"{after.rpartition(' ')[0]} {CUT}"
    if trigger is None or not (start <= trigger.start < trigger.end <= end):
        return Passage(before, text[start:end], "", "", after)
    words = text[trigger.start : trigger.end]
    return Passage(before, text[start : trigger.start], words, text[trigger.end : end], after)


def crossing(spans: Sequence[Cited]) -> frozenset[str]:
    """Anchors of the spans that cross another one, so that they stand in more than one piece."""
    found: set[str] = set()
    open_: list[Cited] = []
    for span in sorted(spans, key=lambda s: (s.start, -s.end)):
        open_ = [other for other in open_ if other.end > span.start]
        found.update(span.anchor for other in open_ if other.end < span.end)
        open_.append(span)
    return frozenset(found)


def _pieces(reach: Span, spans: Iterable[Cited]) -> list[tuple[int, int, int, Piece]]:
    """A heap of the pieces inside `reach`, by start, the longest first; the counter keeps the order total."""
    heap: list[tuple[int, int, int, Piece]] = []
    for order, cited in enumerate(sorted(spans, key=lambda s: (s.start, -s.end, s.anchor))):
        start, end = max(cited.start, reach.start), min(cited.end, reach.end)
        if start < end:
            piece = Piece(start, end, cited, first=cited.start >= reach.start, last=cited.end <= reach.end)
            heapq.heappush(heap, (start, -end, order, piece))
    return heap


def _split(piece: Piece, at: int, waiting: list[tuple[int, int, int, Piece]]) -> Piece:
    """The part of `piece` up to `at`; the rest waits for its turn."""
    rest = Piece(at, piece.end, piece.cited, first=False, last=piece.last)
    heapq.heappush(waiting, (at, -piece.end, -1 - len(waiting), rest))
    return Piece(piece.start, at, piece.cited, first=piece.first, last=False)


def _open(piece: Piece) -> str:
    kinds = " ".join(sorted({use.kind for use in piece.cited.uses}))
    if piece.first:
        return str(Markup('<mark id="{}" class="{}">').format(piece.cited.anchor, kinds))
    return str(Markup('<mark class="{} of-{}">').format(kinds, piece.cited.anchor))


def _close(piece: Piece) -> str:
    if not piece.last:
        return "</mark>"
    links = (Markup('<a href="{}" title="{}">{}</a>').format(use.href, use.title, use.ref) for use in piece.cited.uses)
    return f"<sup>{' '.join(map(str, links))}</sup></mark>"


def _block_at(blocks: Sequence[Block], start: int, end: int, length: int) -> Span:
    for block in blocks:
        if block.start <= start < block.end:
            return Span(block.start, block.end)
    return Span(start, end) if blocks else Span(0, length)


def _sentence_start(text: str, start: int, floor: int) -> int:
    """The first character after the sentence end before `start`, no earlier than `floor`."""
    for place in range(start - 1, floor - 1, -1):
        if text[place] == "\n" and text[place - 1 : place] == "\n":
            return place + 1
        if text[place].isspace() and _ends_before(text, place, floor) and _opens_at(text, place + 1):
            return place + 1
    return floor


def _sentence_end(text: str, end: int, ceiling: int) -> int:
    """One past the sentence end at or after `end`, no later than `ceiling`."""
    for place in range(max(end, 1), ceiling):
        if text[place] == "\n" and text[place + 1 : place + 2] == "\n":
            return place
        if text[place].isspace() and _ends_before(text, place, end - 4) and _opens_at(text, place + 1):
            return place
    return ceiling


def _ends_before(text: str, place: int, floor: int) -> bool:
    """True when a sentence ends just before `place`: a full stop, after a word of three letters or more."""
    last = place - 1
    while last > floor and text[last] in CLOSERS:
        last -= 1
    if last <= floor or text[last] not in ENDS:
        return False
    return text[last] != "." or last < place - 1 or text[max(0, last - 3) : last].isalnum()


def _opens_at(text: str, place: int) -> bool:
    while place < len(text) and (text[place].isspace() or text[place] in OPENERS):
        place += 1
    return place >= len(text) or text[place].isupper() or text[place].isdigit()
