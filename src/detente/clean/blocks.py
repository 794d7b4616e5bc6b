"""The parts of a page and their roles, when only its text is left."""

from __future__ import annotations

from detente.records import Block


def find(text: str) -> tuple[Block, ...]:
    """Blocks in the order of the text: long lines are body, the last short line before them is the headline."""
    lines: list[tuple[int, int, bool]] = []
    start = 0
    for line in text.split("\n"):
        inner = line.strip()
        if inner:
            at = start + line.index(inner)
            lines.append((at, at + len(inner), len(inner.split()) >= 12))
        start += len(line) + 1
    first = next((n for n, line in enumerate(lines) if line[2]), None)
    if first is None and lines:
        first = len(lines) - 1
    kinds = ["body" if long or n == first else "nav" for n, (_, _, long) in enumerate(lines)]
    heads = [n for n in range(first or 0) if len(text[lines[n][0] : lines[n][1]].split()) >= 4]
    if heads:
        kinds[heads[0]] = "headline"
    return tuple(Block(s, e, kind) for (s, e, _), kind in zip(lines, kinds, strict=True))
