"""What came of each forecast: true, false or unresolved, by incidents and by the measured relation.

Two rules, chosen by what the forecast is about:
- of an act (`evidence.acts`): true when an incident of that type between the two is on record within the horizon,
  false when the horizon is over, the two were watched all the while and no such incident is there;
- of the relation (`evidence.course`): up, down or unchanged, by the index at the end of the horizon against the 90 %
  band that it had when the forecast was made.

Nothing is decided by the document that made the forecast nor by its copies, nor before the store holds incidents of the
pair from after the horizon, nor on fewer than `evidence.LEAST` incidents.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Final

from detente.records import Document, Event, Forecast, Incident, Relation
from detente.resolve.evidence import Evidence, Verdict

SUREST: Final = 0.99
"""Probabilities beyond this (or below its reverse) are scored as if they were this, so that no log score is endless."""


def resolve(
    forecasts: Sequence[Forecast],
    *,
    documents: Sequence[Document],
    events: Sequence[Event],
    incidents: Sequence[Incident],
    relations: Sequence[Relation],
    told: Iterable[tuple[str, str]] | None = None,
) -> tuple[Forecast, ...]:
    """The forecasts with outcome, its basis and scores; null where no verdict is possible at all.

    `told`: incidents and the original documents that tell them, where `events` are not all that do.
    """
    evidence = Evidence(
        pairs(forecasts), documents=documents, events=events, incidents=incidents, relations=relations, told=told
    )
    return tuple(_decided(one, evidence) for one in forecasts)


def overruled(forecasts: Sequence[Forecast], decided: Mapping[str, str | None]) -> tuple[Forecast, ...]:
    """The forecasts, those that a person decided (by id) with that outcome and without a basis."""
    return tuple(_by_hand(one, decided[one.forecast_id]) if one.forecast_id in decided else one for one in forecasts)


def _by_hand(forecast: Forecast, outcome: str | None) -> Forecast:
    if outcome in ("true", "false"):
        return scored(forecast, Verdict(outcome == "true", ()))
    return replace(forecast, outcome=outcome, outcome_basis=(), brier=None, log_score=None)


def pairs(forecasts: Iterable[Forecast]) -> frozenset[tuple[str, ...]]:
    """The pairs of actors that forecasts with a possible verdict concern."""
    return frozenset(pair(one) for one in forecasts if one.scoreable)


def pair(forecast: Forecast) -> tuple[str, ...]:
    """The actors that a forecast concerns, in order."""
    return tuple(sorted((*forecast.a, *forecast.b)))


def _decided(forecast: Forecast, evidence: Evidence) -> Forecast:
    blank = replace(forecast, outcome=None, outcome_basis=(), brier=None, log_score=None)
    if not forecast.scoreable:
        return blank
    verdict = evidence.verdict(forecast)
    return replace(blank, outcome="unresolved") if verdict is None else scored(blank, verdict)


def scored(forecast: Forecast, verdict: Verdict) -> Forecast:
    """The forecast with a verdict; Brier (p - o)² and log score ln p(o) only where a probability was given."""
    outcome = "true" if verdict.true else "false"
    decided = replace(forecast, outcome=outcome, outcome_basis=verdict.basis)
    if forecast.p is None:
        return decided
    p = min(max(forecast.p, 1 - SUREST), SUREST)
    return replace(
        decided,
        brier=round((forecast.p - verdict.true) ** 2, 6),
        log_score=round(math.log(p if verdict.true else 1 - p), 6),
    )
