"""The table of L_d against its definition, random chains, products and the constant kappa."""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from typing import Any

import numpy as np
import sympy as sp
from numpy.typing import NDArray

from numeric_checks.arithmetic.evaluate import EPS, Measured, Values, exact
from numeric_checks.arithmetic.terms import Floats
from numeric_checks.attacks.sweep import SMALLER, Bug, Setting, Sweep, Trial
from numeric_checks.points.families import MAX_ROWS, Random
from proofs.machinery.bounds.chain_table import ERROR, MAX_LIMIT, ChainTable, chain_table
from proofs.paper.chain import chain
from proofs.paper.chain_below_kappa import chain_below_kappa
from proofs.paper.kappa import kappa as kappa_theorem
from proofs.paper.superadditive import superadditive
from symbolic.formulas.chain import gain
from symbolic.formulas.kappa import M_BOUNDS
from symbolic.notation import ChainBound, d, i, k, n, total, x
from symbolic.relations import Relation, ge

Ints = NDArray[np.int64]
y = sp.IndexedBase("y", real=True)

BEST_RATIO = float(M_BOUNDS[0])
"""The ratio of a jump that is worth most in units of the logarithm."""


def log_uniform(rng: Random, low: int | Ints, high: int | Ints, size: int) -> Ints:
    """Integers from low to high, spread evenly over the orders of magnitude."""
    exponent = rng.uniform(np.log(low), np.log(np.asarray(high) + 1), size)
    return np.clip(np.floor(np.exp(exponent)), low, high).astype(np.int64)


def dimensions(rng: Random, dim: int) -> Ints:
    """Return numbers from 2 to dim: all small ones, powers of the best ratio, random ones, and dim."""
    small = np.arange(2, min(dim, 64) + 1)
    powers = np.rint(BEST_RATIO ** np.arange(1, 1 + int(math.log(dim, BEST_RATIO)))).astype(np.int64)
    random = log_uniform(rng, 2, dim, MAX_ROWS)
    return np.concatenate([small, np.clip(powers, 2, dim), random, [dim]])


def jumps(rng: Random, table: ChainTable) -> Iterator[tuple[str, Ints, Ints]]:
    """Yield pairs k < d: any k, and k at the best predecessor of d and beside it."""
    d = dimensions(rng, table.limit)
    yield "any k", d, log_uniform(rng, 1, d - 1, d.size)
    for shift in (-1, 0, 1):
        yield f"best k {shift:+d}" if shift else "best k", d, np.clip(table.predecessors[d] + shift, 1, d - 1)


def chains(rng: Random, table: ChainTable, length: int = 40) -> Iterator[tuple[str, Ints]]:
    """Chains from d down to 1 as rows, 1 repeated at the end: random ones, and ones near the best."""
    d = dimensions(rng, table.limit)
    ratio = {"long": rng.uniform(0.7, 1, (length, 1)), "any": rng.uniform(0, 1, (length, d.size))}
    for family in ("long", "any", "near the best"):
        rows = [d]
        for step in range(length):
            last = rows[-1]
            if family == "near the best":
                wobble = rng.integers(-1, 2, last.size) * (rng.uniform(size=last.size) < 0.1)
                k = table.predecessors[last] + wobble
            else:
                k = np.floor(last * ratio[family][step]).astype(np.int64)
            rows.append(np.clip(k, 1, np.maximum(last - 1, 1)))
        yield family, np.stack([*rows, np.ones_like(d)], axis=-1)


def factors(rng: Random, dim: int) -> Iterator[tuple[str, Ints, Ints]]:
    """Yield pairs a, b with a b <= dim."""
    b = log_uniform(rng, 1, dim, MAX_ROWS)
    yield "any factors", log_uniform(rng, 1, dim // b, b.size), b
    yield "a = 1", np.ones_like(b), b
    root = math.isqrt(dim)
    square = log_uniform(rng, 1, root, MAX_ROWS)
    yield "a = b", square, square


def trials(at: Setting) -> Iterator[Trial]:
    """Jumps, chains and products up to dim; L is looked up in the table, with its proved error."""
    rng, table = at.rng, chain_table(at.dim)

    def lookup(argument: Floats) -> Measured:
        found = table.values[argument.astype(np.int64)]
        return Measured(found, np.full_like(found, 2 * ERROR / EPS))

    L: dict[str, Any] = {"ChainBound": lookup}
    for family, high, low in jumps(rng, table):
        yield Trial(("step",), family, {**L, "d": exact(high), "k": exact(low)})
    for family, row in chains(rng, table):
        entries = {"d": row[:, 0], "x": row[:, :-1], "y": row[:, 1:], "n": row.shape[1] - 1}
        yield Trial(("chain",), family, {**L, **{name: exact(value) for name, value in entries.items()}})
    for family, one, other in factors(rng, at.dim):
        yield Trial(("superadditive",), family, {**L, "n": exact(one), "k": exact(other)})
    constant = float(kappa_theorem.statement.claim[0].rhs.evalf(30))
    values: Values = {**L, "d": exact(dimensions(rng, at.dim)), "kappa": constant}
    yield Trial(("below kappa", "near kappa"), "dimensions", values)


@cache
def sweep() -> Sweep:
    """Return the sweep of this file."""
    below, near = chain_below_kappa.statement.claim
    relations = {
        "step": ge(ChainBound(d), ChainBound(k) + gain(k, d)),
        "chain": ge(ChainBound(d), total(gain(y[i], x[i]), i, n)),
        "superadditive": ge(ChainBound(n * k), ChainBound(n) + ChainBound(k)),
        "below kappa": below,
        "near kappa": near,
    }
    bugs = {
        f"wrong {name} constant": Bug({name: Relation(SMALLER * relation.lhs, relation.sign, relation.rhs)})
        for name, relation in relations.items()
        if name in ("step", "chain", "superadditive")
    }
    bugs["wrong kappa constant"] = Bug({"below kappa": Relation(below.lhs, below.sign, SMALLER * below.rhs)})
    bugs["shaved logarithm"] = Bug({"below kappa": below.subs({sp.log(d): sp.log(d) - sp.Rational(1, 100)})})
    bugs["no distance"] = Bug({"near kappa": Relation(near.lhs, near.sign, below.rhs)})
    theorems = (chain.id, superadditive.id, kappa_theorem.id, chain_below_kappa.id)
    return Sweep("chain", theorems, relations, trials, bugs, (None,), (2, 10, 1000, 10**6), max_dim=MAX_LIMIT)
