"""What became of plans that a later noun takes up."""

from __future__ import annotations

import pytest

from detente.config import Extract
from detente.extract.events import EventExtractor
from tests.extract.passages import annotated


def statuses(text: str) -> set[tuple[str, str, str]]:
    found = EventExtractor(Extract()).extract(annotated(text))
    return {(",".join(e.source), ",".join(e.target), e.status) for e in found}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The Chilean premier was to visit Lima in May. The trip was called off.", ("CHL", "PER", "cancelled")),
        ("Kenya and Somalia had planned talks for Monday. The meeting was postponed.", ("KEN", "SOM", "cancelled")),
        ("Chad planned to close its border with Sudan, but the closure was called off.", ("TCD", "SDN", "cancelled")),
        ("Ghana had scheduled joint drills with Togo for June. The drills were scrapped.", ("GHA", "TGO", "cancelled")),
        ("Chad had planned to strike Libya in May. The plan was dropped.", ("TCD", "LBY", "cancelled")),
        ("The Chilean premier was to visit Lima in May, but the trip never took place.", ("CHL", "PER", "negated")),
    ],
)
def test_a_plan_is_called_off_by_its_noun(text: str, expected: tuple[str, str, str]) -> None:
    assert expected in statuses(text)


@pytest.mark.parametrize(
    "text",
    [
        "The Chilean premier was to visit Lima in May. The match was called off.",  # another matter
        "The Chilean premier visited Lima in May. The trip was called off.",  # nothing lies ahead
        "The Chilean premier was to visit Lima in May. Bolivia called off the visit of the pope.",  # another's
    ],
)
def test_nothing_is_taken_up_that_does_not_fit(text: str) -> None:
    assert not any(
        status == "cancelled" for source, target, status in statuses(text) if {source, target} == {"CHL", "PER"}
    )


def test_the_day_is_that_of_the_plan() -> None:
    found = EventExtractor(Extract()).extract(
        annotated("The Chilean premier was to visit Lima on 4 May 2017. The trip was called off last week.")
    )
    assert len({(e.date_from, e.date_to) for e in found}) == 1
