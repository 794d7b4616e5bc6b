"""The index of a pair as a chart: its band, what drove each period, turning points, and what others coded laid over."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from markupsafe import Markup

from detente.explore import addresses
from detente.explore.charts.line_band import Overlay, Point, Turn, line_band
from detente.explore.relations import others
from detente.explore.views import incidents
from detente.explore.wording import ORIGINS, day, month, signed, state_name
from detente.measure import periods
from detente.store.reader import Reader, Row

MOST: Final = {"month": 120, "week": 104, "day": 120}
"""Periods drawn at most; the question in the address moves the window."""

TOLD: Final = 3  # drivers told of each period
FIRST: Final = date(1, 1, 1)
LAST: Final = date(9999, 12, 31)


@dataclass(frozen=True, slots=True)
class Series:
    """One series laid over the index: its number (which tells its stroke), its name, whether it is shown."""

    number: int
    code: str
    name: str
    shown: bool
    href: str


@dataclass(frozen=True, slots=True)
class IndexChart:
    """The chart with what stands around it; `cut` says that earlier periods are left out."""

    svg: Markup
    n: int
    period: str
    first: str
    last: str
    earlier: str | None
    later: str | None
    cut: bool
    series: tuple[Series, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """What the address asks of the chart."""

    period: str = "month"
    since: date | None = None
    until: date | None = None
    over: str | None = None


def periods_of(reader: Reader, a: str, b: str, window: Window) -> list[Row]:
    """The periods of the window, one more than the chart draws where there are more."""
    return reader.ask(
        "relations_of_pair",
        a=a,
        b=b,
        period=window.period,
        since=window.since or FIRST,
        until=window.until or LAST,
        limit=MOST[window.period] + 1,
    )


def chart(reader: Reader, a: str, b: str, window: Window, rows: list[Row] | None = None) -> IndexChart | None:
    """The chart of a pair, or None where nothing is measured; `rows` are its periods where they are known already."""
    most = MOST[window.period]
    rows = periods_of(reader, a, b, window) if rows is None else rows
    cut, rows = len(rows) > most, rows[-most:]
    if not rows:
        return None
    balance = _balance(reader, a, b)
    series = _series(a, b, balance, window)
    weighty = [driver["incident_id"] for row in rows for driver in _weightiest(row) if driver["incident_id"]]
    drivers = incidents.titles_of_pair(reader, a, b, weighty)
    before: list[Row | None] = [None, *rows[:-1]]
    points = [_point(row, earlier, a, b, window.period, drivers) for row, earlier in zip(rows, before, strict=True)]
    turns = reader.rows("turning_points", a=a, b=b, since=rows[0]["from"], until=rows[-1]["to"])
    pair = f"{state_name(a)} and {state_name(b)}"
    svg = line_band(
        points,
        _turns(turns, a, b),
        title=f"Index of relations between {pair} by {window.period}",
        desc=f"{len(rows)} periods from {day(rows[0]['from'])}; the table holds every figure.",
        overlays=[Overlay(one.number, balance[one.code]) for one in series if one.shown],
    )
    return IndexChart(
        svg=svg,
        n=len(rows),
        period=window.period,
        first=day(rows[0]["from"]),
        last=day(rows[-1]["to"]),
        earlier=_moved(a, b, window, until=rows[0]["from"] - timedelta(1)) if cut else None,
        later=_moved(a, b, window, until=None) if window.until is not None else None,
        cut=cut,
        series=series,
    )


def _moved(a: str, b: str, window: Window, *, until: date | None) -> str:
    return addresses.dyad(a, b, period=window.period, until=until, over=window.over)


def _weightiest(row: Row) -> list[Row]:
    """The drivers of a period that are incidents, or many of one class, the weightiest first."""
    named = [driver for driver in row["drivers"] if driver["incident_id"] or driver["quad"]]
    return sorted(named, key=lambda d: (-abs(d["contribution"]), d["incident_id"]))[:TOLD]


def _point(row: Row, before: Row | None, a: str, b: str, period: str, drivers: Mapping[str, str]) -> Point:
    label = label_of(row["from"], period)
    words = (
        f"{label}: index {signed(row['index'])}, 90 % band {signed(row['low'])} to {signed(row['high'])}, "
        f"{row['cooperation']} cooperative and {row['conflict']} conflictual incidents"
    )
    told = [
        f"{signed(driver['contribution'], 1)} "
        + (drivers.get(driver["incident_id"]) or others(driver["acts"], driver["quad"], driver["kind"]))
        for driver in _weightiest(row)
        if driver["incident_id"] in drivers or driver["quad"]
    ]
    at = periods.number(row["from"].toordinal(), period)
    return Point(
        day=row["from"] + (row["to"] - row["from"]) // 2,
        index=row["index"],
        low=row["low"],
        high=row["high"],
        cooperation=row["cooperation"],
        conflict=row["conflict"],
        href=_way(row, a, b, period) if row["n_incidents"] else None,
        words=words,
        joined=before is not None and periods.number(before["from"].toordinal(), period) == at - 1,
        tip=(words, *told) if row["n_incidents"] else (),
    )


def _way(row: Row, a: str, b: str, period: str) -> str:
    """Where a point leads: the month's page, or the incidents counted."""
    if period == "month":
        return addresses.dyad(a, b, f"month/{row['from']:%Y-%m}")
    if period == "week":
        return addresses.listing("incidents", a=a, b=b, week=row["from"])
    return addresses.listing("incidents", a=a, b=b, since=row["from"], until=row["to"])


def label_of(first: date, period: str) -> str:
    """ "May 2011", "week of 2 May 2011", "2 May 2011"."""
    if period == "month":
        return month(first)
    return f"week of {day(first)}" if period == "week" else day(first)


def _turns(rows: Iterable[Row], a: str, b: str) -> list[Turn]:
    """Turning points seen from the end; those seen as they happened only where nothing else is known."""
    every = sorted(rows, key=lambda row: (row["date"], row["direction"], row["online"]))
    lasting = [row for row in every if not row["online"]] or every
    return [
        Turn(
            row["date"],
            row["direction"] == "up",
            addresses.dyad(a, b, f"month/{row['date']:%Y-%m}"),
            f"Turn {row['direction']} on {day(row['date'])}",
        )
        for row in lasting
    ]


def _balance(reader: Reader, a: str, b: str) -> dict[str, tuple[tuple[date, float], ...]]:
    """By whoever coded: each month's balance of cooperative over conflictual incidents, -100 to 100."""
    found: dict[str, list[tuple[date, float]]] = defaultdict(list)
    for row in reader.ask("balance_of_pair", a=a, b=b):
        good, bad = row["cooperation"], row["conflict"]
        found[row["origin"]].append((row["month"] + timedelta(14), 100 * (good - bad) / (good + bad)))
    return {origin: tuple(points) for origin, points in found.items()}


def _series(a: str, b: str, balance: Mapping[str, Sequence[object]], window: Window) -> tuple[Series, ...]:
    """What can be laid over: each origin, imported data shown unless the address says otherwise."""
    origins = [code for code in ORIGINS if code in balance]
    if origins == ["text"] and window.over is None:
        shown: set[str] = set()
    elif window.over is None:
        shown = set(origins) - {"text"}
    else:
        shown = {code for code in origins if code in window.over.split(".")}
    found = []
    for code in origins:
        rest = ".".join(one for one in origins if (one in shown) != (one == code)) or "none"
        href = addresses.dyad(a, b, period=window.period, since=window.since, until=window.until, over=rest)
        found.append(Series(list(ORIGINS).index(code), code, ORIGINS[code], code in shown, href))
    return tuple(found)
