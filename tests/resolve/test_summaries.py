from datetime import date

import pytest

from detente import lexicons
from detente.resolve.summaries import interval, phrase, summarize


@pytest.mark.parametrize("row", lexicons.table("act_phrases"), ids=lambda row: row["code"])
def test_every_phrase_reads_as_its_example(row: lexicons.Row) -> None:
    code = row["code"]
    act = (code, "") if code.isalpha() else ("", code)
    day = date(2011, 5, 3)
    line = summarize(
        ("NOR",), ("SWE",), reciprocal=" and Sweden:" in row["example"], act=act, status="actual", days=(day, day)
    )
    assert line == row["example"]


@pytest.mark.parametrize(
    ("first", "last", "text"),
    [
        (date(2017, 1, 28), date(2017, 1, 28), "28 Jan 2017"),
        (date(2011, 5, 1), date(2011, 5, 31), "May 2011"),
        (date(2011, 5, 1), date(2011, 5, 3), "1–3 May 2011"),
        (date(2014, 1, 1), date(2017, 12, 31), "2014 to 2017"),
        (date(2014, 1, 1), date(2014, 12, 31), "2014"),
        (date(2014, 3, 30), date(2014, 4, 2), "30 Mar 2014 to 2 Apr 2014"),
        (None, None, "date unknown"),
    ],
)
def test_intervals_as_people_write_them(first: date | None, last: date | None, text: str) -> None:
    assert interval(first, last) == text


def test_status_other_than_actual_is_said() -> None:
    line = summarize((), ("SWE",), reciprocal=False, act=("CONSULT", "044"), status="cancelled", days=(None, None))
    assert line == "unnamed to Sweden: meeting (cancelled), date unknown"


def test_longest_code_wins_and_a_bare_root_gives_way_to_the_type() -> None:
    assert (phrase("CONSULT", "0411"), phrase("AGREE", "05"), phrase("ASSAULT", "19")) == (
        "phone call",
        "agreement",
        "attack",
    )
