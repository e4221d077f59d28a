"""f = h*: <q, y> - t h(q) <= f(y) for all q in the simplex, with equality at the weights of y, for every kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import cache

import numpy as np
import sympy as sp

from numeric_checks.arithmetic.evaluate import Measured, Shared, exact
from numeric_checks.arithmetic.terms import Floats, summation_magnitude
from numeric_checks.attacks import faults
from numeric_checks.attacks.sweep import SMALLER, Bug, Setting, Sweep, Trial
from numeric_checks.points.families import LARGE, Random
from numeric_checks.points.regularisers import regulariser
from numeric_checks.points.seams import KINDS, kind_points
from proofs.beyond.universal_upper import universal_upper
from proofs.paper.d2_optimum import d2_optimum
from proofs.paper.d3_optimum import d3_optimum
from proofs.paper.duality import duality
from proofs.paper.euclidean_optimum import euclidean_optimum
from proofs.paper.lse_conjugate import lse_conjugate
from symbolic.notation import i, p, t, total, x
from symbolic.relations import Relation, ge, le

F, M, G, h = sp.symbols("F M G h", real=True)  # f(x), max x, the worst gap and h(p)
ADVANTAGE = total(p[i] * (x[i] - M)) - t * h


def _normalised(raw: Floats) -> Measured:
    q = raw / raw.sum(axis=1, keepdims=True)
    return Measured(q, q * (summation_magnitude(raw.shape[1]) + 2))


def random(rng: Random, x: Floats, w: Measured) -> Measured:
    """Return points of the simplex, even or with a few large entries."""
    return _normalised(rng.exponential(size=x.shape) ** rng.choice([0.1, 1.0, 4.0], (len(x), 1)) + 1e-300)


def vertex(rng: Random, x: Floats, w: Measured) -> Measured:
    """Vertices: that of a largest entry of x, and others."""
    place = np.where(rng.uniform(size=len(x)) < 0.5, x.argmax(axis=1), rng.integers(0, x.shape[1], len(x)))
    q = np.zeros(x.shape)
    np.put_along_axis(q, place[:, None], 1.0, 1)
    return exact(q)


def near_weights(rng: Random, x: Floats, w: Measured) -> Measured:
    """From the weights towards another point, by little."""
    step = 2.0 ** -rng.integers(1, 26, (len(x), 1))
    return _normalised((1 - step) * w.data + step * rng.exponential(size=x.shape) / x.shape[1])


Draw = Callable[[Random, Floats, Measured], Measured]
DRAWS: dict[str, Draw] = {"random": random, "vertex": vertex, "near the weights": near_weights}


def climbed(at: Setting, kind: str, points: Floats) -> Measured:
    """Return the best of the points (1 - eta) e_1 + eta q, x_1 a largest entry and q the softmax of the others."""
    place = points.argmax(axis=1)[:, None]
    far = (points.max(axis=1, keepdims=True) - points) / at.temperature
    np.put_along_axis(far, place, np.inf, 1)
    others = np.exp(far.min(axis=1, keepdims=True) - far)
    others /= others.sum(axis=1, keepdims=True)
    np.put_along_axis(far, place, 0.0, 1)
    depth, best, found = np.einsum("ij,ij->i", others, far), np.full(len(points), -np.inf), np.zeros(len(points))
    for eta in 2.0 ** -np.arange(1, 12 if at.dim < LARGE else 3) * at.rng.uniform(1, 2):
        q = _mixed(others, place, np.full(len(points), eta))
        reached = -eta * depth - regulariser(kind, exact(q)).data
        found, best = np.where(reached > best, eta, found), np.maximum(reached, best)
    q = _mixed(others, place, found)
    return Measured(q, q * (summation_magnitude(at.dim) + 8))


def _mixed(others: Floats, place: Floats, eta: Floats) -> Floats:
    q = eta[:, None] * others
    np.put_along_axis(q, place, 1 - eta[:, None], 1)
    return q


def trials(at: Setting) -> Iterator[Trial]:
    """Yield points x, and for each several p: the weights, points near them, vertices, and the end of an ascent."""
    for kind, family, points in kind_points(at.rng, at.dim, at.temperature):
        f, w = at.smoothings.both(points, at.temperature, kind)
        common = {
            "x": exact(points), "M": exact(points.max(axis=1)), "t": exact(at.temperature), "d": exact(at.dim),
            "F": f, "G": at.smoothings.gap(at.dim, 1.0, kind),
        }
        chosen = at.rng.choice(list(DRAWS), 1).tolist() if at.dim >= LARGE else list(DRAWS)
        drawn = {label: DRAWS[label](at.rng, points, w) for label in chosen}
        for label, q in {"the weights": w, "climbed": climbed(at, kind, points), **drawn}.items():
            attained = (f"{kind} attained",) if label == "the weights" else ()
            names = (f"{kind} fenchel", f"{kind} range above", f"{kind} range below", *attained)
            if kind == "lse" and np.all(q.data > 0):
                names += ("gibbs",)
            yield Trial(names, f"{family}, {label}", Shared(common, p=q, h=regulariser(kind, q)))


def _relations() -> dict[str, Relation]:
    relations = {"gibbs": lse_conjugate.statement.claim[0]}
    for kind in KINDS:
        relations |= {
            f"{kind} fenchel": le(ADVANTAGE, F - M), f"{kind} attained": ge(ADVANTAGE, F - M),
            f"{kind} range above": le(h, 0), f"{kind} range below": ge(h, -G),
        }
    return relations


@cache
def sweep() -> Sweep:
    """Return the sweep of this file."""
    relations = _relations()
    gibbs = relations["gibbs"]

    def changed(ending: str, old: sp.Expr, new: sp.Expr) -> Bug:
        return Bug({name: relations[name].subs({old: new}) for name in relations if name.endswith(ending)})

    bugs = {
        "too much of the regulariser": changed("fenchel", h, h / SMALLER),
        "too little of the regulariser": changed("attained", h, h * SMALLER),
        "wrong range": changed("range below", G, G * SMALLER),
        "wrong entropy": Bug({"gibbs": ge(gibbs.lhs + SMALLER / 1000 * total(p[i] * sp.log(p[i])), 0)}),
        "raised by 1% of the gap": faults.bug(faults.Raised, part=0.01),
        "lowered by 1% of the gap": faults.bug(faults.Raised, part=-0.01),
        "98% of the temperature": faults.bug(faults.Cold),
        "stale weights": faults.bug(faults.Stale),
        "exchanged weights": faults.bug(faults.Permuted),
        "seam at 1.9": faults.bug(faults.EarlySeam),
    }
    theorems = (lse_conjugate, universal_upper, euclidean_optimum, d2_optimum, d3_optimum, duality)
    return Sweep("conjugacy", tuple(theorem.id for theorem in theorems), relations, trials, bugs)
