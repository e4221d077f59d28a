"""`tightmax bounds`: the proved enclosures of eps*_d."""

from __future__ import annotations

import argparse

from proofs.machinery.output.endings import at_once
from proofs.machinery.output.whole_numbers import GRAMMAR, LONGEST_RANGE, wholes

EXAMPLES = """  tightmax bounds 2 3 4
  tightmax bounds 2,3 2-64 10^9
  tightmax bounds 1e9 --json -
  tightmax bounds --figure bounds.svg            every d to 64 and eight an octave to 65536
  tightmax bounds 2-100 --figure bounds.svg      these dimensions
  tightmax bounds --regions four.svg             what the optimum of four entries is made of"""

LARGEST = 10**9
"""The largest dimension that is answered."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `tightmax bounds`."""
    help = f"dimensions from 2 to {LARGEST}, lists 2,3 and ranges 2-64 of at most {LONGEST_RANGE} numbers; {GRAMMAR}"
    parser.add_argument("dimensions", nargs="*", metavar="D", help=help.replace("%", "%%"))
    figure = "draw ln d minus every bound, of the dimensions named or of a choice (.svg, .pdf, .png; needs matplotlib)"
    parser.add_argument("--figure", metavar="FILE", help=figure)
    regions = "draw the regions and the values of the optimal smoothing of four entries on x_2 = x_3 (d4-optimum)"
    parser.add_argument("--regions", metavar="FILE", help=regions)
    parser.add_argument("--json", metavar="FILE", help="write the result as JSON ('-' for standard output)")
    parser.description = (
        f"{parser.description}  Where the table is wider than the terminal it is printed as several tables, and where "
        "a table of one side is, as a block a dimension: no number is ever cut.  Without a terminal it has any width, "
        "unless COLUMNS is set."
    )


def main(args: argparse.Namespace) -> int:
    """Print the enclosures, draw them, draw the regions at four entries, or several of these."""
    if not args.dimensions and args.figure is None and args.regions is None:
        from proofs.machinery.output.bad_input import BadInput

        needs = f"dimensions D from 2 to {LARGEST}, or --figure FILE, or --regions FILE"
        raise BadInput(f"bounds needs {needs} (see `tightmax bounds --help`)")
    dimensions = wholes(args.dimensions, 2, LARGEST, "dimension")
    with at_once("tightmax"):
        from proofs.machinery.commands import bounds_work
    return bounds_work.run(args, dimensions)
