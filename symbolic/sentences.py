"""A conclusion as its sentences: each of them must end in something that was checked."""

from __future__ import annotations

import re

_FORMULA = re.compile(r"\$[^$]*\$")
_END = re.compile(r"[.:]\)?(?= +(?:[A-Z(]|\x00))")


def sentences(conclusion: str) -> tuple[str, ...]:
    r"""Cut a LaTeX text after every full stop that ends a sentence; formulas are never cut.

    >>> sentences(r"Let $x \\ge 0.5$. Then $f(x) = 1. 5$, i.e. more. $y$ is less.")
    ('Let $x \\\\ge 0.5$.', 'Then $f(x) = 1. 5$, i.e. more.', '$y$ is less.')
    >>> sentences("One sentence without an end")
    ('One sentence without an end',)
    """
    hidden = _FORMULA.sub(lambda found: "\x00" * len(found[0]), conclusion)
    cuts = [found.end() for found in _END.finditer(hidden) if found[0][0] == "."]
    pieces = [conclusion[start:end].strip() for start, end in zip([0, *cuts], [*cuts, None], strict=True)]
    return tuple(piece for piece in pieces if piece)
