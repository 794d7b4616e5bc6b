"""The server behind `detente serve`: the app on a socket of this machine, and the link that opens it."""

from __future__ import annotations

import socket
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.errors import MachineError
from detente.places import Place

if TYPE_CHECKING:
    import uvicorn

ADDRESS: Final = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Server:
    """A server that listens; `link` makes the address of a path that opens its session, once."""

    server: uvicorn.Server
    listener: socket.socket
    port: int
    link: Callable[[str], str]

    def run(self) -> None:
        """Answers until interrupted."""
        with self.listener:
            self.server.run(sockets=[self.listener])


def listen(store: Place, port: int, on_entry: Callable[[str], None]) -> Server:
    """The app of a store on a port of this machine only; `on_entry` hears the next link whenever one was used.

    Raises `MachineError` when the port is taken, and as the store does.
    """
    import uvicorn

    from detente.explore.app import create_app

    listener = _bound(port)
    port = listener.getsockname()[1]
    try:
        app = create_app(store, port=port, on_entry=lambda token: on_entry(_link(port, "/", token)))
    except BaseException:
        listener.close()
        raise
    config = uvicorn.Config(
        app, log_level="error", access_log=False, server_header=False, date_header=False, proxy_headers=False
    )
    return Server(uvicorn.Server(config), listener, port, lambda path: _link(port, path, app.state.gate.token))


def _bound(port: int) -> socket.socket:
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((ADDRESS, port))
        listener.listen(128)
    except OSError as error:
        listener.close()
        raise MachineError(
            f"The address {ADDRESS}:{port} cannot be used: {(error.strerror or str(error)).lower()}.",
            hint="Choose another one with --port.",
        ) from error
    return listener


def _link(port: int, path: str, token: str) -> str:
    return f"http://{ADDRESS}:{port}{path}?token={token}"
