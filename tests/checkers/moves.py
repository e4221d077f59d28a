"""Certificates of moves, for the tests of proofs/verify.py: the frozen ones, and the smallest."""

import json
from functools import partial

from proofs import verify
from proofs.machinery.output.places import ROOT
from tests.checkers.kinds import Json, Kind, edited

LOWER = ROOT / "proofs" / "certificates" / "lower"

# What the frozen certificates prove, typed here by hand.
FROZEN = {
    "chain-d2": (2, "1/2"),
    "chain-d3": (3, "8/9"),
    "chain-d4": (4, "9/8"),
    "chain-d5": (5, "32/25"),
    "chain-d6-1": (6, "25/18"),
    "chain-d6-2": (6, "25/18"),
    "chain-d6-3": (6, "25/18"),
    "chain-d7": (7, "680/441"),
    "chain-d8": (8, "481/288"),
    "chain-d9": (9, "16/9"),
    "chain-d10": (10, "841/450"),
    "two-level-d4": (4, "7/6"),
    "two-level-d5": (5, "104/75"),
    "two-level-d6": (6, "14/9"),
    "two-level-d7": (7, "248/147"),
    "two-level-d8": (8, "43/24"),
}


def frozen(name: str) -> Json:
    value: Json = json.loads((LOWER / f"{name}.json").read_text(encoding="utf-8"))
    return value


D2 = '{"format": "tightmax-moves-1", "dimension": 2, "bound": "1/2", "flow": "1", "moves": [%s]}'
UP, DOWN = '{"mass": "1/2", "point": ["1", "0"]}', '{"mass": "1/2", "point": ["0", "1"]}'
GOOD = D2 % ('{"from": ["1/2", "1/2"], "to": [' + UP + ", " + DOWN + "]}")
CENTRE = '["1/2", "1/2"]'


edit = partial(edited, GOOD)
"""The smallest certificate with a part of its text replaced, as bytes."""


MOVES = Kind(
    verify, "tightmax-moves-1", GOOD, edit('"bound": "1/2"', '"bound": "1"'),
    accepted="accepted  eps*_2 >= 1/2", rejected="rejected  [bound]  bound is 1; accepted is gain / flow = 1/2",
    keys=("format", "dimension", "bound", "flow", "moves"),
    names=("format", "dimension", "bound", "flow", "moves", "from", "to", "mass", "point"),
    fixed=("dimension", "bound", "moves"),
)
verdict = MOVES.verdict
