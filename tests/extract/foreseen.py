"""Sentences of our own with what they foresee, and how they were read: used by the tests of directions and chances."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from detente.config import Extract
from detente.extract.forecasts import ForecastExtractor
from detente.records import Forecast
from tests.extract.reading import read

DAY = date(2018, 3, 2)
SPAN = re.compile(r"\[\[(.*?)\]\]")


@dataclass(frozen=True)
class Foreseen:
    """A sentence, the claim in it, the directions that are right and the interval (None: no probability)."""

    text: str
    start: int
    end: int
    directions: tuple[str, ...]
    chance: tuple[float, float] | None

    def read(self) -> Forecast | None:
        """The forecast that stands where the claim does; None where there is none."""
        found = _extractor().extract(read(self.text, DAY))
        return next((one for one in found if self._likeness(one) >= 0.5), None)

    def _likeness(self, one: Forecast) -> float:
        shared = min(self.end, one.end) - max(self.start, one.start)
        return max(0, shared) / (max(self.end, one.end) - min(self.start, one.start))


@cache
def _extractor() -> ForecastExtractor:
    return ForecastExtractor(Extract())


def sentences(name: str) -> Iterator[Foreseen]:
    """The rows of a file beside this one."""
    lines = (Path(__file__).parent / name).read_text(encoding="utf-8").splitlines()
    for line in [line for line in lines if line and not line.startswith("#")][1:]:
        marked, directions, *chance = line.split("\t")
        match = SPAN.search(marked)
        assert match is not None, line
        bounds = (float(chance[0]), float(chance[1])) if chance and chance[0] != "-" else None
        text = SPAN.sub(r"\1", marked)
        yield Foreseen(text, match.start(), match.end() - 4, tuple(directions.split(",")), bounds)
