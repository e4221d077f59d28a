r"""All chain bounds L_d for d <= 10^6 at once, and any one of them exactly.

The recursion is L_1 = 0, L_d = max_{1<=k<d} L_k + c(k, d) with the gain c(k, d) = 2 (1 - k/d)^2.

**Why near-linear time is enough.**

1. *Short predecessors.* Every k that attains the maximum satisfies k <= d/2. So L on [1, N] determines L on
   (N, 2N], and the table is filled in doubling blocks.
2. *Supermodularity.* For k < k', k + k' <= d < D,

       [c(k',D) - c(k,D)] - [c(k',d) - c(k,d)]
           = 2 (k'-k) (D-d) [(d-k-k')(d+D) + d(D-d)] / (dD)^2 > 0.

   So what a larger predecessor gains over a smaller one grows with d, whatever numbers are stored for L_k,
   and optimal predecessors are nondecreasing in d. Within a block the rows are solved level by level: first
   row, last row, then the middle rows of ever finer strides, each searched between the predecessors of its
   two neighbours. The windows of one level overlap only at their ends, so a level costs at most N + (number
   of its rows) evaluations; all levels of all blocks cost O(limit log limit), each level in a few vectorised
   passes.

**Memory.** The two stored arrays take 16 bytes per d; the temporaries of the widest level add about 40 bytes
per d. A table up to 10^6 needs under 60 MB while it is computed and 16 MB afterwards.

**Rounding: |values[d] - L_d| <= ERROR for every d <= 10^6.** Doubles round to nearest, once per operation.
Let u = 2^-53, and let F be the stored floats. Write M(k, d) = F_k + c(k, d), a real number, and g(k, d) for
its float evaluation.

* *One evaluation*, |g - M| <= delta = 2^-49. The quotient k/d < 1 is off by at most u/2 and its difference
  from 1 is rounded by at most u/2 more, so that 1 - k/d is off by at most u; both factors are at most 1, so
  the square is off by at most 2u before and 2u + u/2 after its own rounding; doubling is exact: 5u. The sum
  is below 16 (checked on the finished table) and is rounded by at most 8u. Together 13u <= 16u = delta.
* *One row.* Let a(d) be the argument chosen for row d and let M(a(d), d) >= M(k, d) - eta for all k <= d/2.
  M is supermodular exactly, F being fixed. For a later row D and k < a(d) this gives M(a(d), D) - M(k, D) >=
  M(a(d), d) - M(k, d) >= -eta: cutting the window of D at a(d) costs at most eta. The same holds for an
  earlier row and k > a(d), as long as k <= d/2 in that row. The argument of the best float in a window is
  within 2 delta of the best real value there. So a row of level l (first row 0, last row 1, strides from 2
  on) has loss at most 2 (l+1) delta: the losses add along the levels and never multiply. In a block (N, 2N]
  with N = 2^b there are at most b strides, so eta <= 2 (b+2) delta, and F_d = g(a(d), d) differs from
  max_{k<=d/2} M(k, d) by at most (2b + 5) delta.
* *All rows.* By 1 the maximum defining L_d may be taken over k <= d/2, so max_{k<=d/2} M(k, d) differs from
  L_d by at most the largest error among k <= d/2. So errors add once per doubling: delta for each of the 6
  doublings up to 64, where every k <= d/2 is tried, then (2b + 5) delta for b = 6, ..., 19. The total is
  6 + 14*5 + 2*175 = 426 delta < 7.6e-13 < ERROR = 1e-12.

>>> chain_table(10).exact(6)
ExactChain(d=6, value=Fraction(25, 18), chains=((6, 1), (6, 2, 1), (6, 3, 1)), count=3)
"""

from __future__ import annotations

import operator
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache
from itertools import pairwise
from typing import TypeAlias

import numpy as np
from numpy.typing import NDArray

Floats: TypeAlias = NDArray[np.float64]
Ints: TypeAlias = NDArray[np.int64]

MAX_LIMIT = 10**6
"""The largest d that a table may contain; ERROR is proved up to here."""

