"""`detente measure`: relations computed again from what the store holds."""

from __future__ import annotations

from detente.cli.build import facts, tell
from detente.cli.options import ConfigFile, Debug, Json, Store, settings
from detente.cli.output import as_json, progress


def measure(store: Store, config: ConfigFile = None, json: Json = False, debug: Debug = False) -> None:
    """Compute indices, turning points, outlooks and forecast scores again; build and import do it by themselves."""
    from detente import pipeline

    with progress(quiet=json) as report:
        summary = pipeline.measure(store, settings(config), report)
    if json:
        as_json(facts(summary))
    else:
        tell(summary)
