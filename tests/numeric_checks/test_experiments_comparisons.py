"""The two comparisons with LogSumExp: fixed points, regrets, least values and counts, against what is known."""

import itertools
import math

import numpy as np
import pytest

from numeric_checks.experiments.max_of_convex import experiment as max_of_convex
from numeric_checks.experiments.max_of_convex.method import iterations, smoothness, temperature
from numeric_checks.experiments.max_of_convex.problems import FAMILIES, Problem, least, random_problem
from numeric_checks.experiments.soft_value_iteration import experiment as soft_value_iteration
from numeric_checks.experiments.soft_value_iteration.models import Model, garnet
from numeric_checks.experiments.soft_value_iteration.solve import fixed_point, greedy, soft, worth
from tightmax import smooth_argmax, smooth_max, worst_gap

KINDS = ("lse", "best", "universal")


def gym(kind, allowed=""):
    pytest.importorskip("gymnasium")
    from numeric_checks.experiments.soft_value_iteration.models import gym

    return gym(kind, allowed)


def one_state(rewards):
    """A state that is never left."""
    shape = (1, len(rewards), 1)
    return Model(np.array([rewards], dtype=float), np.zeros(shape, dtype=int), np.ones(shape))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize(("actions", "t", "gamma"), [(2, 0.03, 0.9), (3, 0.5, 0.95), (4, 2.0, 0.9)])
def test_the_fixed_point_is_where_soft_value_iteration_ends(kind, actions, t, gamma):
    model = garnet(actions, 1, seed=5)
    found, value = fixed_point(model, gamma, t, kind), np.zeros(len(model.reward))
    assert np.allclose(smooth_max(model.q(found, gamma), temperature=t, kind=kind), found, rtol=1e-12)
    for _ in range(math.ceil(30 / (1 - gamma))):
        value = smooth_max(model.q(value, gamma), temperature=t, kind=kind)
    assert np.allclose(value, found, rtol=1e-10)
    bias = found - fixed_point(model, gamma)
    assert np.all(bias >= -1e-10) and np.all(bias <= worst_gap(actions, kind=kind, temperature=t) / (1 - gamma))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("actions", [2, 3, 4])
def test_equal_actions_attain_the_guarantee(kind, actions):
    t, gamma = 0.2, 0.9
    found = fixed_point(one_state([1.5] * actions), gamma, t, kind)
    assert found == pytest.approx([(1.5 + worst_gap(actions, kind=kind, temperature=t)) / (1 - gamma)])


@pytest.mark.parametrize(("kind", "excess"), [("lse", math.log(2)), ("best", 0.5), ("universal", 0.5)])
def test_at_a_tie_of_two_among_three_the_bias_is_that_of_two(kind, excess):
    assert fixed_point(one_state([0, 0, -100]), 0.9, 0.1, kind) == pytest.approx([excess * 0.1 / (1 - 0.9)])


def test_policy_iteration_finds_the_best_of_all_policies():
    random = np.random.default_rng(3)
    model = Model(random.normal(size=(4, 3)), random.integers(4, size=(4, 3, 2)), random.dirichlet([1, 1], size=(4, 3)))
    choices = [np.eye(3)[list(choice)] for choice in itertools.product(range(3), repeat=4)]
    assert np.allclose(fixed_point(model, 0.9), np.max([worth(model, policy, 0.9) for policy in choices], axis=0))


def test_what_a_policy_is_worth_is_what_it_earns_in_the_long_run():
    model, gamma = garnet(3, 0, seed=0), 0.9
    policy = soft(model.q(np.zeros(30), gamma), 0.3, "lse")[1]
    value = np.zeros(30)
    for _ in range(400):
        value = np.sum(policy * model.q(value, gamma), axis=1)
    assert np.allclose(worth(model, policy, gamma), value) and np.allclose(policy.sum(axis=1), 1)
    assert greedy(np.array([[1.0, 3.0, 3.0]]))[1].tolist() == [[0.0, 1.0, 0.0]]


def test_random_models_are_the_same_for_the_same_seed_only():
    first, again, other = garnet(2, 7, seed=1), garnet(2, 7, seed=1), garnet(2, 7, seed=2)
    assert np.array_equal(first.reward, again.reward) and not np.array_equal(first.reward, other.reward)
    assert np.allclose(first.chance.sum(axis=-1), 1) and all(len(set(ends)) == 3 for ends in first.after.reshape(-1, 3))


