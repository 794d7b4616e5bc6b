"""Rows of the store as lines that people read: one function a noun, many rows at once, so that a page asks little."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from detente.store.reader import Reader, Row


def lines(reader: Reader, noun: str, rows: Sequence[Row]) -> tuple[Any, ...]:
    """The rows of a listing in words."""
    return tuple(rows)
