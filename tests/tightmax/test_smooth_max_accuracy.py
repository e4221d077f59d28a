"""Value and weights against Arb at 200 bits, in float64 and float32, on inputs made to hurt: near ties, the seams of
the universal kind from both sides, others far below and far above the largest entry, mixed magnitudes, many entries.

The bounds are those of the theorems rounding-lse, rounding-softmax and rounding-universal, read from their statements,
with u half the machine epsilon, c the accuracy of the library's exp and log (tested here, too) and k the depth of
NumPy's summation. Where nothing is proved they are stated: for the quadratic kind and for "best" of three entries the
value within `4 u (M + t)` of the exact one, M being the largest |x_i|, and each weight within `10 u`; for the universal
kind the weights of all but the largest entry as for that one.

No bound is relative to the value itself, and none can be: max + t ln S may cancel, while the errors of the two do not.
Relative to |max| + t (1 + ln n) all kinds are accurate.
"""

import math
from functools import cache

import numpy as np
import pytest
import sympy as sp
from flint import arb, ctx, fmpq

from proofs.floating_point import rounding_universal
from tests.tightmax.rounding_bounds import LIBRARY, NAMES, SOFTMAX_NORM, Bounds
from tightmax import value_and_weights
from tightmax.engines.on_numpy import SCALAR

KINDS = ("lse", "universal", "quadratic", "best")
TEMPERATURES = (1e-8, 1e-3, 0.37, 1.0, 1e8)
LENGTHS = (2, 3, 4, 9, 16, 100)

# The reference. It takes each level once: the levels in falling order from 0, and how many entries are at each.


@pytest.fixture(autouse=True)
def two_hundred_bits():
    with ctx.workprec(200):
        yield


def rational(number):
    return fmpq(*float(number).as_integer_ratio())


def total(terms, counts):
    return sum((count * term for term, count in zip(terms, counts, strict=True)), arb(0))


def lse(z, counts):
    """LSE, softmax."""
    terms = [arb(level).exp() for level in z]
    whole = total(terms, counts)
    return whole.log(), [term / whole for term in terms]


def universal(z, counts):
    """One entry of the first level is y_1; if there are others, they have the weight that the others have."""
    terms = [arb(level).exp() for level in z]
    others = total(terms, [counts[0] - 1, *counts[1:]])
    if others < arb(-3).exp():  # or so small that its ball contains 0
        return arb(0), [arb(1), *(arb(0) for _ in z[1:])]
    tau = -others.log()
    if tau >= 2:
        psi, w = arb(0), arb(1)
    elif tau >= 0:
        psi, w = (2 - tau) ** 2 / 8, arb(1) / 2 + tau / 4
    else:
        psi, w = others.log1p() - arb(2).log() + arb(1) / 2, 1 / (1 + others)
    return psi, [w, *((1 - w) / others * term for term in terms[1:])]


def quadratic(z, counts):
    """In rational numbers, by trying how many levels have weight."""
    number, whole = sum(counts), sum((count * level for level, count in zip(z, counts, strict=True)), fmpq(0))
    for level, count in zip(reversed(z), reversed(counts), strict=True):
        tau = (whole - 1) / number
        if level > tau:
            break
        number, whole = number - count, whole - count * level
    p = [max(level - tau, fmpq(0)) for level in z]
    value = sum((count * q * (level - q / 2) for q, level, count in zip(p, z, counts, strict=True)), fmpq(1, 2))
    return arb(value), p


def three(z, counts):
    """The least smoothing of three entries, one of the first level being x_1."""
    levels = [level for level, count in zip(z, counts, strict=True) for _ in range(count)]
    apart = levels[1] - levels[2]
    w = ((arb(1) / 3 - apart).exp() / 3).lambertw() if apart < 1000 else arb(0)
    room = 2 + 2 * w + levels[1]
    a = room / 4 if room > 0 else arb(0)
    p = [1 - a, a * (1 - w) / (1 + w), 2 * a * w / (1 + w)]
    return 2 * a * a, [p[sum(counts[:k])] for k in range(len(z))]


