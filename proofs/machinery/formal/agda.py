"""The certificates of lower bounds checked by Agda: ``python -m proofs.machinery.formal.agda``, which is ``make agda``.

Each certificate is quoted, as it stands, in an Agda file with what it claims to prove and two common denominators.
Whether it proves that is for agda/Checker.agda to say, so that nothing here has to be trusted but the quoting.
"""

from __future__ import annotations

import argparse
import json
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cache
from math import lcm
from pathlib import Path

from proofs.machinery.output.bad_input import ToolMissing, Undecided
from proofs.machinery.output.checkout import check_checkout
from proofs.machinery.output.endings import ending
from proofs.machinery.output.exit_status import DIFFERS, MATCHES
from proofs.machinery.output.parser import parser
from proofs.machinery.output.places import CERTIFICATES, PROOFS, ROOT

NAME = "proofs.machinery.formal.agda"
EXAMPLES = f"""  python -m {NAME}                                                every certificate
  python -m {NAME} proofs/certificates/lower/chain-d3.json        this one"""

CHECKER = PROOFS / "agda" / "Checker.agda"
BUILD = ROOT / "build" / "agda"
"""Where the Agda files are written and checked; git ignores it."""

INSTALL = "apt-get install -y --no-install-recommends agda-bin, or, smaller, . proofs/agda/unpack.sh"
LIMIT = 600.0
"""Seconds for one certificate."""

FILE = """\
{{-# OPTIONS --safe #-}}

-- {title}
module {module} where

open import Checker

text : String
text = "{quoted}"

proved : check {dimension} ({numerator} / {denominator}) {parts} {unit} text ≡ accepted
proved = refl
"""

# A refusal is the one error that names a verdict; Agda breaks its messages where they get long.
REFUSAL = re.compile(r'rejected\s+"([^"]*)"\s+!=\s+accepted\s+of\s+type\s+Verdict')
EXPECTED = "not a certificate of the format tightmax-moves-1"


class Refused(Exception):
    """The file is not accepted, for this reason."""


def _rational(value: object) -> Fraction:
    """Return a rational as the format writes it; ValueError for all else, such as exponents, which Fraction reads."""
    if not isinstance(value, str) or not re.fullmatch(r"[0-9]{1,4000}(/[0-9]{1,4000})?", value):
        raise ValueError(f"{str(value)[:40]!r} is no rational above 0")
    return Fraction(value)


def _unit(values: Iterable[object]) -> int:
    return lcm(*{_rational(value).denominator for value in values})


def quoted(text: str) -> str:
    """Return a text as it is written between quotation marks in Agda.

    >>> print(quoted('{"mass": 1}\\n'))
    {\\"mass\\": 1}\\n
    """
    plain = {"\n": r"\n", '"': r"\"", "\\": r"\\"}
    return "".join(plain.get(mark) or (mark if " " <= mark <= "~" else rf"\{ord(mark)}\&") for mark in text)


@dataclass(frozen=True)
class Claim:
    """What a certificate says that it proves, eps*_dimension >= bound, and common denominators to check it over."""

    dimension: int
    bound: Fraction
    parts: int
    unit: int

    def __str__(self) -> str:
        return f"eps*_{self.dimension} >= {self.bound}"


def claim(text: str) -> Claim:
    """Return the claim of a certificate, which may be false; Refused where there is none."""
    try:
        made = json.loads(text)
        outcomes = [outcome for move in made["moves"] for outcome in move["to"]]
        points = [*(move["from"] for move in made["moves"]), *(outcome["point"] for outcome in outcomes)]
        if type(made["dimension"]) is not int or not 1 < made["dimension"] <= 10**4:
            raise ValueError(f"dimension {str(made['dimension'])[:40]!r}")
        parts = lcm(made["dimension"], _unit(entry for point in points for entry in point))
        unit = _unit([made["flow"], *(outcome["mass"] for outcome in outcomes)])
        f"{parts}{unit}"  # a ValueError where Python writes no number of that size
        return Claim(made["dimension"], _rational(made["bound"]), parts, unit)
    except (ValueError, TypeError, KeyError, ArithmeticError, RecursionError) as error:
        raise Refused(f"{EXPECTED}: {' '.join(str(error).split())[:120]}") from None


