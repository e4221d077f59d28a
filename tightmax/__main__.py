"""The command `tightmax`, or `python -m tightmax`: it finds the proofs and hands over to their command line."""

from __future__ import annotations

import sys

from tightmax import __version__
from tightmax.at_start import leave_at_once, leave_cleanly, say, tell

TYPE_CHECKING = False
if TYPE_CHECKING:  # nothing is imported here that can wait until signals are answered
    from collections.abc import Sequence

MISSING = 3
"""The exit status where a library or the proofs themselves are missing."""

PROVE = ("sympy", "mpmath", "z3", "cvc5", "flint", "highspy", "rich", "pylatexenc")
"""The packages that the extra `prove` brings, by the names they are imported by."""


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; one line, and status 3, where what it needs is not installed."""
    program = argv is None
    if program:
        leave_at_once("tightmax")
    arguments = list(sys.argv[1:] if argv is None else argv)
    if arguments == ["--version"]:
        return say(f"tightmax {__version__}", "tightmax")
    from tightmax.install import how_to_install
    from tightmax.machinery import Unavailable, make_importable

    try:
        if program:
            leave_cleanly("tightmax")  # the proofs may be unpacked now
        make_importable()
        if program:
            leave_at_once("tightmax")
        from proofs.__main__ import main as run

        return run(arguments)
    except Unavailable as error:
        tell(f"tightmax: {error}")
    except ModuleNotFoundError as error:
        name = error.name or ""
        if name.partition(".")[0] not in PROVE:
            raise
        tell(f"tightmax: {name} is not installed; {how_to_install('prove')}")
    except KeyboardInterrupt:
        tell("tightmax: interrupted")
        return 130
    return MISSING


if __name__ == "__main__":
    sys.exit(main())
