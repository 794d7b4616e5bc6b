"""`detente diff`: what came, went and changed between two stores, and why."""

from __future__ import annotations

import json as codec
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from detente.cli.options import ConfigFile, Debug, Json
from detente.cli.output import as_json, note, say

if TYPE_CHECKING:
    from detente.store.difference import Change, Summary

SHOWN = 20
"""Rows of one table that are printed; all of them go into a file."""


def diff(
    a: Annotated[str, typer.Argument(metavar="A", help="Folder or URL of the earlier store.")],
    b: Annotated[str, typer.Argument(metavar="B", help="Folder or URL of the later store.")],
    table: Annotated[
        str | None, typer.Option("--table", metavar="TABLE", help="Show the rows of this table that differ.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE.jsonl", help="File for every row that differs.")
    ] = None,
    config: ConfigFile = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Compare two stores: which rows came, went and changed, and why."""
    from detente.errors import UsageError
    from detente.store.database import Database
    from detente.store.difference import Difference, tables
    from detente.store.export import replacing

    if table is not None and table not in tables():
        raise UsageError(f"There is no table {table}.", hint=f"There are: {', '.join(tables())}.")
    chosen = tables() if table is None else (table,)
    with Database(a) as one, Database(b) as other:
        difference = Difference(one, other)
        found = [difference.summary(name) for name in chosen]
        if output is not None:
            with replacing(output) as file:
                for name in chosen:
                    for change in difference.changes(name):
                        file.write((codec.dumps(asdict(change), ensure_ascii=False) + "\n").encode())
        rows: list[Change] = [] if table is None or output is not None else list(difference.changes(table))
    if json:
        as_json({"tables": [asdict(row) for row in found], "rows": [asdict(row) for row in rows]})
        return
    _tell(found, rows)
    if output is not None:
        note(f"Every row that differs is in {output}.")


def _tell(found: list[Summary], rows: list[Change]) -> None:
    """The tables that differ with the reasons, and the first of the rows asked for."""
    differing = [row for row in found if row.came or row.gone or row.changed]
    for row in differing:
        numbers = f"{row.came} came, {row.gone} went, {row.changed} changed"
        say(f"{row.table}: {numbers} ({row.before} rows before, {row.after} after)")
        for why, n in row.why.items():
            say(f"  {n:>6}  {why}")
    if not differing:
        say("The two hold the same rows.")
    for change in rows[:SHOWN]:
        said = "; ".join(f"{name}: {_short(x)} → {_short(y)}" for name, (x, y) in change.columns.items())
        say(f"  {change.change:<8} {' '.join(change.row)}  {said or change.why}")
    if len(rows) > SHOWN:
        say(f"  … and {len(rows) - SHOWN} more: give -o FILE.jsonl")


def _short(value: object) -> str:
    text = codec.dumps(value, ensure_ascii=False)
    return text if len(text) <= 60 else f"{text[:59]}…"
