"""A page of the site as Sphinx reads it: Markdown headings around blocks of HTML, and the files that it links to."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html import escape
from pathlib import Path

from proofs.machinery.output.places import ROOT

SOURCES = "files"
"""The folder of the site with the sources that its pages link to."""


def title(text: str) -> str:
    r"""Return plain text as the text of a Markdown heading.

    >>> title("|x|_1 < *y*")
    '\\|x\\|\\_1 \\< \\*y\\*'
    """
    return re.sub(r"([\\`*_$\[\]<>|{}#~])", r"\\\1", text)


@dataclass
class Page:
    """A page that grows section by section; `depth` is the number of folders above it."""

    heading: str
    depth: int = 0
    parts: list[str] = field(default_factory=list)

    @property
    def root(self) -> str:
        """The way from this page to the top of the site."""
        return "../" * self.depth

    def section(self, heading: str) -> None:
        """Open a section."""
        self.parts.append(f"## {title(heading)}")

    def html(self, html: str) -> None:
        """Add a block of HTML as it stands."""
        if html:
            self.parts.append(f"````{{raw}} html\n{html}\n````")

    def markdown(self, text: str) -> None:
        """Add Markdown."""
        self.parts.append(text)

    def text(self) -> str:
        """Return the page."""
        return "\n\n".join([f"# {title(self.heading)}", *self.parts]) + "\n"


@dataclass
class Sources:
    """The sources that pages link to; each becomes a page of numbered lines."""

    linked: set[str] = field(default_factory=set)

    def link(self, place: str, root: str) -> str:
        """Return a link to FILE or FILE:LINE of the checkout, from a page whose way to the top is `root`."""
        file, _, line = place.partition(":")
        self.linked.add(file)
        anchor = f"#L{line}" if line else ""
        return f'<a href="{root}{SOURCES}/{file}.html{anchor}"><code>{escape(place)}</code></a>'

    def write(self, folder: Path) -> None:
        """Write the pages of all linked sources below a folder."""
        for file in sorted(self.linked):
            target = folder / SOURCES / f"{file}.html"
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(_listing(file), encoding="utf-8")


_STYLE = (
    ":root{color-scheme:light dark}body{margin:1rem;font:1rem sans-serif}pre{overflow-x:auto;tab-size:4}"
    "pre span{display:block}pre span::before{content:attr(id);display:inline-block;width:5ch;color:GrayText;"
    "user-select:none}pre span:target{background:Highlight;color:HighlightText}"
)


def _listing(file: str) -> str:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    body = "".join(f'<span id="L{n}">{escape(line, quote=False)}</span>' for n, line in enumerate(lines, 1))
    up = "../" * (file.count("/") + 1)
    return (
        f'<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>{escape(file)}</title><style>{_STYLE}</style>"
        f'<main><p><a href="{up}index.html">TightMax</a></p><h1>{escape(file)}</h1>'
        f'<pre tabindex="0">{body}</pre></main></html>\n'
    )
