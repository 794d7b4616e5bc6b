"""Rates: discounted means of counts, the plainest guess of how many acts the next period brings."""

from __future__ import annotations

import numpy as np

from detente.measure.panel import Floats


def discounted(counts: Floats, keep: float | Floats, *, start: Floats | None = None) -> Floats:
    """Mean of the periods before each one, the latest weighing most; it starts at `start` or the first eight's mean.

    Counts are (T, N); with several `keep` (K, 1) the means are (T, K, N).
    """
    mean = counts[:8].mean(axis=0) if start is None else start
    found = np.empty((len(counts), *np.broadcast_shapes(np.shape(keep), mean.shape)))
    for t in range(len(counts)):
        found[t] = mean
        mean = keep * mean + (1 - keep) * counts[t]
    return found
