"""The width of a page in the terminal: the option --width, and what it is without it."""

from __future__ import annotations

import argparse
import shutil
import sys

from proofs.machinery.output.whole_numbers import whole

NARROWEST, WIDEST = 40, 1000
"""The widths that --width takes."""


def add_width(parser: argparse.ArgumentParser, what: str) -> None:
    """Add the option; `what` says what is wrapped."""
    help = f"wrap{what} at N columns, {NARROWEST} to {WIDEST} (default: the terminal's)"
    parser.add_argument("--width", metavar="N", help=help)


def asked(width: str | None) -> int | None:
    """Return the width that the option asks for, if any; BadInput where it is not one of them."""
    return None if width is None else whole(width, NARROWEST, WIDEST, "--width")


def page_width(wanted: int | None) -> int | None:
    """Return columns of a page: those asked for, or a terminal's; None where lines may be of any length."""
    if wanted is None and sys.stdout.isatty():
        return shutil.get_terminal_size().columns
    return wanted
