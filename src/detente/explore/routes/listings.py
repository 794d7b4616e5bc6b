"""The rows of every listing, as a page and as files: `/incidents` and `/incidents.csv`, with the same question."""

# No deferred annotations here: each handler's question is a type made for its listing.

from collections.abc import Callable, Iterator
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response, StreamingResponse

from detente.explore import takeaway
from detente.explore.app import Reading, missing
from detente.explore.questions import PER_PAGE, Question, question_of
from detente.explore.render import page
from detente.explore.views import listings as view
from detente.store.listings import Listing
from detente.store.nouns import LISTINGS
from detente.store.reader import Reader

router = APIRouter()


def _shown(listing: Listing) -> Callable[..., Response]:
    model: Any = question_of(listing)

    def shown(request: Request, asked: Annotated[model, Query()], reader: Reading) -> Response:
        found = view.view(reader, listing, asked.given(), order=asked.order, number=asked.page, size=PER_PAGE)
        if asked.page > 1 and not found.rows:
            raise missing("There is no such page of these rows.", "Go to the first one.")
        return page(request, "listing.html", page=found)

    return shown


def _file(listing: Listing) -> Callable[..., Response]:
    model: Any = question_of(listing)

    def file(form: str, asked: Annotated[model, Query()], reader: Reading) -> Response:
        if form not in takeaway.FORMATS:
            raise missing("There is no such format.", f"There are: {', '.join(takeaway.FORMATS)}.")
        return download(reader, listing, asked, form)

    return file


def download(reader: Reader, listing: Listing, asked: Question, form: str) -> Response:
    """The rows of a listing as a file."""
    chosen, given = takeaway.FORMATS[form], asked.given()
    total = reader.count(listing.noun, **given)

    def pieces() -> Iterator[bytes]:
        with reader.batches(listing.noun, given, getattr(asked, "order", None)) as batches:
            yield from takeaway.file(batches, chosen)

    headers = {"Content-Disposition": f'attachment; filename="{listing.noun}.{form}"', "X-Rows": str(total)}
    return StreamingResponse(pieces(), media_type=chosen.media, headers=headers)


for _listing in LISTINGS.values():
    router.add_api_route(f"/{_listing.noun}", _shown(_listing), name=_listing.noun)
    router.add_api_route(f"/{_listing.noun}.{{form}}", _file(_listing), name=f"{_listing.noun}_file")
