"""The steps of the proofs in Coq: `python -m proofs.machinery.formal.steps`, which is `make steps`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from proofs.machinery.output.checkout import check_checkout
from proofs.machinery.output.endings import at_once, ending, tell
from proofs.machinery.output.exit_status import DIFFERS, MATCHES
from proofs.machinery.output.parser import parser

NAME = "proofs.machinery.formal.steps"
EXAMPLES = f"""  python -m {NAME}             prove the steps of proofs/records/steps.json again
  python -m {NAME} --record    try every step and write the record (3 minutes on two cores)"""


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    description = "Put the steps of the proofs to Coq's kernel, after the build of the Coq proofs."
    made = parser(NAME, f"python -m {NAME}", description, EXAMPLES)
    made.add_argument("--record", action="store_true", help="try every step, write proofs/records/steps.json")
    return made.parse_args(argv)


def _run(argv: Sequence[str] | None) -> int:
    args = _arguments(argv)
    check_checkout(f"python -m {NAME}")
    with at_once(NAME):
        from proofs.machinery.formal.coq import version
        from proofs.machinery.formal.problem import Deviation
        from proofs.machinery.formal.steps.check import check, make_record
    try:
        version()  # whether Coq is here is known at once
        if args.record:
            make_record()
        else:
            check()
    except Deviation as problem:
        for line in problem.lines():
            tell(f"{NAME}: {line}")
        return DIFFERS
    return MATCHES


def main(argv: Sequence[str] | None = None) -> int:
    """Prove the steps of the record, or write it; one clear line for each thing that is not as it should be."""
    return ending(NAME, lambda: _run(argv))


if __name__ == "__main__":
    sys.exit(main())
