"""Scores: how good forecasts were, once one knows: outlooks against counts, people against what happened."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from detente.measure import counts
from detente.measure.panel import Floats
from detente.records import Document, Forecast, Outlook, Relation

ENOUGH: Final = 10
"""Decided forecasts below which nobody is ranked and nothing is called calibrated: fewer are luck."""

BINS: Final = 5
NEGATIVE: Final = frozenset({"no_change", "event_does_not_happen"})
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
    """A speaker's or an outlet's forecasts that were decided: how many, the share that came true, how many of them
    gave a probability, and the mean Brier and log score of those (None without any)."""

    name: str
    n: int
    true: float
    n_scored: int
    brier: float | None
    log_score: float | None


@dataclass(frozen=True, slots=True)
class Bin:
    """A row of a calibration table: forecasts given between `low` and `high`, what was said and what came.

    `n_by_hand` of them were decided by a person.
    """

    low: float
    high: float
    n: int
    said: float
    came: float
    n_by_hand: int = 0


@dataclass(frozen=True, slots=True)
class Skill:
    """Mean Brier score of decided forecasts with a probability, and the share by which it beats two simple rules.

    `over_no_change` against "nothing will change", `over_base_rate` against the share of all forecasts that came true;
    0 is as good as the rule, 1 perfect, below 0 worse; None where the rule makes no mistake.
    """

    n: int
    brier: float
    over_no_change: float | None
    over_base_rate: float | None


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


def speakers(forecasts: Iterable[Forecast], *, least: int = ENOUGH) -> tuple[Record, ...]:
    """Speakers with at least `least` decided forecasts, best mean Brier score first."""
    return _records(((one.speaker, one) for one in forecasts), least)


def outlets(forecasts: Iterable[Forecast], documents: Iterable[Document], *, least: int = ENOUGH) -> tuple[Record, ...]:
    """Outlets that printed at least `least` decided forecasts, best mean Brier score first."""
    known = {document.doc_id: document.outlet for document in documents}
    return _records(((known.get(one.doc_id), one) for one in forecasts), least)


def calibration(forecasts: Iterable[Forecast], *, least: int = ENOUGH) -> tuple[Bin, ...]:
    """What was said beside what came, by fifths of the scale, empty ones left out; nothing below `least` forecasts."""
    due = [
        (one.p, one.outcome == "true", not one.outcome_basis) for one in forecasts if one.p is not None and decided(one)
    ]
    if len(due) < least:
        return ()
    found = []
    for n in range(BINS):
        inside = [row for row in due if min(int(row[0] * BINS), BINS - 1) == n]
        if inside:
            said, came = (round(sum(row[i] for row in inside) / len(inside), 6) for i in (0, 1))
            found.append(Bin(n / BINS, (n + 1) / BINS, len(inside), said, came, sum(row[2] for row in inside)))
    return tuple(found)


def skill(forecasts: Iterable[Forecast], *, least: int = ENOUGH) -> Skill | None:
    """How much better than two simple rules the forecasts with a probability were; None below `least` of them."""
    due = [one for one in forecasts if one.brier is not None and decided(one)]
    if len(due) < least:
        return None
    came = [one.outcome == "true" for one in due]
    brier = sum(one.brier or 0.0 for one in due) / len(due)
    share = sum(came) / len(came)
    steady = sum((one.direction in NEGATIVE) != true for one, true in zip(due, came, strict=True)) / len(due)
    return Skill(len(due), round(brier, 6), _gain(brier, steady), _gain(brier, share * (1 - share)))


def _gain(brier: float, rule: float) -> float | None:
    return round(1 - brier / rule, 6) if rule else None


def decided(forecast: Forecast) -> bool:
    """True where one knows what came of it."""
    return forecast.outcome in {"true", "false"}


def _records(pairs: Iterable[tuple[str | None, Forecast]], least: int) -> tuple[Record, ...]:
    due: dict[str, list[Forecast]] = defaultdict(list)
    for name, forecast in pairs:
        if name and decided(forecast):
            due[name].append(forecast)
    found = [_record(name, due[name]) for name in sorted(due) if len(due[name]) >= least]
    return tuple(sorted(found, key=lambda one: (one.brier is None, one.brier or 0.0, one.name)))


def _record(name: str, due: Sequence[Forecast]) -> Record:
    briers = [one.brier for one in due if one.brier is not None]
    logs = [one.log_score for one in due if one.log_score is not None]
    true = sum(one.outcome == "true" for one in due) / len(due)
    return Record(name, len(due), round(true, 6), len(briers), _mean(briers), _mean(logs))


def _mean(values: Sequence[float]) -> float | None:
    return round(sum(values) / len(values), 6) if values else None
