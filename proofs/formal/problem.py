"""The two ways in which a check of the Coq proofs can end badly."""

from __future__ import annotations


class Deviation(Exception):
    """Something is not as it is published; each argument is one clear line."""

    def lines(self) -> tuple[str, ...]:
        """The lines to print."""
        return tuple(str(arg) for arg in self.args)


class ToolMissing(Exception):
    """Coq or one of its libraries is not installed; the text is one clear line."""
