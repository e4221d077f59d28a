"""Enclosures of convolution layers with strides, dilations and groups, in one to three dimensions: their matrices."""

import math

import numpy as np
import pytest

from tests.tightmax.spectral.exact import RNG
from tightmax import Enclosure, conv_spectral_norm
from tightmax.spectral import zero_padding


def layer_matrix(kernel, size, padding, stride, dilation, groups):
    """The layer as a matrix, entry by entry from the definition."""
    out, part, *lengths = kernel.shape
    places = [-(-n // s) for n, s in zip(size, stride, strict=True)]
    found = np.zeros((out, *places, part * groups, *size))
    for o in range(out):
        first = o // (out // groups) * part
        for p in np.ndindex(*places):
            for q in np.ndindex(*lengths):
                at = [
                    s * a + d * b - d * (k - 1) // 2
                    for s, d, a, b, k in zip(stride, dilation, p, q, lengths, strict=True)
                ]
                if padding == "circular":
                    at = [a % n for a, n in zip(at, size, strict=True)]
                if all(0 <= a < n for a, n in zip(at, size, strict=True)):
                    for i in range(part):
                        found[(o, *p, first + i, *at)] += kernel[(o, i, *q)]
    return found.reshape(out * math.prod(places), -1)


LAYERS = [  # shape of the kernel, size, stride, dilation, groups
    ((2, 3, 3), (8,), (2,), (1,), 1),
    ((3, 2, 5), (6,), (3,), (2,), 1),
    ((2, 1, 4), (12,), (1,), (3,), 2),
    ((4, 2, 3, 3), (4, 6), (2, 2), (1, 1), 1),
    ((4, 1, 3, 2), (6, 4), (3, 1), (1, 2), 2),
    ((2, 2, 3, 3), (4, 4), (4, 2), (2, 3), 1),
    ((2, 1, 2, 3, 2), (2, 3, 4), (1, 1, 1), (1, 1, 1), 1),
    ((2, 2, 3, 2, 3), (4, 2, 4), (2, 1, 2), (1, 1, 2), 2),
    ((2, 2, 5), (12,), (4,), (6,), 1),  # a common divisor of stride and dilation
    ((1, 2, 4), (12,), (1,), (8,), 1),  # and of dilation and size
    ((2, 1, 3, 4), (6, 10), (1, 5), (4, 11), 2),  # taps beyond the border, and a dilation above the size
    ((1, 2, 2, 2, 3), (3, 4, 2), (3, 2, 1), (5, 4, 3), 1),
]


@pytest.mark.parametrize("padding", ["circular", "zero"])
@pytest.mark.parametrize(("shape", "size", "stride", "dilation", "groups"), LAYERS)
def test_dense_matrices(shape, size, stride, dilation, groups, padding):
    kernel = RNG(0).standard_normal(shape)
    true = float(np.linalg.norm(layer_matrix(kernel, size, padding, stride, dilation, groups), 2))
    given = {"padding": padding, "stride": stride, "dilation": dilation, "groups": groups}
    found = conv_spectral_norm(kernel, size, **given)
    assert true in found and (true == 0 or found.relative_width < 1e-11)
    if groups == 1 and stride != (1,) * len(size):
        plain = conv_spectral_norm(kernel, size, padding=padding, dilation=dilation)
        assert found.lower <= plain.upper  # fewer outputs


@pytest.mark.parametrize(("shape", "size", "stride", "dilation", "groups"), LAYERS)
def test_zero_padding_through_the_torus(shape, size, stride, dilation, groups, monkeypatch):
    monkeypatch.setattr(zero_padding, "DENSE", 0)
    kernel = RNG(1).standard_normal(shape)
    size = tuple(n + 1 for n in size)  # that the stride need not divide
    true = float(np.linalg.norm(layer_matrix(kernel, size, "zero", stride, dilation, groups), 2))
    found = conv_spectral_norm(kernel, size, padding="zero", stride=stride, dilation=dilation, groups=groups)
    assert true in found and found.relative_width < 0.7


def test_as_pytorch_computes_them():
    torch = pytest.importorskip("torch")
    kernel, x = RNG(2).standard_normal((4, 2, 3, 3)), RNG(3).standard_normal((500, 4, 8, 6))
    y = torch.nn.functional.conv2d(
        torch.from_numpy(x), torch.from_numpy(kernel), stride=(2, 1), dilation=(1, 2), padding=(1, 2), groups=2
    ).numpy()
    found = conv_spectral_norm(kernel, (8, 6), padding="zero", stride=(2, 1), dilation=(1, 2), groups=2)
    ratios = np.linalg.norm(y.reshape(500, -1), axis=1) / np.linalg.norm(x.reshape(500, -1), axis=1)
    assert ratios.max() <= found.upper and ratios.max() > 0.3 * found.lower
    matrix = layer_matrix(kernel, (8, 6), "zero", (2, 1), (1, 2), 2)
    assert np.allclose(matrix @ x[0].ravel(), y[0].ravel(), rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"stride": 3}, "stride must divide size for circular padding: 3 does not divide 8"),
        ({"stride": 0}, "stride must be at least 1, not 0"),
        ({"stride": (2, 2)}, r"stride must be one integer or 1, one for each axis, not \(2, 2\)"),
        ({"dilation": -1}, "dilation must be at least 1, not -1"),
        ({"groups": 3}, "groups must divide the number of outputs, 4, not 3"),
    ],
)
def test_refusals(given, message):
    with pytest.raises(ValueError, match=message):
        conv_spectral_norm(np.ones((4, 2, 3)), 8, **given)
    with pytest.raises(TypeError, match=r"stride must be an integer, not 1\.5"):
        conv_spectral_norm(np.ones((4, 2, 3)), 8, stride=1.5)


