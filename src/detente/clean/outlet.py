"""Who published a document."""

from __future__ import annotations

from dataclasses import dataclass

from detente.clean.blocks import Page
from detente.records import RawDocument


@dataclass(frozen=True, slots=True)
class Outlet:
    """An outlet and its state, as far as the evidence goes."""

    name: str | None = None
    country: str | None = None


def find(raw: RawDocument, page: Page) -> Outlet:
    """The outlet that the container names."""
    return Outlet(raw.hints.outlet, raw.hints.outlet_country)
