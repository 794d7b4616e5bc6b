"""`detente demo`: the bundled corpus, built and shown; the two-minute look."""

from __future__ import annotations

import contextlib
from importlib.resources import as_file, files
from pathlib import Path
from typing import Annotated, Final

import typer

from detente.cli.build import facts, tell
from detente.cli.options import ConfigFile, Debug, Json, Workers, settings
from detente.cli.output import as_json, progress, say
from detente.cli.serve import PORT, Port, show

STORE: Final = Path("detente-demo")


def demo(
    store: Annotated[
        Path, typer.Option("--store", metavar="DIR", help="Folder for the store and its dossier.")
    ] = STORE,
    serve: Annotated[bool, typer.Option("--serve/--no-serve", help="Show the dossier in a browser when done.")] = True,
    port: Port = PORT,
    config: ConfigFile = None,
    workers: Workers = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Build the bundled sample articles into a store, write their dossier and show it: the two-minute look."""
    from detente import pipeline
    from detente.errors import InputError
    from detente.explore.dossier import render
    from detente.store.database import Database
    from detente.store.export import replacing

    chosen = settings(config, engine_workers=workers)
    place = store.absolute()
    bundled = as_file(files("detente").joinpath("demo"))
    # From inside its folder, so that the paths in the tables are those of the corpus and of no machine.
    with bundled as folder, contextlib.chdir(folder), progress(quiet=json) as report:
        summary = pipeline.build(["corpus"], place, chosen, report)
    if not summary.pairs:
        raise InputError("The sample articles gave no incident between two states.")
    a, b, _ = summary.pairs[0]
    page = store / f"{a}-{b}.html"
    with Database(store) as database, replacing(page) as file:
        file.write(render(database, a, b).encode("utf-8"))
    if json:
        as_json(facts(summary) | {"store": str(store), "dossier": str(page)})
    else:
        tell(summary, store=str(store), dossier=str(page))
    if serve:
        show(store, port, f"/dyad/{a}/{b}", json=json)
    elif not json:
        say(f"To explore it in a browser: detente serve --store {store}")