@pytest.mark.parametrize("padding", ["circular", "zero"])
def test_taps_far_apart(padding):
    """A dilation that the sides of the torus divide leaves every place alone, with what all taps see of it; with zeros
    the middle tap alone sees anything. Nothing is as large as the dilation.
    """
    kernel = RNG(4).standard_normal((3, 2, 3, 3))
    alone = kernel.sum(axis=(2, 3)) if padding == "circular" else kernel[:, :, 1, 1]
    for apart in (100_000, 10**30):
        for size in ((32, 25), (8, 125)):
            found = conv_spectral_norm(kernel, size, padding=padding, dilation=apart)
            assert float(np.linalg.norm(alone, 2)) in found and found.relative_width < 1e-11
    even = conv_spectral_norm(kernel[:, :, :2, :2], (32, 25), padding=padding, dilation=10**6)
    assert padding == "circular" or even == Enclosure(0.0, 0.0)  # no tap sees anything


def test_far_strides():
    """A stride as long as the side leaves one output: its norm is that of the taps that see something."""
    kernel = RNG(5).standard_normal((2, 2, 3, 3))
    for stride in (100, 10**30):
        found = conv_spectral_norm(kernel, (9, 100), padding="zero", stride=stride)
        assert float(np.linalg.norm(kernel[:, :, 1:, 1:].reshape(2, -1), 2)) in found
    found = conv_spectral_norm(kernel, (100_000, 100_000), stride=100_000)
    assert float(np.linalg.norm(kernel.reshape(2, -1), 2)) in found and found.relative_width < 1e-11
    copies = conv_spectral_norm(kernel[:, :, 0], 10**6, padding="zero", stride=1000, dilation=1001)
    assert float(np.linalg.norm(kernel[:, :, 0].reshape(2, -1), 2)) in copies


def test_random_layers(monkeypatch):
    """Both ways with zeros, and the torus: any kernel, size, stride and dilation, against the matrix."""
    rng = RNG(6)
    for number in range(300):
        axes = 1 + number % 3
        size = tuple(rng.integers(1, (13, 6, 4)[axes - 1], axes).tolist())
        stride, dilation = (tuple(rng.choice([1, 1, 2, 3, 4, 5, 7, 12], axes).tolist()) for _ in range(2))
        padding = "zero" if number % 4 else "circular"
        stride = stride if padding == "zero" else tuple(math.gcd(s, n) for s, n in zip(stride, size, strict=True))
        kernel = rng.standard_normal((*rng.integers(1, 4, 2), *rng.integers(1, 5, axes)))
        true = float(np.linalg.norm(layer_matrix(kernel, size, padding, stride, dilation, 1), 2))
        for dense in (600, 0):
            monkeypatch.setattr(zero_padding, "DENSE", dense)
            found = conv_spectral_norm(kernel, size, padding=padding, stride=stride, dilation=dilation)
            assert found.lower * (1 - 1e-14) <= true <= found.upper * (1 + 1e-14)
            assert not dense or true == 0 or found.relative_width < 1e-10


def test_long_kernels_on_small_layers():
    kernel = np.ones((1, 1, 100_001))
    assert 100_001.0 in conv_spectral_norm(kernel, 8)
    assert 8.0 in conv_spectral_norm(kernel, 8, padding="zero")  # the matrix of ones
    wide = conv_spectral_norm(np.ones((1, 1, 3000)), 4000)
    assert 3000.0 in wide and wide.relative_width < 1e-11


def test_what_is_too_large_is_refused_in_one_line():
    for size, padding, kernel in [
        (10**9, "circular", (1, 1, 3)), ((10**5, 10**5), "circular", (1, 1, 3, 3)), (10**30, "zero", (1, 1, 3)),
        (600, "zero", (1, 400_000, 1)), (10**8, "zero", (1, 1, 1)),
    ]:
        with pytest.raises(ValueError, match=r"^size must leave at most 67108864 [a-z ]+, not \d+ on the grid \(.*\)$"):
            conv_spectral_norm(np.ones(kernel), size, padding=padding)
    found = conv_spectral_norm(np.ones((1, 1, 3)), 10**9, dilation=10**9)  # 10^9 copies of one place
    assert 3.0 in found
