"""Hints spare work and change nothing: with and without them the same forecasts are found."""

from __future__ import annotations

from datetime import date

import pytest

from detente import lexicons
from detente.extract import forecasts
from detente.extract.forecasts import ForecastExtractor
from detente.extract.hints import may_foresee
from detente.extract.probabilities import hinted
from detente.extract.trees import Tree
from detente.extract.wordings import runs
from tests.extract.reading import read

DAY = date(2015, 3, 2)
TABLES = ("forecast_cues", "chances", "verbal_probability", "calendar_words")
EXAMPLES = [row["example"] for name in TABLES for row in lexicons.table(name)]
SPOKEN = (
    "The minister hopes that Norway and Sweden settle it.",
    "Had Norway asked, Sweden told it to wait, the envoy said.",
    "She doubted that Norway signs the treaty with Sweden, and he puts the odds at three in ten that Sweden leaves it.",
    "Norway and Sweden signed a treaty, the envoy said. It will not last.",
    "“If the strait closes, Norway’s ships turn back,” the admiral told Sweden’s radio.",
)


@pytest.mark.parametrize("block", range(0, len(EXAMPLES), 40))
def test_nothing_is_lost(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    docs = [read(text, DAY) for text in (*EXAMPLES[block : block + 40], *SPOKEN)]
    spared = [ForecastExtractor().extract(doc) for doc in docs]
    monkeypatch.setattr(forecasts, "may_foresee", lambda *_: True)
    assert spared == [ForecastExtractor().extract(doc) for doc in docs]


def test_a_plain_report_is_spared() -> None:
    doc = read("Norway and Sweden signed a treaty in Oslo on Monday.", DAY)
    tree = Tree(doc.sentences[0])
    assert not may_foresee(tree, 0, len(tree), doc.document.text, [])


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("The chance is about 30 percent.", True),
        ("Prices rose by 30 percent.", True),
        ("Exports rose by 30 percent.", False),
        ("Two ships turned back.", False),
        ("It is a fifty-fifty affair.", True),
    ],
)
def test_a_number_needs_a_word_of_chance_beside_it(text: str, *, held: bool) -> None:
    assert hinted(text, runs(text)) is held
