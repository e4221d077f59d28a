"""0 <= f - max <= worst gap for every kind and side: t LogSumExp by its formula, and all that tightmax computes.

Of three entries, kind "best" is nowhere above the others that are as smooth.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import sympy as sp

from numeric_checks.arithmetic.evaluate import Shared, exact
from numeric_checks.arithmetic.terms import Floats
from numeric_checks.attacks import faults
from numeric_checks.attacks.sweep import SMALLER, Bug, Setting, Sweep, Trial
from numeric_checks.points.climb import climb_gap
from numeric_checks.points.seams import KINDS, kind_points, unit_gap
from proofs.beyond.d3_least import d3_least
from proofs.beyond.universal_upper import universal_upper
from proofs.paper.d2_optimum import d2_optimum
from proofs.paper.d3_optimum import d3_optimum
from proofs.paper.euclidean_optimum import euclidean_optimum
from proofs.paper.lse_gap import lse_gap
from proofs.paper.shift import shift
from symbolic.notation import LSE, Maximum, d, t, x
from symbolic.relations import Relation, ge, le

E, F, G = sp.symbols("E F G", real=True)
BOUNDS = {**{kind: unit_gap(kind, 4) for kind in KINDS}, **{f"best of {n}": unit_gap("best", n) for n in (2, 3)}}
"""The worst gap at temperature 1 by the name of its kind."""
PARTS = {"over": 1.0, "under": 1.0, "centred": 0.5}
"""Which part of the worst gap each side may be off by."""


def bound_name(kind: str, dim: int) -> str:
    """Return the name in BOUNDS of a kind in a dimension."""
    return f"best of {dim}" if kind == "best" and dim in (2, 3) else kind


def trials(at: Setting) -> Iterator[Trial]:
    """Yield points of every family, and where the ascent to the worst gap leads from them; F is what tightmax
    computes.
    """
    for kind, family, points in kind_points(at.rng, at.dim, at.temperature):
        yield from _at(at, kind, family, points)
        yield from _at(at, kind, f"{family}, climbed", climb_gap(_function(at, kind), points))
    for kind in KINDS:
        for side, part in PARTS.items():
            values = {"G": at.smoothings.gap(at.dim, at.temperature, kind, side, part), "t": exact(at.temperature)}
            name = bound_name(kind, at.dim)
            names = (f"{name} stated gap", f"{name} stated gap reached")
            yield Trial(names, f"worst_gap, {side}", {**values, "d": exact(at.dim)})


def _function(at: Setting, kind: str) -> Any:
    return lambda points: at.smoothings.value_and_weights(points, at.temperature, kind)


def _at(at: Setting, kind: str, family: str, points: Floats) -> Iterator[Trial]:
    name = bound_name(kind, at.dim)
    over = at.smoothings.value(points, at.temperature, kind)
    values = Shared({"x": exact(points), "t": exact(at.temperature), "d": exact(at.dim), "F": over})
    formula = ("above", "below") if kind == "lse" else ()
    if name == "best of 3":
        for other in ("lse", "universal"):
            larger = Shared(values, E=at.smoothings.value(points, at.temperature, other))
            yield Trial(("best of 3 least",), f"{family}, {other}", larger)
    reached = (f"{name} reached",) if points.size and np.all(points == points[:, :1]) else ()
    yield Trial((*formula, f"{name} above", f"{name} below", *reached), family, values)
    side = ("under", "centred")[int(at.rng.integers(2))]
    low = at.smoothings.lowered(points, over, at.temperature, kind, side)
    yield Trial((f"{name} {side} above", f"{name} {side} below"), f"{family}, {side}", Shared(values, F=low))


def _relations() -> dict[str, Relation]:
    above, below = lse_gap.statement.claim
    relations = {"above": above, "below": below, "best of 3 least": le(F, E)}
    for name, gap in BOUNDS.items():
        relations |= {
            f"{name} above": ge(F, Maximum(x)), f"{name} below": le(F - Maximum(x), t * gap),
            f"{name} reached": ge(F - Maximum(x), t * gap),
            f"{name} under above": le(F, Maximum(x)), f"{name} under below": ge(F - Maximum(x), -t * gap),
            f"{name} centred above": le(F - Maximum(x), t * gap / 2),
            f"{name} centred below": ge(F - Maximum(x), -t * gap / 2),
            f"{name} stated gap": le(G, t * gap), f"{name} stated gap reached": ge(G, t * gap),
        }
    return relations


@cache
def sweep() -> Sweep:
    """Return the sweep of this file."""
    relations = _relations()
    above, below = lse_gap.statement.claim
    function = {t * LSE(x / t): F}
    shy = {
        name: Relation(relation.lhs, relation.sign, SMALLER * relation.rhs)
        for name, relation in relations.items()
        if name.endswith(" below") and name != "below"
    }
    shy["best of 3 least"] = le(F - Maximum(x), SMALLER * (E - Maximum(x)))
    bugs = {
        "wrong constant": Bug({"below": Relation(below.lhs, below.sign, SMALLER * below.rhs)}),
        "wrong constants": Bug(shy),
        "ignored temperature": Bug({"below": below.subs({LSE(x / t): LSE(x)})}),
        "shaved logarithm": Bug({"below": below.subs({sp.log(d): sp.log(d) - sp.Rational(1, 100)})}),
        "shrunk value": Bug({"lse above": above.subs({t * LSE(x / t): SMALLER * F})}),
        "raised by 1% of the gap": faults.bug(faults.Raised, part=0.01),
        "lowered by 1% of the gap": faults.bug(faults.Raised, part=-0.01),
        "forgotten temperature": faults.bug(faults.Forgetful),
        "shaved tightmax": Bug({"lse below": below.subs({**function, sp.log(d): SMALLER * sp.log(d)})}),
    }
    theorems = (lse_gap, universal_upper, euclidean_optimum, d2_optimum, d3_optimum, d3_least, shift)
    return Sweep("gap", tuple(theorem.id for theorem in theorems), relations, trials, bugs)
