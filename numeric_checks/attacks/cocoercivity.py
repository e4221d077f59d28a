"""What smoothness and convexity say of two points and of three: Bregman divergences and second differences.

With w the gradient, `t/2 ||w(x) - w(y)||_*^2 <= f(y) - f(x) - <w(x), y - x> <= ||x - y||^2 / (2t)`, and
`0 <= f(x+z) + f(x-z) - 2 f(x) <= ||z||^2 / t`; `|f(x) - f(y)| <= ||x - y||_inf`. The norm is the infinity norm,
for kind "quadratic" the Euclidean one.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import sympy as sp

from numeric_checks.arithmetic.evaluate import Measured, Shared, exact
from numeric_checks.arithmetic.terms import Floats
from numeric_checks.attacks import faults
from numeric_checks.attacks.smoothness import function
from numeric_checks.attacks.sweep import SMALLER, Bug, Setting, Sweep, Trial
from numeric_checks.points.climb import EUCLIDEAN, INFINITY, climb_pairs, climb_variance, largest
from numeric_checks.points.families import LARGE, directions
from numeric_checks.points.seams import KINDS, kind_points
from proofs.beyond.d3_least import d3_least
from proofs.beyond.least_smoothing import least_smoothing
from proofs.beyond.universal_upper import universal_upper
from proofs.paper.d2_optimum import d2_optimum
from proofs.paper.d3_optimum import d3_optimum
from proofs.paper.euclidean_optimum import euclidean_optimum
from proofs.paper.lipschitz_is_not_enough import lipschitz_is_not_enough
from proofs.paper.lse_smooth import lse_smooth
from proofs.paper.second_differences import second_differences
from symbolic.notation import Maximum, i, p, t, total, x
from symbolic.relations import Relation, ge, le

y, q = (sp.IndexedBase(name, real=True) for name in "yq")
F, E, B = sp.symbols("F E B", real=True)  # the values at x, at y and at 2x - y
DIVERGENCE = E - F - total(p[i] * (y[i] - x[i]))
SECOND = E + B - 2 * F


def trials(at: Setting) -> Iterator[Trial]:
    """Yield pairs x, y for which the ascent found that the gradients differ much, and the third point 2x - y."""
    for kind, family, base in kind_points(at.rng, at.dim, at.temperature):
        v = directions(at.rng, len(base), at.dim)
        norms = EUCLIDEAN if kind == "quadratic" else INFINITY
        starts = {family: (base, v)}
        if at.dim < LARGE and kind != "quadratic":
            starts[f"{family}, climbed"] = climb_variance(function(at, "lse"), base, v)
        for label, (points, towards) in starts.items():
            pair = climb_pairs(at.rng, function(at, kind), points, towards, at.temperature, norms)
            yield _at(at, kind, label, *pair)


def _at(at: Setting, kind: str, label: str, first: Floats, second: Floats) -> Trial:
    apart = second - first
    third = first - apart
    f, weights = at.smoothings.both(first, at.temperature, kind)
    g, others = at.smoothings.both(second, at.temperature, kind)
    b = at.smoothings.value(third, at.temperature, kind)
    b = Measured(b.data, b.magnitude + largest(apart) + largest(third))  # f moves by no more than the point does
    values = {
        "x": exact(first), "y": exact(second), "p": weights, "q": others, "F": f, "E": g, "B": b,
        "t": exact(at.temperature), "d": exact(at.dim),
    }
    names = ("convex", "cocoercive", "descent", "second difference", "midpoint convex", "lipschitz")
    return Trial(tuple(f"{kind} {name}" for name in names), label, Shared(values))


def _of(kind: str) -> dict[str, Relation]:
    change, apart = total(sp.Abs(p[i] - q[i])) ** 2, Maximum(sp.Abs(x - y)) ** 2
    if kind == "quadratic":
        change, apart = total((p[i] - q[i]) ** 2), total((x[i] - y[i]) ** 2)
    return {
        f"{kind} convex": ge(DIVERGENCE, 0),
        f"{kind} cocoercive": ge(DIVERGENCE, t * change / 2),
        f"{kind} descent": le(DIVERGENCE, apart / (2 * t)),
        f"{kind} second difference": le(SECOND, apart / t),
        f"{kind} midpoint convex": ge(SECOND, 0),
        f"{kind} lipschitz": le(sp.Abs(E - F), Maximum(sp.Abs(x - y))),
    }


@cache
def sweep() -> Sweep:
    """Return the sweep of this file."""
    relations = {name: relation for kind in KINDS for name, relation in _of(kind).items()}

    def changed(ending: str, factor: sp.Expr) -> Bug:
        names = [name for name in relations if name.endswith(ending)]
        return Bug({n: Relation(relations[n].lhs, relations[n].sign, factor * relations[n].rhs) for n in names})

    bugs = {
        "wrong cocoercive constant": changed("cocoercive", 1 / SMALLER),
        "wrong descent constant": changed("descent", SMALLER),
        "wrong second difference": changed("second difference", SMALLER),
        "wrong Lipschitz constant": changed("lipschitz", SMALLER),
        "ignored temperature": changed("descent", t),
        "forgotten temperature": faults.bug(faults.Forgetful),
        "98% of the temperature": faults.bug(faults.Cold),
        "stale weights": faults.bug(faults.Stale),
        "seam at 1.9": faults.bug(faults.EarlySeam),
    }
    theorems = (
        lse_smooth, universal_upper, d2_optimum, d3_optimum, d3_least, euclidean_optimum, second_differences,
        least_smoothing, lipschitz_is_not_enough,
    )
    return Sweep("cocoercivity", tuple(theorem.id for theorem in theorems), relations, trials, bugs)