def resolved(kind, n):
    """The kind, without "best", and its scale."""
    if kind != "best":
        return kind, fmpq(1)
    return {2: ("quadratic", fmpq(2)), 3: ("three", fmpq(1))}.get(n, ("universal", fmpq(1)))


def ratios(x, t, kind):
    """The errors of value and weights in units of their bounds, and the 1-norm of that of the weights.

    The worse of two: of one row, whose few numbers are computed one by one, and of many, computed as arrays.
    """
    many = value_and_weights(np.tile(x, (SCALAR, 1)), kind=kind, temperature=t)
    answers = [value_and_weights(x, kind=kind, temperature=t), tuple(found[-1] for found in many)]
    return np.max([_ratios_of(answer, x, t, kind) for answer in answers], axis=0).tolist()


def _ratios_of(answer, x, t, kind):
    value, weights = answer
    assert value.dtype == weights.dtype == x.dtype
    kind, scale = resolved(kind, len(x))
    entries, first, counts = (column[::-1] for column in np.unique(x, return_index=True, return_counts=True))
    heat, counts = scale * rational(t), counts.tolist()
    z = [(rational(entry) - rational(entries[0])) / heat for entry in entries.tolist()]
    functions = {"lse": lse, "universal": universal, "quadratic": quadratic, "three": three}
    excess, shares = functions[kind](z, counts)
    exact = arb(rational(entries[0])) + arb(heat) * excess
    off = float(abs(arb(float(value)) - exact))
    errors = np.array([float(abs(arb(w) - share)) for w, share in zip(weights[first].tolist(), shares, strict=True)])
    bounds = Bounds(x.dtype.type, len(x), float(arb(heat)), float(exact), float(np.abs(x).max()))
    levels, exact_weights = np.array([float(arb(level)) for level in z]), np.array([float(arb(w)) for w in shares])
    within = bounds.of_weights(kind, levels, exact_weights)
    return off / bounds.of_value(kind), float((errors / within).max()), float(errors @ counts)


# The inputs


def beside(x, ulps):
    """The same with the first entry moved by some units in the last place."""
    x = x.copy()
    for _ in range(abs(ulps)):
        x[0] = np.nextafter(x[0], x.dtype.type(math.copysign(np.inf, ulps)))
    return x


def at_tau(tau, n, t, rng, dtype):
    """n entries whose largest is ahead of the LogSumExp of the others by tau temperatures, up to rounding."""
    others = rng.normal(size=n - 1) * rng.choice([0.0, 1e-8, 1.0, 10.0])
    return (t * np.concatenate([[np.logaddexp.reduce(others) + tau], others])).astype(dtype)


def awkward(n, t, seed, dtype):
    rng = np.random.default_rng([seed, n])
    for seam in (0.0, 2.0):
        x = at_tau(seam, n, t, rng, dtype)
        yield from (beside(x, ulps) for ulps in (-8, -3, -2, -1, 0, 1, 2, 3, 8))
    for tau in (1.0, 2 - 1e-6, 1e-6, -30.0, 30.0, 1e4, -1e4):
        yield at_tau(tau, n, t, rng, dtype)
    big, eps = (1e300, 1e-15) if dtype is np.float64 else (1e30, 1e-6)
    for x in (
        t * (1 + eps * rng.integers(-4, 5, n)),  # near ties
        t * (1 + 10.0 ** rng.uniform(-16, -1) * rng.normal(size=n)),
        1e3 * t + t * rng.normal(size=n),
        t * rng.choice([-1.0, 1.0], n) * 10.0 ** rng.uniform(-12, 4, n),  # mixed magnitudes
        rng.choice([-big, -1.0, -1 / big, 1 / big, 0.5], n),
        big * (1 + eps * rng.integers(-4, 5, n)),
        t * rng.integers(-2, 1, n).astype(float),  # ties
        -np.abs(t * rng.normal(size=n)) * 1e-3,
        -t * np.arange(n) / 7,
    ):
        yield x.astype(dtype)


# The tests


