"""The index through time: a line with its 90 % band, gaps left open, counts beneath, turning points above."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Final

from markupsafe import Markup

from detente.explore.charts.axis import Axis, around
from detente.explore.charts.svg import INSET, element, figure, number, percent, text

TOP: Final = 34.0  # pixels above +100; one pixel is one point of the index
ZERO: Final = TOP + 100
BOTTOM: Final = TOP + 200
BARS: Final = BOTTOM + 72  # the line from which counts rise and hang
TALL: Final = 26.0  # the tallest bar
HEIGHT: Final = BARS + 74
TIP: Final = 100.0  # what a point tells while it has the pointer or the focus
BRIDGED: Final = 220  # days between two values of a series laid over that its line still runs across: seven months
ALONE: Final = 9.0  # half the length of the dash of a value that stands alone, in thousandths of the width
NUMBERED: Final = 26  # with more points than this, counts are told in the list and on hover only


@dataclass(frozen=True, slots=True)
class Point:
    """One period: its first day, index and band, counts, its list of drivers (None for a silent one), its words.

    `joined` is True when the period before it is on the chart too: the line runs on from there. `tip` are lines that
    show under the chart while the point has the pointer or the focus.
    """

    day: date
    index: float
    low: float
    high: float
    cooperation: int
    conflict: int
    href: str | None
    words: str
    joined: bool
    tip: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Overlay:
    """Another series over the index, on the same scale: its number (which tells its stroke) and days with values."""

    number: int
    points: tuple[tuple[date, float], ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A turning point: the day, up or down, and its place in the list."""

    day: date
    up: bool
    href: str
    words: str


def line_band(
    points: Sequence[Point], turns: Sequence[Turn], *, title: str, desc: str, overlays: Sequence[Overlay] = ()
) -> Markup:
    """The chart; `points` in order of time, at least one; `overlays` lie within their days."""
    axis = around([point.day for point in points] + [turn.day for turn in turns])
    most = max(max(point.cooperation, point.conflict) for point in points) or 1
    last = next((point for point in reversed(points) if point.tip), None)
    return figure(
        axis.drawn(TOP, BARS + TALL + 14),
        _scale(),
        *(_run(run, axis) for run in _runs(points)),
        *(_overlay(overlay, axis) for overlay in overlays),
        *(_turn(turn, axis) for turn in turns),
        text("incidents", "0", BARS - TALL - 8, class_="tick"),
        element("line", x1="0", x2="100%", y1=BARS, y2=BARS, class_="grid"),
        *(_point(point, axis, most, latest=point is last) for point in points if point.href is not None),
        *(_number(point, axis) for point in points if point.href is not None and len(points) <= NUMBERED),
        name="index-chart",
        title=title,
        desc=desc,
        height=HEIGHT + (TIP if any(point.tip for point in points) else 0),
    )


def _scale() -> Markup:
    lines = [
        element("line", x1="0", x2="100%", y1=ZERO - value, y2=ZERO - value, class_="zero" if value == 0 else "grid")
        for value in (100, 50, 0, -50, -100)
    ]
    words = [
        text("+100 all cooperation", "0", TOP - 5, class_="tick coop"),
        text("0", "0", ZERO - 4, class_="tick"),
        text("−100 all conflict", "0", BOTTOM + 15, class_="tick conf"),
    ]
    return Markup("").join(lines + words)


def _runs(points: Iterable[Point]) -> list[list[Point]]:
    """Points in unbroken rows: a gap starts a new one."""
    runs: list[list[Point]] = []
    for point in points:
        if runs and point.joined:
            runs[-1].append(point)
        else:
            runs.append([point])
    return runs


def _run(run: Sequence[Point], axis: Axis) -> Markup:
    if len(run) == 1:
        x = percent(axis.place(run[0].day))
        return element(
            "line", x1=x, x2=x, y1=number(ZERO - run[0].high), y2=number(ZERO - run[0].low), class_="whisker"
        )
    across = [10 * (INSET + (100 - 2 * INSET) * axis.place(point.day)) for point in run]
    upper = [f"{number(x)},{number(100 - p.high)}" for x, p in zip(across, run, strict=True)]
    lower = [f"{number(x)},{number(100 - p.low)}" for x, p in zip(across, run, strict=True)]
    solid, dashed = _strokes(run, [f"{number(x)} {number(100 - p.index)}" for x, p in zip(across, run, strict=True)])
    return element(
        "svg",
        element("polygon", points=" ".join(upper + lower[::-1]), class_="band"),
        element("path", d=dashed, class_="line bridge") if dashed else "",
        element("path", d=solid, class_="line") if solid else "",
        y=number(TOP),
        width="100%",
        height="200",
        view_box="0 0 1000 200",
        preserve_aspect_ratio="none",
        aria_hidden="true",
    )


