"""Scorecards: counts for everybody, means and ranks from ten scored on, copies left out, people's verdicts counted."""

from __future__ import annotations

from dataclasses import replace

import pytest

from detente.measure.scorecards import scorecards
from detente.records import Document, Score
from tests.measure.test_scores import DUE, forecast
from tests.resolve.samples import document

PAGE = document("1", "", "2015-01-01", outlet="The Fjord Times")


def cards(*forecasts: object, documents: tuple[Document, ...] = (PAGE,)) -> dict[tuple[str, str | None], Score]:
    found = scorecards(forecasts, documents)  # type: ignore[arg-type]
    return {(one.of, one.name): one for one in found if one.of != "bin"}


def test_without_a_forecast_due_there_is_no_card() -> None:
    assert scorecards([forecast("Ola", 0.5, None)], [PAGE]) == ()


def test_everybody_is_counted_but_ranked_from_ten_scored_on() -> None:
    found = cards(*DUE, forecast("Per", 0.9, "true"), forecast("Per", 0.9, "unresolved"))
    ola, kari, per = (found["speaker", name] for name in ("Ola", "Kari", "Per"))
    assert (ola.rank, ola.n_made, ola.n_decided, ola.n_true, ola.n_scored) == (1, 10, 10, 8, 10)
    assert ola.brier == pytest.approx(0.17)
    assert (ola.said, ola.came) == (0.9, 0.8)
    assert (kari.n_decided, kari.n_scored, kari.rank, kari.brier) == (10, 9, None, None)
    assert (per.n_made, per.n_decided, per.rank) == (2, 1, None)
    assert found["outlet", "The Fjord Times"].n_made == 22
    assert found["all", None].n_decided == 21


def test_the_best_mean_brier_score_ranks_first_and_equal_ones_share() -> None:
    other = [replace(one, speaker="Siri") for one in DUE[:10]]
    sure = [forecast("Tor", 1.0, "true") for _ in range(10)]
    found = cards(*DUE[:10], *other, *sure)
    assert [found["speaker", name].rank for name in ("Tor", "Ola", "Siri")] == [1, 2, 2]


def test_bins_set_odds_beside_outcomes() -> None:
    bins = [one for one in scorecards(DUE, [PAGE]) if one.of == "bin"]
    assert [(one.low, one.high, one.n_scored, one.n_true) for one in bins] == [(0.2, 0.4, 9, 0), (0.8, 1.0, 10, 8)]


def test_a_copy_is_no_second_forecast() -> None:
    copy = document("2", "", "2015-01-02", duplicate_of="d1", duplicate_relation="same")
    again = [replace(one, doc_id=copy.doc_id) for one in DUE]
    assert cards(*DUE, *again, documents=(PAGE, copy)) == cards(*DUE)


def test_what_a_person_decided_counts_and_is_told_apart() -> None:
    shown = [replace(one, outcome_basis=("i1",)) for one in DUE[:9]]
    found = cards(*shown, DUE[9])
    assert (found["all", None].n_decided, found["all", None].n_by_hand) == (10, 1)
