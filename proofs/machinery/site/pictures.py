"""Pictures of the gallery and the tutorial, each drawn twice: for a light page and for a dark one."""

from __future__ import annotations

import re
from pathlib import Path
from textwrap import indent
from typing import TYPE_CHECKING, Any

import matplotlib.pyplot as plt
import numpy as np
from matplotlib.collections import Collection
from matplotlib.colors import to_rgba
from matplotlib.lines import Line2D
from matplotlib.patches import Patch
from matplotlib.text import Text
from sphinx_gallery.scrapers import figure_rst, matplotlib_scraper
from sphinx_gallery.utils import scale_image

from symbolic.printing.plain import plain

if TYPE_CHECKING:
    from matplotlib.figure import Figure

BACK, FRONT = 0.075, 0.92
"""The grey of a dark page, and that of its letters."""

GREY = 0.05
"""A colour whose parts differ by no more is a grey."""

MILD = 0.3
"""How far the colours of lines go towards white on a dark page."""


def dark(colour: Any) -> tuple[float, ...]:
    """Return a colour for a dark page: black becomes light, white becomes the page, and other colours become milder.

    >>> [round(part, 3) for part in dark("black")], [round(part, 3) for part in dark("white")]
    ([0.92, 0.92, 0.92, 1.0], [0.075, 0.075, 0.075, 1.0])
    >>> [round(part, 2) for part in dark((0.0, 0.0, 1.0, 0.5))]
    [0.3, 0.3, 1.0, 0.5]
    """
    *parts, alpha = to_rgba(colour)
    if max(parts) - min(parts) > GREY:
        return (*(part + MILD * (1 - part) for part in parts), alpha)
    return (*(FRONT + (BACK - FRONT) * part for part in parts), alpha)


def on_colours(colour: Any) -> bool:
    """Say whether letters or a line are white: they stand on something coloured, and stay as they are."""
    return bool(np.allclose(to_rgba(colour)[:3], 1))


def _patch(patch: Any) -> None:
    face, edge = patch.get_facecolor(), patch.get_edgecolor()
    patch.set_facecolor(dark(face))
    patch.set_edgecolor(dark(edge))


def darken(figure: Figure) -> None:
    """Change the colours of a figure to those for a dark page; what shows numbers by colours keeps them."""
    for artist in figure.findobj():
        if isinstance(artist, Line2D):
            face, edge = artist.get_markerfacecolor(), artist.get_markeredgecolor()  # they may follow the line
            if not on_colours(artist.get_color()):
                artist.set_color(dark(artist.get_color()))
                artist.set_markerfacecolor(dark(face))
                artist.set_markeredgecolor(dark(edge))
        elif isinstance(artist, Text):
            if not on_colours(artist.get_color()):
                artist.set_color(dark(artist.get_color()))
            # Its box and its arrow are none of its children.
            for patch in (artist.get_bbox_patch(), getattr(artist, "arrow_patch", None)):
                if patch is not None:
                    _patch(patch)
        elif isinstance(artist, Patch):
            _patch(artist)
        elif isinstance(artist, Collection) and artist.get_array() is None:
            artist.set_facecolor([dark(face) for face in artist.get_facecolor()])
            artist.set_edgecolor([edge if on_colours(edge) else dark(edge) for edge in artist.get_edgecolor()])


def _for(pages: str, written: str) -> str:
    """Return a picture that is shown on light or on dark pages alone, its titles for the ear without LaTeX."""
    spoken = re.sub(r"(?<=:alt: ).*", lambda found: plain(found[0]), written)
    return f".. container:: only-{pages}\n\n{indent(spoken, '   ')}\n"


STYLES = "thumbnails.css"
"""The style sheet that puts the pictures for dark pages in the place of the gallery's small ones."""


def small(picture: Path, program: str, gallery_conf: dict[str, Any]) -> None:
    """Keep a dark picture, made small, for the overview that links to a program, whose own one is for light pages."""
    static = Path(gallery_conf["src_dir"]) / "_static"
    small = static / "thumbnails" / f"{program}.png"
    if small.exists():  # of an earlier figure of the same program
        return
    small.parent.mkdir(exist_ok=True)
    scale_image(picture, small, *gallery_conf["thumbnail_size"])
    image = f'.sphx-glr-thumbcontainer img[src$="sphx_glr_{program}_thumb.png"]'
    shown = f'{{ content: url("thumbnails/{small.name}"); filter: none; }}'
    with (static / STYLES).open("a", encoding="utf-8") as styles:
        styles.write(f'@media (prefers-color-scheme: dark) {{ body:not([data-theme="light"]) {image} {shown} }}\n')
        styles.write(f'body[data-theme="dark"] {image} {shown}\n')


def scraper(block: Any, block_vars: dict[str, Any], gallery_conf: dict[str, Any]) -> str:
    """Return the figures of a block of a program as reStructuredText: each for light pages and for dark ones."""
    figures = [plt.figure(number) for number in plt.get_fignums()]
    light: str = matplotlib_scraper(block, block_vars, gallery_conf)
    if not figures:
        return light
    spoken = re.findall(r":alt: (.*)", light)
    shown = [_for("light", light)]
    for figure, title, path in zip(figures, spoken, block_vars["image_path_iterator"], strict=False):
        darken(figure)
        figure.savefig(path)
        small(Path(path), Path(block_vars["src_file"]).stem, gallery_conf)
        shown.append(_for("dark", figure_rst([path], gallery_conf["src_dir"], title)))
    return "\n".join(shown)