def _strokes(run: Sequence[Point], places: Sequence[str]) -> tuple[str, str]:
    """Two paths: between neighbours that both hold incidents, and across silent periods."""
    solid: list[str] = []
    dashed: list[str] = []
    for place, (before, point) in enumerate(pairwise(run)):
        stroke = f"M{places[place]}L{places[place + 1]}"
        (dashed if before.href is None or point.href is None else solid).append(stroke)
    return "".join(solid), "".join(dashed)


def _number(point: Point, axis: Axis) -> Markup:
    total = str(point.cooperation + point.conflict)
    return text(total, percent(axis.place(point.day)), BARS + TALL + 13, class_="tick small", text_anchor="middle")


def _point(point: Point, axis: Axis, most: int, *, latest: bool = False) -> Markup:
    x = percent(axis.place(point.day))
    good, bad = TALL * point.cooperation / most, TALL * point.conflict / most
    side = "coop" if point.low > 0 else "conf" if point.high < 0 else "ink"
    return element(
        "a",
        element("title", point.words),
        element("line", x1=x, x2=x, y1=number(BARS - good), y2=BARS, class_="bar coop"),
        element("line", x1=x, x2=x, y1=BARS, y2=number(BARS + bad), class_="bar conf"),
        element("line", x1=x, x2=x, y1=TOP, y2=number(BARS + TALL), class_="hit"),
        element("circle", cx=x, cy=number(ZERO - point.index), r="4.5", class_=f"dot {side}"),
        _tip(point.tip),
        href=point.href,
        aria_label=point.words,
        class_="latest" if latest else None,
    )


def _tip(lines: Sequence[str]) -> Markup | str:
    """HTML under the chart, where lines can end in dots when there is no room for them."""
    if not lines:
        return ""
    rows = (element("div", line) for line in lines)
    return element(
        "foreignObject", element("div", *rows, class_="tip"), x="0", y=number(HEIGHT), width="100%", height=number(TIP)
    )


def _overlay(overlay: Overlay, axis: Axis) -> Markup:
    """The series in stretches, broken where silence lasts as the line of the index is; one value alone is a dash."""
    stretches: list[list[tuple[date, float]]] = []
    for day, value in overlay.points:
        if not axis.first <= day <= axis.last:
            continue
        if stretches and (day - stretches[-1][-1][0]).days <= BRIDGED:
            stretches[-1].append((day, value))
        else:
            stretches.append([(day, value)])
    lines = (
        element("polyline", points=_places(stretch, axis), class_=f"overlay o{overlay.number}") for stretch in stretches
    )
    return element(
        "svg",
        *lines,
        y=number(TOP),
        width="100%",
        height="200",
        view_box="0 0 1000 200",
        preserve_aspect_ratio="none",
        aria_hidden="true",
    )


def _places(stretch: Sequence[tuple[date, float]], axis: Axis) -> str:
    across = [10 * (INSET + (100 - 2 * INSET) * axis.place(day)) for day, _ in stretch]
    if len(stretch) == 1:
        across, stretch = [across[0] - ALONE, across[0] + ALONE], [*stretch, *stretch]
    return " ".join(f"{number(x)},{number(100 - value)}" for x, (_, value) in zip(across, stretch, strict=True))


def _turn(turn: Turn, axis: Axis) -> Markup:
    x = percent(axis.place(turn.day))
    shape = "M0 -6L6 5H-6Z" if turn.up else "M0 6L6 -5H-6Z"
    return element(
        "a",
        element("title", turn.words),
        element("line", x1=x, x2=x, y1="14", y2=number(BOTTOM), class_="turn"),
        element("svg", element("path", d=shape), x=x, y="10", overflow="visible", class_="coop" if turn.up else "conf"),
        href=turn.href,
        aria_label=turn.words,
        class_="turning",
    )