@pytest.mark.parametrize("gamma", [0.9, 0.99])
def test_the_cliff_takes_thirteen_steps(gamma):
    for allowed in ("", "0,1,2"):
        found = fixed_point(gym("CliffWalking", allowed), gamma)
        start, farthest = (-(1 - gamma**steps) / (1 - gamma) for steps in (13, 14))
        assert len(found) == 37 and (found[-1], found.min()) == (pytest.approx(start), pytest.approx(farthest))


def test_gymnasiums_models():
    assert fixed_point(gym("FrozenLake 4x4"), 0.99)[0] == pytest.approx(0.5420, abs=1e-4)
    lake = gym("FrozenLake 4x4", "1,2")
    assert lake.reward.shape == (11, 2) and np.all(lake.chance.sum(axis=-1) <= 1 + 1e-12)
    assert gym("Taxi").reward.shape == (400, 6) and gym("FrozenLake 8x8").reward.shape == (53, 4)
    # In Taxi the passenger is delivered for 20 at once from the best state.
    assert fixed_point(gym("Taxi"), 0.9).max() == pytest.approx(20)


def test_a_cell_of_soft_value_iteration():
    cell = {"model": "Garnet", "actions": 3, "index": 2, "gamma": 0.9, "t": 0.3}
    row = soft_value_iteration.run(cell, 4)
    assert row == soft_value_iteration.run(cell, 4) != soft_value_iteration.run(cell, 5)
    for kind in KINDS:
        assert 0 <= row[f"bias {kind}"] <= row[f"guarantee {kind}"]
        assert row[f"soft regret {kind}"] >= -1e-12 and row[f"greedy regret {kind}"] >= -1e-12
    assert row["guarantee lse"] == pytest.approx(math.log(3) * 0.3 / 0.1)


def figure():
    pytest.importorskip("matplotlib")
    from matplotlib.figure import Figure

    return Figure(layout="constrained")


def test_soft_value_iteration_as_a_whole(monkeypatch):
    pytest.importorskip("scipy")
    pytest.importorskip("gymnasium")
    monkeypatch.setattr(soft_value_iteration, "GARNETS", 2)
    monkeypatch.setattr(soft_value_iteration, "TEMPERATURES", (0.1, 1.0))
    monkeypatch.setattr(soft_value_iteration, "ENVIRONMENTS", {"FrozenLake 4x4": ("1,2", "0,1,2", "")})
    rows = [(cell, soft_value_iteration.run(cell, 0)) for cell in soft_value_iteration.cells()]
    assert len(rows) == (3 + 3 * 2) * 2 * 2
    figures = soft_value_iteration.summarise(rows).figures
    ours = "share of cells with bias within the ratio of guarantees"
    assert figures[f"{ours}, 2 actions"] == figures[f"{ours}, 4 actions"] == 1
    assert figures["mean bias ratio, Garnet, 2 actions, best"] < worst_gap(2) / math.log(2)
    soft_value_iteration.draw(rows, drawn := figure())
    assert len(drawn.axes) == 4 and all(axes.lines for axes in drawn.axes)


@pytest.mark.parametrize(
    ("bias", "regret", "outcome"),
    [(0.5, 0.9, "AGREES"), (0.9, 0.9, "MIXED"), (0.5, 1.1, "MIXED"), (0.9, 1.1, "DISAGREES")],
)
def test_the_outcome_of_soft_value_iteration_follows_the_rows(bias, regret, outcome):
    pytest.importorskip("scipy")
    row = {"value": 1.0}
    for kind, part in (("lse", 1.0), ("best", bias), ("universal", bias)):
        worse = regret if kind == "best" else 1.0
        row |= {
            f"bias {kind}": part,
            f"soft regret {kind}": worse,
            f"greedy regret {kind}": worse,
            f"guarantee {kind}": 2.0,
        }
    row["guarantee best"] = 1.2
    rows = [
        ({"model": model, "index": i, "gamma": 0.9, "t": 1.0}, row | {"actions": float(actions)})
        for model in ("Garnet", "Taxi") for actions in (2, 3, 4) for i in range(2)
    ]
    assert soft_value_iteration.summarise(rows).outcome == outcome


def test_least_values_in_closed_form():
    pytest.importorskip("scipy")
    mu, both = 0.1, np.array([[1.0], [-1.0]])
    assert least(Problem(both, np.array([0.3, 0.5]), mu)) == pytest.approx(0.4 + mu / 2 * 0.1**2, abs=1e-12)
    assert least(Problem(both, np.array([0.3, 0.5]), 0.0)) == pytest.approx(0.4, abs=1e-9)
    assert least(Problem(both[:1], np.array([0.3]), 0.0)) == pytest.approx(0.3 - 1, abs=1e-9)
    assert least(Problem(np.eye(5), np.zeros(5), mu)) == pytest.approx(-1 / (2 * mu * 5), abs=1e-12)
    assert least(Problem(np.ones((1, 3)), np.zeros(1), mu)) == pytest.approx(-3 / (2 * mu), abs=1e-12)


