"""What rests on what: the theorems in levels, as text and as a picture.

A theorem stands one level above the highest of those that it uses, so that every arrow points down; in a level
theorems lie near those that they use.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from statistics import fmean
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from proofs import registry
from symbolic.printing.plain import plain

COLOURS = ("#0072b2", "#d55e00", "#009e73", "#cc79a7", "#b8860b", "#56b4e9")
"""One for each chapter, in reading order; told apart by readers who do not see all colours."""

ROW, COLUMN, LETTER, MARGIN = 20, 60, 6.6, 16
"""Pixels: between two theorems of a level, between two levels, a letter, the border."""


def uses() -> dict[str, tuple[str, ...]]:
    """Return what each theorem uses, in reading order."""
    return {theorem.id: theorem.statement.uses for theorem in registry.theorems().values()}


def around(ids: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Return the part of the graph that some theorems rest on, and they themselves."""
    whole = uses()
    wanted, todo = set[str](), list(ids)
    while todo:
        id = todo.pop()
        if id not in wanted:
            wanted.add(id)
            todo += whole[id]
    return {id: used for id, used in whole.items() if id in wanted}


def levels(arrows: Mapping[str, tuple[str, ...]]) -> list[list[str]]:
    """Return the theorems level by level; those of a level in the order of the middle of what they use.

    >>> levels({"a": (), "b": (), "c": ("b",), "d": ("a", "c")})
    [['a', 'b'], ['c'], ['d']]
    """
    height: dict[str, int] = {}
    for id, used in arrows.items():  # a theorem comes after all that it uses
        height[id] = 1 + max((height[other] for other in used), default=-1)
    found: list[list[str]] = [[] for _ in range(1 + max(height.values(), default=-1))]
    place: dict[str, float] = {}
    for number, level in enumerate(found):
        here = [id for id in arrows if height[id] == number]
        middle = {id: fmean([place[other] for other in arrows[id]] or [at]) for at, id in enumerate(here)}
        level += sorted(here, key=middle.__getitem__)
        place |= {id: at - len(level) / 2 if number else float(at) for at, id in enumerate(level)}
    return found


def text(arrows: Mapping[str, tuple[str, ...]]) -> list[str]:
    """Return a line a theorem, by chapter: what it uses, and after it what uses it."""
    lines: list[str] = []
    chapter, width = "", max(map(len, arrows), default=0)
    above = {id: [other for other, used in arrows.items() if id in used] for id in arrows}
    for id, used in arrows.items():
        if registry.chapter_of(id) != chapter:
            chapter = registry.chapter_of(id)
            lines += [*([""] if lines else []), chapter]
        lines.append(f"  {id:<{width}}  uses {', '.join(used) or 'nothing'}")
        if above[id]:
            lines.append(f"  {'':<{width}}  used by {', '.join(above[id])}")
    return lines


def svg(arrows: Mapping[str, tuple[str, ...]], link: Callable[[str], str] | None = None) -> str:
    """Return a picture, levels from left to right; `link` gives each theorem an address.

    Every theorem is a group `data-id` with its title as a tooltip, every arrow a path with `data-from` and `data-to`.
    """
    found = levels(arrows)
    chapters = list(dict.fromkeys(map(registry.chapter_of, arrows)))
    wide = [max(len(id) for id in level) * LETTER + 14 for level in found]
    left = [MARGIN + sum(wide[:number]) + COLUMN * number for number in range(len(found))]
    legend = MARGIN + ROW * (len(chapters) + 1)
    tall = max(map(len, found)) * ROW
    at = {
        id: (left[number], legend + (tall - len(level) * ROW) / 2 + row * ROW)
        for number, level in enumerate(found) for row, id in enumerate(level)
    }
    width, height = left[-1] + wide[-1] + MARGIN, legend + tall + MARGIN
    role = "img" if link is None else "group"  # nothing inside an image can be reached by the keyboard
    root = Element(
        "svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {width:.0f} {height:.0f}", role=role,
        attrib={"font-family": "sans-serif", "font-size": "11"},
    )
    SubElement(root, "title").text = "Which theorem rests on which: an arrow leads from a theorem to one that uses it"
    for number, chapter in enumerate(chapters):
        top, colour = MARGIN + ROW * number, _colour(chapter, chapters)
        SubElement(root, "rect", x=f"{MARGIN}", y=f"{top}", width="12", height="12", rx="3", fill=colour)
        SubElement(root, "text", x=f"{MARGIN + 18}", y=f"{top + 10}", fill="currentColor").text = chapter
    across = {id: wide[number] for number, level in enumerate(found) for id in level}
    for id, used in arrows.items():
        for other in used:
            (x0, y0), (x1, y1) = at[other], at[id]
            start, y0, y1 = x0 + across[other], y0 + ROW / 2 - 2, y1 + ROW / 2 - 2
            half = (start + x1) / 2
            curve = f"M{start:.0f},{y0:.0f} C{half:.0f},{y0:.0f} {half:.0f},{y1:.0f} {x1:.0f},{y1:.0f}"
            ends = {"stroke-opacity": "0.25", "data-from": other, "data-to": id}
            SubElement(root, "path", d=curve, fill="none", stroke="currentColor", attrib=ends)
    for id, (x, y) in at.items():
        _node(root, id, (x, y, across[id]), _colour(registry.chapter_of(id), chapters), link)
    indent(root)
    return tostring(root, encoding="unicode") + "\n"


def _colour(chapter: str, chapters: list[str]) -> str:
    return COLOURS[chapters.index(chapter) % len(COLOURS)]


def _node(
    root: Element, id: str, place: tuple[float, float, float], colour: str, link: Callable[[str], str] | None
) -> None:
    """Add a theorem: its name on a rounded field, with its title as a tooltip."""
    x, y, wide = place
    parent = SubElement(root, "a", href=link(id)) if link is not None else root
    group = SubElement(parent, "g", attrib={"data-id": id})
    SubElement(group, "title").text = plain(registry.theorem(id).statement.title)
    SubElement(
        group, "rect", x=f"{x:.0f}", y=f"{y:.0f}", width=f"{wide:.0f}", height=f"{ROW - 4}", rx="4",
        fill=colour, attrib={"fill-opacity": "0.16", "stroke": colour},
    )
    SubElement(group, "text", x=f"{x + 7:.0f}", y=f"{y + 12:.0f}", fill="currentColor").text = id
