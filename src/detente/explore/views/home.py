"""The store at a glance: pairs by activity, what moved lately, coverage by outlet and month, what was refused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from detente.explore import addresses
from detente.explore.numbers import Number, counted, number
from detente.explore.views import dyads, groups
from detente.explore.wording import MONTHS, month
from detente.lexicons import lifetimes
from detente.lexicons.lifetimes import Stray
from detente.store.reader import Reader, Row

PAIRS: Final = 15
MOVED: Final = 8
LATE: Final = 6  # months before the last one measured in which a move is lately
OUTLETS: Final = 12
ACROSS: Final = 18  # months of the coverage table


@dataclass(frozen=True, slots=True)
class Refusal:
    """One reason for refusing inputs, with one of the sentences."""

    inputs: Number
    code: str
    reason: str


@dataclass(frozen=True, slots=True)
class Strays:
    """A state and the incidents of years in which it did not exist."""

    incidents: Number
    stray: Stray


@dataclass(frozen=True, slots=True)
class Covered:
    """One outlet and its documents in each month of the table; `shade` is 0 to 4 by how many."""

    name: str
    href: str | None
    total: Number
    cells: tuple[tuple[Number, int], ...]


@dataclass(frozen=True, slots=True)
class Coverage:
    """Documents by outlet and month: the last months that hold any, the outlets with most."""

    months: tuple[tuple[str, str], ...]
    rows: tuple[Covered, ...]
    outlets: Number
    undated: Number


@dataclass(frozen=True, slots=True)
class Home:
    """Everything the first page shows."""

    facts: tuple[Number, ...]
    origins: tuple[tuple[str, Number], ...]
    pairs: tuple[dyads.DyadLine, ...]
    pairs_held: Number
    order: str
    moved: tuple[dyads.DyadLine, ...]
    since: str | None
    turns: tuple[groups.TurnLine, ...]
    turns_held: Number
    coverage: Coverage
    refusals: tuple[Refusal, ...]
    strays: tuple[Strays, ...]


def view(reader: Reader, order: str) -> Home:
    """The first page, its pairs in the order asked."""
    last: date | None = reader.ask("latest_month")[0]["month"]
    since = _earlier(last, LATE) if last is not None else None
    moved = reader.ask("movers", since=since, limit=MOVED) if since is not None else []
    turns = reader.rows("turning_points", order="newest", limit=MOVED, online="no")
    origins = reader.ask("origins")
    return Home(
        facts=tuple(
            counted(reader, noun, **filters)
            for noun, filters in (
                ("documents", {"copies": "no"}),
                ("outlets", {}),
                ("incidents", {}),
                ("quotes", {}),
                ("forecasts", {}),
                ("dyads", {}),
            )
        ),
        origins=tuple((row["origin"], number(row["n_incidents"], "incidents", origin=row["origin"])) for row in origins)
        if len(origins) > 1
        else (),
        pairs=dyads.lines(reader.rows("dyads", order=order, limit=PAIRS)),
        pairs_held=counted(reader, "dyads"),
        order=order,
        moved=dyads.lines(moved),
        since=month(since) if since is not None else None,
        turns=groups.turns(reader, turns),
        turns_held=counted(reader, "turning_points", online="no"),
        coverage=_coverage(reader),
        refusals=tuple(
            Refusal(number(row["n"], "rejects", code=row["code"]), row["code"], row["reason"])
            for row in reader.ask("refusals")
        ),
        strays=_strays(reader),
    )


def _strays(reader: Reader) -> tuple[Strays, ...]:
    lives = sorted(lifetimes.years().items())
    bounds = {"begins": [begin for _, (begin, _) in lives], "ends": [end for _, (_, end) in lives]}
    rows = reader.ask("strays", codes=[code for code, _ in lives], **bounds)
    found = lifetimes.strays(((row["code"],), row["day"], row["summary"] or "") for row in rows)
    return tuple(Strays(_outside(one), one) for one in found)


def _outside(one: Stray) -> Number:
    """How many incidents, with the way to their listing where all lie on one side of the state's life."""
    begin, end = lifetimes.years()[one.code]
    if one.last.year < begin:
        return number(one.n, "incidents", state=one.code, until=f"{begin - 1:04d}-12-31", dated="yes")
    if one.first.year > end:
        return number(one.n, "incidents", state=one.code, since=f"{end + 1:04d}-01-01", dated="yes")
    return Number(one.n, "incidents", None)


def _earlier(day: date, months: int) -> date:
    at = day.year * 12 + day.month - 1 - months
    return date(max(at // 12, 1), at % 12 + 1, 1)


def _coverage(reader: Reader) -> Coverage:
    rows = reader.ask("coverage")
    dated = [row for row in rows if row["month"] is not None]
    shown = sorted({row["month"] for row in dated})[-ACROSS:]
    totals = Counter[str | None]()
    for row in rows:
        totals[row["outlet"]] += row["n_documents"]
    order = sorted(totals, key=lambda name: (-totals[name], name is None, name or ""))[:OUTLETS]
    most = max((row["n_documents"] for row in dated), default=1)
    return Coverage(
        months=tuple((MONTHS[day.month - 1][:3], str(day.year)) for day in shown),
        rows=tuple(_covered(name, totals[name], shown, dated, most) for name in order),
        outlets=counted(reader, "outlets"),
        undated=counted(reader, "documents", copies="no", dated="no"),
    )


def _covered(name: str | None, total: int, shown: Sequence[date], rows: Sequence[Row], most: int) -> Covered:
    named: dict[str, Any] = {"outlet": name} if name is not None else {"named": "no"}
    held = {row["month"]: row["n_documents"] for row in rows if row["outlet"] == name}
    cells = tuple(
        (
            number(held.get(day, 0), "documents", month=f"{day:%Y-%m}", copies="no", **named),
            _shade(held.get(day, 0), most),
        )
        for day in shown
    )
    return Covered(
        name=name or "outlet not known",
        href=addresses.outlet(name) if name is not None else None,
        total=number(total, "documents", copies="no", **named),
        cells=cells,
    )


def _shade(n: int, most: int) -> int:
    """0 for none, 1 to 4 by quarters of the most."""
    return 0 if n == 0 else 1 + min(3, 4 * (n - 1) // max(most, 1))
