"""The trusted checker of upper bounds on eps*_4: `python -I -S proofs/verify_upper.py FILE...` (standard library).

Why an accepted file proves its bound (in full, with the format: certificates/upper/FORMAT.md). A file gives two
piecewise linear functions, a on [0, 1] and b on [0, 1/2], by their values at rational knots. Extend b by
b(t) = b(1-t) and let phi'' = a, psi'' = b, psi(t) = psi(1-t). On the simplex of four entries

    h(x) = phi(x_1) + phi(x_2) + phi(x_3) + phi(x_4) + psi(x_1+x_2) + psi(x_1+x_3) + psi(x_1+x_4)

is symmetric and C^2. If v'H(x)v >= ||v||_1^2 for all x in the simplex and all v with sum 0, then h is 1-strongly
convex in the l1 norm, and by duality (proofs/paper/duality.py) eps*_4 <= h(e_1) - h(u), u the centre.

From all x to finitely many. The planes x_i = (knot of a) and x_i + x_j = (knot of b, or 1 less a knot) cut the simplex
into polytopes; 0 is a knot, so the faces of the simplex are among the planes. On each polytope H(x) is affine in x,
and for fixed v and signs s so is v'H(x)v - (s.v)^2: it is least at a vertex, where three planes meet that are
independent of each other and of sum x = 1. Up to the order of the coordinates these are all points without negative
entry of the forms, with knots p, q, r of a and c, c', c" knots of b or 1 less such,
    (p, q, r, *),  (p, q, c-p, *),  (p, c-p, c'-p, *),  (s-c", s-c', s-c, *) with 2s = c+c'+c";  * completes the sum.

At one point, with a_i = a(x_i), b_2 = b(x_1+x_2), ... and z = (v_1+v_2, v_1+v_3, v_1+v_4): 4 v'Hv = z'Mz with the
symmetric M = [[F+4b_2, a_1-a_2-a_3+a_4, a_1-a_2+a_3-a_4], [., F+4b_3, a_1+a_2-a_3-a_4], [., ., F+4b_4]], F the sum of
the a_i; and the sums s.v over all signs are, up to their own sign, 0, 2 z_i and l.z with
l = (1,1,1), (1,-1,-1), (-1,1,-1), (-1,-1,1), and ||v||_1 is the largest of their moduli. M has to be positive
definite (Sylvester); then by Cauchy-Schwarz z'Mz >= 4 (l.z)^2 for all z if and only if 4 l' M^-1 l <= 1, and
z'Mz >= 16 z_i^2 if and only if 16 (M^-1)_ii <= 1. All of it in integers: M and its adjugate over one denominator.
The range: h(e_1) - h(u) = phi(1) - 4 phi(1/4) + 3 (psi(1) - psi(1/2)) = integral of w a over [0, 1] + 3 times the
integral of t b(t) over [0, 1/2], where w(x) = min(3x, 1-x) (phi(0) = phi'(0) = 0, psi'(1/2) = 0).
"""

import argparse
import json
import re
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate, combinations_with_replacement, pairwise, product
from math import lcm
from typing import TypeVar

FORMAT = "tightmax-knots-1"
KEYS = ("format", "dimension", "bound", "single", "pair")
MAX_BYTES = 2**20  # of a file
MAX_DEPTH = 16  # of brackets; the format needs 3
MAX_KNOTS = 256  # of one function
MAX_DIGITS = 100  # of a numerator, a denominator or an integer
MAX_GRID = 2**16  # the common denominator of the knots: the tables have 3 times as many entries
MAX_BITS = 2**10  # of the common denominator of all values in the tables
MAX_POINTS = 2**22  # at which the Hessian is checked; without these limits a small file could cost days

