"""Numbers on pages: each is the count of a listing, and its link opens exactly those rows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from detente.explore import addresses
from detente.store.nouns import LISTINGS
from detente.store.reader import Reader


@dataclass(frozen=True, slots=True)
class Number:
    """A number, what it counts, and the address of its rows; nought has none."""

    n: int
    what: str
    href: str | None

    @property
    def noun(self) -> str:
        """What is counted, in the form that the number asks for."""
        return self.what


def number(n: int, noun: str, **filters: Any) -> Number:
    """A number known already, with the way to its rows."""
    listing = LISTINGS[noun]
    return Number(n, listing.one if n == 1 else listing.many, addresses.listing(noun, **filters) if n else None)


def counted(reader: Reader, noun: str, **filters: Any) -> Number:
    """The number of rows of a listing, asked now."""
    return number(reader.count(noun, **filters), noun, **filters)
