"""`detente export`: a table, whole, in one of three formats."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import ConfigFile, Debug, Json, Store
from detente.cli.output import as_json, note


def export(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="Name of the table, for example events.")],
    store: Store,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="jsonl, csv or parquet.")] = "jsonl",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="File to write; without it, standard output.")
    ] = None,
    config: ConfigFile = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Write a whole table as JSON lines, CSV or Parquet."""
    from detente.errors import UsageError
    from detente.store import export as tables

    if output is None:
        if json:
            raise UsageError("With --json the rows need a file of their own.", hint="Give one with -o FILE.")
        tables.export(store, table, form, sys.stdout.buffer)
        return
    count = tables.export(store, table, form, output)
    if json:
        as_json({"table": table, "rows": count, "file": str(output)})
    else:
        note(f"{count} rows of {table} in {output}.")
