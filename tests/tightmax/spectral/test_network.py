"""Lipschitz bounds of networks: products from above, samples from below."""

import math
from itertools import pairwise

import numpy as np
import pytest

from tests.tightmax.spectral.exact import RNG
from tightmax import (
    Enclosure,
    product_bound,
    sampled_lower_bound,
    spectral_norm,
)


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
