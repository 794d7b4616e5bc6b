"""Outlooks are put into words from their mixtures."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from detente.explore.outlooks import Expected, OutlookRow, bounds, view
from detente.records import Component, IndexOutlook, Outlook


def outlook(measure: str, mean: float, *, first: date = date(2011, 6, 1), last: date = date(2011, 6, 30)) -> Outlook:
    parts = (Component(0.5, mean - 0.5, 1e6), Component(0.5, mean + 0.5, 1e6))
    return Outlook("NOR", "SWE", date(2011, 5, 31), first, last, measure, parts)


@pytest.mark.parametrize(("mean", "expected"), [(0.02, (0, 0)), (1.0, (0, 3)), (10.0, (5, 15))])
def test_bounds_are_those_of_a_poisson_where_size_is_great(mean: float, expected: tuple[int, int]) -> None:
    assert bounds((Component(1.0, mean, 1e9),)) == expected


def test_a_small_size_makes_a_wide_range() -> None:
    assert bounds((Component(1.0, 10.0, 1.0),)) == (0, 31)


def test_the_outlooks_made_last_are_told_the_week_before_the_month() -> None:
    week = outlook("conflict", 3.0, first=date(2011, 6, 6), last=date(2011, 6, 12))
    older = replace(week, made_on=date(2011, 5, 20))
    found = view((outlook("cooperation", 2.0), week, older, outlook("conflict", 1.0)), date(2011, 5, 1))
    one, two, three = (
        OutlookRow("conflictual", False, "3.0", 0, 6),
        OutlookRow("conflictual", False, "1.0", 0, 3),
        OutlookRow("cooperative", True, "2.0", 0, 5),
    )
    assert found.made_on == "31 May 2011"
    assert found.expected == (Expected("6–12 June 2011", (one,)), Expected("June 2011", (two, three)))


def test_no_outlook_makes_no_rows() -> None:
    assert view((), date(2011, 5, 1)).expected == ()


def test_an_outlook_far_from_all_that_is_known_is_not_told() -> None:
    assert view((outlook("conflict", 1.0),), date(2010, 5, 1)).expected == ()
    assert view((outlook("conflict", 1.0),), None).expected == ()


def test_the_line_is_foretold_for_week_and_month_unless_the_pair_fell_silent() -> None:
    week = IndexOutlook("NOR", "SWE", date(2011, 5, 31), date(2011, 6, 6), date(2011, 6, 12), 12.4, -3.0, 30.2, ())
    month = replace(week, from_=date(2011, 6, 1), to=date(2011, 6, 30), index=-1.0)
    older = replace(week, made_on=date(2011, 5, 1))
    found = view((), date(2011, 5, 1), (month, older, week)).lines
    assert [(line.period, line.index, line.low, line.high) for line in found] == [
        ("6–12 June 2011", "+12", "−3", "+30"),
        ("June 2011", "−1", "−3", "+30"),
    ]
    assert view((), date(2010, 5, 1), (week,)).lines == view((), None, (week,)).lines == ()
