"""`detente backtest`: how good the outlooks were, beside the plainest rules."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Final

from detente.cli.options import ConfigFile, Debug, Json, Store, settings
from detente.cli.output import as_json, note, say

if TYPE_CHECKING:
    from detente.measure.backtests import Score

NOTE: Final = (
    "Log score: higher is better. CRPS: lower is better. Coverage: share inside the central 90 %, best near 0.90. "
    "Every outlook knew nothing but the past; the plain rules were fitted on the weeks before the first one."
)


def backtest(store: Store, config: ConfigFile = None, json: Json = False, debug: Debug = False) -> None:
    """Score the outlooks that the store holds against what then happened, beside the plainest rules."""
    from detente.errors import InputError
    from detente.measure import backtests
    from detente.records import Outlook, Relation
    from detente.store.database import Database

    chosen = settings(config).measure
    with Database(store) as database:
        found = list(backtests.backtest(database.records(Relation), database.records(Outlook)))
        found += backtests.of_index(database.arrow("incidents"), chosen)
    if not found:
        raise InputError(
            f"The store holds no outlook that can be scored: it takes {chosen.outlook_events} incidents of a pair and "
            "16 weeks.",
            hint="Add more reports or import event data; measure.outlook_events sets the least number.",
        )
    if json:
        as_json({"scores": [asdict(score) for score in found]})
        return
    for line in _table(found):
        say(line)
    note(NOTE)


def _table(scores: Sequence[Score]) -> list[str]:
    lines = [f"{'measure':13}{'period':8}{'forecaster':17}{'n':>8}{'log score':>12}{'CRPS':>10}{'coverage':>10}"]
    for one in scores:
        crps = "–" if one.crps is None else f"{one.crps:.4f}"
        told = f"{one.n:8d}{one.log_score:12.4f}{crps:>10}{one.covered:10.3f}"
        lines.append(f"{one.measure:13}{one.period:8}{one.forecaster:17}{told}")
    return lines
