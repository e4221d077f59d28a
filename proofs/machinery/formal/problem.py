"""How a check of the Coq proofs can end badly; that Coq is missing is a `ToolMissing`, as everywhere."""

from __future__ import annotations


class Deviation(Exception):
    """Something is not as it is published; each argument is one clear line."""

    def lines(self) -> tuple[str, ...]:
        """Return the lines to print."""
        return tuple(str(arg) for arg in self.args)
