"""`tightmax prove`: re-check theorems and claims; a theorem file run as a script is `tightmax prove --pages ID`."""

from __future__ import annotations

import argparse

from proofs.machinery.output.bad_input import BadInput
from proofs.machinery.output.endings import at_once
from proofs.machinery.output.page_width import add_width, asked

EXAMPLES = """  tightmax prove
  tightmax prove d3-optimum kappa
  tightmax prove chain --coq                   with the text of its Coq statements
  tightmax prove --json out.json
  tightmax prove chain --pages --width 100     the same as python proofs/paper/chain.py --width 100"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `tightmax prove`."""
    parser.description = (
        "Re-check every theorem and claim, or those named.  The grade is the weakest of the steps, or FORMAL where "
        "Coq's kernel has accepted the whole conclusion as well; `make coq` builds the Coq proofs.  A step that held "
        "in an earlier run here, for the same goal, sources, files and versions, is replayed from a cache and marked "
        "as cached; --no-cache, --fresh, CI=1 or TIGHTMAX_CACHE=off check every step, and TIGHTMAX_CACHE=DIR keeps "
        "the cache there."
    )
    add = parser.add_argument
    add("ids", nargs="*", metavar="ID", help="theorem or claim ids (default: all)")
    add("--fresh", action="store_true", help="find the certificates anew, ignore the frozen ones and the cache")
    add("--no-cache", action="store_true", help="check every step again, neither reading nor writing the cache")
    add("--pages", action="store_true", help="print each proof step by step")
    add("--coq", action="store_true", help="print the Coq statements behind each theorem, and their axioms")
    add("--latex", action="store_true", help="print each proof as LaTeX, a section a theorem")
    add_width(parser, " the pages")
    add("--smt", metavar="DIR", help="save the SMT-LIB text of every solver goal here")
    add("--json", metavar="FILE", help="write statements, steps and verdicts as JSON ('-' for standard output)")


def main(args: argparse.Namespace) -> int:
    """Discharge every step of every theorem and claim named, or of all."""
    args.width = asked(args.width)
    if args.coq and not (args.ids or args.pages):
        raise BadInput("--coq prints the Coq statements of the theorems that are named: name one, or give --pages too")
    if args.latex and args.pages and args.json == "-":
        raise BadInput("--latex, --pages and --json - all print; give --json a file")
    import proofs.machinery.engine  # noqa: F401 - takes the snapshot of the sources, before these are imported
    from proofs import registry

    registry.check_ids(args.ids)
    with at_once("tightmax"):
        from proofs.machinery.commands import prove_work
    return prove_work.run(args)
