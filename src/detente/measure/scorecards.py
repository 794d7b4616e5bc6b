"""Scorecards: how the forecasts of all, of each speaker, of each outlet and of each fifth of the scale have fared.

Counts are given for everybody; means, skill and ranks from `scores.ENOUGH` forecasts with odds and a verdict on, for
fewer are luck. A copy of a document is no second forecast: it is left out.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Final

from detente.measure import scores
from detente.records import Document, Forecast, Score

BLANK: Final = Score("", None, None, None, None, 0, 0, 0, 0, 0, None, None, None, None, None, None)


def scorecards(forecasts: Sequence[Forecast], documents: Sequence[Document]) -> tuple[Score, ...]:
    """All cards: the one of all forecasts, the bins of the scale, speakers, outlets; empty without any forecast due."""
    copies = {one.doc_id for one in documents if one.duplicate_of is not None}
    outlets = {one.doc_id: one.outlet for one in documents}
    due = [one for one in forecasts if one.outcome is not None and one.doc_id not in copies]
    if not due:
        return ()
    spoken, printed = (_by(due, [one.speaker for one in due]), _by(due, [outlets.get(one.doc_id) for one in due]))
    return (replace(_card(due), of="all"), *_bins(due), *_ranked("speaker", spoken), *_ranked("outlet", printed))


def _by(due: Sequence[Forecast], names: Iterable[str | None]) -> dict[str, list[Forecast]]:
    found: dict[str, list[Forecast]] = defaultdict(list)
    for name, one in zip(names, due, strict=True):
        if name:
            found[name].append(one)
    return found


def _ranked(of: str, groups: dict[str, list[Forecast]]) -> list[Score]:
    """One card a name, ranked by mean Brier score where there are enough scores; equal ones share a rank."""
    cards = [replace(_card(groups[name]), of=of, name=name) for name in sorted(groups)]
    means = sorted(card.brier for card in cards if card.brier is not None)
    return [card if card.brier is None else replace(card, rank=means.index(card.brier) + 1) for card in cards]


def _card(due: Sequence[Forecast]) -> Score:
    decided = [one for one in due if scores.decided(one)]
    scored = [one for one in decided if one.brier is not None and one.p is not None]
    card = replace(
        BLANK,
        n_made=len(due),
        n_decided=len(decided),
        n_true=sum(one.outcome == "true" for one in decided),
        n_scored=len(scored),
        n_by_hand=sum(not one.outcome_basis for one in decided),
    )
    skill = scores.skill(scored)
    if skill is None:
        return card
    return replace(
        card,
        said=_mean([one.p or 0.0 for one in scored]),
        came=_mean([float(one.outcome == "true") for one in scored]),
        brier=skill.brier,
        log_score=_mean([one.log_score or 0.0 for one in scored]),
        skill_no_change=skill.over_no_change,
        skill_base_rate=skill.over_base_rate,
    )


def _bins(due: Sequence[Forecast]) -> list[Score]:
    return [
        replace(
            BLANK,
            of="bin",
            low=one.low,
            high=one.high,
            n_made=one.n,
            n_decided=one.n,
            n_true=round(one.came * one.n),
            n_scored=one.n,
            n_by_hand=one.n_by_hand,
            said=one.said,
            came=one.came,
        )
        for one in scores.calibration(due)
    ]


def _mean(values: Sequence[float]) -> float:
    return round(sum(values) / len(values), 6)
