"""The page of an outlet."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from detente.explore.app import Reading, missing
from detente.explore.questions import Question, Words
from detente.explore.render import page
from detente.explore.views import profiles
from detente.explore.views.lines import lines

router = APIRouter()
LATEST = 12


class OutletQuestion(Question):
    """Which outlet."""

    name: Words


@router.get("/outlet")
def outlet(request: Request, asked: Annotated[OutletQuestion, Query()], reader: Reading) -> Response:
    """An outlet: how much it prints, on whom, in what tone, with whose voices."""
    found = profiles.outlet(reader, asked.name)
    if found is None:
        raise missing("There is no outlet of that name.", "Look through the outlets.")
    rows = reader.rows("documents", outlet=asked.name, limit=LATEST)
    return page(request, "outlet.html", page=found, latest=lines(reader, "documents", rows), name=asked.name)
