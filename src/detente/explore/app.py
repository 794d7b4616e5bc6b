"""The app: one store, its pages and downloads, for one reader on this machine.

`create_app` opens the store, hangs every router of `routes/` in, and puts the gate of `security` around it all.
"""

from __future__ import annotations

import os
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from http import HTTPStatus
from importlib.resources import files
from typing import Annotated, Any, Final

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from detente.errors import DetenteError, UsageError
from detente.explore.render import page
from detente.explore.security import Gate, Guard
from detente.places import Remote, place
from detente.store.reader import SECONDS, Reader

PORT: Final = 8650


def create_app(
    store: str | os.PathLike[str] | Remote,
    *,
    port: int = PORT,
    on_entry: Callable[[str], None] | None = None,
    seconds: float = SECONDS,
) -> FastAPI:
    """The app on a store; `app.state.gate.token` opens its one session. Raises as the store does."""
    from detente.explore.routes import routers

    reader = Reader(store, seconds=seconds)
    _ = reader.database
    gate = Gate(port, on_entry=on_entry)

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        yield
        reader.close()

    app = FastAPI(title="Détente", openapi_url=None, docs_url=None, redoc_url=None, lifespan=lifespan)
    app.state.store, app.state.reader, app.state.gate = place(store).absolute(), reader, gate
    for router in routers():
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=str(files("detente.explore") / "static")), name="static")
    app.add_exception_handler(DetenteError, _failed)
    app.add_exception_handler(RequestValidationError, _misasked)
    app.add_exception_handler(HTTPException, _refused)
    app.add_middleware(Guard, gate=gate)
    return app


def reader_of(request: Request) -> Reader:
    """The reader of the app's store."""
    reader: Reader = request.app.state.reader
    return reader


Reading = Annotated[Reader, Depends(reader_of)]
"""What a handler asks the store through."""


def missing(what: str, todo: str = "Go back, or look for it in the search.") -> HTTPException:
    """There is no such thing (404)."""
    return HTTPException(HTTPStatus.NOT_FOUND, f"{what}\n{todo}")


def _failed(request: Request, error: Exception) -> Response:
    """What the store says: a wrong question 400, a damaged or slow store 503."""
    status = HTTPStatus.BAD_REQUEST if isinstance(error, UsageError) else HTTPStatus.SERVICE_UNAVAILABLE
    message, hint = (error.message, error.hint or "") if isinstance(error, DetenteError) else (str(error), "")
    return _told(request, status, message, hint)


def _misasked(request: Request, error: Exception) -> Response:
    """An address that asks for what does not exist: 422, with the name of the first thing that is wrong."""
    found: list[Any] = list(error.errors()) if isinstance(error, RequestValidationError) else []
    name = str(found[0]["loc"][-1])[:60] if found and found[0].get("loc") else "the address"
    return _told(
        request,
        HTTPStatus.UNPROCESSABLE_ENTITY,
        f"This address asks for something that does not exist: look at “{name}”.",
        "Go back and choose from the page.",
    )


def _refused(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 400
    detail = str(error.detail) if isinstance(error, HTTPException) else ""
    message, _, hint = detail.partition("\n")
    if status == HTTPStatus.NOT_FOUND and not hint:
        message, hint = "There is no such page.", "Choose one from the list above."
    return _told(request, HTTPStatus(status), message, hint)


def _told(request: Request, status: HTTPStatus, message: str, hint: str) -> Response:
    if request.url.path.rpartition(".")[2] in ("json", "csv", "parquet", "dta"):
        return JSONResponse({"error": message, "hint": hint}, status_code=int(status))
    return page(request, "error.html", status=int(status), message=message, hint=hint, code=int(status))
