"""`tightmax list`: theorems and claims, with what they say."""

from __future__ import annotations

import argparse

from proofs.machinery.output.endings import at_once

EXAMPLES = "  tightmax list\n  tightmax list --summary\n  tightmax list --json -"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `tightmax list`."""
    parser.add_argument("--summary", action="store_true", help="only count the claims by source and declared verdict")
    parser.add_argument("--json", metavar="FILE", help="write the result as JSON ('-' for standard output)")


def main(args: argparse.Namespace) -> int:
    """Print them."""
    with at_once("tightmax"):
        from proofs.machinery.commands import list_work
    return list_work.run(args)
