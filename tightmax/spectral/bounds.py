"""What the enclosures of spectral norms rest on: one inequality for each end, with every rounding error bounded.

*Upper end.* Let B be any matrix that has the rows of A among its rows, and v > 0 any vector. Then `sigma_1(A)^2 <=
sigma_1(B)^2 = ||B^T B|| <= max_i (|B^T B| v)_i / v_i`: more rows do not shrink `||Bx||`, and the last step is the Schur
test. If B^T B is nearly K^2 times the identity, the right side (v = 1) is nearly K^2. Such a B is A stacked on L^T,
where `K^2 I - A^T A = L L^T` is a Cholesky factorisation for some K just above sigma_1(A). It is *not trusted*:
whatever L is, the inequality holds; a bad L only makes it weak.

*Lower end.* `sigma_1(A) >= ||A x|| / ||x||` for any x; a leading vector is proposed, and not trusted either.

*Rounding.* What is trusted: sums and products of float64 round to nearest (u = 2^-53), in any order of the sums and
with or without fused multiply-add, and a matrix product adds up the k products of each entry (no Strassen). Then it
errs by at most `gamma_k |B|^T |B|` entry by entry, gamma_k = k u/(1 - k u), so by at most `gamma_k min(||B||_F^2, ||
|B|^T |B| ||_inf)` in norm. Matrices are scaled by a power of two so that the largest entry is in [1/2, 1): nothing
overflows, and an underflow loses at most 2^-1022, also where subnormal numbers are flushed.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from tightmax.enclosure import LARGEST, TINY, Enclosure, U, gamma

BLOCK = 64
"""Matrix products are summed in blocks of at least so many terms: gamma_(2 sqrt k) instead of gamma_k."""

SLACK: float = 16 * U
"""Ends are moved outwards by this, relatively: it covers the last few operations, and what LAPACK errs by."""


def scale_of(a: Any) -> int:
    """Return the exponent e for which the largest entry of a is in [2^(e-1), 2^e)."""
    return math.frexp(float(np.abs(a).max()))[1]


def unscaled(lower: float, upper: float, exponent: int) -> Enclosure:
    """Return the enclosure of 2^exponent times what lies between the ends; beyond float64 the largest number, inf."""
    with np.errstate(all="ignore"):
        low, high = (float(np.ldexp(end, exponent)) for end in (lower, upper))
    low = min(low, LARGEST)
    if low < 2 * TINY:
        low = max(math.nextafter(low, -math.inf), 0.0)
    return Enclosure(low, math.nextafter(high, math.inf) if high < 2 * TINY else high)


def product_bound_of(terms: int) -> float:
    """Return the relative error of a sum of so many products, entry by entry, as `gram` computes it."""
    block = max(BLOCK, math.isqrt(terms))
    return gamma(min(terms, block) + -(-terms // block))


def gram(b: Any) -> Any:
    """B^T B for a stack of matrices (..., k, n), with error at most `product_bound_of(k) |B|^T |B|`."""
    block = max(BLOCK, math.isqrt(b.shape[-2]))
    total = np.zeros((*b.shape[:-2], b.shape[-1], b.shape[-1]))
    for start in range(0, b.shape[-2], block):
        part = b[..., start : start + block, :]
        total += part.swapaxes(-1, -2) @ part
    return total


def gram_norm_up(b: Any) -> float:
    """Return an upper bound of `||B^T B||` for every matrix of a dense stack (..., k, n), |entries| <= 2^100."""
    k, n = b.shape[-2:]
    h = np.abs(gram(b))
    rows = np.maximum(h.sum(axis=-1).max(axis=-1), h.sum(axis=-2).max(axis=-1))
    size = np.abs(b)
    infinite = (size.swapaxes(-1, -2) @ size.sum(axis=-1)[..., None]).max(axis=(-1, -2))
    moduli = np.minimum(infinite, (size**2).sum(axis=(-1, -2)))
    bound = rows * (1 + gamma(n + 4)) + moduli * (1 + gamma(k * n + 8)) * product_bound_of(k)
    return float(float(bound.max()) * (1 + 8 * U) + 4 * n * k * TINY)


def dilated(a: Any, g: Any, square: float) -> Any:
    """Return a stacked on L^T with `square I - A^T A = L L^T`; LinAlgError where the floating Cholesky breaks down."""
    proposal = np.linalg.cholesky(square * np.eye(g.shape[-1]) - g)
    return np.concatenate([a, proposal.swapaxes(-1, -2)], axis=-2)


def stack_norm_up(a: Any, guess: float) -> float:
    """Return an upper bound of sigma_1 for every matrix of a dense stack (..., m, n), |entries| <= 1.

    The guess is below it.
    The bound is near the guess where that is the largest of these norms; if the Cholesky factorisation breaks down,
    the guess is raised, at most to the Frobenius norm.
    """
    n = a.shape[-1]
    g = gram(a)
    frobenius = math.sqrt(float((a**2).sum(axis=(-1, -2)).max()) * (1 + gamma(a.shape[-2] * n + 8)) + TINY * a.size)
    frobenius *= 1 + SLACK
    excess = max(n, 16) * 8 * U
    while guess * guess * (1 + excess) < frobenius * frobenius:
        try:
            b = dilated(a, g, guess * guess * (1 + excess))
        except np.linalg.LinAlgError:
            excess *= 8
            continue
        return float(min(frobenius, math.sqrt(gram_norm_up(b)) * (1 + SLACK) + TINY * a.size))
    return frobenius


def apply_down(matrix: Any, x: Any, error: Any, terms: int) -> tuple[Any, Any]:
    """Compute (y, e) with `|A x' - y| <= e` for every x' with `|x' - x| <= error`; terms: products an entry."""
    size = abs(matrix) @ (error + gamma(terms) * np.abs(x) + TINY)
    return matrix @ x, size * (1 + gamma(terms + 8)) + 4 * terms * TINY


def length(v: Any) -> float:
    """Return the Euclidean norm, within 4u of it relatively if it is above 2^-450."""
    try:
        return math.sqrt(math.fsum((v * v).tolist()))
    except OverflowError:
        return math.inf


def ratio_down(y: Any, e: Any, x: Any) -> float:
    """Return a lower bound of `||y'|| / ||x||` for every y' with `|y' - y| <= e`; 0 where that says too little."""
    out, off, base = length(y), length(e), length(x)
    if not (math.isfinite(out) and 2.0**-450 < base < math.inf) or out < 2.0**-450:
        return 0.0
    off = math.inf if not math.isfinite(off) else off * (1 + SLACK) + 2.0**-480
    return max((out * (1 - 4 * U) - off) / base * (1 - SLACK), 0.0)


def matrix_ratio_down(a: Any, x: Any, terms: int) -> float:
    """Return a lower bound of sigma_1 of a matrix, dense or sparse, |entries| <= 1, from any vector x."""
    y, e = apply_down(a, x, np.zeros_like(x), terms)
    return float(max(ratio_down(y, e, x) - TINY * a.shape[0] * a.shape[1], 0.0))


def leading_vector(square: Callable[[Any], Any], n: int, steps: int = 30, restarts: int = 4) -> Any:
    """Propose a leading eigenvector of the map `x -> A^T A x` by restarted Lanczos iteration; nothing is proved."""
    v = np.random.default_rng(0).standard_normal(n)
    for _ in range(restarts):
        basis = np.empty((min(steps, n), n))
        images = np.empty_like(basis)
        count = 0
        while count < len(basis):
            for _ in range(2):
                v = v - basis[:count].T @ (basis[:count] @ v)
            norm = float(np.linalg.norm(v))
            if count and norm <= 1e-13 * float(np.linalg.norm(images[count - 1])):
                break
            basis[count] = v / norm if norm else np.eye(1, n)[0]
            v = images[count] = square(basis[count])
            count += 1
        small = basis[:count] @ images[:count].T
        v = basis[:count].T @ np.linalg.eigh((small + small.T) / 2)[1][:, -1]
    return v
