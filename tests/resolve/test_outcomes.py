"""No verdict before the rules for one stand."""

from __future__ import annotations

from detente.records import Forecast
from detente.resolve.outcomes import resolve


def forecast(*, scoreable: bool) -> Forecast:
    return Forecast(
        "f1", "d1", None, 0, 1, None, "assertion", scoreable, ("NOR",), ("SWE",), None, "improve", None, None, None,
        None, None, None, None, None, None,
    )  # fmt: skip


def test_scoreable_forecasts_are_unresolved_and_others_have_no_outcome() -> None:
    found = resolve([forecast(scoreable=True), forecast(scoreable=False)])
    assert [(one.outcome, one.outcome_basis, one.brier) for one in found] == [
        ("unresolved", (), None),
        (None, (), None),
    ]
