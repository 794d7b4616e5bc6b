"""Parameters of the relations model, as `training/relations.py` fitted them (card: `models/relations.md`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

import numpy as np
import numpy.typing as npt

from detente import models

Floats = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Scale:
    """The index for one length of period: loadings by quad class, cap of information, steps of level and swing.

    `start`, its `start_sd`, `step` and `swing` are numbers, or hold one for every series (`priors`). Steps are as large
    as the share of periods that are not silent, with `settled` silent ones added, and never below `least` of that.
    `loose` is how many times larger the level's steps are held to be where the band is drawn (`index.loosened`).
    """

    alpha: tuple[float, float, float, float]
    beta: tuple[float, float, float, float]
    cap: float
    step: float | Floats
    freedom: float
    rho: float
    swing: float | Floats
    start: float | Floats
    start_sd: float | Floats
    settled: float = 0.0
    least: float = 1.0
    loose: float = 1.0

    def only(self, chosen: npt.NDArray[np.integer[Any]] | list[int]) -> Scale:
        """The scale of some of the series."""
        start, sd, step, swing = (
            value[chosen] if isinstance(value, np.ndarray) else value
            for value in (self.start, self.start_sd, self.step, self.swing)
        )
        return replace(self, start=start, start_sd=sd, step=step, swing=swing)


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
