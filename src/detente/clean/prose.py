"""How likely each line of a page is part of the article: features of lines, weighed by two small learned layers.

The first network sees a line and its neighbours; the second sees what the first thought of the neighbourhood and
whether the line lies in the stretch of the page with the greatest sum of such thoughts. Weights: `models/lines.json`,
made by `training/lines.py`; its card stands beside it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Final

import numpy as np
from numpy.typing import NDArray

from detente import models
from detente.clean.lines import KINDS, Line

Floats = NDArray[np.float32]
REACH: Final = 3  # neighbours on each side that a line's features include
DIGIT: Final = re.compile(r"\d")
CORE: Final = 8  # leading own features that neighbours pass on


@dataclass(frozen=True, slots=True)
class Network:
    """One hidden layer of rectified units, one probability out."""

    hidden: Floats
    hidden_bias: Floats
    out: Floats
    out_bias: float

    def __call__(self, features: Floats) -> Floats:
        """Probability for each row of features."""
        inner = np.maximum(features @ self.hidden + self.hidden_bias, 0)
        logit = np.minimum(np.maximum(inner @ self.out + self.out_bias, -30), 30)
        return np.asarray(1 / (1 + np.exp(-logit)), dtype=np.float32)


@cache
def networks() -> tuple[Network, Network]:
    """The two layers, from `models/lines.json`."""
    raw = models.fitted("lines")
    return _network(raw["line"]), _network(raw["page"])


def _network(raw: dict[str, Any]) -> Network:
    arrays = [np.array(raw[name], dtype=np.float32) for name in ("hidden", "hidden_bias", "out")]
    return Network(arrays[0], arrays[1], arrays[2], float(raw["out_bias"]))


def score(lines: Sequence[Line]) -> Floats:
    """Probability of belonging to the article's body, one a line."""
    if not lines:
        return np.zeros(0, dtype=np.float32)
    line, page = networks()
    first = line_features(lines)
    return page(page_features(lines, first, line(first)))


def line_features(lines: Sequence[Line]) -> Floats:
    """One row a line: its own features, the core features of its neighbours, decayed counts of prose around."""
    own = np.array([_own(line) for line in lines], dtype=np.float32)
    columns = [own, *_around(own[:, :CORE])]
    good = np.array([line.words >= 10 and line.prose > 0.2 and line.final for line in lines], dtype=np.float32)
    columns.extend((_decayed(good)[:, None], _decayed(good[::-1])[::-1][:, None]))
    return np.concatenate(columns, axis=1)


def page_features(lines: Sequence[Line], first: Floats, p: Floats) -> Floats:
    """One row a line: its first-layer features and probability, those of its neighbours, and its place on the page."""
    n = len(lines)
    words = np.array([min(line.words, 60) for line in lines], dtype=np.float32)
    weight = (p - 0.5) * np.sqrt(words + 1)
    columns: list[NDArray[Any]] = [first, p[:, None]]
    columns += _around(p[:, None])
    at = np.arange(n)
    for penalty in (0.0, 0.3):
        start, end = span(weight - penalty)
        inside = np.zeros(n, dtype=np.float32)
        inside[start:end] = 1
        before = np.minimum(np.maximum((start - at) / 10, 0), 2)
        after = np.minimum(np.maximum((at - end + 1) / 10, 0), 2)
        columns += [inside[:, None], before[:, None], after[:, None]]
    mass = np.cumsum(p * words)
    total = float(mass[-1]) + 1e-6
    columns += [(mass / total)[:, None], np.full((n, 1), np.log1p(total) / 8), np.full((n, 1), np.log1p(n) / 6)]
    return np.concatenate(columns, axis=1).astype(np.float32)


def span(weights: Floats) -> tuple[int, int]:
    """First and one past the last line of the stretch with the greatest sum of weights."""
    best, best_sum, start, total = (0, 0), 0.0, 0, 0.0
    for at, weight in enumerate(weights.tolist()):
        if total <= 0:
            start, total = at, 0.0
        total += weight
        if total > best_sum:
            best_sum, best = total, (start, at + 1)
    return best


def _own(line: Line) -> list[float]:
    text, size = line.text, max(len(line.text), 1)
    sample = text[:400]
    cues = {kind: 1.0 if form != "contains" else 0.6 for kind, form in reversed(line.cues)}
    return [
        min(line.words, 80) ** 0.5 / 5,
        line.prose,
        float(line.final),
        line.capitals,
        float(line.words >= 12 and line.prose > 0.2),
        float(bool(line.cues)),
        float(line.blank_before),
        float(sample[:1] in "\"“‘«„'`"),
        min(line.inner, 3) / 3,
        float(line.words <= 3),
        float(4 <= line.words <= 11),
        float(sample.isupper()),
        len(DIGIT.findall(sample)) / len(sample),
        min(sum(sample.count(mark) for mark in "|·•»›/") / 3, 2),
        min(sample.count(",") / max(line.words, 1) * 4, 2),
        float(sample[:1] in "•*-–—>»[(#"),
        min(line.indent, 8) / 8,
        float(text.endswith(":")),
        float(text.endswith("?")),
        float(sample[:1].islower()),
        float("@" in sample or "http" in sample or "www." in sample),
        float(line.words > 0 and line.final and line.prose > 0.15),
        min(size / 400, 2),
        *(cues.get(kind, 0.0) for kind in KINDS),
    ]


def _around(values: Floats) -> list[Floats]:
    """The rows of each neighbour up to `REACH` lines before and after, zeros beyond the page."""
    n = len(values)
    padded = np.zeros((n + 2 * REACH, values.shape[1]), dtype=np.float32)
    padded[REACH : REACH + n] = values
    return [padded[at : at + n] for at in range(2 * REACH + 1) if at != REACH]


def _decayed(good: Floats) -> Floats:
    """For each line, the sum of `good` lines before it, halved with every line of distance."""
    out = np.zeros(len(good), dtype=np.float32)
    carried = 0.0
    for at, value in enumerate(good.tolist()):
        out[at] = carried
        carried = 0.6 * (carried + value)
    return out
