"""Value and weights against a reference of 60 digits, on inputs made to hurt: near ties, the seams of the universal
kind, others far below and far above, mixed magnitudes, many entries.

With e the machine epsilon, M the largest |x_i| of a row and t the temperature, the value is within
``4 e (M + t (1 + ln n))`` of the exact one, and each weight within ``(24 + 8 ln n) e`` of its own.
"""

import mpmath
import numpy as np
import pytest

from tightmax import value_and_weights

EPS = 2.0**-52
KINDS = ("lse", "universal", "quadratic", "best")
TEMPERATURES = (1e-6, 0.37, 1.0, 1e6)


def exponentials(z):
    """LSE, softmax."""
    terms = [mpmath.exp(entry) for entry in z]
    total = mpmath.fsum(terms)
    return mpmath.log(total), [term / total for term in terms]


def lse(z):
    return exponentials(z)


def universal(z):
    place = max(range(len(z)), key=z.__getitem__)
    top, others = z[place], z[:place] + z[place + 1 :]
    if not others:
        return top, [mpmath.mpf(1)]
    r, shares = exponentials([entry - top for entry in others])
    tau = -r
    if tau >= 2:
        psi, w = mpmath.mpf(0), mpmath.mpf(1)
    elif tau >= 0:
        psi, w = (2 - tau) ** 2 / 8, mpmath.mpf(1) / 2 + tau / 4
    else:
        psi, w = mpmath.log(1 + mpmath.exp(-tau)) - mpmath.log(2) + mpmath.mpf(1) / 2, 1 / (1 + mpmath.exp(-tau))
    weights = [(1 - w) * share for share in shares]
    return top + psi, [*weights[:place], w, *weights[place:]]


def quadratic(z):
    """By trying every number of entries with weight."""
    ordered = sorted(z, reverse=True)
    for k in range(len(z), 0, -1):
        tau = (mpmath.fsum(ordered[:k]) - 1) / k
        if ordered[k - 1] > tau:
            break
    p = [max(entry - tau, mpmath.mpf(0)) for entry in z]
    pairs = zip(p, z, strict=True)
    return mpmath.fsum(q * entry for q, entry in pairs) - (mpmath.fsum(q * q for q in p) - 1) / 2, p


def reference(x, t, kind):
    """The exact value less the maximum, and the weights."""
    with mpmath.workdps(60):
        n, scale, top = len(x), mpmath.mpf(1), mpmath.mpf(max(x))
        if kind == "best":
            scale = {2: mpmath.mpf(2), 3: mpmath.mpf(8) / 3}.get(n, scale)
            kind = "quadratic" if n in (2, 3) else "universal"
        function = {"lse": lse, "universal": universal, "quadratic": quadratic}[kind]
        heat = scale * mpmath.mpf(t)
        value, weights = function([(mpmath.mpf(entry) - top) / heat for entry in x])
        return heat * value, weights


def at_tau(tau, n, t, rng):
    """n entries whose largest is ahead of the LogSumExp of the others by tau temperatures, up to rounding."""
    others = rng.normal(size=n - 1) * rng.choice([0.0, 1e-8, 1.0, 10.0])
    return t * np.concatenate([[np.logaddexp.reduce(others) + tau], others])


def awkward(n, t, seed):
    rng = np.random.default_rng([seed, n])
    for tau in (0.0, 2.0, 1.0, *(s + d for s in (0, 2) for d in (1e-16, -1e-16, 1e-12, -1e-12, 1e-6, -1e-6))):
        yield at_tau(tau, n, t, rng)
    for tau in (-30.0, 30.0, 1e4):
        yield at_tau(tau, n, t, rng)
    yield t * (1 + 1e-15 * rng.integers(-4, 5, n))
    yield t * (1 + 10.0 ** rng.uniform(-16, -1) * rng.normal(size=n))
    yield 1e3 * t + t * rng.normal(size=n)
    yield t * rng.choice([-1.0, 1.0], n) * 10.0 ** rng.uniform(-12, 4, n)
    yield t * rng.integers(-2, 1, n).astype(float)
    yield -np.abs(t * rng.normal(size=n)) * 1e-3
    if n > 2:
        yield t * np.concatenate([[0.0, -5e-324, 8 / 3], np.full(n - 3, 1.1)])[:n]


