"""The enclosures contain the norm: exact fractions, Arb, matrices of known norm, and what NumPy and torch compute."""

import math
from fractions import Fraction
from itertools import pairwise

import flint
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tightmax import (
    Enclosure,
    conv_spectral_norm,
    product_bound,
    sampled_lower_bound,
    spectral_norm,
)
from tightmax.spectral import bounds, convolution
from tightmax.spectral import sparse as sparse_enclosure

RNG = np.random.default_rng


def definite(a, square, *, strictly):
    """Whether ``square I - A^T A`` is positive (semi)definite: exact elimination with rational numbers."""
    a = [[Fraction(float(v)) for v in row] for row in np.asarray(a, dtype=np.float64)]
    n = len(a[0])
    m = [[square * (i == j) - sum(row[i] * row[j] for row in a) for j in range(n)] for i in range(n)]
    for k in range(n):
        pivot = m[k][k]
        if pivot < 0 or (pivot == 0 and (strictly or any(m[k][j] for j in range(k + 1, n)))):
            return False
        for i in range(k + 1, n):
            if m[k][i]:
                ratio = m[k][i] / pivot
                for j in range(k + 1, n):
                    m[i][j] -= ratio * m[k][j]
    return True


def exactly_between(found, a):
    """Whether the enclosure is right, decided in rational numbers."""
    above = definite(a, Fraction(found.upper) ** 2, strictly=False)
    return above and not definite(a, Fraction(found.lower) ** 2, strictly=True)


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


# Sparse matrices


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


# Convolution layers


def layer_matrix(kernel, size, padding):
    """The layer as a matrix, entry by entry from the definition."""
    out, ins, kh, kw = kernel.shape
    h, w = size
    found = np.zeros((out, h, w, ins, h, w))
    for p, q, a, b in np.ndindex(h, w, kh, kw):
        r, c = p + a - (kh - 1) // 2, q + b - (kw - 1) // 2
        if padding == "circular" or (0 <= r < h and 0 <= c < w):
            found[:, p, q, :, r % h, c % w] += kernel[:, :, a, b]
    return found.reshape(out * h * w, ins * h * w)


def test_the_reshaped_kernel_is_another_norm():
    """S3-37: kernel (1, 1, 1) is 3 as a layer and 1.732 reshaped."""
    kernel = np.ones((1, 1, 3))
    layer, reshaped = conv_spectral_norm(kernel, 8), spectral_norm(kernel.reshape(1, 3))
    assert 3.0 in layer and layer.relative_width < 1e-12
    assert math.sqrt(3) in reshaped and reshaped.upper < layer.lower
    assert 1 + 2 * math.cos(math.pi / 9) in conv_spectral_norm(kernel, 8, padding="zero")


@pytest.mark.parametrize("padding", ["circular", "zero"])
@pytest.mark.parametrize(
    ("shape", "size"),
    [
        ((2, 3, 3, 3), (5, 6)),
        ((4, 1, 2, 5), (4, 7)),
        ((1, 1, 1, 1), (1, 1)),
        ((3, 3, 4, 3), (2, 2)),
        ((2, 2, 3, 3), (1, 9)),
    ],
)
def test_small_layers(shape, size, padding):
    for scale in (1.0, 1e-200, 1e200):
        kernel = RNG(0).standard_normal(shape) * scale
        found = conv_spectral_norm(kernel, size, padding=padding)
        true = float(np.linalg.norm(layer_matrix(kernel, size, padding), 2))
        assert true in found and found.relative_width < 1e-11


@pytest.mark.parametrize("shape", [(2, 3, 3, 3), (3, 2, 2, 4), (1, 1, 5, 5)])
def test_zero_padding_through_the_torus(shape, monkeypatch):
    monkeypatch.setattr(convolution, "DENSE", 0)
    kernel = RNG(1).standard_normal(shape)
    widths = []
    for size in ((5, 6), (10, 12)):
        found = conv_spectral_norm(kernel, size, padding="zero")
        assert float(np.linalg.norm(layer_matrix(kernel, size, "zero"), 2)) in found
        widths.append(found.relative_width)
    assert widths[1] < widths[0] < 0.5


