"""Spectral norms with a certificate: an interval that contains the largest singular value, rounding errors included."""

from __future__ import annotations

import math
from fractions import Fraction
from importlib import import_module
from typing import Any

import numpy as np

from tightmax.enclosure import TINY, Enclosure, real_array
from tightmax.spectral.bounds import gram, leading_vector, matrix_ratio_down, scale_of, stack_norm_up, unscaled

SMALL = 400
"""Sparse matrices with a side of at most this length, and not too long the other way, are handled as dense ones."""

EIGH = 1200
"""Above this side the leading vector comes from Lanczos iteration instead of all eigenvectors."""


@np.errstate(all="ignore")  # an underflow is expected, and bounded
def spectral_norm(a: Any, /) -> Enclosure:
    """Return an enclosure of sigma_1(A), the operator norm for Euclidean norms.   [S3-02, S3-14, S3-24, S3-25, S3-40]

    *Statement.* `lower <= sup ||A x|| / ||x|| <= upper` for the matrix of exactly these floating-point entries. This
    is a proof, which power iteration is not: that only ever gives a lower bound. Entries that a sparse matrix has twice
    stand for their exact sum: what its rounding leaves out is added to both ends.

    *Why.* Lower end: `||A x||/||x||` for one x, rounded down. Upper end, dense: a floating Cholesky factorisation
    `K^2 I - A^T A = L L^T` for a K just above; with B = A stacked on L^T, `sigma_1(A)^2 <= ||B^T B|| <= the largest
    absolute row sum of B^T B`, computed with a bound of its rounding error. This holds for any L, so that neither the
    factorisation nor the proposed K and x are trusted; `tightmax.spectral.bounds` has the details and what is trusted.
    Sparse: the same with a sparse factorisation. Where that would fill too much, the upper end is the least of the
    Frobenius norm and of Schur tests of A^T A and |A|^T |A|: wider, no less certain.
    Relative widths are about 1e-11 (dense, n = 1000) and 1e-12 (sparse, factorised).

    *Arrays.* A has shape (m, n), any m, n >= 1: NumPy arrays, lists, arrays of other libraries, or SciPy sparse
    matrices. Types float64, float32, float16, bfloat16, and integers up to 2^53. A zero matrix
    gives (0, 0). A norm beyond the largest float64 has that as the lower end and inf as the upper one.

    *Errors.* TypeError for complex, object, text or extended types and for operators without entries; ValueError
    unless A has two axes, entries and only finite ones.

    >>> norm = spectral_norm([[3.0, 0.0], [4.0, 5.0]])
    >>> 45**0.5 in norm, norm.relative_width < 1e-13
    (True, True)
    >>> spectral_norm([[0.0, 0.0]])
    Enclosure(lower=0.0, upper=0.0)
    >>> spectral_norm([1.0, 2.0])
    Traceback (most recent call last):
    ValueError: A must have two axes, not shape (2,)
    """
    if not is_sparse(a):
        return dense_enclosure(matrix("A", a))
    if len(a.shape) != 2:
        raise ValueError(f"A must have two axes, not shape {tuple(a.shape)}")
    _check_shape("A", a.shape)
    return _sparse_enclosure(a)


def is_sparse(a: object) -> bool:
    """Say whether this is a sparse matrix of SciPy, of whatever format."""
    return type(a).__module__.startswith("scipy.sparse") and hasattr(a, "tocoo")


def matrix(name: str, a: Any) -> Any:
    """Return a dense matrix with finite entries as float64; TypeError or ValueError that says what is wrong."""
    if not hasattr(a, "__array__") and hasattr(a, "matvec"):
        raise TypeError(f"{name} must be a matrix with entries, not an operator: without them nothing bounds its norm")
    array = real_array(name, a)[0]
    if array.ndim != 2:
        raise ValueError(f"{name} must have two axes, not shape {array.shape}")
    _check_shape(name, array.shape)
    check_finite(name, array)
    return array


