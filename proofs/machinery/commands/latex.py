"""`tightmax latex`: the paper, its supplement, and single theorems, as LaTeX and PDF."""

from __future__ import annotations

import argparse

from proofs.machinery.output.endings import at_once
from proofs.machinery.output.places import PAPER

EXAMPLES = """  tightmax latex --pdf                            the paper: out/latex/core.pdf
  tightmax latex --part core supplement sources   all of it: with every step, and every claim of the sources
  tightmax latex --part beyond                    the steps of one chapter
  tightmax latex --part exact-limit --pdf         one theorem with its proof, to be read alone"""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `tightmax latex`."""
    parser.add_argument("--out", default=PAPER.as_posix(), metavar="DIR", help="folder to write (default: %(default)s)")
    parser.add_argument(
        "--part", nargs="+", default=["core"], metavar="PART",
        help="volumes: core (the paper, the default), supplement, sources, chapters, or theorems by their ids",
    )
    parser.add_argument("--pdf", action="store_true", help="compile with latexmk")
    parser.add_argument(
        "--require", action="store_true", help="a missing TeX or matplotlib is an error (exit status 3), not a skip"
    )


def main(args: argparse.Namespace) -> int:
    """Write the volumes; with `--pdf` compile them."""
    with at_once("tightmax"):
        from proofs.machinery.documents import pdf
    return pdf.run(args)
