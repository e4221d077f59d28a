"""The imports of the project, read from its sources: what `tests/test_plan.py` judges and `make map` draws."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

OURS = ("symbolic", "proofs", "numeric_checks", "tightmax")


def modules(root: Path) -> dict[str, Path]:
    """Return every module of the project by its dotted name."""
    found = {}
    for folder in OURS:
        for path in sorted((root / folder).rglob("*.py")):
            parts = path.relative_to(root).with_suffix("").parts
            found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


def _statements(node: ast.AST) -> Iterator[ast.Import | ast.ImportFrom]:
    """Yield every import, also inside functions, but for those that a type checker alone sees."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.If) and "TYPE_CHECKING" in ast.dump(child.test):
            for other in child.orelse:
                yield from _statements(other)
        elif isinstance(child, ast.Import | ast.ImportFrom):
            yield child
        else:
            yield from _statements(child)


def imports(name: str, path: Path, known: Mapping[str, Path]) -> set[str]:
    """Return the modules of the project that a module imports anywhere; a package stands for its `__init__`."""
    found: set[str] = set()
    for statement in _statements(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(statement, ast.Import):
            found.update(alias.name for alias in statement.names)
        elif statement.module is not None and not statement.level:
            inner = {f"{statement.module}.{alias.name}" for alias in statement.names}
            found |= inner & known.keys() or {statement.module}
            if not inner <= known.keys():
                found.add(statement.module)
    return {module for module in found if module in known and module != name}


def circle(graph: Mapping[str, frozenset[str]]) -> list[str] | None:
    """Return a circle of imports, from a module back to it, or None."""
    done: set[str] = set()
    for start in graph:
        path: list[str] = []
        todo: list[tuple[str, int]] = [(start, 0)]
        while todo:
            name, depth = todo.pop()
            del path[depth:]
            if name in path:
                return [*path[path.index(name) :], name]
            if name in done:
                continue
            path.append(name)
            inner = [other for other in sorted(graph.get(name, ())) if other not in done]
            if not inner:
                done.add(name)
                # Everything on the path whose imports are all done is done as well.
                while path and all(other in done for other in graph.get(path[-1], ())):
                    done.add(path.pop())
            todo += [(other, depth + 1) for other in inner]
    return None