CODES = {  # The closed list: every rejection carries one of these.
    "duplicate-key": "an object gives the same key twice",
    "unknown-key": "an object has a key that the format does not know",
    "missing-key": "an object lacks a key of the format",
    "float": "a number with a fraction or an exponent",
    "not-finite": "NaN, Infinity or -Infinity",
    "bool": "true or false, which the format uses nowhere",
    "type": "a value of the wrong JSON type",
    "over-long": "a number, given or computed, beyond the limits on length",
    "rational": 'a string that is not a rational in canonical form, "p" or "p/q"',
    "zero-denominator": "a rational with denominator 0",
    "format": "a format other than " + FORMAT,
    "dimension": "a dimension other than 4",
    "knots": f"not 2 ... {MAX_KNOTS} pairs, knots not increasing from end to end, or no knot 1/4 in single",
    "grid": "knots with too large a common denominator, or cells with too many vertices",
    "bound": "a bound that is not the range h(e_1) - h(u)",
    "convexity": "a point where the Hessian is not at least the squared l1 norm",
}
EXAMPLES = """examples:
  python -I -S proofs/verify_upper.py proofs/certificates/upper/knots-d4.json
exit status: 0 all accepted, 1 some rejected, 2 some unreadable, or wrong usage"""
JSON_NAMES: dict[type, str] = {int: "an integer", str: "a string", list: "a list", dict: "an object"}
Knots = list[tuple[Fraction, Fraction]]
T = TypeVar("T")


class Rejected(Exception):
    """The file is JSON but not a proof of its bound; `code` is a key of CODES."""
    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"[{code}]  {reason}")
        self.code, self.reason = code, reason


class Unreadable(Exception):
    """There is no JSON text to judge."""


@dataclass(frozen=True)
class Accepted:
    """The file proves eps*_4 <= bound; the Hessian was checked at this number of points."""
    bound: Fraction
    points: int


def _show(value: object) -> str:
    """Show a value of the file in a message: short, ASCII, one line."""
    if isinstance(value, dict | list):
        return JSON_NAMES[type(value)]
    return json.dumps(value[:60] if isinstance(value, str) else value)[:80]


def _cap_depth(text: str) -> None:
    """Deep nesting exhausts the stack of the parser, in some versions of Python without an exception."""
    # Once the escapes are gone, every second piece between quotation marks lies outside strings.
    outside = "".join(text.replace("\\\\", "").replace('\\"', "").split('"')[::2])
    steps = (1 if mark in "[{" else -1 for mark in re.findall(r"[][{}]", outside))
    if max(accumulate(steps), default=0) > MAX_DEPTH:
        raise Unreadable(f"nested more than {MAX_DEPTH} deep")


def _parse(data: bytes) -> object:
    """Return the JSON value, without what Python's parser lets pass but the format does not."""
    faults: list[Rejected] = []  # not raised at once: what turns out not to be JSON is unreadable
    def fault(code: str, what: str, wanted: str = 'integers, and strings such as "3/4"') -> int:
        faults.append(Rejected(code, f"{what} occurs; accepted: {wanted}"))
        return 0

    def members(pairs: list[tuple[str, object]]) -> dict[str, object]:
        for key, times in Counter(key for key, _ in pairs).most_common(1):
            if times > 1:  # Python would keep the last; a reader who sees the first sees another certificate
                fault("duplicate-key", f"an object with {times} keys {_show(key)}", "each key once")
        return dict(pairs)

    if len(data) > MAX_BYTES:
        raise Unreadable(f"larger than {MAX_BYTES} bytes")
    try:
        _cap_depth(text := data.decode("utf-8"))
        value: object = json.loads(
            text, object_pairs_hook=members, parse_constant=lambda x: fault("not-finite", x),
            parse_int=lambda n: int(n) if len(n) <= MAX_DIGITS else fault("over-long", "a huge integer"),
            parse_float=lambda x: fault("float", x[:40]))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON in UTF-8: {error}") from None
    if faults:
        raise faults[0]
    return value


def _expect(value: object, kind: type[T], where: str) -> T:
    if isinstance(value, bool) or not isinstance(value, kind):  # to Python, true is the integer 1
        code = "bool" if isinstance(value, bool) else "type"
        raise Rejected(code, f"{where} is {_show(value)}; accepted is {JSON_NAMES[kind]}")
    return value


def _rational(value: object, where: str) -> Fraction:
    match = re.fullmatch("-?([0-9]+)(?:/([0-9]+))?", text := _expect(value, str, where))
    if match and max(map(len, match.groups("1"))) > MAX_DIGITS:
        raise Rejected("over-long", f"{where} has over {MAX_DIGITS} digits above or below; accepted: fewer")
    if match and int(match[2] or 1) == 0:
        raise Rejected("zero-denominator", f"{where} is {_show(text)}; accepted are denominators above 0")
    if not match or str(number := Fraction(text)) != text:  # one spelling each: no +1, -0, 01, 3/1, 2/4
        raise Rejected("rational", f'{where} is {_show(text)}; accepted is "p" or, in lowest terms, "p/q"')
    return number


