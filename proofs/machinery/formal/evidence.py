"""What counts as FORMAL in a report: the record, if it belongs to the sources and statements that are here.

A lemma that a step names counts like a published theorem: where the record does not hold it, the step is argued, and
where the sources do not declare it, the step fails.

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
from proofs.machinery.formal.definitions import stated
from proofs.machinery.formal.golden import RECORD, STATEMENTS, TABLE, contradiction, read_record, says, theorems_of
from proofs.machinery.formal.problem import Deviation
from proofs.machinery.formal.published import Published, read, theory
from proofs.machinery.formal.sources import PROJECT, recorded
from proofs.machinery.output.bad_input import BadInput
from proofs.machinery.output.places import COQ
from symbolic.formal import FormalRecord
from symbolic.statement import Statement
from symbolic.verdict import Grade, Outcome

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
def _stated(root: Path, file: str) -> frozenset[str]:
    """Return the lemmas and theorems that a file of the theories states."""
    try:
        return stated((root / "theories" / f"{file}.v").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return frozenset()


@cache
def _stamp(build: Path) -> dict[str, Any]:
    return stamp.read(build)


def forget() -> None:
    """Read everything anew: the table, the record and the stamp are read once in a run."""
    for kept in (_table, _record, _stamp, _stated):
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


def lemma(name: str, root: Path = COQ, build: Path = BUILD) -> tuple[Outcome, Grade, str]:
    """Return what is known of a lemma of the theories: accepted by the kernel, here or by the record, or said only."""
    file = theory(name)
    if (root / PROJECT).is_file() and name.rpartition(".")[2] not in _stated(root, file):
        return Outcome.FAILS, Grade.FORMAL, f"theories/{file}.v states no {name.rpartition('.')[2]}"
    record, skipped = _record(root)
    skipped = skipped or ("" if name in record["lemmas"] else "it is not in the record")
    if skipped:
        return Outcome.HOLDS, Grade.ARGUED, f"{name}: {skipped}"
    late = stamp.why_recorded(_stamp(build), root, record["build"]["sources"])
    return Outcome.HOLDS, Grade.FORMAL, f"{name}, {'by the record: ' + late if late else 'accepted by the kernel here'}"
