"""`detente import`: event data that others coded, into the same tables."""

from __future__ import annotations

from typing import Annotated

import typer

from detente.cli.build import facts, tell
from detente.cli.options import ConfigFile, Debug, Json, Store, settings
from detente.cli.output import as_json, progress


def imports(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="gdelt, icews, polecat or plover.")],
    files: Annotated[list[str], typer.Argument(metavar="FILE", help="Files of that kind, packed or not.")],
    store: Store,
    config: ConfigFile = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Read existing event data (GDELT, ICEWS, POLECAT, PLOVER) into the same tables; the column origin says which."""
    from detente import pipeline

    with progress(quiet=json) as report:
        summary = pipeline.import_events(kind, files, store, settings(config), report)
    if json:
        as_json(facts(summary))
    else:
        tell(summary)
