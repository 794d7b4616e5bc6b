"""The index: what share of what happens between two states is cooperation, told apart from how much is reported.

Counts of the four quad classes in period t are multinomial given their total, shares softmax(alpha + beta theta_t);
theta_t = level_t + swing_t, the level a random walk whose steps are Student-t, the swing a first-order autoregression.
A period with n acts weighs as (1 + s) / (n + s) of a multinomial, so that no amount of reporting can shout. The mode is
found by Newton steps on a block-tridiagonal system of 2 x 2 blocks, vectorised over series, the Student-t steps by
their scale mixture (EM). Index = 100 (P(cooperation) - P(conflict)).

The band is Laplace's around a second path, on which the level may move `Scale.loose` times as far (`loosened`). Many
small steps of a Student-t lead further than its mode thinks possible: around the mode itself the 90 % band held .67 to
.87 of the model's own worlds (2 degrees of freedom), around the looser path .89 to .96. The line stays the mode.

After Terechshenko 2020 (latent hostility from event counts) and Reuning, Kenwick and Fariss 2019 (Student-t steps).
Every pass is a fixed number of elementwise operations: no threads, no matrix library, the same bits on every run.

Periods without acts say nothing by themselves, and the steps of a silent stretch are alike: a series may be given by
its active periods and the `gaps` between them alone, with the same result there.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

import numpy as np

from detente.measure.acts import Ints
from detente.measure.panel import Floats
from detente.measure.parameters import Scale

QUANTILE: Final = 1.6448536269514722
"""Half width of a central 90 % interval in standard deviations."""

EM_STEPS: Final = 14
NEWTON_STEPS: Final = 8
"""Enough for the gradient to vanish to 1e-9 on 11 years of 38 pairs and 43 weeks of 178."""

LOOSER: Final = (2, 2)
"""Steps of EM and of Newton from the line to the looser path: .005 of theta from where sixty lead, on average."""


@dataclass(frozen=True, slots=True)
class Path:
    """What `smooth` found. Arrays of shape (T, N): periods, series.

    `theta` = `level` + `swing` the mode, `sd` its Laplace standard deviation; the rest is what an explanation needs:
    precisions `walk` (T-1, N) of the level's steps, curvature `h`, mean loading `mean` and its variance `spread`,
    weight `w`.
    """

    theta: Floats
    level: Floats
    swing: Floats
    sd: Floats
    walk: Floats
    h: Floats
    mean: Floats
    spread: Floats
    w: Floats
    index: Floats


@dataclass(frozen=True, slots=True)
class _Steps:
    """The process between neighbouring periods, (T-1, N) or (T-1, 1): periods passed, and of the swing the part kept;
    `own` (T, N) is what the swing's diagonal of the precision holds, `off` (T-1, N) what stands beside it."""

    gap: Floats
    kept: Floats
    own: Floats
    off: Floats


@dataclass(frozen=True, slots=True)
class _Factor:
    """Forward elimination: inverses (i11, i12, i22) of the pivots, and the off-diagonals of the two states."""

    i11: Floats
    i12: Floats
    i22: Floats
    e1: Floats
    e2: Floats


def shares(theta: Floats, scale: Scale) -> list[Floats]:
    """Probability of each quad class at `theta`."""
    eta = [alpha + beta * theta for alpha, beta in zip(scale.alpha, scale.beta, strict=True)]
    top = np.maximum(np.maximum(eta[0], eta[1]), np.maximum(eta[2], eta[3]))
    weights = [np.exp(one - top) for one in eta]
    total = weights[0] + weights[1] + weights[2] + weights[3]
    return [weight / total for weight in weights]


def index_of(theta: Floats, scale: Scale) -> Floats:
    """100 (P(cooperation) - P(conflict)) at `theta`."""
    p = shares(theta, scale)
    return 100 * (p[0] + p[1] - p[2] - p[3])


