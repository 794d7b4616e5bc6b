"""Incidents through time in four lanes, deeds and words, cooperative above, conflictual below; shape tells status."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from markupsafe import Markup

from detente.explore.charts.axis import Axis, around
from detente.explore.charts.svg import element, figure, number, percent, text

LANES: Final = (2, 1, 3, 4)  # quad classes from top to bottom
ROW: Final = 18.0  # pixels between marks that would touch
HEAD: Final = 24.0  # pixels of a lane kept for its name
ROOM: Final = 0.046  # share of the width that a mark takes on a narrow screen
DEEP: Final = 24  # rows of a lane; beyond, marks lie over one another
LONG: Final = 4  # days from which an interval is drawn as a line

RING: Final = "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0"
SHAPES: Final = {
    "actual": RING,
    "planned": RING,
    "hypothetical": "M0-6L6 0L0 6L-6 0Z",
    "cancelled": "M-4.5-4.5L4.5 4.5M4.5-4.5L-4.5 4.5",
    "negated": f"{RING}M-5.5 5.5L5.5-5.5",
    "denied": "M-4.5-4.5H4.5V4.5H-4.5Z",
    "alleged": "M0-5.5L5.5 4.5H-5.5Z",
}


@dataclass(frozen=True, slots=True)
class Mark:
    """One incident: its days, lane, status and card."""

    first: date
    last: date
    quad: int
    status: str
    href: str
    words: str


def timeline(marks: Sequence[Mark], lanes: Sequence[str], *, title: str, desc: str) -> Markup:
    """The chart; `lanes` are the names of the four lanes from top to bottom, `marks` at least one."""
    axis = around([mark.first for mark in marks] + [mark.last for mark in marks])
    top = 0.0
    parts: list[Markup] = []
    bodies: list[Markup] = []
    for quad, name in zip(LANES, lanes, strict=True):
        placed, rows = _rows([mark for mark in marks if mark.quad == quad], axis)
        side = "coop" if quad <= 2 else "conf"
        parts.append(element("line", x1="0", x2="100%", y1=number(top), y2=number(top), class_="grid"))
        parts.append(text(name, "0", top + 14, class_=f"tick {side}"))
        bodies += [_mark(mark, axis, top + HEAD + ROW * row + 6, side) for mark, row in placed]
        top += HEAD + ROW * max(rows, 1) + 4
    return figure(axis.drawn(0, top), *parts, *bodies, name="timeline-chart", title=title, desc=desc, height=top + 26)


def marker(status: str, *, cooperative: bool) -> Markup:
    """The mark of a status on its own, as a key and beside a title."""
    return element(
        "svg",
        _shape(status),
        class_=f"mark {'coop' if cooperative else 'conf'}",
        view_box="-8 -8 16 16",
        width="16",
        height="16",
        aria_hidden="true",
    )


def _rows(marks: Sequence[Mark], axis: Axis) -> tuple[list[tuple[Mark, int]], int]:
    """Each mark with the first row where it touches no other, or of `DEEP` the freest, and how many rows that takes."""
    ends: list[float] = []
    placed = []
    for mark in sorted(marks, key=lambda m: (m.first, m.last, m.href)):
        start, end = axis.place(mark.first), axis.place(mark.last)
        row = next((n for n, taken in enumerate(ends) if taken <= start), len(ends))
        if row == DEEP:
            row = min(range(DEEP), key=ends.__getitem__)
        if row == len(ends):
            ends.append(0.0)
        ends[row] = end + ROOM
        placed.append((mark, row))
    return placed, len(ends)


def _mark(mark: Mark, axis: Axis, y: float, side: str) -> Markup:
    first, last = axis.place(mark.first), axis.place(mark.last)
    parts = [element("title", mark.words)]
    if (mark.last - mark.first).days >= LONG:
        parts.append(
            element("line", x1=percent(first), x2=percent(last), y1=number(y), y2=number(y), class_=f"reach {side}")
        )
    x = percent((first + last) / 2)
    parts.append(element("svg", _shape(mark.status), _hit(), x=x, y=number(y), overflow="visible", class_=side))
    return element("a", *parts, href=mark.href, aria_label=mark.words)


def _shape(status: str) -> Markup:
    return element("path", d=SHAPES.get(status, RING), class_=f"shape{' solid' if status == 'actual' else ''}")


def _hit() -> Markup:
    return element("circle", r="9", class_="hit")
