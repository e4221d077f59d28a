"""What refuses LaTeX; in a module of its own, which imports nothing, so that the command line can name it at once."""

from __future__ import annotations


class UnknownLatex(ValueError):
    """LaTeX that the tables of `symbolic.printing.latex_tree` do not cover, or that is not well formed."""
