"""A page of a listing: its form, its rows in words, how many there are, and the ways to take them away."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Final

from detente.explore import addresses
from detente.explore.views import lines
from detente.explore.wording import issue_name, state_name, term
from detente.store.listings import CHOICE, CODE, DAY, MONTH, Filter, Listing
from detente.store.reader import Reader

WORDS: Final = {
    "ab": "first toward second",
    "ba": "second toward first",
    "both": "both alike",
    "text": "Détente, from text",
    "gdelt": "GDELT",
    "icews": "ICEWS",
    "polecat": "POLECAT",
    "yes": "yes",
    "no": "no",
    "up": "up",
    "down": "down",
}
GLOSSARY: Final = {
    "type": "plover",
    "status": "status",
    "quad": "quad",
    "class": "class",
    "outcome": "outcome",
    "basis": "reaction",
}


@dataclass(frozen=True, slots=True)
class Option:
    """One option of a field."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """One field of the form; `hidden` ones only carry what a link asked."""

    name: str
    label: str
    kind: str
    value: str
    words: str
    options: tuple[Option, ...]
    hidden: bool
    without: str


@dataclass(frozen=True, slots=True)
class Pager:
    """Where in the rows a page stands."""

    first: int
    last: int
    total: int
    before: str | None
    after: str | None


@dataclass(frozen=True, slots=True)
class ListingView:
    """Everything a page of rows shows; `downloads` are pairs of suffix and address."""

    noun: str
    one: str
    many: str
    title: str
    action: str
    fields: tuple[Field, ...]
    orders: tuple[Option, ...]
    filtered: bool
    rows: tuple[Any, ...]
    columns: tuple[str, ...]
    pager: Pager
    state: Mapping[str, Any]

    @property
    def chosen(self) -> tuple[Field, ...]:
        """The fields that are set."""
        return tuple(field for field in self.fields if field.value)


def view(
    reader: Reader,
    listing: Listing,
    given: Mapping[str, Any],
    *,
    order: str | None,
    number: int,
    size: int,
    base: str | None = None,
    fixed: Collection[str] = (),
) -> ListingView:
    """One page of a listing.

    `base` is the address that its form and pages go to, where it is not the listing's own; the filters `fixed` are
    settled by that address and stand in no form and no question.
    """
    total = reader.count(listing.noun, **given)
    rows = reader.rows(listing.noun, order=order, limit=size, offset=size * (number - 1), **given)
    base = base or f"/{listing.noun}"
    free = {name: value for name, value in given.items() if name not in fixed}
    return ListingView(
        noun=listing.noun,
        one=listing.one,
        many=listing.many,
        title=listing.many[0].upper() + listing.many[1:],
        action=base,
        fields=tuple(
            _field(entry, _without(listing, entry.name, free), free, base, order)
            for entry in listing.filters
            if entry.name not in fixed
        ),
        orders=tuple(
            Option(name, name.replace("_", " "), (order or next(iter(listing.orders))) == name)
            for name in listing.orders
        ),
        filtered=bool(free),
        rows=lines.lines(reader, listing.noun, rows),
        columns=tuple(name for name, _ in listing.columns),
        pager=_pager(base, free, order, number, size, total),
        state=given,
    )


def _pager(base: str, given: Mapping[str, Any], order: str | None, number: int, size: int, total: int) -> Pager:
    def at(page: int) -> str:
        return addresses.joined(base, **given, order=order, page=page if page > 1 else None)

    first = size * (number - 1) + 1
    last = min(size * number, total)
    return Pager(
        min(first, total), last, total, at(number - 1) if number > 1 else None, at(number + 1) if last < total else None
    )


def _without(listing: Listing, name: str, given: Mapping[str, Any]) -> dict[str, Any]:
    """The values left when a filter is taken off: both states of a pair go together, with what asks about the pair."""
    gone = {name}
    if name in ("a", "b"):
        gone = {"a", "b"} | {entry.name for entry in listing.filters if entry.of_pair}
    return {name: kept for name, kept in given.items() if name not in gone}


def _field(entry: Filter, rest: Mapping[str, Any], given: Mapping[str, Any], base: str, order: str | None) -> Field:
    held = given.get(entry.name)
    value = "" if held is None else str(held)
    return Field(
        name=entry.name,
        label=entry.label,
        kind=entry.kind if entry.kind in (CHOICE, CODE, DAY, MONTH) else "text",
        value=value,
        words=words(entry, value) if value else "",
        options=tuple(Option(code, words(entry, code), code == value) for code in entry.options),
        hidden=not entry.shown,
        without=addresses.joined(base, **rest, order=order),
    )


def words(entry: Filter, value: str) -> str:
    """A filter's value in words."""
    if entry.kind == CODE:
        return state_name(value)
    if entry.name == "issue":
        return issue_name(value)
    if entry.name in GLOSSARY:
        return term(GLOSSARY[entry.name], value).label
    return WORDS.get(value, value.replace("_", " "))
