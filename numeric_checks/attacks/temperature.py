"""How the kinds move with the temperature, with a scale, with a shift, with the order and with the size of the entries.

`0 <= f_s - f_t <= (s - t) worst gap` for s >= t (the derivative in t lies between 0 and the worst gap),
`f_t(x) = t f_1(x/t)`, `f(x + c) = f(x) + c`, f does not depend on the order and
grows with every entry; the weights lie in the simplex.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache

import numpy as np
import sympy as sp

from numeric_checks.arithmetic.evaluate import Measured, Shared, exact
from numeric_checks.attacks import faults
from numeric_checks.attacks.sweep import SMALLER, Bug, Setting, Sweep, Trial
from numeric_checks.points.families import LARGE
from numeric_checks.points.seams import KINDS, kind_points
from proofs.paper.duality import duality
from proofs.paper.lipschitz_is_not_enough import lipschitz_is_not_enough
from proofs.paper.scaling import scaling
from proofs.paper.temperature_derivative import temperature_derivative
from symbolic.notation import Maximum, i, p, t, total
from symbolic.relations import Relation, ge, le

q = sp.IndexedBase("q", real=True)
F, E, G, c, s = sp.symbols("F E G c s", real=True)


def trials(at: Setting) -> Iterator[Trial]:
    """Yield every point with all that it is compared with; in large dimensions with one of that, drawn by lot."""
    moves = {"hotter": _hotter, "scaled": _scaled, "shifted": _shifted, "permuted": _permuted, "raised": _raised}
    for kind, family, points in kind_points(at.rng, at.dim, at.temperature):
        chosen = at.rng.choice(list(moves), 2, replace=False).tolist() if at.dim >= LARGE else list(moves)
        f, w = at.smoothings.both(points, at.temperature, kind)
        common = {"t": exact(at.temperature), "d": exact(at.dim), "x": exact(points), "F": f, "p": w}
        yield Trial((f"{kind} nonnegative", f"{kind} sums to 1", f"{kind} sums to 1 at least"), family, Shared(common))
        for move in chosen:
            yield from moves[move](at, kind, f"{family}, {move}", common)


def _hotter(at: Setting, kind: str, label: str, common: dict[str, Measured]) -> Iterator[Trial]:
    points = common["x"].data
    ratio = 1 + 10.0 ** at.rng.uniform(-6, 2)
    hot = float(ratio * at.temperature)
    gap = at.smoothings.gap(at.dim, 1.0, kind)
    values = {"s": exact(hot), "E": at.smoothings.value(points, hot, kind), "G": gap}
    yield Trial((f"{kind} grows with t", f"{kind} grows slowly with t"), label, Shared(common, **values))


def _scaled(at: Setting, kind: str, label: str, common: dict[str, Measured]) -> Iterator[Trial]:
    """At temperature 1, where x/t is rounded; and by a power of 2, which is exact."""
    points = common["x"].data
    e = at.smoothings.value(points / at.temperature, 1.0, kind)
    size = np.abs(points).max(axis=1) / at.temperature
    values = {"E": Measured(e.data, e.magnitude + size)}
    yield Trial((f"{kind} scaled above", f"{kind} scaled below"), label, Shared(common, **values))
    factor = 2.0 ** int(at.rng.integers(-20, 21))
    e, w = at.smoothings.both(factor * points, factor * at.temperature, kind)
    names = (f"{kind} twice as large above", f"{kind} twice as large below", f"{kind} same weights")
    yield Trial(names, f"{label} by {factor:g}", Shared(common, E=e, q=w, c=exact(factor)))


def _shifted(at: Setting, kind: str, label: str, common: dict[str, Measured]) -> Iterator[Trial]:
    """Yield points on a grid on which the shift is exact."""
    points = common["x"].data
    grid = 2.0 ** np.floor(np.log2(np.maximum(np.abs(points).max(axis=1, keepdims=True), 1e-200)) - 40)
    points = np.round(points / grid) * grid
    by = at.rng.integers(-(2**41), 2**41, (len(points), 1)) * grid
    f, w = at.smoothings.both(points, at.temperature, kind)
    e, others = at.smoothings.both(points + by, at.temperature, kind)
    values = {"x": exact(points), "F": f, "p": w, "E": e, "q": others, "c": exact(by[:, 0])}
    names = (f"{kind} shifted above", f"{kind} shifted below", f"{kind} same weights")
    yield Trial(names, label, Shared(common, **values))


def _permuted(at: Setting, kind: str, label: str, common: dict[str, Measured]) -> Iterator[Trial]:
    order = at.rng.permutation(at.dim)
    e, w = at.smoothings.both(common["x"].data[:, order], at.temperature, kind)
    p = Measured(common["p"].data[:, order], common["p"].magnitude[:, order])
    values = {"p": p, "E": e, "q": w, "c": exact(0.0)}
    names = (f"{kind} shifted above", f"{kind} shifted below", f"{kind} same weights")
    yield Trial(names, label, Shared(common, **values))


def _raised(at: Setting, kind: str, label: str, common: dict[str, Measured]) -> Iterator[Trial]:
    """One entry is raised, by little or by much; the largest, or any."""
    points = common["x"].data.copy()
    place = np.where(at.rng.uniform(size=len(points)) < 0.5, points.argmax(axis=1), at.rng.integers(0, at.dim))
    by = at.temperature * 10.0 ** at.rng.uniform(-16, 2, len(points))
    points[np.arange(len(points)), place] += by
    values = {"x": exact(points), "E": at.smoothings.value(points, at.temperature, kind)}
    yield Trial((f"{kind} grows with entries",), label, Shared(common, **values))


def _of(kind: str) -> dict[str, Relation]:
    return {
        f"{kind} grows with t": ge(E, F), f"{kind} grows slowly with t": le(E - F, (s - t) * G),
        f"{kind} scaled above": ge(F, t * E), f"{kind} scaled below": le(F, t * E),
        f"{kind} twice as large above": ge(E, c * F), f"{kind} twice as large below": le(E, c * F),
        f"{kind} shifted above": ge(E, F + c), f"{kind} shifted below": le(E, F + c),
        f"{kind} same weights": le(total(sp.Abs(p[i] - q[i])), 0),
        f"{kind} grows with entries": ge(E, F),
        f"{kind} nonnegative": le(Maximum(-p), 0),
        f"{kind} sums to 1": le(total(p[i]), 1), f"{kind} sums to 1 at least": ge(total(p[i]), 1),
    }


@cache
def sweep() -> Sweep:
    """Return the sweep of this file."""
    relations = {name: relation for kind in KINDS for name, relation in _of(kind).items()}

    def changed(ending: str, old: sp.Expr, new: sp.Expr) -> Bug:
        return Bug({name: relations[name].subs({old: new}) for name in relations if name.endswith(ending)})

    bugs = {
        "grows more slowly": changed("grows slowly with t", G, SMALLER * G),
        "scaled the wrong way": changed("scaled below", t * E, SMALLER * t * E),
        "shifted too little": changed("shifted below", c, SMALLER * c),
        "less than the simplex": Bug({f"{kind} sums to 1": le(total(p[i]), SMALLER) for kind in KINDS}),
        "one temperature for all": faults.bug(faults.Forgetful),
        "exchanged weights": faults.bug(faults.Permuted),
        "stretched by 0.1%": faults.bug(faults.Stretched),
    }
    theorems = (scaling, duality, lipschitz_is_not_enough, temperature_derivative)
    return Sweep("temperature", tuple(theorem.id for theorem in theorems), relations, trials, bugs)
