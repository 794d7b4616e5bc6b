"""What came of each forecast. A first, honest version: every scoreable forecast is unresolved.

A verdict needs incidents and a measured relation over the horizon, from documents other than the one that made the
forecast. Until the rules for it stand, nothing is called true or false, and no score is given.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from detente.records import Forecast


def resolve(forecasts: Sequence[Forecast]) -> tuple[Forecast, ...]:
    """The forecasts with `outcome` unresolved where a verdict is possible at all, null elsewhere."""
    return tuple(replace(one, outcome="unresolved" if one.scoreable else None) for one in forecasts)
