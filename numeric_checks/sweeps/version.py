"""What a block's numbers depend on beside its key, as one short hash: another hash, other numbers."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata
from pathlib import Path

import tightmax
from numeric_checks.attacks.registry import sweep

_HOUSE = Path(__file__).parent
_LIBRARY = Path(next(iter(tightmax.__path__)))  # not beside this folder, in an installation from the wheel
_BESIDE = ("bench", "command", "executors", "ledger", "plan", "replay", "run", "show", "version", "workers")
"""Modules, by how their names start, that say which blocks are run, where and how they are shown."""


def _sources(name: str) -> list[Path]:
    """The files that make the points of an attack, and what it attacks."""
    here = [path for path in _HOUSE.glob("*.py") if not path.name.startswith(_BESIDE)]
    attack = _HOUSE / "attacks" / f"{name.replace('-', '_')}.py"
    return sorted([*here, attack, *_LIBRARY.glob("*.py")])


@cache
def version(label: str, library: str) -> str:
    """Of the program text, the relations, NumPy and the library, for a sweep with or without a planted bug."""
    name, _, planted = label.partition("!")
    attack = sweep(name)
    relations = {**attack.relations, **(attack.bugs[planted].relations if planted else {})}
    found = hashlib.sha256()
    for module in dict.fromkeys(("numpy", library)):
        try:
            found.update(f"{module} {metadata.version(module)}\n".encode())
        except metadata.PackageNotFoundError:
            found.update(f"no {module}\n".encode())
    for title, relation in relations.items():
        found.update(f"{title}: {relation}\n".encode())
    for path in _sources(name):
        found.update(f"{path.parent.name}/{path.name}\n".encode() + path.read_bytes().replace(b"\r\n", b"\n"))
    return found.hexdigest()[:16]