ERROR = 1e-12
"""Proved bound on |values[d] - L_d| for every d <= MAX_LIMIT (module docstring)."""

CHAIN_LIMIT = 1000
"""At most so many tying chains are listed by `ChainTable.exact`; `ExactChain.count` is never cut."""

_BASE = 64  # rows up to here are scanned in full; a power of two, used in the proof of ERROR
_TIE = 3 * ERROR  # an optimal predecessor has a float within 2 (ERROR + delta) of the best; the rest is slack


@dataclass(frozen=True)
class ExactChain:
    """The exact value L_d with its optimal chains.

    `chains` lists every chain d > ... > 1 that attains `value`, in lexicographic order; should there be more
    than CHAIN_LIMIT of them, the first CHAIN_LIMIT. `count` is the number of all of them.
    """

    d: int
    value: Fraction
    chains: tuple[tuple[int, ...], ...]
    count: int


def exact_gain(k: int, d: int) -> Fraction:
    """Return the gain 2 (1 - k/d)^2 of the jump from d to k."""
    return 2 * Fraction(d - k, d) ** 2


def chain_sum(chain: tuple[int, ...]) -> Fraction:
    """Return the sum of the gains along a chain: a lower bound of L at its first entry if it ends in 1."""
    return sum((exact_gain(k, d) for d, k in pairwise(chain)), Fraction(0))


def _integer(name: str, value: object, least: int, most: int) -> int:
    """Return value as an int in [least, most]; raise TypeError or ValueError that says what is accepted."""
    accepted = f"an integer from {least} to {most}"
    if isinstance(value, (bool, np.bool_)):
        raise TypeError(f"{name} must be {accepted}, not the truth value {value!r}")
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"{name} must be {accepted}, not {value!r} of type {type(value).__name__}") from None
    if not least <= number <= most:
        raise ValueError(f"{name} must be {accepted}, not {number}")
    return number


def _objective(values: Floats, k: Ints, d: Ints | int) -> Floats:
    """Evaluate F_k + 2 (1 - k/d)^2 in floats: the one expression that the error analysis is about."""
    gain = k / d
    np.subtract(1.0, gain, out=gain)
    gain *= gain
    gain *= 2.0
    gain += values[k]
    return gain


def _best_in_windows(values: Floats, rows: Ints, low: Ints, high: Ints) -> Ints:
    """For each row d = rows[i] a k that maximises the float objective over low[i] <= k <= high[i]."""
    lengths = high - low + 1
    starts = np.cumsum(lengths) - lengths
    owner = np.repeat(np.arange(rows.size), lengths)
    k = np.arange(owner.size) + (low - starts)[owner]
    objective = _objective(values, k, rows[owner])
    best = np.maximum.reduceat(objective, starts)
    hits = np.flatnonzero(objective == best[owner])
    chosen = np.empty_like(rows)
    chosen[owner[hits]] = k[hits]  # several hits in one row: the last one stays, any would do
    return chosen


def _fill_block(values: Floats, predecessors: Ints, first: int, last: int) -> None:
    """Fill rows first..last in place, given all rows up to last // 2; last <= 2 (first - 1)."""
    count = last - first + 1
    half = np.arange(first, last + 1) // 2
    chosen = predecessors[first : last + 1]  # a view: writing here writes the table

    def solve(index: Ints, low: Ints, high: Ints) -> None:
        chosen[index] = _best_in_windows(values, index + first, low, np.minimum(high, half[index]))

    begin, end = np.array([0]), np.array([count - 1])
    solve(begin, np.array([1]), half[begin])
    solve(end, chosen[begin], half[end])
    stride = 1 << max((count - 1).bit_length() - 1, 0)
    while stride:
        index = np.arange(stride, count - 1, 2 * stride)
        if index.size:
            solve(index, chosen[index - stride], chosen[np.minimum(index + stride, count - 1)])
        stride //= 2
    values[first : last + 1] = _objective(values, chosen, np.arange(first, last + 1))


