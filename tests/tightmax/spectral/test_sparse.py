"""Enclosures of the norms of sparse matrices: known norms, NumPy, and the limits of a factorisation."""

import math

import flint
import numpy as np
import pytest

from tests.tightmax.spectral.exact import RNG, exactly_between
from tightmax import (
    Enclosure,
    spectral_norm,
)
from tightmax.spectral import sparse as sparse_enclosure


def second_difference(n):
    sparse = pytest.importorskip("scipy.sparse")
    side = np.full(n - 1, -1.0)
    return sparse.diags_array([side, np.full(n, 2.0), side], offsets=[-1, 0, 1]).tocsr()


def test_a_banded_matrix_of_known_norm():
    """2 + 2 cos(pi/(n + 1)), with the next singular value 1e-7 away."""
    n = 6000
    found = spectral_norm(second_difference(n))
    with flint.ctx.workprec(120):
        true = 2 + 2 * (flint.arb.pi() / (n + 1)).cos()
        assert flint.arb(found.lower) <= true and true <= flint.arb(found.upper)
    assert found.relative_width < 1e-11


@pytest.mark.parametrize("scale", [1e-150, 1.0, 1e150])
def test_a_hidden_block_of_known_norm(scale):
    """Copies of one small matrix on the diagonal, rows and columns shuffled: the norm is that of the matrix."""
    sparse = pytest.importorskip("scipy.sparse")
    small = RNG(0).standard_normal((3, 4)) * scale
    a = sparse.kron(sparse.eye_array(800), small).tocsr()
    a = a[RNG(1).permutation(a.shape[0])][:, RNG(2).permutation(a.shape[1])]
    for one in (a, a.T, sparse.csc_matrix(a), a.tocoo()):
        found = spectral_norm(one)
        assert exactly_between(found, small) and found.relative_width < 1e-10


def test_sparse_kinds_agree_with_numpy():
    sparse = pytest.importorskip("scipy.sparse")
    rng = RNG(0)
    for a in (
        sparse.random_array((900, 500), density=0.004, rng=rng, data_sampler=rng.standard_normal),
        sparse.random_array((450, 1400), density=0.002, rng=rng, data_sampler=rng.standard_normal).astype(np.float32),
        sparse.diags_array([rng.standard_normal(600) for _ in range(5)], offsets=[-2, -1, 0, 1, 2], shape=(600, 600)),
        sparse.random_array((30, 20), density=0.2, rng=rng),
    ):
        dense = a.toarray().astype(np.float64)
        before = a.copy()
        found = spectral_norm(a)
        assert float(np.linalg.norm(dense, 2)) in found and found.relative_width < 1e-10
        assert (before != a).nnz == 0
    arrow = sparse.lil_array((700, 700))
    arrow.setdiag(rng.standard_normal(700))
    arrow[0, :] = rng.standard_normal(700)
    assert float(np.linalg.norm(arrow.toarray(), 2)) in spectral_norm(arrow)


@pytest.mark.parametrize("limit", ["GRAM_ENTRIES", "ENVELOPE_WORK", "PRODUCT_WORK"])
def test_without_a_factorisation_the_enclosure_is_wider(limit, monkeypatch):
    sparse = pytest.importorskip("scipy.sparse")
    a = sparse.random_array((900, 900), density=0.01, rng=RNG(0), data_sampler=RNG(1).standard_normal)
    true = float(np.linalg.norm(a.toarray(), 2))
    tight = spectral_norm(a)
    monkeypatch.setattr(sparse_enclosure, limit, 10.0)
    wide = spectral_norm(a)
    assert true in wide and true in tight and tight.width < wide.width < true


def test_a_large_sparse_matrix():
    sparse = pytest.importorskip("scipy.sparse")
    linalg = pytest.importorskip("scipy.sparse.linalg")
    n = 20_000
    a = sparse.diags_array([RNG(i).standard_normal(n) for i in range(3)], offsets=[-1, 0, 1], shape=(n, n)).tocsr()
    found = spectral_norm(a[RNG(3).permutation(n)])
    value = float(linalg.svds(a, k=1, return_singular_vectors=False, rng=RNG(0))[0])
    assert value in Enclosure(found.lower * (1 - 1e-12), found.upper) and found.relative_width < 1e-10


def test_bad_sparse_matrices():
    sparse = pytest.importorskip("scipy.sparse")
    linalg = pytest.importorskip("scipy.sparse.linalg")
    assert spectral_norm(sparse.csr_array((5, 7))) == Enclosure(0.0, 0.0)
    with pytest.raises(ValueError, match="not shape"):
        spectral_norm(sparse.csr_array((0, 7)))
    with pytest.raises(ValueError, match="finite entries, not inf"):
        spectral_norm(sparse.csr_array([[1.0, math.inf]]))
    with pytest.raises(TypeError, match="complex128"):
        spectral_norm(sparse.csr_array([[1j]]))
    with pytest.raises(TypeError, match="not an operator"):
        spectral_norm(linalg.aslinearoperator(np.eye(3)))
