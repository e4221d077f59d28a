"""Exact moves from the floating point weights of `lp`.

Two ways. `exact` solves the equations of flow and mean on the support of the weights in rational numbers: the true
vertex of the linear program, with long numerators. `rounded` rounds the weights to a common denominator and repairs
the equations by small extra moves: from a place whose mean is off to the vertices, which can shift it anywhere; from a
place where too much arrives to the vertices; and from the centre to a place where too little arrives. Every repair has
positive mass, so the result balances for whatever weights went in, and only the bound depends on their quality.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from fractions import Fraction
from itertools import chain
from math import ceil, gcd, lcm

from flint import fmpq, fmpz, fmpz_mat, nmod_mat

from proofs import verify
from proofs.machinery.search.moves import Move, Moves, Point, to_json
from proofs.machinery.search.points import Family, Place, Table, arrangements, blocks
from proofs.machinery.search.program import Row, Solution

GRAIN = 10**12
"""Rounded weights are multiples of 1 / GRAIN."""

SPARE = 1e-9
"""Rounded weights are smaller by this fraction, so that the flow stays below 1 and can be made 1."""

SUPPORT = 1e-10
"""Weights up to this do not belong to the support."""

PRIME = 2**61 - 1
"""Independent equations are chosen modulo this prime; a wrong choice is noticed, because all equations are checked."""

Weights = Mapping[Row, Fraction]


class NotExact(ArithmeticError):
    """The support of the weights has no nonnegative rational solution."""


def _pattern(values: Place, counts: tuple[int, ...]) -> list[int]:
    """The values with these counts, repeated as often as possible, so that few rotations are different."""
    times = gcd(*counts)
    return [v for v, n in zip(values, counts, strict=True) for _ in range(n // times)] * times


def outcomes(row: Row, denominator: int) -> list[Point]:
    """Permutations of the end whose mean on every block of the start is that of the table.

    >>> [list(map(str, y)) for y in outcomes(((1, 1), (2, 0), ((1, 1),)), 2)]
    [['1', '0'], ['0', '1']]
    """
    _, y, table = row
    values, _ = blocks(y)
    patterns = [_pattern(values, counts) for counts in table]
    turns = lcm(*(len(p) // gcd(*counts) for p, counts in zip(patterns, table, strict=True)))
    turned = [chain.from_iterable([p[-t % len(p) :] + p[: -t % len(p)] for p in patterns]) for t in range(turns)]
    return [tuple(Fraction(a, denominator) for a in point) for point in turned]


def assemble(family: Family, flow: Fraction, weights: Weights) -> Moves:
    """Return one move from each place with weight, the outcomes of its rows averaged."""
    n = family.denominator
    starts: defaultdict[Place, list[tuple[Fraction, Point]]] = defaultdict(list)
    for row in sorted(weights, key=lambda row: (row[0], row[1], row[2]), reverse=True):
        if weights[row] > 0:
            points = outcomes(row, n)
            starts[row[0]] += [(weights[row] / len(points), point) for point in points]
    moves = (Move(tuple(Fraction(a, n) for a in x), tuple(found)) for x, found in starts.items())
    return Moves(family.dimension, flow, tuple(moves))


def _shifts(row: Row) -> list[int]:
    """Return how far the row moves each block of its start: the sum over the block, times the denominator."""
    x, y, table = row
    (vx, sx), (vy, _) = blocks(x), blocks(y)
    return [
        sum(t * v for t, v in zip(counts, vy, strict=True)) - size * value
        for counts, size, value in zip(table, sx, vx, strict=True)
    ]


def _equations(family: Family, rows: list[Row]) -> tuple[list[list[int]], list[int]]:
    """Flow 1 out of the centre and 0 out of every other place but the vertex; mean 0 in every block."""
    d, n = family.dimension, family.denominator
    centre, vertex = (n // d,) * d, (n,) + (0,) * (d - 1)
    lines: defaultdict[tuple[Place, int], list[int]] = defaultdict(lambda: [0] * len(rows))
    for column, row in enumerate(rows):
        lines[row[0], -1][column] += 1
        lines[row[1], -1][column] -= 1
        for block, shift in enumerate(_shifts(row)):
            lines[row[0], block][column] = shift
    keys = sorted(key for key in lines if key != (vertex, -1))
    return [lines[key] for key in keys], [int(key == (centre, -1)) for key in keys]


def _independent(lines: list[list[int]]) -> list[int]:
    """Indices of a largest independent set of the lines, modulo PRIME."""
    transposed = nmod_mat(len(lines[0]), len(lines), list(chain.from_iterable(zip(*lines, strict=True))), PRIME)
    echelon, rank = transposed.rref()
    pivots: list[int] = []
    for i in range(rank):
        start = pivots[-1] + 1 if pivots else 0
        pivots.append(next(j for j in range(start, len(lines)) if int(echelon[i, j])))
    return pivots


def exact(solution: Solution) -> Moves:
    """The moves whose weights satisfy all equations on the support exactly, or NotExact."""
    rows = [row for row, weight in solution.weights if weight > SUPPORT]
    lines, right = _equations(solution.family, rows)
    pivots = _independent(lines)
    if len(pivots) < len(rows):
        raise NotExact(f"the {len(rows)} rows of the support are dependent, of rank {len(pivots)}")
    square = fmpz_mat([lines[j] for j in pivots])
    found = square.solve(fmpz_mat([[right[j]] for j in pivots]))
    weights = [found[i, 0] for i in range(len(rows))]
    if min(weights, default=fmpq(0)) < 0:
        raise NotExact("a weight of the support is negative")
    for line, value in zip(lines, right, strict=True):
        if sum((fmpz(a) * w for a, w in zip(line, weights, strict=True) if a), fmpq(0)) != value:
            raise NotExact("the equations on the support contradict each other")
    exactly = {row: Fraction(int(w.p), int(w.q)) for row, w in zip(rows, weights, strict=True)}
    return assemble(solution.family, Fraction(1), exactly)


def _to_vertices(x: Place, family: Family) -> list[Row]:
    """For each positive block of x the row to the vertices of that block."""
    vertex = (family.denominator,) + (0,) * (family.dimension - 1)
    found: dict[int, Table] = {}
    for table in arrangements(x, vertex):
        found[next(b for b, counts in enumerate(table) if counts[0])] = table
    return [(x, vertex, found[b]) for b in sorted(found)]


def _mend_mean(weights: dict[Row, Fraction], family: Family, grain: int) -> None:
    """Where the mean is off, add mass to the vertices until it is right."""
    n = family.denominator
    drifts: dict[Place, list[Fraction]] = {}
    for row, weight in weights.items():
        drift = drifts.setdefault(row[0], [Fraction(0)] * len(row[2]))
        for block, shift in enumerate(_shifts(row)):
            drift[block] += weight * shift / n
    for x, drift in drifts.items():
        values, sizes = blocks(x)
        rows = _to_vertices(x, family)
        least = max((drift[b] * n / (sizes[b] * values[b]) for b in range(len(rows))), default=Fraction(0))
        total = Fraction(ceil(least * grain), grain)  # any more is right too, and this keeps denominators short
        for b, row in enumerate(rows):
            weights[row] = weights.get(row, Fraction(0)) + total * sizes[b] * values[b] / n - drift[b]


def _mend_flow(weights: dict[Row, Fraction], family: Family) -> Fraction:
    """Return where too much arrives send it on to the vertices, where too little send it from the centre.

    What is missing to flow 1 goes from the centre to the vertices at once. Returns the flow.
    """
    d, n = family.dimension, family.denominator
    centre, vertex = (n // d,) * d, (n,) + (0,) * (d - 1)
    net: defaultdict[Place, Fraction] = defaultdict(Fraction)
    for (x, y, _), weight in weights.items():
        net[x] += weight
        net[y] -= weight
    for place in sorted(net.keys() - {centre, vertex}):
        if net[place] > 0:
            row: Row = (centre, place, (blocks(place)[1],))
            weights[row] = weights.get(row, Fraction(0)) + net[place]
            net[centre] += net[place]
        elif net[place] < 0:
            values, sizes = blocks(place)
            for b, row in enumerate(_to_vertices(place, family)):
                weights[row] = weights.get(row, Fraction(0)) - net[place] * sizes[b] * values[b] / n
    if net[centre] < 1:
        row = (centre, vertex, (blocks(vertex)[1],))
        weights[row] = weights.get(row, Fraction(0)) + 1 - net[centre]
    return max(net[centre], Fraction(1))


def rounded(solution: Solution, grain: int = GRAIN) -> Moves:
    """Moves with weights near those of the solution, exact for whatever weights it has."""
    weights = {row: Fraction(round(weight * (1 - SPARE) * grain), grain) for row, weight in solution.weights}
    weights = {row: weight for row, weight in weights.items() if weight > 0}
    _mend_mean(weights, solution.family, grain)
    flow = _mend_flow(weights, solution.family)
    return assemble(solution.family, flow, weights)


def certificate(moves: Moves) -> str:
    """Return the certificate as text, accepted by the trusted checker (else verify.Rejected)."""
    text = to_json(moves)
    accepted = verify.check_bytes(text.encode())
    if accepted.bound != moves.bound:
        raise NotExact(f"the checker found the bound {accepted.bound}, not {moves.bound}")
    return text
