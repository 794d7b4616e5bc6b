"""Two things beside each other."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from pydantic import StringConstraints

from detente.explore.app import Reading, missing
from detente.explore.questions import Question, Words
from detente.explore.render import page
from detente.explore.views import compare as view
from detente.explore.wording import state_name
from detente.store.reader import Reader

router = APIRouter()
PairText = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}-[A-Z]{3}$")]
MOST = 200


class CompareQuestion(Question):
    """What is compared, and which two."""

    kind: Literal["dyads", "outlets", "codings"] = "dyads"
    one: PairText | None = None
    other: PairText | None = None
    outlet: Words | None = None
    beside: Words | None = None


@router.get("/compare")
def compare(request: Request, asked: Annotated[CompareQuestion, Query()], reader: Reading) -> Response:
    """Two pairs, two outlets, or own coding against imported data."""
    pairs = [
        (f"{row['a']}-{row['b']}", f"{state_name(row['a'])} and {state_name(row['b'])}")
        for row in reader.rows("dyads", limit=MOST)
    ]
    outlets = [row["outlet"] for row in reader.rows("outlets", limit=MOST)]
    held = outlets if asked.kind == "outlets" else [code for code, _ in pairs]
    given = (asked.outlet, asked.beside) if asked.kind == "outlets" else (asked.one, asked.other)
    one, other = _two(*given, held)
    found = _compared(reader, asked.kind, one, other)
    return page(
        request, "compare.html", kind=asked.kind, one=one, other=other, page=found, pairs=pairs, outlets=outlets
    )


def _compared(reader: Reader, kind: str, one: str | None, other: str | None) -> view.Compared | None:
    if one is not None and kind == "codings":
        return view.codings(reader, *_pair(one))
    if one is None or other is None:
        return None
    return (
        view.two_outlets(reader, one, other) if kind == "outlets" else view.two_dyads(reader, _pair(one), _pair(other))
    )


def _two(one: str | None, other: str | None, held: list[str]) -> tuple[str | None, str | None]:
    """What was asked, or else the first two that the store holds."""
    first = one or next((name for name in held if name != other), None)
    return first, other or next((name for name in held if name != first), None)


def _pair(text: str) -> tuple[str, str]:
    a, b = sorted(text.split("-"))
    if a == b:
        raise missing("A pair is two different states.", "Choose it from the list.")
    return a, b
