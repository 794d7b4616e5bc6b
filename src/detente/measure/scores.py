"""Scores: how good forecasts were, once one knows: outlooks against counts, people against what happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.measure import counts
from detente.measure.panel import Floats
from detente.records import Forecast, Outlook, Relation

MOST: Final = 20_000
"""Counts beyond this are not told apart."""


@dataclass(frozen=True, slots=True)
class Backtest:
    """Outlooks of one measure: how many were scored, mean log score (higher is better), mean CRPS (lower is better)
    and the share of counts inside the central 90 %."""

    measure: str
    n: int
    log_score: float
    crps: float
    covered: float


@dataclass(frozen=True, slots=True)
class Record:
    """A speaker's forecasts that came due: how many, and their mean Brier and log score."""

    speaker: str
    n: int
    brier: float
    log_score: float | None


def backtest(relations: Iterable[Relation], outlooks: Iterable[Outlook]) -> tuple[Backtest, ...]:
    """One row a measure, over the outlooks for weeks that `relations` hold; a silent week counts none."""
    rows = [r for r in relations if r.period == "week" and not r.directed]
    known = {r.from_ for r in rows}
    seen = {(r.a, r.b, r.from_): r for r in rows}
    values: dict[str, list[tuple[float, float, bool]]] = defaultdict(list)
    for outlook in outlooks:
        if outlook.from_ in known and (outlook.to - outlook.from_).days == 6:
            row = seen.get((outlook.a, outlook.b, outlook.from_))
            count = 0 if row is None else row.cooperation if outlook.measure == "cooperation" else row.conflict
            values[outlook.measure].append(score(outlook, count))
    found = []
    for measure in sorted(values):
        columns = list(zip(*values[measure], strict=True))
        means = [round(sum(column) / len(column), 6) for column in columns]
        found.append(Backtest(measure, len(columns[0]), means[0], means[1], means[2]))
    return tuple(found)


def score(outlook: Outlook, count: int) -> tuple[float, float, bool]:
    """Log score and CRPS of one outlook against a count, and whether the count lies inside the central 90 %."""
    weight, mean, size = (
        np.array([getattr(c, name) for c in outlook.mixture])[:, None] for name in ("weight", "mean", "size")
    )
    widest = float(np.max(mean + 12 * np.sqrt(mean + mean * mean / size)))
    k = np.arange(float(min(MOST, max(count, widest) + 40)))
    chance: Floats = (weight * np.exp(counts.log_probability(k, np.maximum(mean, 1e-9), size))).sum(axis=0)
    total = np.cumsum(chance)
    crps = float(((total - (k >= count)) ** 2).sum())
    below = float(total[count - 1]) if count else 0.0
    return float(np.log(max(chance[count], 1e-300))), crps, below < 0.95 and float(total[count]) > 0.05


def speakers(forecasts: Iterable[Forecast]) -> tuple[Record, ...]:
    """Speakers with forecasts that came due, best mean Brier score first; one forecast is luck, so `n` stands by."""
    due: dict[str, list[Forecast]] = defaultdict(list)
    for forecast in forecasts:
        if forecast.speaker and forecast.brier is not None:
            due[forecast.speaker].append(forecast)
    found = []
    for speaker in sorted(due):
        briers = [f.brier for f in due[speaker] if f.brier is not None]
        logs = [f.log_score for f in due[speaker] if f.log_score is not None]
        mean = round(sum(logs) / len(logs), 6) if logs else None
        found.append(Record(speaker, len(briers), round(sum(briers) / len(briers), 6), mean))
    return tuple(sorted(found, key=lambda record: (record.brier, record.speaker)))
