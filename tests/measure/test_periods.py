from datetime import date

import pytest

from detente.measure import periods


@pytest.mark.parametrize(
    ("period", "first", "last"),
    [
        ("day", date(2018, 3, 14), date(2018, 3, 14)),
        ("week", date(2018, 3, 12), date(2018, 3, 18)),
        ("month", date(2018, 3, 1), date(2018, 3, 31)),
    ],
)
def test_period_holds_its_days(period: str, first: date, last: date) -> None:
    number = periods.number(date(2018, 3, 14).toordinal(), period)
    assert (periods.first_day(number, period), periods.last_day(number, period)) == (first, last)
