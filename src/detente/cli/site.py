"""`detente site`: a whole store as a folder of pages that need no server."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import ConfigFile, Debug, Json, Store
from detente.cli.output import as_json, progress, say


def site(
    store: Store,
    output: Annotated[Path, typer.Option("--output", "-o", metavar="DIR", help="Folder to write the pages into.")],
    least: Annotated[
        int, typer.Option("--least", min=1, metavar="N", help="Pairs with fewer incidents get no dossier.")
    ] = 1,
    texts: Annotated[
        bool, typer.Option("--texts", help="Give the articles away, too: mind the rights of their publishers.")
    ] = False,
    config: ConfigFile = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Write a whole store as a static site: a dossier for every pair, the tables, the codebook."""
    from detente.explore import site as pages
    from detente.store.database import Database

    with Database(store) as database, progress(quiet=json) as report:
        found = pages.write(database, output, least=least, texts=texts, progress=report)
    if json:
        as_json(asdict(found) | {"index": str(output / pages.INDEX)})
        return
    say(f"{output / pages.INDEX} written; dossiers: {found.dossiers}, files of tables: {found.files}.")
    if found.left_out:
        say(f"Pairs with fewer than {least} incidents, which got no dossier: {found.left_out}.")
