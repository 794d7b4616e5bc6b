"""Wordings: what framing asks of the text of a document: the words that set its tone, its sentences, what leads it.

They hang on the document alone and on the names that its events give the states, so that they are worked out once for
a document and kept beside the store (`table`, `read`).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.measure import tone
from detente.records import Document, Event

if TYPE_CHECKING:
    import pyarrow as pa

LEAD: Final = 400
"""Characters of the first paragraph that count as the lead."""

COLUMNS: Final = ("starts", "ends", "tones", "sides", "gaps", "sentences", "leads")
"""The columns of a table of wordings; `sentences` and `leads` are beginnings and ends in turns."""

Ranges = tuple[tuple[int, int], ...]
Called = defaultdict[str, set[str]]
"""State → names that a document gives it."""


@dataclass(frozen=True, slots=True)
class Wording:
    """What the text of one document says; `leads`: its headlines and its first paragraph."""

    words: tuple[tone.Found, ...]
    sentences: Ranges
    leads: Ranges


def of(document: Document, called: Called) -> Wording:
    """The wording of a document; `called`: the further names that it gives to states."""
    return Wording(tone.found(document, called), tuple(tone.sentences(document)), tuple(_leads(document)))


def call(called: Called, event: Event) -> None:
    """Adds the names that an event has for its sides."""
    for codes, text in ((event.source, event.source_text), (event.target, event.target_text)):
        if len(codes) == 1 and text:
            called[codes[0]] |= {text, *(word for word in text.split()[-1:] if word[:1].isupper())}


def table(wordings: Iterable[Wording]) -> pa.Table:
    """The wordings as rows, without the documents that they are of."""
    import pyarrow as pa

    held = list(wordings)
    words = [[(w.start, w.end, w.tone, list(w.sides.items())) for w in one.words] for one in held]
    columns = (
        [[word[0] for word in one] for one in words],
        [[word[1] for word in one] for one in words],
        [[word[2] for word in one] for one in words],
        [[[code for code, _ in word[3]] for word in one] for one in words],
        [[[gap for _, gap in word[3]] for word in one] for one in words],
        [[at for span in one.sentences for at in span] for one in held],
        [[at for span in one.leads for at in span] for one in held],
    )
    kinds = {"sides": pa.list_(pa.list_(pa.string())), "gaps": pa.list_(pa.list_(pa.int32()))}
    named = zip(COLUMNS, columns, strict=True)
    return pa.table({name: pa.array(values, kinds.get(name, pa.list_(pa.int32()))) for name, values in named})


def read(rows: pa.Table) -> list[Wording]:
    """The wordings of the rows."""
    columns = (rows[name].to_pylist() for name in COLUMNS)
    return [
        Wording(
            tuple(
                tone.Found(start, end, value, dict(zip(sides, gaps, strict=True)))
                for start, end, value, sides, gaps in zip(*row[:5], strict=True)
            ),
            _ranges(row[5]),
            _ranges(row[6]),
        )
        for row in zip(*columns, strict=True)
    ]


def _ranges(places: Sequence[int]) -> Ranges:
    return tuple(zip(places[::2], places[1::2], strict=True))


def _leads(document: Document) -> Iterator[tuple[int, int]]:
    """The headline, and the first paragraph of the body."""
    body = None
    for block in document.blocks:
        if block.kind == "headline":
            yield block.start, block.end
        elif block.kind == "body" and body is None:
            body = block.start
    start = 0 if body is None and not document.blocks else body
    if start is not None:
        end = document.text.find("\n", start + 1)
        yield start, min(end if end > 0 else len(document.text), start + LEAD)
