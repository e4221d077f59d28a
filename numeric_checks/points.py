"""Where the sweeps look: adversarial and random points, in arrays of bounded size.

Every function draws from the generator it is given and from nothing else, so that a block of a sweep has the
same points whenever it is run (with one NumPy on one kind of processor bit by bit).
"""

from __future__ import annotations

import math
import operator
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from numeric_checks.evaluate import EPS, Floats, Measured, Values, exact, smoothed, softmax
from proofs.chain_table import ERROR, ChainTable, chain_table
from proofs.kappa import kappa
from tightmax.logsumexp import value_and_weights

Ints = NDArray[np.int64]
Random = np.random.Generator

MAX_DIM = 10**6
"""The largest dimension of a sweep."""

MAX_ELEMENTS = 2**14
"""Entries of an array of points, where one row alone does not need more."""

MAX_ROWS = 64
"""Rows of an array of points."""

TEMPERATURES = (1e-6, 1e-3, 0.3, 1.0, 7.0, 1e3, 1e6)
"""Every smoothing is attacked at all of these; at temperature 1 alone a forgotten temperature hides."""

CLIMB_STEPS = 18
"""Moves of an ascent towards the worst case."""


class BadSweep(ValueError):
    """A sweep, a dimension or a count that does not exist."""


def check_dims(dims: Iterable[object]) -> list[int]:
    """The dimensions in order, each once; BadSweep unless all are integers from 2 to MAX_DIM."""
    found = set()
    for dim in dims:
        accepted = f"a dimension is a whole number from 2 to {MAX_DIM}, not {dim!r}"
        try:
            number = operator.index(dim)  # type: ignore[arg-type]
        except TypeError:
            raise BadSweep(accepted) from None
        if isinstance(dim, bool) or not 2 <= number <= MAX_DIM:
            raise BadSweep(accepted)
        found.add(number)
    if not found:
        raise BadSweep("no dimension is given, and a sweep of nothing finds nothing")
    return sorted(found)


