"""Krippendorff's alpha against the figures that its author worked out, and precision from reviews."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from detente.measure.agreement import Precision, agreement, alpha, interval, precision, wilson
from detente.store.judgements import Judgement, judgements
from detente.store.ledger import Line


def units(*reviewers: str) -> list[list[int | str]]:
    """Values by unit from one line a reviewer; a dot is a unit left out."""
    columns = zip(*(line.split() for line in reviewers), strict=True)
    return [[int(v) if v.isdigit() else v for v in column if v != "."] for column in columns]


# Krippendorff 2011, "Computing Krippendorff's alpha-reliability", examples A to D.
BINARY = units("0 1 0 0 0 0 0 0 1 0", "1 1 1 0 0 1 0 0 0 0")
NOMINAL = units("a a b b d c c c e d d a", "b a b b b c c c e d d d")
SEVERAL = units(
    "1 2 3 3 2 1 4 1 2 . . .",
    "1 2 3 3 2 2 4 1 2 5 . 3",
    ". 3 3 3 2 3 4 2 2 5 1 .",
    "1 2 3 3 2 4 4 1 2 5 1 .",
)


def test_two_reviewers_two_values() -> None:
    assert alpha(BINARY) == pytest.approx(0.095, abs=5e-4)


def test_two_reviewers_many_values() -> None:
    assert alpha(NOMINAL) == pytest.approx(0.692, abs=5e-4)


def test_many_reviewers_with_gaps() -> None:
    assert alpha(SEVERAL) == pytest.approx(0.743, abs=5e-4)
    assert alpha(SEVERAL, interval) == pytest.approx(0.849, abs=5e-4)


def test_perfect_none_and_undefined() -> None:
    assert alpha([["a", "a"], ["b", "b"]]) == 1.0
    assert alpha([["a", "b"], ["b", "a"]]) == -0.5
    assert alpha([["a"], []]) is None and alpha([["a", "a"]]) is None


@given(st.lists(st.lists(st.sampled_from("abc"), max_size=4), max_size=12), st.randoms())
def test_neither_order_nor_names_matter(given_units: list[list[str]], dice: Any) -> None:
    mixed = [dice.sample(unit, len(unit)) for unit in dice.sample(given_units, len(given_units))]
    renamed = [[{"a": 7, "b": 8, "c": 9}[value] for value in unit] for unit in mixed]
    assert alpha(given_units) == alpha(renamed)
    assert (alpha(given_units) or 0.0) <= 1.0


ROWS = {
    ("events", f"e{n}"): {"plover": kind, "status": "actual", "source": ["RUS"], "target": ["USA"]}
    for n, kind in enumerate(["ACCUSE", "ACCUSE", "ACCUSE", "AID"])
}


def line(row: int, reviewer: str, action: str, **more: Any) -> Line:
    return Line(f"{reviewer}{row}{action}{more}", "", reviewer, "events", f"e{row}", action, **more)


def held(*lines: Line) -> tuple[Judgement, ...]:
    return judgements(lines)


def test_a_judgement_is_what_stands_of_a_reviewers_lines() -> None:
    wrong = line(0, "ann", "reject")
    undo = Line("u", "", "ann", "events", "e0", "undo", value=wrong.id)
    (found,) = held(wrong, line(0, "ann", "correct", field="plover", value="AID"), undo)
    assert (found.verdict, found.values) == ("corrected", {"plover": "AID"})
    assert held(wrong, undo) == () and held(line(0, "ann", "note", note="hm")) == ()


def test_agreement_on_the_verdict_and_on_the_type() -> None:
    said: Sequence[Line] = [
        line(0, "ann", "accept"),
        line(0, "bob", "accept"),
        line(1, "ann", "reject"),
        line(1, "bob", "reject"),
        line(2, "ann", "correct", field="plover", value="AID"),
        line(2, "bob", "correct", field="plover", value="CONSULT"),
        line(3, "ann", "accept"),
    ]
    verdict, plover, *_ = agreement(held(*said), ROWS)
    assert (verdict.on, verdict.rows, verdict.reviewers, verdict.alike, verdict.alpha) == ("verdict", 3, 2, 1.0, 1.0)
    assert plover.rows == 3 and plover.alike == pytest.approx(2 / 3)
    assert plover.alpha == alpha([["ACCUSE", "ACCUSE"], ["wrong", "wrong"], ["AID", "CONSULT"]])


def test_precision_counts_a_row_once_and_by_the_type_that_was_coded() -> None:
    said = [
        line(0, "ann", "accept", queue="chance"),
        line(0, "bob", "reject", queue="uncertain"),
        line(1, "ann", "accept", queue="chance"),
        line(3, "ann", "correct", field="plover", value="ACCUSE"),
    ]
    accuse, aid, whole = precision(held(*said), ROWS)
    assert accuse == Precision("ACCUSE", 2, 1, 0, 1, 0.5, *wilson(1, 2))
    assert (aid.kind, aid.right, aid.corrected) == ("AID", 0, 1)
    assert (whole.kind, whole.n, whole.right) == ("all", 3, 1)
    assert [(row.kind, row.n, row.right) for row in precision(held(*said), ROWS, chance=True)] == [("ACCUSE", 2, 2)]


def test_the_interval_is_wilsons() -> None:
    # Newcombe 1998, table I, score method without continuity correction: 81 of 263, and 0 of 20.
    assert list(wilson(81, 263)) == pytest.approx([0.2553, 0.3662], abs=1e-4)
    assert list(wilson(0, 20)) == pytest.approx([0.0, 0.1611], abs=1e-4)
    assert wilson(0, 0) == (0.0, 1.0)