def _scan(values: Floats, predecessors: Ints, last: int) -> None:
    """Fill rows 2..last in place one by one, trying all k <= d/2."""
    for d in range(2, last + 1):
        objective = _objective(values, np.arange(1, d // 2 + 1), d)
        predecessors[d] = 1 + int(np.argmax(objective))
        values[d] = objective[predecessors[d] - 1]


def quadratic_scan(limit: int) -> Floats:
    """Return the floats L_0..L_limit (entry 0 is nan) straight from the definition, in O(limit^2) operations.

    Every k < d is tried for every d, and no code is shared with the table: the reference for tests and the
    benchmark. The float errs by at most 2^-49 for each jump of a chain.
    """
    limit = _integer("limit", limit, 1, MAX_LIMIT)
    values = np.zeros(limit + 1)
    values[0] = np.nan
    numbers = np.arange(1.0, limit + 1)
    for d in range(2, limit + 1):
        objective = numbers[: d - 1] / d
        np.subtract(1.0, objective, out=objective)
        objective *= objective
        objective *= 2.0
        objective += values[1:d]
        values[d] = objective.max()
    return values


class ChainTable:
    """The floats L_d for 1 <= d <= limit, and exact values with all their chains on demand.

    `values[d]` is L_d up to ERROR; `predecessors[d]` is the predecessor behind that float (0 for d = 1),
    optimal up to 2 ERROR (`exact` decides ties). Both arrays are read-only; entry 0 has no meaning.
    """

    limit: int
    values: Floats
    predecessors: Ints

    def __init__(self, limit: int) -> None:
        self.limit = _integer("limit", limit, 1, MAX_LIMIT)
        self.values = np.zeros(self.limit + 1)
        self.values[0] = np.nan
        self.predecessors = np.zeros(self.limit + 1, dtype=np.int64)
        done = min(_BASE, self.limit)
        _scan(self.values, self.predecessors, done)
        while done < self.limit:
            last = min(2 * done, self.limit)
            _fill_block(self.values, self.predecessors, done + 1, last)
            done = last
        if not np.all(self.values[1:] < 16):
            raise ArithmeticError("a chain bound of 16 or more: the error analysis does not cover it")
        self.values.flags.writeable = False
        self.predecessors.flags.writeable = False
        self._exact = {1: ExactChain(1, Fraction(0), ((1,),), 1)}

    def exact(self, d: int) -> ExactChain:
        """Return L_d as a Fraction with all optimal chains (listed up to CHAIN_LIMIT).

        Every k < d whose float is within the proved tolerance of the best is compared exactly, also k > d/2.
        """
        d = _integer("d", d, 1, self.limit)
        if d not in self._exact:
            self._exact[d] = self._decide(d, self._candidates(d))
        return self._exact[d]

    def chain(self, d: int) -> tuple[int, ...]:
        """Return one optimal chain from d down to 1, the lexicographically first; its optimality is exact."""
        return self.exact(d).chains[0]

    def _candidates(self, d: int) -> list[int]:
        """Return, in increasing order, every k < d that may be an optimal predecessor of d."""
        objective = _objective(self.values, np.arange(1, d), d)
        return [int(i) + 1 for i in np.flatnonzero(objective >= objective.max() - _TIE)]

    def _decide(self, d: int, candidates: list[int]) -> ExactChain:
        """Compare the candidates in exact arithmetic and collect the chains of those that tie."""
        totals = {k: self.exact(k).value + exact_gain(k, d) for k in candidates}
        value = max(totals.values())
        ties = [self.exact(k) for k in candidates if totals[k] == value]
        chains = tuple((d, *chain) for tie in ties for chain in tie.chains)[:CHAIN_LIMIT]
        return ExactChain(d, value, chains, sum(tie.count for tie in ties))


@lru_cache(maxsize=4)
def _cached_table(limit: int) -> ChainTable:
    return ChainTable(limit)


def chain_table(limit: int) -> ChainTable:
    """Return the table up to limit; the last few tables are kept, so asking again costs nothing."""
    return _cached_table(_integer("limit", limit, 1, MAX_LIMIT))
