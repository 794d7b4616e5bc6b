"""The sources behind each number of a page: a number is the length of its list, and its link opens the list.

Nought has no link, one leads straight to its only row, and more than one to a note with as many rows as it says.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Source:
    """One row behind a number: where it stands on the page, what it says, and whence it comes."""

    href: str
    text: str
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Count:
    """A number, what it counts, and where its sources are; `key` numbers its note, where it has one."""

    n: int
    what: str
    href: str | None = None
    key: int | None = None


@dataclass(frozen=True, slots=True)
class Note:
    """The list that a number opens."""

    key: int
    what: str
    sources: tuple[Source, ...]


class Notes:
    """The notes of one page in the order in which its numbers were made; equal lists of one name are one note."""

    def __init__(self) -> None:
        self._keys: dict[tuple[str, tuple[Source, ...]], int] = {}

    def count(self, what: str, sources: Sequence[Source]) -> Count:
        """The number of `sources`, with the note that lists them under the words `what`."""
        if not sources:
            return Count(0, what)
        if len(sources) == 1:
            return Count(1, what, sources[0].href)
        key = self._keys.setdefault((what, tuple(sources)), len(self._keys) + 1)
        return Count(len(sources), what, f"#n{key}", key)

    @property
    def listed(self) -> tuple[Note, ...]:
        """Every note so far."""
        return tuple(Note(key, what, sources) for (what, sources), key in self._keys.items())