def module(path: Path) -> str:
    """Return the name of the Agda module of a certificate: lower-best-d5 of best-d5.json."""
    return f"lower-{re.sub('[^A-Za-z0-9]+', '-', path.stem).strip('-')}"


def agda_text(text: str, name: str) -> str:
    """Return the Agda file of a certificate."""
    made = claim(text)
    return FILE.format(
        title=f"{made}, if Agda accepts this file: the certificate as it stands, over its common denominators.",
        module=name,
        quoted=quoted(text),
        dimension=made.dimension,
        numerator=made.bound.numerator,
        denominator=made.bound.denominator,
        parts=made.parts,
        unit=made.unit,
    )


def present() -> bool:
    """Is Agda here, with the files of its own that every Agda file imports?"""
    if shutil.which("agda") is None:
        return False
    folder = subprocess.run(["agda", "--print-agda-dir"], capture_output=True, text=True, check=False).stdout.strip()
    return Path(folder, "lib", "prim", "Agda", "Builtin", "Nat.agda").is_file()


@cache
def version() -> str:
    """Return the version of Agda, as in "Agda 2.6.2.2"; ToolMissing where it is not installed."""
    if not present():
        missing = "agda not found" if shutil.which("agda") is None else "Agda's own files not found (Agda_datadir)"
        raise ToolMissing(f"{missing}; the Debian package agda-bin is needed: {INSTALL}")
    said = subprocess.run(["agda", "--version"], capture_output=True, text=True, check=True).stdout
    return said.partition("\n")[0].replace(" version", "")


def prepare(folder: Path = BUILD) -> Path:
    """Make the folder anew, with the checker in it: what was checked there before counts for nothing."""
    version()
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    shutil.copy(CHECKER, folder)
    run(CHECKER.name, folder)
    return folder


def run(name: str, folder: Path) -> None:
    """Let Agda check a file of the folder; Refused with its code where it is a certificate that does not hold."""
    # Options come from the files alone, and no library of the user's is read.
    command = ["agda", "--no-libraries", "--include-path=.", name]
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            encoding="utf-8",
            errors="replace",
            timeout=LIMIT,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Undecided(f"Agda did not finish {name} within {LIMIT:.0f} s") from None
    if done.returncode == 0:
        return
    if found := REFUSAL.search(done.stdout):
        raise Refused(found[1])
    said = [line for line in (done.stdout + done.stderr).splitlines() if line.strip() and "Checking " not in line]
    raise Undecided(f"Agda ended with status {done.returncode} on {name}: {' '.join(said)[:200] or 'no message'}")


def check(path: Path, folder: Path) -> Claim:
    """Return what Agda has accepted that the certificate proves; Refused otherwise."""
    try:
        text = path.read_bytes().decode("utf-8")
    except UnicodeDecodeError:
        raise Refused(f"{EXPECTED}: not UTF-8") from None
    name = module(path)
    (folder / f"{name}.agda").write_text(agda_text(text, name), encoding="utf-8")
    run(f"{name}.agda", folder)
    return claim(text)


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    description = "Check the certificates of lower bounds in Agda: what verify.py checks, by another kernel."
    made = parser(NAME, f"python -m {NAME}", description, EXAMPLES)
    made.add_argument("files", nargs="*", metavar="FILE", help="by default all of proofs/certificates/lower")
    return made.parse_args(argv)


def _run(argv: Sequence[str] | None) -> int:
    args = _arguments(argv)
    check_checkout(f"python -m {NAME}")
    paths = [Path(file) for file in args.files] or sorted((CERTIFICATES / "lower").glob("*.json"))
    folder, accepted = prepare(), 0
    for number, path in enumerate(paths, 1):
        start = time.perf_counter()
        try:
            line = f"accepted  {check(path, folder)}"
            accepted += 1
        except Refused as reason:
            line = f"refused  [{reason}]"
        name, seconds = ascii(path.name)[1:-1], time.perf_counter() - start
        print(f"{number:>{len(str(len(paths)))}} of {len(paths)}  {line}  {name}  {seconds:.1f} s", flush=True)
    print(f"{accepted} of {len(paths)} certificates accepted by {version()}")
    return MATCHES if accepted == len(paths) else DIFFERS


def main(argv: Sequence[str] | None = None) -> int:
    """Check certificates in Agda, a line each."""
    return ending(NAME, lambda: _run(argv))


if __name__ == "__main__":
    sys.exit(main())
