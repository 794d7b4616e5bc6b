"""The page of an interstate issue."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from detente.explore import addresses
from detente.explore.app import Reading, missing
from detente.explore.questions import PAGES, PER_PAGE, Question, Words
from detente.explore.render import page
from detente.explore.views import listings, profiles
from detente.store.nouns import LISTINGS

router = APIRouter()


class IssueQuestion(Question):
    """Which issue, and which page of its incidents."""

    code: Words
    page: Annotated[int, Query(ge=1, le=PAGES)] = 1


@router.get("/issue")
def issue(request: Request, asked: Annotated[IssueQuestion, Query()], reader: Reading) -> Response:
    """An issue: whom it sets apart, and every incident about it."""
    found = profiles.issue(reader, asked.code)
    if found is None:
        raise missing("No incident is about that issue.", "Look through the issues.")
    rows = listings.view(
        reader,
        LISTINGS["incidents"],
        {"issue": asked.code},
        order=None,
        number=asked.page,
        size=PER_PAGE,
        base=addresses.issue(asked.code),
        fixed=("issue",),
    )
    return page(request, "issue.html", issue=found, page=rows)
