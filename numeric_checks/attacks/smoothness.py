"""The gradient is 1/t-Lipschitz: Var_p(v) <= b^2 for |v_i| <= b at softmax weights, and the change of the weights."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import sympy as sp

from numeric_checks.climb import climb_pairs, climb_variance
from numeric_checks.evaluate import Floats, exact
from numeric_checks.points import directions, vectors
from numeric_checks.sweep import Bug, Setting, Sweep, Trial
from proofs.lse_smooth import lse_smooth
from symbolic.notation import Maximum, i, p, t, total, x
from symbolic.relations import Relation, ge, le

y, q = sp.IndexedBase("y", real=True), sp.IndexedBase("q", real=True)
SHY = sp.Rational(99, 100)  # the wrong constant of the planted bugs


def trials(at: Setting) -> Iterator[Trial]:
    """Softmax weights p with directions |v_i| <= b, and pairs x, y with their softmax weights p, q."""
    t, rng = at.temperature, at.rng

    def f(x: Floats) -> tuple[Floats, Floats]:
        return at.smoothings.value_and_weights(x, t, "lse")

    def weights(x: Floats) -> Any:
        return at.smoothings.weights(x, t, "lse")

    for family, base in vectors(rng, at.dim, t):
        v = directions(rng, len(base), at.dim)
        b = 10.0 ** rng.uniform(-3, 3, len(base))
        for label, point, towards in ((family, base, v), (f"{family}, climbed", *climb_variance(f, base, v))):
            values: dict[str, Any] = {"p": weights(point), "v": exact(b[:, None] * towards), "b": exact(b)}
            yield Trial(("variance is positive", "variance"), label, {**values, "d": exact(at.dim)})
            x, y = climb_pairs(rng, f, point, towards, t)
            values = {"p": weights(x), "q": weights(y), "x": exact(x), "y": exact(y), "t": exact(t)}
            yield Trial(("gradient",), label, {**values, "d": exact(at.dim)})


@cache
def sweep() -> Sweep:
    """The sweep of this file."""
    positive, variance = lse_smooth.statement.claim
    gradient = le(total(sp.Abs(p[i] - q[i])), Maximum(sp.Abs(x - y)) / t)
    bugs = {
        "wrong constant": Bug({"variance": Relation(variance.lhs, variance.sign, SHY * variance.rhs)}),
        "wrong gradient constant": Bug({"gradient": Relation(gradient.lhs, gradient.sign, SHY * gradient.rhs)}),
        "ignored temperature": Bug({"gradient": Relation(gradient.lhs, gradient.sign, gradient.rhs * t)}),
        "variance above zero": Bug({"variance is positive": ge(positive.lhs, sp.Symbol("b") ** 2 / 100)}),
    }
    relations = {"variance is positive": positive, "variance": variance, "gradient": gradient}
    return Sweep("smoothness", (lse_smooth.id,), relations, trials, bugs)
