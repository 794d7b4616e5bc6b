"""Sparklines: an index through time in the height of a line, beside the number that it ends at."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from markupsafe import Markup

from detente.explore.charts.svg import element, number

WIDE: Final = 120
HIGH: Final = 24


def spark(values: Sequence[float], *, low: float = -100, high: float = 100) -> Markup:
    """A line through the values with a dot at the last; nothing to be read aloud, the number stands beside it."""
    if not values:
        return Markup("")
    step = (WIDE - 8) / max(len(values) - 1, 1)
    places = [
        (4 + step * at if len(values) > 1 else WIDE / 2, 2 + (HIGH - 4) * (high - value) / (high - low))
        for at, value in enumerate(values)
    ]
    middle = number(2 + (HIGH - 4) * high / (high - low))
    last = "coop" if values[-1] > 0 else "conf" if values[-1] < 0 else "ink"
    return element(
        "svg",
        element("line", x1="0", x2=WIDE, y1=middle, y2=middle, class_="grid"),
        element("polyline", points=" ".join(f"{number(x)},{number(y)}" for x, y in places), class_="line thin"),
        element("circle", cx=number(places[-1][0]), cy=number(places[-1][1]), r="3", class_=f"dot {last}"),
        class_="spark",
        width=WIDE,
        height=HIGH,
        view_box=f"0 0 {WIDE} {HIGH}",
        aria_hidden="true",
    )
