"""Options that several commands share."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from detente.places import place

Store = Annotated[
    Any,  # detente.places.Place, of which the parser of the command line cannot know
    typer.Option(
        "--store",
        metavar="DIR",
        parser=place,
        help="Folder of the store, or its URL: s3://bucket/store.",
    ),
]
ConfigFile = Annotated[
    Path | None,
    typer.Option("--config", metavar="FILE", help="Settings to use; without it detente.toml here, if there is one."),
]
Json = Annotated[bool, typer.Option("--json", help="Print one JSON object, for programs, instead of text.")]
Debug = Annotated[bool, typer.Option("--debug", help="Show the traceback when something goes wrong.")]
Workers = Annotated[
    int | None,
    typer.Option(
        "--workers",
        min=0,
        metavar="N",
        help="Worker processes; 0, the default, takes one a core, fewer where memory is short.",
    ),
]
Engine = Annotated[
    str | None,
    typer.Option("--engine", metavar="KIND", help="local, the default, or ray (pip install detente[ray])."),
]
Address = Annotated[
    str | None,
    typer.Option("--address", metavar="ADDRESS", help="Ray cluster to join: auto, or ray://head:10001."),
]


def settings(path: Path | None, **flags: Any) -> Any:
    """The configuration from file, environment and the flags that were given (`engine_workers=2`)."""
    from detente import config

    given = {name.replace("_", ".", 1): value for name, value in flags.items() if value is not None}
    return config.load(path, flags=given)
