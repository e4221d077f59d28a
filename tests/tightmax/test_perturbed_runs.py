"""Perturbed optimisers as programs: seeds, workers, memory, batches, losses, and what they refuse."""

import math
import subprocess
import sys
import tracemalloc
from concurrent.futures import ProcessPoolExecutor
from functools import reduce
from itertools import pairwise
from multiprocessing import get_context

import numpy as np
import pytest

from tightmax.perturbed import (
    DagPath,
    FiniteSet,
    GridDag,
    Ranking,
    fenchel_young_loss,
    gumbel_argmax,
    gumbel_jacobian,
    maximum,
    moments,
    perturbed_argmax,
    perturbed_gradient,
    perturbed_jacobian,
    perturbed_max,
    sampling,
)

THETA = np.array([0.6, -0.2, 0.5, 0.0])
ESTIMATORS = (perturbed_max, perturbed_argmax, perturbed_gradient, perturbed_jacobian)
ASKED = {"epsilon": 0.7, "samples": 20, "seed": 0}


def same(one, other):
    return np.array_equal(one.value, other.value) and np.array_equal(one.standard_error, other.standard_error)


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_workers_do_not_change_a_bit(estimator):
    theta = np.random.default_rng(0).normal(size=300)
    asked = {"epsilon": 0.5, "noise": "gumbel", "samples": 5000, "seed": (1, 2)}
    alone = estimator(theta, Ranking(), workers=1, **asked)
    assert same(alone, estimator(theta, Ranking(), workers=2, **asked))
    assert same(alone, estimator(theta, Ranking(), workers=5, **asked))


def test_a_pool_of_processes_does_not_change_a_bit():
    theta = np.zeros(300)
    asked = {"epsilon": 0.5, "samples": 2500, "seed": 3}
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        for oracle in (Ranking(), GridDag((15, 20))):
            found = perturbed_max(theta, oracle, workers=pool, **asked)
            assert same(found, perturbed_max(theta, oracle, **asked))


def test_an_error_of_the_oracle_comes_through_from_a_worker():
    def broken(theta):
        raise RuntimeError("no solver here")

    with pytest.raises(RuntimeError, match="no solver here"):
        perturbed_argmax(np.zeros(1000), broken, epsilon=1.0, samples=5000, seed=0, workers=2)


def test_seeds():
    one, other = (perturbed_argmax(THETA, maximum, epsilon=1.0, seed=seed) for seed in (1, 2))
    assert not np.array_equal(one.value, other.value)
    sequence = np.random.SeedSequence(1)
    for _ in range(2):  # it is not used up
        assert same(one, perturbed_argmax(THETA, maximum, epsilon=1.0, seed=sequence))
    children = [perturbed_argmax(THETA, maximum, epsilon=1.0, seed=child).value for child in sequence.spawn(2)]
    assert not np.array_equal(*children) and not np.array_equal(one.value, children[0])


def test_blocks_are_merged_into_the_mean_and_variance_of_all():
    rng = np.random.default_rng(0)
    rows, right = rng.normal(3.0, 1.0, (1000, 2, 3)), rng.normal(size=(1000, 2, 3))
    cuts = list(pairwise([0, 1, 400, 999, 1000]))
    products = [moments.of_products(rows[a:b], right[a:b]) for a, b in cuts], rows[..., :, None] * right[..., None, :]
    for parts, whole in (([moments.of_rows(rows[a:b]) for a, b in cuts], rows), products):
        found = reduce(moments.Moments.merge, parts).estimate(1000)
        assert np.allclose(found.value, whole.mean(axis=0), rtol=1e-12, atol=1e-14)
        assert np.allclose(found.standard_error, whole.std(axis=0, ddof=1) / math.sqrt(1000), rtol=1e-12)


def test_each_block_has_draws_of_its_own(monkeypatch):
    monkeypatch.setattr(sampling, "WORKING_ENTRIES", 40)  # 10 draws a block
    p = gumbel_argmax(THETA, epsilon=0.7)
    for seed in range(5):
        found = perturbed_argmax(THETA, maximum, epsilon=0.7, noise="gumbel", samples=4000, seed=seed)
        assert np.all(np.abs(found.value - p) < 4 * found.standard_error)


