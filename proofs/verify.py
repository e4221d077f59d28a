"""The trusted checker: `python -I -S proofs/verify.py FILE...` (standard library only, nothing of ours).

Why an accepted file proves a lower bound on eps*_d (in full, with the format: certificates/lower/FORMAT.md). Let f
be an eps-smoothing of the maximum of d numbers, averaged over the permutations of the coordinates. On the
simplex h = f* is symmetric, 1-strongly convex in the l1 norm, and -eps <= h <= 0. For masses m_j > 0 of sum w
and points x, y_j of the simplex with sum m_j (y_j - x) = 0, Jensen's inequality with strong convexity says

    sum m_j h(y_j) - w h(x)  >=  gain := 1/2 sum m_j ||y_j - x||_1^2.

One such inequality is a *move*. Add up the moves of the file. If at each point, up to permutation, as much
mass arrives as leaves, except that the mass F > 0 leaves the centre u and arrives at the vertex e, there
remains F (h(e) - h(u)) >= total gain. Since eps >= h(e) - h(u), the file proves eps*_d >= total gain / F.
"""

import argparse
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import accumulate
from typing import TypeVar

FORMAT = "tightmax-moves-1"
MAX_BYTES = 32 * 2**20  # of a file
MAX_DEPTH = 16  # of brackets; the format needs 6
MAX_DIGITS = 4000  # of a numerator, a denominator or an integer; Python itself stops at 4300
MAX_BITS = 2**17  # of the denominator of a sum: without this limit a small file could cost days
MAX_DIMENSION = 10**4

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
    "dimension": f"a dimension outside 2 ... {MAX_DIMENSION}",
    "trivial": "a bound or a flow that is not positive",
    "empty": "no moves, a move without outcomes, or a point without coordinates",
    "length": "a point whose number of coordinates is not the dimension",
    "negative": "a point with a negative coordinate",
    "sum": "a point whose coordinates do not add up to 1",
    "mass": "a mass that is not positive",
    "stationary": "an outcome equal to the point it starts from",
    "duplicate-outcome": "a move that lists the same outcome twice",
    "mean": "a move whose outcomes do not average to its starting point",
    "flow": "a point, up to permutation, where mass leaving minus mass arriving is wrong",
    "bound": "a bound that is not the total gain divided by the flow",
}
EXAMPLES = """examples:
  python -I -S proofs/verify.py proofs/certificates/lower/two-level-d4.json
  python -I -S proofs/verify.py proofs/certificates/lower/*.json
exit status: 0 all accepted, 1 some rejected, 2 some unreadable, or wrong usage"""
JSON_NAMES: dict[type, str] = {int: "an integer", str: "a string", list: "a list", dict: "an object"}
Point = tuple[Fraction, ...]
T = TypeVar("T")


class Rejected(Exception):
    """The file is JSON but not a proof of its bound; `code` is a key of CODES."""

    def __init__(self, code: str, reason: str) -> None:
        self.code, self.reason = code, reason


class Unreadable(Exception):
    """There is no JSON text to judge."""


@dataclass(frozen=True)
class Accepted:
    """The file proves eps*_dimension >= bound, by this number of moves."""
    dimension: int
    bound: Fraction
    moves: int


def _show(value: object) -> str:
    """Show a value in a message: short, ASCII, one line, whatever the file holds."""
    if isinstance(value, Fraction):  # str() would raise on a computed number of more than 4300 digits
        long = max(abs(value.numerator), value.denominator).bit_length() > 200
        return "a rational of more than 200 bits" if long else str(value)
    if isinstance(value, dict | list):
        return JSON_NAMES[type(value)]
    return json.dumps(value[:60] if isinstance(value, str) else value)[:80]


def _cap_depth(text: str) -> None:
    """Deep nesting exhausts the stack of the parser, in some versions of Python without an exception."""
    # Once the escapes \\ and \" are gone, every second piece between quotation marks lies outside strings.
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
            text, object_pairs_hook=members,
            parse_int=lambda n: int(n) if len(n) <= MAX_DIGITS else fault("over-long", "a huge integer"),
            parse_float=lambda x: fault("float", x[:40]),  # would be rounded on the way in
            parse_constant=lambda x: fault("not-finite", x))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON in UTF-8: {error}") from None
    if faults:
        raise faults[0]
    return value


