"""What proves what, as pictures of links: each chapter by itself, and all of them."""

from __future__ import annotations

import re

from proofs import registry
from proofs.machinery.documents.graph import svg, uses
from proofs.machinery.site.page import Page


def _picture(ids: list[str]) -> str:
    """Return the picture of some theorems, with what they use among each other."""
    arrows = {id: tuple(used for used in others if used in ids) for id, others in uses().items() if id in ids}
    drawn = svg(arrows, lambda id: f"theorems/{id}.html")
    sized = re.sub(r'viewBox="0 0 (\d+) (\d+)"', r'\g<0> width="\1" height="\2"', drawn, count=1)
    return f'<div class="graph wide" tabindex="0">{sized}</div>'


def graph_page() -> Page:
    """Return the page with a picture of each chapter and one of everything."""
    page = Page("What proves what")
    page.html(
        "<p>Lines lead from a theorem on the left to those on the right that use it. Point at a theorem, or reach it "
        "with the Tab key, to see all that it rests on and all that rests on it; press Enter or click to read it.</p>"
    )
    theorems = list(registry.theorems())
    for chapter in dict.fromkeys(map(registry.chapter_of, theorems)):
        page.section(chapter)
        page.html(_picture([id for id in theorems if registry.chapter_of(id) == chapter]))
    page.section("Everything")
    page.html(_picture(theorems))
    page.html('<script src="_static/graph.js"></script>')
    return page
