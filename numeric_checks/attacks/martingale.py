"""No martingale from the centre to a vertex gains more than a proved upper bound: simulation, with its error.

The walk makes steps x +- s v with the v of the claim (*) of universal-lower, and from a point with an entry above 1/2
it jumps along the line through the vertex.  Every step is a fair choice between two points of the simplex, so the walk
is a martingale of finitely many values and its mean gain a lower bound; the length of the steps makes no
bias.  The gain less the expected rise of h of universal-upper, which has a known mean, hardly varies from path to path.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import sympy as sp

from numeric_checks.arithmetic.evaluate import Measured, exact, measure
from numeric_checks.arithmetic.terms import Floats
from numeric_checks.attacks.sweep import Bug, Setting, Sweep, Trial
from numeric_checks.points import simplex
from numeric_checks.points.families import Random
from numeric_checks.points.normal import normal_maxima
from numeric_checks.points.partition import Signs, best_signs
from proofs.beyond.gaussian_lower import gaussian_lower
from proofs.beyond.lemmas.random_walks import walk_bound
from proofs.beyond.martingale import martingale
from proofs.beyond.random_walk_lower import random_walk_lower
from proofs.machinery.bounds.best import bounds
from symbolic.formulas import universal as upper
from symbolic.relations import le

MAX_WALK = 1024
"""The largest dimension of a simulated walk."""

SURE = 8
"""Standard errors that a simulated mean may be above its bound by chance: less than 1e-9 even for 64 paths."""

FRACTIONS = (0.25, 0.9)
"""Of the longest step that stays in the simplex: what a step of the walk is."""

FINE = 0.1
"""In place of the first one, up to SMALL entries."""

SMALL, HEAD = 5, 32

MAX_STEPS = 10**4
"""After so many steps the walk jumps to a vertex from where it is."""

K, F, G, E, R, S, W, U = sp.symbols("K F G E R S W U", real=True)
TWICE, LARGER = 2, sp.Rational(21, 20)  # the wrong constants of the planted bugs


def paths_for(dim: int) -> int:
    """Return how many paths a block simulates."""
    return max(64, min(512, 2**14 // dim))


def longest_first(points: Floats) -> Signs:
    """Return signs of every row, the best ones up to SMALL entries, otherwise each entry against the sum of the larger
    ones.

    After HEAD entries all go against that sum until it is small, and the others are paired.
    """
    rows, dim = points.shape
    if dim <= SMALL:
        return best_signs(points)
    order = np.argsort(-points, axis=1)
    ranked = np.take_along_axis(points, order, axis=1)
    signs, tilt = np.empty_like(points), np.zeros(rows)
    for place in range(min(dim, HEAD)):
        signs[:, place] = np.where(tilt > 0, -1.0, 1.0)
        tilt += signs[:, place] * ranked[:, place]
    if dim > HEAD:
        tail, side = ranked[:, HEAD:], np.where(tilt > 0, -1.0, 1.0)[:, None]
        first = np.cumsum(tail, axis=1) <= np.abs(tilt)[:, None]
        rest = np.where(first, 0.0, tail)
        pairs = _paired(rest)
        left = tilt + side[:, 0] * np.where(first, tail, 0.0).sum(axis=1)
        pairs *= -np.sign(left * (pairs * rest).sum(axis=1) + simplex.TINY)[:, None]
        signs[:, HEAD:] = np.where(first, side, pairs)
    found = np.empty_like(points)
    np.put_along_axis(found, order, signs, axis=1)
    return found


def _paired(ranked: Floats) -> Signs:
    """Return signs by differencing neighbours: the differences are split in the same way, after sorting."""
    rows, dim = ranked.shape
    if dim == 1:
        return np.ones((rows, 1))
    padded = ranked if dim % 2 == 0 else np.concatenate([ranked, np.zeros((rows, 1))], axis=1)
    gaps = padded[:, ::2] - padded[:, 1::2]
    order = np.argsort(-gaps, axis=1)
    inner = _paired(np.take_along_axis(gaps, order, axis=1))
    turn = np.empty_like(inner)
    np.put_along_axis(turn, order, inner, axis=1)
    return np.stack([turn, -turn], axis=2).reshape(rows, -1)[:, :dim]


_small = sp.lambdify(upper.x, upper.SMALL)
_large = sp.lambdify(upper.eta, simplex.LARGE_ENTRY)


def value(points: Floats) -> Floats:
    """Return h of universal-upper, without its rounding."""
    row, top = np.arange(len(points)), points.argmax(axis=1)
    parts = _small(np.maximum(points, simplex.TINY))
    large = points[row, top] > 0.5
    rest = points.copy()
    rest[row, top] = simplex.TINY
    parts[row, top] = np.where(large, _large(np.clip(rest.sum(axis=1), simplex.TINY, 0.5)), parts[row, top])
    return np.asarray(parts.sum(axis=1))


def _step(points: Floats, fraction: float) -> tuple[Floats, Floats, Floats]:
    """Return the two next points of rows without an entry above 1/2, equally likely, and what the step gains."""
    plus = simplex.both_signs(longest_first(points) > 0)
    towards = simplex.halves(points, plus)
    mass = np.where(plus, points, 0.0).sum(axis=1)
    size = fraction * 2 * np.minimum(mass, 1 - mass)
    move = size[:, None] * towards
    return points + move, np.maximum(points - move, 0.0), np.abs(move).sum(axis=1) ** 2 / 2


def _jump(points: Floats, top: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """From an entry 1 - eta > 1/2: to the vertex, or with probability 2 eta back to where that entry is 1/2."""
    row = np.arange(len(points))
    share = points.copy()
    share[row, top.astype(int)] = 0.0
    eta = share.sum(axis=1)
    back = share / (2 * eta[:, None])
    back[row, top.astype(int)] = 0.5
    vertex = np.zeros_like(points)
    vertex[row, top.astype(int)] = 1.0
    far, near = np.abs(vertex - points).sum(axis=1), np.abs(back - points).sum(axis=1)
    return vertex, back, 2 * eta, ((1 - 2 * eta) * far**2 + 2 * eta * near**2) / 2


@dataclass(frozen=True)
class Walk:
    """What every path gained, and how much h was expected to rise along it, step by step."""

    gains: Floats
    rises: Floats
    steps: int


def walk(rng: Random, dim: int, paths: int, fraction: float) -> Walk:
    """Simulate paths from the centre to a vertex."""
    gains, rises = np.zeros(paths), np.zeros(paths)
    alive, points, steps = np.arange(paths), np.full((paths, dim), 1.0 / dim), 0
    corner = value(np.eye(1, dim))[0]
    while alive.size and steps < MAX_STEPS:
        steps += 1
        before, top = value(points), points.argmax(axis=1)
        large = points[np.arange(len(points)), top] > 0.5
        chance, gain = np.full(len(points), 0.5), np.empty(len(points))
        one, other = points.copy(), points.copy()
        if large.any():
            one[large], other[large], chance[large], gain[large] = _jump(points[large], top[large])
        if not large.all():
            one[~large], other[~large], gain[~large] = _step(points[~large], fraction)
        gains[alive] += gain
        rises[alive] += (1 - chance) * np.where(large, corner, value(one)) + chance * value(other) - before
        first = rng.uniform(size=len(points)) >= chance
        points = np.where(first[:, None], one, other)
        on = ~(large & first)
        alive, points = alive[on], points[on]
    if alive.size:  # the last move: to e_i with probability x_i
        gains[alive] += (points * (2 * (1 - points)) ** 2).sum(axis=1) / 2
        rises[alive] += corner - value(points)
    return Walk(gains, rises, steps)


def losses(found: Walk) -> tuple[float, float]:
    """Return the mean loss against the gap ln d - (ln 2 - 1/2) of universal-upper, and its standard error."""
    loss = found.rises - found.gains
    return float(loss.mean()), float(loss.std(ddof=1) / np.sqrt(len(loss)))


def _mean(data: Floats, magnitude: float) -> tuple[Measured, Measured]:
    """Return the mean of a sample and its standard error."""
    error, off = data.std(ddof=1, keepdims=True) / np.sqrt(len(data)), np.full(1, magnitude)
    return Measured(data.mean(keepdims=True), off), Measured(error, off)


def trials(at: Setting) -> Iterator[Trial]:
    """Yield the walk, the largest of normals, and of random walks."""
    rng, dim = at.rng, at.dim
    bound = {"U": measure(sp.sympify(str(bounds(dim).upper.exact), locals={"ln": sp.log}), {})}
    paths = paths_for(dim)
    for fraction in (FINE if dim <= SMALL else FRACTIONS[0], FRACTIONS[1]):
        found = walk(rng, dim, paths, fraction)
        off = found.steps * 8.0 * (25 + np.log(dim))
        expected = measure(sp.log(dim) - upper.SAVED, {})
        gain, error = _mean(found.gains, off)
        less, small = _mean(found.gains - found.rises, off)
        controlled = Measured(expected.data + less.data, expected.magnitude + less.magnitude)
        values: dict[str, Any] = {"G": gain, "E": error, "K": controlled, "F": small, **bound}
        values["x"] = exact(np.full((paths, dim), 1 / dim))  # where the paths begin
        yield Trial(("gain", "controlled gain"), f"steps {fraction}", values)
    normals = rng.standard_normal((max(64, min(2**14, 2**18 // dim)), dim))
    mean, error = _mean(normals.max(axis=1), 64.0)
    values = {"R": mean, "S": error, "W": normal_maxima([dim]), "x": exact(normals), **bound}
    yield Trial(("gaussian", "gaussian mean"), "normals", values)
    if dim <= 64:
        lengths = range(1, 1 + 512 // dim)
        walks = np.array([float(walk_bound(dim, steps)) for steps in lengths])
        yield Trial(("random walks",), "random walks", {"W": walks, **bound})


@cache
def sweep() -> Sweep:
    """Return the sweep of this file."""
    relations = {
        "gain": le(G - SURE * E, U), "controlled gain": le(K - SURE * F, U),
        "gaussian": le((R - SURE * S) ** 2 / 2, U), "gaussian mean": le((R - W) ** 2, (SURE * S) ** 2),
        "random walks": le(W, U),
    }
    bugs = {
        "forgotten half": Bug({"gain": le(TWICE * G - SURE * E, U)}),
        "wrong constant": Bug({"controlled gain": le(LARGER * K - SURE * F, U)}),
        "gaussian without its half": Bug({"gaussian": le((R - SURE * S) ** 2 * TWICE, U)}),
        "wrong mean": Bug({"gaussian mean": le((R - W / 2) ** 2, (SURE * S) ** 2)}),
        "walks counted twice": Bug({"random walks": le(4 * W, U)}),
    }
    theorems = (martingale.id, random_walk_lower.id, gaussian_lower.id)
    return Sweep("martingale", theorems, relations, trials, bugs, (None,), (2, 3, 4, 5, 8, 16, 64, 256), MAX_WALK)
