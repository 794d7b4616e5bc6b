"""`detente relate`: which act of the source toward the target a sentence reports."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from detente.cli.options import ConfigFile, Debug, Json
from detente.cli.output import as_json, note


def relate(
    file: Annotated[Path, typer.Argument(metavar="FILE.jsonl", help="Rows {id, text, source, target}.")],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="OUT.jsonl", help="File to write; else standard output.")
    ] = None,
    config: ConfigFile = None,
    json: Json = False,
    debug: Debug = False,
) -> None:
    """Name the act of a given source toward a given target: {id, plover, quad, binary, p} for each row."""
    from detente import pipeline
    from detente.cli import rows

    given = rows.read(file, ("id", "text", "source", "target"))
    found = list(pipeline.relate(given))
    count = rows.write(output, found)
    if all(row["plover"] is None for row in found):
        note("Every row abstains: the learned weights of the relation scorer are not installed.")
    if json and output is not None:
        as_json({"rows": count, "file": str(output)})
    elif output is not None:
        note(f"{count} rows in {output}.")
