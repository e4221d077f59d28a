"""The four ways in which a command ends with one clear line instead of a result, and how a value is quoted there.

Standard library only: this is imported before anything else is known to be installed.
"""

from __future__ import annotations


class BadInput(ValueError):
    """Bad input, in one line that names the value and what is accepted; exit status 2."""


class ToolMissing(RuntimeError):
    """A program or a library is not installed, in one line that says how to get it; exit status 3."""


class Undecided(RuntimeError):
    """Work that could not be brought to its end, in one line that says why; exit status 3."""


class Contradiction(RuntimeError):
    """Two results that cannot both be true, in one line that names them; exit status 1."""


def shown(text: str) -> str:
    """Return a value from outside, quoted, and cut if it is long.

    >>> shown("x" * 100)
    "'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...'"
    """
    return repr(text if len(text) <= 40 else f"{text[:37]}...")
