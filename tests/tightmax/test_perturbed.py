"""Perturbed maximum, argmax and Jacobian: unbiased, with honest standard errors, and what the theory says of them.

All draws are seeded, so every outcome is fixed. A bound of 4 standard errors fails by chance about once in 16000 times
an entry; where 100 seeds are tried, at most one may fail.
"""

import math

import numpy as np
import pytest

from tightmax.perturbed import (
    FiniteSet,
    Gaussian,
    Gumbel,
    Ranking,
    gumbel_argmax,
    gumbel_jacobian,
    gumbel_max,
    maximum,
    perturbed_argmax,
    perturbed_gradient,
    perturbed_jacobian,
    perturbed_max,
)

EPSILONS = (0.05, 0.7, 6.0)
CONTROLS = ("vertex", "mean", "none")
THETA = np.array([0.6, -0.2, 0.5, 0.0])
SEEDS = range(100)


def normal_cdf(x):
    return np.vectorize(lambda a: math.erfc(-a / math.sqrt(2)) / 2)(x)


def normal_density(x):
    return np.exp(-np.square(x) / 2) / math.sqrt(2 * math.pi)


def errors_away(found, truth):
    """How many standard errors each entry is off; rounding does not count."""
    off = np.abs(found.value - truth)
    return np.where(off < 1e-12, 0.0, off / np.maximum(found.standard_error, 1e-300))


class Logistic:
    """A noise of the user's own: nu(z) = z + 2 ln(1 + exp(-z))."""

    mean, symmetric = 0.0, True

    def sample(self, rng, shape):
        return rng.logistic(size=shape)

    def score(self, z):
        return np.tanh(z / 2)


# Two points p, q and Gaussian noise: all is a function of a = <theta, p - q> and its deviation s.
def two_points(theta, points, epsilon):
    p, q = points
    a, s = theta @ (p - q), epsilon * np.linalg.norm(p - q)
    top = theta @ q + a * normal_cdf(a / s) + s * normal_density(a / s)
    return top, q + (p - q) * normal_cdf(a / s), np.outer(p - q, p - q) * normal_density(a / s) / s


def ranks(theta, epsilon, noise):
    """The expected ranks, and their Jacobian, from the probabilities of all pairs."""
    pair = (theta[:, None] - theta) / epsilon
    if noise == "gaussian":
        above, slope = normal_cdf(pair / math.sqrt(2)), normal_density(pair / math.sqrt(2)) / math.sqrt(2)
    else:
        above = 1 / (1 + np.exp(-pair))
        slope = above * (1 - above)
    return 0.5 + above.sum(axis=1), (np.diag(slope.sum(axis=1)) - slope) / epsilon


def everything(theta, oracle, **keywords):
    """All four estimates; those that take a control with each of them."""
    control = {} if "control" in keywords else {"control": "vertex"}
    plain = {key: value for key, value in keywords.items() if key != "control"}
    return (
        perturbed_max(theta, oracle, **control, **keywords),
        perturbed_argmax(theta, oracle, **plain),
        perturbed_gradient(theta, oracle, **control, **keywords),
        perturbed_jacobian(theta, oracle, **control, **keywords),
    )


@pytest.mark.parametrize("control", CONTROLS)
@pytest.mark.parametrize("epsilon", EPSILONS)
@pytest.mark.parametrize("noise", ["gumbel", "standard-gumbel"])
def test_gumbel_noise_on_the_simplex_gives_logsumexp_and_softmax(noise, epsilon, control):
    theta = THETA * epsilon**0.5
    p = gumbel_argmax(theta, epsilon=epsilon)
    truths = (
        gumbel_max(theta, epsilon=epsilon, centred=noise == "gumbel"),
        p,
        p,
        gumbel_jacobian(theta, epsilon=epsilon),
    )
    for oracle in (maximum, FiniteSet(np.eye(4))):
        found = everything(theta, oracle, epsilon=epsilon, noise=noise, control=control, samples=20_000, seed=5)
        for one, truth in zip(found, truths, strict=True):
            assert one.value.shape == np.shape(truth) and errors_away(one, truth).max() < 4


