"""Enclosures of the norms of sparse matrices: known norms, NumPy, and the limits of a factorisation."""

import math
from fractions import Fraction

import flint
import numpy as np
import pytest

from tests.tightmax.spectral.exact import RNG, exactly_between
from tightmax import Enclosure, conv_spectral_norm, product_bound, sampled_lower_bound, spectral_norm
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


@pytest.mark.parametrize("n", (3, 100, 1000))
def test_a_bound_that_is_sharp_from_the_start_and_a_cluster_below_it(n):
    """Lanczos' method separates the largest entries of a diagonal late; every trial square below the bound fails."""
    sparse = pytest.importorskip("scipy.sparse")
    rng = RNG(n)
    for entries in (np.linspace(0, 5, n), 5 - 1e-9 * np.arange(n), np.r_[5.0, np.full(n - 1, 5 - 1e-7)]):
        found = spectral_norm(sparse.diags_array(rng.permutation(entries)))
        assert 5.0 in found and found.relative_width < 1e-12


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


@pytest.mark.parametrize("form", ("coo", "csr", "csc", "bsr"))
@pytest.mark.parametrize(
    "parts",
    [
        np.array([1e16, 1.0, -1e16]), np.array([1.0, 2.0**-24], np.float32), np.array([100, 100, 100], np.int8),
        np.array([2**53, 1, 1]), np.array([0.1, 0.2, -0.3]), np.array([1.7e308, 1.7e308, -1.7e308]),
        np.array([5e-324, 1.0]), np.array([200, 100], np.uint8),
    ],
)
def test_entries_given_twice_stand_for_their_exact_sum(parts, form):
    """In one column, beside an entry given once: the norm is the root of the sum of the squares."""
    sparse = pytest.importorskip("scipy.sparse")
    n, one = len(parts), np.ones(1, parts.dtype)
    data, rows = np.concatenate([parts, one]), np.array([0] * n + [1])
    columns = np.zeros(n + 1, int)
    if form == "coo":
        a = sparse.coo_array((data, (rows, columns)), shape=(2, 1))
    elif form == "csc":
        a = sparse.csc_array((data, rows, np.array([0, n + 1])), shape=(2, 1))
    elif form == "csr":
        a = sparse.csr_array((data, columns, np.array([0, n, n + 1])), shape=(2, 1))
    else:
        a = sparse.bsr_array((data[:, None, None], columns, np.array([0, n, n + 1])), shape=(2, 1))
    square = sum((Fraction(*float(x).as_integer_ratio()) for x in parts), Fraction(0)) ** 2 + 1
    found = spectral_norm(a)
    assert Fraction(found.lower) ** 2 <= square <= Fraction(found.upper) ** 2
    assert a.nnz == n + 1 and found.relative_width < 1e-12


def test_a_sum_beyond_float64_is_refused():
    sparse = pytest.importorskip("scipy.sparse")
    with pytest.raises(ValueError, match="beyond float64: divide A first"):
        spectral_norm(sparse.coo_array((np.full(2, 1.7e308), ([0, 0], [0, 0])), shape=(1, 1)))


def test_the_caller_may_have_made_underflow_an_error():
    sparse = pytest.importorskip("scipy.sparse")
    small = np.diag([1e300, 1e-300])
    with np.errstate(all="raise"):
        for a in (small, sparse.csr_array(small), sparse.kron(sparse.eye_array(500), small)):
            assert 1e300 in spectral_norm(a)
        kernel = np.array([[[1e300, 0.0, 0.0]], [[0.0, 1e-300, 0.0]]])
        for padding in ("circular", "zero"):
            assert 1e300 in conv_spectral_norm(kernel, 5, padding=padding)
        assert product_bound([small, np.diag([1.0, 1e-300])]) >= 1e300
        assert sampled_lower_bound([np.diag([1e-200, 1.0]), np.diag([1e-200, 1.0])], [[1.0, 1.0]]) <= 1.0


def test_sparse_arrays_of_others_are_refused_with_advice():
    torch = pytest.importorskip("torch")
    with pytest.raises(TypeError, match=r"torch.sparse_coo: pass A.to_dense\(\)"):
        spectral_norm(torch.eye(2).to_sparse())

    class Foreign:
        """What a sparse array of another library has."""

        nnz = 1

        def tocsr(self):
            raise AssertionError

        def todense(self):
            raise AssertionError

    with pytest.raises(TypeError, match=r"A must be .* not a \S*Foreign: pass A.todense\(\)"):
        spectral_norm(Foreign())
