"""The page of a speaker."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from detente.explore import addresses
from detente.explore.app import Reading, missing
from detente.explore.questions import PAGES, PER_PAGE, Question, StateCode, Words
from detente.explore.render import page
from detente.explore.views import listings, profiles
from detente.explore.views.groups import placed
from detente.store.nouns import LISTINGS

router = APIRouter()


class SpeakerQuestion(Question):
    """Who, and which page of the quotes."""

    name: Words
    country: StateCode | None = None
    page: Annotated[int, Query(ge=1, le=PAGES)] = 1


@router.get("/speaker")
def speaker(request: Request, asked: Annotated[SpeakerQuestion, Query()], reader: Reading) -> Response:
    """A speaker and what is quoted of them."""
    found = profiles.speaker(reader, asked.name, asked.country)
    if found is None:
        raise missing("Nobody of that name is quoted.", "Look through the speakers.")
    given = {"speaker": asked.name, **placed(asked.country)}
    said = listings.view(
        reader,
        LISTINGS["quotes"],
        given,
        order=None,
        number=asked.page,
        size=PER_PAGE,
        base=addresses.speaker(asked.name, asked.country),
        fixed=tuple(given),
    )
    return page(request, "speaker.html", who=found, page=said, fixed=tuple(given))