def _knots(value: object, last: Fraction, name: str) -> Knots:
    """The knots and values of one function: from 0 to `last`, strictly increasing."""
    entries = _expect(value, list, name)
    if not 2 <= len(entries) <= MAX_KNOTS:
        raise Rejected("knots", f"{name} has {len(entries)} knots; accepted are 2 ... {MAX_KNOTS}")
    knots: Knots = []
    for i, entry in enumerate(entries):
        if len(_expect(entry, list, f"{name}[{i}]")) != 2:
            raise Rejected("knots", f"{name}[{i}] has {len(entry)} entries; accepted are two, knot and value")
        knots.append((_rational(entry[0], f"{name}[{i}][0]"), _rational(entry[1], f"{name}[{i}][1]")))
    if knots[0][0] != 0 or knots[-1][0] != last or any(p >= q for (p, _), (q, _) in pairwise(knots)):
        raise Rejected("knots", f"the knots of {name} do not increase from 0 to {last}; accepted are such as do")
    return knots


def _table(knots: Knots, size: int, scale: int) -> list[int]:
    """The function times `scale` at 0, 1/size, 2/size, ..., last knot; `scale` must make them integers."""
    values = [int(knots[0][1] * scale)]
    for (p, f), (q, g) in pairwise(knots):
        steps = int((q - p) * size)
        start, step = int(f * scale), int((g - f) * scale / steps)
        values += [start + step * k for k in range(1, steps + 1)]
    return values


def _integral(knots: Knots, weight: Callable[[Fraction], Fraction]) -> Fraction:
    """The integral of the function times a weight that is linear between its knots."""
    pieces = ((p, f, weight(p), q, g, weight(q)) for (p, f), (q, g) in pairwise(knots))
    return sum(((q - p) / 6 * (2 * v * f + v * g + w * f + 2 * w * g) for p, f, v, q, g, w in pieces), Fraction(0))


def vertices(single: Sequence[int], pair: Sequence[int], size: int) -> set[tuple[int, int, int, int]]:
    """All vertices of the cells, times 2 `size`, coordinates sorted; the knots are given times `size`."""
    found: set[tuple[int, int, int, int]] = set()
    planes = {*pair, *(size - c for c in pair)}

    def add(p: int, q: int, r: int) -> None:
        s = 2 * size - p - q - r
        if p >= 0 and q >= 0 and r >= 0 and s >= 0:
            i, j, k, m = sorted((p, q, r, s))
            found.add((i, j, k, m))
            if len(found) > MAX_POINTS:
                raise Rejected("grid", f"the cells have over {MAX_POINTS} vertices; accepted are fewer")

    for p, q, r in combinations_with_replacement(single, 3):
        add(2 * p, 2 * q, 2 * r)
    for p, q, c in product(single, single, planes):
        add(2 * p, 2 * q, 2 * (c - p))
    for p, (c, e) in product(single, combinations_with_replacement(planes, 2)):
        add(2 * p, 2 * (c - p), 2 * (e - p))
    for c, e, g in combinations_with_replacement(planes, 3):
        add(c + e - g, c + g - e, e + g - c)
    return found


def strongly_convex(a: Sequence[int], b: Sequence[int], scale: int) -> bool:
    """Is v'Hv >= ||v||_1^2 for all v with sum 0? `a` and `b` are the values at the point times `scale`."""
    a1, a2, a3, a4 = a
    p, q, r = (a1 + a2 + a3 + a4 + 4 * value for value in b)
    d, e, f = a1 - a2 - a3 + a4, a1 - a2 + a3 - a4, a1 + a2 - a3 - a4
    pp, qq, rr = q * r - f * f, p * r - e * e, p * q - d * d  # the adjugate of M
    pq, pr, qr = e * f - d * r, d * f - e * q, d * e - p * f
    determinant = p * pp + d * pq + e * pr
    definite = p > 0 and rr > 0 and determinant > 0
    cross = max(pq + pr + qr, qr - pq - pr, pr - pq - qr, pq - pr - qr)
    return definite and 4 * scale * max(4 * pp, 4 * qq, 4 * rr, pp + qq + rr + 2 * cross) <= determinant


