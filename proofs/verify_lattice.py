"""The trusted checker of lattice tables: `python -I -S proofs/verify_lattice.py FILE...` (standard library only).

Why an accepted file proves an upper bound on eps*_d, d > 2 (in full, with the format: certificates/lattice/FORMAT.md).
Let h = 1/steps. For integers k in falling order, of one parity, with halved gaps g (k_i - k_(i+1) = 2 g_i), the table
gives c(hk) = h k_1 + t(g)/unit, where t(g) = 0 if g_1 > lead, and where the lowest entries are raised to k_1 - 2 span
first if they are below. Let c be symmetric, and c(x + r (1,...,1)) = c(x) + r for real r. Accepted is a file with

    t >= 0,    c(x + hs) + c(x - hs) - 2 c(x) <= h^2   for every x of the lattice and every vector s of signs,

which has to be looked at where g_1 <= lead + 1 and g_1 + ... <= span + 1: beyond, nothing changes but a constant. Let
N be the sum of (U_s + U'_s) s over one s of each pair s, -s, all U independent and uniform on [-1/2, 1/2], B its
density in the space of lattice points modulo (1,...,1), and f(x) = sum_k c(hk) B(x/h - k). Then f >= max by Jensen's
inequality, and f(x+z) + f(x-z) - 2 f(x) <= ||z||_inf^2 for z = rs, so that the convex envelope of f is a smoothing:
eps*_d <= f(0). With B the mean of |k - mean|^2 is q = 2^(d-1) (d-1)/6, no entries differ by more than 2^(d-1), and
k and -k are equally likely. So f(0) <= c(0) + A q, if (c(hk) + c(-hk))/2 <= c(0) + A |k - mean|^2 for all these k.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from fractions import Fraction
from itertools import accumulate, islice, pairwise, product
from operator import mul
from typing import NamedTuple, TypeVar

FORMAT = "tightmax-lattice-1"
KEYS = ("format", "dimension", "steps", "unit", "lead", "span", "table")
ORDER = 4  # of the differences that the table consists of
MAX_BYTES, MAX_DEPTH, MAX_DIGITS, MAX_DIMENSION = 8 * 2**20, 16, 18, 6  # of a file, its brackets, its integers

CODES = {  # The closed list: every rejection carries one of these.
    "duplicate-key": "an object gives the same key twice",
    "keys": "other keys than " + ", ".join(KEYS),
    "number": f"a number outside 1 ... 10^{MAX_DIGITS} - 1, or in the table no integer of at most {MAX_DIGITS} digits",
    "type": "a value of the wrong JSON type",
    "format": "a format other than " + FORMAT,
    "dimension": f"a dimension outside 3 ... {MAX_DIMENSION}",
    "lead": "a lead that is not below the span",
    "count": "a table with too few or too many numbers",
    "value": "a value below the largest entry",
    "difference": "a second difference that is too large",
}
EXAMPLES = """examples: python -I -S proofs/verify_lattice.py proofs/certificates/lattice/lattice-d5.json
exit status: 0 all accepted, 1 some rejected, 2 some unreadable, or wrong usage"""
JSON_NAMES: dict[type, str] = {int: "an integer", str: "a string", list: "a list", dict: "an object"}
Gaps = tuple[int, ...]
T = TypeVar("T")


class Rejected(Exception):
    """The file is JSON but not a proof of its bound; `code` is a key of CODES."""
    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"[{code}]  {reason}")
        self.code, self.reason = code, reason


class Unreadable(Exception):
    """There is no JSON text to judge."""


class Accepted(NamedTuple):
    """The file proves eps*_dimension <= bound, by a table of so many values."""
    dimension: int
    bound: Fraction
    values: int


def _parse(data: bytes) -> object:
    """Return the JSON value, without what Python's parser lets pass but the format does not."""
    def fault(what: str) -> int:
        raise Rejected("number", f"{what} occurs; accepted: positive integers of at most {MAX_DIGITS} digits")
    def members(pairs: list[tuple[str, object]]) -> object:
        if len(dict(pairs)) < len(pairs):  # Python would keep the last, and a reader may see the first
            raise Rejected("duplicate-key", "an object with a key given twice occurs; accepted: each key once")
        return dict(pairs)
    try:
        if len(data) > MAX_BYTES:
            raise Unreadable(f"larger than {MAX_BYTES} bytes")
        text = data.decode("utf-8")
        # Deep nesting can crash the parser. Once escapes are gone, every second piece between quotes is in no string.
        outside = "".join(text.replace("\\\\", "").replace('\\"', "").split('"')[::2])
        if max(accumulate((-1) ** (mark in "]}") for mark in re.findall(r"[][{}]", outside)), default=0) > MAX_DEPTH:
            raise Unreadable(f"nested more than {MAX_DEPTH} deep")
        json.loads(text, parse_int=len)  # what is not JSON is unreadable, whatever else is wrong with it
        return json.loads(
            text, object_pairs_hook=members, parse_constant=fault, parse_float=lambda x: fault(x[:40]),
            parse_int=lambda n: int(n) if len(n) <= MAX_DIGITS else fault("a huge integer"))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON in UTF-8: {error}") from None


