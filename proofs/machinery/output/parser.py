"""The parser of every command: one clear line on bad usage, and a help that explains the exit statuses."""

from __future__ import annotations

import argparse
import re
from collections.abc import Sequence
from typing import Any, NoReturn

from proofs.machinery.output.bad_input import BadInput
from proofs.machinery.output.exit_status import exit_text

_NEGATIVE = re.compile(r"-[0-9]")
"""What begins like a negative number is a value, for the command to refuse by its name, and no option."""

_ACCEPTED = {"FILE": "a name", "DIR": "a name", "LEDGER[:LINE]": "the name of a ledger"}
"""What an option takes, by its metavar."""


class OneLineParser(argparse.ArgumentParser):
    """Raises BadInput where argparse would print its usage; an option with an empty value is bad usage."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"allow_abbrev": False} | kwargs)
        self._negative_number_matcher = _NEGATIVE

    def error(self, message: str) -> NoReturn:
        """Return one line that says where the help is."""
        raise BadInput(f"{message} (see `{self.prog} --help`)")

    def parse_known_args(self, args: Any = None, namespace: Any = None) -> Any:
        """As argparse does it, and then no option may be empty: '' as a file or a folder would be the current
        one.
        """
        found, rest = super().parse_known_args(args, namespace)
        for action in self._actions:
            value = getattr(found, action.dest, None)
            values: Sequence[object] = value if isinstance(value, list) else [value]
            if action.option_strings and "" in values:
                what = _ACCEPTED.get(str(action.metavar), "a value")
                self.error(f"{action.option_strings[-1]} '': {what} is accepted")
        return found, rest


def parser(command: str, prog: str, description: str, examples: str) -> OneLineParser:
    """Return an empty parser; its help ends with the examples and the exit statuses of the command."""
    return OneLineParser(
        prog=prog,
        description=description,
        epilog=f"examples:\n{examples}\n\n{exit_text(command)}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
