"""`tightmax completion`: the completion script of a shell, with the ids of the theorems; made by shtab."""

from __future__ import annotations

import argparse
from importlib import import_module

from proofs.machinery.output.endings import at_once
from proofs.machinery.output.exit_status import MATCHES

EXAMPLES = """  tightmax completion bash > ~/.local/share/bash-completion/completions/tightmax
  tightmax completion zsh > ~/.zfunc/_tightmax"""

SHELLS = ("bash", "zsh", "tcsh")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of `tightmax completion`."""
    parser.add_argument("shell", choices=SHELLS, metavar="SHELL", help=f"one of {', '.join(SHELLS)}")


def whole_parser() -> argparse.ArgumentParser:
    """Return one parser of all commands, for shtab to read; ids and files are completed."""
    shtab = import_module("shtab")

    from proofs import registry
    from proofs.machinery.commands.table import COMMANDS
    from proofs.machinery.output.parser import OneLineParser

    ids = list(registry.files())
    made = OneLineParser(prog="tightmax")
    made.add_argument("--version", action="store_true", help="the version")
    sub = made.add_subparsers(parser_class=OneLineParser)
    for name, command in COMMANDS.items():
        if not command.is_here():
            continue
        own = sub.add_parser(name, help=command.help, description=command.help)
        command.face().add_arguments(own)
        for action in own._actions:
            if action.metavar == "ID":
                action.choices = ids
            elif action.metavar in ("FILE", "LEDGER[:LINE]"):
                setattr(action, "complete", shtab.FILE)  # noqa: B010  argparse does not know it
            elif action.metavar == "DIR":
                setattr(action, "complete", shtab.DIRECTORY)  # noqa: B010
    return made


def main(args: argparse.Namespace) -> int:
    """Print the script."""
    with at_once("tightmax"):
        shtab = import_module("shtab")
    print(shtab.complete(whole_parser(), args.shell))
    return MATCHES
