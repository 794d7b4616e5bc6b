"""`detente measure`: relations computed again from what the store holds."""

from __future__ import annotations

from detente.cli.build import facts, tell
from detente.cli.options import ConfigFile, Debug, Json, Store, settings
from detente.cli.output import as_json, progress, say
from detente.places import Place


def measure(store: Store, config: ConfigFile = None, json: Json = False, debug: Debug = False) -> None:
    """Compute indices, turning points, outlooks and forecast scores again; build and import do it by themselves."""
    from detente import pipeline

    with progress(quiet=json) as report:
        summary = pipeline.measure(store, settings(config), report)
    if json:
        as_json(facts(summary))
    else:
        tell(summary)
        _fared(store)


def _fared(store: Place) -> None:
    """One line on how the forecasts of the store have fared, where any allows a verdict."""
    from detente.records import Score
    from detente.store.database import Database

    with Database(store) as database:
        card = next((one for one in database.records(Score) if one.of == "all"), None)
    if card is None:
        say("No forecast allows a verdict: it takes two states, a claim and a day.")
        return
    fared = f"{card.n_decided} decided and {card.n_true} true" if card.n_decided else "none decided yet"
    mean = "" if card.brier is None else f"; mean Brier score {card.brier:.3f} over {card.n_scored} with odds"
    say(f"Forecasts that allow a verdict: {card.n_made}, {fared}{mean}.")
    say(f"By speaker, outlet and odds: detente export scores --store {store}")
