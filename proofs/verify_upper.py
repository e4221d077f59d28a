"""The checker of upper bounds on eps*_4: ``python -I -S proofs/verify_upper.py FILE...`` (standard library only).

A file gives two piecewise linear functions, a on [0, 1] and b on [0, 1/2], by their values at rational knots.
Extend b by b(t) = b(1-t) and let phi'' = a, psi'' = b, psi(t) = psi(1-t). On the simplex of four entries

    h(x) = phi(x_1) + phi(x_2) + phi(x_3) + phi(x_4) + psi(x_1+x_2) + psi(x_1+x_3) + psi(x_1+x_4)

is symmetric and C^2, boundary included. If v'H(x)v >= ||v||_1^2 for all x in the simplex and all v with sum 0, then h
is 1-strongly convex in the l1 norm, and by duality (proofs/duality.py) eps*_4 <= h(e_1) - h(u), u the centre.

From all x to finitely many. The planes x_i = (knot of a) and x_i + x_j = (knot of b, or 1 less a knot) cut the simplex
into polytopes; 0 is a knot, so the faces of the simplex are among the planes. On each polytope H(x) is affine in x,
and for fixed v and signs s so is v'H(x)v - (s.v)^2: it is least at a vertex. A vertex is where three planes meet
that are independent of each other and of sum x = 1; up to the order of the coordinates these are, with knots
p, q, r of a and c, c', c" knots of b or 1 less such:
    (p, q, r, *),  (p, q, c-p, *),  (p, c-p, c'-p, *),  (s-c", s-c', s-c, *) with 2s = c+c'+c";  * completes the sum.
All such points with no negative coordinate are checked (all are vertices, so nothing is asked that need not hold).

At one point, with a_i = a(x_i), b_2 = b(x_1+x_2), ... and z = (v_1+v_2, v_1+v_3, v_1+v_4): 4 v'Hv = z'Mz with the
symmetric M = [[F+4b_2, a_1-a_2-a_3+a_4, a_1-a_2+a_3-a_4], [., F+4b_3, a_1+a_2-a_3-a_4], [., ., F+4b_4]], F the sum of
the a_i; and the sums s.v over all signs are, up to their own sign, 2 z_i and l.z with
l = (1,1,1), (1,-1,-1), (-1,1,-1), (-1,-1,1), and ||v||_1 is the largest of their moduli. M has to be positive
definite (Sylvester); then by Cauchy-Schwarz z'Mz >= 4 (l.z)^2 for all z if and only if 4 l' M^-1 l <= 1, and
z'Mz >= 16 z_i^2 if and only if 16 (M^-1)_ii <= 1. All of it in integers: M and its adjugate over one denominator.

The range: h(e_1) - h(u) = phi(1) - 4 phi(1/4) + 3 (psi(1) - psi(1/2)) = integral of w a over [0, 1] + 3 times the
integral of t b(t) over [0, 1/2], where w(x) = 3x up to 1/4 and 1-x beyond (phi(0) = phi'(0) = 0, psi'(1/2) = 0).
"""

import json
import re
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import lcm

FORMAT = "tightmax-knots-1"
MAX_BYTES = 2**20  # of a file
MAX_KNOTS = 512  # of one function
MAX_DIGITS = 100  # of a numerator or a denominator
MAX_GRID = 2**16  # the common denominator of the knots
Knots = list[tuple[Fraction, Fraction]]


class Unreadable(ValueError):
    """Not JSON text."""


class Rejected(ValueError):
    """JSON that proves nothing."""


@dataclass(frozen=True)
class Accepted:
    """``eps*_4 <= bound``, and at how many points the Hessian was checked."""

    bound: Fraction
    points: int


def _refuse(what: object) -> object:
    raise Rejected(f'{str(what)[:40]} occurs; accepted are integers and strings such as "3/4"')


def _members(pairs: list[tuple[str, object]]) -> dict[str, object]:
    if len({key for key, _ in pairs}) < len(pairs):
        raise Rejected("an object gives a key twice; accepted: each key once")
    return dict(pairs)