def test_many_frequencies_in_stacks(monkeypatch):
    kernel = RNG(2).standard_normal((8, 4, 3, 3))
    whole = conv_spectral_norm(kernel, (12, 9))
    monkeypatch.setattr(convolution, "STACK_ENTRIES", 500)
    assert conv_spectral_norm(kernel, (12, 9)) == whole and whole.relative_width < 1e-12


def test_a_layer_of_known_norm():
    """A separable kernel of nonnegative entries has its norm at frequency 0: the sum of all entries."""
    one, two = np.array([1.0, 2.0, 1.0]), np.array([3.0, 1.0])
    found = conv_spectral_norm(np.outer(one, two)[None, None], (31, 17))
    assert 16.0 in found and found.relative_width < 1e-12
    assert conv_spectral_norm(np.zeros((2, 2, 3, 3)), (4, 4)) == Enclosure(0.0, 0.0)
    cancels = conv_spectral_norm([[[1.0, -1.0]]], 1)  # both entries meet the same input
    assert 0.0 in cancels and cancels.upper < 1e-14


@pytest.mark.parametrize("n", [1, 2, 3, 8, 97, 224])
def test_roots_of_unity(n):
    with flint.ctx.workprec(150):
        for j, root in enumerate(convolution.roots_of_unity(n)):
            angle = 2 * flint.arb.pi() * j / n
            for part, true in ((root.real, angle.cos()), (root.imag, angle.sin())):
                assert abs(flint.arb(float(part)) - true) <= flint.arb(2.0**-53)


@pytest.mark.filterwarnings("ignore:Using padding=.same. with even kernel:UserWarning")
def test_layers_of_torch():
    torch = pytest.importorskip("torch")
    for padding, mode in (("circular", "circular"), ("zero", "zeros")):
        layer = torch.nn.Conv2d(3, 4, (3, 2), padding="same", padding_mode=mode, bias=False, dtype=torch.float64)
        units = torch.eye(3 * 6 * 5, dtype=torch.float64).reshape(-1, 3, 6, 5)
        true = float(torch.linalg.matrix_norm(layer(units).reshape(len(units), -1).detach(), 2))
        assert true in conv_spectral_norm(layer.weight, (6, 5), padding=padding)


def test_bad_layers():
    kernel = np.ones((1, 1, 3, 3))
    for bad, size, padding, message in [
        (kernel, (3, 3), "same", "padding must be 'circular' or 'zero', not 'same'"),
        (kernel, (3,), "zero", "size must be 2 positive integers"),
        (kernel, (3, 0), "zero", "size must be 2 positive integers"),
        (kernel[0, 0], (3, 3), "zero", r"kernel must have shape \(out, in, k\)"),
        (kernel * math.nan, (3, 3), "zero", "kernel must have finite entries, not nan"),
    ]:
        with pytest.raises(ValueError, match=message):
            conv_spectral_norm(bad, size, padding=padding)
    with pytest.raises(TypeError, match="size must be an integer"):
        conv_spectral_norm(kernel, (3.5, 3))


# Networks


def trained_network():
    """A ReLU network 2-16-16-1, trained by gradient descent to tell the inside of a circle from the outside."""
    rng = RNG(0)
    x = rng.uniform(-1.5, 1.5, (400, 2))
    target = np.where((x**2).sum(axis=1) < 1, 1.0, -1.0)[:, None]
    sizes = [2, 16, 16, 1]
    weights = [rng.standard_normal((m, n)) * math.sqrt(2 / n) for n, m in pairwise(sizes)]
    biases = [np.zeros(m) for m in sizes[1:]]
    for _ in range(500):
        kept = [x]
        for i, (w, b) in enumerate(zip(weights, biases, strict=True)):
            y = kept[-1] @ w.T + b
            kept.append(np.maximum(y, 0) if i < 2 else y)
        slope = (kept[-1] - target) / len(x)
        for i in (2, 1, 0):
            if i < 2:
                slope = slope * (kept[i + 1] > 0)
            step = slope.T @ kept[i], slope.sum(axis=0)
            slope = slope @ weights[i]
            weights[i] -= 0.3 * step[0]
            biases[i] -= 0.3 * step[1]
    assert float(np.mean(np.sign(kept[-1]) == target)) > 0.9
    return weights, biases, x


