"""`tightmax show`: all that the project holds about a theorem or claim, on one page."""

from __future__ import annotations

import argparse

from proofs.machinery.output.endings import at_once
from proofs.machinery.output.page_width import add_width, asked

EXAMPLES = """  tightmax show d3-optimum
  tightmax show S0-16
  tightmax show kappa --json -"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `tightmax show`."""
    parser.description = (
        "Show the statement of a theorem or claim, its file, what it uses and what uses it, the Coq theorems behind "
        "it with their lines, its certificates and attacks with the commands that check them, and its pages of the "
        "paper and of the site if they have been made in the current folder.  Nothing is proved "
        "here: `tightmax prove ID` does that."
    )
    parser.add_argument("ids", nargs="+", metavar="ID", help="theorem or claim ids")
    add_width(parser, "")
    parser.add_argument("--json", metavar="FILE", help="write it as JSON ('-' for standard output)")


def main(args: argparse.Namespace) -> int:
    """Print it."""
    args.width = asked(args.width)
    from proofs import registry

    registry.check_ids(args.ids)
    with at_once("tightmax"):
        from proofs.machinery.commands import show_work
    return show_work.run(args)