def _rational(text: object, where: str) -> Fraction:
    match = re.fullmatch("-?([0-9]+)(?:/([0-9]+))?", text) if isinstance(text, str) else None
    if not match or max(map(len, match.groups("1"))) > MAX_DIGITS or int(match[2] or 1) == 0:
        raise Rejected(f'{where} is {str(text)[:40]!r}; accepted is "p" or "p/q", at most {MAX_DIGITS} digits each')
    if str(number := Fraction(str(text))) != text:
        raise Rejected(f"{where} is {str(text)[:40]!r}; accepted is {str(number)[:40]!r}, in lowest terms")
    return number


def _knots(value: object, last: Fraction, name: str) -> Knots:
    """The knots and values of one function: from 0 to ``last``, strictly increasing."""
    if not isinstance(value, list) or not 2 <= len(value) <= MAX_KNOTS:
        raise Rejected(f"{name} is no list of 2 ... {MAX_KNOTS} knots")
    knots: Knots = []
    for i, entry in enumerate(value):
        if not isinstance(entry, list) or len(entry) != 2:
            raise Rejected(f"{name}[{i}] is no pair of a knot and a value")
        knots.append((_rational(entry[0], f"{name}[{i}][0]"), _rational(entry[1], f"{name}[{i}][1]")))
    places = [place for place, _ in knots]
    if places[0] != 0 or places[-1] != last or any(p >= q for p, q in pairwise(places)):
        raise Rejected(f"the knots of {name} do not increase from 0 to {last}")
    return knots


def _interpolate(knots: Knots, size: int) -> list[Fraction]:
    """The values of the piecewise linear function at 0, 1/size, ..., up to its last knot."""
    values = [knots[0][1]]
    for (p, f), (q, g) in pairwise(knots):
        first, steps = int(p * size), int((q - p) * size)
        values += [f + (g - f) * Fraction(k, steps) for k in range(1, steps + 1)]
        assert len(values) == first + steps + 1
    return values


def _integral(knots: Knots, weight: Callable[[Fraction], Fraction]) -> Fraction:
    """The integral of the function times a weight that is linear between its knots."""
    total = Fraction(0)
    for (p, f), (q, g) in pairwise(knots):
        v, w = weight(p), weight(q)
        total += (q - p) / 6 * (2 * v * f + v * g + w * f + 2 * w * g)
    return total


def vertices(single: Sequence[int], pair: Sequence[int], size: int) -> set[tuple[int, int, int, int]]:
    """All vertices of the cells, times 2 ``size``, coordinates sorted; the knots are given times ``size``."""
    found: set[tuple[int, int, int, int]] = set()
    whole = 2 * size
    planes = sorted({*pair, *(size - c for c in pair)})

    def add(p: int, q: int, r: int) -> None:
        s = whole - p - q - r
        if p >= 0 and q >= 0 and r >= 0 and s >= 0:
            i, j, k, m = sorted((p, q, r, s))
            found.add((i, j, k, m))

    for p in single:
        for q in single:
            for r in single:
                if p <= q <= r:
                    add(2 * p, 2 * q, 2 * r)
            for c in planes:
                add(2 * p, 2 * q, 2 * (c - p))
        for i, c in enumerate(planes):
            for e in planes[: i + 1]:
                add(2 * p, 2 * (c - p), 2 * (e - p))
    for i, c in enumerate(planes):
        for j, e in enumerate(planes[: i + 1]):
            for g in planes[: j + 1]:
                add(c + e - g, c + g - e, e + g - c)
    return found