def _expect(value: object, kind: type[T], where: str) -> T:
    if type(value) is not kind:  # to isinstance, true is an integer
        found = JSON_NAMES[type(value)] if isinstance(value, dict | list) else json.dumps(value)[:60]
        raise Rejected("type", f"{where} is {found}; accepted is {JSON_NAMES[kind]}")
    if isinstance(value, int) and value < 1:
        raise Rejected("number", f"{where} is {value}; accepted is 1 or more")
    return value


def _rows(places: int, most: int, first: int) -> Iterator[Gaps]:
    """Yield in order all tuples of so many natural numbers with a sum of at most `most`, the first at most `first`."""
    for gap in range(min(first, most) + 1):
        yield from ((gap, *rest) for rest in _rows(places - 1, most - gap, most - gap)) if places > 1 else [(gap,)]


def _table(lines: list[object], dimension: int, lead: int, span: int) -> dict[Gaps, int]:
    """Return the values at all gaps: a row for all but the last gap, given by its differences."""
    words = [word for i, line in enumerate(lines) for word in _expect(line, str, f"table[{i}]").split()]
    if odd := next((word for word in words if not re.fullmatch(f"-?[0-9]{{1,{MAX_DIGITS}}}", word)), ""):
        raise Rejected("number", f"{json.dumps(odd)[:60]} occurs; accepted: integers of at most {MAX_DIGITS} digits")
    table, numbers = dict[Gaps, int](), iter(map(int, words))
    for row in _rows(dimension - 2, span, lead):
        values = list(islice(numbers, span - sum(row) + 1))
        if len(values) <= span - sum(row):
            raise Rejected("count", f"{len(table)} values and {len(values)}; accepted are all, so many rows more")
        for _ in range(ORDER):
            values = list(accumulate(values))
        if min(values) < 0:
            raise Rejected("value", f"{min(values)} at gaps {row}; accepted is 0 or more")
        table |= {(*row, gap): value for gap, value in enumerate(values)}
    if next(numbers, None) is not None:
        raise Rejected("count", f"more than {len(table)} numbers; accepted are so many")
    return table


