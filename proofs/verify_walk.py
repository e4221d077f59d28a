"""The trusted checker of walks: `python -I -S proofs/verify_walk.py FILE...` (standard library only, nothing of ours).

Why an accepted file proves a lower bound on eps*_d (in full: certificates/walk/FORMAT.md). Let F_m be the set of all
f >= max on R^m with f(x+z) + f(x-z) <= 2 f(x) + ||z||_inf^2 for all x and z, and g_m its infimum. Then

    (a) g_m(x) >= (b g_m(x + a s) + a g_m(x - b s)) / (a+b) - ab/2   for a vector s of signs and real a, b > 0,
    (b) g_m >= max is symmetric, g_m(x + c (1,...,1)) = g_m(x) + c, and g_m(x) >= g_(m-1)(x without an entry),
    (c) g_d(0) <= eps for every eps-smoothing of the maximum of d numbers, as it is in F_d.

Let h = 1/steps. A state is a point 2hk, k integers in falling order, the last one 0, of length m <= d, with signs s
and integers a, b, v > 0. It claims g_m(2hk) >= w(k) := 2h k_1 + v/unit. For any other point 2hy let w(y) be its largest
entry, plus v/unit of the first state among y (sorted, and shifted), y without its last entry, ..., if there is one.
Adding a to the entries of k of sign + gives y, and b to those of sign - gives z; then 2hk + ahs is 2hy less ah, and
2hk - bhs is 2hz less bh, in each entry. A file is accepted if at each state

    w(k) < (b (w(y) - ah) + a (w(z) - bh)) / (a+b) - ab h^2/2.

Proof of all claims: take a state where M = w(k) - g_m(2hk) is largest, and suppose M > 0. By (b), w exceeds g by at
most M at y and z, too, so by the inequality and (a) w(k) < g_m(2hk) + M, a contradiction. The bound is v/unit at 0.
"""

import argparse
import json
import re
import sys
from fractions import Fraction
from itertools import accumulate, pairwise
from typing import NamedTuple, TypeVar

FORMAT = "tightmax-walk-2"
KEYS = ("format", "dimension", "steps", "unit", "states")
MAX_BYTES, MAX_DEPTH, MAX_DIGITS, MAX_DIMENSION = 8 * 2**20, 16, 18, 64  # of a file, its brackets, its integers
POSITIVE = f"[1-9][0-9]{{0,{MAX_DIGITS - 1}}}"
STATE = re.compile(rf"((?:(?:0|{POSITIVE})(?:\++-*|-+))+)(?:({POSITIVE})/({POSITIVE}))?=({POSITIVE})")

CODES = {  # The closed list: every rejection carries one of these.
    "duplicate-key": "an object gives the same key twice",
    "keys": "other keys than " + ", ".join(KEYS),
    "number": f"a number that is no positive integer of at most {MAX_DIGITS} digits",
    "type": "a value of the wrong JSON type",
    "format": "a format other than " + FORMAT,
    "dimension": f"a dimension outside 2 ... {MAX_DIMENSION}",
    "state": "a state not like 3+1+--0-=7 or 3+1+--0-4/5=7, with integers that fall to 0 and 2 ... dimension signs",
    "duplicate-state": "a place that occurs twice",
    "start": "no state with as many entries as the dimension, all equal",
    "inequality": "a state whose value is not below what its move gives",
}
EXAMPLES = """examples: python -I -S proofs/verify_walk.py proofs/certificates/walk/walk-d5.json
exit status: 0 all accepted, 1 some rejected, 2 some unreadable, or wrong usage"""
JSON_NAMES: dict[type, str] = {int: "an integer", str: "a string", list: "a list", dict: "an object"}
Place = tuple[int, ...]
Move = tuple[str, int, int, int]
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
    def members(pairs: list[tuple[str, object]]) -> object:
        twice = len(dict(pairs)) < len(pairs)  # Python would keep the last, and a reader may see the first
        return fault("duplicate-key", "an object with a key given twice", "each key once") if twice else dict(pairs)
    if len(data) > MAX_BYTES:
        raise Unreadable(f"larger than {MAX_BYTES} bytes")
    try:
        text = data.decode("utf-8")
        # Deep nesting can crash the parser. Once escapes are gone, every second piece between quotes is in no string.
        outside = "".join(text.replace("\\\\", "").replace('\\"', "").split('"')[::2])
        if max(accumulate((-1) ** (mark in "]}") for mark in re.findall(r"[][{}]", outside)), default=0) > MAX_DEPTH:
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
    if type(value) is not kind:  # to isinstance, true is an integer
        raise Rejected("type", f"{where} is {_show(value)}; accepted is {JSON_NAMES[kind]}")
    if isinstance(value, int) and value < 1:
        raise Rejected("number", f"{where} is {value}; accepted is 1 or more")
    return value


