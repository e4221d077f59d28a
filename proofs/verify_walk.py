"""The trusted checker of walks: `python -I -S proofs/verify_walk.py FILE...` (standard library only, nothing of ours).

Why an accepted file proves a lower bound on eps*_d (in full, with the format: certificates/walk/FORMAT.md). For every
m let F_m be the set of all f >= max on R^m with f(x+z) + f(x-z) <= 2 f(x) + ||z||_inf^2, and g_m its infimum. Then

    (a) g_m(x) >= (b g_m(x + a s) + a g_m(x - b s)) / (a+b) - ab/2   for a vector s of signs and real a, b > 0,
    (b) g_m >= max is symmetric, g_m(x + c (1,...,1)) = g_m(x) + c, and g_m(x) >= g_(m-1)(x without an entry),
    (c) g_d(0) <= eps for every eps-smoothing of the maximum of d numbers, as it is in F_d.

Let h = 1/steps. A state is a point 2hk, k integers in falling order, the last one 0, of length m <= d. The file gives
it signs s, integers a, b > 0 and an integer v > 0, and claims g_m(2hk) >= w(k) := 2h k_1 + v/unit. For any other point
2hy let w(y) be its largest entry, plus v/unit of the first state among y (sorted, and shifted), y without its last
entry, ..., if there is one. Adding a to the entries of k of sign + gives y, and b to those of sign - gives z; then
2hk + ahs is 2hy less ah, and 2hk - bhs is 2hz less bh, in each entry. Accepted is a file where for each state

    w(k) < (b (w(y) - ah) + a (w(z) - bh)) / (a+b) - ab h^2/2.

Proof of all claims: take a state where M = w(k) - g_m(2hk) is largest, and suppose M > 0. By (b), w exceeds g by at
most M at y and z, too, so by the inequality and (a) w(k) < g_m(2hk) + M, a contradiction. The bound is v/unit at 0.
"""

import argparse
import json
import re
import sys
from collections.abc import Sequence
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import NamedTuple, TypeVar

FORMAT = "tightmax-walk-1"
KEYS = ("format", "dimension", "steps", "unit", "states")
MAX_BYTES = 8 * 2**20  # of a file
MAX_DEPTH = 16  # of brackets; the format needs 3
MAX_DIGITS = 18  # of an integer: all that is computed is then short
MAX_DIMENSION = 64

CODES = {  # The closed list: every rejection carries one of these.
    "duplicate-key": "an object gives the same key twice",
    "keys": "other keys than " + ", ".join(KEYS),
    "number": f"a number that is no positive integer of at most {MAX_DIGITS} digits",
    "type": "a value of the wrong JSON type, or a state that is not a list of four",
    "format": "a format other than " + FORMAT,
    "dimension": f"a dimension outside 2 ... {MAX_DIMENSION}",
    "place": "a place that is not falling integers with signs, the last one 0, + before - where they are equal",
    "length": "a state with one entry, or with more than the dimension",
    "duplicate-state": "a place that occurs twice",
    "start": "no state with as many entries as the dimension, all equal",
    "inequality": "a state whose value is not below what its move gives",
}
EXAMPLES = """examples:
  python -I -S proofs/verify_walk.py proofs/certificates/walk/walk-d5.json
exit status: 0 all accepted, 1 some rejected, 2 some unreadable, or wrong usage"""
JSON_NAMES: dict[type, str] = {int: "an integer", str: "a string", list: "a list", dict: "an object"}
Place = tuple[int, ...]
T = TypeVar("T")


class Rejected(Exception):
    """The file is JSON but not a proof of its bound; `code` is a key of CODES."""
    def __init__(self, code: str, reason: str) -> None:
        super().__init__(f"[{code}]  {reason}")
        self.code, self.reason = code, reason


class Unreadable(Exception):
    """There is no JSON text to judge."""


class Accepted(NamedTuple):
    """The file proves eps*_dimension >= bound, by this number of states."""
    dimension: int
    bound: Fraction
    states: int


def _show(value: object) -> str:
    """Show a value of the file in a message: short, ASCII, one line."""
    return JSON_NAMES[type(value)] if isinstance(value, dict | list) else json.dumps(value)[:60]


def _parse(data: bytes) -> object:
    """Return the JSON value, without what Python's parser lets pass but the format does not."""
    faults: list[Rejected] = []  # not raised at once: what turns out not to be JSON is unreadable
    def fault(code: str, what: str, wanted: str = f"positive integers of at most {MAX_DIGITS} digits") -> int:
        faults.append(Rejected(code, f"{what} occurs; accepted: {wanted}"))
        return 0

    def members(pairs: list[tuple[str, object]]) -> dict[str, object]:
        if len(dict(pairs)) < len(pairs):  # Python would keep the last; a reader who sees the first sees another file
            fault("duplicate-key", "an object with a key given twice", "each key once")
        return dict(pairs)

    if len(data) > MAX_BYTES:
        raise Unreadable(f"larger than {MAX_BYTES} bytes")
    try:
        text = data.decode("utf-8")
        # Deep nesting exhausts the stack of the parser, in some versions of Python without an exception. Once the
        # escapes are gone, every second piece between quotation marks lies outside strings.
        outside = "".join(text.replace("\\\\", "").replace('\\"', "").split('"')[::2])
        depths = accumulate(1 if mark in "[{" else -1 for mark in re.findall(r"[][{}]", outside))
        if max(depths, default=0) > MAX_DEPTH:
            raise Unreadable(f"nested more than {MAX_DEPTH} deep")
        value: object = json.loads(
            text, object_pairs_hook=members, parse_constant=lambda x: fault("number", x),
            parse_int=lambda n: int(n) if len(n) <= MAX_DIGITS else fault("number", "a huge integer"),
            parse_float=lambda x: fault("number", x[:40]))
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"not JSON in UTF-8: {error}") from None
    if faults:
        raise faults[0]
    return value


