"""Enclosures of the norms of dense matrices: exact fractions, Arb, matrices of known norm, and planted faults."""

import math

import flint
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.tightmax.spectral.exact import RNG, exactly_between
from tightmax import (
    Enclosure,
    spectral_norm,
)
from tightmax.spectral import bounds


def hadamard(n):
    h = np.ones((1, 1), dtype=np.int64)
    while len(h) < n:
        h = np.block([[h, h], [h, -h]])
    return h


def with_singular_values(integers, exponent, rng):
    """H D H'/n, exact, with the singular values 2^exponent times the integers: the factors H/sqrt n are orthogonal."""
    n = len(integers)
    left, right = hadamard(n)[rng.permutation(n)], hadamard(n)[:, rng.permutation(n)]
    product = (left * np.asarray(integers)[None, :]) @ right
    assert np.abs(product).max() < 2**53
    return np.ldexp(product.astype(np.float64), exponent - n.bit_length() + 1)


def test_the_exact_check_can_fail():
    a = [[3.0, 0.0], [4.0, 5.0]]  # sigma^2 = 45
    assert exactly_between(Enclosure(6.7, 6.71), a)
    assert not exactly_between(Enclosure(6.7, 6.708), a) and not exactly_between(Enclosure(6.709, 6.71), a)


@settings(max_examples=120, deadline=None)
@given(st.integers(1, 5), st.integers(1, 5), st.integers(0, 2**32), st.sampled_from([1, 3, 1000, 10**8]))
def test_integer_matrices_exactly(m, n, seed, largest):
    a = RNG(seed).integers(-largest, largest + 1, (m, n))
    found = spectral_norm(a)
    assert exactly_between(found, a) and float(np.linalg.norm(a.astype(float), 2)) in found
    assert found.relative_width < 1e-13


@pytest.mark.parametrize("scale", [1e-320, 1e-290, 1e-150, 1.0, 1e150, 1e305])
@pytest.mark.parametrize("shape", [(1, 1), (1, 6), (6, 1), (4, 4), (7, 3), (3, 9)])
def test_scales_and_shapes_exactly(shape, scale):
    for seed in range(4):
        a = RNG(seed).standard_normal(shape) * scale
        found = spectral_norm(a)
        assert exactly_between(found, a)
        assert scale < 1e-300 or found.relative_width < 1e-13


@pytest.mark.parametrize("n", [2, 5, 12, 30])
def test_against_arb(n):
    """The eigenvalues of A^T A as complex balls, which isolate them."""
    for seed in range(3):
        a = RNG(seed).standard_normal((n, n))
        found = spectral_norm(a)
        with flint.ctx.workprec(400):
            exact = flint.acb_mat(n, n, [flint.acb(float(v)) for v in a.ravel()])
            values = (exact.transpose() * exact).eig(multiple=n > 12)
            top = max((v.real for v in values), key=lambda v: float(v.mid())).sqrt()
            assert flint.arb(found.lower) <= top and top <= flint.arb(found.upper)
        assert float(np.linalg.norm(a, 2)) in found and found.relative_width < 1e-12


