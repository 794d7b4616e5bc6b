"""Counts: the negative binomial, its size as a function of the mean, and a regression with that likelihood.

Everything is elementwise or `einsum`, which calls no matrix library: the same bits whatever the number of threads.
"""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from detente.measure.panel import Floats

POWERS: Final = (0.0, 0.2, 0.4, 0.6, 0.8)
LEAST: Final = 0.02
"""No mean is below this: a count of one must never be impossible."""


CLOSE: Final = 1e-10
"""A step of the regression below which there is no other."""


def log_gamma(x: Floats) -> Floats:
    """Stirling's series after seven steps up: twelve digits for x > 0."""
    z = x + 7
    one = 1 / z
    two = one * one
    series = (z - 0.5) * np.log(z) - z + (0.5 * math.log(2 * math.pi) + one * (1 / 12 - two * (1 / 360 - two / 1260)))
    low = x * (x + 1) * (x + 2) * (x + 3) * (x + 4) * (x + 5) * (x + 6)
    return np.asarray(series - np.log(low))


def log_probability(count: Floats, mean: Floats, size: Floats | float) -> Floats:
    """Log probability of `count` under a negative binomial with variance mean + mean² / size."""
    count, mean, size = np.broadcast_arrays(count, mean, np.asarray(size, dtype=float))
    found = size * np.log(size / (size + mean))
    some = count > 0
    k, m, r = count[some], mean[some], size[some]
    found[some] += log_gamma(k + r) - log_gamma(r) - log_gamma(k + 1) + k * np.log(m / (r + m))
    return np.asarray(found)


def fit_size(mean: Floats, count: Floats) -> tuple[float, float]:
    """(scale, power) of size = scale × mean^power that make the counts most likely, on a grid refined once."""
    best = (-math.inf, 1.0, 0.0)
    floor, some = np.maximum(mean, 0.05), count > 0
    k, m = count[some], mean[some]
    fixed = float(log_gamma(k + 1).sum())
    for power in POWERS:
        raised = floor**power
        centre, width = math.log(2.5), math.log(4.0)
        for _ in range(4):
            for log_scale in (centre - width, centre, centre + width):
                scale = math.exp(log_scale)
                size = scale * raised
                r = size[some]
                value = log_gamma(k + r) - log_gamma(r) + k * np.log(m / (r + m))
                score = float(value.sum()) - fixed + float((size * np.log(size / (size + mean))).sum())
                if score > best[0] + 1e-9:
                    best = (score, scale, power)
            centre, width = (math.log(best[1]) if best[2] == power else centre), width / 2
    return best[1], best[2]


def size_of(mean: Floats, fitted: tuple[float, float]) -> Floats:
    """The size that goes with each mean."""
    return np.asarray(fitted[0] * np.maximum(mean, 0.05) ** fitted[1])


def regression(features: Floats, count: Floats, *, ridge: float = 1.0) -> Floats:
    """Coefficients of log mean = features · b for negative binomial counts (Newton, ridge; the size fitted in turn)."""
    width = features.shape[1]
    b = np.zeros(width)
    b[0] = math.log(float(count.mean()) + 0.1)
    size = 3.0
    columns = np.ascontiguousarray(features.T)
    for _ in range(3):
        for _ in range(15):
            mean = np.exp(np.clip(np.einsum("nf,f->n", features, b), -6, 8))
            weight = mean / (1 + mean / size)
            gradient = np.einsum("fn,n->f", columns, (count - mean) / (1 + mean / size)) - ridge * b
            hessian = ridge * np.eye(width)
            for f, column in enumerate(columns * weight):
                hessian[f, : f + 1] += np.einsum("gn,n->g", columns[: f + 1], column)
                hessian[:f, f] = hessian[f, :f]
            step = np.clip(solve(hessian, gradient), -0.5, 0.5)
            b = b + step
            if float(np.abs(step).max()) < CLOSE:
                break
        mean = np.exp(np.clip(np.einsum("nf,f->n", features, b), -6, 8))
        trials = [math.exp(math.log(0.2) + k * math.log(300.0) / 24) for k in range(25)]
        scores = [float(log_probability(count, mean, trial).sum()) for trial in trials]
        size = trials[scores.index(max(scores))]
    return b


def solve(matrix: Floats, right: Floats) -> Floats:
    """Solution of a small symmetric positive definite system (Cholesky)."""
    n = len(right)
    lower = np.zeros_like(matrix)
    for j in range(n):
        pivot = matrix[j, j] - float((lower[j, :j] ** 2).sum())
        lower[j, j] = math.sqrt(max(float(pivot), 1e-12))
        for i in range(j + 1, n):
            lower[i, j] = (matrix[i, j] - float((lower[i, :j] * lower[j, :j]).sum())) / lower[j, j]
    y, x = np.zeros(n), np.zeros(n)
    for i in range(n):
        y[i] = (right[i] - float((lower[i, :i] * y[:i]).sum())) / lower[i, i]
    for i in range(n - 1, -1, -1):
        x[i] = (y[i] - float((lower[i + 1 :, i] * x[i + 1 :]).sum())) / lower[i, i]
    return x