def rows_for(dim: int) -> int:
    """How many rows an array of points in that dimension has."""
    return max(1, min(MAX_ROWS, MAX_ELEMENTS // dim))


def _normal(rng: Random, rows: int, dim: int) -> Floats:
    return rng.standard_normal((rows, dim))


def _equal(rng: Random, rows: int, dim: int) -> Floats:
    return np.broadcast_to(rng.standard_normal((rows, 1)), (rows, dim)).copy()


def _ties(rng: Random, rows: int, dim: int) -> Floats:
    """Entries from a few values only."""
    return rng.integers(0, 3, (rows, dim)).astype(np.float64)


def _near_ties(rng: Random, rows: int, dim: int) -> Floats:
    return 1.0 + 10.0 ** rng.uniform(-16, -1, (rows, 1)) * rng.standard_normal((rows, dim))


def _dominant(rng: Random, rows: int, dim: int) -> Floats:
    """One entry stands out, by a little or by far."""
    x = rng.standard_normal((rows, dim))
    x[np.arange(rows), rng.integers(0, dim, rows)] += 10.0 ** rng.uniform(-1, 3, rows)
    return x


def _two_groups(rng: Random, rows: int, dim: int) -> Floats:
    """Two levels, at such a distance that each group has half of the softmax: the worst for smoothness."""
    size = rng.integers(1, dim, (rows, 1))
    low = rng.permuted(np.broadcast_to(np.arange(dim), (rows, dim)), axis=1) < size
    return np.where(low, np.log((dim - size) / size), 0.0)


def _mixed_magnitudes(rng: Random, rows: int, dim: int) -> Floats:
    sign = rng.choice([-1.0, 1.0], (rows, dim))
    return np.asarray(sign * 10.0 ** rng.uniform(-9, 9, (rows, dim)))


def _shifted(rng: Random, rows: int, dim: int) -> Floats:
    """A common shift that swallows most digits of the differences."""
    return rng.standard_normal((rows, dim)) + 10.0 ** rng.uniform(0, 9, (rows, 1))


FAMILIES: dict[str, Callable[[Random, int, int], Floats]] = {
    "normal": _normal, "equal": _equal, "ties": _ties, "near ties": _near_ties, "dominant": _dominant,
    "two groups": _two_groups, "mixed magnitudes": _mixed_magnitudes, "shifted": _shifted,
}  # fmt: skip


def vectors(rng: Random, dim: int, temperature: float) -> Iterator[tuple[str, Floats]]:
    """Points (rows, dim) of every family, first on the scale of the temperature, then on any scale."""
    rows = rows_for(dim)
    for family, draw in FAMILIES.items():
        yield family, temperature * draw(rng, rows, dim)
        scale = 10.0 ** rng.uniform(-12, 12, (rows, 1))
        yield f"{family}, any scale", scale * draw(rng, rows, dim)


def directions(rng: Random, rows: int, dim: int) -> Floats:
    """Directions with entries in [-1, 1]: signs in the first half of the rows, any numbers in the others."""
    v = rng.choice([-1.0, 1.0], (rows, dim))
    half = rows // 2
    v[half:] = rng.uniform(-1, 1, (rows - half, dim))
    return v


def climb_variance(x: Floats, v: Floats, temperature: float) -> tuple[Floats, Floats]:
    """Ascend to a large variance of a sign vector v under the softmax of x/t.

    For signs the variance is 1 - (sum p v)^2.  First the flip that brings the sum nearest to 0, again and
    again; then x is shifted where v = 1, so that both signs get half of the mass, which is the maximum.
    """
    x, v = x.copy(), np.where(v < 0, -1.0, 1.0)
    row = np.arange(len(x))
    _, weights = value_and_weights(x, temperature=temperature)
    for _ in range(min(CLIMB_STEPS, x.shape[1])):
        mean = (weights * v).sum(axis=1, keepdims=True)
        after = np.abs(mean - 2 * weights * v)
        best = after.argmin(axis=1)
        flip = after[row, best] < np.abs(mean[:, 0])
        v[row[flip], best[flip]] *= -1
    one_sided = np.abs(v.sum(axis=1)) == x.shape[1]
    v[one_sided, 0] *= -1
    upper = value_and_weights(np.where(v > 0, x, -np.inf), temperature=temperature)[0]
    lower = value_and_weights(np.where(v < 0, x, -np.inf), temperature=temperature)[0]
    return np.where(v > 0, x + (lower - upper)[:, None], x), v


def climb_pairs(rng: Random, x: Floats, v: Floats, temperature: float) -> tuple[Floats, Floats]:
    """Ascend to a pair x, y = x + s v whose gradients differ much: flip an entry of v, or halve the step s."""
    row = np.arange(len(x))
    weights = value_and_weights(x, temperature=temperature)[1]

    def ratio(y: Floats) -> Floats:
        apart = np.abs(x - y).max(axis=1)
        change = np.abs(weights - value_and_weights(y, temperature=temperature)[1]).sum(axis=1) * temperature
        return np.asarray(np.divide(change, apart, out=np.zeros_like(apart), where=apart > 0))

    step = temperature * 10.0 ** rng.uniform(-4, 1, (len(x), 1))
    best = ratio(x + step * v)
    for turn in range(CLIMB_STEPS):
        new_v, new_step = v.copy(), step
        if turn % 3 == 2:
            new_step = step / 2
        else:
            new_v[row, rng.integers(0, x.shape[1], len(x))] *= -1
        found = ratio(x + new_step * new_v)
        better = (found > best)[:, None]
        v, step, best = np.where(better, new_v, v), np.where(better, new_step, step), np.maximum(found, best)
    return x, x + step * v


def log_uniform(rng: Random, low: int | Ints, high: int | Ints, size: int) -> Ints:
    """Integers from low to high, spread evenly over the orders of magnitude."""
    exponent = rng.uniform(np.log(low), np.log(np.asarray(high) + 1), size)
    return np.clip(np.floor(np.exp(exponent)), low, high).astype(np.int64)


def dimensions(rng: Random, dim: int) -> Ints:
    """Numbers from 2 to dim: all small ones, powers of the best ratio, random ones, and dim."""
    small = np.arange(2, min(dim, 64) + 1)
    powers = np.rint(3.512862417 ** np.arange(1, 1 + int(math.log(dim, 3.5)))).astype(np.int64)
    random = log_uniform(rng, 2, dim, MAX_ROWS)
    return np.concatenate([small, np.clip(powers, 2, dim), random, [dim]])


def jumps(rng: Random, table: ChainTable) -> Iterator[tuple[str, Ints, Ints]]:
    """Pairs k < d: any k, and k at the best predecessor of d and beside it."""
    d = dimensions(rng, table.limit)
    yield "any k", d, log_uniform(rng, 1, d - 1, d.size)
    for shift in (-1, 0, 1):
        yield f"best k {shift:+d}" if shift else "best k", d, np.clip(table.predecessors[d] + shift, 1, d - 1)


def chains(rng: Random, table: ChainTable, length: int = 40) -> Iterator[tuple[str, Ints]]:
    """Chains from d down to 1 as rows, 1 repeated at the end: random ones, and ones near the best."""
    d = dimensions(rng, table.limit)
    ratio = {"long": rng.uniform(0.7, 1, (length, 1)), "any": rng.uniform(0, 1, (length, d.size))}
    for family in ("long", "any", "near the best"):
        rows = [d]
        for step in range(length):
            last = rows[-1]
            if family == "near the best":
                wobble = rng.integers(-1, 2, last.size) * (rng.uniform(size=last.size) < 0.1)
                k = table.predecessors[last] + wobble
            else:
                k = np.floor(last * ratio[family][step]).astype(np.int64)
            rows.append(np.clip(k, 1, np.maximum(last - 1, 1)))
        yield family, np.stack([*rows, np.ones_like(d)], axis=-1)


def factors(rng: Random, dim: int) -> Iterator[tuple[str, Ints, Ints]]:
    """Pairs a, b with a b <= dim."""
    b = log_uniform(rng, 1, dim, MAX_ROWS)
    yield "any factors", log_uniform(rng, 1, dim // b, b.size), b
    yield "a = 1", np.ones_like(b), b
    root = math.isqrt(dim)
    square = log_uniform(rng, 1, root, MAX_ROWS)
    yield "a = b", square, square


@dataclass(frozen=True)
class Trial:
    """Points of one family, as values of the symbols of the relations that they attack."""

    relations: tuple[str, ...]
    family: str
    values: Values


def gap_trials(rng: Random, dim: int, temperature: float | None) -> Iterator[Trial]:
    """Points for the gap of LogSumExp; F is what tightmax computes."""
    t = temperature or 1.0
    for family, x in vectors(rng, dim, t):
        values = {"x": exact(x), "t": exact(t), "d": exact(dim), "F": smoothed(x, t)}
        yield Trial(("above", "below", "tightmax above", "tightmax below"), family, values)


def smooth_trials(rng: Random, dim: int, temperature: float | None) -> Iterator[Trial]:
    """Softmax weights p with directions |v_i| <= b, and pairs x, y with their softmax weights p, q."""
    t = temperature or 1.0
    for family, base in vectors(rng, dim, t):
        v = directions(rng, len(base), dim)
        b = 10.0 ** rng.uniform(-3, 3, len(base))
        for label, at, towards in ((family, base, v), (f"{family}, climbed", *climb_variance(base, v, t))):
            values: dict[str, Any] = {"p": softmax(at, t), "v": exact(b[:, None] * towards), "b": exact(b)}
            yield Trial(("variance is positive", "variance"), label, {**values, "d": exact(dim)})
            x, y = climb_pairs(rng, at, towards, t)
            values = {"p": softmax(x, t), "q": softmax(y, t), "x": exact(x), "y": exact(y), "t": exact(t)}
            yield Trial(("gradient",), label, {**values, "d": exact(dim)})


def chain_trials(rng: Random, dim: int, temperature: float | None) -> Iterator[Trial]:
    """Jumps, chains and products up to dim; L is looked up in the table, with its proved error."""
    table = chain_table(dim)

    def lookup(argument: Floats) -> Measured:
        found = table.values[argument.astype(np.int64)]
        return Measured(found, np.full_like(found, 2 * ERROR / EPS))

    L: dict[str, Any] = {"ChainBound": lookup}
    for family, d, k in jumps(rng, table):
        yield Trial(("step",), family, {**L, "d": exact(d), "k": exact(k)})
    for family, row in chains(rng, table):
        entries = {"d": row[:, 0], "x": row[:, :-1], "y": row[:, 1:], "n": row.shape[1] - 1}
        yield Trial(("chain",), family, {**L, **{name: exact(value) for name, value in entries.items()}})
    for family, n, k in factors(rng, dim):
        yield Trial(("superadditive",), family, {**L, "n": exact(n), "k": exact(k)})
    constant = float(kappa.statement.claim[0].rhs.evalf(30))
    at: Values = {**L, "d": exact(dimensions(rng, dim)), "kappa": constant}
    yield Trial(("below kappa", "near kappa"), "dimensions", at)
