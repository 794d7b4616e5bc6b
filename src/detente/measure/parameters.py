"""Parameters of the relations model, as `training/relations.py` fitted them (card: `models/relations.md`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from detente import models


@dataclass(frozen=True, slots=True)
class Scale:
    """The index for one length of period: loadings by quad class, cap of information, steps of level and swing."""

    alpha: tuple[float, float, float, float]
    beta: tuple[float, float, float, float]
    cap: float
    step: float
    freedom: float
    rho: float
    swing: float
    start: float
    start_sd: float


def fitted() -> Mapping[str, Any]:
    """The whole file."""
    return models.fitted("relations")


@cache
def scale(period: str) -> Scale:
    """The parameters for `day`, `week` or `month`."""
    return scale_from({**fitted()["loadings"], **fitted()["scales"][period]})


def scale_from(values: Mapping[str, Any]) -> Scale:
    """A scale from plain numbers, lists as tuples."""
    plain: dict[str, Any] = {name: tuple(value) if isinstance(value, list) else value for name, value in values.items()}
    return Scale(**plain)