def _check_shape(name: str, shape: tuple[int, ...]) -> None:
    if 0 in shape:
        raise ValueError(f"{name} must have at least one entry, not shape {tuple(shape)}")


def check_finite(name: str, array: Any) -> None:
    """ValueError that names an entry which is not finite."""
    wrong = ~np.isfinite(array)
    if wrong.any():
        raise ValueError(f"{name} must have finite entries, not {float(array[wrong][0])}")


def dense_enclosure(a: Any) -> Enclosure:
    """Return the enclosure for a dense matrix of float64 with finite entries."""
    if a.shape[0] < a.shape[1]:
        a = a.T
    if not a.any():
        return Enclosure(0.0, 0.0)
    exponent = scale_of(a)
    a = np.ldexp(a, -exponent)
    n = a.shape[1]
    x = np.linalg.eigh(gram(a))[1][:, -1] if n <= EIGH else leading_vector(lambda v: a.T @ (a @ v), n, 60, 8)
    lower = matrix_ratio_down(a, x, n)
    return unscaled(lower, stack_norm_up(a, float(np.linalg.norm(a @ x) / np.linalg.norm(x))), exponent)


def added_up(a: Any) -> tuple[Any, float]:
    """Return a SciPy sparse matrix in CSR form of float64, each entry once, and a bound in norm of what that has lost.

    SciPy adds entries given twice in their own type, which rounds, or wraps round for integers; here the sum is exact
    and rounded once. The bound is the Frobenius norm of the remainders.
    """
    entries = a.tocoo()
    data = real_array("A", entries.data)[0]
    check_finite("A", data)
    cells = entries.row.astype(np.int64) * a.shape[1] + entries.col
    cells, which, count = np.unique(cells, return_inverse=True, return_counts=True)
    sums = np.bincount(which, weights=data, minlength=len(cells))
    remainders = []
    again = np.flatnonzero(count > 1)
    if len(again):
        order = np.argsort(which, kind="stable")
        starts = np.cumsum(count) - count
        for cell in again.tolist():
            terms = data[order[starts[cell] : starts[cell] + count[cell]]].tolist()
            sums[cell], rest = exact_sum(terms)
            remainders.append(rest)
    lost = math.hypot(*remainders)
    csr = import_module("scipy.sparse").csr_array
    whole = csr((sums, (cells // a.shape[1], cells % a.shape[1])), shape=a.shape)
    return whole, lost * (1 + 2.0**-40) + (TINY if lost else 0.0)


def exact_sum(terms: list[float]) -> tuple[float, float]:
    """Return the sum, rounded once, and the difference to the exact one, rounded once; ValueError beyond float64."""
    exact = sum(map(Fraction, terms), Fraction(0))
    try:
        found = float(exact)
    except OverflowError:
        raise ValueError("A has an entry, given in parts, the sum of which is beyond float64: divide A first") from None
    return found, float(exact - Fraction(found))


def _sparse_enclosure(a: Any) -> Enclosure:
    """Return the enclosure for a SciPy sparse matrix."""
    a, lost = added_up(a)
    found = _of_entries(a)
    if not lost:
        return found
    return Enclosure(max(math.nextafter(found.lower - lost, 0.0), 0.0), math.nextafter(found.upper + lost, math.inf))


def _of_entries(a: Any) -> Enclosure:
    """Return the enclosure for a sparse matrix in CSR form of float64 that has each entry once."""
    data = a.data
    if not data.any():
        return Enclosure(0.0, 0.0)
    if min(a.shape) <= SMALL and a.shape[0] * a.shape[1] <= 4_000_000:
        return dense_enclosure(a.toarray())
    from tightmax.spectral import sparse

    exponent = scale_of(data)
    scaled = type(a)((np.ldexp(data, -exponent), a.indices, a.indptr), shape=a.shape)
    scaled.eliminate_zeros()
    lower, upper = sparse.enclosure_ends(scaled)
    return unscaled(lower, upper, exponent)
