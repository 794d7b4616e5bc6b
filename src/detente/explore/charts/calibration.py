"""Calibration: what was said to be how likely, against how often it came true; the size of a dot is its number."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from detente.explore.charts.svg import element, figure, number, text

SIDE: Final = 240.0
LEFT: Final = 34.0
TOP: Final = 10.0
HEIGHT: Final = TOP + SIDE + 40
SMALL: Final = 4.0
LARGE: Final = 14.0


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts of like odds: their mean, the share that came true with its 90 % interval, how many, their rows."""

    mean: float
    share: float
    low: float
    high: float
    n: int
    href: str
    words: str


def calibration(bins: Sequence[Bin], *, title: str, desc: str) -> Markup:
    """The plot; `bins` at least one."""
    most = max(entry.n for entry in bins)
    return figure(
        *_frame(),
        *(_dot(entry, most) for entry in bins),
        name="calibration-chart",
        title=title,
        desc=desc,
        height=HEIGHT,
        class_="chart square",
    )


def _frame() -> list[Markup]:
    ticks = [0.0, 0.25, 0.5, 0.75, 1.0]
    lines = [element("line", x1=_x(t), x2=_x(t), y1=_y(0), y2=_y(1), class_="grid") for t in ticks]
    lines += [element("line", x1=_x(0), x2=_x(1), y1=_y(t), y2=_y(t), class_="grid") for t in ticks]
    lines.append(element("line", x1=_x(0), x2=_x(1), y1=_y(0), y2=_y(1), class_="zero"))
    names = [text(f"{round(100 * t)}", _x(t), TOP + SIDE + 16, class_="tick", text_anchor="middle") for t in ticks]
    names += [text(f"{round(100 * t)}", number(LEFT - 6), TOP + SIDE * (1 - t) + 4, class_="tick", text_anchor="end")
              for t in ticks]  # fmt: skip
    names.append(text("said to be how likely, %", _x(0.5), TOP + SIDE + 34, class_="tick", text_anchor="middle"))
    return lines + names


def _dot(entry: Bin, most: int) -> Markup:
    size = SMALL + (LARGE - SMALL) * (entry.n / most) ** 0.5
    x = _x(entry.mean)
    return element(
        "a",
        element("title", entry.words),
        element("line", x1=x, x2=x, y1=_y(entry.low), y2=_y(entry.high), class_="reach ink"),
        element("circle", cx=x, cy=_y(entry.share), r=number(size), class_="dot ink"),
        href=entry.href,
        aria_label=entry.words,
    )


def _x(value: float) -> str:
    return number(LEFT + SIDE * value)


def _y(value: float) -> str:
    return number(TOP + SIDE * (1 - value))
