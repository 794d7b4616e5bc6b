"""The text as a reader would have it: broken words mended, white space closed up, every character mapped back.

`Document.text` never changes; a passage is a copy of one paragraph of the headline or body for the parser, and
`Passage.offsets` says where each of its characters stands in the raw text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from detente.records import Block, Document

READ_KINDS = ("headline", "body")
DROPPED = frozenset("\u00ad\u200b\u200c\u200d\u2060\ufeff")
_STOPS = frozenset(".!?:;\"'”’»)]…")
_BLANK = rf"[\s{''.join(sorted(DROPPED))}]"
_ODD = re.compile(rf"{_BLANK}{{2,}}|(?! ){_BLANK}|(?<=-) ")  # all white space but a single blank between two words
_SUSPENDED = frozenset(("and", "or", "to", "nor"))


@dataclass(frozen=True, slots=True)
class Passage:
    """One paragraph in reading form. `offsets[i]` is the raw offset of `text[i]`; `capitals`: it was ALL CAPS."""

    kind: str
    paragraph: int
    text: str
    offsets: tuple[int, ...]
    capitals: bool = False

    def raw(self, start: int, end: int) -> tuple[int, int]:
        """The raw span of a non-empty reading span."""
        return self.offsets[start], self.offsets[end - 1] + 1


def passages(document: Document, words: Collection[str], truecase: Callable[[str], str]) -> tuple[Passage, ...]:
    """The paragraphs of headline and body, in the order of the text.

    `words` are lower-case words of English, to tell "pre- vious" (previous) from "deep- rooted" (deep-rooted);
    `truecase` gives a text of the same length for a paragraph set in capitals or in Title Case.
    """
    found: list[Passage] = []
    for kind, start, end in stretches(document):
        text, offsets = _mended(document.text, start, end, words)
        if not text:
            continue
        capitals = is_capitals(text)
        shown = truecase(text) if capitals or is_titled(text) else text
        found.append(Passage(kind, len(found), shown, offsets, capitals))
    return tuple(found)


def stretches(document: Document) -> Iterator[tuple[str, int, int]]:
    """Where the paragraphs of headline and body stand in the text, with the kind of their block."""
    for block in _joined(document):
        for start, end in _paragraphs(document.text, block.start, block.end):
            yield block.kind, start, end


def is_capitals(text: str) -> bool:
    """True when a text of at least three words is set in capitals throughout (nine letters in ten)."""
    if sum(map(str.islower, text)) * 10 > len(text):  # most texts, at a fifth of the price
        return False
    letters = [c for c in text if c.isalpha()]
    upper = sum(c.isupper() for c in letters)
    return len(letters) >= 12 and upper >= 0.9 * len(letters) and text.count(" ") >= 2


def is_titled(text: str) -> bool:
    """True when a line of at least four long words without a full stop capitalises nearly all of them."""
    if text[-1] in ".;":
        return False
    long = [word for word in text.split() if len(word) > 3 and word[0].isalpha()]
    return len(long) >= 4 and sum(word[0].isupper() for word in long) >= 0.85 * len(long)


def _joined(document: Document) -> Iterator[Block]:
    """Blocks to read; wrapped lines that stand as blocks of their own are put together again."""
    pending: Block | None = None
    for block in document.blocks:
        if block.kind not in READ_KINDS:
            continue
        if pending is not None and pending.kind == block.kind and _continues(document.text, pending.end, block.start):
            pending = Block(pending.start, block.end, block.kind)
            continue
        if pending is not None:
            yield pending
        pending = block
    if pending is not None:
        yield pending


def _continues(text: str, end: int, start: int) -> bool:
    """True when the next line goes on with the sentence of the last: no blank line, no final punctuation."""
    between = text[end:start]
    if between.strip() or between.count("\n") > 1 or not end:
        return False
    return text[end - 1] not in _STOPS and start < len(text) and (text[start].islower() or text[end - 1] in ",-")


def _paragraphs(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Stretches between blank lines; a line that ends a sentence also ends a paragraph."""
    begin = at = start
    while at < end:
        stop = text.find("\n", at, end)
        stop = end if stop < 0 else stop
        line = text[at:stop].strip()
        following = text[stop + 1 : end].lstrip(" \t")[:1]
        if not line or following in ("", "\n", "\r") or (line[-1] in _STOPS and not following.islower()):
            if text[begin:stop].strip():
                yield begin, stop
            begin = stop + 1
        at = stop + 1


def _mended(text: str, start: int, end: int, words: Collection[str]) -> tuple[str, tuple[int, ...]]:
    """Reading text of a raw stretch with the raw offset of each character."""
    while start < end and _is_blank(text[start]):
        start += 1
    while end > start and _is_blank(text[end - 1]):
        end -= 1
    chars: list[str] = []
    offsets: list[int] = []
    at = start
    for odd in _ODD.finditer(text, start, end):
        first, stop = odd.span()
        chars.extend(text[at:first])
        offsets.extend(range(at, first))
        space = next((i for i in range(first, stop) if text[i] not in DROPPED), stop)
        if space < stop:
            _close(chars, offsets, text, (space, stop, end), words)
        at = stop
    chars.extend(text[at:end])
    offsets.extend(range(at, end))
    return "".join(chars), tuple(offsets)


def _is_blank(char: str) -> bool:
    return char.isspace() or char in DROPPED


def _close(
    chars: list[str], offsets: list[int], text: str, place: tuple[int, int, int], words: Collection[str]
) -> None:
    """White space at `place`: one blank, or nothing where a word was broken after a hyphen."""
    at, stop, end = place
    if chars[-1] == "-" and len(chars) > 1 and chars[-2].isalnum() and text[stop].isalnum():
        right = _word(text, stop, end)
        if right.lower() not in _SUSPENDED:
            left = _left_word(chars)
            whole = (left + right).lower()
            if right.islower() and whole in words:
                chars.pop()
                offsets.pop()
            return
    chars.append(" ")
    offsets.append(at)


def _word(text: str, start: int, end: int) -> str:
    stop = start
    while stop < end and text[stop].isalpha():
        stop += 1
    return text[start:stop]


def _left_word(chars: list[str]) -> str:
    """The letters before a final hyphen."""
    begin = len(chars) - 1
    while begin > 0 and chars[begin - 1].isalpha():
        begin -= 1
    return "".join(chars[begin:-1])
