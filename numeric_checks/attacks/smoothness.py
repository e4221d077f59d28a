"""The gradient is 1/t-Lipschitz in the infinity norm: variances, changes of the weights, and Hessians.

For kind "lse" Var_p(v) <= b^2 for |v_i| <= b at softmax weights, for all kinds but "quadratic" what the weights of
two points and the product of the Hessian and a vector say.  The Euclidean norm is in `euclidean`.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import sympy as sp

from numeric_checks.arithmetic.evaluate import Shared, exact
from numeric_checks.arithmetic.terms import Floats
from numeric_checks.attacks import faults
from numeric_checks.attacks.sweep import SMALLER, Bug, Setting, Sweep, Trial
from numeric_checks.points.climb import Function, climb_pairs, climb_variance, one_against_all
from numeric_checks.points.families import LARGE, directions
from numeric_checks.points.seams import kind_points
from proofs.beyond.d3_least import d3_least
from proofs.beyond.universal_upper import universal_upper
from proofs.paper.d2_optimum import d2_optimum
from proofs.paper.d3_optimum import d3_optimum
from proofs.paper.lse_smooth import lse_smooth
from symbolic.notation import Maximum, i, p, t, total, v, x
from symbolic.relations import Relation, ge, le

KINDS = ("lse", "universal", "best")
y, q, H = (sp.IndexedBase(name, real=True) for name in "yqH")


def function(at: Setting, kind: str) -> Function:
    """Return value and weights of a kind at the temperature of the setting."""
    return lambda points: at.smoothings.value_and_weights(points, at.temperature, kind)


def trials(at: Setting) -> Iterator[Trial]:
    """Weights p with directions |v_i| <= b, pairs x, y with their weights p, q, and Hessians times directions."""
    for kind, family, base in kind_points(at.rng, at.dim, at.temperature, KINDS):
        v = directions(at.rng, len(base), at.dim)
        starts = {family: (base, v)}
        if at.dim < LARGE or kind == "lse":
            starts[f"{family}, climbed"] = climb_variance(function(at, "lse"), base, v)
        for label, (points, towards) in starts.items():
            b = 10.0 ** at.rng.uniform(-3, 3, len(base))[:, None]
            pair = climb_pairs(at.rng, function(at, kind), points, towards, at.temperature)
            yield from _at(at, kind, label, pair, b * towards)
        if at.dim < LARGE:
            yield from _hessian(at, kind, f"{family}, one against all", base, one_against_all(base))


def _at(at: Setting, kind: str, label: str, pair: tuple[Floats, Floats], v: Floats) -> Iterator[Trial]:
    first, second = pair
    weights = at.smoothings.weights(first, at.temperature, kind)
    common = {"p": weights, "x": exact(first), "t": exact(at.temperature), "d": exact(at.dim)}
    if kind == "lse":
        values: dict[str, Any] = {"v": exact(v), "b": exact(abs(v).max(axis=1))}
        yield Trial(("variance is positive", "variance"), label, Shared(common, **values))
    values = {"y": exact(second), "q": at.smoothings.weights(second, at.temperature, kind)}
    yield Trial((f"{kind} gradient",), label, Shared(common, **values))
    yield from _hessian(at, kind, label, first, v)


def _hessian(at: Setting, kind: str, label: str, points: Floats, v: Floats) -> Iterator[Trial]:
    product = at.smoothings.curvature(points, v, at.temperature, kind)
    values = {"x": exact(points), "v": exact(v), "H": product, "t": exact(at.temperature), "d": exact(at.dim)}
    yield Trial((f"{kind} hessian", f"{kind} convex"), label, Shared(values))


def _relations() -> dict[str, Relation]:
    positive, variance = lse_smooth.statement.claim
    relations = {"variance is positive": positive, "variance": variance}
    for kind in KINDS:
        relations |= {
            f"{kind} gradient": le(total(sp.Abs(p[i] - q[i])), Maximum(sp.Abs(x - y)) / t),
            f"{kind} hessian": le(total(sp.Abs(H[i])), Maximum(sp.Abs(v)) / t),
            f"{kind} convex": ge(total(v[i] * H[i]), 0),
        }
    return relations


@cache
def sweep() -> Sweep:
    """Return the sweep of this file."""
    relations = _relations()
    positive, gradient = relations["variance is positive"], relations["lse gradient"]
    small = {kind: Relation(relations[kind].lhs, "<=", SMALLER * relations[kind].rhs) for kind in relations}
    bugs = {
        "wrong constant": Bug({"variance": small["variance"]}),
        "wrong gradient constant": Bug({name: small[name] for name in small if name.endswith("gradient")}),
        "wrong hessian constant": Bug({name: small[name] for name in small if name.endswith("hessian")}),
        "ignored temperature": Bug({"lse gradient": Relation(gradient.lhs, gradient.sign, gradient.rhs * t)}),
        "variance above zero": Bug({"variance is positive": ge(positive.lhs, sp.Symbol("b") ** 2 / 100)}),
        "forgotten temperature": faults.bug(faults.Forgetful),
        "98% of the temperature": faults.bug(faults.Cold),
        "seam at 1.9": faults.bug(faults.EarlySeam),
    }
    theorems = (lse_smooth, universal_upper, d2_optimum, d3_optimum, d3_least)
    return Sweep("smoothness", tuple(theorem.id for theorem in theorems), relations, trials, bugs)