def smooth(
    counts: Floats, scale: Scale, *, gaps: Floats | None = None, steps: tuple[int, int] = (EM_STEPS, NEWTON_STEPS)
) -> Path:
    """The path of every series of `counts` (4, T, N), seen from the end of the data; `steps` of EM and of Newton.

    `gaps` (T-1, N) are the periods from each one to the next; without them each follows the one before.
    """
    _, periods, series = counts.shape
    level, swing = np.full((periods, series), scale.start), np.zeros((periods, series))
    walk = np.full((max(periods - 1, 0), series), 1 / scale.step**2)
    return _path(counts, scale, (level, swing, walk), between=_between(periods, scale, gaps), steps=steps)


def loosened(path: Path, counts: Floats, scale: Scale, *, gaps: Floats | None = None) -> Path:
    """The path of the same counts if the level moved `scale.loose` times as far: what the band is drawn around."""
    wide = replace(scale, step=scale.step * scale.loose)
    begin = path.level, path.swing, path.walk / scale.loose**2
    return _path(counts, wide, begin, between=_between(len(path.h), wide, gaps), steps=LOOSER)


def band(line: Floats, theta: Floats, sd: Floats, scale: Scale) -> tuple[Floats, Floats]:
    """Bounds of the central 90 % of the index around a looser path, drawn so far that they hold the `line`."""
    low, high = (index_of(theta + side * QUANTILE * sd, scale) for side in (-1, 1))
    return np.minimum(low, line), np.maximum(high, line)


def _path(
    counts: Floats,
    scale: Scale,
    begin: tuple[Floats, Floats, Floats],
    *,
    between: _Steps,
    steps: tuple[int, int],
) -> Path:
    """The path that `steps` of EM and of Newton lead to from `begin`: level, swing and precisions of the level."""
    level, swing, walk = begin
    n = counts[0] + counts[1] + counts[2] + counts[3]
    w = (1 + scale.cap) / (n + scale.cap)
    score = sum(beta * count for beta, count in zip(scale.beta, counts, strict=True))
    for turn in range(sum(steps)):
        theta = level + swing
        mean, spread = moments(theta, scale)
        h = w * n * spread
        gradient = w * (score - n * mean)
        factor = _factorise(h, walk, scale, between)
        new_level, new_swing = _solve(factor, *_right_side(gradient + h * theta, scale))
        reach = np.clip(new_level + new_swing - theta, -1.5, 1.5)
        step = new_level + new_swing - theta
        part = np.where(np.abs(step) > 1.5, reach / np.where(step == 0, 1, step), 1.0)
        level = level + part * (new_level - level)
        swing = swing + part * (new_swing - swing)
        if turn < steps[0] and len(level) > 1:
            walk = _reweighed(factor, level, walk, scale, between)
    theta = level + swing
    mean, spread = moments(theta, scale)
    h = w * n * spread
    sd = np.sqrt(_variance(_factorise(h, walk, scale, between))[0])
    return Path(theta, level, swing, sd, walk, h, mean, spread, w, index_of(theta, scale))


def _between(periods: int, scale: Scale, gaps: Floats | None = None) -> _Steps:
    gap = np.ones((max(periods - 1, 0), 1)) if gaps is None else gaps
    kept = scale.rho**gap
    still = np.atleast_2d(scale.swing**2 / (1 - scale.rho**2))
    fresh = still * (1 - kept * kept)
    own = np.concatenate([1 / still + np.zeros((1, fresh.shape[1])), 1 / fresh])
    own[:-1] += kept * kept / fresh
    return _Steps(gap, kept, own, -kept / fresh)


def moments(theta: Floats, scale: Scale) -> tuple[Floats, Floats]:
    """Mean and variance of the loading under the shares at `theta`."""
    p = shares(theta, scale)
    mean = p[0] * scale.beta[0] + p[1] * scale.beta[1] + p[2] * scale.beta[2] + p[3] * scale.beta[3]
    spread = sum(q * (beta - mean) ** 2 for q, beta in zip(p, scale.beta, strict=True))
    return mean, np.asarray(spread)


