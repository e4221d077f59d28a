"""`tightmax latex`: the derivations as a document."""

from __future__ import annotations

import argparse

from proofs.machinery.output.endings import at_once

EXAMPLES = "  tightmax latex\n  tightmax latex --out paper --pdf"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `tightmax latex`."""
    parser.add_argument("--out", default="out/latex", metavar="DIR", help="folder to write (default: out/latex)")
    parser.add_argument("--pdf", action="store_true", help="compile with latexmk")
    parser.add_argument(
        "--require", action="store_true", help="a missing TeX or matplotlib is an error (exit status 3), not a skip"
    )


def main(args: argparse.Namespace) -> int:
    """Write the document; with `--pdf` compile it."""
    with at_once("tightmax"):
        from proofs.machinery.documents import pdf
    return pdf.run(args)
