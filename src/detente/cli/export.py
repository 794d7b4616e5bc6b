"""`detente export`: a table, whole, or a panel of pairs, in one of four formats."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated, BinaryIO, Final

import typer

from detente.cli.options import ConfigFile, Debug, Json, Store
from detente.cli.output import as_json, note
from detente.places import Place

LEFT: Final = (
    "{n} events were left out: they did not happen, name no side, or no day (--fold keeps what was announced)."
)


def export(
    table: Annotated[str, typer.Argument(metavar="TABLE", help="Name of the table, for example events; or panel.")],
    store: Store,
    form: Annotated[str, typer.Option("--format", metavar="FORMAT", help="jsonl, csv, parquet or dta.")] = "jsonl",
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="File to write; without it, standard output.")
    ] = None,
    by: Annotated[str, typer.Option("--by", metavar="PERIOD", help="Of a panel: day, week or month.")] = "month",
    layout: Annotated[
        str | None, typer.Option("--layout", metavar="LAYOUT", help="Of events: icews, gdelt or plover.")
    ] = None,
    fold: Annotated[
        bool, typer.Option("--fold", help="Of events: read what was announced or called off as PLOVER's manual does.")
    ] = False,
    config: ConfigFile = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Write a whole table as JSON lines, CSV, Parquet or Stata file; panel gives pairs by day, week or month."""
    from detente.errors import UsageError

    if (layout is not None or fold) and table != "events":
        raise UsageError(f"--layout and --fold are for events, not for {table}.", hint="detente export events …")

    if output is None:
        if json:
            raise UsageError("With --json the rows need a file of their own.", hint="Give one with -o FILE.")
        if form == "dta":
            raise UsageError("A Stata file needs a name.", hint="Give one with -o FILE.dta.")
        _, left = _written(store, table, form, sys.stdout.buffer, by, layout=layout, fold=fold)
        if left:
            note(LEFT.format(n=left))
        return
    count, left = _written(store, table, form, output, by, layout=layout, fold=fold)
    if json:
        as_json({"table": table, "rows": count} | ({"left_out": left} if layout else {}) | {"file": str(output)})
    else:
        note(f"{count} rows of {table} in {output}.")
        if left:
            note(LEFT.format(n=left))


def _written(
    store: Place, table: str, form: str, target: Path | BinaryIO, by: str, *, layout: str | None, fold: bool
) -> tuple[int, int]:
    """Rows written, and events that have no place in a layout."""
    if layout is None and not fold:
        return _write(store, table, form, target, by), 0
    from detente.errors import UsageError
    from detente.store import dialects

    if layout is None and form not in dialects.PLAIN:
        raise UsageError(f"Folded events leave as jsonl or csv, not as {form}.", hint="Or give a --layout.")
    return dialects.export(store, layout or form, target, fold=fold)


def _write(store: Place, table: str, form: str, target: Path | BinaryIO, by: str) -> int:
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
