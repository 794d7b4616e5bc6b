"""How the forecasts on a pair have fared: what was decided, scores against two simple rules, calibration, ranks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from detente.explore.catalogue import Catalogue
from detente.explore.charts.calibration import Bin, calibration
from detente.explore.evidence import Count, Notes
from detente.explore.wording import percent
from detente.measure import scores
from detente.records import Forecast

Z: Final = 1.645


@dataclass(frozen=True, slots=True)
class Ranked:
    """A speaker with enough decided forecasts."""

    name: str
    count: Count
    true: str
    brier: str | None


@dataclass(frozen=True, slots=True)
class Fared:
    """What came of the forecasts; scores are None below `least` of them."""

    due: Count
    true: Count
    false: Count
    waiting: Count
    scored: Count
    brier: str | None
    log_score: str | None
    no_change: str | None
    base_rate: str | None
    chart: Markup | None
    ranked: tuple[Ranked, ...]
    least: int = scores.ENOUGH


def view(catalogue: Catalogue, notes: Notes) -> Fared:
    """How the pair's forecasts have fared; copies of a document count once."""
    copies = {document.doc_id for document in catalogue.documents if document.duplicate_of is not None}
    due = [row for row in catalogue.forecasts if row.outcome is not None and row.doc_id not in copies]
    decided = [row for row in due if scores.decided(row)]
    scored = [row for row in decided if row.brier is not None]
    skill = scores.skill(scored)

    def count(what: str, rows: Sequence[Forecast]) -> Count:
        return notes.count(what, [catalogue.of_forecast(row) for row in rows])

    return Fared(
        due=count("forecasts that allow a verdict", due),
        true=count("forecasts that came true", [row for row in decided if row.outcome == "true"]),
        false=count("forecasts that did not come true", [row for row in decided if row.outcome == "false"]),
        waiting=count("forecasts not decided yet", [row for row in due if not scores.decided(row)]),
        scored=count("decided forecasts with odds", scored),
        brier=None if skill is None else f"{skill.brier:.2f}",
        log_score=None if skill is None else f"{sum(row.log_score or 0 for row in scored) / len(scored):.2f}",
        no_change=_gain(None if skill is None else skill.over_no_change),
        base_rate=_gain(None if skill is None else skill.over_base_rate),
        chart=_chart(scored),
        ranked=tuple(
            Ranked(
                one.name,
                count(f"decided forecasts of {one.name}", [row for row in decided if row.speaker == one.name]),
                percent(one.true),
                None if one.brier is None else f"{one.brier:.2f}",
            )
            for one in scores.speakers(decided)
        ),
    )


def _gain(value: float | None) -> str | None:
    if value is None:
        return None
    return f"{percent(abs(value))} {'better' if value >= 0 else 'worse'}"


def _chart(scored: Sequence[Forecast]) -> Markup | None:
    bins = [_bin(one) for one in scores.calibration(scored)]
    if not bins:
        return None
    return calibration(
        bins,
        title="What was said to be how likely, and how often it came true",
        desc="One dot a fifth of the scale, as large as its number; on the diagonal odds and outcomes agree.",
    )


def _bin(one: scores.Bin) -> Bin:
    low, high = _interval(one.came, one.n)
    words = f"{one.n} given {percent(one.low)} to {percent(one.high)}: {percent(one.came)} came true"
    return Bin(one.said, one.came, low, high, one.n, "#forecasts", words)


def _interval(share: float, n: int) -> tuple[float, float]:
    """The 90 % interval of a share after Wilson (1927)."""
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    reach = Z * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n)) / (1 + Z * Z / n)
    return max(0.0, middle - reach), min(1.0, middle + reach)