def _moves(ties: Gaps, radix: list[int]) -> set[tuple[int, int, int]]:
    """Return what a step along a vector of signs and one against it add to the gaps, and what the tops rise, for all.

    A gap that is not 0 remains a gap, or becomes 0, so that its size does not matter: here it is 1.
    """
    found, point = set(), [2 * sum(ties[i:]) for i in range(len(ties) + 1)]
    for signs in product((1, -1), repeat=len(ties)):
        ways = [sorted((k + way * s for k, s in zip(point, (1, *signs), strict=True)), reverse=True) for way in (1, -1)]
        up, down = (sum(map(mul, radix, ((p - q) // 2 - g for (p, q), g in zip(pairwise(y), ties, strict=True))))
                    for y in ways)
        found.add((up, down, ways[0][0] + ways[1][0] - 2 * point[0]))
    return found


def check_bytes(data: bytes) -> Accepted:
    """Return what the file proves, or raise Rejected or Unreadable."""
    file = _expect(_parse(data), dict, "the file")
    if odd := set(file) ^ set(KEYS):  # an ignored key could say what nothing checks
        raise Rejected("keys", f"the file: key {json.dumps(min(odd))[:60]}; accepted are exactly {', '.join(KEYS)}")
    if _expect(file["format"], str, "format") != FORMAT:
        raise Rejected("format", f"format is {json.dumps(file['format'])[:60]}; accepted is {FORMAT}")
    dimension, n, unit, lead, span = (_expect(file[key], int, key) for key in KEYS[1:6])
    if not 3 <= dimension <= MAX_DIMENSION:
        raise Rejected("dimension", f"dimension is {dimension}; accepted is 3 ... {MAX_DIMENSION}")
    if lead >= span:
        raise Rejected("lead", f"lead is {lead}; accepted is less than span, {span}")
    table, places = _table(_expect(file["table"], list, "table"), dimension, lead, span), dimension - 1

    def above(gaps: Gaps) -> int:
        kept = [min(gap, max(span - sum(gaps[:i]), 0)) for i, gap in enumerate(gaps)]  # lowest entries raised
        return 0 if kept[0] > lead else table[tuple(kept)]

    radix = [(span + 3) ** i for i in range(places)]  # gaps as one integer, to which steps add others
    value = {sum(map(mul, gaps, radix)): above(gaps) for gaps in _rows(places, span + 2, lead + 2)}
    moves = {ties: _moves(ties, radix) for ties in product((False, True), repeat=places)}
    most = [unit * (1 - n * rise) // n**2 for rise in range(3)]  # of the inequality of the docstring times unit
    for gaps in _rows(places, span + 1, lead + 1):
        at = sum(map(mul, gaps, radix))
        for up, down, rise in moves[tuple(map(bool, gaps))]:
            if value[at + up] + value[at + down] - 2 * value[at] > most[rise]:
                raise Rejected("difference", f"a second difference at gaps {gaps}; accepted: at most h^2")
    zero, ratios = above((0,) * places), []
    for gaps in islice(_rows(places, 2**(places - 1), 2**(places - 1)), 1, None):
        k = [2 * sum(gaps[i:]) for i in range(dimension)]
        excess = Fraction(sum(gaps), n) + Fraction(above(gaps) + above(gaps[::-1]) - 2 * zero, 2 * unit)
        ratios.append(excess / (sum(x * x for x in k) - Fraction(sum(k) ** 2, dimension)))
    bound = Fraction(zero, unit) + max(ratios) * Fraction(2**places * places, 6)
    return Accepted(dimension, bound, len(table))


def check_file(path: str) -> Accepted:
    """Check the file at this path; raise Rejected or Unreadable."""
    try:
        with open(path, "rb") as file:
            return check_bytes(file.read(MAX_BYTES + 1))  # one byte more, to see that it is too large
    except (OSError, ValueError) as error:  # ValueError: a nul character in the path
        raise Unreadable(f"cannot be read: {getattr(error, 'strerror', error)}") from None


def main(arguments: list[str] | None = None) -> int:
    """Check the files named on the command line, one line each, and return the exit status."""
    parser = argparse.ArgumentParser(
        prog="verify_lattice.py", description="Check tables that prove upper bounds on eps*_d.", epilog=EXAMPLES,
        allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", metavar="FILE", help="a certificate, see certificates/lattice/FORMAT.md")
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
            print(f"accepted  eps*_{result.dimension} <= {result.bound} ({result.values} values)  {name}")
        except Rejected as error:
            print(f"rejected  [{error.code}]  {error.reason}  {name}")
            status = max(status, 1)
        except Unreadable as error:
            print(f"unreadable  {error}  {name}", file=sys.stderr)
            status = 2
    return status


if __name__ == "__main__":
    sys.exit(main())
