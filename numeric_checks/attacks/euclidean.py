"""The Euclidean norm: kind "quadratic" is the projection of x/t to the simplex, and the softmax is 1/2-Lipschitz."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
import sympy as sp

from numeric_checks.arithmetic.evaluate import Shared, exact
from numeric_checks.arithmetic.terms import Floats
from numeric_checks.attacks import faults
from numeric_checks.attacks.conjugacy import near_weights, random, vertex
from numeric_checks.attacks.smoothness import function
from numeric_checks.attacks.sweep import SMALLER, Bug, Setting, Sweep, Trial
from numeric_checks.points.climb import EUCLIDEAN, climb_pairs, two_leaders
from numeric_checks.points.families import LARGE, directions
from numeric_checks.points.seams import kind_points
from proofs.paper.euclidean_optimum import euclidean_optimum
from proofs.paper.softmax_l2 import softmax_l2
from symbolic.notation import i, p, t, total, v, x
from symbolic.relations import Relation, ge, le

KINDS = ("lse", "quadratic")
y, q, H = (sp.IndexedBase(name, real=True) for name in "yqH")
M = sp.Symbol("M", real=True)  # max x


def leaders_far_ahead(points: Floats, temperature: float) -> Floats:
    """Return points with the two largest entries equal and far ahead of the others: the worst for the softmax."""
    far = points - 60 * temperature * (two_leaders(points) == 0)
    return np.where(two_leaders(points) != 0, points.max(axis=1, keepdims=True), far)


def trials(at: Setting) -> Iterator[Trial]:
    """Yield pairs with their weights, the Hessian along directions, and points of the simplex beside the projection."""
    for kind, family, base in kind_points(at.rng, at.dim, at.temperature, KINDS):
        v = directions(at.rng, len(base), at.dim)
        starts = {family: (base, v)}
        if kind == "lse" and at.dim < LARGE:
            ahead = leaders_far_ahead(base, at.temperature)
            starts[f"{family}, two ahead"] = (ahead, two_leaders(ahead))
        for label, (points, towards) in starts.items():
            pair = climb_pairs(at.rng, function(at, kind), points, towards, at.temperature, EUCLIDEAN)
            yield from _at(at, kind, label, pair, towards)
        if at.dim < LARGE:
            yield from _at(at, kind, f"{family}, leaders", pair, two_leaders(points))


def _at(at: Setting, kind: str, label: str, pair: tuple[Floats, Floats], v: Floats) -> Iterator[Trial]:
    first, second = pair
    w = at.smoothings.weights(first, at.temperature, kind)
    product = at.smoothings.curvature(first, v, at.temperature, kind)
    common = {"x": exact(first), "p": w, "t": exact(at.temperature), "d": exact(at.dim)}
    values = {"y": exact(second), "q": at.smoothings.weights(second, at.temperature, kind)}
    yield Trial((f"{kind} gradient", f"{kind} firm"), label, Shared(common, **values))
    yield Trial((f"{kind} hessian",), label, Shared(common, v=exact(v), H=product))
    if kind == "lse":
        yield Trial(("softmax variance",), label, Shared(common, v=exact(v)))
        return
    draws = {"random": random, "vertex": vertex, "near the weights": near_weights}
    for name in at.rng.choice(list(draws), 1).tolist() if at.dim >= LARGE else draws:
        other = {"q": draws[name](at.rng, first, w), "M": exact(first.max(axis=1))}
        yield Trial(("projection",), f"{label}, {name}", Shared(common, **other))


def _relations() -> dict[str, Relation]:
    change, apart = total((p[i] - q[i]) ** 2), total((x[i] - y[i]) ** 2)
    relations = {
        "softmax variance": softmax_l2.statement.claim[0],
        "projection": le(total((q[i] - p[i]) * (x[i] - M - t * p[i])), 0),
    }
    for kind, factor in (("lse", sp.Rational(1, 4)), ("quadratic", sp.Integer(1))):
        relations |= {
            f"{kind} gradient": le(change, factor * apart / t**2),
            f"{kind} firm": ge(total((p[i] - q[i]) * (x[i] - y[i])), t * change / sp.sqrt(factor)),
            f"{kind} hessian": le(total(H[i] ** 2), factor * total(v[i] ** 2) / t**2),
        }
    return relations


@cache
def sweep() -> Sweep:
    """Return the sweep of this file."""
    relations = _relations()

    def changed(*names: str, factor: sp.Expr = SMALLER) -> Bug:
        return Bug({n: Relation(relations[n].lhs, relations[n].sign, factor * relations[n].rhs) for n in names})

    firm = [name for name in relations if name.endswith("firm")]
    bugs = {
        "wrong variance": changed("softmax variance"),
        "wrong gradient constant": changed("lse gradient", "quadratic gradient"),
        "wrong hessian constant": changed("lse hessian", "quadratic hessian"),
        "too firm": changed(*firm, factor=1 / SMALLER),
        "below the projection": Bug({"projection": le(relations["projection"].lhs, -t / 100)}),
        "ignored temperature": changed("lse gradient", factor=t**2),
        "forgotten temperature": faults.bug(faults.Forgetful),
        "98% of the temperature": faults.bug(faults.Cold),
        "exchanged weights": faults.bug(faults.Permuted),
    }
    return Sweep("euclidean", (euclidean_optimum.id, softmax_l2.id), relations, trials, bugs)
