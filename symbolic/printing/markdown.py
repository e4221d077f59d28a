"""The prose of a proof as Markdown, with its formulas left in LaTeX, as GitHub renders them.

GitHub takes `$...$` as a formula, but Markdown has read it first: it drops the backslash before punctuation and
takes stars and underscores for emphasis.  Where a formula could suffer from that it is written `$`...`$`, which
GitHub keeps as it stands.  A bar would end the cell of a table even there, so bars are written as macros.
"""

from __future__ import annotations

import re

from symbolic.printing.latex_tree import pieces, text

_AT_RISK = re.compile(r"\\[^A-Za-z]|[*<>~]|[^A-Za-z0-9]_|_[^A-Za-z0-9]")

_BAR = re.compile(r"(?:(\\\|)|\|)(?=([A-Za-z])?)")


def _formula(latex: str) -> str:
    inside = _BAR.sub(lambda bar: (r"\Vert" if bar[1] else r"\vert") + (" " if bar[2] else ""), latex.strip("$"))
    inside = re.sub(r"(?<!\\)%", r"\\%", inside).strip()
    return f"$`{inside}`$" if _AT_RISK.search(inside) else f"${inside}$"


def _text(latex: str) -> str:
    return re.sub(r"([\\`*_$\[\]])", r"\\\1", text(latex)).replace("<", "&lt;")


def markdown(latex: str) -> str:
    """Return LaTeX prose as Markdown on one line.

    >>> markdown(r"at most $\\frac12$ for Y_up, or $|x| < \\|y\\|_1$")
    'at most $\\\\frac12$ for Y\\\\_up, or $`\\\\vert x\\\\vert < \\\\Vert y\\\\Vert_1`$'
    """
    parts = pieces(latex)
    parts[::2] = map(_text, parts[::2])
    parts[1::2] = map(_formula, parts[1::2])
    return re.sub(r"\s+", " ", "".join(parts)).strip()
