"""A Sphinx extension: formulas of hand-written pages become MathML, and bars in docstrings stay bars."""

from __future__ import annotations

import re
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx

from proofs.machinery.site.mathml import mathml


def _inline(self: Any, node: nodes.Element) -> None:
    self.body.append(mathml(node.astext()))
    raise nodes.SkipNode


def _block(self: Any, node: nodes.Element) -> None:
    self.body.append(f'<div class="formula" tabindex="0">{mathml(node.astext(), display=True)}</div>')
    raise nodes.SkipNode


def bars(line: str) -> str:
    r"""Return a line of a docstring in which an absolute value is no reference of reStructuredText.

    >>> bars("from |x| to `|y|`"), bars(">>> abs(1 | 2)")
    ('from \\|x\\| to `|y|`', '>>> abs(1 | 2)')
    """
    if line.lstrip().startswith(">>>"):
        return line
    parts = re.split(r"(`[^`]*`)", line)
    parts[::2] = [part.replace("|", r"\|") for part in parts[::2]]
    return "".join(parts)


def _plain_bars(app: Sphinx, what: str, name: str, found: object, options: object, lines: list[str]) -> None:
    lines[:] = map(bars, lines)


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the renderer `mathml` and what is done to docstrings."""
    app.add_html_math_renderer("mathml", inline_renderers=(_inline, None), block_renderers=(_block, None))
    app.connect("autodoc-process-docstring", _plain_bars)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
