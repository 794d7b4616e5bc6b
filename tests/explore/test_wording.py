"""Words for days, numbers and codes."""

from __future__ import annotations

from datetime import date

import pytest

from detente import records
from detente.explore import wording


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        (None, None, "date not known"),
        (date(2011, 5, 3), None, "from 3 May 2011"),
        (None, date(2011, 5, 3), "until 3 May 2011"),
        (date(2011, 5, 3), date(2011, 5, 3), "3 May 2011"),
        (date(2011, 5, 1), date(2011, 5, 31), "May 2011"),
        (date(2012, 2, 1), date(2012, 2, 29), "February 2012"),
        (date(2011, 5, 3), date(2011, 5, 9), "3–9 May 2011"),
        (date(2011, 1, 1), date(2011, 12, 31), "2011"),
        (date(2009, 1, 1), date(2011, 12, 31), "2009–2011"),
        (date(2011, 3, 1), date(2011, 5, 31), "March – May 2011"),
        (date(2010, 11, 1), date(2011, 2, 28), "November 2010 – February 2011"),
        (date(2011, 3, 30), date(2011, 4, 2), "30 March – 2 April 2011"),
        (date(2010, 12, 30), date(2011, 1, 2), "30 December 2010 – 2 January 2011"),
    ],
)
def test_intervals(first: date | None, last: date | None, words: str) -> None:
    assert wording.interval(first, last) == words


@pytest.mark.parametrize(
    ("value", "digits", "words"),
    [(0.4, 0, "0"), (-0.4, 0, "0"), (-41.6, 0, "−42"), (12.0, 0, "+12"), (-0.04, 1, "0.0")],
)
def test_signs(value: float, digits: int, words: str) -> None:
    assert wording.signed(value, digits) == words


@pytest.mark.parametrize(
    ("share", "words"), [(0, "0"), (1, "100"), (0.5, "50"), (0.004, "under 1"), (0.999, "over 99")]
)
def test_per_cent(share: float, words: str) -> None:
    assert wording.percent(share) == f"{words}\N{NO-BREAK SPACE}%"


def test_an_excerpt_ends_at_a_word() -> None:
    assert wording.excerpt("one  two\nthree", 40) == "one two three"
    assert wording.excerpt("one two three four", 12) == "one two …"


def test_every_code_of_the_records_has_a_word() -> None:
    assert {entry.code for entry in wording.terms("status")} == set(records.STATUSES)
    assert {entry.code for entry in wording.terms("block")} == {*records.BLOCK_KINDS, "other"}
    assert all(entry.definition for kind in ("plover", "quad", "status", "class") for entry in wording.terms(kind))
    assert len(wording.terms("plover")) == 16


def test_states_have_names_and_articles() -> None:
    assert wording.with_article("USA") == "the United States"
    assert wording.with_article("NOR") == "Norway"
    assert wording.state_name("QQQ") == "QQQ"