def strongly_convex(a: Sequence[int], b: Sequence[int], scale: int) -> bool:
    """Is v'Hv >= ||v||_1^2 for all v with sum 0? ``a`` and ``b`` are the values at the point times ``scale``."""
    a1, a2, a3, a4 = a
    trace = a1 + a2 + a3 + a4
    p, q, r = (trace + 4 * value for value in b)
    d, e, f = a1 - a2 - a3 + a4, a1 - a2 + a3 - a4, a1 + a2 - a3 - a4
    pp, qq, rr = q * r - f * f, p * r - e * e, p * q - d * d  # the adjugate of M
    pq, pr, qr = e * f - d * r, d * f - e * q, d * e - p * f
    determinant = p * pp + d * pq + e * pr
    if p <= 0 or rr <= 0 or determinant <= 0:
        return False
    cross = max(pq + pr + qr, qr - pq - pr, pr - pq - qr, pq - pr - qr)
    return 16 * scale * max(pp, qq, rr) <= determinant and 4 * scale * (pp + qq + rr + 2 * cross) <= determinant


def check_bytes(data: bytes) -> Accepted:
    """Return what the file proves, or raise Rejected or Unreadable."""
    if len(data) > MAX_BYTES:
        raise Unreadable(f"larger than {MAX_BYTES} bytes")
    try:
        file = json.loads(data.decode("utf-8"), object_pairs_hook=_members, parse_float=_refuse, parse_constant=_refuse)
    except Rejected:
        raise
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON in UTF-8: {error}") from None
    keys = {"format", "dimension", "bound", "single", "pair"}
    if not isinstance(file, dict) or set(file) != keys:
        raise Rejected(f"accepted is one object with exactly the keys {', '.join(sorted(keys))}")
    if file["format"] != FORMAT or type(file["dimension"]) is not int or file["dimension"] != 4:
        raise Rejected(f"accepted are format {FORMAT} and dimension 4")
    bound = _rational(file["bound"], "bound")
    single, pair = _knots(file["single"], Fraction(1), "single"), _knots(file["pair"], Fraction(1, 2), "pair")
    quarter = Fraction(1, 4)
    if all(place != quarter for place, _ in single):
        raise Rejected("single has no knot 1/4")
    size = lcm(*(place.denominator for place, _ in single + pair))
    if size > MAX_GRID:
        raise Rejected(f"the common denominator of the knots is {size}; accepted is at most {MAX_GRID}")
    # Tables at all multiples of 1/(2 size), as integers over one denominator.
    a, b = _interpolate(single, 2 * size), _interpolate(pair, 2 * size)
    scale = lcm(*(value.denominator for value in a + b))
    table = [int(value * scale) for value in a]
    half = [int(value * scale) for value in b]
    double = half + half[-2::-1]
    points = vertices([int(p * size) for p, _ in single], [int(p * size) for p, _ in pair], size)
    for x1, x2, x3, x4 in points:
        if not strongly_convex(
            (table[x1], table[x2], table[x3], table[x4]), (double[x1 + x2], double[x1 + x3], double[x1 + x4]), scale
        ):
            name = ", ".join(str(Fraction(entry, 2 * size)) for entry in (x1, x2, x3, x4))
            raise Rejected(f"at ({name}) the Hessian is not at least the squared l1 norm")
    proved = _integral(single, lambda x: 3 * x if x <= quarter else 1 - x) + 3 * _integral(pair, lambda t: t)
    if bound != proved:
        raise Rejected(f"bound is {bound}; accepted is the range {proved}")
    return Accepted(bound, len(points))


def check_file(path: str) -> Accepted:
    """Check the file at this path; raise Rejected or Unreadable."""
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise Unreadable(f"cannot be read: {getattr(error, 'strerror', error)}") from None
    return check_bytes(data)


def main(arguments: Sequence[str]) -> int:
    """Check the files, one line each; exit status 0 accepted, 1 rejected, 2 unreadable or none given."""
    status = 0 if arguments else 2
    if not arguments:
        print("usage: verify_upper.py FILE...", file=sys.stderr)
    for path in arguments:
        name = ascii(path)[1:-1]
        try:
            result = check_file(path)
            print(f"accepted  eps*_4 <= {result.bound} ({result.points} points)  {name}")
        except Rejected as error:
            print(f"rejected  {error}  {name}")
            status = max(status, 1)
        except Unreadable as error:
            print(f"unreadable  {error}  {name}", file=sys.stderr)
            status = 2
    return status


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
