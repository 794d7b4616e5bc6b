"""Lines that an outlet repeats from page to page, learnt from the corpus: furniture that no page betrays alone.

Cleaning looks at one document and is done once; what the corpus adds is laid over it when all documents are seen
together: such lines leave the body, and what was read out of them counts no more. The result depends on the set of
documents alone, not on how they came.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from detente.clean.lines import END, split
from detente.clean.roles import cued
from detente.records import Block, Document

LEAST: Final = 3  # documents of one outlet, each with a title of its own, so that versions of one story prove nothing
WORDS: Final = 12  # words of the longest line that can be furniture
CHARACTERS: Final = 120
KINDS: Final = ("share", "legal")
LINE: Final = re.compile(r"[^\r\n]+")

NONE: Final = np.zeros(0, dtype=np.uint64)

Tables = Mapping[str, tuple[Any, ...]]
Seen = tuple[NDArray[np.uint64], NDArray[np.uint64]]
"""Lines and the titles of the documents they stand in, by their numbers."""


def leave_out(
    documents: Sequence[Document], tables: Tables, repeated: frozenset[int]
) -> tuple[tuple[Document, ...], dict[str, tuple[Any, ...]]]:
    """The documents with the `repeated` lines out of their body, and the records whose words still stand in one."""
    relabelled = tuple(relabel(document, repeated) for document in documents)
    return relabelled, prune(documents, relabelled, tables)


def find(documents: Sequence[Document]) -> frozenset[int]:
    """The lines, by their numbers, that at least `LEAST` documents of their outlet hold in their body."""
    titled = [(numbers(document), title) for document in documents if (title := title_number(document)) is not None]
    lines = np.array([line for found, _ in titled for line in found], dtype=np.uint64)
    titles = np.array([title for found, title in titled for _ in found], dtype=np.uint64)
    return common(lambda: iter([(lines, titles)]))


def common(seen: Callable[[], Iterator[Seen]], parts: int = 1) -> frozenset[int]:
    """As `find`, from the numbers of lines and of the titles that each stands under.

    These are gone through twice for each of `parts`, in which as many different lines are looked at.
    """
    return frozenset(line for part in range(parts) for line in _common(seen, part, np.uint64(parts)))


def _common(seen: Callable[[], Iterator[Seen]], part: int, parts: np.uint64) -> list[int]:
    """Those of the lines whose numbers leave `part` when divided by `parts`."""
    lines = np.concatenate([NONE, *(lines[lines % parts == part] for lines, _ in seen())])
    lines.sort()
    often = np.unique(lines[LEAST - 1 :][lines[LEAST - 1 :] == lines[: -LEAST + 1]])
    del lines
    told = ((lines, titles, np.isin(lines, often)) for lines, titles in seen())
    found = [np.stack([lines[kept], titles[kept]], axis=1) for lines, titles, kept in told]
    pairs = np.unique(np.concatenate([NONE.reshape(0, 2), *found]), axis=0)
    known, times = np.unique(pairs[:, 0], return_counts=True)
    repeated: list[int] = known[times >= LEAST].tolist()
    return repeated


def numbers(document: Document) -> list[int]:
    """A number for each short line of the body, the same for the same line of the same outlet."""
    if document.outlet is None:
        return []
    return [_number(f"{document.outlet}\0{line}") for _, _, line in _short(document)]


def title_number(document: Document) -> int | None:
    """A number for the title, case aside; None for a document that proves nothing, without outlet or title."""
    return None if document.outlet is None or document.title is None else _number(document.title.casefold())


def _number(text: str) -> int:
    return int.from_bytes(hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).digest(), "little")


def relabel(document: Document, repeated: frozenset[int]) -> Document:
    """The document with the repeated lines of its outlet cut out of its body and named by what they are."""
    lines = _short(document) if repeated and document.outlet is not None else ()
    found = [(start, end) for start, end, line in lines if _number(f"{document.outlet}\0{line}") in repeated]
    if not found:
        return document
    blocks = [part for block in document.blocks for part in _cut(document.text, block, found)]
    if not any(block.kind == "body" for block in blocks):
        return document  # all that it says is what others say, too
    return replace(document, blocks=tuple(blocks))


def prune(before: Sequence[Document], after: Sequence[Document], tables: Tables) -> dict[str, tuple[Any, ...]]:
    """The records whose words still stand in the headline or body of their document."""
    gone = {
        new.doc_id: [block for block in new.blocks if block.kind in ("nav", *KINDS) and block not in old.blocks]
        for old, new in zip(before, after, strict=True)
        if old.blocks != new.blocks
    }
    if not gone:
        return dict(tables)
    kept = {name: tuple(r for r in held if not _inside(r, gone.get(r.doc_id, ()))) for name, held in tables.items()}
    quotes = {quote.quote_id for quote in kept["quotes"]}
    for name in ("events", "forecasts"):
        kept[name] = tuple(r if r.quote_id in quotes else replace(r, quote_id=None) for r in kept[name])
    return kept


def _short(document: Document) -> Iterator[tuple[int, int, str]]:
    """Start, end and folded text of the lines of the body that are short and no sentence."""
    for block in document.blocks:
        if block.kind != "body":
            continue
        for match in LINE.finditer(document.text, block.start, block.end):
            line = match[0].strip()
            if len(line) <= CHARACTERS and len(line.split()) <= WORDS and line and not END.search(line):
                start = match.start() + match[0].index(line[0])
                yield start, start + len(line), " ".join(line.casefold().split())


def _cut(text: str, block: Block, found: Sequence[tuple[int, int]]) -> Iterator[Block]:
    """A block without the lines that lie in it, and these as blocks of their own."""
    at = block.start
    for start, end in found:
        if block.kind != "body" or not block.start <= start < end <= block.end:
            continue
        if text[at:start].strip():
            yield Block(at, at + len(text[at:start].rstrip()), "body")
        line = split(text[start:end])
        kind = cued(line[0]) if len(line) == 1 else None
        yield Block(start, end, kind if kind in KINDS else "nav")
        at = end + len(text[end : block.end]) - len(text[end : block.end].lstrip())
    if at < block.end:
        yield replace(block, start=at)


def _inside(record: Any, blocks: Sequence[Block]) -> bool:
    """True for a record whose words stand in one of the blocks."""
    start = record.content[0].start if hasattr(record, "content") and record.content else getattr(record, "start", -1)
    start = getattr(record, "trigger_start", start)
    return any(block.start <= start < block.end for block in blocks)
