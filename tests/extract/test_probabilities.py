"""Stated numbers first, then words on a scale."""

from __future__ import annotations

import pytest

from detente import lexicons
from detente.errors import UsageError
from detente.extract.probabilities import SCALES, find
from detente.lexicons import Row


@pytest.mark.parametrize("row", lexicons.table("verbal_probability"), ids=lambda row: row["phrase"])
def test_every_phrase_is_found_in_its_example(row: Row) -> None:
    for scale in SCALES:
        found = find(row["example"], scale=scale)
        assert found is not None
        low, _, high = (row[scale] or row["auto"]).partition("-")
        assert (found.text.lower(), found.low, found.high) == (row["phrase"], float(low), float(high))
        assert 0 <= found.low <= found.high <= 1


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("a 30 percent chance of a clash", 0.3, 0.3),
        ("a 70 per cent probability", 0.7, 0.7),
        ("60 to 70 percent likely", 0.6, 0.7),
        ("I put the odds at two in five", 0.4, 0.4),
        ("one chance in four", 0.25, 0.25),
        ("odds of three to one against a pact", 0.25, 0.25),
        ("an 80 percent certainty", 0.8, 0.8),
        ("two out of three, I would say", 0.66, 0.67),
        ("I'd give the talks 40 percent", 0.4, 0.4),
        ("a one-in-ten affair", 0.1, 0.1),
        ("one in five chances of a deal", 0.2, 0.2),
        ("a 60-40 chance of a deal", 0.6, 0.6),
        ("the odds rose from 20 to 35 percent", 0.35, 0.35),
        ("a chance of roughly a third", 0.28, 0.39),
        ("a probability of 0.3", 0.3, 0.3),
        ("a fifty-fifty chance", 0.45, 0.55),
        ("at least a two in three chance", 0.66, 0.77),
        ("the odds are two to one against", 0.33, 0.34),
        ("with 90 percent of certainty", 0.9, 0.9),
    ],
)
def test_stated_numbers(text: str, low: float, high: float) -> None:
    found = find(text)
    assert found is not None
    assert found.scale == "stated"
    assert found.low - 0.01 <= low <= found.low + 0.01
    assert found.high - 0.01 <= high <= found.high + 0.01


@pytest.mark.parametrize(
    "text",
    [
        "a 140 percent chance",
        "40 percent of voters see a risk",
        "a chance of minus 20 percent",
        "a third country",
        "the score was 60-40",
        "exports grew 30 percent",
        "five in two chances",
        "it will rain",
    ],
)
def test_no_probability(text: str) -> None:
    found = find(text)
    assert found is None or found.scale != "stated"


@pytest.mark.parametrize(
    "row", [row for row in lexicons.table("chances") if row["kind"] == "grade"], ids=lambda r: r["word"]
)
def test_every_grade_weighs_its_chance(row: Row) -> None:
    found = find(row["example"])
    assert found is not None
    assert row["word"] in found.text.lower()
    assert 0 <= found.low <= found.high <= 1


def test_words_of_chances_stand_in_their_examples() -> None:
    rows = lexicons.table("chances")
    assert [row.place for row in rows if row["word"] not in row["example"].lower()] == []
    assert len({(row["word"], row["kind"]) for row in rows}) == len(rows)


def test_unknown_scale_names_the_known() -> None:
    with pytest.raises(UsageError, match="no probability scale"):
        find("likely", scale="coin")
