"""A Sphinx extension: formulas of hand-written pages become MathML, bars in docstrings stay bars, and what theme and
gallery leave out for those who read with the keyboard or by ear is added.
"""

from __future__ import annotations

import re
from pathlib import Path
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


_MENDED = (
    (' class="caption" role="heading"', ' class="caption" role="heading" aria-level="2"'),
    ('<aside class="sidebar-drawer">', '<aside class="sidebar-drawer" aria-label="All pages">'),
    ('<aside class="toc-drawer">', '<aside class="toc-drawer" aria-label="On this page">'),
    ("<pre>", '<pre tabindex="0">'),
    ('<div id="search-results">', '<h1>Search</h1><div id="search-results">'),
)
"""What the theme writes, and what it should: levels of headings, names of landmarks, a way to scroll with keys."""


def mended(html: str) -> str:
    """Return a page that the keyboard and a screen reader can use; tooltips of the gallery, raw LaTeX, are dropped.

    >>> mended('<div tooltip="the gap is \\\\frac12"><pre>x</pre></div>')
    '<div><pre tabindex="0">x</pre></div>'
    """
    for old, new in _MENDED:
        html = html.replace(old, new)
    return re.sub(r' tooltip="[^"]*"', "", html)


def _mend_all(app: Sphinx, error: Exception | None) -> None:
    if error is None and app.builder.format == "html":
        for path in Path(app.outdir).rglob("*.html"):
            path.write_text(mended(path.read_text(encoding="utf-8")), encoding="utf-8")


def setup(app: Sphinx) -> dict[str, bool]:
    """Register the renderer `mathml`, what is done to docstrings and what is done to finished pages."""
    app.add_html_math_renderer("mathml", inline_renderers=(_inline, None), block_renderers=(_block, None))
    app.connect("autodoc-process-docstring", _plain_bars)
    app.connect("build-finished", _mend_all)
    return {"parallel_read_safe": True, "parallel_write_safe": True}
