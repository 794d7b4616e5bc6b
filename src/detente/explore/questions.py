"""What an address may ask: typed, bounded, and nothing unknown; an empty field of a form asks nothing."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Annotated, Any, Final, Literal

from fastapi import Path, Query
from pydantic import BaseModel, ConfigDict, StringConstraints, create_model, model_validator

from detente.store.listings import CHOICE, CODE, DAY, ID, MONTH, Filter, Listing

PER_PAGE: Final = 50
PAGES: Final = 1_000_000

StateCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]
Key = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_.:-]{1,80}$")]
Words = Annotated[str, StringConstraints(min_length=1, max_length=400)]
MonthText = Annotated[str, StringConstraints(pattern=r"^[12][0-9]{3}-(0[1-9]|1[0-2])$")]
PageNumber = Annotated[int, Query(ge=1, le=PAGES)]

StatePath = Annotated[str, Path(pattern=r"^[A-Z]{3}$")]
KeyPath = Annotated[str, Path(pattern=r"^[A-Za-z0-9_.:-]{1,80}$")]
MonthPath = Annotated[str, Path(pattern=r"^[12][0-9]{3}-(0[1-9]|1[0-2])$")]


class Question(BaseModel):
    """The base of every question: unknown names are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    @model_validator(mode="before")
    @classmethod
    def _unset(cls, given: Any) -> Any:
        return {name: value for name, value in given.items() if value != ""} if isinstance(given, dict) else given

    def given(self) -> dict[str, Any]:
        """The values that were set, page and order left out."""
        return self.model_dump(exclude_none=True, exclude={"page", "order"})


class Nothing(Question):
    """For pages that ask nothing."""


NoQuestion = Annotated[Nothing, Query()]


@cache
def question_of(listing: Listing) -> type[Question]:
    """The question that a listing's filters, orders and pages make."""
    fields: dict[str, Any] = {entry.name: (_type(entry) | None, None) for entry in listing.filters}
    fields["order"] = (_choice(tuple(listing.orders)) | None, None)
    fields["page"] = (Annotated[int, Query(ge=1, le=PAGES)], 1)
    model: type[Question] = create_model(f"{listing.noun.title()}Question", __base__=Question, **fields)
    return model


def _type(entry: Filter) -> Any:
    if entry.kind == CHOICE:
        return _choice(entry.options)
    return {CODE: StateCode, ID: Key, MONTH: MonthText, DAY: date}.get(entry.kind, Words)


def _choice(options: tuple[str, ...]) -> Any:
    return Literal[options]