def test_the_closed_forms_are_those_of_the_field():
    shifted = np.exp(THETA / 0.3 - 2)
    assert math.isclose(gumbel_max(THETA, epsilon=0.3), 0.3 * (np.log(shifted.sum()) + 2), rel_tol=1e-14)
    assert math.isclose(
        gumbel_max(THETA, epsilon=0.3, centred=False) - gumbel_max(THETA, epsilon=0.3), 0.3 * np.euler_gamma
    )
    assert np.allclose(gumbel_argmax(THETA, epsilon=0.3), shifted / shifted.sum(), rtol=1e-13)
    step = 1e-5 * np.eye(4)
    slopes = (gumbel_argmax(THETA + step, epsilon=0.3) - gumbel_argmax(THETA - step, epsilon=0.3)).T / 2e-5
    assert np.allclose(gumbel_jacobian(THETA, epsilon=0.3), slopes, atol=1e-8)


@pytest.mark.parametrize("antithetic", [False, True])
@pytest.mark.parametrize("control", CONTROLS)
@pytest.mark.parametrize("epsilon", EPSILONS)
def test_two_points_with_gaussian_noise(epsilon, control, antithetic):
    points = np.array([[1.0, 2.0], [-0.5, 2.5]])
    theta = np.array([0.4, 0.9]) * epsilon**0.5
    top, y, jacobian = two_points(theta, points, epsilon)
    asked = {"epsilon": epsilon, "control": control, "antithetic": antithetic, "samples": 20_000, "seed": 1}
    for one, truth in zip(everything(theta, FiniteSet(points), **asked), (top, y, y, jacobian), strict=True):
        assert errors_away(one, truth).max() < 4


@pytest.mark.parametrize("epsilon", [0.3, 2.0])
@pytest.mark.parametrize("noise", ["gaussian", "gumbel"])
def test_ranking_agrees_with_the_probabilities_of_pairs(noise, epsilon):
    theta = np.array([0.0, 0.1, 1.0, -0.4, 0.1])
    y, jacobian = ranks(theta, epsilon, noise)
    _, *found = everything(theta, Ranking(), epsilon=epsilon, noise=noise, samples=20_000, seed=2)
    for one, truth in zip(found, (y, y, jacobian), strict=True):
        assert errors_away(one, truth).max() < 4


@pytest.mark.parametrize("antithetic", [False, True])
@pytest.mark.parametrize("epsilon", EPSILONS)
def test_a_noise_of_the_users_own(epsilon, antithetic):
    theta, truth = np.array([0.3]), 1 / (1 + math.exp(-0.3 / epsilon))
    asked = {"epsilon": epsilon, "noise": Logistic(), "samples": 20_000, "seed": 3, "antithetic": antithetic}
    found = everything(theta, FiniteSet([[0.0], [1.0]]), **asked)
    truths = (epsilon * np.logaddexp(0, 0.3 / epsilon), truth, truth, truth * (1 - truth) / epsilon)
    for one, expected in zip(found, truths, strict=True):
        assert errors_away(one, expected).max() < 4


@pytest.mark.parametrize("epsilon", [0.1, 0.7, 6.0])
def test_the_argmax_is_within_4_exact_standard_errors_in_99_of_100_seeds(epsilon):
    p, samples = gumbel_argmax(THETA, epsilon=epsilon), 4000
    exact = np.sqrt(p * (1 - p) / samples)
    asked = {"epsilon": epsilon, "noise": "gumbel", "samples": samples}
    found = [perturbed_argmax(THETA, maximum, seed=s, **asked).value for s in SEEDS]
    # An entry that is hit once where 0.1 hits are expected is off by more; the rarest here expects 1.
    assert sum(bool((np.abs(value - p) <= 4 * exact).all()) for value in found) >= 99


