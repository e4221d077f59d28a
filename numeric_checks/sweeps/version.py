"""What a block's numbers depend on beside its key, as one short hash: another hash, other numbers."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib import metadata

from numeric_checks.attacks.registry import sweep
from proofs.machinery.engine.cache_keys import sources


def program(name: str) -> bytes:
    """Return the hash of every file of the project that a block of the attack runs: all that it and `run_block`
    import.
    """
    return sources(f"numeric_checks.attacks.{name.replace('-', '_')}") + sources("numeric_checks.sweeps.block")


@cache
def version(label: str, library: str) -> str:
    """Of the program, the relations, NumPy and the library, for a sweep with or without a planted bug."""
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
    found.update(program(name))
    return found.hexdigest()[:16]