def errors(x, t, kind):
    """The errors of value and weights in units of what is stated above."""
    value, weights = value_and_weights(x, kind=kind, temperature=t)
    excess, shares = reference(x.tolist(), t, kind)
    with mpmath.workdps(60):
        off = abs(mpmath.mpf(float(value)) - mpmath.mpf(max(x.tolist())) - excess)
        worst = max(abs(mpmath.mpf(float(w)) - share) for w, share in zip(weights, shares, strict=True))
    unit = 4 * EPS * (np.abs(x).max() + t * (1 + np.log(len(x))))
    return float(off) / unit, float(worst) / (EPS * (24 + 8 * np.log(len(x))))


@pytest.mark.parametrize("t", TEMPERATURES)
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("n", (1, 2, 3, 4, 9, 100))
def test_errors_are_within_the_stated_multiples_of_epsilon(n, kind, t):
    if n == 1:
        assert errors(np.array([t / 3]), t, kind) == (0, 0)
        return
    for seed in range(4):
        for x in awkward(n, t, seed):
            assert max(errors(x, t, kind)) <= 1, (x, t, kind)


@pytest.mark.parametrize("t", TEMPERATURES)
@pytest.mark.parametrize("n", (2, 3, 5, 100))
def test_two_temperatures_ahead_to_the_last_bit(n, t):
    """The least lead that is 2 temperatures or more by the reference gives the maximum and one-hot weights."""
    for seed in range(20):
        x = at_tau(2.0, n, t, np.random.default_rng([seed, n]))
        x[0] -= 8 * np.spacing(x[0])
        while reference(x.tolist(), t, "universal")[1][0] < 1:
            x[0] = np.nextafter(x[0], np.inf)
        value, weights = value_and_weights(x, kind="universal", temperature=t)
        assert value == x[0] and weights[0] == 1 and not weights[1:].any()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("tau", (-1.0, 0.0, 1.0, 2.0))
def test_many_entries(kind, tau):
    """A few levels, each many times: the reference sums each level once."""
    t, n = 0.7, 10**6
    levels, counts = np.array([0.0, -0.5, -3.0, -20.0]), np.array([n - 7 - 500 - 1, 500, 7, 1])
    r = np.log((np.exp(levels) * counts).sum())
    x = t * np.concatenate([[r + tau], np.repeat(levels, counts)])
    value, weights = value_and_weights(x, kind=kind, temperature=t)
    with mpmath.workdps(60):
        z = [(mpmath.mpf(float(t * level)) - mpmath.mpf(float(x[0]))) / mpmath.mpf(t) for level in levels]
        total = mpmath.fsum(int(c) * mpmath.exp(entry) for c, entry in zip(counts, z, strict=True))
        if kind == "lse":
            psi, w = mpmath.log1p(total), 1 / (1 + total)
        elif kind == "quadratic":
            psi, w = mpmath.mpf(0), mpmath.mpf(1)
        else:
            gap = -mpmath.log(total)
            near = mpmath.log1p(total) - mpmath.log(2) + mpmath.mpf(1) / 2
            psi = near if gap < 0 else max(2 - gap, 0) ** 2 / 8
            w = 1 / (1 + total) if gap < 0 else min(mpmath.mpf(1) / 2 + gap / 4, mpmath.mpf(1))
        off = abs(mpmath.mpf(float(value)) - mpmath.mpf(float(x[0])) - mpmath.mpf(t) * psi)
        assert off <= 4 * EPS * (np.abs(x).max() + t * (1 + np.log(n)))
        assert abs(mpmath.mpf(float(weights[0])) - w) <= (24 + 8 * np.log(n)) * EPS
    assert abs(weights.sum() - 1) < 1e-11