def test_bounds_of_a_real_small_network():
    weights, biases, x = trained_network()
    lower, upper = sampled_lower_bound(weights, x, biases=biases), product_bound(weights)
    assert 0.5 < lower < upper < 1000

    def network(points):
        for w, b in zip(weights[:-1], biases[:-1], strict=True):
            points = np.maximum(points @ w.T + b, 0)
        return points @ weights[-1].T + biases[-1]

    quotients = np.abs(network(x[1:]) - network(x[:-1]))[:, 0] / np.linalg.norm(x[1:] - x[:-1], axis=1)
    assert quotients.max() < upper
    near = x + 1e-6 * RNG(1).standard_normal(x.shape)
    slopes = np.abs(network(near) - network(x))[:, 0] / np.linalg.norm(near - x, axis=1)
    assert 0.9 * lower < slopes.max() < lower * 1.2


def test_the_product_is_only_an_upper_bound():
    """S3-28: diag(0, 1) diag(1, 0) = 0, and the product of the norms is 1."""
    first, second = np.diag([1.0, 0.0]), np.diag([0.0, 1.0])
    assert 1.0 <= product_bound([first, second]) < 1 + 1e-12
    assert spectral_norm(second @ first) == Enclosure(0.0, 0.0)
    assert sampled_lower_bound([first, second], RNG(0).standard_normal((20, 2))) == 0.0


def test_product_bounds():
    assert 3.0 <= product_bound([np.eye(2), np.eye(2)], activations=3.0) < 3 + 1e-12  # S3-39: slope 3 gives 3
    assert 6.0 <= product_bound([np.eye(2), Enclosure(1.0, 4.0), np.eye(2)], activations=[0.5, 3.0]) < 6 + 1e-12
    assert product_bound([np.eye(2), np.zeros((2, 2))]) == 0.0
    for layers, activations, message in [
        ([], 1.0, "at least one layer"),
        ([np.eye(2)], [1.0], "0 numbers for 1 layers"),
    ]:
        with pytest.raises(ValueError, match=message):
            product_bound(layers, activations=activations)
    with pytest.raises(ValueError, match="activations must be positive"):
        product_bound([np.eye(2), np.eye(2)], activations=-1.0)


def test_sampled_lower_bounds():
    """|x| has slope 1; at the kink itself no sign is certain."""
    layers = [[[1.0], [-1.0]], [[1.0, 1.0]]]
    assert 1 - 1e-13 < sampled_lower_bound(layers, [[0.3], [-5.0]]) <= 1.0
    assert sampled_lower_bound(layers, [[0.0]]) == 0.0
    assert sampled_lower_bound(layers, [[0.0]], biases=[[1.0, -1.0], [0.0]]) > 0.9
    assert sampled_lower_bound([[[1e200]], [[1e200]]], [[1.0]]) == 0.0  # beyond float64: nothing is claimed
    for bad, points, biases, message in [
        ([np.eye(2), np.eye(3)], [[1.0, 1.0]], None, "do not fit after each other"),
        ([np.eye(2)], [[1.0]], None, "points of shape"),
        ([np.eye(2)], [[1.0, 1.0]], [[1.0]], "biases of shapes"),
        ([], [[1.0]], None, "at least one layer"),
    ]:
        with pytest.raises(ValueError, match=message):
            sampled_lower_bound(bad, points, biases=biases)
