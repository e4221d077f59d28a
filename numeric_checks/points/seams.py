"""Where the kinds are attacked: the points of every sweep, and points at the seams between the pieces of each kind."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import sympy as sp

from numeric_checks.arithmetic.terms import Floats
from numeric_checks.points.families import LARGE, Random, rows_for, vectors
from proofs.beyond.universal_upper import universal_upper
from proofs.paper.d2_optimum import d2_optimum
from proofs.paper.d3_optimum import d3_optimum
from proofs.paper.euclidean_optimum import euclidean_optimum
from proofs.paper.lse_gap import lse_gap
from symbolic.notation import t
from tightmax.kinds.three import lambert

KINDS = ("lse", "universal", "quadratic", "best")
BENDS = (1.0, 2.0, 8 / 3)
"""At which multiple of the temperature an entry that far below the largest has no weight in a projection, or where
two entries are, in the least smoothing of three.
"""


def unit_gap(kind: str, dim: int) -> sp.Expr:
    """Return the worst gap at temperature 1 as the theorem of the kind states it."""
    statements = {"lse": lse_gap, "universal": universal_upper, "quadratic": euclidean_optimum}
    if kind == "best":
        statements["best"] = {2: d2_optimum, 3: d3_optimum}.get(dim, universal_upper)
    claims = statements[kind].statement.claim
    return claims[1].rhs / t if kind == "lse" else claims[0].rhs


def leads(rng: Random, rows: int, dim: int) -> Floats:
    """Return a largest entry that is ahead of the LogSumExp of the others by 0, by 2, by about that, or by between."""
    others = rng.standard_normal((rows, dim - 1)) * rng.choice([0.0, 1e-3, 1.0, 5.0], (rows, 1))
    top = others.max(axis=1)
    sums = top + np.log(np.exp(others - top[:, None]).sum(axis=1))
    row = np.arange(rows)
    seam = 2.0 * (row % 2) + (row // 2 % 3 - 1) * 10.0 ** rng.uniform(-16, -1, rows)
    tau = np.where(
        row // 6 % 3 == 1, rng.uniform(0, 2, rows), np.where(row % 18 == 17, rng.uniform(1.9, 2, rows), seam)
    )
    x = np.concatenate([others, (sums + tau)[:, None]], axis=1)
    x[:, [0, -1]] = x[:, [-1, 0]]
    return x


def supports(rng: Random, rows: int, dim: int) -> Floats:
    """Return points whose projection has some entries, and others that miss it by nothing, by little or by much."""
    active = np.exp(rng.uniform(0, np.log(dim), (rows, 1))).astype(np.int64)
    inside = np.arange(dim) < active
    share = np.where(inside, rng.exponential(size=(rows, dim)), 0.0)
    short = rng.uniform(size=(rows, dim)) * rng.choice([0.0, 1e-15, 1e-9, 1.0], (rows, 1))
    return np.asarray(rng.choice(BENDS, (rows, 1)) * (share / share.sum(axis=1, keepdims=True) - (~inside) * short))


def brinks(rng: Random, rows: int, dim: int) -> Floats:
    """Return all entries but one at one level, where they are about to lose their weight in a projection."""
    near = rng.choice([-1.0, 1.0], (rows, 1)) * 10.0 ** rng.uniform(-16, -1, (rows, 1))
    x = np.broadcast_to(rng.choice(BENDS, (rows, 1)) * (near - 1.0), (rows, dim)).copy()
    x[:, 0] = 0.0
    return x


def jumps(rng: Random, rows: int, dim: int) -> Floats:
    """Return a largest entry that is ahead of the next as far as ends the least smoothing of three, or nearly so."""
    gaps = np.where(np.arange(rows) % 4 == 0, 0.0, 10.0 ** rng.uniform(-3, 2, rows))
    near = rng.choice([-1.0, 0.0, 1.0], rows) * 10.0 ** rng.uniform(-16, -1, rows)
    lead = (2 + 2 * lambert(np, np.exp(-gaps))) * (1 + near)
    x = np.broadcast_to(-gaps[:, None], (rows, dim)).copy()
    x[:, 0], x[:, -1] = 0.0, lead
    return x


SEAMS: dict[str, Callable[[Random, int, int], Floats]] = {
    "lead": leads, "support": supports, "brink": brinks, "jump": jumps,
}


def kind_points(
    rng: Random, dim: int, temperature: float, kinds: tuple[str, ...] = KINDS
) -> Iterator[tuple[str, str, Floats]]:
    """Kind, family and points (rows, dim): every kind at the seams, and one kind a family elsewhere, in turn.

    In large dimensions that is so at the seams, too, and "best", which is "universal" there, is left out.
    """
    large = dim >= LARGE
    kinds = tuple(kind for kind in kinds if kind != "best" or dim < LARGE or len(kinds) == 1)
    turn = int(rng.integers(len(kinds)))
    for number, (family, x) in enumerate(_families(rng, dim, temperature, large)):
        chosen = (
            (kinds[(turn + number + number // len(kinds)) % len(kinds)],) if large or family not in SEAMS else kinds
        )
        for kind in chosen:
            yield kind, family, x


def _families(rng: Random, dim: int, temperature: float, large: bool) -> Iterator[tuple[str, Floats]]:
    yield from vectors(rng, dim, temperature)
    for family in rng.choice(list(SEAMS), 1).tolist() if large else SEAMS:
        yield family, temperature * SEAMS[family](rng, rows_for(dim), dim)
