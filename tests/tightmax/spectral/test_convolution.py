"""Enclosures of the norms of convolution layers: their matrices, kernels of known norm, roots of unity."""

import math

import flint
import numpy as np
import pytest

from tests.tightmax.spectral.exact import RNG
from tightmax import (
    Enclosure,
    conv_spectral_norm,
    spectral_norm,
)
from tightmax.spectral import torus, zero_padding


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
    monkeypatch.setattr(zero_padding, "DENSE", 0)
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
    monkeypatch.setattr(torus, "STACK_ENTRIES", 500)
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
        for j, root in enumerate(torus.roots_of_unity(n)):
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
