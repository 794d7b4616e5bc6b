"""Figures of opinion polls."""

from __future__ import annotations

import pytest

from detente.extract.polls import PollExtractor
from detente.lexicons import Row, table
from tests.extract.passages import annotated


@pytest.mark.parametrize("row", table("poll_cues"), ids=lambda row: row["kind"])
def test_example(row: Row) -> None:
    (poll,) = PollExtractor().extract(annotated(row["example"]))
    assert (poll.value, poll.unit, poll.about[-1]) == (61.0, "percent", "RUS")


def test_question_population_and_pollster() -> None:
    text = (
        "A survey by the Nordic Institute shows that about 58 percent of Swedish adults want closer ties with Norway."
    )
    (poll,) = PollExtractor().extract(annotated(text))
    assert (poll.value, poll.population) == (58.0, "Swedish adults")
    assert poll.question == "want closer ties with Norway"
    assert set(poll.about) == {"SWE", "NOR"}


def test_other_percentages_are_no_polls() -> None:
    assert PollExtractor().extract(annotated("Exports from Peru to Chile rose by 12 percent last year.")) == ()