def _factorise(h: Floats, walk: Floats, scale: Scale, between: _Steps) -> _Factor:
    i11, i12, i22 = np.empty_like(h), np.empty_like(h), np.empty_like(h)
    step, off = walk / between.gap, between.off
    first = h.copy()
    first[0] += 1 / scale.start_sd**2
    first[:-1] += step
    first[1:] += step
    second = h + between.own
    step2, off2, cross = step * step, off * off, step * off
    for t in range(len(h)):
        d1, d12, d2 = first[t], h[t], second[t]
        if t:
            d1 = d1 - step2[t - 1] * i11[t - 1]
            d12 = d12 + cross[t - 1] * i12[t - 1]
            d2 = d2 - off2[t - 1] * i22[t - 1]
        turned = 1 / (d1 * d2 - d12 * d12)
        np.multiply(d2, turned, out=i11[t])
        np.multiply(-d12, turned, out=i12[t])
        np.multiply(d1, turned, out=i22[t])
    return _Factor(i11, i12, i22, -step, off)


def _right_side(pull: Floats, scale: Scale) -> tuple[Floats, Floats]:
    """The right side of the system: what the data ask for, and the prior of the first level."""
    first = pull.copy()
    first[0] = first[0] + scale.start / scale.start_sd**2
    return first, pull


def _solve(f: _Factor, r1: Floats, r2: Floats) -> tuple[Floats, Floats]:
    periods = len(r1)
    y1, y2 = r1.copy(), r2.copy()
    for t in range(1, periods):
        one, two = y1[t - 1], y2[t - 1]
        y1[t] -= f.e1[t - 1] * (f.i11[t - 1] * one + f.i12[t - 1] * two)
        y2[t] -= f.e2[t - 1] * (f.i12[t - 1] * one + f.i22[t - 1] * two)
    level, swing = np.empty_like(r1), np.empty_like(r2)
    for t in range(periods - 1, -1, -1):
        z1, z2 = y1[t], y2[t]
        if t < periods - 1:
            z1, z2 = z1 - f.e1[t] * level[t + 1], z2 - f.e2[t] * swing[t + 1]
        level[t] = f.i11[t] * z1 + f.i12[t] * z2
        swing[t] = f.i12[t] * z1 + f.i22[t] * z2
    return level, swing


def _variance(f: _Factor) -> tuple[Floats, Floats, Floats]:
    """Variance of theta, variance of the level (T, N), and covariance of neighbouring levels (T-1, N)."""
    v11, v12, v22, near = _blocks(f)
    return v11 + 2 * v12 + v22, v11, near


def _blocks(f: _Factor) -> tuple[Floats, Floats, Floats, Floats]:
    """Posterior variances of level and swing and their covariance (T, N), and of neighbouring levels (T-1, N)."""
    v11, v12, v22 = f.i11.copy(), f.i12.copy(), f.i22.copy()
    near = np.empty_like(f.e1)
    g11, g12, g21, g22 = _gains(f)
    for t in range(len(v11) - 2, -1, -1):
        a11, a12 = g11[t] * v11[t + 1] + g12[t] * v12[t + 1], g11[t] * v12[t + 1] + g12[t] * v22[t + 1]
        a22 = g21[t] * v12[t + 1] + g22[t] * v22[t + 1]
        near[t] = a11
        v11[t] += a11 * g11[t] + a12 * g12[t]
        v12[t] += a11 * g21[t] + a12 * g22[t]
        v22[t] += (g21[t] * v11[t + 1] + g22[t] * v12[t + 1]) * g21[t] + a22 * g22[t]
    return v11, v12, v22, near


def _gains(f: _Factor) -> tuple[Floats, Floats, Floats, Floats]:
    """How level and swing of each period answer those of the next, (T-1, N) each."""
    head = slice(len(f.e1))
    return -f.i11[head] * f.e1, -f.i12[head] * f.e2, -f.i12[head] * f.e1, -f.i22[head] * f.e2


def _reweighed(f: _Factor, level: Floats, walk: Floats, scale: Scale, between: _Steps) -> Floats:
    """Precisions of the level's steps: large steps are allowed, small ones held (EM of the Student-t mixture)."""
    _, v, near = _variance(f)
    expected = (level[1:] - level[:-1]) ** 2 + v[1:] + v[:-1] - 2 * near
    gap = between.gap
    expected = expected / (gap * gap) + (1 - 1 / gap) / walk
    freedom, variance = scale.freedom, scale.step**2
    return np.asarray((freedom + 1) / (freedom + expected / variance) / variance)


