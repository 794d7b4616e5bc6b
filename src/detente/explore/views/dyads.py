"""Pairs of states as lines of a list: how much, on which side, where the index stands and how it moved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from detente.explore import addresses
from detente.explore.charts.bars import band
from detente.explore.charts.spark import spark
from detente.explore.numbers import Number, number
from detente.explore.wording import month, signed, state_name
from detente.store.reader import Row


@dataclass(frozen=True, slots=True)
class DyadLine:
    """One pair of states in a list."""

    href: str
    a: str
    b: str
    incidents: Number
    cooperation: Number
    conflict: Number
    last: str
    month: str | None
    month_href: str | None
    index: str | None
    low: str | None
    high: str | None
    sign: str
    band: Markup | None
    move: str | None
    moved: str
    since: str | None
    spark: Markup | None


def lines(rows: Sequence[Row]) -> tuple[DyadLine, ...]:
    """Pairs in words, each with its index through the last three years."""
    return tuple(line(row) for row in rows)


def line(row: Row) -> DyadLine:
    """One pair in words."""
    a, b, index = row["a"], row["b"], row["index"]
    known = index is not None
    return DyadLine(
        href=addresses.dyad(a, b),
        a=state_name(a),
        b=state_name(b),
        incidents=number(row["n_incidents"], "incidents", a=a, b=b),
        cooperation=number(row["cooperation"], "incidents", a=a, b=b, side="cooperation"),
        conflict=number(row["conflict"], "incidents", a=a, b=b, side="conflict"),
        last=month(row["last_day"]) if row["last_day"] else "",
        month=month(row["month"]) if known else None,
        month_href=addresses.dyad(a, b, f"month/{row['month']:%Y-%m}") if known else None,
        index=signed(index) if known else None,
        low=signed(row["low"]) if known else None,
        high=signed(row["high"]) if known else None,
        sign=sign(row["low"], row["high"]) if known else "",
        band=band(row["low"], index, row["high"]) if known else None,
        move=signed(row["move"]) if row["move"] is not None else None,
        moved="" if row["move"] is None or abs(row["move"]) < 0.5 else "up" if row["move"] > 0 else "down",
        since=month(row["month_before"]) if row["month_before"] else None,
        spark=spark(row["through"]) if len(row["through"]) > 1 else None,
    )


def sign(low: float, high: float) -> str:
    """The class of a figure by what its band says: coop, conf or neither."""
    return "coop" if low > 0 else "conf" if high < 0 else ""
