"""The forecast ledger: who foresees what, side by side, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from detente.explore import fared
from detente.explore.catalogue import Catalogue, outlet_of, published, title
from detente.explore.charts.bars import probability
from detente.explore.citations import anchor
from detente.explore.evidence import Count, Notes
from detente.explore.incidents import Link
from detente.explore.passages import Passage
from detente.explore.wording import Term, interval, percent, term, terms
from detente.records import Forecast

SIDES: Final = ("improve", "no_change", "deteriorate")
FORESEEN: Final = ("assertion", "possibility", "conditional")  # the other classes say what is meant, wished or due


@dataclass(frozen=True, slots=True)
class Entry:
    """One forecast of the ledger."""

    anchor: str
    ref: str
    href: str
    passage: Passage
    speaker: str
    role: str | None
    quote_href: str | None
    document: str
    document_href: str
    published: str
    class_: Term
    about: str | None
    horizon: str | None
    horizon_days: str | None
    odds: str | None
    odds_text: str | None
    odds_chart: Markup | None
    scale: str | None
    condition: str | None
    outcome: Term | None
    outcome_basis: tuple[Link, ...]
    brier: str | None
    scoreable: bool


@dataclass(frozen=True, slots=True)
class Column:
    """The forecasts of one direction, firm ones first; `wishes` are intents, hopes and shoulds."""

    term: Term
    count: Count
    entries: tuple[Entry, ...]
    wishes: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class ForecastsView:
    """Everything the ledger shows: three columns on the relation, the rest below, and how they fared."""

    total: Count
    fared: fared.Fared
    sides: tuple[Column, ...]
    others: tuple[Column, ...]


def view(catalogue: Catalogue, notes: Notes) -> ForecastsView:
    """The ledger of the pair."""
    directions = [entry for entry in terms("direction") if entry.code not in SIDES]
    others = [_column(entry, entry.code, catalogue, notes) for entry in directions]
    others.append(_column(Term("", "without a direction", "No direction given", ""), None, catalogue, notes))
    return ForecastsView(
        total=notes.count("forecasts", [catalogue.of_forecast(row) for row in catalogue.forecasts]),
        fared=fared.view(catalogue, notes),
        sides=tuple(_column(term("direction", code), code, catalogue, notes) for code in SIDES),
        others=tuple(column for column in others if column.count.n),
    )


def foreseen(catalogue: Catalogue, direction: str) -> list[Forecast]:
    """The forecasts of one direction that say what will or may be, wishes left out."""
    return [row for row in catalogue.forecasts if row.direction == direction and row.class_ in FORESEEN]


def _column(of: Term, direction: str | None, catalogue: Catalogue, notes: Notes) -> Column:
    rows = [row for row in catalogue.forecasts if row.direction == direction]
    rows.sort(key=lambda row: FORESEEN.index(row.class_) if row.class_ in FORESEEN else len(FORESEEN))
    return Column(
        term=of,
        count=notes.count(f"forecasts: {of.phrase}", [catalogue.of_forecast(row) for row in rows]),
        entries=tuple(_entry(row, catalogue) for row in rows if row.class_ in FORESEEN),
        wishes=tuple(_entry(row, catalogue) for row in rows if row.class_ not in FORESEEN),
    )


def _entry(row: Forecast, catalogue: Catalogue) -> Entry:
    document = catalogue.document[row.doc_id]
    quote = catalogue.quote.get(row.quote_id or "")
    low = row.p if row.p_low is None else row.p_low
    high = row.p if row.p_high is None else row.p_high
    return Entry(
        anchor=row.forecast_id,
        ref=catalogue.refs[row.forecast_id],
        href=f"#{anchor(row.doc_id, row.start, row.end)}",
        passage=catalogue.passage(row.doc_id, row.start, row.end),
        speaker=row.speaker or (quote.speaker if quote and quote.speaker else f"{outlet_of(document)} (the author)"),
        role=", ".join(part for part in (quote.role, quote.affiliation) if part) if quote is not None else None,
        quote_href=f"#{quote.quote_id}" if quote is not None else None,
        document=outlet_of(document),
        document_href=f"#{document.doc_id}",
        published=published(document),
        class_=term("class", row.class_),
        about=row.about.replace("_", " ") if row.about else None,
        horizon=row.horizon_text,
        horizon_days=interval(row.horizon_from, row.horizon_to) if row.horizon_from or row.horizon_to else None,
        odds=_odds(low, row.p, high),
        odds_text=row.probability_text,
        odds_chart=probability(low, row.p, high) if None not in (low, row.p, high) else None,  # type: ignore[arg-type]
        scale=row.p_scale,
        condition=row.condition_text,
        outcome=term("outcome", row.outcome) if row.outcome else None,
        outcome_basis=tuple(
            Link(f"#{key}", catalogue.refs[key], title(catalogue.incident[key]), "")
            for key in row.outcome_basis
            if key in catalogue.incident
        ),
        brier=f"{row.brier:.2f}" if row.brier is not None else None,
        scoreable=row.scoreable,
    )


def _odds(low: float | None, best: float | None, high: float | None) -> str | None:
    if best is None or low is None or high is None:
        return None
    return percent(best) if low == high else f"{percent(low)} – {percent(high)}"
