"""What `make coq` leaves in its build folder when everything was as it is published: FORMAL in reports stands on it.

The stamp holds hashes of all that was compared. Without it, or with any other text, table or record here, a report says
FORMAL (recorded): that the kernel has accepted the theorem is then what the record says, and nothing in this checkout
has made sure of it.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from proofs.machinery.formal.golden import RECORD, STATEMENTS, TABLE, hash_of, says
from proofs.machinery.output.files import write_json
from symbolic.statement import Statement

STAMP = "checked.json"
COMPARED = (TABLE, RECORD, STATEMENTS)


def remove(build: Path) -> None:
    """No stamp outlives the beginning of the next check."""
    (build / STAMP).unlink(missing_ok=True)


def write(root: Path, build: Path, sources: str, statements: Mapping[str, Statement]) -> None:
    """Write the stamp of a check that found no difference."""
    files = {name: hash_of((root / name).read_text(encoding="utf-8")) for name in COMPARED}
    told = {id: says(statement) for id, statement in statements.items()}
    write_json(str(build / STAMP), {"sources": sources, "files": files, "says": told})


def read(build: Path) -> dict[str, Any]:
    """Return the stamp; empty where there is none that can be read."""
    try:
        value = json.loads((build / STAMP).read_text(encoding="utf-8"))
        return {"sources": value["sources"], "files": dict(value["files"]), "says": dict(value["says"])}
    except (OSError, ValueError, KeyError, TypeError):
        return {}


def why_recorded(stamp: Mapping[str, Any], root: Path, sources: str, statement: Statement | None = None) -> str:
    """Return why the record is all there is, if so: nothing was checked here, or what was checked is not what is
    here.  A lemma that a step names belongs to no statement.
    """
    if not stamp:
        return "Coq has not been asked in this checkout, `make coq` asks it"
    if stamp["sources"] != sources:
        return "the Coq sources changed since `make coq`"
    for name in COMPARED:
        if stamp["files"].get(name) != hash_of((root / name).read_text(encoding="utf-8")):
            return f"{name} changed since `make coq`"
    if statement is not None and stamp["says"].get(statement.id) != says(statement):
        return "the statement changed since `make coq`"
    return ""
