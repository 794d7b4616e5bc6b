"""Calibration: how often rows of the frames with a given reliability were right, as a monotone curve.

The curve is fitted by `training/event_probability.py` and lies in `models/event_probability.json`, its card beside.
"""

from __future__ import annotations

import json
from bisect import bisect_right
from functools import cache
from importlib.resources import files


@cache
def knots() -> tuple[tuple[float, float], ...]:
    """Points (reliability of the rules, share right) of the curve, both rising."""
    loaded = json.loads((files("detente.models") / "event_probability.json").read_text(encoding="utf-8"))
    return tuple((float(x), float(y)) for x, y in loaded["knots"])


def calibrated(reliability: float) -> float:
    """The probability that a frame's row of this reliability has the right sides, type and status."""
    points = knots()
    at = bisect_right([x for x, _ in points], reliability)
    if at == 0:
        return round(points[0][1] * reliability / points[0][0], 3)
    if at == len(points):
        return points[-1][1]
    (x1, y1), (x2, y2) = points[at - 1], points[at]
    return round(y1 + (y2 - y1) * (reliability - x1) / (x2 - x1), 3)
