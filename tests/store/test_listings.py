"""Listings: every filter and order asks a sound question, values are bound, and nothing else gets in."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from detente.errors import UsageError
from detente.records import STORED
from detente.store import listings, schema
from detente.store.listings import CODE, DAY, ID, MONTH, TEXT, Filter, Listing
from detente.store.nouns import LISTINGS
from detente.store.reader import Reader
from tests.store import samples

VALUES: dict[str, Any] = {CODE: "USA", ID: "e1", TEXT: "' OR 1=1 --", MONTH: "2017-01", DAY: date(2017, 1, 2)}
FILTERS = [(noun, entry) for noun, listing in LISTINGS.items() for entry in listing.filters]


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    made = Reader(samples.store(tmp_path_factory.mktemp("listings")))
    yield made
    made.close()


def given(listing: Listing, entry: Filter, value: Any) -> dict[str, Any]:
    """The filter with what it cannot do without."""
    pair = {"a": "RUS", "b": "USA"} if entry.of_pair or entry.name in ("a", "b") else {}
    return pair | {entry.name: value}


@pytest.mark.parametrize(("noun", "entry"), FILTERS, ids=[f"{noun}-{entry.name}" for noun, entry in FILTERS])
def test_every_filter_asks_a_sound_question(reader: Reader, noun: str, entry: Filter) -> None:
    for value in entry.options or (VALUES[entry.kind],):
        held = given(LISTINGS[noun], entry, value)
        assert reader.count(noun, **held) == len(reader.rows(noun, **held)) <= reader.count(noun)


@pytest.mark.parametrize("noun", LISTINGS)
def test_every_order_holds_every_row_and_is_total(reader: Reader, noun: str) -> None:
    for order in LISTINGS[noun].orders:
        rows = reader.rows(noun, order=order)
        assert len(rows) == reader.count(noun)
        assert rows == reader.rows(noun, order=order)


@pytest.mark.parametrize("table", STORED)
def test_every_stored_table_has_a_listing_with_its_columns(table: str) -> None:
    assert [name for name, _ in LISTINGS[table].columns] == [column.name for column in schema.columns(table)]


def test_every_column_and_filter_of_a_form_is_explained() -> None:
    for noun, listing in LISTINGS.items():
        assert all(meaning for _, meaning in listing.columns), noun
        assert all(entry.label for entry in listing.filters if entry.shown), noun


def test_pages_cut_the_same_rows(reader: Reader) -> None:
    whole = reader.rows("events")
    parts = [reader.rows("events", limit=2, offset=at) for at in range(0, len(whole), 2)]
    assert [row for part in parts for row in part] == whole


def test_a_value_is_bound_and_never_part_of_the_question() -> None:
    question, values = listings.statement(LISTINGS["quotes"], {"speaker": "'; DROP TABLE quotes; --"})
    assert "DROP" not in question and values == {"speaker": "'; DROP TABLE quotes; --"}


def test_an_unknown_filter_or_order_is_refused() -> None:
    with pytest.raises(UsageError, match="have no filter nonsense"):
        listings.statement(LISTINGS["quotes"], {"nonsense": 1})
    with pytest.raises(UsageError, match="have no order p; DROP"):
        listings.statement(LISTINGS["quotes"], {}, order="p; DROP")


def test_half_a_pair_is_refused() -> None:
    with pytest.raises(UsageError, match="A pair needs two states"):
        listings.counting(LISTINGS["incidents"], {"a": "RUS"})
    with pytest.raises(UsageError, match="direction is about a pair"):
        listings.counting(LISTINGS["incidents"], {"direction": "ab"})
