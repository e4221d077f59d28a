"""The bounds on eps*_d side by side: no stated lower bound is above a stated upper one, and the corollaries follow.

Every relation is the claim of a theorem with eps*_d replaced by a bound of the other side: by the least proved upper
bound U where the claim is a lower bound, and by the best proved lower bound B where it is an upper bound or
has to follow from the lower ones.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from typing import Any

from proofs.machinery.engine.proof import Theorem

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from numeric_checks.arithmetic.evaluate import EPS, Measured, exact, measure
from numeric_checks.arithmetic.terms import Floats
from numeric_checks.attacks.chain import dimensions, log_uniform
from numeric_checks.attacks.sweep import Bug, Setting, Sweep, Trial
from numeric_checks.points.families import Random
from numeric_checks.points.normal import normal_maxima
from proofs.beyond.asymptotically_one import asymptotically_one
from proofs.beyond.d4_optimum import d4_optimum
from proofs.beyond.gaussian_lower import gaussian_lower
from proofs.beyond.kappa_from_four import kappa_from_four
from proofs.beyond.lemmas.best import LATTICES, WALKS
from proofs.beyond.piecewise_lower import piecewise_lower
from proofs.beyond.sharper_lower import sharper_lower
from proofs.beyond.universal_lower import universal_lower
from proofs.beyond.universal_upper import universal_upper
from proofs.beyond.window import window
from proofs.machinery.bounds.chain_table import ERROR, chain_table
from proofs.paper.chain import chain
from proofs.paper.d2_optimum import d2_optimum
from proofs.paper.d3_optimum import d3_optimum
from proofs.paper.kappa import kappa as kappa_theorem
from proofs.paper.quadratics_stop import odd_gap, quadratics_stop
from proofs.paper.superadditive import superadditive
from proofs.paper.two_level import two_level
from symbolic.formulas.chain import bound
from symbolic.notation import EpsStar, d, k, n
from symbolic.relations import Relation, ge, le

Ints = NDArray[np.int64]
A, B, C, U = sp.symbols("A B C U", real=True)
WINDOW = 2**12
"""How many consecutive dimensions a block tries."""

TABLE = 10**5
"""Up to here the chain bound is looked up."""

OPTIMA = {2: d2_optimum.statement.claim[0].rhs, 3: d3_optimum.statement.claim[0].rhs}
OPTIMUM_AT_FOUR = tuple(relation.rhs for relation in d4_optimum.statement.claim[2:])
"""The two decimals between which d4-optimum puts its value, 1e-14 apart: the formula loses three digits in floats."""

TOO_MUCH = {
    "side by side": "1/20", "universal": "1/10", "sharper": "1/10", "window low": "1/100", "window high": "1/20",
    "window low in decimals": "1/100", "window high in decimals": "1/20", "ratio": "1/5", "kappa": "1/5",
}
"""By how much the planted bugs shift a relation, where that is not 2."""


def tried(rng: Random, dim: int) -> Ints:
    """Dimensions from 2 to dim: small ones, a window of consecutive ones, the last ones, and random ones."""
    start = int(log_uniform(rng, 2, dim, 1)[0])
    ranges = [np.arange(2, 130), np.arange(start, start + WINDOW), np.arange(dim - 63, dim + 1)]
    found = np.unique(np.concatenate([*ranges, dimensions(rng, dim)]))
    return found[(found >= 2) & (found <= dim)]


def _best(dims: Ints, parts: list[tuple[Measured, NDArray[np.bool_]]], sign: int) -> Measured:
    """Return the largest (sign 1) or least (sign -1) of several bounds, each where it holds."""
    found, magnitude = np.full(len(dims), -np.inf), np.zeros(len(dims))
    for part, holds in parts:
        data, off = np.broadcast_to(part.data, dims.shape), np.broadcast_to(part.magnitude, dims.shape)
        better = holds & (sign * data > found)
        found, magnitude = np.where(better, sign * data, found), np.where(better, off, magnitude)
    return Measured(sign * found, magnitude)


def best_lower(dims: Ints) -> Measured:
    """Return the largest of: optima, certificates, two-level, universal-lower, sharper-lower, piecewise-lower.

    Of the two-level bounds k is near sqrt(d); the decimals of eps*_4 are rounded down.
    """
    near = np.clip(np.rint(np.sqrt(dims)).astype(np.int64) + np.arange(-2, 3)[:, None], 1, dims - 1)
    parts = [(measure(bound(n, k), {"n": exact(dims), "k": exact(row)}), dims >= 2) for row in near]
    for theorem in (universal_lower, sharper_lower):
        parts.append((measure(theorem.statement.claim[0].rhs, {"d": exact(dims)}), dims >= 2))
    parts.append((measure(piecewise_lower.statement.claim[0].rhs, {"d": exact(dims)}), dims >= 9))
    fixed = {**WALKS, **OPTIMA, 4: OPTIMUM_AT_FOUR[0]}
    parts += [(measure(value, {}), dims >= first) for first, value in fixed.items()]
    return _best(dims, parts, 1)


def best_upper(dims: Ints) -> Measured:
    """Return the least of: universal-upper, certificates, the optima at 2, 3 and 4, the last rounded up."""
    parts = [(measure(universal_upper.statement.claim[0].rhs, {"d": exact(dims)}), dims >= 2)]
    for at, value in {**LATTICES, **OPTIMA, 4: OPTIMUM_AT_FOUR[1]}.items():
        parts.append((measure(value, {}), dims == at))
    return _best(dims, parts, -1)


def two_level_trials(rng: Random, dim: int) -> Iterator[Trial]:
    """Yield the two-level bound with any block, with the best one and its neighbours."""
    wide = log_uniform(rng, 2, dim, 256)
    near = np.rint(np.sqrt(wide)).astype(np.int64) + rng.integers(-1, 2, wide.size)
    for label, block in (("any k", log_uniform(rng, 1, wide - 1, wide.size)), ("climbed", np.clip(near, 1, wide - 1))):
        yield Trial(("two-level",), label, {"n": exact(wide), "k": exact(block), "U": best_upper(wide)})


def table_trials(rng: Random, dim: int) -> Iterator[Trial]:
    """Yield the chain bound up to TABLE, and the means of the largest of normals."""
    table, dims = chain_table(min(dim, TABLE)), dimensions(rng, min(dim, TABLE))

    def lookup(argument: Floats) -> Measured:
        found = table.values[argument.astype(np.int64)]
        return Measured(found, np.full_like(found, 2 * ERROR / EPS))

    values: dict[str, Any] = {"ChainBound": lookup, "d": exact(dims), "U": best_upper(dims)}
    yield Trial(("chain",), "chains", values)
    few = log_uniform(rng, 2, dim, 16)
    few[0] = dim
    values = {"g": normal_maxima(few.tolist()), "d": exact(few), "U": best_upper(few)}
    reach = np.maximum(1, np.sqrt(2 * np.log(few)) * rng.uniform(0.3, 1.2, few.size))
    yield Trial(("gaussian", "gaussian growth"), "normals", {**values, "r": exact(reach)})


def trials(at: Setting) -> Iterator[Trial]:
    """Dimensions with the best bounds; blocks of two levels; products; chains; normals."""
    rng, dims = at.rng, tried(at.rng, at.dim)
    sides = {"d": exact(dims), "B": best_lower(dims), "U": best_upper(dims)}
    names = ("universal", "sharper", "window low", "window low in decimals", "window high", "window high in decimals")
    yield Trial((*names, "below one", "ratio", "side by side"), "dimensions", sides)
    four = {name: Measured(value.data[dims >= 4], value.magnitude[dims >= 4]) for name, value in sides.items()}
    if at.dim >= 4:
        constant = Measured(np.asarray(float(kappa_theorem.statement.claim[0].rhs.evalf(30))), np.asarray(1.0))
        yield Trial(("kappa",), "from four on", {**four, "kappa": constant})
        yield Trial(("quadratics",), "the least factor", {**four, "c": measure(odd_gap(d) / (1 - 1 / d), four)})
        one = log_uniform(rng, 2, math.isqrt(at.dim), 256)
        other = log_uniform(rng, 2, at.dim // one, 256)
        product = {"d": exact(one * other), "U": best_upper(one * other)}
        yield Trial(("product",), "products", {"A": best_lower(one), "C": best_lower(other), **product})
    yield from two_level_trials(rng, at.dim)
    yield from table_trials(rng, at.dim)


def _claim(theorem: Theorem, number: int, side: sp.Symbol, of: sp.Expr = d) -> Relation:
    """Return a claim with eps* replaced by a bound on it."""
    return theorem.statement.claim[number].subs({EpsStar(of): side})


@cache
def sweep() -> Sweep:
    """Return the sweep of this file."""
    relations = {
        "side by side": le(B, U),
        "universal": _claim(universal_lower, 0, U), "sharper": _claim(sharper_lower, 0, U),
        "window low": _claim(window, 0, U), "window low in decimals": _claim(window, 2, U),
        "window high": _claim(window, 1, B), "window high in decimals": _claim(window, 3, B),
        "ratio": _claim(asymptotically_one, 0, B), "below one": _claim(asymptotically_one, 1, U),
        "kappa": _claim(kappa_from_four, 0, B), "two-level": _claim(two_level, 0, U, n), "product": ge(U, A + C),
        "chain": _claim(chain, 0, U), "gaussian": _claim(gaussian_lower, 0, U),
        "gaussian growth": gaussian_lower.statement.claim[1], "quadratics": quadratics_stop.statement.claim[0],
    }
    bugs = {f"shifted {name}": Bug({name: _shifted(relations[name], TOO_MUCH.get(name, "2"))}) for name in relations}
    theorems = (
        window, asymptotically_one, kappa_from_four, two_level, universal_lower, sharper_lower, universal_upper,
        superadditive, chain, gaussian_lower, quadratics_stop,
    )
    dims = (2, 3, 4, 5, 10, 100, 10**4, 10**6, 10**7)
    return Sweep("constants", tuple(theorem.id for theorem in theorems), relations, trials, bugs, (None,), dims)


def _shifted(relation: Relation, size: str) -> Relation:
    """Return the relation with a number added to its smaller side."""
    if relation.sign in ("<", "<="):
        return Relation(relation.lhs + sp.Rational(size), relation.sign, relation.rhs)
    return Relation(relation.lhs, relation.sign, relation.rhs + sp.Rational(size))
