"""What counts as FORMAL in a report: the record, if it belongs to the sources and statements that are here.

Nothing is built or asked of Coq here. `make coq` does that; where it has found everything as it is published, in this
checkout, its stamp says so, and without the stamp the grade is reported as recorded.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

from proofs.machinery.formal import stamp
from proofs.machinery.formal.answers import ALLOWED
from proofs.machinery.formal.coq import BUILD
from proofs.machinery.formal.golden import RECORD, STATEMENTS, TABLE, contradiction, read_record, says, theorems_of
from proofs.machinery.formal.problem import Deviation
from proofs.machinery.formal.published import Published, read
from proofs.machinery.formal.sources import recorded
from proofs.machinery.output.bad_input import BadInput
from proofs.machinery.output.places import COQ
from symbolic.formal import FormalRecord
from symbolic.statement import Statement

CHANGED = "the Coq sources changed since the record"


@cache
def _table(root: Path) -> dict[str, Published]:
    if not (root / TABLE).is_file():
        return {}
    try:
        return read(root / TABLE)
    except Deviation as problem:
        raise BadInput(problem.lines()[0]) from problem


@cache
def _record(root: Path) -> tuple[dict[str, Any], str]:
    """Return the record, and why it does not count, if so."""
    here = recorded(root)
    if not here:
        return {}, "there are no Coq sources here"
    try:
        record = read_record(root / RECORD)
    except Deviation as problem:
        return {}, problem.lines()[0]
    if record["build"]["sources"] != here:
        return record, CHANGED
    try:
        text = (root / STATEMENTS).read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        return record, f"{STATEMENTS} cannot be read: {error}"
    return record, contradiction(record, _table(root), text)


@cache
def _stamp(build: Path) -> dict[str, Any]:
    return stamp.read(build)


def forget() -> None:
    """Read everything anew: the table, the record and the stamp are read once in a run."""
    for kept in (_table, _record, _stamp):
        kept.cache_clear()


def _why_not(published: Published, statement: Statement, entry: dict[str, Any] | None) -> str:
    """Return why the entry of a theorem in the record does not count, if so."""
    if entry is None:
        return "it is not in the record"
    names = tuple(row["name"] for row in entry["coq"])
    if names != published.names or (entry["covers"] == "whole") is not published.whole:
        return "published.toml changed since the record"
    if entry["says"] != says(statement):
        return "the statement changed since the record"
    strange = sorted({axiom for row in entry["coq"] for axiom in row["axioms"]} - set(ALLOWED))
    return f"it rests on the axiom {strange[0]}" if strange else ""


def evidence(statement: Statement, root: Path = COQ, build: Path = BUILD) -> FormalRecord | None:
    """Return what is published for a theorem of the project, with the record of it; None where nothing is."""
    published = _table(root).get(statement.id)
    if published is None:
        return None
    record, skipped = _record(root)
    entry = record.get("theorems", {}).get(statement.id)
    made = record.get("build", {"coq": "", "sources": "", "seconds": 0.0})
    skipped = skipped or _why_not(published, statement, entry)
    return FormalRecord(
        whole=published.whole,
        names=published.names,
        part=published.part,
        left=published.left,
        skipped=skipped,
        recorded="" if skipped else stamp.why_recorded(_stamp(build), root, made["sources"], statement),
        theorems=theorems_of(entry["coq"]) if entry is not None else (),
        prover=f"Coq {made['coq']}",
        sources=made["sources"],
        seconds=made["seconds"],
    )
