"""What the experiments found: one JSON file each, written by `tightmax experiment NAME --record`.

A record proves nothing.  It says what was expected, what came out and by which command anyone can run it again.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass, fields

from proofs.machinery.output.places import RECORDS

FOLDER = RECORDS

OUTCOMES = ("AGREES", "DISAGREES", "MIXED")
"""Does what came out agree with what the source expects?"""


class BadRecord(ValueError):
    """A record that is missing or is not one."""


@dataclass(frozen=True)
class Record:
    """One experiment: the question, the expectation, the outcome in words and in figures."""

    name: str
    command: str
    seed: int
    expected: str
    outcome: str
    found: str
    figures: Mapping[str, float]


def read(name: str) -> Record:
    """Return the record of an experiment; BadRecord in one line unless it is whole."""
    path = FOLDER / f"{name}.json"
    try:
        row = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        raise BadRecord(f"experiment {name!r} has no readable record in {FOLDER.name}/") from None
    if not isinstance(row, dict) or set(row) != {field.name for field in fields(Record)}:
        raise BadRecord(f"{path.name} is not the record of an experiment")
    record = Record(**row)
    texts = (record.name, record.command, record.expected, record.found)
    if record.name != name or record.outcome not in OUTCOMES or not all(isinstance(t, str) and t for t in texts):
        raise BadRecord(f"{path.name} is not a record of the experiment {name!r}")
    figures = record.figures
    numbers = isinstance(figures, dict) and figures and all(isinstance(v, (int, float)) for v in figures.values())
    if not numbers or not all(math.isfinite(v) for v in figures.values()):
        raise BadRecord(f"{path.name} has no figures, or one that is no finite number")
    return record
