"""Small bars and scales that stand in a row of a table: shares, tone, probability."""

from __future__ import annotations

from typing import Final

from markupsafe import Markup

from detente.explore.charts.svg import element, number

HIGH: Final = 14


def shares(cooperation: int, conflict: int, most: int) -> Markup:
    """Conflict to the left and cooperation to the right of a middle line, on a scale that ends at `most`."""
    good, bad = 50 * cooperation / max(most, 1), 50 * conflict / max(most, 1)
    return _strip(
        element("rect", x=f"{number(50 - bad)}%", y="2", width=f"{number(bad)}%", height="10", class_="fill conf"),
        element("rect", x="50%", y="2", width=f"{number(good)}%", height="10", class_="fill coop"),
        element("line", x1="50%", x2="50%", y1="0", y2=HIGH, class_="zero"),
    )


def tone(value: float) -> Markup:
    """A dot on a scale from -1 to 1."""
    at = f"{number(50 + 44 * min(1.0, max(-1.0, value)))}%"
    side = "coop" if value > 0 else "conf" if value < 0 else "ink"
    return _strip(
        element("line", x1="6%", x2="94%", y1="7", y2="7", class_="grid"),
        element("line", x1="50%", x2="50%", y1="1", y2="13", class_="zero"),
        element("circle", cx=at, cy="7", r="5", class_=f"dot {side}"),
    )


def probability(low: float, best: float, high: float) -> Markup:
    """A dot with its reach on a scale from 0 to 1."""
    left, middle, right = (f"{number(4 + 92 * value)}%" for value in (low, best, high))
    return _strip(
        element("line", x1="4%", x2="96%", y1="7", y2="7", class_="grid"),
        element("line", x1=left, x2=right, y1="7", y2="7", class_="reach ink"),
        element("circle", cx=middle, cy="7", r="4.5", class_="dot ink"),
    )


def band(low: float, best: float, high: float) -> Markup:
    """An index with its band on a scale from -100 to 100."""
    left, middle, right = (f"{number(50 + 0.48 * value)}%" for value in (low, best, high))
    side = "coop" if low > 0 else "conf" if high < 0 else "ink"
    return _strip(
        element("line", x1="2%", x2="98%", y1="7", y2="7", class_="grid"),
        element("line", x1="50%", x2="50%", y1="0", y2=HIGH, class_="zero"),
        element("line", x1=left, x2=right, y1="7", y2="7", class_="reach wide-band"),
        element("circle", cx=middle, cy="7", r="4.5", class_=f"dot {side}"),
    )


def _strip(*children: Markup) -> Markup:
    """A strip beside a number that says the same: nothing to be read aloud."""
    return element("svg", *children, class_="strip", width="100%", height=HIGH, aria_hidden="true")
