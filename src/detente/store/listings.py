"""Listings: the rows that a page, a number or a download stands for, as a noun and values for its filters.

A listing names its table, its filters and its orders; whoever asks gives values only. Values are bound, identifiers
come from here, and a number on a page is the count of the same listing that its link opens.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from detente.errors import UsageError

CODE: Final = "code"
ID: Final = "id"
TEXT: Final = "text"
MONTH: Final = "month"
DAY: Final = "day"
CHOICE: Final = "choice"

YES_NO: Final = ("yes", "no")


@dataclass(frozen=True, slots=True, eq=False)
class Filter:
    """One filter: its name in addresses, what its value is, the condition it sets, what it is called and means.

    `kind` is code (of a state), id, text, month (`2018-04`), day or choice (one of `options`); a choice may set a
    condition of its own for each option. `shown` filters stand in the form above the rows; the others come by links.
    One `of_pair` asks about a pair of states and needs it given.
    """

    name: str
    kind: str
    condition: str | Mapping[str, str]
    label: str
    options: tuple[str, ...] = ()
    shown: bool = True
    of_pair: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Listing:
    """A noun with its table (`record`: a stored one), columns, filters and orders; the first order is the usual one.

    `pair` is the table to read instead when the filters `a` and `b` are given; `screen` are further columns that only
    pages ask for.
    """

    noun: str
    table: str
    one: str
    many: str
    columns: tuple[tuple[str, str], ...]
    filters: tuple[Filter, ...]
    orders: Mapping[str, str]
    record: str | None = None
    pair: str | None = None
    screen: tuple[str, ...] = ()

    def filter(self, name: str) -> Filter | None:
        """The filter of that name."""
        return next((entry for entry in self.filters if entry.name == name), None)


def statement(
    listing: Listing, given: Mapping[str, Any], *, order: str | None = None, page: bool = False
) -> tuple[str, dict[str, Any]]:
    """The question for the rows, and its values; a `page` takes `limit` and `offset` and tells more columns."""
    table, where, values = _chosen(listing, given)
    names = [name for name, _ in listing.columns] + (list(listing.screen) if page else [])
    columns = ", ".join(f'"{name}"' for name in names)
    cut = " LIMIT $limit OFFSET $offset" if page else ""
    by = listing.orders[_order(listing, order)]
    return f'SELECT {columns} FROM "{table}"{where} ORDER BY {by}{cut}', values  # noqa: S608  names and conditions of ours


def counting(listing: Listing, given: Mapping[str, Any]) -> tuple[str, dict[str, Any]]:
    """The question for how many rows there are, and its values."""
    table, where, values = _chosen(listing, given)
    return f'SELECT count(*) FROM "{table}"{where}', values  # noqa: S608  names and conditions of ours


def _order(listing: Listing, order: str | None) -> str:
    if order is None:
        return next(iter(listing.orders))
    if order not in listing.orders:
        raise UsageError(f"{listing.many} have no order {order}.", hint=f"There are: {', '.join(listing.orders)}.")
    return order


def _chosen(listing: Listing, given: Mapping[str, Any]) -> tuple[str, str, dict[str, Any]]:
    """The table, the conditions and their values."""
    held = {name: value for name, value in given.items() if value is not None}
    if ("a" in held) != ("b" in held):
        raise UsageError("A pair needs two states, a and b.", hint="Give both, or neither.")
    if "a" in held and held["a"] > held["b"]:
        held["a"], held["b"] = held["b"], held["a"]
        if held.get("direction") in ("ab", "ba"):
            held["direction"] = held["direction"][::-1]
    conditions = []
    values: dict[str, Any] = {}
    for name, value in sorted(held.items()):
        entry = listing.filter(name)
        if entry is None:
            raise UsageError(f"{listing.many} have no filter {name}.")
        if entry.of_pair and "a" not in held:
            raise UsageError(f"The filter {name} is about a pair of states.", hint="Give a and b as well.")
        condition = entry.condition if isinstance(entry.condition, str) else entry.condition[value]
        conditions.append(f"({condition})")
        if f"${name}" in condition:
            values[name] = f"{value}-01" if entry.kind == MONTH else value
    table = listing.pair if listing.pair is not None and "a" in held else listing.table
    return table, f" WHERE {' AND '.join(conditions)}" if conditions else "", values
