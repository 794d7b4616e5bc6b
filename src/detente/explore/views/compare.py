"""Two pairs, two outlets, or our own coding beside imported data: the same figures in two columns."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from markupsafe import Markup

from detente.explore import addresses
from detente.explore.charts.line_band import Overlay, Point, line_band
from detente.explore.numbers import Number, counted, number
from detente.explore.views import dyads, index_chart
from detente.explore.wording import ORIGINS, issue_name, month, signed, state_name, term, terms
from detente.measure import periods
from detente.store.reader import Reader, Row


@dataclass(frozen=True, slots=True)
class Figure:
    """One line of a comparison."""

    label: str
    cells: tuple[Number, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """Two or more things beside each other: names with addresses, and their figures."""

    heads: tuple[tuple[str, str | None], ...]
    figures: tuple[Figure, ...]
    chart: Markup | None = None
    pairs: tuple[dyads.DyadLine, ...] = ()


def two_dyads(reader: Reader, one: tuple[str, str], other: tuple[str, str]) -> Compared:
    """Two pairs of states."""
    both = (one, other)
    rows = [row for a, b in both for row in reader.ask("dyad", a=a, b=b)]
    issues = [{row["issue"]: row for row in reader.ask("issues_of_pair", a=a, b=b)} for a, b in both]
    shared = sorted(set(issues[0]) | set(issues[1]), key=lambda code: (-_most(issues, code), code))[:12]
    figures = [
        _figure(reader, label, both, noun, **filters)
        for label, noun, filters in (
            ("incidents", "incidents", {}),
            ("conflictual", "incidents", {"side": "conflict"}),
            ("cooperative", "incidents", {"side": "cooperation"}),
            ("turning points", "turning_points", {"online": "no"}),
            ("documents", "documents", {"copies": "no"}),
            ("quotes", "quotes", {}),
            ("forecasts", "forecasts", {}),
        )
    ]
    figures += [
        Figure(
            issue_name(code),
            tuple(
                number(held[code]["n_incidents"] if code in held else 0, "incidents", a=a, b=b, issue=code)
                for held, (a, b) in zip(issues, both, strict=True)
            ),
        )
        for code in shared
    ]
    return Compared(
        tuple((f"{state_name(a)} and {state_name(b)}", addresses.dyad(a, b)) for a, b in both),
        tuple(figures),
        _chart(reader, one, other),
        dyads.lines(rows),
    )


def _most(issues: list[dict[str, Row]], code: str) -> int:
    return max(int(held[code]["n_incidents"]) for held in issues if code in held)


def _figure(reader: Reader, label: str, pairs: tuple[tuple[str, str], ...], noun: str, **filters: Any) -> Figure:
    return Figure(label, tuple(counted(reader, noun, a=a, b=b, **filters) for a, b in pairs))


def _chart(reader: Reader, one: tuple[str, str], other: tuple[str, str]) -> Markup | None:
    """The index of the first pair with its band, that of the second laid over."""
    window = {"period": "month", "since": index_chart.FIRST, "until": index_chart.LAST, "limit": 120}
    rows, over = (reader.ask("relations_of_pair", a=a, b=b, **window) for a, b in (one, other))
    if not rows:
        return None
    before: list[Row | None] = [None, *rows[:-1]]
    points = [
        Point(
            day=row["from"] + timedelta(14),
            index=row["index"],
            low=row["low"],
            high=row["high"],
            cooperation=row["cooperation"],
            conflict=row["conflict"],
            href=addresses.dyad(*one, f"month/{row['from']:%Y-%m}") if row["n_incidents"] else None,
            words=f"{month(row['from'])}: index {signed(row['index'])}",
            joined=was is not None and _at(was) == _at(row) - 1,
        )
        for row, was in zip(rows, before, strict=True)
    ]
    return line_band(
        points,
        (),
        title=f"Index of {'-'.join(one)} with {'-'.join(other)} laid over",
        desc="The band and the bars are those of the first pair.",
        overlays=[Overlay(1, tuple((row["from"] + timedelta(14), row["index"]) for row in over))] if over else (),
    )


def _at(row: Row) -> int:
    return periods.number(row["from"].toordinal(), "month")


def two_outlets(reader: Reader, one: str, other: str) -> Compared:
    """Two outlets."""
    both = (one, other)
    figures = [
        Figure(label, tuple(counted(reader, noun, outlet=name, **filters) for name in both))
        for label, noun, filters in (
            ("documents", "documents", {"copies": "no"}),
            ("copies of others", "documents", {"copies": "yes"}),
            ("incidents told", "incidents", {}),
            ("conflictual", "incidents", {"side": "conflict"}),
            ("cooperative", "incidents", {"side": "cooperation"}),
            ("quotes", "quotes", {}),
            ("forecasts", "forecasts", {}),
        )
    ]
    figures.append(
        Figure(
            "told by it and not the other",
            tuple(counted(reader, "incidents", outlet=x, unlike=y) for x, y in (both, both[::-1])),
        )
    )
    figures.append(
        Figure("told by both", tuple(counted(reader, "incidents", outlet=x, also=y) for x, y in (both, both[::-1])))
    )
    return Compared(tuple((name, addresses.outlet(name)) for name in both), tuple(figures))


def codings(reader: Reader, a: str, b: str) -> Compared:
    """Our own coding of a pair beside imported data."""
    rows = reader.ask("origins_of_pair", a=a, b=b)
    origins = [code for code in ORIGINS if any(row["origin"] == code for row in rows)]
    held = {row["origin"]: row for row in rows}
    figures = [
        Figure("incidents", tuple(number(held[o]["n_incidents"], "incidents", a=a, b=b, origin=o) for o in origins))
    ]
    figures += [
        Figure(label, tuple(number(held[o][side], "incidents", a=a, b=b, origin=o, side=side) for o in origins))
        for side, label in (("conflict", "conflictual"), ("cooperation", "cooperative"))
    ]
    types: dict[str, dict[str, int]] = defaultdict(dict)
    for row in reader.ask("types_of_pair", a=a, b=b):
        types[row["plover"]][row["origin"]] = row["n"]
    order = [entry.code for entry in terms("plover") if entry.code in types]
    figures += [
        Figure(
            term("plover", code).label,
            tuple(number(types[code].get(o, 0), "incidents", a=a, b=b, origin=o, type=code) for o in origins),
        )
        for code in order
    ]
    chart = index_chart.chart(reader, a, b, index_chart.Window(over=".".join(origins) or None))
    heads = tuple((ORIGINS[o], addresses.listing("incidents", a=a, b=b, origin=o)) for o in origins)
    return Compared(heads, tuple(figures), chart.svg if chart is not None and origins else None)
