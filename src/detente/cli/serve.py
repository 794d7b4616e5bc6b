"""`detente serve`: the dossiers of a store in a browser on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Final

import typer

from detente.cli.options import ConfigFile, Debug, Json, Store
from detente.cli.output import as_json, say

PORT: Final = 8650

Port = Annotated[
    int, typer.Option("--port", min=0, max=65535, metavar="N", help="Port on 127.0.0.1; 0 takes a free one.")
]


def serve(store: Store, port: Port = PORT, config: ConfigFile = None, json: Json = False, debug: Debug = False) -> None:
    """Show the dossiers of a store in your browser, on this machine only; Ctrl-C stops it."""
    show(store, port, "/", json=json)


def show(store: Path, port: int, path: str, *, json: bool) -> None:
    """Serves until interrupted, after printing the address of `path`."""
    import sys

    from detente.cli.server import serve as listen
    from detente.store.segments import read

    read(store)
    server = listen(store, port)
    address = f"http://127.0.0.1:{server.server_port}{path}"
    if json:
        as_json({"address": address})
    else:
        say(f"Open {address}  (Ctrl-C stops)")
    sys.stdout.flush()
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        say("")
    finally:
        server.server_close()