def _state(text: str, most: int) -> tuple[Place, Move]:
    """Return place, signs, distances and value, written like 3+1+--0-4/5=7: each integer once, with all its signs."""
    found = STATE.fullmatch(text)
    levels = [(int(k), signs) for k, signs in re.findall("([0-9]+)([+-]+)", found[1] if found else "")]
    place = tuple(k for k, signs in levels for _ in signs)
    if found is None or any(p <= q for (p, _), (q, _) in pairwise(levels)) or place[-1] or not 2 <= len(place) <= most:
        raise Rejected("state", f"{_show(text)}; accepted: as 3+1+--0-4/5=7, falling to 0, with 2 ... {most} signs")
    return place, ("".join(signs for _, signs in levels), int(found[2] or 1), int(found[3] or 1), int(found[4]))


def _moved(place: Place, signs: str, sign: str, distance: int, states: dict[Place, Move]) -> tuple[int, int]:
    """Return the largest entry when those of one sign have moved up, and the value there."""
    entries = sorted((k + distance * (s == sign) for k, s in zip(place, signs, strict=True)), reverse=True)
    for length in range(len(entries), 1, -1):
        if state := states.get(tuple(k - entries[length - 1] for k in entries[:length])):
            return entries[0], state[3]
    return entries[0], 0


def check_bytes(data: bytes) -> Accepted:
    """Return what the file proves, or raise Rejected or Unreadable."""
    file = _expect(_parse(data), dict, "the file")
    if odd := set(file) ^ set(KEYS):  # an ignored key could say what nothing checks
        raise Rejected("keys", f"the file: key {_show(min(odd))}; accepted are exactly {', '.join(KEYS)}")
    if _expect(file["format"], str, "format") != FORMAT:
        raise Rejected("format", f"format is {_show(file['format'])}; accepted is {FORMAT}")
    dimension, n, unit = (_expect(file[key], int, key) for key in ("dimension", "steps", "unit"))
    if not 2 <= dimension <= MAX_DIMENSION:
        raise Rejected("dimension", f"dimension is {dimension}; accepted is 2 ... {MAX_DIMENSION}")
    states: dict[Place, Move] = {}
    for i, line in enumerate(_expect(file["states"], list, "states")):
        for text in _expect(line, str, f"states[{i}]").split():
            place, move = _state(text, dimension)
            if place in states:
                raise Rejected("duplicate-state", f"{_show(text)} is where another is; accepted is one state a place")
            states[place] = move
    if (start := (0,) * dimension) not in states:
        raise Rejected("start", f"no state has {dimension} equal entries; accepted are files with one")
    for place, (signs, a, b, value) in states.items():
        (y, v), (z, w) = _moved(place, signs, "+", a, states), _moved(place, signs, "-", b, states)
        # The inequality of the docstring times 2 (a+b) n^2 unit, with 2h k_1 taken from both sides.
        ends = b * (4 * (y - place[0]) * unit + 2 * n * v) + a * (4 * (z - place[0]) * unit + 2 * n * w)
        if 2 * (a + b) * n * n * value >= n * ends - a * b * (4 * n + a + b) * unit:
            raise Rejected("inequality", f"the value {value} at {str(place)[:60]}; accepted: less than its move gives")
    return Accepted(dimension, Fraction(states[start][3], unit), len(states))


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
