"""The bounds of the theorems on rounding, read from their statements, as functions of what a row is."""

import math
from dataclasses import dataclass

import numpy as np
import sympy as sp

from proofs.floating_point import rounding_exp, rounding_lse, rounding_softmax, rounding_sum, rounding_universal
from symbolic import notation
from tightmax.engines import compiled, on_numpy
from tightmax.kinds.universal import slack

LIBRARY = {np.float64: 2, np.float32: 8}
"""c: exp, log and log1p of NumPy have relative error at most c u."""

COMPILED = float(rounding_exp.C) if compiled.chosen() is not None else 0.0
"""c of the compiled exponential, where it is in use."""

LEVEL, WEIGHT = sp.symbols("level weight")
NAMES = (
    rounding_sum.u, rounding_sum.c, notation.k, notation.n, notation.t, rounding_lse.value, rounding_softmax.omega,
    rounding_universal.beta, LEVEL, WEIGHT,
)


def right_side(relation):
    """The bound of a theorem's claim as a function of `Bounds.given` and of the level and weight of an entry."""
    i = notation.i
    plain = relation.rhs.subs({rounding_softmax.level[i]: LEVEL, rounding_softmax.exact[i]: WEIGHT})
    return sp.lambdify(NAMES, plain, "numpy")


LSE_VALUE = right_side(rounding_lse.rounding_lse.statement.claim[0])
SOFTMAX, SOFTMAX_PLAIN, SOFTMAX_NORM = map(right_side, rounding_softmax.rounding_softmax.statement.claim)
UNIVERSAL_VALUE, UNIVERSAL_TOP = map(right_side, rounding_universal.rounding_universal.statement.claim)


def depth(n):
    """In how many additions an entry takes part; in long rows, in parts of a row and of a block too."""
    if n < on_numpy.LONG_SUM:
        return pairwise(n)
    part, least, most = on_numpy.NARROW, on_numpy.BLOCK // 8, on_numpy.BLOCK // 4
    return 3 + part // 8 + pairwise(min(n, most) // part) + pairwise(n // least)


def pairwise(n):
    """The same of a sum one by one for few numbers, else pairwise, in blocks of up to 128."""
    return max(1, n if n <= 16 else 28 + math.ceil(math.log2(n / 16)))


@dataclass(frozen=True)
class Bounds:
    """The numbers that the bounds of a row depend on."""

    dtype: type
    n: int
    t: float
    value: float
    size: float

    @property
    def u(self):
        return float(np.finfo(self.dtype).eps) / 2

    def given(self, level=0.0, weight=0.0):
        end = slack(self.n, 2 * self.u)
        tiny = float(np.finfo(self.dtype).smallest_normal)
        c = max(LIBRARY[self.dtype], COMPILED)
        return self.u, c, depth(self.n), self.n, self.t, self.value, tiny, end, level, weight

    def of_value(self, kind):
        proved = {"lse": LSE_VALUE, "universal": UNIVERSAL_VALUE}.get(kind)
        return float(proved(*self.given())) if proved else 4 * self.u * (self.size + self.t)

    def of_weights(self, kind, z, exact):
        if kind != "lse":
            return np.full(len(z), UNIVERSAL_TOP(*self.given()) if kind == "universal" else 10 * self.u)
        told = -z * self.u <= 1 / 400  # beyond, the theorem says nothing, but then nothing is left
        relative = SOFTMAX(*self.given(np.where(told, z, 0.0), exact))
        plain = SOFTMAX_PLAIN(*self.given())
        return np.where(told, np.minimum(relative, plain), float(np.finfo(self.dtype).smallest_normal))
