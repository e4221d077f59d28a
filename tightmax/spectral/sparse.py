"""Enclosures of the spectral norm of large sparse matrices: the inequalities of `tightmax.spectral.bounds`, sparse."""

from __future__ import annotations

import math
from importlib import import_module
from typing import Any

import numpy as np

from tightmax.enclosure import TINY, U, gamma
from tightmax.spectral.bounds import SLACK, leading_vector, matrix_ratio_down

GRAM_ENTRIES = 2e7
"""A^T A is formed if it takes no more products than this."""

ENVELOPE_WORK = 4e9
"""A factorisation is tried if the squared band widths, after reordering, add up to no more than this."""

PRODUCT_WORK = 6e8
"""The factor's own Gram matrix is formed if it takes no more products than this."""

TARGET = 2.0**-40
"""The relative distance of the squares of the two ends at which the search stops."""


def schur(h: Any, v: Any) -> float:
    """Return the upper bound of the Schur test for the norm of any matrix whose entries have at most the moduli of h; v
    >= 2^-20.
    """
    size = abs(h)
    terms = max(_longest(size), _longest(size.T)) + 8
    found = float(np.maximum(((size @ v) / v).max(), ((size.T @ v) / v).max()))
    return found * (1 + gamma(terms)) + 4 * terms * TINY * 2.0**40


def gram_norm_up(b: Any, h: Any, v: Any) -> float:
    """Return an upper bound of `||B^T B||` for sparse B, |entries| <= 2^100, with h the computed B^T B and any v >=
    2^-20.
    """
    k, size = _longest(b.T), abs(b)
    # The products that make up an entry are at most the entries of a column: gamma_k |B|^T |B|, Schur test with 1.
    moduli = float((size.T @ (size @ np.ones(b.shape[1]))).max()) * (1 + gamma(k + _longest(b) + 8))
    return float((schur(h, v) + gamma(k) * moduli) * (1 + 8 * U) + 4 * b.shape[0] * b.shape[1] * TINY)


def modulus_norm_up(a: Any) -> float:
    """Return an upper bound of sigma_1(A) from |A| alone: Frobenius, and a few Schur tests of |A|^T |A|."""
    size = abs(a)
    longest = _longest(size) + _longest(size.T) + 8
    best = math.fsum((a.data * a.data).tolist()) * (1 + SLACK) + a.nnz * TINY
    v = np.ones(a.shape[1])
    for _ in range(60):
        image = size.T @ (size @ v)
        best = min(best, float((image / v).max()) * (1 + gamma(longest)) + 4 * longest**2 * TINY * 2.0**40)
        v = np.maximum(image / image.max(), 2.0**-20)
    return float(math.sqrt(best) * (1 + SLACK) + TINY * a.shape[0] * a.shape[1])


def enclosure_ends(a: Any) -> tuple[float, float]:
    """Return both ends for a sparse matrix in CSR form whose largest entry is in [1/2, 1)."""
    if _gram_work(a.T.tocsr()) < _gram_work(a):
        a = a.T.tocsr()  # A A^T takes fewer products than A^T A
    x = leading_vector(lambda v: a.T @ (a @ v), a.shape[1])
    lower = matrix_ratio_down(a, x, _longest(a))
    upper = modulus_norm_up(a)
    if upper - lower <= TARGET * lower or _gram_work(a) > GRAM_ENTRIES:
        return lower, upper
    g = (a.T @ a).tocsr()
    v = np.ones(a.shape[1])
    for _ in range(10):
        upper = min(upper, _root(gram_norm_up(a, g, v), a))
        image = abs(g) @ v
        v = np.maximum(image / image.max(), 2.0**-20)
    if _envelope_work(g) > ENVELOPE_WORK:
        return lower, upper
    x, factor = _squeeze(a, g, x, upper * upper)
    lower = max(lower, matrix_ratio_down(a, x, _longest(a)))
    if factor is not None and float((_counts(factor) ** 2).sum()) <= PRODUCT_WORK:
        b = import_module("scipy.sparse").vstack([a, factor], format="csr")
        upper = min(upper, _root(gram_norm_up(b, (b.T @ b).tocsr(), np.ones(b.shape[1])), b))
    return lower, upper


def _squeeze(a: Any, g: Any, x: Any, good: float) -> tuple[Any, Any]:
    """Propose a leading vector and a factor R with `A^T A + R^T R` near a small multiple of the identity.

    Inverse iteration with `square I - A^T A` improves the vector, whose quotient then lowers the square, until a
    factorisation fails: so the square is below sigma_1^2, or within rounding errors of it. The first iteration is just
    above the bound that is known: where that is sharp already, lower squares fail, and only the vector is lacking.
    """
    bad, factor = 0.0, None
    known = _factor(g, good * (1 + TARGET))
    if known is not None:
        x = _iterated(known[1], x)
    for _ in range(24):
        quotient = float(np.sum((a @ x) ** 2) / np.sum(x * x))
        if good - quotient <= TARGET * quotient:
            break
        square = quotient + max(TARGET / 4 * quotient, (good - quotient) / 64)
        if square <= bad:
            square = (bad + good) / 2
        if square >= good or square <= bad:
            break
        found = _factor(g, square)
        if found is None:
            bad = square
            continue
        good, (factor, solve) = square, found
        x = _iterated(solve, x)
    return x, factor


def _iterated(solve: Any, x: Any) -> Any:
    """Return the vector after some inverse iterations, or after as many as give numbers."""
    for _ in range(6):
        trial = solve(x)
        norm = float(np.linalg.norm(trial))
        if not (math.isfinite(norm) and norm):
            break
        x = trial / norm
    return x


def _factor(g: Any, square: float) -> Any:
    """R and the solver, `square I - G = R^T R` up to rounding; None where G is not below the square."""
    sparse = import_module("scipy.sparse")
    splu = import_module("scipy.sparse.linalg").splu
    shifted = (square * sparse.identity(g.shape[0], format="csc") - g).tocsc()
    try:
        lu = splu(shifted, permc_spec="MMD_AT_PLUS_A", diag_pivot_thresh=0.0, options={"SymmetricMode": True})
    except RuntimeError:  # exactly singular
        return None
    pivots = lu.U.diagonal()
    if not (pivots > 0).all() or not np.array_equal(lu.perm_r, lu.perm_c):
        return None
    return (sparse.diags(1 / np.sqrt(pivots)) @ lu.U).tocsc()[:, lu.perm_c].tocsr(), lu.solve


def _envelope_work(g: Any) -> float:
    """Return the sum of the squared band widths of a symmetric matrix in reverse Cuthill-McKee order."""
    order = import_module("scipy.sparse.csgraph").reverse_cuthill_mckee(g, symmetric_mode=True)
    moved = g[order][:, order].tocoo()
    width = np.zeros(g.shape[0])
    np.maximum.at(width, moved.row, moved.row - moved.col)
    return float((width**2).sum())


def _counts(a: Any) -> Any:
    """Return how many entries each row has."""
    return np.diff(a.tocsr().indptr).astype(np.float64)


def _longest(a: Any) -> int:
    return int(_counts(a).max())


def _gram_work(a: Any) -> float:
    """Return how many products A^T A takes."""
    return float((_counts(a) ** 2).sum())


def _root(square: float, b: Any) -> float:
    return float(math.sqrt(square) * (1 + SLACK) + TINY * b.shape[0] * b.shape[1])
