"""Enclosures of convolution layers with strides, dilations and groups, in one to three dimensions: their matrices."""

import math

import numpy as np
import pytest

from tests.tightmax.spectral.exact import RNG
from tightmax import conv_spectral_norm
from tightmax.spectral import convolution


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
]


@pytest.mark.parametrize("padding", ["circular", "zero"])
@pytest.mark.parametrize(("shape", "size", "stride", "dilation", "groups"), LAYERS)
def test_dense_matrices(shape, size, stride, dilation, groups, padding):
    kernel = RNG(0).standard_normal(shape)
    true = float(np.linalg.norm(layer_matrix(kernel, size, padding, stride, dilation, groups), 2))
    given = {"padding": padding, "stride": stride, "dilation": dilation, "groups": groups}
    found = conv_spectral_norm(kernel, size, **given)
    assert true in found and found.relative_width < 1e-11
    if groups == 1 and stride != (1,) * len(size):
        plain = conv_spectral_norm(kernel, size, padding=padding, dilation=dilation)
        assert found.lower <= plain.upper  # fewer outputs


@pytest.mark.parametrize(("shape", "size", "stride", "dilation", "groups"), LAYERS)
def test_zero_padding_through_the_torus(shape, size, stride, dilation, groups, monkeypatch):
    monkeypatch.setattr(convolution, "DENSE", 0)
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
