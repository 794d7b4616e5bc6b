"""Terms of office: "President Boris Yeltsin" was written while he was president."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

import numpy as np
from numpy.typing import NDArray

PENALTY: Final = 3.0  # log units for days outside a term


@dataclass(frozen=True, slots=True)
class Term:
    """A mention of an office-holder with the periods in which the title was right."""

    start: int
    end: int
    periods: tuple[tuple[date, date], ...]

    @property
    def date_from(self) -> date:
        """First day of the first period."""
        return min(first for first, _ in self.periods)

    @property
    def date_to(self) -> date:
        """Last day of the last period."""
        return max(last for _, last in self.periods)

    def weights(self, first: date, size: int) -> NDArray[np.float32]:
        """Log-likelihood for `size` days from `first`."""
        out = np.full(size, -PENALTY, dtype=np.float32)
        for begin, end in self.periods:
            out[max(0, (begin - first).days) : max(0, (end - first).days + 1)] = 0
        return out


def find(text: str, spans: Sequence[tuple[int, int]]) -> Iterator[Term]:
    """The office-holders named with their title in the passages."""
    yield from ()
