"""The command line: `tightmax`, the same as `python -m proofs`.

This is the door only.  It knows the names of the commands and imports the one that is named, after it has taken care
of Ctrl-C and of broken output; help, version and a mistyped name import none of the libraries of the proofs.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from proofs.machinery.commands.table import COMMANDS
from proofs.machinery.output.bad_input import BadInput, ToolMissing, shown
from proofs.machinery.output.endings import at_once, ending
from proofs.machinery.output.exit_status import MATCHES

DESCRIPTION = "How tight can a smooth maximum be?  Theorems, certificates and bounds, machine-checked."


def _near(name: str) -> str:
    """Return a hint to the commands whose names are like this one."""
    from difflib import get_close_matches

    near = get_close_matches(name[:40], COMMANDS, n=1, cutoff=0.5)
    near = near or [known for known in COMMANDS if known.startswith(name[:2])]
    return f"; did you mean {' or '.join(near)}?" if near else f"; commands: {', '.join(COMMANDS)}"


def overview() -> str:
    """Return what `tightmax --help` prints."""
    rows = "\n".join(
        f"  {name:<12}{command.help}{'' if command.is_here() else '  (needs a checkout)'}"
        for name, command in COMMANDS.items()
    )
    return (
        f"usage: tightmax COMMAND ...\n\n{DESCRIPTION}\n\ncommands:\n{rows}\n\n"
        "  tightmax COMMAND --help    what it takes, examples, and its exit statuses\n"
        "  tightmax --version         the version\n\n"
        "examples:\n  tightmax prove\n  tightmax bounds 2 3 4\n  tightmax latex --pdf\n"
    )


def version() -> str:
    """Return the installed version of the package."""
    from importlib import metadata

    try:
        return metadata.version("tightmax")
    except metadata.PackageNotFoundError:
        return "not installed"


def _run(argv: list[str]) -> int:
    """One command, or the overview."""
    if argv[:1] == ["help"] and len(argv) > 1 and argv[1] in COMMANDS:
        argv = [argv[1], "--help"]
    if not argv or argv[0] in ("-h", "--help") or argv == ["help"]:
        print(overview(), end="")
        return MATCHES
    name = argv[1] if argv[0] == "help" else argv[0]
    if name == "--version":
        print(f"tightmax {version()}")
        return MATCHES
    if name.startswith("-"):
        raise BadInput(f"unknown option {shown(name)}: a command is expected first (see `tightmax --help`)")
    if name not in COMMANDS:
        raise BadInput(f"unknown command {shown(name)}{_near(name)} (see `tightmax --help`)")
    return _command(name, argv[1:])


def _command(name: str, argv: list[str]) -> int:
    """Import one command, read its arguments, and do it."""
    from proofs.machinery.output.needs import check_needs
    from proofs.machinery.output.parser import parser

    command = COMMANDS[name]
    if not command.is_here():
        raise ToolMissing(f"tightmax {name} needs a checkout of TightMax; the wheel is without it")
    with at_once(command.says):
        module = command.face()
    reader = parser(name, f"tightmax {name}", f"{command.help[0].upper()}{command.help[1:]}.", module.EXAMPLES)
    module.add_arguments(reader)
    args = reader.parse_args(argv)
    check_needs(command.needs, command.extra, f"tightmax {name}")
    status: int = module.main(args)
    return status


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status; one clear line and status 2 on bad input."""
    arguments = list(sys.argv[1:] if argv is None else argv)
    says = COMMANDS[arguments[0]].says if arguments and arguments[0] in COMMANDS else "tightmax"
    return ending(says, lambda: _run(arguments))


if __name__ == "__main__":
    sys.exit(main())
