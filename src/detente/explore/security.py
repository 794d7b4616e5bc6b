"""Who may ask: this machine only, through a link that works once, and writes only from our own pages.

Every request passes one gate before anything else sees it: the host by name, the size, a method we know, the session's
cookie, and for writes the origin. Every answer, of whatever kind, carries the same headers.
"""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable
from http import HTTPStatus
from typing import Final
from urllib.parse import parse_qsl, urlencode

from markupsafe import escape
from starlette.datastructures import Headers, MutableHeaders
from starlette.requests import cookie_parser
from starlette.types import ASGIApp, Message, Receive, Scope, Send

NAMES: Final = ("127.0.0.1", "localhost", "[::1]")
LONGEST: Final = 4096
"""Characters of an address and its question."""

LARGEST: Final = 20_000_000
"""Bytes that a form may send."""

READING: Final = frozenset({"GET", "HEAD"})
WRITING: Final = frozenset({"POST"})
TOKEN: Final = "token"  # noqa: S105  the name of a parameter

POLICY: Final = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'none'; object-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY,
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    # Our own pages only: with no-referrer a browser would post our forms with `Origin: null`.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Cache-Control": "no-store",
}


class Gate:
    """The tokens of one server: one that opens a session once, and the session's own, which only a cookie carries."""

    def __init__(self, port: int, *, on_entry: Callable[[str], None] | None = None) -> None:
        """`on_entry` hears the next token whenever one was used."""
        self.port = port
        self.hosts = frozenset(f"{name}:{port}" for name in NAMES) | (frozenset(NAMES) if port == 80 else frozenset())
        self.token = secrets.token_urlsafe(24)
        self.session = secrets.token_urlsafe(32)
        self.cookie = f"detente-{port}"
        self._on_entry = on_entry

    def enters(self, token: str) -> bool:
        """True when the token is the one that opens a session; it is used up by that."""
        if not hmac.compare_digest(token.encode(), self.token.encode()):
            return False
        self.token = secrets.token_urlsafe(24)
        if self._on_entry is not None:
            self._on_entry(self.token)
        return True

    def knows(self, cookie: str) -> bool:
        """True for the session's own cookie."""
        return hmac.compare_digest(cookie.encode(), self.session.encode())


class Guard:
    """The gate as ASGI middleware around the whole application."""

    def __init__(self, app: ASGIApp, gate: Gate) -> None:
        self.app, self.gate = app, gate

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or answers it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return

        async def stamped(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    headers[name] = value
            await send(message)

        refusal = self._refusal(scope)
        if refusal is None and (token := _token(scope)) is not None:
            await self._entry(scope, token, stamped)
        elif refusal is None and not self._known(scope):
            await _answer(
                stamped, HTTPStatus.FORBIDDEN, "This page is for the session that the printed link opens.", LINK
            )
        elif refusal is not None:
            await _answer(stamped, *refusal)
        else:
            await self.app(scope, _limited(receive), stamped)

    def _refusal(self, scope: Scope) -> tuple[HTTPStatus, str] | None:
        """Why a request is turned away whoever sends it, or None."""
        headers, path, method = Headers(scope=scope), scope["path"], scope["method"]
        if headers.getlist("host") not in [[host] for host in self.gate.hosts]:
            return HTTPStatus.FORBIDDEN, "This server answers on this machine only."
        if len(scope["raw_path"] or b"") + len(scope["query_string"]) > LONGEST:
            return HTTPStatus.REQUEST_URI_TOO_LONG, "This address is too long."
        if path.startswith(("//", "/\\")) or any(ord(sign) < 32 or ord(sign) == 127 for sign in path):
            return HTTPStatus.BAD_REQUEST, "This is no address of ours."
        if method not in READING | WRITING:
            return HTTPStatus.METHOD_NOT_ALLOWED, "This method is not for this server."
        if method in READING:
            return None
        return self._write_refusal(headers)

    def _write_refusal(self, headers: Headers) -> tuple[HTTPStatus, str] | None:
        if headers.getlist("origin") not in [[f"http://{host}"] for host in self.gate.hosts]:
            return HTTPStatus.FORBIDDEN, "Only a page of this server may write."
        if headers["origin"] != f"http://{headers['host']}":
            return HTTPStatus.FORBIDDEN, "Only a page of this server may write."
        size = headers.get("content-length", "")
        if not size.isascii() or not size.isdigit():
            return HTTPStatus.LENGTH_REQUIRED, "A form must say how long it is."
        if len(size) > 12 or int(size) > LARGEST:
            return HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "This form is too large."
        return None

    def _known(self, scope: Scope) -> bool:
        cookies = cookie_parser("; ".join(Headers(scope=scope).getlist("cookie")))
        return self.gate.knows(cookies.get(self.gate.cookie, ""))

    async def _entry(self, scope: Scope, token: str, send: Send) -> None:
        """Turns the token into the session's cookie and leads on to the same address without it."""
        if scope["method"] != "GET" or not (self._known(scope) or self.gate.enters(token)):
            await _answer(send, HTTPStatus.FORBIDDEN, "This link was used before, or is not of this server.", LINK)
            return
        rest = [(name, value) for name, value in _question(scope) if name != TOKEN]
        place = (scope["raw_path"] or b"/").decode("ascii", "replace").partition("?")[0]
        location = place + (f"?{urlencode(rest)}" if rest else "")
        cookie = f"{self.gate.cookie}={self.gate.session}; Path=/; HttpOnly; SameSite=Strict"
        start = [(b"location", location.encode("ascii", "replace")), (b"set-cookie", cookie.encode("ascii"))]
        await send({"type": "http.response.start", "status": HTTPStatus.SEE_OTHER, "headers": start})
        await send({"type": "http.response.body", "body": b""})


LINK: Final = "Open the link that `detente serve` printed last; each works once, in one browser."


def _question(scope: Scope) -> list[tuple[str, str]]:
    return parse_qsl(scope["query_string"].decode("latin-1"), keep_blank_values=True, max_num_fields=200)


def _token(scope: Scope) -> str | None:
    """The token in the address, or None."""
    if b"token=" not in scope["query_string"]:
        return None
    try:
        return next((value for name, value in _question(scope) if name == TOKEN), None)
    except ValueError:
        return None


def _limited(receive: Receive) -> Receive:
    """The body of a request, cut off where it is longer than it may be."""
    held = 0

    async def limited() -> Message:
        nonlocal held
        message = await receive()
        held += len(message.get("body", b""))
        return message if held <= LARGEST else {"type": "http.disconnect"}

    return limited


async def _answer(send: Send, status: HTTPStatus, sentence: str, hint: str = "") -> None:
    """A plain page that says why not; nothing of the request stands on it."""
    text = (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Détente</title>'
        '<link rel="icon" href="data:,"></head>'
        f"<body><main><h1>Détente</h1><p>{escape(sentence)}</p><p>{escape(hint)}</p></main></body></html>"
    )
    body = text.encode()
    headers = [(b"content-type", b"text/html; charset=utf-8"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": int(status), "headers": headers})
    await send({"type": "http.response.body", "body": body})
