"""The command ``tightmax``, the same as ``python -m tightmax``: it finds the proofs and hands over to their command line."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from tightmax import __version__
from tightmax.install import how_to_install

MISSING = 3
"""The exit status where a library or the proofs themselves are missing."""

PROVE = ("sympy", "mpmath", "z3", "cvc5", "flint", "highspy", "rich", "pylatexenc")
"""The packages that the extra `prove` brings, by the names they are imported by."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; one line, and status 3, where what it needs is not installed."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments == ["--version"]:
        print(f"tightmax {__version__}")
        return 0
    from tightmax.machinery import Unavailable, make_importable

    try:
        make_importable()
        from proofs.__main__ import main as run

        return run(arguments)
    except Unavailable as error:
        print(f"tightmax: {error}", file=sys.stderr)
    except ModuleNotFoundError as error:
        name = error.name or ""
        if name.startswith("numeric_checks."):
            print(f"tightmax: {arguments[0]} needs a checkout of TightMax; the wheel is without it", file=sys.stderr)
        elif name.partition(".")[0] in PROVE:
            print(f"tightmax: {name} is not installed; {how_to_install('prove')}", file=sys.stderr)
        else:
            raise
    except KeyboardInterrupt:
        print("tightmax: interrupted", file=sys.stderr)
        return 130
    return MISSING


if __name__ == "__main__":
    sys.exit(main())
