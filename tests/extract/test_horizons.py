"""Every horizon of the lexicon yields its days."""

from __future__ import annotations

from datetime import date

import pytest

from detente import lexicons
from detente.extract.horizons import easter, find
from detente.lexicons import Row


@pytest.mark.parametrize("row", lexicons.table("horizons"), ids=lambda row: row["example"])
def test_every_row_yields_its_days(row: Row) -> None:
    found = find(f"the ties will improve {row['example']}", date.fromisoformat(row["day"]))
    assert found is not None
    days = tuple("" if day is None else day.isoformat() for day in (found.begins, found.ends))
    assert (found.text, *days) == (row["example"], row["from"], row["to"])


def test_without_a_day_the_words_stay() -> None:
    found = find("ties will improve before the end of May", None)
    assert found is not None
    assert (found.text, found.begins, found.ends) == ("before the end of May", None, None)


def test_a_horizon_in_the_past_has_no_days() -> None:
    found = find("ties will improve by 1990", date(2015, 3, 2))
    assert found is not None
    assert (found.begins, found.ends) == (None, None)


def test_blanks_of_any_kind_part_the_words() -> None:
    for text in ("it ends in the near\u00a0future", "it ends in the\nnear future"):
        found = find(text, date(2015, 3, 2))
        assert found is not None
        assert text[found.start : found.end] == found.text == text[8:]


def test_no_horizon() -> None:
    assert find("ties will improve", date(2015, 3, 2)) is None


def test_feasts_that_move() -> None:
    assert [easter(year) for year in (2008, 2019, 2024)] == [date(2008, 3, 23), date(2019, 4, 21), date(2024, 3, 31)]
    for day, end in ((date(2016, 6, 10), date(2016, 7, 5)), (date(2023, 4, 1), date(2023, 4, 20))):
        found = find("it stays shut before Ramadan ends", day)
        assert found is not None
        assert found.ends == end


def test_long_text_is_read_in_linear_time() -> None:
    assert find("a " * 50_000, date(2015, 3, 2)) is None
