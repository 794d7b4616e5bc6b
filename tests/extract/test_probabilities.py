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
    ],
)
def test_stated_numbers(text: str, low: float, high: float) -> None:
    found = find(text)
    assert found is not None
    assert found.scale == "stated"
    assert found.low - 0.01 <= low <= found.low + 0.01
    assert found.high - 0.01 <= high <= found.high + 0.01


@pytest.mark.parametrize(
    "text", ["a 140 percent chance", "exports grew 30 percent", "five in two chances", "it will rain"]
)
def test_no_probability(text: str) -> None:
    found = find(text)
    assert found is None or found.scale != "stated"


def test_unknown_scale_names_the_known() -> None:
    with pytest.raises(UsageError, match="no probability scale"):
        find("likely", scale="coin")
