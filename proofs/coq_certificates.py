"""Write each certificate of a lower bound as a Coq file: python -m proofs.coq_certificates.

Only the notation changes: rationals become integers over common denominators. Whether a certificate is true is for
theories/Certificate.v to say, so that nothing here has to be trusted.
"""

import json
from fractions import Fraction
from math import floor, lcm
from pathlib import Path
from textwrap import wrap
from typing import Any

HERE = Path(__file__).parent
CERTIFICATES = HERE / "certificates" / "lower"
FOLDER = HERE / "coq" / "generated"
WIDTH = 110

FILE = """\
(** In dimension {d}, h(e_1) - h(u) >= {bound} for symmetric, strongly convex h: {moves} weighted moves. *)

From Coq Require Import Reals QArith Qreals ZArith List.
From TightMax Require Import Vectors Smoothing Certificate.
Import ListNotations.
Open Scope Z_scope.

Definition weighted_moves : certificate :=
  Certificate {parts} {flow} [
{listed}].

Lemma accepted : check {d} weighted_moves ({numerator} # {denominator}) = true.
Proof. vm_compute. reflexivity. Qed.

Theorem bound : forall h, symmetric {d} h -> strongly_convex {d} h ->
  (Q2R ({numerator} # {denominator}) <= h (vertex 0) - h (centre {d}))%R.
Proof. exact (check_sound _ _ _ accepted). Qed.
"""


def _integers(values: list[str], unit: int) -> str:
    """A list of rationals as multiples of 1 / unit."""
    return "[" + "; ".join(str(int(Fraction(value) * unit)) for value in values) + "]"


def _wrapped(line: str, indent: int) -> str:
    """A line, broken at spaces where it is too long."""
    lines = wrap(
        line, WIDTH, initial_indent=" " * indent, subsequent_indent=" " * (indent + 2),
        break_long_words=False, break_on_hyphens=False,
    )  # fmt: skip
    return "\n".join(lines)


def _move(move: dict[str, Any], parts: int, unit: int) -> str:
    outcomes = [
        _wrapped(f"({int(Fraction(outcome['mass']) * unit)}, {_integers(outcome['point'], parts)})", 6)
        for outcome in move["to"]
    ]
    return _wrapped(f"Move {_integers(move['from'], parts)} [", 4) + "\n" + ";\n".join(outcomes) + "]"


def text(certificate: dict[str, Any]) -> str:
    """The Coq file of a certificate of the format tightmax-moves-1."""
    d, moves, bound = certificate["dimension"], certificate["moves"], Fraction(certificate["bound"])
    points = [move["from"] for move in moves] + [outcome["point"] for move in moves for outcome in move["to"]]
    masses = [certificate["flow"], *(outcome["mass"] for move in moves for outcome in move["to"])]
    parts = lcm(d, *{Fraction(entry).denominator for point in points for entry in point})  # of the centre: d
    unit = lcm(*{Fraction(mass).denominator for mass in masses})
    return FILE.format(
        d=d,
        bound=bound if bound.denominator < 10**6 else f"{floor(bound * 10**6) / 10**6:.6f}...",
        moves=len(moves),
        parts=parts,
        flow=int(Fraction(certificate["flow"]) * unit),
        listed=";\n".join(_move(move, parts, unit) for move in moves),
        numerator=bound.numerator,
        denominator=bound.denominator,
    )


def name(path: Path) -> str:
    """The Coq identifier of a certificate: best-d4.json is best_d4."""
    return path.stem.replace("-", "_")


def write(folder: Path) -> list[Path]:
    """Write a file for every certificate, delete all others of a former run, and return the paths."""
    folder.mkdir(parents=True, exist_ok=True)
    written = []
    for source in sorted(CERTIFICATES.glob("*.json")):
        path = folder / f"{name(source)}.v"
        path.write_text(text(json.loads(source.read_text("utf-8"))), "utf-8")
        written.append(path)
    for stale in set(folder.glob("*.v")) - set(written):
        stale.unlink()
    return written


if __name__ == "__main__":
    for path in write(FOLDER):
        print(path)
