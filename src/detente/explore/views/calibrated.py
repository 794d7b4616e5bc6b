"""How forecasts fared: odds against what came true, mean scores where there are enough, and who foresaw."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from detente.explore import addresses
from detente.explore.charts.calibration import Bin, calibration
from detente.explore.numbers import Number, counted, number
from detente.explore.wording import percent
from detente.store.reader import Reader, Row

ENOUGH: Final = 20  # scored forecasts below which no mean score is shown
Z: Final = 1.645
SHOWN: Final = 15


@dataclass(frozen=True, slots=True)
class Foreteller:
    """Somebody who foresees."""

    name: str
    href: str
    forecasts: Number
    scored: Number
    brier: str | None


@dataclass(frozen=True, slots=True)
class Fared:
    """How the forecasts of the store fared."""

    chart: Markup | None
    scored: Number
    brier: str | None
    log_score: str | None
    enough: int
    decided: tuple[tuple[str, Number], ...]
    tellers: tuple[Foreteller, ...]


def view(reader: Reader) -> Fared:
    """The calibration of all scored forecasts."""
    rows = reader.ask("calibration")
    n = sum(row["n"] for row in rows)
    return Fared(
        chart=_chart(rows) if rows else None,
        scored=counted(reader, "forecasts", scored="yes"),
        brier=f"{sum(row['brier'] for row in rows) / n:.3f}" if n >= ENOUGH else None,
        log_score=f"{sum(row['log_score'] or 0 for row in rows) / n:.3f}" if n >= ENOUGH else None,
        enough=ENOUGH,
        decided=tuple(
            (label, counted(reader, "forecasts", outcome=code))
            for code, label in (("true", "came true"), ("false", "did not"), ("unresolved", "not decided"))
        ),
        tellers=tuple(
            Foreteller(
                row["speaker"],
                addresses.speaker(row["speaker"]),
                number(row["n"], "forecasts", speaker=row["speaker"]),
                number(row["n_scored"], "forecasts", speaker=row["speaker"], scored="yes"),
                f"{row['brier']:.2f}" if row["brier"] is not None else None,
            )
            for row in reader.ask("forecasters", limit=SHOWN)
        ),
    )


def _chart(rows: list[Row]) -> Markup:
    bins = []
    for row in rows:
        low, high = interval(row["came_true"], row["n"])
        share = row["came_true"] / row["n"]
        words = f"{row['n']} forecasts at about {percent(row['mean'])}: {percent(share)} came true"
        href = addresses.listing("forecasts", bin=row["bin"])
        bins.append(Bin(row["mean"], share, low, high, row["n"], href, words))
    return calibration(
        bins,
        title="Calibration of forecasts",
        desc="Odds as given against the share that came true; each dot opens its rows.",
    )


def interval(k: int, n: int) -> tuple[float, float]:
    """Wilson's interval that holds a share with 90 % confidence."""
    centre = (k + Z * Z / 2) / (n + Z * Z)
    half = Z * (k * (n - k) / n + Z * Z / 4) ** 0.5 / (n + Z * Z)
    return max(0.0, centre - half), min(1.0, centre + half)
