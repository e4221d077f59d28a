"""`tightmax list`: theorems by chapter and claims by source, with what they say."""

from __future__ import annotations

import argparse

from proofs.machinery.output.bad_input import BadInput
from proofs.machinery.output.endings import at_once

EXAMPLES = """  tightmax list
  tightmax list walk                those whose id, title, file or conclusion has the word in it
  tightmax list --theorems
  tightmax list --claims table      claims alone, and of these those that have the word
  tightmax list --summary
  tightmax list --json -"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `tightmax list`."""
    parser.description = (
        "List theorems by chapter and claims by source.  Beside a theorem stands Coq where Coq's kernel has accepted "
        "its whole conclusion, `in part` where it has accepted a part of it; beside a claim the verdict that it must "
        "earn."
    )
    parser.add_argument("text", nargs="?", metavar="TEXT", help="only what has this text in it, in either case")
    parser.add_argument("--theorems", action="store_true", help="theorems only")
    parser.add_argument("--claims", action="store_true", help="claims only")
    parser.add_argument("--summary", action="store_true", help="only count the claims by source and declared verdict")
    parser.add_argument("--json", metavar="FILE", help="write the result as JSON ('-' for standard output)")


def main(args: argparse.Namespace) -> int:
    """Print them."""
    if args.text == "":
        raise BadInput("TEXT '': a text that is looked for has a character at least; without TEXT all are listed")
    if args.summary and (args.text is not None or args.theorems or args.claims):
        raise BadInput("--summary counts all claims: it goes with no TEXT, --theorems or --claims")
    with at_once("tightmax"):
        from proofs.machinery.commands import list_work
    return list_work.run(args)
