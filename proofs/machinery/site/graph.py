"""What proves what, as pictures: in each chapter a theorem stands below those that it uses, and is a link."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import fsum
from xml.etree.ElementTree import Element, SubElement, tostring

from proofs.machinery.site.contents import chapters
from proofs.machinery.site.page import Page
from symbolic.printing.plain import plain
from symbolic.statement import Statement

WIDTH, HIGH, STOREY, MARGIN, LETTER = 960, 26, 62, 12, 7.3
"""Of a picture: its width, the height of a box, from row to row, what is left free, and the width of a letter."""

Uses = Mapping[str, Sequence[str]]


@dataclass(frozen=True)
class Place:
    """The middle of a box, and its width."""

    x: float
    y: float
    wide: float


def _wide(id: str) -> float:
    return LETTER * len(id) + 16


def _floors(ids: Sequence[str], uses: Uses) -> list[list[str]]:
    """Return rows of ids: each theorem in the first row below all that it uses."""
    height: dict[str, int] = {}
    for id in ids:  # in reading order, so that what is used has its row already
        height[id] = 1 + max((height[used] for used in uses[id] if used in height), default=-1)
    return [[id for id in ids if height[id] == floor] for floor in range(max(height.values()) + 1)]


def _wrapped(row: Sequence[str]) -> list[list[str]]:
    """Cut a row that is wider than the picture."""
    lines: list[list[str]] = [[]]
    for id in row:
        if lines[-1] and fsum(_wide(each) + MARGIN for each in (*lines[-1], id)) > WIDTH - MARGIN:
            lines.append([])
        lines[-1].append(id)
    return lines


def _ordered(rows: list[list[str]], uses: Uses) -> list[list[str]]:
    """Return the rows with each theorem near what it uses and what uses it."""
    known = {id for row in rows for id in row}
    beside = {id: {other for other in known if other in uses.get(id, ()) or id in uses.get(other, ())} for id in known}
    found = [list(row) for row in rows]
    for _ in range(12):
        for row in found:
            at = {id: (k + 1) / (len(line) + 1) for line in found for k, id in enumerate(line)}
            row.sort(key=lambda id: (fsum(at[other] for other in beside[id]) / max(1, len(beside[id])), id))
    return found


def places(ids: Sequence[str], uses: Uses) -> dict[str, Place]:
    """Return where each theorem stands."""
    own = {id: [used for used in uses[id] if used in ids] for id in ids}
    rows = [line for row in _ordered(_floors(ids, own), own) for line in _wrapped(row)]
    found: dict[str, Place] = {}
    for number, row in enumerate(rows):
        free = (WIDTH - fsum(map(_wide, row))) / (len(row) + 1)
        x = 0.0
        for id in row:
            found[id] = Place(x + free + _wide(id) / 2, MARGIN + HIGH / 2 + STOREY * number, _wide(id))
            x += free + _wide(id)
    return found


def picture(heading: str, ids: Sequence[str], uses: Uses, statements: Mapping[str, Statement]) -> str:
    """Return the picture of a chapter; what a theorem uses of other chapters is said in its tooltip."""
    at = places(ids, uses)
    high = max(place.y for place in at.values()) + HIGH / 2 + MARGIN
    box = f"0 0 {WIDTH} {high:.0f}"
    top = Element("svg", {"class": "graph", "viewBox": box, "role": "group", "aria-label": heading})
    for id in ids:
        for used in uses[id]:
            if used in at:
                a, b = at[used], at[id]
                start, middle, end = a.y + HIGH / 2, (a.y + b.y) / 2, b.y - HIGH / 2
                path = f"M{a.x:.0f},{start:.0f}C{a.x:.0f},{middle:.0f} {b.x:.0f},{middle:.0f} {b.x:.0f},{end:.0f}"
                SubElement(top, "path", {"d": path, "data-from": used, "data-to": id})
    for id, place in at.items():
        outside = [used for used in uses[id] if used not in at]
        told = plain(statements[id].title) + (f"; also uses {', '.join(outside)}" if outside else "")
        link = SubElement(top, "a", {"href": f"theorems/{id}.html", "data-id": id, "aria-label": f"{id}: {told}"})
        SubElement(link, "title").text = told
        size = {"width": f"{place.wide:.0f}", "height": f"{HIGH}", "rx": "4"}
        SubElement(link, "rect", {"x": f"{place.x - place.wide / 2:.0f}", "y": f"{place.y - HIGH / 2:.0f}"} | size)
        SubElement(link, "text", {"x": f"{place.x:.0f}", "y": f"{place.y + 4:.0f}"}).text = id
    return tostring(top, encoding="unicode")


def graph_page(uses: Uses, statements: Mapping[str, Statement]) -> Page:
    """Return the page with a picture for each chapter."""
    page = Page("What proves what")
    page.html(
        "<p>A theorem stands below those that it uses. Point at one, or reach it with the Tab key, to see all that it "
        "rests on and all that rests on it; press Enter or click to read it.</p>"
    )
    for heading, ids in chapters().items():
        page.section(heading)
        page.html(f'<div class="wide" tabindex="0">{picture(heading, ids, uses, statements)}</div>')
    page.html('<script src="_static/graph.js"></script>')
    return page
