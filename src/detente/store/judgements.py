"""What each reviewer holds of each row, after everything that was taken back: what agreement and precision count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from detente.store.ledger import VERDICTS, Line, standing

RIGHT, CORRECTED, WRONG = "right", "corrected", "wrong"
VERDICTS_HELD: Final = (RIGHT, CORRECTED, WRONG)


@dataclass(frozen=True, slots=True)
class Judgement:
    """One reviewer on one row: right as coded, right once corrected (`values` say how), or wrong altogether."""

    table: str
    row_id: str
    reviewer: str
    verdict: str
    values: Mapping[str, Any] = field(default_factory=dict)
    queue: str | None = None


def judgements(lines: Iterable[Line]) -> tuple[Judgement, ...]:
    """One judgement a reviewer and row, in the order in which they were first made; notes judge nothing."""
    held = tuple(lines)
    kept = standing(held)
    found: dict[tuple[str, str, str], dict[str, Any]] = {}
    for line in held:
        if line.id not in kept or line.action not in (*VERDICTS, "correct"):
            continue
        state = found.setdefault(
            (line.table, line.row_id, line.reviewer), {"values": {}, "wrong": False, "queue": None}
        )
        state["queue"] = state["queue"] or line.queue
        if line.action == "correct":
            state["values"][line.field] = line.value
        else:
            state["wrong"] = line.action == "reject"
    return tuple(
        Judgement(*place, _verdict(state), {} if state["wrong"] else state["values"], state["queue"])
        for place, state in found.items()
    )


def _verdict(state: Mapping[str, Any]) -> str:
    return WRONG if state["wrong"] else CORRECTED if state["values"] else RIGHT
