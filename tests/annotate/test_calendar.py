"""The calendar: months of every length, weeks, seasons, feasts."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.annotate import calendar

DAYS = st.dates(date(1900, 1, 1), date(2100, 12, 31))


def test_a_shift_ends_on_the_last_day_of_a_shorter_month() -> None:
    assert calendar.shift(date(2016, 1, 31), 1, "month") == date(2016, 2, 29)
    assert calendar.shift(date(2016, 2, 29), -1, "year") == date(2015, 2, 28)
    assert calendar.shift(date(2016, 2, 29), 2, "week") == date(2016, 3, 14)


def test_seasons_and_weekends() -> None:
    assert calendar.season(2015, "winter") == (date(2015, 12, 1), date(2016, 2, 29))
    assert calendar.weekend(date(2016, 6, 1)) == (date(2016, 6, 4), date(2016, 6, 5))


@pytest.mark.parametrize(
    ("year", "day"), [(1999, date(1999, 4, 4)), (2019, date(2019, 4, 21)), (2024, date(2024, 3, 31))]
)
def test_easter(year: int, day: date) -> None:
    assert calendar.easter(year) == day


def test_nth_weekday() -> None:
    assert calendar.nth_weekday(2016, 3, 6, 1) == date(2016, 3, 6)
    assert calendar.nth_weekday(2016, 2, 0, 5) == date(2016, 2, 29)
    assert calendar.nth_weekday(2016, 3, 0, 5) is None
    assert calendar.nth_weekday(2016, 3, 3, -1) == date(2016, 3, 31)


@given(DAYS, st.sampled_from(("day", "week", "month", "quarter", "year", "decade", "century")))
def test_units_tile_the_calendar(day: date, unit: str) -> None:
    begin, end = calendar.containing(day, unit)
    assert begin <= day <= end
    assert calendar.containing(end + timedelta(days=1), unit)[0] == end + timedelta(days=1)
