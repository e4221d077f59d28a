"""The check of the Coq proofs: ``python -m proofs.formal``, which is ``make coq``."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence

from proofs.atomic import Unwritable
from proofs.formal.check import check, here, kernel, record
from proofs.formal.problem import Deviation, ToolMissing

MATCHES, DIFFERS, MISSING = 0, 1, 2

EPILOG = """examples:
  python -m proofs.formal              build what changed, compare statements and axioms
  python -m proofs.formal --kernel     the same, then coqchk (a few minutes)
  python -m proofs.formal --record     build anew and write what `make coq` compares with

exit status:
  0  everything is as it is published
  1  something is not: one line each
  2  Coq or Coq-Interval is missing, or wrong usage"""


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m proofs.formal",
        description="Build the Coq proofs and compare statements and axioms with what is published.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--record", action="store_true", help="write _CoqProject, statements.txt and record.json anew")
    parser.add_argument("--fresh", action="store_true", help="build everything anew")
    parser.add_argument("--kernel", action="store_true", help="also run coqchk on the files that do not load Interval")
    return parser


def main(argv: Sequence[str] | None = None) -> int:
    """Check or record; one clear line for each thing that is not as it should be."""
    args = _parser().parse_args(argv)
    try:
        project = here()
        if args.record:
            record(project)
        else:
            check(project, args.fresh)
        if args.kernel:
            kernel(project)
    except KeyboardInterrupt:
        print("proofs.formal: interrupted", file=sys.stderr)
        return 130
    except Deviation as problem:
        for line in problem.lines():
            print(f"proofs.formal: {line}", file=sys.stderr)
        return DIFFERS
    except (ToolMissing, Unwritable) as problem:
        print(f"proofs.formal: {problem}", file=sys.stderr)
        return MISSING
    return MATCHES


if __name__ == "__main__":
    sys.exit(main())
