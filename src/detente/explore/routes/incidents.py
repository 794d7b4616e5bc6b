"""The page of an incident."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import Response

from detente.explore.app import Reading, missing
from detente.explore.questions import KeyPath, NoQuestion
from detente.explore.render import page
from detente.explore.views import incident as view

router = APIRouter()


@router.get("/incident/{key}")
def incident(request: Request, key: KeyPath, asked: NoQuestion, reader: Reading) -> Response:
    """Every report of an incident, side by side."""
    found = view.view(reader, key)
    if found is None:
        raise missing(
            "There is no such incident.", "A new build may have merged it with another: look for it in the list."
        )
    return page(request, "incident.html", page=found, key=key)
