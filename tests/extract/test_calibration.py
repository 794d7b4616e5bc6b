"""Probabilities rise with the evidence, stay within bounds, and mean something at the threshold."""

from __future__ import annotations

import pytest

from detente.config import Extract
from detente.extract.calibration import CLIP, calibrated, fitted, knots, logit, paired, proposed, unpaired


def test_the_curve_of_the_rules_rises() -> None:
    points = knots()
    assert list(points) == sorted(points)
    assert [y for _, y in points] == sorted(y for _, y in points)
    values = [calibrated(x / 50) for x in range(51)]
    assert values == sorted(values)
    assert 0 <= values[0] <= values[-1] <= 1


@pytest.mark.parametrize("at", range(3))
def test_more_evidence_never_lowers_the_probability(at: int) -> None:
    low, high = [0.6, 0.5, 0.5], [0.6, 0.5, 0.5]
    low[at], high[at] = 0.3, 0.9
    assert paired(*low) < paired(*high)


def test_the_scorer_is_believed_up_to_a_limit_only() -> None:
    assert logit(1.0) == logit(1 - CLIP)
    assert paired(0.8, 1.0, 1.0) == paired(0.8, 1 - CLIP, 1 - CLIP) < 1
    assert paired(0.8, 0.0, 0.0) > 0


def test_a_side_from_a_sentence_before_is_worth_less() -> None:
    assert proposed(0.9, 0.9, near=False) < proposed(0.9, 0.9, near=True)


def test_a_side_outside_the_sentence_is_worth_less_than_a_scorer_that_agrees() -> None:
    assert unpaired(0.8) < paired(0.8, 0.9, 0.9)


def test_a_scorer_that_sees_nothing_takes_an_act_under_the_threshold() -> None:
    least = Extract().min_p
    assert paired(0.5, 0.01, 0.1) < least < paired(0.5, 0.9, 0.9)


def test_all_numbers_are_there() -> None:
    assert {name: len(fitted()[name]) for name in ("paired", "unpaired", "near", "afar")} == {
        "paired": 4,
        "unpaired": 2,
        "near": 3,
        "afar": 3,
    }
