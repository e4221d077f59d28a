"""What oracles may do with what they are given, and what the estimators refuse: masks, gradients, nan, overflow."""

import math

import numpy as np
import pytest

from tightmax.perturbed import (
    FiniteSet,
    GridPath,
    Ranking,
    fenchel_young_loss,
    gumbel_max,
    maximum,
    perturbed_argmax,
    perturbed_gradient,
    perturbed_jacobian,
    perturbed_max,
)

pytestmark = pytest.mark.filterwarnings("error")

ESTIMATORS = (perturbed_max, perturbed_argmax, perturbed_gradient, perturbed_jacobian)


def untidy(theta):
    """Ranking, which leaves its argument sorted."""
    y = Ranking()(theta)
    theta.sort(axis=-1)
    return y


class Buffered:
    """The maximum, written into the same memory at every call."""

    def __init__(self):
        self.memory = np.empty(10_000)

    def __call__(self, theta):
        y = self.memory[: theta.size].reshape(theta.shape)
        y[...] = maximum(theta)
        return y


@pytest.mark.parametrize("control", ("vertex", "mean", "none"))
@pytest.mark.parametrize("antithetic", (False, True))
@pytest.mark.parametrize("estimator", ESTIMATORS)
@pytest.mark.parametrize(("oracle", "tidy"), [(untidy, Ranking()), (Buffered(), maximum)])
def test_an_oracle_may_write_into_its_argument_and_reuse_its_memory(oracle, tidy, estimator, antithetic, control):
    how = {"epsilon": 0.5, "seed": 0, "samples": 200, "antithetic": antithetic}
    if estimator is not perturbed_argmax:
        how["control"] = control
    theta = np.array([[1.0, 0.0, 0.3], [0.2, 0.1, 0.0]])
    kept = theta.copy()
    assert np.array_equal(estimator(theta, oracle, **how).value, estimator(theta, tidy, **how).value)
    assert np.array_equal(theta, kept)
    loss = fenchel_young_loss(theta, tidy(theta), oracle, epsilon=0.5, seed=1, samples=100)
    same = fenchel_young_loss(theta, tidy(theta), tidy, epsilon=0.5, seed=1, samples=100)
    assert np.array_equal(loss.gradient.value, same.gradient.value)


def test_the_value_with_an_untidy_oracle():
    found = perturbed_gradient([1.0, 0.0], untidy, epsilon=0.5, seed=0, samples=20_000)
    chance = 0.5 * (1 + math.erf(1.0))  # that theta_1 + z_1/2 is the larger one: z_1 - z_2 has the variance 2
    assert np.all(abs(found.value - [1 + chance, 2 - chance]) < 4 * found.standard_error)


MASKED = np.ma.array([1.0, 5.0], mask=[False, True])


def test_masks_are_refused_everywhere():
    for estimator in ESTIMATORS:
        with pytest.raises(TypeError, match="theta is a NumPy masked array"):
            estimator(MASKED, maximum, epsilon=0.5, seed=0)
    for oracle in (maximum, Ranking(), FiniteSet(np.eye(2))):
        with pytest.raises(TypeError, match="theta is a NumPy masked array"):
            oracle(MASKED)
    with pytest.raises(TypeError, match="weights is a NumPy masked array"):
        Ranking(MASKED)
    for row in (MASKED, [MASKED, MASKED], [1.0, np.ma.masked]):
        with pytest.raises(TypeError, match="theta is a NumPy masked array, or holds one"):
            gumbel_max(row, epsilon=1.0)
    with pytest.raises(TypeError, match="y is a NumPy masked array"):
        fenchel_young_loss([1.0, 2.0], MASKED, maximum, epsilon=1.0, seed=0)


