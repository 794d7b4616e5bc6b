"""Dates as written."""

from __future__ import annotations

from datetime import date

import pytest

from detente.clean.calendars import scan
from detente.lexicons import Row, table


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Mon 03 Mar 2014 07:14 GMT", date(2014, 3, 3)),
        ("Friday, March 7, 2014", date(2014, 3, 7)),
        ("2014-03-07 10:22:41Nordnet", date(2014, 3, 7)),
        ("20140307", date(2014, 3, 7)),
        ("07.03.2014", date(2014, 3, 7)),
        ("7-Mar-2014 rev.2", date(2014, 3, 7)),
        ("2014年3月7日", date(2014, 3, 7)),
        ("le 7 mars 2014", date(2014, 3, 7)),
        ("7 de marzo de 2014", date(2014, 3, 7)),
        ("7 марта 2014", date(2014, 3, 7)),
        ("March\u00a07,\u00a02014", date(2014, 3, 7)),
        ("the 7th of March 2014", date(2014, 3, 7)),
    ],
)
def test_a_day(text: str, day: date) -> None:
    (found,) = scan(text)
    assert (found.first, found.last, found.grain) == (day, day, "day")


def test_day_and_month_that_could_be_swapped_keep_both_readings() -> None:
    (found,) = scan("04/07/2008")
    assert (found.first, found.other) == (date(2008, 7, 4), date(2008, 4, 7))
    assert scan("25/12/2008")[0].other is None
    assert scan("04/07/2008", day_first=False)[0].first == date(2008, 4, 7)


def test_a_date_glued_to_digits_is_marked() -> None:
    (found,) = scan("09:15 GMT +214 March 2014")
    assert (found.first, found.glued) == (date(2014, 3, 14), True)


@pytest.mark.parametrize(
    ("text", "grains"),
    [
        ("in March 2014", ["month"]),
        ("on 17 December", ["yearless"]),
        ("the war of 1998 to 2000", ["year", "year"]),
        ("(c) 1999-2018", ["year", "year"]),
        ("$2000, 2000 per cent of 1,998 and the 1990s", ["year"]),
        ("12.5.2014.3 and 1/2/3 and 31/02/2014", []),
        ("", []),
    ],
)
def test_coarser_grains(text: str, grains: list[str]) -> None:
    assert [found.grain for found in scan(text)] == grains


@pytest.mark.parametrize("row", table("months"), ids=lambda row: row["month"])
def test_the_example_of_each_month(row: Row) -> None:
    (found,) = scan(row["example"])
    assert found.first.isoformat() == row["yields"]


@pytest.mark.parametrize("noise", ["1" * 100_000, "1/" * 60_000, "1 " * 60_000, "March " * 30_000, "20" * 60_000])
def test_long_runs_cost_what_their_length_costs(noise: str) -> None:
    assert isinstance(scan(noise), tuple)
