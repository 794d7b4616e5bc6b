"""What the records are made with: columns with their meaning, and spans."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


def column(doc: str, *, name: str | None = None, **keywords: Any) -> Any:
    """A dataclass field that becomes a column: its meaning and, where Python reserves the word, its stored name."""
    metadata: Mapping[str, str] = {"doc": doc} if name is None else {"doc": doc, "name": name}
    return dataclasses.field(metadata=metadata, **keywords)


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open stretch `[start, end)` of one document's text."""

    start: int
    end: int

    def covers(self, other: Span) -> bool:
        """True when `other` lies wholly inside this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """True when the two spans share at least one character."""
        return self.start < other.end and other.start < self.end
