"""The review: one row after the other, judged by keys; what was said so far, agreement and precision."""

from __future__ import annotations

import getpass
from datetime import UTC, datetime
from typing import Annotated, Any, Literal
from urllib.parse import parse_qsl

from fastapi import APIRouter, Query, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response
from pydantic import StringConstraints, ValidationError

from detente.errors import UsageError
from detente.explore import addresses, reviewing
from detente.explore.app import Reading
from detente.explore.questions import Key, Question, StateCode
from detente.explore.render import page
from detente.explore.views import reviews
from detente.store import corrigible, ledger, rulings
from detente.store.reader import Reader

router = APIRouter()
Name = Annotated[str, StringConstraints(min_length=1, max_length=80)]
Line = Annotated[str, StringConstraints(max_length=corrigible.LONGEST)]


class ReviewQuestion(Question):
    """Which queue, in which order, for whom; `row` shows one row out of its turn."""

    table: Literal["events", "quotes", "forecasts"] = "events"
    queue: Literal["uncertain", "disputed", "chance"] = "uncertain"
    seed: Annotated[int, Query(ge=0, le=1_000_000_000)] = 1
    skip: Annotated[int, Query(ge=0, le=1_000_000)] = 0
    kind: Annotated[str, StringConstraints(pattern=r"^[A-Za-z_]{1,40}$")] | None = None
    a: StateCode | None = None
    b: StateCode | None = None
    reviewer: Name | None = None
    row: Key | None = None

    def state(self, **changes: Any) -> dict[str, Any]:
        """What the address of the queue says, with changes; what is usual is left out."""
        held = self.model_dump(exclude_defaults=True) | changes
        return {name: value for name, value in held.items() if value}


class Said(ReviewQuestion):
    """What a reviewer's key says, and the queue to go on with."""

    target: Key
    action: Literal["accept", "reject", "correct", "note", "undo"]
    field: Annotated[str, StringConstraints(pattern=r"^[a-z_]{1,40}$")] | None = None
    value: Line = ""
    note: Annotated[str, StringConstraints(max_length=ledger.LONGEST)] | None = None


@router.get("/review")
def review(request: Request, asked: Annotated[ReviewQuestion, Query()], reader: Reading) -> Response:
    """The next row of a queue, with its words and everything that may be said of it."""
    return _shown(request, asked, reader)


@router.post("/review")
async def ruled(request: Request, reader: Reading) -> Response:
    """Takes down what was said, and goes on to the next row."""
    try:
        form = dict(parse_qsl((await request.body()).decode("utf-8"), keep_blank_values=True, max_num_fields=40))
        said = Said.model_validate(form)
    except (ValidationError, ValueError) as error:
        raise UsageError(
            "This form says something that no correction can say.", hint="Go back and try again."
        ) from error
    return await run_in_threadpool(_written, request, said, reader)


@router.get("/review/report")
def report(request: Request, reader: Reading) -> Response:
    """Agreement of reviewers and precision by type."""
    return page(request, "review_report.html", page=reviewing.report(reader))


@router.get("/review/ledger")
def account(request: Request, reader: Reading) -> Response:
    """Every correction and what became of it, the latest first."""
    return page(request, "review_ledger.html", page=reviews.account(reader))


def _shown(request: Request, asked: ReviewQuestion, reader: Reader, *, told: str = "", status: int = 200) -> Response:
    name = asked.reviewer or _me()
    filters = {"kind": asked.kind, "a": asked.a, "b": asked.b}
    if asked.row is None:
        waiting = rulings.next_row(reader, asked.table, asked.queue, name, seed=asked.seed, skip=asked.skip, **filters)
    else:
        waiting = rulings.Waiting(asked.row, 0)
    item = None if waiting.row_id is None else reviewing.item(reader, waiting.row_id)
    found = reviews.view(reader, asked, item, waiting.waiting, name, told)
    return page(request, "review.html", status=status, page=found)


def _written(request: Request, said: Said, reader: Reader) -> Response:
    name = said.reviewer or _me()
    ruling = rulings.Ruling(
        name,
        said.target,
        said.action,
        field=said.field if said.action == "correct" else None,
        value=said.value if said.action == "correct" else None,
        note=said.note or None,
        queue=said.queue if said.row is None else None,
        at=datetime.now(UTC).isoformat(),
    )
    asked = ReviewQuestion(**said.model_dump(include=set(ReviewQuestion.model_fields)))
    try:
        if said.action == "undo":
            taken = rulings.last(ledger.read(reader.root), name)
            ledger.append(reader.root, rulings.undone(taken, ruling))
            back = asked.state(row=taken[0].row_id, reviewer=name)
            return RedirectResponse(addresses.joined("/review", **back), status_code=303)
        ledger.append(reader.root, rulings.lines(reader, ruling))
    except UsageError as error:
        asked = asked.model_copy(update={"row": said.target})
        return _shown(request, asked, reader, told=str(error), status=400)
    stay = said.action in ("correct", "note")
    forth = asked.state(row=said.target if stay else None, reviewer=name)
    return RedirectResponse(addresses.joined("/review", **forth), status_code=303)


def _me() -> str:
    try:
        return getpass.getuser()[:80]
    except (OSError, KeyError):  # an account without a name
        return "reviewer"
