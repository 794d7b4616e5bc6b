"""A small read-only web server on this machine for the dossiers of a store."""

from __future__ import annotations

import base64
import hashlib
import html
import re
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any, Final

from detente.errors import DetenteError, MachineError, UsageError

ADDRESS: Final = "127.0.0.1"
NAMES: Final = ("127.0.0.1", "localhost")
SHOWN: Final = 200
"""Pairs on the first page; the others are reached by their address."""

DOSSIER: Final = re.compile(r"/dossier/([A-Z]{3})/([A-Z]{3})")
STYLE: Final = (
    ":root{color-scheme:light dark}body{font:1.1rem/1.5 Georgia,serif;max-width:40rem;margin:3rem auto;padding:0 1rem}"
    "td{padding:.2rem 1rem .2rem 0}td:last-child{text-align:right}"
)
STYLE_HASH: Final = base64.b64encode(hashlib.sha256(STYLE.encode()).digest()).decode()

HEADERS: Final = {
    "Content-Type": "text/html; charset=utf-8",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
POLICY: Final = (
    "default-src 'none'; style-src {style}; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def serve(store: Path, port: int) -> HTTPServer:
    """A server of the store's dossiers, bound to this machine only. Raises `MachineError` when the port is taken."""
    pages = Pages(store)

    class Handler(_Handler):
        held = pages

    try:
        return HTTPServer((ADDRESS, port), Handler)
    except OSError as error:
        raise MachineError(
            f"The address {ADDRESS}:{port} cannot be used: {(error.strerror or str(error)).lower()}.",
            hint="Choose another one with --port.",
        ) from error


class Pages:
    """Pages of one store, each made when first asked for and kept until the store changes."""

    def __init__(self, store: Path) -> None:
        self.store = store
        self.digest = ""
        self.kept: dict[str, str] = {}

    def page(self, path: str) -> str | None:
        """The page at a path; None where there is none. Raises as the store does."""
        from detente.store.database import Database

        with Database(self.store) as database:
            if database.manifest.digest() != self.digest:
                self.digest, self.kept = database.manifest.digest(), {}
            if path not in self.kept:
                found = _index(database) if path == "/" else _dossier(database, path)
                if found is None:
                    return None
                self.kept[path] = found
        return self.kept[path]


class _Handler(BaseHTTPRequestHandler):
    """Answers GET for a host that is this machine, and nothing else."""

    held: Pages
    server_version = "detente"
    sys_version = ""

    def do_GET(self) -> None:
        host, _, port = self.headers.get("Host", "").partition(":")
        if host not in NAMES or port != str(self.server.server_port):  # type: ignore[attr-defined]
            self._answer(403, _message("This server answers on this machine only."))
            return
        try:
            page = self.held.page(self.path)
        except UsageError as error:
            self._answer(404, _message(str(error)))
        except DetenteError as error:
            self._answer(500, _message(str(error)))
        else:
            status, text = (200, page) if page is not None else (404, _message("There is no such page."))
            self._answer(status, text)

    def _answer(self, status: int, text: str) -> None:
        body = text.encode("utf-8")
        # A dossier names the hash of its own style in its head; both policies hold, so only that style is let in.
        own = DOSSIER.fullmatch(self.path) is None or status != 200
        style = f"'sha256-{STYLE_HASH}'" if own else "'unsafe-inline'"
        self.send_response(status)
        for name, value in HEADERS.items():
            self.send_header(name, value)
        self.send_header("Content-Security-Policy", POLICY.format(style=style))
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002 - the name is inherited
        return


def _dossier(database: Any, path: str) -> str | None:
    from detente.explore.dossier import render

    found = DOSSIER.fullmatch(path)
    return None if found is None else render(database, found[1], found[2])


def _index(database: Any) -> str:
    from detente.store.database import pairs

    rows = [
        f'<tr><td><a href="/dossier/{html.escape(a)}/{html.escape(b)}">{html.escape(a)} and {html.escape(b)}</a></td>'
        f"<td>{n} incidents</td></tr>"
        for a, b, n in list(pairs(database))[:SHOWN]
    ]
    table = f"<table>{''.join(rows)}</table>" if rows else "<p>The store holds no incident between two states.</p>"
    return _page("Pairs of states", table)


def _message(text: str) -> str:
    return _page("Détente", f'<p>{html.escape(text)}</p><p><a href="/">All pairs</a></p>')


def _page(title: str, body: str) -> str:
    return (
        f'<!doctype html><html lang="en"><head><meta charset="utf-8"><title>{title}</title>'
        f'<link rel="icon" href="data:,"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{STYLE}</style></head><body><h1>{title}</h1>{body}</body></html>"
    )
