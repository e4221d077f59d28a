"""`tightmax show`: all that the project holds about a theorem or claim, on one page."""

from __future__ import annotations

import argparse

from proofs.machinery.output.bad_input import BadInput
from proofs.machinery.output.endings import at_once
from proofs.machinery.output.whole_numbers import whole

EXAMPLES = """  tightmax show d3-optimum
  tightmax show S0-16
  tightmax show kappa --json -"""

NARROWEST, WIDEST = 40, 1000
"""The widths that --width takes."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `tightmax show`."""
    parser.description = (
        "Show the statement of a theorem or claim, its file, what it uses and what uses it, the Coq theorems behind "
        "it with their lines, its certificates and attacks with the commands that check them.  Nothing is proved "
        "here: `tightmax prove ID` does that."
    )
    parser.add_argument("ids", nargs="+", metavar="ID", help="theorem or claim ids")
    parser.add_argument("--width", metavar="N", help=f"wrap at N columns, {NARROWEST} to {WIDEST}")
    parser.add_argument("--json", metavar="FILE", help="write it as JSON ('-' for standard output)")


def main(args: argparse.Namespace) -> int:
    """Print it."""
    args.width = None if args.width is None else whole(args.width, NARROWEST, WIDEST, "--width")
    if "" in args.ids:
        raise BadInput("ID '': the id of a theorem or claim is accepted; `tightmax list` shows all ids")
    from proofs import registry

    registry.check_ids(args.ids)
    with at_once("tightmax"):
        from proofs.machinery.commands import show_work
    return show_work.run(args)
