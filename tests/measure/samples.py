"""Small invented incidents for the tests of this folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from detente.records import Incident

START = date(2011, 1, 3)
"""A Monday."""


def incident(name: str, day: date | None, *, quad: int = 1, **given: Any) -> Incident:
    plover = ("CONSULT", "AID", "ACCUSE", "SANCTION")[quad - 1]
    values: dict[str, Any] = {
        "incident_id": "i" + name,
        "source": ("NOR",),
        "target": ("SWE",),
        "reciprocal": False,
        "plover": plover,
        "cameo": "040",
        "goldstein": 0.0,
        "quad": quad,
        "status": "actual",
        "date_from": day,
        "date_to": day,
        "place": None,
        "issues": (),
        "n_documents": 1,
        "n_outlets": 1,
        "summary": "",
    }
    return Incident(**(values | given))


def history(pattern: Sequence[tuple[int, int]], **given: Any) -> list[Incident]:
    """Incidents from (cooperative, conflictual) counts of one week after another, spread over its days."""
    found = []
    for week, counts in enumerate(pattern):
        for which, count in enumerate(counts):
            for n in range(count):
                day = START + timedelta(days=7 * week + (n * 2 + which) % 7)
                found.append(incident(f"{week:03d}{which}{n:02d}", day, quad=1 + 2 * which, **given))
    return found
