"""The first page."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from detente.explore.app import Reading
from detente.explore.questions import Question
from detente.explore.render import page
from detente.explore.views import home as view

router = APIRouter()


class HomeQuestion(Question):
    """In which order the pairs stand."""

    order: Literal["incidents", "move", "newest", "warmest", "coldest"] = "incidents"


@router.get("/")
def home(request: Request, asked: Annotated[HomeQuestion, Query()], reader: Reading) -> Response:
    """The store at a glance."""
    return page(request, "home.html", page=view.view(reader, asked.order))
