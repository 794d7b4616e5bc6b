"""`detente code`: passages in, coded passages out, no store."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import ConfigFile, Debug, Json, Workers, settings
from detente.cli.output import as_json, note, progress


def code(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="Rows {id, text, date?}; - reads standard input.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.jsonl", help="File to write; else standard output.")
    ] = None,
    config: ConfigFile = None,
    workers: Workers = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Code sentences or passages: one row {id, events, quotes, forecasts} for each row {id, text, date?}."""
    from detente import pipeline
    from detente.cli import rows

    chosen = settings(config, engine_workers=workers)
    given = rows.read(file, ("id", "text"))
    with progress(quiet=json) as report:
        count = rows.write(output, pipeline.code(given, chosen, report))
    if json and output is not None:
        as_json({"rows": count, "file": str(output)})
    elif output is not None:
        note(f"{count} rows in {output}.")
