"""Time expressions → intervals against the interval in which the document was published."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from detente.annotate.sentences import Line
from detente.records import TimeExpression


def find(lines: Sequence[Line], begins: date | None, ends: date | None) -> tuple[TimeExpression, ...]:
    """The dated phrases of all lines, in order."""
    return ()