@pytest.mark.parametrize(("n", "samples", "workers"), [(1000, 10_000, 1), (3, 3_000_000, 1), (1000, 10_000, 2)])
def test_memory_is_bounded(n, samples, workers):
    theta = np.zeros(n)
    perturbed_argmax(theta, Ranking(), epsilon=1.0, samples=2, seed=0)
    tracemalloc.start()
    perturbed_argmax(theta, Ranking(), epsilon=1.0, samples=samples, seed=0, workers=workers)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < workers * 16 * 2**20 < n * samples * 8  # all draws at once would be 72 MB and more


@pytest.mark.parametrize("estimator", ESTIMATORS)
def test_rows_are_perturbed_independently(estimator):
    theta = np.broadcast_to(THETA, (2, 3, 4))
    found = estimator(theta, Ranking(), epsilon=1.0, samples=500, seed=0)
    tail = {perturbed_max: (), perturbed_jacobian: (4, 4)}.get(estimator, (4,))
    assert found.value.shape == found.standard_error.shape == (2, 3, *tail)
    assert len(np.unique(found.value.reshape(6, -1), axis=0)) == 6
    alone = estimator(THETA, Ranking(), epsilon=1.0, samples=20_000, seed=1)
    off = np.abs(found.value - alone.value) / np.hypot(found.standard_error, alone.standard_error)
    assert off.max() < 4.5


def test_one_sample_has_no_standard_error():
    found = perturbed_argmax(THETA, maximum, epsilon=1.0, samples=1, seed=0)
    assert found.value.sum() == 1 and np.isnan(found.standard_error).all()
    assert np.isfinite(perturbed_max(THETA, maximum, epsilon=1.0, samples=1, seed=0, control="mean").value)
    means = [
        perturbed_argmax(THETA, maximum, epsilon=1.0, noise="gumbel", samples=1, seed=s).value for s in range(4000)
    ]
    p = gumbel_argmax(THETA, epsilon=1.0)
    assert np.all(np.abs(np.mean(means, axis=0) - p) < 4 * np.sqrt(p * (1 - p) / 4000))


def test_a_pilot_run_leaves_the_mean_as_it_is():
    """Its draws are others than those of the estimate: with the same, a single one would always give 0."""
    asked = {"epsilon": 1.0, "noise": "gumbel", "samples": 1, "control": "mean"}
    found = np.array([perturbed_jacobian(THETA, maximum, seed=s, **asked).value for s in range(3000)])
    off = np.abs(found.mean(axis=0) - gumbel_jacobian(THETA, epsilon=1.0))
    assert np.all(off < 4 * found.std(axis=0) / math.sqrt(len(found)))


def test_the_loss_with_gumbel_noise_is_the_cross_entropy():
    for epsilon, noise in ((0.3, "gumbel"), (5.0, "standard-gumbel")):
        asked = {"epsilon": epsilon, "noise": noise, "samples": 20_000, "seed": 0}
        p = gumbel_argmax(THETA, epsilon=epsilon)
        loss = fenchel_young_loss(THETA, np.eye(4)[2], maximum, **asked)
        assert loss.complete and abs(loss.value.value + epsilon * math.log(p[2])) < 4 * loss.value.standard_error
        assert np.all(np.abs(loss.gradient.value - (p - np.eye(4)[2])) < 4 * loss.gradient.standard_error)
        least = fenchel_young_loss(THETA, p, maximum, **asked)  # y_eps(theta) = y: the minimum 0, at every temperature
        assert abs(least.value.value) < 4 * least.value.standard_error
        assert np.all(np.abs(least.gradient.value) < 4 * least.gradient.standard_error)


@pytest.mark.parametrize(("oracle", "y"), [(Ranking(), [4.0, 1, 3, 2]), (maximum, [0.0, 1, 0, 0])])
def test_the_loss_is_convex_and_the_gradient_its_own(oracle, y):
    rng = np.random.default_rng(0)
    asked = {"epsilon": 0.4, "samples": 300, "seed": 1, "control": "none"}
    loss = fenchel_young_loss(THETA, y, oracle, **asked)
    assert not loss.complete
    for _ in range(50):  # the same draws: a maximum of affine functions, whose slope the gradient is
        step = rng.normal(size=4) * 10.0 ** rng.uniform(-3, 1)
        moved = fenchel_young_loss(THETA + step, y, oracle, **asked)
        assert moved.value.value >= loss.value.value + loss.gradient.value @ step - 1e-12


def test_training_with_the_loss_finds_the_target():
    target, theta = np.array([2.0, 4.0, 1.0, 3.0]), np.zeros(4)
    for step in range(200):
        theta -= (
            0.2 * fenchel_young_loss(theta, target, Ranking(), epsilon=0.5, samples=4, seed=(9, step)).gradient.value
        )
    assert Ranking()(theta).tolist() == target.tolist()


