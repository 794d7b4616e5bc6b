"""How fast a step goes and how long it will take, counted from its first results: before them workers start."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Final

BURST: Final = 0.5
"""Seconds in which the first results come all at once; they say nothing about the pace."""


class Pace:
    """The pace of one step; told how much is done as it goes."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self.clock = clock
        self.begun = clock()
        self.first: tuple[float, int] | None = None
        self.done = 0

    def tell(self, done: int) -> None:
        """So much is done now."""
        now, self.done = self.clock(), done
        if done and (self.first is None or now - self.first[0] < BURST):
            self.first = self.first[0] if self.first else now, done

    def rate(self) -> float | None:
        """Items a second; None while there are none but the first."""
        if self.first is None:
            return None
        begun, burst = self.first
        seconds, done = self.clock() - begun, self.done - burst
        return None if done <= 0 or seconds < BURST else done / seconds

    def overall(self) -> float:
        """Items a second from the beginning, the start of workers and all."""
        return self.done / max(self.clock() - self.begun, 1e-3)

    def left(self, total: int) -> float | None:
        """Seconds until `total` is done; None where nobody knows."""
        rate = self.rate()
        return None if not rate else max(0, total - self.done) / rate


def spoken(seconds: float) -> str:
    """A stretch of time for people: 40 s, 12 min, 3 h 20 min."""
    whole = round(seconds)
    if whole < 90:
        return f"{whole} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60} min"
