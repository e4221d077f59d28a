"""Which steps Coq's kernel has accepted: `proofs/records/steps.json`, by theorem and step the hash of the statement.

A step counts while the statement that it has now is the one that was accepted. `make steps` checks all of the record
again and leaves a stamp, in the same form, in its build folder: with it reports say KERNEL, without it KERNEL
(recorded).
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from proofs.machinery.formal.steps.lemmas import Lemma, hash_of, stated
from proofs.machinery.output.files import write_json
from proofs.machinery.output.places import RECORDS, ROOT
from symbolic.steps import Goal
from symbolic.verdict import KERNEL, KERNEL_RECORDED

if TYPE_CHECKING:
    from proofs.machinery.engine.proof import Theorem

FILE = RECORDS / "steps.json"
BUILD = ROOT / "build" / "coq-steps"
"""Where the lemmas are written and compiled; git ignores it."""

STAMP = "checked.json"

Accepted = dict[str, dict[str, str]]
"""The hash of a step's statement, by theorem and step."""


def read(path: Path) -> Accepted:
    """Return the steps that a record says were accepted; none where it cannot be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["accepted"]
        return {str(id): {str(step): str(known) for step, known in steps.items()} for id, steps in found.items()}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return {}


def write(path: Path, lemmas: Iterable[Lemma], coq: str) -> None:
    """Write a record of accepted lemmas."""
    accepted: Accepted = {}
    for lemma in lemmas:
        accepted.setdefault(lemma.theorem, {})[lemma.step] = lemma.hash
    write_json(str(path), {"coq": coq, "accepted": accepted})


@cache
def _kept(path: Path) -> Mapping[str, Mapping[str, str]]:
    return read(path)


def forget() -> None:
    """Read everything anew: record and stamp are read once in a run."""
    _kept.cache_clear()


def kernel(theorem: Theorem, step: str, goal: Goal | None) -> str:
    """Return what reports say of a step that the kernel has accepted as it is now; empty for any other."""
    recorded = _kept(FILE).get(theorem.id, {}).get(step)
    here = _kept(BUILD / STAMP).get(theorem.id, {}).get(step)
    if recorded is None and here is None:
        return ""
    found = stated(theorem, goal)
    known = hash_of(found.text) if found is not None else ""
    return KERNEL if known == here else KERNEL_RECORDED if known == recorded else ""
