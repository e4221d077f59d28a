"""The map of the house, drawn from its imports: ``make map`` writes docs/house.txt and docs/house.svg."""

from __future__ import annotations

import ast
from pathlib import Path

from tests.import_graph import imports, modules

ROOT = Path(__file__).resolve().parents[1]
TEXT, PICTURE = ROOT / "docs" / "house.txt", ROOT / "docs" / "house.svg"

HALLS = ("proofs", "tightmax", "numeric_checks/experiments")


def room(module: str, path: Path) -> str:
    """The folder of a module; the files of a hall, a folder around whose files the rooms lie, are rooms of their own."""
    folder = path.relative_to(ROOT).parent.as_posix()
    return path.relative_to(ROOT).as_posix() if folder in HALLS and path.name != "__init__.py" else folder


def rooms() -> tuple[dict[str, str], dict[str, set[str]]]:
    """What each room is for, by the first line of its docstring, and which rooms it imports from."""
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
    """How high each room stands: one above the highest that it imports from."""
    found: dict[str, int] = {}
    while len(found) < len(arrows):
        ready = [here for here, others in arrows.items() if here not in found and others <= found.keys()]
        if not ready:
            raise ValueError(f"a circle of rooms among {sorted(set(arrows) - set(found))}")
        found |= {here: 1 + max((found[other] for other in arrows[here]), default=-1) for here in ready}
    return found


def text() -> str:
    """The rooms from the ground up: what each is for, and the rooms that it imports from."""
    says, arrows = rooms()
    height = floors(arrows)
    lines = ["The rooms of the house from the ground up, written by `make map` from the imports of all modules.", ""]
    for floor in range(max(height.values()) + 1):
        for here in sorted(name for name, number in height.items() if number == floor):
            lines.append(f"{floor:>2}  {here}: {says.get(here, '')}")
            if arrows[here]:
                lines.append(f"      imports from {', '.join(sorted(arrows[here], key=lambda name: (-height[name], name)))}")
    return "\n".join(lines) + "\n"


def draw(target: Path) -> None:
    """The same as a picture: floors as rows, an arrow where a room imports from one that is not just passed through."""
    from matplotlib.figure import Figure

    from proofs.machinery.bounds.figure import new_figure, save

    _, arrows = rooms()
    height = floors(arrows)
    new_figure(target)
    picture = Figure(figsize=(13, 1.1 * (max(height.values()) + 1)), layout="constrained")
    axes = picture.subplots()
    axes.axis("off")
    place = {}
    for floor in range(max(height.values()) + 1):
        row = sorted(name for name, number in height.items() if number == floor)
        place |= {name: ((column + 1) / (len(row) + 1), float(floor)) for column, name in enumerate(row)}
    for here, others in arrows.items():
        direct = {a for a in others if not any(a in arrows[b] for b in others)}
        for other in sorted(direct):
            axes.annotate("", place[other], place[here], arrowprops={"arrowstyle": "->", "color": "0.7", "shrinkA": 9, "shrinkB": 9})
    for name, (x, y) in place.items():
        axes.text(x, y, name, ha="center", va="center", fontsize=8, bbox={"boxstyle": "round", "facecolor": "white"})
    axes.set(xlim=(0, 1), ylim=(-0.5, max(height.values()) + 0.5))
    save(picture, target)


if __name__ == "__main__":
    TEXT.parent.mkdir(exist_ok=True)
    TEXT.write_text(text(), encoding="utf-8")
    draw(PICTURE)