def check_bytes(data: bytes) -> Accepted:
    """Return what the file proves, or raise Rejected or Unreadable."""
    file = _expect(_parse(data), dict, "the file")
    for code, odd in ("unknown-key", set(file) - set(KEYS)), ("missing-key", set(KEYS) - set(file)):
        if odd:  # an ignored key could say what nothing checks
            raise Rejected(code, f"the file: key {_show(min(odd))}; accepted are exactly {', '.join(KEYS)}")
    if (name := _expect(file["format"], str, "format")) != FORMAT:
        raise Rejected("format", f"format is {_show(name)}; accepted is {FORMAT}")
    if (dimension := _expect(file["dimension"], int, "dimension")) != 4:
        raise Rejected("dimension", f"dimension is {dimension}; accepted is 4")
    bound = _rational(file["bound"], "bound")
    single, pair = _knots(file["single"], Fraction(1), "single"), _knots(file["pair"], Fraction(1, 2), "pair")
    if Fraction(1, 4) not in dict(single):  # there the weight of the range bends
        raise Rejected("knots", "single lacks the knot 1/4; accepted are lists with it")
    size = lcm(*(place.denominator for place, _ in single + pair))
    if size > MAX_GRID:
        raise Rejected("grid", f"the knots have a common denominator above {MAX_GRID}; accepted are smaller ones")
    # All vertices are multiples of 1/(2 size). There the values are integers over one denominator, the scale.
    lengths = [int((q - p) * 2 * size) for knots in (single, pair) for (p, _), (q, _) in pairwise(knots)]
    scale = lcm(*(value.denominator for _, value in single + pair)) * lcm(*lengths)
    if scale.bit_length() > MAX_BITS:
        raise Rejected("over-long", f"the values need a denominator of over {MAX_BITS} bits; accepted are fewer")
    proved = _integral(single, lambda x: min(3 * x, 1 - x)) + 3 * _integral(pair, lambda t: t)
    # A larger bound would be true as well; equality lets no value of the file be changed unnoticed.
    if bound != proved:
        raise Rejected("bound", f"bound is {bound}; accepted is the range {proved}")
    a, half = _table(single, 2 * size, scale), _table(pair, 2 * size, scale)
    b = half + half[-2::-1]  # b(t) = b(1-t)
    points = vertices([int(p * size) for p, _ in single], [int(p * size) for p, _ in pair], size)
    for x1, x2, x3, x4 in points:
        if not strongly_convex((a[x1], a[x2], a[x3], a[x4]), (b[x1 + x2], b[x1 + x3], b[x1 + x4]), scale):
            where = ", ".join(str(Fraction(x, 2 * size)) for x in (x1, x2, x3, x4))
            raise Rejected("convexity", f"at ({where}) v'Hv >= ||v||_1^2 fails; accepted: it holds everywhere")
    return Accepted(bound, len(points))


def check_file(path: str) -> Accepted:
    """Check the file at this path; raise Rejected or Unreadable."""
    try:
        with open(path, "rb") as file:
            data = file.read(MAX_BYTES + 1)  # one byte more, to see that it is too large
    except (OSError, ValueError) as error:  # ValueError: a nul character in the path
        raise Unreadable(f"cannot be read: {getattr(error, 'strerror', error)}") from None
    return check_bytes(data)


def main(arguments: Sequence[str] | None = None) -> int:
    """Check the files named on the command line, one line each, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="verify_upper.py", description="Check certificates of upper bounds on eps*_4.", epilog=EXAMPLES,
        allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", metavar="FILE", help="a certificate, see certificates/upper/FORMAT.md")
    parser.add_argument("--codes", action="store_true", help="list the codes of rejection")
    options = parser.parse_args(arguments)
    if options.codes:
        print("\n".join(f"{code:18} {meaning}" for code, meaning in CODES.items()))
    elif not options.files:
        parser.error("no FILE given")
    status = 0
    for path in options.files:
        name = ascii(path)[1:-1]  # one line a file, on any terminal, whatever its name
        try:
            result = check_file(path)
            print(f"accepted  eps*_4 <= {result.bound} ({result.points} points)  {name}")
        except Rejected as error:
            print(f"rejected  [{error.code}]  {error.reason}  {name}")
            status = max(status, 1)
        except Unreadable as error:
            print(f"unreadable  {error}  {name}", file=sys.stderr)
            status = 2
    return status


if __name__ == "__main__":
    sys.exit(main())
