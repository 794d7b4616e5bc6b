"""Columns: a count by month, each a link to its rows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from detente.explore.charts.axis import around
from detente.explore.charts.svg import element, figure, number, percent

TALL: Final = 90.0
BASE: Final = TALL + 12
HEIGHT: Final = BASE + 30


@dataclass(frozen=True, slots=True)
class Column:
    """One month: its first day, count, address and words."""

    day: date
    n: int
    href: str
    words: str


def columns(rows: Sequence[Column], *, title: str, desc: str, name: str = "columns-chart") -> Markup:
    """The chart; `rows` in order of time, at least one."""
    axis = around([row.day for row in rows])
    most = max(row.n for row in rows) or 1
    return figure(
        axis.drawn(BASE, BASE),
        element("line", x1="0", x2="100%", y1=number(BASE), y2=number(BASE), class_="zero"),
        *(
            element(
                "a",
                element("title", row.words),
                element("line", x1=(x := percent(axis.place(row.day))), x2=x, y1=number(BASE - TALL * row.n / most),
                        y2=number(BASE), class_="bar ink"),
                element("line", x1=x, x2=x, y1="0", y2=number(BASE), class_="hit"),
                href=row.href,
                aria_label=row.words,
            )
            for row in rows
        ),
        name=name,
        title=title,
        desc=desc,
        height=HEIGHT,
    )  # fmt: skip
