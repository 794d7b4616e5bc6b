"""A long text in pieces that are parsed one after the other: what a parser needs grows with what it is given at once.

One paragraph of 560,000 characters took 2.3 GB whole, 0.25 GB in pieces of 60,000. A piece is the same document with a
part of its blocks: offsets stay what they are, and what is found in the pieces is put together again.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from detente.annotate.reading import READ_KINDS
from detente.records import Block, Document

SIZE: Final = 60_000  # characters of headline and body; 10,000 words, which few articles reach
ROOM: Final = 6_000  # characters at the end of a piece in which a good place to cut is looked for
MARKS: Final = ("\n\n", ".\n", ". ", "\n", " ")  # good places to cut, the best first


def cut(document: Document) -> Iterator[Document]:
    """The document itself, or where it is long its parts in the order of the text."""
    held: list[Block] = []
    size = 0
    for block in document.blocks:
        for part in _parts(document.text, block) if block.kind in READ_KINDS else (block,):
            length = part.end - part.start if part.kind in READ_KINDS else 0
            if size + length > SIZE and size:
                yield replace(document, blocks=tuple(held))
                held, size = [], 0
            held.append(part)
            size += length
    yield document if tuple(held) == document.blocks else replace(document, blocks=tuple(held))


def _parts(text: str, block: Block) -> Iterator[Block]:
    """A block, or where it is long its parts, cut between paragraphs, sentences or at least words."""
    start = block.start
    while block.end - start > SIZE:
        end = start + SIZE
        places = ((text.rfind(mark, end - ROOM, end), mark) for mark in MARKS)
        stop = next((at + len(mark) for at, mark in places if at >= 0), end)
        yield Block(start, stop, block.kind)
        start = stop
    yield Block(start, block.end, block.kind)
