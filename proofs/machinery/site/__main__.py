"""The web site: `python -m proofs.machinery.site`, which is `make site`."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from proofs.machinery.output.checkout import check_checkout
from proofs.machinery.output.endings import at_once, ending
from proofs.machinery.output.exit_status import DIFFERS, MATCHES
from proofs.machinery.output.needs import check_needs
from proofs.machinery.output.parser import parser
from proofs.machinery.output.places import SITE

NAME = "proofs.machinery.site"
COMMAND = f"python -m {NAME}"
EXAMPLES = f"  {COMMAND}\n  {COMMAND} --out /tmp/site"
NEEDS = ("sphinx", "myst_parser", "furo", "latex2mathml", "sphinx_gallery", "matplotlib")
"""The libraries of the extra `site`, by the names that are imported."""


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    made = parser(NAME, COMMAND, "Write the web site: plain files that a browser reads from the disk.", EXAMPLES)
    made.add_argument("--out", metavar="DIR", default=f"{SITE}", help="the folder to write (default: %(default)s)")
    return made.parse_args(argv)


def _run(argv: Sequence[str] | None) -> int:
    args = _arguments(argv)
    check_checkout(COMMAND)
    check_needs(NEEDS, "site", COMMAND)
    with at_once(NAME):
        from proofs.machinery.site.build import build, check_target
    out = Path(args.out)
    check_target(out)
    if not build(out):
        return DIFFERS
    print(out / "index.html")
    return MATCHES


def main(argv: Sequence[str] | None = None) -> int:
    """Build the site, in `site` or where `--out` says."""
    return ending(NAME, lambda: _run(argv))


if __name__ == "__main__":
    sys.exit(main())