@pytest.mark.parametrize("dtype", LIBRARY)
def test_the_library_is_as_accurate_as_the_theorems_suppose(dtype):
    rng = np.random.default_rng(5)
    u, size = np.finfo(dtype).eps / 2, 2000
    points = {
        "exp": -np.concatenate([10.0 ** rng.uniform(-8, 1.9, size), rng.uniform(0, 80, size)]),
        "log": np.concatenate([rng.uniform(0.13, 1, size), 10.0 ** rng.uniform(0, 6, size),
                               1 - 10.0 ** rng.uniform(-6, -1, size)]),
        "log1p": np.concatenate([10.0 ** rng.uniform(-30, 6, size), rng.uniform(0, 3, size)]),
    }
    assert np.exp(dtype(0)) == 1 and np.exp(np.zeros(100, dtype)).min() == 1
    for name, x in points.items():
        typed = x.astype(dtype)
        for at, found in zip(typed.tolist(), getattr(np, name)(typed).tolist(), strict=True):
            exact = getattr(arb(at), name)()
            assert abs(arb(found) - exact) <= LIBRARY[dtype] * u * abs(exact), (name, at)


@cache
def worst(kind, n, dtype):
    """The largest errors of value and weights over all inputs, in units of their bounds, and that of the value where
    no |x_i| is beyond 2 t, so that it is not all rounding of the maximum.
    """
    found = []
    for t in map(float, map(dtype, TEMPERATURES)):
        for seed in range(2):
            for x in awkward(n, t, seed, dtype):
                off, weights, _ = ratios(x, t, kind)
                found.append((off, weights, off if np.abs(x).max() <= 2 * t else 0.0))
    return tuple(np.max(found, axis=0).tolist())  # nan if there is one


@pytest.mark.parametrize("dtype", LIBRARY)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", LENGTHS)
def test_errors_are_within_the_bounds(n, kind, dtype):
    off, weights, excess = worst(kind, n, dtype)
    assert off <= 1 and weights <= 1
    closed = kind == "universal" and n == 2  # there the weights are computed without an exponential
    double = kind == "quadratic" and n == 100 and dtype is np.float32  # there in double precision
    least = 0.01 if closed or double else 0.03
    assert off >= 0.1 and weights >= least and excess >= 0.03, "the bounds say next to nothing"


@pytest.mark.parametrize("dtype", LIBRARY)
@pytest.mark.parametrize("kind", KINDS)
def test_one_entry_is_itself(kind, dtype):
    for x in (dtype(1) / 3, dtype(-1e30), dtype(0)):
        value, weights = value_and_weights(np.array([x]), kind=kind, temperature=0.37)
        assert value == x and weights.tolist() == [1]


@pytest.mark.parametrize("dtype", LIBRARY)
@pytest.mark.parametrize("n", LENGTHS)
def test_the_softmax_in_the_1_norm(n, dtype):
    rng = np.random.default_rng(n)
    for spread in (0.1, 1.0, 10.0):
        x, t = (spread * rng.normal(size=n)).astype(dtype), float(dtype(0.37))
        assert ratios(x, t, "lse")[2] <= SOFTMAX_NORM(*Bounds(dtype, n, t, 0.0, 0.0).given())


@pytest.mark.parametrize("dtype", LIBRARY)
def test_no_bound_is_relative_to_the_value(dtype):
    """At x = -t ln n, n times, the value is nearly 0: the error is as large, and still a rounding of x."""
    n, t = 5, float(dtype(0.37))
    x = np.full(n, -t * math.log(n), dtype)
    value = value_and_weights(x, kind="lse", temperature=t)[0]
    exact = arb(float(x[0])) + arb(t) * arb(n).log()
    assert abs(arb(float(value)) - exact) > 1000 * float(np.finfo(dtype).eps) * abs(exact)
    assert ratios(x, t, "lse")[0] <= 1


def lead(x, t):
    """Is the first entry ahead of the LogSumExp of the others by 2 temperatures?"""
    z = [(rational(entry) - rational(x[0])) / rational(t) for entry in x.tolist()]
    return lse(z[1:], [1] * (len(z) - 1))[0] <= -2


def upwards(n, dtype):
    """The first entry is 2 ahead, and the exponentials of the others are such that to add each to a number between 1
    and 2 rounds up, by nearly half a unit.
    """
    rng = np.random.default_rng(n)
    z = (-2 - np.log(n - 1) - 10.0 ** rng.uniform(-6, -2, 20000)).astype(dtype)
    part = np.exp(z).astype(np.longdouble) / np.finfo(dtype).eps % 1
    return np.concatenate([[0], z[(part > 0.5) & (part < 0.52)][: n - 1]]).astype(dtype)