def _expect(value: object, kind: type[T], where: str) -> T:
    if isinstance(value, bool) or not isinstance(value, kind):  # to Python, true is the integer 1
        raise Rejected("type", f"{where} is {_show(value)}; accepted is {JSON_NAMES[kind]}")
    if isinstance(value, int) and value < 1:
        raise Rejected("number", f"{where} is {value}; accepted is 1 or more")
    return value


def _place(text: str, dimension: int, where: str) -> tuple[Place, str]:
    """Return the entries and their signs, written like 3+1+--0-: each value once, with the signs of its entries."""
    levels = [(int(k), signs) for k, signs in re.findall(r"([0-9]{1,18})(\+*-*)", text)]
    falling = all(p > q for (p, _), (q, _) in pairwise(levels)) and [k for k, _ in levels[-1:]] == [0]
    if "".join(f"{k}{signs}" for k, signs in levels) != text or not falling or not all(signs for _, signs in levels):
        raise Rejected("place", f"{where} is {_show(text)}; accepted is a place with signs such as 3+1+--0-")
    place = tuple(k for k, signs in levels for _ in signs)
    if not 2 <= len(place) <= dimension:
        raise Rejected("length", f"{where} has {len(place)} entries; accepted are 2 ... {dimension}")
    return place, "".join(signs for _, signs in levels)


def _moved(place: Place, signs: str, sign: str, distance: int, values: dict[Place, int]) -> tuple[int, int]:
    """Return the largest entry when those of one sign have moved up, and the value there."""
    entries = sorted((k + distance * (s == sign) for k, s in zip(place, signs, strict=True)), reverse=True)
    for length in range(len(entries), 1, -1):
        if (value := values.get(tuple(k - entries[length - 1] for k in entries[:length]))) is not None:
            return entries[0], value
    return entries[0], 0


def check_bytes(data: bytes) -> Accepted:
    """Return what the file proves, or raise Rejected or Unreadable."""
    file = _expect(_parse(data), dict, "the file")
    if odd := set(file) ^ set(KEYS):  # an ignored key could say what nothing checks
        raise Rejected("keys", f"the file: key {_show(min(odd))}; accepted are exactly {', '.join(KEYS)}")
    if (name := _expect(file["format"], str, "format")) != FORMAT:
        raise Rejected("format", f"format is {_show(name)}; accepted is {FORMAT}")
    if not 2 <= (dimension := _expect(file["dimension"], int, "dimension")) <= MAX_DIMENSION:
        raise Rejected("dimension", f"dimension is {dimension}; accepted is 2 ... {MAX_DIMENSION}")
    n, unit = _expect(file["steps"], int, "steps"), _expect(file["unit"], int, "unit")
    moves: dict[Place, tuple[str, int, int]] = {}
    values: dict[Place, int] = {}
    for i, state in enumerate(_expect(file["states"], list, "states")):
        if len(_expect(state, list, f"states[{i}]")) != 4:
            raise Rejected("type", f"states[{i}] has {len(state)} entries; accepted are place, a, b and value")
        place, signs = _place(_expect(state[0], str, f"states[{i}][0]"), dimension, f"states[{i}][0]")
        if place in values:
            raise Rejected("duplicate-state", f"states[{i}] is where another is; accepted is one state a place")
        a, b, values[place] = (_expect(state[j], int, f"states[{i}][{j}]") for j in (1, 2, 3))
        moves[place] = signs, a, b
    if (start := (0,) * dimension) not in values:
        raise Rejected("start", f"no state has {dimension} equal entries; accepted are files with one")
    for i, (place, (signs, a, b)) in enumerate(moves.items()):
        (y, v), (z, w) = _moved(place, signs, "+", a, values), _moved(place, signs, "-", b, values)
        # The inequality of the docstring times 2 (a+b) n^2 unit, with 2h k_1 taken from both sides.
        ends = b * (4 * (y - place[0]) * unit + 2 * n * v) + a * (4 * (z - place[0]) * unit + 2 * n * w)
        if 2 * (a + b) * n * n * values[place] >= n * ends - a * b * (4 * n + a + b) * unit:
            raise Rejected("inequality", f"the value of states[{i}] is too large; accepted: less than its move gives")
    return Accepted(dimension, Fraction(values[start], unit), len(moves))


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
        prog="verify_walk.py", description="Check walks that prove lower bounds on eps*_d.", epilog=EXAMPLES,
        allow_abbrev=False, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("files", nargs="*", metavar="FILE", help="a certificate, see certificates/walk/FORMAT.md")
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
            print(f"accepted  eps*_{result.dimension} >= {result.bound} ({result.states} states)  {name}")
        except Rejected as error:
            print(f"rejected  [{error.code}]  {error.reason}  {name}")
            status = max(status, 1)
        except Unreadable as error:
            print(f"unreadable  {error}  {name}", file=sys.stderr)
            status = 2
    return status


if __name__ == "__main__":
    sys.exit(main())