@pytest.mark.parametrize("exponent", [0, -540, 950])
@pytest.mark.parametrize("gap", [0, 1, 2**5, 2**30])
def test_a_known_norm_with_nearly_equal_leading_values(gap, exponent):
    """sigma_2/sigma_1 = 1 - gap 2^-40: equal, 1 - 1e-12, and so on."""
    for n in (2, 16, 128):
        rest = RNG(gap).integers(0, 2**39, n)
        rest[:2] = 2**40, 2**40 - gap
        rest[2 : n // 2] = 2**40 - gap
        a = with_singular_values(rest, exponent - 40, RNG(n))
        found = spectral_norm(a)
        assert found.lower <= math.ldexp(1.0, exponent) <= found.upper
        assert found.relative_width < 1e-12


def test_rank_deficient_and_zero_matrices():
    ones = spectral_norm(np.ones((40, 90)))
    assert 60.0 in ones and ones.relative_width < 1e-12  # 40 90 = 60^2
    assert spectral_norm(np.zeros((3, 2))) == Enclosure(0.0, 0.0)
    assert 5.0 in spectral_norm([[0.0, 0.0], [0.0, -5.0]])
    assert 1.0 in spectral_norm(np.eye(300)) and spectral_norm(np.eye(300)).relative_width < 1e-12


def test_a_norm_beyond_float64():
    found = spectral_norm(np.full((4, 4), 1.7e308))
    assert found == Enclosure(np.finfo(float).max, math.inf)


def test_a_large_dense_matrix():
    """500 x 500: relative width below 1e-10, NumPy's value inside, and the power iteration's too low."""
    for a in (RNG(0).standard_normal((500, 500)), RNG(1).uniform(0, 1, (500, 500)), RNG(2).standard_cauchy((500, 500))):
        found = spectral_norm(a)
        assert found.relative_width < 1e-10 and float(np.linalg.norm(a, 2)) in found
    values = np.full(512, 2**30)
    values[0] += 1
    found = spectral_norm(with_singular_values(values, -30, RNG(3)))
    assert 1 + 2.0**-30 in found and found.relative_width < 1e-10


def test_power_iteration_is_no_certificate():
    """Ten steps of it from a random vector stay below the lower end."""
    a = with_singular_values([2**20, *[2**20 - 2**15] * 127], -20, RNG(0))
    x = RNG(1).standard_normal(128)
    for _ in range(10):
        x = a.T @ (a @ x)
        x /= np.linalg.norm(x)
    found = spectral_norm(a)
    assert np.linalg.norm(a @ x) < found.lower <= 1.0 <= found.upper


def test_a_wrong_proposal_widens_and_never_lies(monkeypatch):
    """The Cholesky factor, the guess and the vector are not trusted."""
    a = RNG(0).standard_normal((30, 20))
    true = float(np.linalg.norm(a, 2))
    right = np.linalg.cholesky
    monkeypatch.setattr(np.linalg, "cholesky", lambda m: right(m) * RNG(1).uniform(0.9, 1.1, m.shape))
    worse = spectral_norm(a)
    monkeypatch.setattr(np.linalg, "cholesky", lambda m: m * np.nan)
    worst = spectral_norm(a)
    assert true in worse and true in worst and worse.upper > 1.001 * true
    monkeypatch.undo()
    scaled = a / 8
    for guess in (1e-3, true / 8 * 0.999, true):
        assert true / 8 <= bounds.stack_norm_up(scaled, guess)
    assert bounds.matrix_ratio_down(scaled, RNG(2).standard_normal(20), 20) < true / 8
    assert bounds.matrix_ratio_down(scaled, np.full(20, np.nan), 20) == 0.0


@pytest.mark.parametrize("n", [700, 1300])
def test_the_proposal_by_lanczos_iteration(n, monkeypatch):
    monkeypatch.setattr("tightmax.spectral.dense.EIGH", 100)
    a = RNG(0).standard_normal((n // 4, n // 2))
    found = spectral_norm(a)
    assert float(np.linalg.norm(a, 2)) in found and found.relative_width < 1e-10


@pytest.mark.parametrize("dtype", ["float32", "float16", "int8", "uint64", "bool"])
def test_types(dtype):
    a = (
        (RNG(0).standard_normal((5, 4)) * 9).astype(dtype)
        if dtype != "uint64"
        else np.arange(20, dtype=dtype).reshape(5, 4)
    )
    assert exactly_between(spectral_norm(a), a)


def test_tensors_and_the_norm_of_torch():
    torch = pytest.importorskip("torch")
    for dtype in (torch.float64, torch.float32, torch.bfloat16):
        a = torch.randn(20, 30, generator=torch.Generator().manual_seed(0), dtype=torch.float64).to(dtype)
        found = spectral_norm(a.requires_grad_())
        assert float(torch.linalg.matrix_norm(a.detach().double(), 2)) in found and found.relative_width < 1e-12


def test_bad_matrices():
    for a, message in [
        (np.zeros((0, 3)), r"A must have at least one entry, not shape \(0, 3\)"),
        ([1.0, 2.0], r"A must have two axes, not shape \(2,\)"),
        (np.zeros((2, 2, 2)), "A must have two axes"),
        ([[1.0, math.nan]], "A must have finite entries, not nan"),
        ([[1.0, -math.inf]], "A must have finite entries, not -inf"),
        ([[1.0], [1.0, 2.0]], "rows of equal length"),
        ([[2**60]], r"beyond 2\*\*53"),
    ]:
        with pytest.raises(ValueError, match=message):
            spectral_norm(a)
    for a in ([[1j]], [[None]], [["a"]]):
        with pytest.raises(TypeError, match="A must hold real numbers"):
            spectral_norm(a)
    with pytest.raises(TypeError, match="A must be an array or a list of numbers, not a object"):
        spectral_norm(object())
