"""Calibration: how often rows with given evidence were right, as numbers that were fitted on rows judged by hand.

A frame's row has a reliability (kind of argument, reach of its sides) and, where both sides stand in its sentence, the
scorer's probabilities of its type and status. Fitted by `training/event_probability.py`; the numbers lie in
`models/event_probability.json`, their card beside.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from functools import cache
from typing import Any

from detente import models

CLIP = 0.02
"""Probabilities of the scorer nearer to 0 or 1 say no more than this: it is surer of itself than it is right."""


def fitted() -> dict[str, Any]:
    """The fitted numbers: `knots` of the rules alone, weights `paired`, `unpaired`, `near` and `afar`."""
    return models.fitted("event_probability")


@cache
def knots() -> tuple[tuple[float, float], ...]:
    """Points (reliability of the rules, share right) of the curve, both rising."""
    return tuple((float(x), float(y)) for x, y in fitted()["knots"])


def calibrated(reliability: float) -> float:
    """The probability that a frame's row of this reliability has the right sides, type and status, by rules alone."""
    points = knots()
    at = bisect_right([x for x, _ in points], reliability)
    if at == 0:
        return round(points[0][1] * reliability / points[0][0], 3)
    if at == len(points):
        return points[-1][1]
    (x1, y1), (x2, y2) = points[at - 1], points[at]
    return round(y1 + (y2 - y1) * (reliability - x1) / (x2 - x1), 3)


def paired(reliability: float, type_p: float, status_p: float) -> float:
    """The same with the scorer's probabilities of the row's type and status."""
    return _logistic("paired", reliability, logit(type_p), logit(status_p))


def unpaired(reliability: float) -> float:
    """The same where the scorer cannot be asked, because a side stands outside the sentence."""
    return _logistic("unpaired", reliability)


def proposed(type_p: float, status_p: float, *, near: bool) -> float:
    """The probability that an act which the scorer alone sees is right; `near`: one sentence names both sides."""
    return _logistic("near" if near else "afar", logit(type_p), logit(status_p))


def logit(p: float) -> float:
    """Log odds of a probability, clipped."""
    kept = min(1 - CLIP, max(CLIP, p))
    return math.log(kept / (1 - kept))


def _logistic(name: str, *features: float) -> float:
    constant, *weights = fitted()[name]
    total = constant + sum(weight * feature for weight, feature in zip(weights, features, strict=True))
    return round(1 / (1 + math.exp(-total)), 3)
