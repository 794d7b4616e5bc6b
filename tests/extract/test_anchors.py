"""Horizons that hang on events: their own words first, then another sentence, then the date on record."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from detente import lexicons
from detente.extract.anchors import Setting, find

DAY = date(2015, 3, 2)


def until(
    text: str, day: date = DAY, *states: str, sentences: tuple[str, ...] = ()
) -> tuple[str, date | None, date | None]:
    found = find(text, day, Setting(states, sentences))
    assert found is not None
    assert text[found.start : found.end] == found.text
    return found.text, found.begins, found.ends


@pytest.mark.parametrize(
    ("text", "phrase", "end"),
    [
        ("they will wait before the vote in August", "before the vote in August", date(2015, 8, 31)),
        ("it will hold until the treaty expires in 2021", "until the treaty expires in 2021", date(2021, 12, 31)),
        ("peace by the summit on 7 June", "by the summit on 7 June", date(2015, 6, 7)),
        ("peace by the time the leaders meet in June", "by the time the leaders meet in June", date(2015, 6, 30)),
        ("peace ahead of the talks next month", "ahead of the talks next month", date(2015, 4, 30)),
    ],
)
def test_a_time_in_the_words_of_the_event_ends_the_horizon(text: str, phrase: str, end: date) -> None:
    assert until(text) == (phrase, DAY, end)


def test_who_did_something_is_no_opener() -> None:
    assert until("the embargo imposed by Sweden will fall in June") == ("in June", date(2015, 6, 1), date(2015, 6, 30))


def test_after_an_event_the_horizon_begins() -> None:
    assert until("ties will thaw after the vote in August") == ("after the vote in August", date(2015, 8, 1), None)


def test_another_sentence_tells_when_the_event_is() -> None:
    told = ("The summit in Oslo is due on 7 July.",)
    assert until("ties will thaw before the summit", sentences=told) == ("before the summit", DAY, date(2015, 7, 7))


def test_an_event_that_nobody_dates_leaves_the_end_open() -> None:
    assert until("ties will thaw before the next round of talks") == ("before the next round of talks", DAY, None)


def test_an_election_is_that_of_the_states_concerned() -> None:
    day = date(2016, 9, 1)
    assert until("ties will not thaw before the election", day, "USA", "RUS")[2] == date(2016, 11, 8)
    assert until("ties will not thaw before the election", day, "FRA", "RUS")[2] == date(2017, 5, 7)
    assert until("ties will not thaw before the election", day, "NOR", "SWE")[2] is None


def test_an_office_ends_with_its_term() -> None:
    assert until("ties will stay cold while Mr Obama is in office")[2] == date(2017, 1, 20)
    assert until("ties will stay cold during the second term", DAY, "USA", "VEN")[2] == date(2017, 1, 20)
    assert until("ties will stay cold while Mr Norgaard is in office")[2] is None


@pytest.mark.parametrize("row", lexicons.table("fixed_dates"), ids=lambda row: f"{row['example']} {row['day']}")
def test_every_date_on_record_is_found_from_shortly_before(row: lexicons.Row) -> None:
    day = date.fromisoformat(row["day"])
    found = find(row["example"], day - timedelta(days=20), Setting((row["who"],)))
    assert found is not None
    assert found.text == row["example"]
    assert found.ends == day


def test_words_of_anchors_stand_in_their_examples() -> None:
    rows = lexicons.table("anchors")
    absent = [row.place for row in rows if row["word"] not in row["example"].lower()]
    assert absent == []
    assert len({(row["word"], row["kind"]) for row in rows}) == len(rows)


def test_without_a_day_the_words_stay() -> None:
    found = find("ties will thaw before the summit in June", None, Setting())
    assert found is not None
    assert (found.begins, found.ends) == (None, None)
