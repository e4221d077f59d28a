"""The sweeps: honest relations hold, planted bugs are caught, formulas are read right."""

import json
from functools import partial

import numpy as np
import pytest
import sympy as sp

from numeric_checks.arithmetic import evaluate
from numeric_checks.arithmetic.evaluate import Measured, exact
from numeric_checks.arithmetic.terms import NotEvaluable
from numeric_checks.attacks import registry
from numeric_checks.attacks import sweep as types
from numeric_checks.points import climb
from numeric_checks.points import families as points
from numeric_checks.sweeps import block
from numeric_checks.sweeps import run as running
from proofs.machinery.bounds.chain_table import chain_table
from symbolic.notation import LSE, ChainBound, EpsStar, Maximum, d, i, j, n, p, t, total, v, x
from symbolic.relations import eq, ge, le, lt
from tightmax import value_and_weights

BUGS = [(name, bug) for name in ("gap", "smoothness", "chain") for bug in registry.sweep(name).bugs]
"""Those of the other sweeps are in test_attacks_*.py."""


@pytest.fixture(autouse=True)
def small_blocks(monkeypatch):
    """Fewer points a block, so that the suite is quick."""
    monkeypatch.setattr(points, "MAX_ROWS", 16)
    monkeypatch.setattr(points, "MAX_ELEMENTS", 2**11)


def worst(results):
    return max(results, key=lambda result: result.badness)


@pytest.mark.parametrize(
    ("name", "seed", "dims"),
    [
        ("gap", 0, (2, 3, 5, 200)), ("gap", 1, (2, 1000)), ("smoothness", 0, (2, 200)), ("smoothness", 1, (5,)),
        ("chain", 0, (2, 3, 10, 1000, 10**6)), ("chain", 1, (4, 77)),
    ],
)
def test_no_counterexample(name, seed, dims):
    results = running.run_sweep(name, dims, seed=seed, blocks=1)
    assert not any(result.refuted for result in results)
    # The tolerance is no excuse: the worst violation is far below it.
    assert worst(results).badness < 0.25
    assert all(result.points >= 100 for result in results)


@pytest.mark.parametrize(("name", "bug"), BUGS)
@pytest.mark.parametrize("dim", (3, 40))
def test_planted_bugs_are_caught(name, bug, dim):
    attack = registry.sweep(name)
    wrong = attack.bugs[bug].relations
    assert all(wrong[relation] != attack.relations[relation] for relation in wrong)
    caught = [result for result in running.run_sweep(name, [dim], blocks=1, planted=bug) if result.refuted]
    assert caught and {result.relation for result in caught} <= set(wrong or attack.relations)
    assert worst(caught).slack < -1000 * worst(caught).tolerance
    assert all(result.sweep == f"{name}!{bug}" for result in caught)
    if bug in ("ignored temperature", "forgotten temperature"):
        assert all(result.temperature != 1 for result in caught)
    elif bug == "seam at 1.9":  # a narrow range, which few points of so small blocks hit
        assert len({result.temperature for result in caught}) >= 3
    elif name != "chain":
        assert {result.temperature for result in caught} == set(types.TEMPERATURES)


def test_the_climb_reaches_the_worst_case():
    rng = np.random.default_rng(3)
    for heat in (1e-3, 40.0):
        base = heat * rng.normal(size=(20, 9))
        f = partial(value_and_weights, temperature=heat, kind="lse")
        at, signs = climb.climb_variance(f, base, points.directions(rng, 20, 9))
        weights = value_and_weights(at, temperature=heat, kind="lse")[1]
        assert np.allclose((weights * signs).sum(axis=1), 0, atol=1e-12)
        first, second = climb.climb_pairs(rng, f, at, signs, heat)
        p, q = (value_and_weights(point, temperature=heat, kind="lse")[1] for point in (first, second))
        ratio = heat * np.abs(p - q).sum(axis=1) / np.abs(first - second).max(axis=1)
        assert 0.999 < ratio.max() < 1 + 1e-9


def test_the_relations_are_those_of_the_theorems():
    from proofs.paper.chain_below_kappa import chain_below_kappa
    from proofs.paper.lse_gap import lse_gap
    from proofs.paper.lse_smooth import lse_smooth

    for name, theorem in (("gap", lse_gap), ("smoothness", lse_smooth), ("chain", chain_below_kappa)):
        assert set(theorem.statement.claim) <= set(registry.sweep(name).relations.values())


def test_no_number_counts_as_a_counterexample():
    trial = types.Trial(("r",), "", {"t": exact([1.0, -1.0])})
    found = block.worst_point(block.Key("s", 2, None, 0, 0), trial, "r", ge(sp.log(t), -1))
    assert found.refuted and found.slack is None and found.point == {"t": -1.0}


def test_a_long_point_is_shortened():
    result = worst(running.run_sweep("gap", [40], blocks=1))
    assert result.point["x"]["length"] == 40 and len(result.point["x"]["first"]) == 16
    assert json.loads(result.line())["point"] == result.point


# The evaluator.


