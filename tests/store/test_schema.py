"""Rows to and from records, Arrow schemas, and the total order."""

from __future__ import annotations

import dataclasses
import random
from datetime import date
from typing import Any, get_args, get_origin, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from detente.records import STORED, Component, Driver, Forecast, Outlook, Relation
from detente.store import schema
from tests.store import samples


def strategy(given_hint: Any) -> st.SearchStrategy[Any]:
    """Values of a record's type, as extractors may make them."""
    hint: Any
    hint, nullable = schema._unwrap(given_hint)
    if get_origin(hint) is tuple:
        values: st.SearchStrategy[Any] = st.lists(strategy(get_args(hint)[0]), max_size=3).map(tuple)
    elif dataclasses.is_dataclass(hint):
        hints = get_type_hints(hint)
        kind: Any = hint
        values = st.builds(kind, **{field.name: strategy(hints[field.name]) for field in dataclasses.fields(hint)})
    else:
        values = {
            str: st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
            int: st.integers(-(2**40), 2**40),
            float: st.integers(-(10**9), 10**9).map(lambda n: n / 1000),
            bool: st.booleans(),
            date: st.dates(),
        }[hint]
    return st.none() | values if nullable else values


@pytest.mark.parametrize("table", STORED)
def test_a_record_survives_the_way_through_arrow(table: str) -> None:
    @settings(deadline=None, max_examples=50, derandomize=True, database=None)
    @given(strategy(STORED[table]))
    def check(record: Any) -> None:
        row = schema.row(record)
        back = schema.to_arrow(table, [row]).to_pylist()[0]
        assert back == row
        assert schema.record(STORED[table], back) == record

    check()


def test_reserved_words_take_their_stored_names() -> None:
    assert "class" in schema.arrow("forecasts").names
    assert "from" in schema.arrow("relations").names
    assert "date" in schema.arrow("turning_points").names


def test_json_has_iso_dates_and_nested_objects() -> None:
    relation = Relation(
        a="RUS",
        b="USA",
        directed=False,
        period="week",
        from_=date(2017, 1, 2),
        to=date(2017, 1, 8),
        n_incidents=1,
        n_documents=1,
        cooperation=0,
        conflict=1,
        index=-12.3456789,
        low=-20.0,
        high=-0.00000001,
        drivers=(Driver("i1", 1.5),),
    )
    row = schema.jsonable(relation)
    assert (row["from"], row["to"]) == ("2017-01-02", "2017-01-08")
    assert row["drivers"][0]["incident_id"] == "i1"
    assert row["index"] == -12.345679
    assert str(row["high"]) == "0.0", "a rounded zero has no sign"


def test_a_number_that_is_none_is_refused() -> None:
    outlook = Outlook("RUS", "USA", date(2017, 1, 1), date(2017, 1, 2), date(2017, 1, 8), "conflict", ())
    with pytest.raises(ValueError, match="not a finite number"):
        schema.row(dataclasses.replace(outlook, mixture=(Component(float("nan"), 1.0, 1.0),)))


@pytest.mark.parametrize("table", STORED)
def test_every_column_says_what_it_means(table: str) -> None:
    for column, field in zip(schema.columns(table), schema.arrow(table), strict=True):
        assert column.doc, f"{table}.{column.name}: add a doc to the record's column"
        assert field.metadata[b"doc"].decode() == column.doc


@pytest.mark.parametrize("table", STORED)
def test_every_table_has_an_order_over_its_own_columns(table: str) -> None:
    assert set(schema.ORDER[table]) <= set(schema.arrow(table).names)


def test_the_order_of_rows_does_not_depend_on_where_they_came_from() -> None:
    rows = samples.rows([samples.quote(n % 4, p=n / 16) for n in range(12)])
    shuffled = random.Random(7).sample(rows, len(rows))
    assert schema.ordered("quotes", shuffled) == schema.ordered("quotes", rows)


def test_null_comes_last() -> None:
    rows = samples.rows([samples.event(1, start=None, end=None), samples.event(1, start=9), samples.event(1, start=10)])
    assert [row["start"] for row in schema.ordered("events", rows)] == [9, 10, None]


def test_another_column_is_another_digest(monkeypatch: pytest.MonkeyPatch) -> None:
    before = schema.digest()
    monkeypatch.setattr(schema, "columns", lambda table: schema.Column("x", "x", "text", False, table))
    monkeypatch.setattr(schema, "STORED", {})
    assert schema.digest() != before


def test_forecasts_of_no_date_stay_without_one() -> None:
    names = {column.name: column for column in schema.columns("forecasts")}
    assert names["horizon_to"].nullable and names["horizon_to"].kind == "date"
    assert schema.table_of(Forecast) == "forecasts"