def test_oracles_refuse_what_cannot_be_compared():
    for oracle in (maximum, Ranking(), FiniteSet(np.eye(2))):
        with pytest.raises(ValueError, match="not nan"):
            oracle([math.nan, 1.0])
        with pytest.raises(ValueError, match=r"not \(2, 0\): at least one entry"):
            oracle(np.empty((2, 0)))
        with pytest.raises(TypeError, match="real numbers, not complex128"):
            oracle([1j, 1.0])
    for oracle in (maximum, Ranking()):
        assert oracle([-math.inf, 1.0])[1] > oracle([-math.inf, 1.0])[0]
    with pytest.raises(ValueError, match="theta must be finite for a set of points, not -inf"):
        FiniteSet(np.eye(2))([-math.inf, 1.0])


def far(theta):
    """A point of a set so wide that differences overflow."""
    return np.where(theta > 1.5, 1.7e308, -1.7e308)


def test_an_overflow_is_refused_without_a_warning():
    for estimator in ESTIMATORS:
        with pytest.raises(ValueError, match=r"theta \+ epsilon z must be finite: epsilon=1e\+308 is too large"):
            estimator([1.0, 2.0], maximum, epsilon=1e308, seed=0)
        with pytest.raises(ValueError, match="the estimate is not finite"):
            estimator([1.0, 2.0], far, epsilon=1.0, seed=0, workers=2)


def test_paths_of_infinite_cost_are_no_paths():
    pytest.importorskip("scipy")
    walls = np.full(4, -1.0)
    walls[1:3] = -math.inf
    with pytest.raises(ValueError, match="no path of finite cost"):
        GridPath((2, 2), neighbours=4)(walls)
    assert GridPath((2, 2), neighbours=8)(walls).tolist() == [1, 0, 0, 1]
    with pytest.raises(ValueError, match="no path of finite cost"):
        GridPath((2, 2), neighbours=4)([np.full(4, -1.0), walls])
    with pytest.raises(ValueError, match="no path of finite cost"):
        GridPath((3, 3))(np.full(9, -1.7e308))


@pytest.mark.parametrize("dtype", (np.float16, np.float32, np.float64))
def test_labels_are_in_the_simplex_up_to_the_rounding_of_their_type(dtype):
    for y in ([0.1, 0.2, 0.7], [-1e-18, 0.3, 0.7], [1.0, 0.0, 0.0]):
        label = np.array(y, dtype)
        how = {"epsilon": 1.0, "noise": "gumbel", "seed": 0, "samples": 4000}
        loss = fenchel_young_loss([1, 0, 2], label, maximum, **how)
        positive = np.maximum(label.astype(float), 1e-300)
        true = math.log(sum(map(math.exp, (1, 0, 2)))) + positive @ np.log(positive) - label.astype(float) @ [1, 0, 2]
        assert loss.complete and abs(loss.value.value - true) < 4 * loss.value.standard_error
    for y, message in ([0.1, 0.2, 0.6], "the sum 1, not 0."), ([-0.01, 0.31, 0.7], "entries >= 0, not -0.0"):
        with pytest.raises(ValueError, match=message):
            fenchel_young_loss([1, 0, 2], np.array(y, dtype), maximum, epsilon=1.0, noise="gumbel", seed=0)
    with pytest.raises(ValueError, match="the sum 1"):
        fenchel_young_loss([1, 0, 2], [0.1, 0.2, 0.7000001], maximum, epsilon=1.0, noise="gumbel", seed=0)


def test_tensors():
    torch = pytest.importorskip("torch")
    for dtype in (torch.bfloat16, torch.float32):
        found = perturbed_argmax(torch.tensor([1.0, 2.0], dtype=dtype), maximum, epsilon=1.0, seed=0)
        assert np.array_equal(found.value, perturbed_argmax([1.0, 2.0], maximum, epsilon=1.0, seed=0).value)
    for refused in (lambda x: perturbed_max(x, maximum, epsilon=1.0, seed=0), lambda x: gumbel_max(x, epsilon=1.0)):
        with pytest.raises(TypeError, match=r"theta requires a gradient, which .*: pass theta.detach"):
            refused(torch.ones(2, requires_grad=True))


def test_estimates_are_compared_as_objects():
    found, other = (perturbed_argmax([1.0, 2.0], maximum, epsilon=1.0, seed=0, samples=10) for _ in range(2))
    assert found == found and found != other and len({found, other, found}) == 2
