"""The pages of a pair of states."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from pydantic import StringConstraints

from detente.explore import addresses
from detente.explore.app import Reading, missing
from detente.explore.questions import PER_PAGE, MonthPath, NoQuestion, Question, StatePath, question_of
from detente.explore.render import page
from detente.explore.views import dyad, dyad_sections, listings
from detente.explore.views import forecasts as ledger
from detente.explore.views.index_chart import Window
from detente.store.nouns import LISTINGS
from detente.store.reader import Reader

router = APIRouter()
FIXED = ("a", "b")


class ChartQuestion(Question):
    """Which periods the chart draws, and what it lays over them."""

    period: Literal["month", "week", "day"] = "month"
    since: date | None = None
    until: date | None = None
    over: Annotated[str, StringConstraints(pattern=r"^[a-z.]{1,40}$")] | None = None


def _head(reader: Reader, a: str, b: str, section: str = "") -> dyad.Head:
    found = dyad.head(reader, a, b, section)
    if found is None:
        raise missing(f"The store holds nothing on {a} and {b}.", "Look through the pairs that it holds.")
    return found


def _turned(a: str, b: str, section: str | None = None) -> Response | None:
    """The pair has one address, its codes in order."""
    return RedirectResponse(addresses.dyad(a, b, section), status_code=308) if a > b else None


@router.get("/dyad/{a}/{b}")
def index(
    request: Request, a: StatePath, b: StatePath, asked: Annotated[ChartQuestion, Query()], reader: Reading
) -> Response:
    """The index, what moved it, turning points."""
    if (turned := _turned(a, b)) is not None:
        return turned
    window = Window(asked.period, asked.since, asked.until, asked.over)
    return page(
        request, "dyad.html", head=_head(reader, a, b), page=dyad.overview(reader, a, b, window), over=asked.over
    )


@router.get("/dyad/{a}/{b}/month/{at}")
def month(request: Request, a: StatePath, b: StatePath, at: MonthPath, asked: NoQuestion, reader: Reading) -> Response:
    """A month and what changed in it."""
    if (turned := _turned(a, b, f"month/{at}")) is not None:
        return turned
    found = dyad_sections.changed(reader, a, b, date.fromisoformat(f"{at}-01"))
    return page(request, "dyad_month.html", head=_head(reader, a, b, "month"), page=found, at=at)


INCIDENTS: Any = question_of(LISTINGS["incidents"])
FORECASTS: Any = question_of(LISTINGS["forecasts"])


def _listing(reader: Reader, noun: str, asked: Any, a: str, b: str, section: str) -> listings.ListingView:
    given = asked.given() | {"a": a, "b": b}
    return listings.view(
        reader,
        LISTINGS[noun],
        given,
        order=asked.order,
        number=asked.page,
        size=PER_PAGE,
        base=addresses.dyad(a, b, section),
        fixed=FIXED,
    )


def incidents(request: Request, a: StatePath, b: StatePath, asked: Any, reader: Reading) -> Response:
    """Incidents of the pair through time, and as a list, by the filters of the address."""
    if (turned := _turned(a, b, "incidents")) is not None:
        return turned
    head = _head(reader, a, b, "incidents")
    found = _listing(reader, "incidents", asked, a, b, "incidents")
    svg, n = dyad_sections.drawn(reader, a, b, dict(found.state))
    return page(request, "dyad_incidents.html", head=head, page=found, chart=svg, drawn=n)


def forecasts(request: Request, a: StatePath, b: StatePath, asked: Any, reader: Reading) -> Response:
    """Forecasts on the pair, side by side by direction and as a list."""
    if (turned := _turned(a, b, "forecasts")) is not None:
        return turned
    head = _head(reader, a, b, "forecasts")
    found = _listing(reader, "forecasts", asked, a, b, "forecasts")
    return page(request, "dyad_forecasts.html", head=head, page=found, sides=ledger.by_direction(reader, a, b))


incidents.__annotations__["asked"] = Annotated[INCIDENTS, Query()]
forecasts.__annotations__["asked"] = Annotated[FORECASTS, Query()]
router.add_api_route("/dyad/{a}/{b}/incidents", incidents)
router.add_api_route("/dyad/{a}/{b}/forecasts", forecasts)


@router.get("/dyad/{a}/{b}/{section}")
def section(
    request: Request,
    a: StatePath,
    b: StatePath,
    section: Literal["issues", "reactions", "outlook", "speakers", "framing"],
    asked: NoQuestion,
    reader: Reading,
) -> Response:
    """Sticking points, reactions, outlook, speakers or framing."""
    if (turned := _turned(a, b, section)) is not None:
        return turned
    head = _head(reader, a, b, section)
    values: dict[str, Any] = dyad_sections.SECTIONS[section](reader, a, b)
    return page(request, f"dyad_{section}.html", head=head, **values)