def test_the_argmax_is_within_4_standard_errors_in_99_of_100_seeds():
    p, samples = gumbel_argmax(THETA, epsilon=0.7), 4000
    exact = np.sqrt(p * (1 - p) / samples)
    found = [perturbed_argmax(THETA, maximum, epsilon=0.7, noise="gumbel", samples=samples, seed=s) for s in SEEDS]
    assert sum(bool(errors_away(one, p).max() <= 4) for one in found) >= 99
    assert np.allclose([one.standard_error for one in found], exact, rtol=0.1)
    # All entries at once: samples (y - p)^T C^+ (y - p), C their covariance, is Pearson's, with mean n - 1 = 3.
    pearson = [samples * np.sum((one.value - p) ** 2 / p) for one in found]
    assert abs(np.mean(pearson) - 3) < 4 * math.sqrt(2 * 3 / len(SEEDS))


@pytest.mark.parametrize("control", CONTROLS)
def test_the_jacobian_is_within_4_standard_errors_in_99_of_100_seeds(control):
    truth = gumbel_jacobian(THETA, epsilon=0.7)
    asked = {"epsilon": 0.7, "noise": "gumbel", "samples": 4000, "control": control}
    found = [perturbed_jacobian(THETA, maximum, seed=s, **asked) for s in SEEDS]
    assert sum(bool(errors_away(one, truth).max() <= 4) for one in found) >= 99
    # The errors are honest: a square of what an entry is off, in standard errors, has mean 1.
    squares = np.mean([errors_away(one, truth) ** 2 for one in found], axis=0)
    assert abs(squares.mean() - 1) < 0.25 and squares.max() < 2
    # Unbiased in all entries at once: Hotelling's statistic of the 3 free rows, which is F(12, 88) when scaled.
    free = np.array([one.value[:3].ravel() for one in found])
    off = free.mean(axis=0) - truth[:3].ravel()
    hotelling = len(free) * off @ np.linalg.solve(np.cov(free.T), off)
    assert hotelling * (100 - 12) / (12 * 99) < 3.5


def test_a_wrong_temperature_is_seen():
    wrong = gumbel_argmax(THETA, epsilon=0.8)
    found = [perturbed_argmax(THETA, maximum, epsilon=0.7, noise="gumbel", samples=40_000, seed=s) for s in range(20)]
    assert sum(bool(errors_away(one, wrong).max() <= 4) for one in found) < 10


@pytest.mark.parametrize("noise", [Gaussian(), Gumbel(), Gumbel(centred=False)])
def test_the_constants_of_the_noise(noise):
    z = noise.sample(np.random.default_rng(0), (400_000, 4))
    score = noise.score(z)
    assert np.all(np.abs(z.mean(axis=0) - noise.mean) < 4 * z.std(axis=0) / math.sqrt(len(z)))
    assert np.all(np.abs(score.mean(axis=0)) < 4 * score.std(axis=0) / math.sqrt(len(z)))
    squared = np.square(score).sum(axis=1)
    assert abs(squared.mean() - noise.score_norm(4) ** 2) < 4 * squared.std() / math.sqrt(len(z))
    along = {"axis": np.eye(4)[0], "even": np.full(4, 0.5)}
    means = {name: np.abs(score @ v) for name, v in along.items()}
    for found in means.values():
        assert found.mean() < noise.directional + 4 * found.std() / math.sqrt(len(z))
    exact = math.sqrt(2 / math.pi) if isinstance(noise, Gaussian) else 2 / math.e
    assert abs(means["axis"].mean() - exact) < 4 * means["axis"].std() / math.sqrt(len(z))


@pytest.mark.parametrize("oracle", [maximum, Ranking(), FiniteSet([[1.0, 0, 2, 0], [0, 1, 1, 1], [3, -1, 0, 0]])])
@pytest.mark.parametrize("noise", ["gaussian", "gumbel"])
def test_the_temperature_scales_exactly(oracle, noise):
    for epsilon in (2.0**-6, 0.5, 64.0):
        asked = {"noise": noise, "samples": 500, "seed": 4}
        top, y, gradient, jacobian = everything(THETA, oracle, epsilon=epsilon, **asked)
        top_1, y_1, gradient_1, jacobian_1 = everything(THETA / epsilon, oracle, epsilon=1.0, **asked)
        assert top.value == epsilon * top_1.value and np.array_equal(jacobian.value, jacobian_1.value / epsilon)
        assert np.array_equal(y.value, y_1.value) and np.array_equal(gradient.value, gradient_1.value)