@pytest.mark.parametrize("dtype", LIBRARY)
@pytest.mark.parametrize("n", (2, 3, 5, 9, 16, 100))
def test_two_temperatures_ahead_to_the_last_bit(n, dtype):
    """The least lead that is 2 temperatures or more gives the maximum and one-hot weights."""
    rows = [(upwards(n, dtype), 1.0)] if n > 5 else []
    for t in TEMPERATURES:
        for seed in range(4):
            x = beside(at_tau(2.0, n, t, np.random.default_rng([seed, n]), dtype), -8)
            while not lead(x, float(dtype(t))):
                x = beside(x, 1)
            rows.append((x, float(dtype(t))))
    for x, t in rows:
        assert lead(x, t)
        for block in (x, np.stack([x] * 3)):
            value, weights = value_and_weights(block, kind="universal", temperature=t)
            assert (value == x[0]).all() and (weights[..., 0] == 1).all() and not weights[..., 1:].any()


@pytest.mark.parametrize("dtype", LIBRARY)
def test_the_end_of_the_middle_range_is_as_late_as_the_theorem_wants(dtype):
    end = sp.lambdify(NAMES, rounding_universal.END, "numpy")
    for n in (*range(2, 300), *(2**power + 1 for power in range(9, 40))):
        given = Bounds(dtype, n, 1.0, 0.0, 0.0).given()
        assert end(*given) <= given[NAMES.index(rounding_universal.beta)]


# Many entries

MANY = 10**6


@pytest.mark.parametrize("dtype", LIBRARY)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tau", (-1.0, 0.0, 1.0, 2.0))
def test_many_entries_on_few_levels(tau, kind, dtype):
    t, rng = float(dtype(0.7)), np.random.default_rng(7)
    levels, counts = np.array([0.0, -0.5, -3.0, -20.0]), np.array([MANY - 7 - 500 - 1, 500, 7, 1])
    r = np.log((np.exp(levels) * counts).sum())
    x = (t * np.concatenate([[r + tau], rng.permutation(np.repeat(levels, counts))])).astype(dtype)
    off, weights, _ = ratios(x, t, kind)
    assert off <= 1 and weights <= 1


@pytest.mark.parametrize("dtype", LIBRARY)
@pytest.mark.parametrize("kind", KINDS)
def test_many_near_ties(kind, dtype):
    """So near that in the quadratic kind all million entries have weight."""
    t, rng = float(dtype(0.7)), np.random.default_rng(8)
    x = (t * 2.0**-24 * rng.integers(0, 10, MANY)).astype(dtype)
    off, weights, norm = ratios(x, t, kind)
    assert off <= 1 and weights <= 1
    if kind == "lse":
        assert norm <= SOFTMAX_NORM(*Bounds(dtype, MANY, t, 0.0, 0.0).given())


@pytest.mark.parametrize("dtype", LIBRARY)
def test_many_random_entries(dtype):
    """Every exponential by Arb, for the kinds that need them."""
    t, rng = float(dtype(0.7)), np.random.default_rng(9)
    x = (3 * t * rng.normal(size=MANY)).astype(dtype)
    x[0] = t * (np.logaddexp.reduce(x[1:].astype(float) / t) + 1)
    top, heat = arb(float(x[0])), arb(t)
    others = sum((((arb(entry) - top) / heat).exp() for entry in x[1:].tolist()), arb(0))
    left = arb(1) / 2 + others.log() / 4
    for kind, excess, weight in (("lse", others.log1p(), 1 / (1 + others)), ("universal", 2 * left**2, 1 - left)):
        value, weights = value_and_weights(x, kind=kind, temperature=t)
        bounds = Bounds(dtype, MANY, t, float(top + heat * excess), 0.0)
        assert abs(arb(float(value)) - (top + heat * excess)) <= bounds.of_value(kind)
        within = bounds.of_weights(kind, np.zeros(1), np.array([float(weight)]))
        assert abs(arb(float(weights[0])) - weight) <= float(within[0])
