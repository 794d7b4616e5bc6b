"""The state at home in which a document was written: that of its outlet, unless an agency wrote for everywhere."""

from __future__ import annotations

from functools import cache

from detente import lexicons
from detente.records import Document


def home(document: Document) -> str | None:
    """The state of the outlet; None for the report of an agency, whose experts and ministers may be anybody's."""
    return None if document.agency or document.outlet in _agencies() else document.outlet_country


@cache
def _agencies() -> frozenset[str]:
    return frozenset(row["name"] for row in lexicons.table("agencies"))
