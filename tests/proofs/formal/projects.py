"""A small project of Coq proofs, with the definitions that the real one starts from."""

import json
import shutil

import pytest

from proofs import registry
from proofs.machinery.formal import answers, coq, evidence, golden, sources
from proofs.machinery.formal.check import Project
from symbolic.formal import FormalTheorem

needs_coq = pytest.mark.skipif(not coq.present(), reason="coqc is not installed")
STATEMENT = registry.theorem("scaling").statement
SMALL = """
[scaling]
covers = "whole"
coq = ["TightMax.Small.small"]
"""
SMALL_PROOF = """From Coq Require Import Reals.
From TightMax Require Import Vectors Smoothing.
Definition twice (x : R) : R := x + x.
Theorem small d e f : smoothing d e f -> twice e = e + e.
Proof. reflexivity. Qed.
"""


def project(root, proof=SMALL_PROOF, table=SMALL, theories=("Vectors", "Smoothing")):
    """A small project of its own, with the definitions that the real one starts from."""
    (root / "theories").mkdir(parents=True, exist_ok=True)
    for name in theories:
        shutil.copy(sources.COQ / "theories" / f"{name}.v", root / "theories")
    if proof:
        (root / "theories" / "Small.v").write_text(proof)
    (root / golden.TABLE).write_text(table)
    (root / sources.PROJECT).write_text(sources.project_text(root))
    return Project(root, root.parent / "build", {"scaling": STATEMENT})


def recorded(root, **changes):
    """The record of a small project as `record` would write it, without Coq."""
    made = project(root)
    theorem = FormalTheorem("TightMax.Small.small", "True", (answers.ALLOWED[0],), ("TightMax.Small.twice",))
    table = made.table()
    found = answers.Answers({theorem.name: theorem}, {"TightMax.Small.twice": "twice = ..."})
    value = golden.record_value(table, found, made.statements, row(root))
    value["theorems"]["scaling"].update(changes)
    (root / golden.RECORD).write_text(json.dumps(value))
    (root / golden.STATEMENTS).write_text(golden.statements_text(table, found))
    return table, found, value


def rewritten(root, table, found):
    """Both recorded files made anew, as one would who forges them."""
    value = golden.record_value(table, found, {"scaling": STATEMENT}, row(root))
    (root / golden.RECORD).write_text(json.dumps(value))
    (root / golden.STATEMENTS).write_text(golden.statements_text(table, found))


def row(root):
    return {"sources": sources.digest(root), "coq": "8.16.1", "seconds": 12.0}


def shown(root, statement=STATEMENT):
    """The evidence for a statement in a small project, read anew."""
    evidence.forget()
    return evidence.evidence(statement, root, root.parent / "build")


def quiet(text):
    return None
