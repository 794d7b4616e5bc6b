"""A pair of states: the head of its pages, and the first of them, the index with what moved it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from detente.explore import addresses
from detente.explore.numbers import Number, counted, number
from detente.explore.outlooks import OutlooksView
from detente.explore.outlooks import view as outlook
from detente.explore.relations import reading
from detente.explore.views import groups, incidents, index_chart
from detente.explore.views.dyads import sign
from detente.explore.wording import month, signed, state_name
from detente.records import Outlook
from detente.store import schema
from detente.store.reader import Reader, Row

SECTIONS: Final = (
    ("", "Index"),
    ("incidents", "Incidents"),
    ("issues", "Sticking points"),
    ("reactions", "Reactions"),
    ("outlook", "Outlook"),
    ("forecasts", "Forecasts"),
    ("speakers", "Speakers"),
    ("framing", "Framing"),
)
SHOWN: Final = 6  # incidents and turning points of the first page
MONTHS: Final = 24  # months of the table


@dataclass(frozen=True, slots=True)
class Tab:
    """One section of a pair's pages."""

    label: str
    href: str
    current: bool


@dataclass(frozen=True, slots=True)
class Head:
    """What stands on top of every page of a pair."""

    a: str
    b: str
    one: str
    other: str
    tabs: tuple[Tab, ...]
    incidents: Number
    between: str


@dataclass(frozen=True, slots=True)
class Side:
    """Who acts toward whom, and how often on either side."""

    label: str
    incidents: Number
    cooperation: Number
    conflict: Number


@dataclass(frozen=True, slots=True)
class MonthLine:
    """One month of the index in the table."""

    href: str
    label: str
    index: str
    low: str
    high: str
    sign: str
    reading: str
    incidents: Number
    cooperation: Number
    conflict: Number


@dataclass(frozen=True, slots=True)
class Overview:
    """Everything the first page of a pair shows."""

    chart: index_chart.IndexChart | None
    turns: tuple[groups.TurnLine, ...]
    turns_held: Number
    sides: tuple[Side, ...]
    months: tuple[MonthLine, ...]
    periods: Number
    latest: tuple[incidents.IncidentLine, ...]
    outlook: OutlooksView


def head(reader: Reader, a: str, b: str, section: str = "") -> Head | None:
    """The head of a pair's pages; None where the store knows nothing of the two."""
    held = reader.ask("dyad", a=a, b=b)
    if not held and not reader.count("forecasts", a=a, b=b):
        return None
    row = held[0] if held else None
    return Head(
        a=a,
        b=b,
        one=state_name(a),
        other=state_name(b),
        tabs=tuple(Tab(label, addresses.dyad(a, b, code or None), code == section) for code, label in SECTIONS),
        incidents=number(row["n_incidents"] if row else 0, "incidents", a=a, b=b),
        between=groups.between(row["first_day"], row["last_day"]) if row else "",
    )


def overview(reader: Reader, a: str, b: str, window: index_chart.Window) -> Overview:
    """The first page of a pair."""
    months = index_chart.periods_of(reader, a, b, index_chart.Window())
    usual = window == index_chart.Window(over=window.over)
    turns = reader.rows("turning_points", order="newest", limit=SHOWN, a=a, b=b, online="no")
    return Overview(
        chart=index_chart.chart(reader, a, b, window, months if usual else None),
        turns=groups.turns(reader, turns),
        turns_held=counted(reader, "turning_points", a=a, b=b, online="no"),
        sides=sides(reader, a, b),
        months=tuple(month_line(row) for row in reversed(months[-MONTHS:]) if row["n_incidents"]),
        periods=counted(reader, "relations", a=a, b=b, period="month", directed="no"),
        latest=incidents.lines(reader.rows("incidents", order="newest", limit=SHOWN, a=a, b=b, dated="yes")),
        outlook=expected(reader, a, b, months),
    )


def month_line(row: Row) -> MonthLine:
    """One month in words, its counts as numbers that open their rows."""
    a, b, at = row["a"], row["b"], f"{row['from']:%Y-%m}"
    return MonthLine(
        href=addresses.dyad(a, b, f"month/{at}"),
        label=month(row["from"]),
        index=signed(row["index"]),
        low=signed(row["low"]),
        high=signed(row["high"]),
        sign=sign(row["low"], row["high"]),
        reading=reading(row["low"], row["high"]),
        incidents=number(row["n_incidents"], "incidents", a=a, b=b, month=at),
        cooperation=number(row["cooperation"], "incidents", a=a, b=b, month=at, side="cooperation"),
        conflict=number(row["conflict"], "incidents", a=a, b=b, month=at, side="conflict"),
    )


def sides(reader: Reader, a: str, b: str) -> tuple[Side, ...]:
    """Acts of the one toward the other, of the other toward the one, and of both alike."""
    held = {row["direction"]: row for row in reader.ask("sides_of_pair", a=a, b=b)}
    one, other = state_name(a), state_name(b)
    labels = {"ab": f"{one} → {other}", "ba": f"{other} → {one}", "both": f"{one} and {other}, both alike"}
    return tuple(
        Side(
            label,
            number(held[code]["n_incidents"], "incidents", a=a, b=b, direction=code),
            number(held[code]["cooperation"], "incidents", a=a, b=b, direction=code, side="cooperation"),
            number(held[code]["conflict"], "incidents", a=a, b=b, direction=code, side="conflict"),
        )
        for code, label in labels.items()
        if code in held
    )


def expected(reader: Reader, a: str, b: str, months: list[Row] | None = None) -> OutlooksView:
    """What the past leads one to expect; `months` are those of the pair where they are known already."""
    held = index_chart.periods_of(reader, a, b, index_chart.Window()) if months is None else months
    rows = (schema.record(Outlook, row) for row in reader.rows("outlooks", a=a, b=b))
    return outlook(rows, held[-1]["from"] if held else None)
