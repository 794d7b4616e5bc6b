"""Where: names of towns, regions and seas, and capitals and states that only tell where something happened."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from detente.annotate.phrases import Name
from detente.annotate.sentences import Line
from detente.records import Place


def find(lines: Sequence[Line], found: Sequence[list[Name]]) -> tuple[Place, ...]:
    """The places of all lines, in order; the name is the lexicon's, the state the one that it lies in."""
    return tuple(place for line, row in zip(lines, found, strict=True) for place in _in_line(line, row))


def _in_line(line: Line, row: Sequence[Name]) -> Iterator[Place]:
    for name in row:
        if name.kind == "place" or (name.kind in ("capital", "state") and name.role == "place"):
            start, end = line.raw(name.start, name.end)
            text = line.text[name.start : name.end]
            yield Place(start, end, line.sentence.index, name.title or text, name.codes[0] if name.codes else None)