def as_sympy(expr, x_values, numbers):
    """The same expression with SymPy's own arithmetic: sums written out, LSE and Maximum by their definitions."""
    written = {x[k + 1]: value for k, value in enumerate(x_values)}
    entries = lambda arg: [arg.subs(x, value) for value in x_values]  # noqa: E731
    expr = expr.replace(LSE, lambda arg: sp.log(sum(sp.exp(entry) for entry in entries(arg))))
    expr = expr.replace(Maximum, lambda arg: sp.Max(*entries(arg)))
    return float(expr.subs(d, len(x_values)).doit().subs(written).subs(numbers).evalf(30))


EXPRESSIONS = (
    t * LSE(x / t) - Maximum(x),
    LSE(2 * x + t) ** 2,
    t * sp.log(d) - sp.Rational(1, 7),
    total(x[i] ** 2) - total(x[i]) ** 2 / d,
    total(sp.Abs(x[i] - t)),
    total(t),
    sp.exp(-t) * sp.sqrt(t) / sp.pi + sp.E,
    x[2] * Maximum(-x / t),
    total(sp.exp(x[i]) * total(x[j], j)),
)


@pytest.mark.parametrize("expr", EXPRESSIONS, ids=str)
@pytest.mark.parametrize("heat", (sp.Rational(1, 8), sp.Integer(1), sp.Integer(40)))
def test_values_against_sympy(expr, heat):
    rows = [[sp.Rational(1, 2), sp.Integer(-3), sp.Rational(5, 4)], [sp.Integer(2)] * 3]
    found = evaluate.measure(expr, {"x": np.array(rows, dtype=float), "t": float(heat), "d": 3})
    for k, row in enumerate(rows):
        value, magnitude = (np.broadcast_to(part, 2)[k] for part in (found.data, found.magnitude))
        expected = as_sympy(expr, row, {t: heat})
        assert abs(value - expected) <= evaluate.EPS * magnitude + 1e-300
        assert magnitude < 1e6


def test_the_magnitude_covers_cancellation():
    big = np.array([1e16, 1.0])
    found = evaluate.measure(total(x[i]) - x[1], {"x": exact(big), "d": 2})
    assert abs(found.data - 1) <= evaluate.EPS * found.magnitude


def test_slack_follows_the_sign():
    values = {"t": np.array([1.0, 3.0])}
    assert evaluate.slack(le(t, 2), values).tolist() == evaluate.slack(lt(t, 2), values).tolist() == [1, -1]
    assert evaluate.slack(ge(t, 2), values).tolist() == [-1, 1]
    with pytest.raises(NotEvaluable, match="no slack"):
        evaluate.slack(eq(t, 2), values)


def test_vectors_stack():
    stack = np.random.default_rng(2).normal(size=(4, 5, 3))
    heat = np.linspace(0.1, 9, 20).reshape(4, 5)
    found = evaluate.evaluate(t * LSE(x / t) + total(p[i] * x[i]), {"x": stack, "p": stack, "t": heat, "d": 3})
    expected = heat * np.log(np.exp(stack / heat[..., None]).sum(-1)) + (stack**2).sum(-1)
    assert np.allclose(found, expected)


def test_a_table_of_integers():
    table = chain_table(10)
    lookup = lambda at: Measured(table.values[at.astype(int)], np.zeros(at.shape))  # noqa: E731
    values = {"ChainBound": lookup, "d": np.array([4, 6]), "n": 2.5}
    assert np.allclose(evaluate.evaluate(ChainBound(d) + ChainBound(d / 2), values), [9 / 8 + 1 / 2, 25 / 18 + 8 / 9])
    with pytest.raises(NotEvaluable, match="not an integer"):
        evaluate.evaluate(ChainBound(n), values)


@pytest.mark.parametrize(
    ("expr", "reason"),
    [
        (sp.sin(t), "sin in"),
        (EpsStar(d), "EpsStar in"),
        (sp.Max(t, 2), "Max in"),
        (ChainBound(d), "no table"),
        (sp.Float(0.5) * t, "Float in"),
        (t**t, "exponent"),
        (sp.Symbol("missing"), "missing has no value"),
        (v[i], "v has no value"),
        (x[i], "no entry"),
        (x[5], "no entry"),
        (LSE(t), "LSE is taken of a vector"),
        (Maximum(x[1]), "Maximum is taken of a vector"),
        (total(x), "the entries are"),
        (total(x[i] * x), "mixes"),
        (total(x[i] * x[j]), "no entry"),
        (total(total(x[i] * x[j], j)), "only one index"),
        (total(x[i], i, n), "runs to"),
        (sp.Sum(x[i], (i, 2, d)), "from 1 on"),
    ],
    ids=str,
)
def test_what_is_not_known_raises(expr, reason):
    with pytest.raises(NotEvaluable, match=reason):
        evaluate.evaluate(expr, {"x": np.ones((2, 3)), "t": 2.0, "d": 3, "n": 2})


def test_a_vector_is_no_number():
    with pytest.raises(NotEvaluable, match="compares vectors"):
        evaluate.slack(ge(x, 0), {"x": np.ones(3)})
    with pytest.raises(NotEvaluable, match="its value is a number"):
        evaluate.evaluate(Maximum(x), {"x": 3.0})
