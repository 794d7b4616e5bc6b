"""Rates: discounted means of counts, the plainest guess of how many acts the next period brings."""

from __future__ import annotations

import numpy as np

from detente.measure.panel import Floats


def discounted(counts: Floats, keep: float, *, start: Floats | None = None) -> Floats:
    """Mean of the periods before each one, the latest weighing most; it starts at `start` or the first eight's mean."""
    found = np.empty_like(counts)
    mean = counts[:8].mean(axis=0) if start is None else start
    for t in range(len(counts)):
        found[t] = mean
        mean = keep * mean + (1 - keep) * counts[t]
    return found
