"""Given source and target: where they stand, and what the scorer's figures become."""

from __future__ import annotations

import pytest

from detente.extract.relate import RelateItem, locate, relate
from detente.models import relation_scorer
from detente.models.relation_scorer import Pair


def test_both_strings_are_found() -> None:
    item = RelateItem("1", "Peru warned Chile.", "Peru", "Chile")
    assert locate(item) == Pair("Peru warned Chile.", (0, 4), (12, 17))


def test_a_target_inside_the_source_is_looked_for_further_on() -> None:
    text = "Chile's navy searched a boat of Chile."
    assert locate(RelateItem("1", text, "Chile's navy", "Chile")) == Pair(text, (0, 12), (32, 37))


@pytest.mark.parametrize(
    ("source", "target", "spans"),
    [
        ("peru", "CHILE", ((0, 4), (12, 17))),
        ("the government of Peru", "Chile", ((0, 4), (12, 17))),
        ("Peru", "Bolivia", ((0, 4), (0, 0))),
    ],
)
def test_a_string_that_stands_there_otherwise(
    source: str, target: str, spans: tuple[tuple[int, int], tuple[int, int]]
) -> None:
    assert locate(RelateItem("1", "Peru warned Chile.", source, target)) == Pair("Peru warned Chile.", *spans)


@pytest.mark.parametrize(("source", "target"), [("Quito", "Bolivia"), ("", "Bolivia"), ("", "")])
def test_two_strings_that_are_not_there_mean_abstention(source: str, target: str) -> None:
    (answer,) = relate([RelateItem("7", "Peru warned Chile.", source, target)])
    assert (answer.id, answer.plover, answer.quad, answer.binary, answer.p) == ("7", None, None, None, None)


@pytest.mark.skipif(not relation_scorer.available(), reason="the weights of the relation scorer are not installed")
@pytest.mark.parametrize(
    ("text", "plover"),
    [
        ("Peru bombed a village in Chile.", "ASSAULT"),
        ("Peru condemned Chile for the raid.", "ACCUSE"),
        ("Peru met Chile for talks on the border.", "CONSULT"),
        ("Peru sent food and medicine to Chile.", "AID"),
    ],
)
def test_plain_sentences(text: str, plover: str) -> None:
    (answer,) = relate([RelateItem("1", text, "Peru", "Chile")])
    assert answer.plover == plover
    assert answer.p is not None and 0 < answer.p <= 1
