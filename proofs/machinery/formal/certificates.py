"""Each certificate of a lower bound as a Coq file.

Only the notation changes: of weighted moves, rationals become integers over common denominators; the text of a walk
becomes numerals. Whether a certificate is true is for theories/Certificate.v or theories/WalkCertificate.v to say, so
that nothing here has to be trusted.
"""

import re
from collections import Counter
from fractions import Fraction
from itertools import groupby
from math import floor, lcm
from operator import index
from textwrap import wrap
from typing import Any

WIDTH = 107  # and up to three more for what closes a list
KEPT = "\N{NO-BREAK SPACE}"  # a space at which no line is broken

FILE = """\
(** In dimension {d}, h(e_1) - h(u) >= {bound} for symmetric, strongly convex h: {count}. *)

From Coq Require Import Reals QArith Qreals ZArith List.
From TightMax Require Import Vectors Smoothing Certificate.
Import ListNotations.
Open Scope Z_scope.

{points}Definition weighted_moves : certificate :=
  Certificate {parts} {flow} [
{moves}].

Lemma accepted : check {d} weighted_moves ({numerator} # {denominator}) = true.
Proof. vm_cast_no_check (eq_refl true). Qed.

Theorem bound : forall h, symmetric {d} h -> strongly_convex {d} h ->
  (Q2R ({numerator} # {denominator})
   <= h (vertex 0) - h (centre {d}))%R.
Proof. exact (check_sound _ _ _ accepted). Qed.
"""

WALK = """\
(** In dimension {d}, eps*_d >= {bound}: {count}. *)

From Coq Require Import Reals QArith Qreals ZArith List.
From TightMax Require Import Vectors Smoothing WalkChecker WalkCertificate WalkText.
Import ListNotations.
Open Scope Z_scope.

(** A state is written as in the certificate, with {symbols}, and e between two of them. *)
Definition rows : list row := [
{rows}]%walk.

Definition walk : certificate := Certificate {steps} {unit} (states_in rows).

Lemma accepted : check {d} walk ({numerator} # {denominator}) = true.
Proof. vm_cast_no_check (eq_refl true). Qed.

Theorem bound : forall eps f, smoothing {d} eps f -> (Q2R ({numerator} # {denominator}) <= eps)%R.
Proof. exact (check_sound _ _ _ accepted). Qed.
"""
"""In both, with vm_cast_no_check the kernel alone computes the check, at Qed; vm_compute would do it before as well."""
STATE = re.compile(r"(?P<place>(?:[0-9]+[+-]+)+)(?:[0-9]+/[0-9]+)?=(?P<value>[0-9]+)")
"""A state: a place, two distances if they are not both 1, and a value."""
ORIGIN = re.compile(r"0[+-]+")
"""A place of zeros."""
SYMBOLS = {"+": "a", "-": "b", "/": "c", "=": "d", " ": "e"}
"""The digits to the base 16 that theories/WalkText.v reads as what they stand for here; 0 to 9 are themselves."""
ROW = 2000
"""Symbols in a numeral; a longer one saves no time, and Coq reads a numeral recursively."""


def _lines(line: str, indent: int) -> str:
    """Return a line, broken at its spaces where it is too long."""
    first, rest = " " * indent, " " * (indent + 2)
    lines = wrap(line, WIDTH, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
    return "\n".join(lines).replace(KEPT, " ")


def text(certificate: dict[str, Any]) -> str:
    """Return the Coq file of a certificate of the format tightmax-moves-1 or tightmax-walk-2."""
    return _walk(certificate) if certificate["format"] == "tightmax-walk-2" else _moves(certificate)


def _shown(bound: Fraction) -> str:
    """Return a bound for a comment, rounded down where it is long."""
    return str(bound) if bound.denominator < 10**6 else f"{floor(bound * 10**6) / 10**6:.6f}..."


def _walk(certificate: dict[str, Any]) -> str:
    """Return the Coq file of a walk: its states stay the text that they are, with other letters."""
    d, steps, unit = (index(certificate[key]) for key in ("dimension", "steps", "unit"))
    states = " ".join(certificate["states"]).split()
    bound = Fraction(0)  # where no state is the origin: Coq rejects what the checker rejects
    for written in states:
        found = STATE.fullmatch(written)
        if found is None:
            raise ValueError(f"the state {written!r} is not written like 3+1+--0-4/5=7")
        if ORIGIN.fullmatch(found["place"]) and len(found["place"]) == d + 1:
            bound = Fraction(int(found["value"]), unit)
    digits = str.maketrans("".join(SYMBOLS), "".join(SYMBOLS.values()))
    rows = wrap(" ".join(states), ROW, break_on_hyphens=False)
    return WALK.format(
        d=d,
        bound=_shown(bound),
        count=f"a walk of {len(states)} state{'s' * (len(states) > 1)}",
        symbols=", ".join(f"{digit} for {symbol}" for symbol, digit in SYMBOLS.items() if symbol != " "),
        steps=steps,
        unit=unit,
        rows=";\n".join(f"  0x{row.translate(digits)}" for row in rows),
        numerator=bound.numerator,
        denominator=bound.denominator,
    )


def _moves(certificate: dict[str, Any]) -> str:
    d, moves, bound = certificate["dimension"], certificate["moves"], Fraction(certificate["bound"])
    points = [tuple(point) for move in moves for point in (move["from"], *(to["point"] for to in move["to"]))]
    masses = [certificate["flow"], *(to["mass"] for move in moves for to in move["to"])]
    parts = lcm(d, *{Fraction(entry).denominator for point in points for entry in point})  # of the centre: d
    unit = lcm(*{Fraction(mass).denominator for mass in masses})

    def integer(value: str, unit: int) -> str:
        return str(int(Fraction(value) * unit))  # a whole number already

    # Coq reads a name in a tenth of the time of a numeral.
    times = Counter(points)
    shown = {point: "[" + f";{KEPT}".join(integer(entry, parts) for entry in point) + "]" for point in times}
    names = {point: f"p{i}" for i, point in enumerate((point for point in times if times[point] > 1), 1)}
    called = shown | names
    defined = [_lines(f"Definition {name} := {shown[point]}.", 0) for point, name in names.items()]

    def listed(move: dict[str, Any]) -> str:
        targets = [
            _lines(f"({integer(mass, unit)}, [{'; '.join(called[tuple(to['point'])] for to in group)}])", 6)
            for mass, group in groupby(move["to"], lambda to: to["mass"])
        ]
        return _lines(f"Move {called[tuple(move['from'])]} [", 4) + "\n" + ";\n".join(targets) + "]"

    return FILE.format(
        d=d,
        bound=_shown(bound),
        count=f"{len(moves)} weighted move{'s' * (len(moves) > 1)}",
        points="".join(f"{line}\n" for line in defined) + "\n" * bool(defined),
        parts=parts,
        flow=integer(certificate["flow"], unit),
        moves=";\n".join(map(listed, moves)),
        numerator=bound.numerator,
        denominator=bound.denominator,
    )
