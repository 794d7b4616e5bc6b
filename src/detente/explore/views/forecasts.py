"""Forecasts as lines of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from detente.explore import addresses
from detente.explore.charts.bars import probability
from detente.explore.numbers import Number, number
from detente.explore.passages import Passage
from detente.explore.views.events import sides
from detente.explore.views.texts import Origin, Texts
from detente.explore.wording import Term, interval, percent, term, terms
from detente.records import Forecast
from detente.store import schema
from detente.store.reader import Reader, Row


@dataclass(frozen=True, slots=True)
class ForecastLine:
    """One forecast in the ledger."""

    id: str
    href: str
    passage: Passage | None
    speaker: str
    speaker_href: str | None
    class_: Term
    direction: Term | None
    about: str | None
    sides: str | None
    horizon: str | None
    odds: str | None
    odds_text: str | None
    odds_chart: Markup | None
    condition: str | None
    outcome: Term | None
    basis: tuple[str, ...]
    brier: str | None
    origin: Origin | None


def lines(reader: Reader, rows: Sequence[Row]) -> tuple[ForecastLine, ...]:
    """Forecasts in words."""
    forecasts = [schema.record(Forecast, row) for row in rows]
    texts = Texts(reader, (forecast.doc_id for forecast in forecasts))
    return tuple(line(forecast, texts) for forecast in forecasts)


def line(row: Forecast, texts: Texts) -> ForecastLine:
    """One forecast in words."""
    low = row.p if row.p_low is None else row.p_low
    high = row.p if row.p_high is None else row.p_high
    known = row.p is not None and low is not None and high is not None
    horizon = interval(row.horizon_from, row.horizon_to) if row.horizon_from or row.horizon_to else None
    return ForecastLine(
        id=row.forecast_id,
        href=addresses.document(row.doc_id, row.start, row.end),
        passage=texts.passage(row.doc_id, row.start, row.end),
        speaker=row.speaker or "the author",
        speaker_href=addresses.listing("forecasts", speaker=row.speaker) if row.speaker else None,
        class_=term("class", row.class_),
        direction=term("direction", row.direction) if row.direction else None,
        about=row.about.replace("_", " ") if row.about else None,
        sides=sides(row.a, row.b).replace("→", "and") if row.a and row.b else None,
        horizon=f"{row.horizon_text}: {horizon}" if row.horizon_text and horizon else row.horizon_text or horizon,
        odds=_odds(low, row.p, high),
        odds_text=row.probability_text,
        odds_chart=probability(low, row.p, high) if known else None,  # type: ignore[arg-type]
        condition=row.condition_text,
        outcome=term("outcome", row.outcome) if row.outcome else None,
        basis=tuple(addresses.incident(key) for key in row.outcome_basis),
        brier=f"{row.brier:.2f}" if row.brier is not None else None,
        origin=texts.origin(row.doc_id),
    )


def _odds(low: float | None, best: float | None, high: float | None) -> str | None:
    if best is None or low is None or high is None:
        return None
    return percent(best) if low == high else f"{percent(low)} – {percent(high)}"


@dataclass(frozen=True, slots=True)
class SideCount:
    """Forecasts of one direction: what is foreseen, and what is only meant, wished or due."""

    term: Term
    foreseen: tuple[tuple[Term, Number], ...]
    total: Number


def by_direction(reader: Reader, a: str | None = None, b: str | None = None) -> tuple[SideCount, ...]:
    """Forecasts by direction and class, of a pair or of all."""
    counts: dict[str, dict[str, int]] = {}
    for row in reader.ask("ledger_counts", a=a, b=b):
        if row["direction"] is not None:
            held = counts.setdefault(row["direction"], {})
            held[row["class"]] = held.get(row["class"], 0) + row["n"]
    return tuple(
        SideCount(
            term=entry,
            foreseen=tuple(
                (
                    one,
                    number(counts[entry.code][one.code], "forecasts", direction=entry.code, class_=one.code, a=a, b=b),
                )
                for one in terms("class")
                if one.code in counts[entry.code]
            ),
            total=number(sum(counts[entry.code].values()), "forecasts", direction=entry.code, a=a, b=b),
        )
        for entry in terms("direction")
        if entry.code in counts
    )
