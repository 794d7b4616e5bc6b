"""`detente dossier`: one self-contained page on a pair of states."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import ConfigFile, Debug, Json, Store
from detente.cli.output import as_json, note, say


def dossier(
    a: Annotated[str, typer.Argument(metavar="A", help="First state or organisation: RUS, or Russia.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The other one: USA.")],
    store: Store,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE.html", help="File to write; without it A-B.html.")
    ] = None,
    config: ConfigFile = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Write one self-contained HTML page on a pair of states, every claim linked to the sentence it came from."""
    from detente.cli.actors import code
    from detente.explore.dossier import render
    from detente.store.database import Database
    from detente.store.export import replacing

    first, second = code(a), code(b)
    with Database(store) as database:
        page = render(database, first, second)
    target = output if output is not None else Path(f"{first}-{second}.html")
    with replacing(target) as file:
        file.write(page.encode("utf-8"))
    if json:
        as_json({"a": first, "b": second, "file": str(target)})
    else:
        say(f"{target} written ({len(page) // 1000} kB).")
        note("Open it in any browser; it needs no network.")
