"""The check of the Coq proofs: `python -m proofs.machinery.formal`, which is `make coq`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from proofs.machinery.output.checkout import check_checkout
from proofs.machinery.output.endings import at_once, ending, tell
from proofs.machinery.output.exit_status import DIFFERS, MATCHES
from proofs.machinery.output.parser import parser

EXAMPLES = """  python -m proofs.machinery.formal              build what changed, compare statements and axioms
  python -m proofs.machinery.formal --kernel     the same, then coqchk (a few minutes)
  python -m proofs.machinery.formal --record     build anew and write what `make coq` compares with"""


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    description = "Build the Coq proofs and compare statements and axioms with what is published."
    made = parser("proofs.machinery.formal", "python -m proofs.machinery.formal", description, EXAMPLES)
    made.add_argument("--record", action="store_true", help="write _CoqProject, statements.txt and record.json anew")
    made.add_argument("--fresh", action="store_true", help="build everything anew")
    made.add_argument("--kernel", action="store_true", help="also run coqchk on the files that do not load Interval")
    return made.parse_args(argv)


def _run(argv: Sequence[str] | None) -> int:
    args = _arguments(argv)
    check_checkout("python -m proofs.machinery.formal")
    with at_once("proofs.machinery.formal"):
        from proofs.machinery.formal.check import check, here, kernel, record
        from proofs.machinery.formal.coq import version
        from proofs.machinery.formal.problem import Deviation
    try:
        version()  # whether Coq is here is known at once; the statements take seconds
        project = here()
        if args.record:
            record(project)
        else:
            check(project, args.fresh)
        if args.kernel:
            kernel(project)
    except Deviation as problem:
        for line in problem.lines():
            tell(f"proofs.machinery.formal: {line}")
        return DIFFERS
    return MATCHES


def main(argv: Sequence[str] | None = None) -> int:
    """Check or record; one clear line for each thing that is not as it should be."""
    return ending("proofs.machinery.formal", lambda: _run(argv))


if __name__ == "__main__":
    sys.exit(main())