@pytest.mark.parametrize("epsilon", EPSILONS)
@pytest.mark.parametrize("noise", ["gaussian", "gumbel"])
def test_the_error_is_at_most_epsilon_times_that_at_the_origin(noise, epsilon):
    for oracle in (maximum, Ranking()):
        asked = {"noise": noise, "samples": 2000, "seed": 6}
        exactly = THETA @ oracle(THETA)
        below = perturbed_max(THETA, oracle, epsilon=epsilon, **asked).value
        above = perturbed_max(THETA, oracle, epsilon=epsilon, control="none", **asked).value
        origin = perturbed_max(0 * THETA, oracle, epsilon=1.0, control="none", **asked).value
        assert exactly - 1e-12 <= below and above <= exactly + epsilon * origin + 1e-12


def test_small_and_large_temperatures():
    tie, clear = np.array([1.0, 1.0, 0.0]), np.array([1.0, 0.9, 0.0])
    for noise in ("gaussian", "gumbel"):
        asked = {"noise": noise, "samples": 10_000, "seed": 7}
        assert perturbed_argmax(clear, maximum, epsilon=1e-4, **asked).value.tolist() == [1.0, 0.0, 0.0]
        assert errors_away(perturbed_argmax(tie, maximum, epsilon=1e-4, **asked), [0.5, 0.5, 0.0]).max() < 4
        assert errors_away(perturbed_argmax(clear, maximum, epsilon=1e6, **asked), 1 / 3).max() < 4
        steep = perturbed_jacobian(tie, maximum, epsilon=1e-4, **asked)
        flat = perturbed_jacobian(clear, maximum, epsilon=1e-4, **asked)
        assert steep.value[0, 0] > 1000 and np.array_equal(flat.value, np.zeros((3, 3)))


@pytest.mark.parametrize("noise", ["gaussian", "gumbel"])
def test_the_jacobian_on_the_simplex(noise):
    found = perturbed_jacobian(THETA, maximum, epsilon=0.7, noise=noise, samples=20_000, seed=8)
    assert np.abs(found.value.sum(axis=0)).max() < 1e-12  # sum of y less that of y*(theta): exactly 0 for each draw
    joint = 4 * np.sqrt(np.square(found.standard_error).sum(axis=1))
    assert np.all(np.abs(found.value.sum(axis=1)) < 2 * joint)
    assert np.all(np.abs(found.value - found.value.T) < 4 * (found.standard_error + found.standard_error.T))
    assert np.linalg.eigvalsh((found.value + found.value.T) / 2).min() > -joint.max()


@pytest.mark.parametrize("oracle", [maximum, Ranking()])
@pytest.mark.parametrize("noise", ["gaussian", "gumbel"])
def test_control_variates_reduce_the_variance(oracle, noise):
    def variance(estimator, control, epsilon):
        found = estimator(THETA, oracle, epsilon=epsilon, noise=noise, samples=4000, seed=9, control=control)
        return np.square(found.standard_error).sum()

    for estimator in (perturbed_max, perturbed_gradient, perturbed_jacobian):
        plain = variance(estimator, "none", 0.02)
        assert plain > 5 * variance(estimator, "vertex", 0.02) and plain > 5 * variance(estimator, "mean", 0.02)
        assert variance(estimator, "none", 5.0) > variance(estimator, "mean", 5.0)
    grown = [variance(perturbed_jacobian, "none", epsilon) * epsilon**2 for epsilon in (0.001, 0.01)]
    assert math.isclose(*grown, rel_tol=0.05) and variance(perturbed_jacobian, "vertex", 0.001) == 0


def test_opposite_pairs_reduce_the_variance():
    asked = {"epsilon": 0.5, "samples": 4000, "seed": 10}
    for estimator, extra in (
        (perturbed_argmax, {}),
        (perturbed_max, {"control": "none"}),
        (perturbed_jacobian, {"control": "none"}),
    ):
        paired = estimator(THETA, Ranking(), antithetic=True, **asked, **extra)
        plain = estimator(THETA, Ranking(), **asked, **extra)
        assert paired.samples == plain.samples == 4000
        assert np.square(plain.standard_error).sum() > 1.5 * np.square(paired.standard_error).sum()
