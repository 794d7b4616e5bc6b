"""The pages of the app, one module a noun, each with a `router`; a new page is a row of `PAGES`."""

from __future__ import annotations

import importlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from fastapi import APIRouter

PAGES: Final = (
    "home",
    "dyads",
    "incidents",
    "documents",
    "speakers",
    "outlets",
    "issues",
    "forecasts",
    "compare",
    "about",
    "search",
    "review",
    "listings",
)
"""Modules of this package."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the navigation."""

    label: str
    href: str


NAV: Final = (
    Entry("Dyads", "/dyads"),
    Entry("Incidents", "/incidents"),
    Entry("Documents", "/documents"),
    Entry("Speakers", "/speakers"),
    Entry("Outlets", "/outlets"),
    Entry("Issues", "/issues"),
    Entry("Forecasts", "/forecasts"),
    Entry("Compare", "/compare"),
    Entry("Review", "/review"),
    Entry("Codebook", "/codebook"),
    Entry("About", "/about"),
)
"""What stands on top of every page, in this order."""


def routers() -> Iterator[APIRouter]:
    """Every router, in the order of `PAGES`."""
    for name in PAGES:
        yield importlib.import_module(f"{__name__}.{name}").router


def nav() -> tuple[Entry, ...]:
    """The navigation."""
    return NAV