@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("d", [2, 3, 30, 500])
def test_no_point_is_below_the_least_value(family, d):
    pytest.importorskip("scipy")
    problem, random = random_problem(family, d, 0, 9), np.random.default_rng(0)
    below = least(problem)
    points = random.normal(size=(200, 20)) * random.uniform(0, 10, size=(200, 1))
    assert min(problem.value(problem.project(x)) for x in points) >= below


def textbook(problem, accuracy, kind):
    """The values of F along the accelerated method, as it is printed: all products anew."""
    t = temperature(problem, accuracy, kind)
    bound, mu = smoothness(problem, t), problem.curvature
    x = y = np.zeros(20)
    age = 1.0
    while True:
        yield problem.value(x)
        weights = smooth_argmax(problem.slopes @ y + problem.offsets, temperature=t, kind=kind)
        new = problem.project(y - (problem.slopes.T @ weights + mu * y) / bound)
        older = (1 + math.sqrt(1 + 4 * age**2)) / 2
        kappa = math.sqrt(bound / mu) if mu else None
        y = new + ((kappa - 1) / (kappa + 1) if kappa else (age - 1) / older) * (new - x)
        x, age = new, older


@pytest.mark.parametrize("kind", ["lse", "best"])
@pytest.mark.parametrize("family", FAMILIES)
@pytest.mark.parametrize("d", [2, 3, 50])
def test_iterations_are_counted_to_the_true_accuracy(family, d, kind):
    pytest.importorskip("scipy")
    problem = random_problem(family, d, 1, 2)
    below = least(problem)
    accuracy = 0.02 * (problem.value(np.zeros(20)) - below)
    count = iterations(problem, accuracy, below, kind)
    values = list(itertools.islice(textbook(problem, accuracy, kind), count + 1))
    assert count > 10 and values[-1] - below <= accuracy < min(values[:-1]) - below


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("t", [0.01, 0.3, 5.0])
def test_the_steps_are_as_smooth_as_proved(kind, t):
    problem, random = random_problem("quadratic", 40, 0, 0), np.random.default_rng(1)

    def gradient(x):
        levels = problem.slopes @ x + problem.offsets
        return problem.slopes.T @ smooth_argmax(levels, temperature=t, kind=kind) + problem.curvature * x

    for size in (0.01, 0.1, 1.0):
        x = random.normal(size=20)
        y = x + size * random.normal(size=20)
        change = np.linalg.norm(gradient(x) - gradient(y))
        assert change <= smoothness(problem, t) * np.linalg.norm(x - y) * (1 + 1e-9)


def test_the_temperature_spends_half_the_accuracy():
    problem = random_problem("affine", 10, 0, 0)
    for kind in KINDS:
        t = temperature(problem, 0.2, kind)
        assert worst_gap(10, kind=kind, temperature=t) == pytest.approx(0.1)


def test_max_of_convex_as_a_whole(monkeypatch):
    pytest.importorskip("scipy")
    monkeypatch.setattr(max_of_convex, "DIMENSIONS", (2, 10))
    monkeypatch.setattr(max_of_convex, "ACCURACIES", (0.1, 0.03))
    monkeypatch.setattr(max_of_convex, "PROBLEMS", 2)
    rows = [(cell, max_of_convex.run(cell, 0)) for cell in max_of_convex.cells()]
    assert len(rows) == 2 * 2 * 2 * 2 and rows[3][1] == max_of_convex.run(rows[3][0], 0)
    figures = max_of_convex.summarise(rows).figures
    assert figures["predicted ratio, d = 2"] == pytest.approx(math.sqrt(0.5 / math.log(2)))
    max_of_convex.draw(rows, drawn := figure())
    assert len(drawn.axes) == 2 and all(axes.lines for axes in drawn.axes)


@pytest.mark.parametrize(
    ("factor", "outcome"), [(1.0, "AGREES"), (1.1, "DISAGREES"), (1.04, "DISAGREES"), (None, "MIXED")]
)
def test_the_outcome_of_max_of_convex_follows_the_rows(factor, outcome):
    pytest.importorskip("scipy")
    rows = []
    for cell in max_of_convex.cells():
        d = cell["d"]
        ratio = max_of_convex.predicted(d) * (factor or (1.0 if d < 10 else 1.1)) + 1e-4 * (cell["index"] % 2)
        rows.append((cell, {"iterations lse": 1000.0, "iterations best": 1000 * ratio}))
    assert max_of_convex.summarise(rows).outcome == outcome
