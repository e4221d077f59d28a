"""0 < f - max x <= worst gap, for t LogSumExp as the formula says it and for what tightmax computes."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import sympy as sp

from numeric_checks.evaluate import exact
from numeric_checks.points import vectors
from numeric_checks.sweep import Bug, Setting, Sweep, Trial
from proofs.lse_gap import lse_gap
from symbolic.notation import LSE, d, t, x
from symbolic.relations import Relation

F = sp.Symbol("F", real=True)
SHY = sp.Rational(99, 100)  # the wrong constant of the planted bugs


def trials(at: Setting) -> Iterator[Trial]:
    """Points of every family; F is what tightmax computes."""
    for family, points in vectors(at.rng, at.dim, at.temperature):
        f = at.smoothings.value(points, at.temperature, "lse")
        values = {"x": exact(points), "t": exact(at.temperature), "d": exact(at.dim), "F": f}
        yield Trial(("above", "below", "tightmax above", "tightmax below"), family, values)


@cache
def sweep() -> Sweep:
    """The sweep of this file."""
    above, below = lse_gap.statement.claim
    function = {t * LSE(x / t): F}
    relations = {
        "above": above, "below": below,
        "tightmax above": above.subs(function), "tightmax below": below.subs(function),
    }  # fmt: skip
    bugs = {
        "wrong constant": Bug({"below": Relation(below.lhs, below.sign, SHY * below.rhs)}),
        "ignored temperature": Bug({"below": below.subs({LSE(x / t): LSE(x)})}),
        "shaved logarithm": Bug({"below": below.subs({sp.log(d): sp.log(d) - sp.Rational(1, 100)})}),
        "shrunk value": Bug({"tightmax above": above.subs({t * LSE(x / t): SHY * F})}),
        "shaved tightmax": Bug({"tightmax below": below.subs({**function, sp.log(d): SHY * sp.log(d)})}),
    }
    return Sweep("gap", (lse_gap.id,), relations, trials, bugs)
