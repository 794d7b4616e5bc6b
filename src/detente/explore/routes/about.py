"""About this store, and the codebook."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, Response

from detente.explore.app import Reading
from detente.explore.questions import NoQuestion
from detente.explore.render import page
from detente.explore.views import about as view
from detente.store import codebook as book

router = APIRouter()


@router.get("/about")
def about(request: Request, asked: NoQuestion, reader: Reading) -> Response:
    """The manifest, versions, the data set's hash, how to cite."""
    return page(request, "about.html", page=view.view(reader))


@router.get("/codebook")
def codebook(request: Request, asked: NoQuestion) -> Response:
    """Every table and column, every code."""
    return page(request, "codebook.html", book=book.tree())


@router.get("/codebook.json")
def codebook_file(asked: NoQuestion) -> Response:
    """The same for programs."""
    return JSONResponse(book.tree(), headers={"Content-Disposition": 'attachment; filename="codebook.json"'})
