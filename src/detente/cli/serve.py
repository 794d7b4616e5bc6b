"""`detente serve`: a store in a browser on this machine."""

from __future__ import annotations

from typing import Annotated, Final

import typer

from detente.cli.options import ConfigFile, Debug, Json, Store
from detente.cli.output import as_json, note, say
from detente.places import Place

PORT: Final = 8650

Port = Annotated[
    int, typer.Option("--port", min=0, max=65535, metavar="N", help="Port on 127.0.0.1; 0 takes a free one.")
]


def serve(store: Store, port: Port = PORT, config: ConfigFile = None, json: Json = False, debug: Debug = False) -> None:
    """Explore a store in your browser, on this machine only; Ctrl-C stops it."""
    show(store, port, "/", json=json)


def show(store: Place, port: int, path: str, *, json: bool) -> None:
    """Serves until interrupted, after printing the link that opens `path`."""
    import sys

    from detente.cli.server import listen
    from detente.store.segments import read

    read(store)
    server = listen(store, port, _next)
    if json:
        as_json({"address": server.link(path)})
    else:
        say(f"Open {server.link(path)}  (Ctrl-C stops)")
    sys.stdout.flush()
    try:
        server.run()
    except KeyboardInterrupt:
        say("")


def _next(link: str) -> None:
    note(f"Opened. The link works once; for another browser: {link}")