@dataclass(frozen=True, slots=True)
class Posterior:
    """Covariances around the mode: of level and swing `v` (three, T, N), and the gains `g` (four, T-1, N)."""

    v: tuple[Floats, Floats, Floats]
    g: tuple[Floats, Floats, Floats, Floats]


def posterior(path: Path, scale: Scale, gaps: Floats | None = None) -> Posterior:
    """How sure level and swing are, and how those of a period follow those of the next."""
    factor = _factorise(path.h, path.walk, scale, _between(len(path.h), scale, gaps))
    return Posterior(_blocks(factor)[:3], _gains(factor))


def ahead(
    path: Path, counts: Floats, scale: Scale, *, at: Ints, walks: tuple[float, ...]
) -> tuple[Floats, list[Floats]]:
    """Theta one period after `at` (N,), silent from there on, and its deviations for steps of each variance."""
    n = counts[0] + counts[1] + counts[2] + counts[3]
    score = sum(beta * count for beta, count in zip(scale.beta, counts, strict=True))
    pull = path.w * (score - n * path.mean) + path.h * path.theta
    factor = _factorise(path.h, path.walk, scale, _between(len(path.h), scale))
    level, swing = _solve(factor, *_right_side(np.asarray(pull), scale))
    one, both, two = (v[at, np.arange(len(at))] for v in _blocks(factor)[:3])
    known = one + 2 * scale.rho * both + scale.rho**2 * two + scale.swing**2
    spreads = [np.sqrt(known + walk * scale.step**2) for walk in walks]
    return (level + scale.rho * swing)[at, np.arange(len(at))], spreads


def response(path: Path, scale: Scale, series: int, at: Floats) -> Floats:
    """How theta combined with `at` (T,) answers a pull in each period: one row of the posterior covariance."""
    scale = scale.only([series])
    factor = _factorise(path.h[:, [series]], path.walk[:, [series]], scale, _between(len(path.h), scale))
    level, swing = _solve(factor, at[:, None], at[:, None].copy())
    return np.asarray((level + swing)[:, 0])


def explain(path: Path, scale: Scale, *, series: int, before: int, after: int) -> tuple[Floats, float]:
    """What each act adds to the index between two periods: (T, 4) points an act of that quad class, and the prior's.

    Exact at the mode: the sum over all acts and the prior's part equal the move. An act pulls theta by
    w (beta_q - E beta + Var beta (theta_s - theta_before)); the pulls reach period t through the posterior covariance.
    """
    theta, own = path.theta[:, series], scale.only([series])
    at = np.zeros(len(theta))
    at[after] += 1
    at[before] -= 1
    reach = response(path, scale, series, at)
    pulls = [beta - path.mean[:, series] + path.spread[:, series] * (theta - theta[before]) for beta in scale.beta]
    parts = np.stack([reach * path.w[:, series] * pull for pull in pulls], axis=1)
    factor = _factorise(path.h[:, [series]], path.walk[:, [series]], own, _between(len(path.h), own))
    level = _solve(factor, at[:, None], at[:, None].copy())[0]
    prior = float(level[0, 0] * (np.ravel(own.start)[0] - theta[before]) / np.ravel(own.start_sd)[0] ** 2)
    slope = slope_between(theta[[before]], theta[[after]], scale)[0]
    return parts * slope, prior * float(slope)


def slope_between(before: Floats, after: Floats, scale: Scale) -> Floats:
    """Index points a unit of theta between two points: the secant, or the tangent where they meet."""
    move = after - before
    small = np.abs(move) < 1e-7
    middle = (before + after) / 2
    p = shares(middle, scale)
    mean, _ = moments(middle, scale)
    signs = (1, 1, -1, -1)
    tangent = 100 * sum(s * q * (beta - mean) for s, q, beta in zip(signs, p, scale.beta, strict=True))
    secant = (index_of(after, scale) - index_of(before, scale)) / np.where(small, 1, move)
    return np.where(small, tangent, secant)