def _expect(value: object, kind: type[T], where: str) -> T:
    if isinstance(value, bool) or not isinstance(value, kind):  # to Python, true is the integer 1
        code = "bool" if isinstance(value, bool) else "type"
        raise Rejected(code, f"{where} is {_show(value)}; accepted is {JSON_NAMES[kind]}")
    if value == []:  # no moves prove nothing, no outcomes have no mean
        raise Rejected("empty", f"{where} is an empty list; accepted is a list of one entry or more")
    return value


def _members(value: object, keys: Sequence[str], where: str) -> dict[str, object]:
    """Return an object with exactly these keys: an ignored one could say what nothing checks."""
    members = _expect(value, dict, where)
    for code, odd in ("unknown-key", set(members) - set(keys)), ("missing-key", set(keys) - set(members)):
        if odd:
            raise Rejected(code, f"{where}: key {_show(min(odd))}; accepted are exactly {', '.join(keys)}")
    return members


def _rational(value: object, where: str, positive: str = "") -> Fraction:
    """Return a rational; where it has to be positive, `positive` is the code of the rejection."""
    text = _expect(value, str, where)
    match = re.fullmatch("-?([0-9]+)(?:/([0-9]+))?", text)
    if match and max(map(len, match.groups("1"))) > MAX_DIGITS:
        raise Rejected("over-long", f"{where} has over {MAX_DIGITS} digits above or below; accepted: fewer")
    if match and int(match[2] or 1) == 0:
        raise Rejected("zero-denominator", f"{where} is {_show(text)}; accepted are denominators above 0")
    if not match or str(number := Fraction(text)) != text:  # one spelling each: no +1, -0, 01, 3/1, 2/4
        raise Rejected("rational", f'{where} is {_show(text)}; accepted is "p" or, in lowest terms, "p/q"')
    if positive and number <= 0:
        raise Rejected(positive, f"{where} is {_show(text)}; accepted is a rational above 0")
    return number


def _total(terms: Iterable[Fraction], where: str) -> Fraction:
    total = Fraction(0)
    for term in terms:
        total += term
        if total.denominator.bit_length() > MAX_BITS:
            raise Rejected("over-long", f"a sum in {where} needs over {MAX_BITS} bits; accepted are fewer")
    return total


def _point(value: object, dimension: int, where: str) -> Point:
    """Return a point of the simplex: elsewhere h is infinite, an inequality about it says nothing."""
    entries = _expect(value, list, where)
    if len(entries) != dimension:
        raise Rejected("length", f"{where} has {len(entries)} coordinates; accepted are {dimension}")
    point = tuple(_rational(entry, f"{where}[{i}]") for i, entry in enumerate(entries))
    if min(point) < 0:
        raise Rejected("negative", f"{where} has the coordinate {_show(min(point))}; accepted is 0 or more")
    if (total := _total(point, where)) != 1:
        raise Rejected("sum", f"the coordinates of {where} add up to {_show(total)}; accepted is 1")
    return point


def _outcomes(value: object, start: Point, where: str) -> dict[Point, Fraction]:
    outcomes: dict[Point, Fraction] = {}
    for i, entry in enumerate(_expect(value, list, where)):
        outcome = _members(entry, ("mass", "point"), f"{where}[{i}]")
        # Jensen's inequality is about positive weights; at a negative one it turns round.
        mass = _rational(outcome["mass"], f"{where}[{i}].mass", "mass")
        point = _point(outcome["point"], len(start), f"{where}[{i}].point")
        # The next two would be sound. But a mass that stays has no effect on mean, flow and gain, so that it
        # could be any number, and between two equal outcomes mass could be shifted, with nothing to notice.
        if point == start:
            raise Rejected("stationary", f"{where}[{i}].point is the starting point; accepted is any other")
        if point in outcomes:
            raise Rejected("duplicate-outcome", f"{where}[{i}].point occurs before; accepted is once a move")
        outcomes[point] = mass
    return outcomes


