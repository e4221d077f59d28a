"""`tightmax graph`: which theorem rests on which, as text or as a picture."""

from __future__ import annotations

import argparse

from proofs.machinery.output.bad_input import BadInput
from proofs.machinery.output.endings import at_once

EXAMPLES = """  tightmax graph
  tightmax graph exact-limit              what that theorem rests on, however far down
  tightmax graph --svg graph.svg
  tightmax graph --json -"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `tightmax graph`."""
    parser.description = "Show what each theorem uses and what uses it: of all theorems, or of those that some rest on."
    parser.add_argument("ids", nargs="*", metavar="ID", help="theorem ids (default: all)")
    parser.add_argument("--svg", metavar="FILE", help="draw it, in levels from left to right")
    parser.add_argument("--json", metavar="FILE", help="write what each uses as JSON ('-' for standard output)")


def main(args: argparse.Namespace) -> int:
    """Print or draw it."""
    from proofs import registry

    if "" in args.ids:
        raise BadInput("ID '': the id of a theorem is accepted; `tightmax list --theorems` shows them")
    registry.check_ids(args.ids)
    for id in args.ids:
        if id not in registry.files():
            raise BadInput(f"{id} is a claim: only theorems are in the graph; `tightmax show {id}` says what it uses")
    with at_once("tightmax"):
        from proofs.machinery.commands import graph_work
    return graph_work.run(args)
