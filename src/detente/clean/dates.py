"""When a document was published: an interval, the best day, and the evidence for both."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from detente.config import Clean
from detente.clean.blocks import Page
from detente.records import Basis, RawDocument

ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")


@dataclass(frozen=True, slots=True)
class Dating:
    """Earliest and latest day the evidence allows, the best day with its probability, and the evidence."""

    date_from: date | None
    date_to: date | None
    best: date | None = None
    p: float | None = None
    basis: tuple[Basis, ...] = ()


def find(raw: RawDocument, page: Page, config: Clean) -> Dating:
    """The day that the container names."""
    found = ISO.match(raw.hints.published or "")
    if found is None:
        return Dating(None, None)
    day = date(*map(int, found.groups()))
    return Dating(day, day, day, 0.95, (Basis("metadata", None, None, day, day),))