def _move(value: object, dimension: int, where: str, net: dict[Point, list[Fraction]]) -> Fraction:
    """Check a move, enter in `net` the mass that leaves less the mass that arrives, and return the gain."""
    members = _members(value, ("from", "to"), where)
    start = _point(members["from"], dimension, f"{where}.from")
    outcomes = _outcomes(members["to"], start, f"{where}.to")
    # Jensen's inequality bounds h at the mean of the outcomes, so that the mean has to be the starting point.
    for i, x in enumerate(start):
        drift = _total((mass * (y[i] - x) for y, mass in outcomes.items()), where)
        if drift != 0:
            raise Rejected("mean", f"{where} moves coordinate {i} of the mean by {_show(drift)}; accepted: 0")
    # As h is symmetric, all permutations of a point are one place: that of the sorted coordinates.
    net[tuple(sorted(start))].extend(outcomes.values())
    squares = []
    for point, mass in outcomes.items():
        net[tuple(sorted(point))].append(-mass)
        distance = _total((abs(y - x) for x, y in zip(start, point, strict=True)), where)
        squares.append(mass * distance**2)
    return _total(squares, where) / 2


def _check_flow(net: dict[Point, list[Fraction]], dimension: int, flow: Fraction) -> None:
    """In the sum of the moves h has to cancel but at centre and vertex: elsewhere its values are unknown."""
    centre = (Fraction(1, dimension),) * dimension
    vertex = (Fraction(0),) * (dimension - 1) + (Fraction(1),)
    wanted = {centre: flow, vertex: -flow}
    for place in [*wanted, *net]:  # centre and vertex also where no move touches them
        leaving, right = _total(net.get(place, ()), "the flow"), wanted.get(place, Fraction(0))
        if leaving != right:
            name = ", ".join(map(_show, place[:-9:-1])) + ", ..." * (dimension > 8)
            raise Rejected("flow", f"net flow out of ({name}) is {_show(leaving)}; accepted: {_show(right)}")


def check_bytes(data: bytes) -> Accepted:
    """Return what the file proves, or raise Rejected or Unreadable."""
    members = _members(_parse(data), ("format", "dimension", "bound", "flow", "moves"), "the file")
    if (name := _expect(members["format"], str, "format")) != FORMAT:
        raise Rejected("format", f"format is {_show(name)}; accepted is {FORMAT}")
    dimension = _expect(members["dimension"], int, "dimension")
    if not 2 <= dimension <= MAX_DIMENSION:  # at d = 1 centre and vertex are one point
        raise Rejected("dimension", f"dimension is {_show(dimension)}; accepted is 2 ... {MAX_DIMENSION}")
    # That eps*_d >= 0 needs no file, and only by a positive flow may the inequality be divided.
    bound = _rational(members["bound"], "bound", "trivial")
    flow = _rational(members["flow"], "flow", "trivial")
    moves = _expect(members["moves"], list, "moves")
    net: defaultdict[Point, list[Fraction]] = defaultdict(list)
    gains = [_move(move, dimension, f"moves[{i}]", net) for i, move in enumerate(moves)]
    _check_flow(net, dimension, flow)
    proved = _total(gains, "the gain") / flow
    # A smaller bound would be true as well; equality lets no number of the file be changed unnoticed.
    if bound != proved:
        raise Rejected("bound", f"bound is {_show(bound)}; accepted is gain / flow = {_show(proved)}")
    return Accepted(dimension, bound, len(moves))


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
        description="Check certificates of lower bounds on eps*_d.", epilog=EXAMPLES, allow_abbrev=False,
        prog="verify.py", formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", metavar="FILE", help="a certificate, see certificates/lower/FORMAT.md")
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
            print(f"accepted  eps*_{result.dimension} >= {result.bound}  {name}")
        except Rejected as error:
            print(f"rejected  [{error.code}]  {error.reason}  {name}")
            status = max(status, 1)
        except Unreadable as error:
            print(f"unreadable  {error}  {name}", file=sys.stderr)
            status = 2
    return status


if __name__ == "__main__":
    sys.exit(main())
