"""Time expressions: every row's example, tense, hulls over an interval of publication."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from detente.annotate import dating, durations
from detente.annotate.document import SpacyAnnotator
from detente.lexicons import Row, table
from detente.records import TimeExpression
from tests.annotate.given import annotated, document


def shown(time: TimeExpression) -> str:
    return f"{time.text} = {time.date_from or '*'}/{time.date_to or '*'}"


@pytest.mark.parametrize("row", table("time_patterns"), ids=lambda row: row["id"])
def test_every_pattern_dates_its_example(row: Row) -> None:
    assert row["yields"] in [shown(t) for t in annotated(row["example"], row["said"]).times]


def test_every_pattern_has_its_rule() -> None:
    assert {row["resolve"] for row in table("time_patterns")} == {*dating.RULES, *durations.RULES}


@pytest.mark.parametrize(
    "row", table("time_words"), ids=lambda row: f"{row['kind']}-{row['line'] if 'line' in row else row['forms'][:12]}"
)
def test_every_word_is_found_in_its_example(row: Row) -> None:
    found = [t.text.lower() for t in annotated(row["example"], "2016-06-10").times]
    assert any(row["yields"].lower() in text for text in found) or row["kind"] in ("future", "prospect")


@pytest.mark.parametrize(
    ("text", "said", "expected"),
    [
        ("They met on Friday.", "2016-06-01", "on Friday = 2016-05-27/2016-05-27"),
        ("They will meet on Friday.", "2016-06-01", "on Friday = 2016-06-03/2016-06-03"),
        ("They are due to meet on Friday.", "2016-06-01", "on Friday = 2016-06-03/2016-06-03"),
        ("They met in August.", "2016-06-01", "in August = 2015-08-01/2015-08-31"),
        ("They will meet in August.", "2016-06-01", "in August = 2016-08-01/2016-08-31"),
        ("Not a shot was fired this year.", "2016-06-01", "this year = 2016-01-01/2016-06-01"),
        ("They will sign this year.", "2016-06-01", "this year = 2016-06-01/2016-12-31"),
        ("They have fought since last summer.", "2016-02-05", "since last summer = 2015-06-01/2016-02-05"),
        (
            "There is a fair chance of a war within five years.",
            "1998-06-20",
            "within five years = 1998-06-20/2003-06-20",
        ),
        ("They will leave before the end of August.", "2020-08-11", "before the end of August = 2020-08-11/2020-08-31"),
        ("It was the first visit in seven years.", "2016-06-01", "in seven years = 2009-06-01/2016-06-01"),
        ("It will be closed until at least 2026.", "2024-10-08", "until at least 2026 = 2024-10-08/2025-12-31"),
    ],
)
def test_tense_and_bounds(text: str, said: str, expected: str) -> None:
    assert expected in [shown(t) for t in annotated(text, said).times]


@pytest.mark.parametrize(
    "text",
    [
        "The march began.",
        "Some 2,000 troops left.",
        "It may rain.",
        "They left as soon as they could.",
        "Two 2000 kg bombs fell.",
    ],
)
def test_what_is_no_time(text: str) -> None:
    assert annotated(text, "2016-06-01").times == ()


def test_an_undated_document_dates_only_what_is_written_in_full() -> None:
    times = annotated("They met on Friday and on 3 May 2014.", None).times
    assert [shown(t) for t in times] == ["on Friday = */*", "on 3 May 2014 = 2014-05-03/2014-05-03"]


def test_an_interval_of_publication_gives_a_hull() -> None:
    given = document("They met on Saturday.", "2017-02-01")
    wide = dataclasses.replace(given, published_from=date(2017, 1, 28), published_to=date(2017, 2, 7))
    (time,) = SpacyAnnotator().annotate(wide).times
    assert (time.date_from, time.date_to) == (date(2017, 1, 28), date(2017, 2, 4))


def test_directions() -> None:
    doc = annotated("They met on Friday and will meet in the coming weeks.", "2016-06-01")
    assert [t.direction for t in doc.times] == ["past", "future"]
