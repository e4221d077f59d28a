"""The map of the house, drawn from its imports: `make map` writes docs/house.txt and docs/house.svg."""

from __future__ import annotations

import ast
from math import fsum
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, indent, tostring

from tests.import_graph import imports, modules

ROOT = Path(__file__).resolve().parents[1]
TEXT, PICTURE = ROOT / "docs" / "house.txt", ROOT / "docs" / "house.svg"

HALLS = ("proofs", "tightmax", "numeric_checks/experiments")


def room(module: str, path: Path) -> str:
    """Return the folder of a module; the files of a hall, around whose files other rooms lie, are rooms of their
    own.
    """
    folder = path.relative_to(ROOT).parent.as_posix()
    return path.relative_to(ROOT).as_posix() if folder in HALLS and path.name != "__init__.py" else folder


def rooms() -> tuple[dict[str, str], dict[str, set[str]]]:
    """Return what each room is for, by the first line of its docstring, and which rooms it imports from."""
    known = modules(ROOT)
    says: dict[str, str] = {}
    arrows: dict[str, set[str]] = {}
    for name, path in known.items():
        here = room(name, path)
        doc = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        if path.name == "__init__.py" or path.as_posix().endswith(here):
            says[here] = doc.splitlines()[0]
        arrows.setdefault(here, set()).update(room(other, known[other]) for other in imports(name, path, known))
    return says, {here: others - {here} for here, others in arrows.items()}


def floors(arrows: dict[str, set[str]]) -> dict[str, int]:
    """Return how high each room stands: one above the highest that it imports from."""
    found: dict[str, int] = {}
    while len(found) < len(arrows):
        ready = [here for here, others in arrows.items() if here not in found and others <= found.keys()]
        if not ready:
            raise ValueError(f"a circle of rooms among {sorted(set(arrows) - set(found))}")
        found |= {here: 1 + max((found[other] for other in arrows[here]), default=-1) for here in ready}
    return found


def text() -> str:
    """Return the rooms from the ground up: what each is for, and the rooms that it imports from."""
    says, arrows = rooms()
    height = floors(arrows)
    lines = ["The rooms of the house from the ground up, written by `make map` from the imports of all modules.", ""]
    for floor in range(max(height.values()) + 1):
        for here in sorted(name for name, number in height.items() if number == floor):
            lines.append(f"{floor:>2}  {here}: {says.get(here, '')}")
            if arrows[here]:
                lines.append(
                    f"      imports from {', '.join(sorted(arrows[here], key=lambda name: (-height[name], name)))}"
                )
    return "\n".join(lines) + "\n"


WIDTH, STOREY, HIGH, MARGIN, SPACE = 1680, 104, 34, 8, 8
"""Of the picture: its width, from floor to floor, the height of a room, and what is left free around and between."""

TINT = {"symbolic": "#e3eefb", "proofs": "#fdf1dc", "tightmax": "#e4f4e4", "numeric_checks": "#f6e6f3"}
"""The colour of each package."""

STYLE = """
text { font: 12px sans-serif; text-anchor: middle } .folder { font-size: 10px; fill: #666 }
rect { stroke: #777 } path { fill: none; stroke: #888; stroke-width: 0.8; marker-end: url(#head) }
#head path { fill: #888; stroke: none; marker: none }
"""


def rows(height: dict[str, int], arrows: dict[str, set[str]]) -> list[list[str]]:
    """Return the rooms of each floor from left to right: near those that they import from or that import from them."""
    found = [
        sorted(name for name, number in height.items() if number == floor) for floor in range(max(height.values()) + 1)
    ]
    beside = {name: arrows[name] | {other for other, others in arrows.items() if name in others} for name in arrows}
    for _ in range(20):
        for row in found:
            place = {name: (k + 1) / (len(line) + 1) for line in found for k, name in enumerate(line)}
            row.sort(key=lambda name: (fsum(place[other] for other in beside[name]) / max(1, len(beside[name])), name))
    return found


def width(name: str) -> float:
    """Return how wide a room is drawn: its longer line of text, at what a letter of each takes at most."""
    folder, _, last = name.rpartition("/")
    return max(6.9 * len(last), 5.4 * (len(folder) + 1)) + 6


def picture() -> str:
    """Return the same as a picture: floors as rows, an arrow where a room imports from one that is not just passed
    through.
    """
    _, arrows = rooms()
    height = floors(arrows)
    direct = {here: {a for a in others if not any(a in arrows[b] for b in others)} for here, others in arrows.items()}
    place = {}
    for floor, row in enumerate(rows(height, direct)):
        gap = (WIDTH - sum(map(width, row))) / (len(row) + 1)
        if gap < SPACE:
            raise ValueError(f"the rooms of floor {floor} need {SPACE - gap:.0f} more each: widen the picture")
        x = 0.0
        for name in row:
            place[name] = (x + gap + width(name) / 2, MARGIN + HIGH / 2 + STOREY * (max(height.values()) - floor))
            x += gap + width(name)
    size = {"width": f"{WIDTH}", "height": f"{2 * MARGIN + HIGH + STOREY * max(height.values())}"}
    top = Element("svg", xmlns="http://www.w3.org/2000/svg", viewBox=f"0 0 {size['width']} {size['height']}", **size)
    SubElement(top, "title").text = "The rooms of the house, and which imports from which"
    SubElement(top, "style").text = STYLE
    head = SubElement(top, "marker", id="head", orient="auto", refX="6", refY="3", markerWidth="6", markerHeight="6")
    SubElement(head, "path", d="M0,0 L6,3 L0,6 z")
    SubElement(top, "rect", fill="white", style="stroke: none", **size)
    for here in sorted(direct):
        for other in sorted(direct[here]):
            (x, y), (u, v) = place[here], place[other]
            y, v = y + HIGH / 2, v - HIGH / 2
            SubElement(
                top,
                "path",
                d=f"M{x:.0f},{y:.0f} C{x:.0f},{y + STOREY / 2:.0f} {u:.0f},{v - STOREY / 2:.0f} {u:.0f},{v:.0f}",
            )
    for name, (x, y) in place.items():
        wide, (folder, _, last) = width(name), name.rpartition("/")
        SubElement(
            top, "rect", x=f"{x - wide / 2:.0f}", y=f"{y - HIGH / 2:.0f}", width=f"{wide:.0f}", height=f"{HIGH}",
            rx="4", fill=TINT[name.partition("/")[0]],
        )
        if folder:
            SubElement(top, "text", {"class": "folder"}, x=f"{x:.0f}", y=f"{y - 4:.0f}").text = f"{folder}/"
        SubElement(top, "text", x=f"{x:.0f}", y=f"{y + (10 if folder else 4):.0f}").text = last
    indent(top)
    return tostring(top, encoding="unicode") + "\n"


if __name__ == "__main__":
    TEXT.parent.mkdir(exist_ok=True)
    TEXT.write_text(text(), encoding="utf-8")
    PICTURE.write_text(picture(), encoding="utf-8")