@pytest.mark.parametrize(
    ("changed", "error", "message"),
    [
        ({"epsilon": 0.0}, ValueError, "epsilon must be positive and finite, not 0.0"),
        ({"epsilon": math.nan}, ValueError, "epsilon must be positive and finite, not nan"),
        ({"epsilon": "1"}, TypeError, "epsilon must be a real number, not '1'"),
        ({"samples": 0}, ValueError, "samples must be at least 1, not 0"),
        ({"samples": 2.5}, TypeError, "samples must be an integer, not 2.5"),
        ({"samples": True}, ValueError, "samples must be at least 1, not True"),
        ({"seed": None}, TypeError, "seed must be an integer >= 0, .*, not None"),
        ({"seed": -1}, ValueError, "seed must be an integer >= 0, .*, not -1"),
        ({"seed": 1.5}, TypeError, "seed must be an integer >= 0, .*, not 1.5"),
        ({"seed": np.random.default_rng(0)}, TypeError, "seed must be .* SeedSequence, not Generator"),
        ({"noise": "cauchy"}, ValueError, "noise must be one of gaussian, gumbel, .*, not 'cauchy'"),
        ({"noise": 3}, TypeError, "noise must be one of .*, not 3"),
        ({"workers": 0}, ValueError, "workers must be at least 1, not 0"),
        ({"antithetic": 1}, TypeError, "antithetic must be True or False, not 1"),
        ({"antithetic": True, "samples": 5}, ValueError, "even number of samples, not 5"),
        ({"antithetic": True, "noise": "gumbel"}, ValueError, "symmetric noise such as gaussian, not 'gumbel'"),
        ({"theta": [1.0, math.nan]}, ValueError, "theta must be finite, not nan"),
        ({"theta": [math.inf]}, ValueError, "theta must be finite, not inf"),
        ({"theta": 1.0}, ValueError, r"theta must have the shape \(..., n\) .*, not \(\)"),
        ({"theta": np.zeros((2, 0))}, ValueError, r"not \(2, 0\)"),
        ({"theta": [1j]}, TypeError, "theta must hold real numbers, not complex128"),
        ({"theta": ["a"]}, TypeError, "theta must hold real numbers, not <U1"),
        ({"oracle": None}, TypeError, "oracle must be a function of theta, .*, not None"),
        ({"oracle": Ranking}, TypeError, r"or an object like Ranking\(\)"),
        ({"oracle": lambda x: x[..., :2]}, ValueError, r"the shape of theta, \(20, 4\), not \(20, 2\)"),
        ({"oracle": lambda x: np.full(x.shape, "a")}, TypeError, "oracle must return real numbers, not <U1"),
        ({"oracle": lambda x: np.full(x.shape, math.nan)}, ValueError, "oracle must return finite numbers"),
    ],
)
def test_what_is_refused(changed, error, message):
    given = {"theta": THETA, "oracle": maximum, **ASKED, **changed}
    with pytest.raises(error, match=message) as raised:
        perturbed_argmax(given.pop("theta"), given.pop("oracle"), **given)
    assert "\n" not in str(raised.value)


def test_what_the_others_refuse():
    with pytest.raises(ValueError, match="control must be one of vertex, mean, none, not 'best'"):
        perturbed_max(THETA, maximum, control="best", **ASKED)
    with pytest.raises(ValueError, match=r"y must have the shape of theta, \(4,\), not \(3,\)"):
        fenchel_young_loss(THETA, [1, 0, 0], maximum, **ASKED)
    for y, shown in (([1, 1, 0, 0], "the sum 1, not 2.0"), ([2, -1, 0, 0], "entries >= 0, not -1.0")):
        with pytest.raises(ValueError, match=shown):
            fenchel_young_loss(THETA, y, maximum, noise="gumbel", **ASKED)
    with pytest.raises(ValueError, match=r"theta must have the shape \(..., 2\), for 2 edges, not \(20, 4\)"):
        perturbed_argmax(THETA, DagPath([(0, 1), (0, 1)], 0, 1), **ASKED)
    with pytest.raises(ValueError, match=r"theta must have the shape \(..., 3\), for points of 3 entries"):
        perturbed_argmax(THETA, FiniteSet(np.eye(3)), **ASKED)


def test_numpy_alone_is_imported():
    code = "import sys, tightmax.perturbed; print(*{'scipy', 'networkx', 'torch', 'sympy'} & set(sys.modules))"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "\n"
