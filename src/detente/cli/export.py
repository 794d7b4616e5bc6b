"""`detente export`: a table, whole, or a panel of pairs, in one of four formats."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, BinaryIO

import typer

from detente.cli.options import ConfigFile, Debug, Json, Store
from detente.cli.output import as_json, note


def export(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="Name of the table, for example events; or panel.")],
    store: Store,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="jsonl, csv, parquet or dta.")] = "jsonl",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="File to write; without it, standard output.")
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="PERIOD", help="Of a panel: day, week or month.")] = "month",
    config: ConfigFile = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Write a whole table as JSON lines, CSV, Parquet or Stata file; panel gives pairs by day, week or month."""
    from detente.errors import UsageError

    if output is None:
        if json:
            raise UsageError("With --json the rows need a file of their own.", hint="Give one with -o FILE.")
        if form == "dta":
            raise UsageError("A Stata file needs a name.", hint="Give one with -o FILE.dta.")
        _write(store, table, form, sys.stdout.buffer, by)
        return
    count = _write(store, table, form, output, by)
    if json:
        as_json({"table": table, "rows": count, "file": str(output)})
    else:
        note(f"{count} rows of {table} in {output}.")


def _write(store: Path, table: str, form: str, target: Path | BinaryIO, by: str) -> int:
    from detente.store import export as tables

    if table != "panel":
        return tables.export(store, table, form, target)
    from detente.api import Store as Opened

    with Opened(store) as opened:
        rows = opened.panel(by)
    if not isinstance(target, Path):
        return tables.write(rows, form, target, name=f"panel by {by}")
    with tables.replacing(target) as file:
        return tables.write(rows, form, file, name=f"panel by {by}")
