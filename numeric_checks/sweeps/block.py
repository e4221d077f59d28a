"""One block of a sweep: the worst point among its trials.

A sweep never proves anything.  Its outcome is "no counterexample" or a point at which a relation fails by
more than its rounding (`evaluate.SAFETY` times the machine epsilon times the magnitude of the formula at
that point).
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

import numpy as np

from numeric_checks.arithmetic.evaluate import EPS, SAFETY, Measured, measured_slack
from numeric_checks.attacks.library import prepare
from numeric_checks.attacks.registry import sweep
from numeric_checks.attacks.smoothings import Smoothings
from numeric_checks.attacks.sweep import Setting, Trial
from numeric_checks.sweeps.version import version
from symbolic.relations import Relation

_LEAST = 5e-324  # divides where the tolerance is 0
_FULL_POINT = 16  # a point with more entries is stored as its first ones and its length


class Key(NamedTuple):
    """What makes a block: the rest follows from it."""

    sweep: str
    """The name, with `!` and the bug if one is planted."""
    dim: int
    temperature: float | None
    seed: int
    block: int
    library: str = "numpy"
    device: str = "cpu"

    def __str__(self) -> str:
        heat = "" if self.temperature is None else f", t = {self.temperature:g}"
        return f"{self.sweep} at d = {self.dim}{heat}, seed {self.seed}, block {self.block}"


@dataclass(frozen=True)
class BlockResult:
    """The worst point of one block: the least slack in multiples of its tolerance.

    `slack` and `tolerance` are None where the formula gave no finite number, which counts as a
    counterexample.
    """

    sweep: str
    dim: int
    temperature: float | None
    seed: int
    block: int
    library: str
    device: str
    points: int
    entries: int
    relation: str
    family: str
    slack: float | None
    tolerance: float | None
    refuted: bool
    point: Mapping[str, Any]
    version: str = ""
    """Of the program that made it, see `numeric_checks.sweeps.version`."""

    @property
    def key(self) -> Key:
        """The key of the block."""
        return Key(self.sweep, self.dim, self.temperature, self.seed, self.block, self.library, self.device)

    @property
    def badness(self) -> float:
        """Above 1 for a counterexample; the largest is the worst."""
        if self.slack is None or self.tolerance is None:
            return math.inf
        return -self.slack / max(self.tolerance, _LEAST)

    def line(self) -> str:
        """Return one line of the ledger."""
        return json.dumps(asdict(self), sort_keys=True, allow_nan=False) + "\n"


def _number(value: float) -> float | str:
    """Return a number as JSON knows it."""
    return float(value) if math.isfinite(value) else str(float(value))


def _shown(value: Any, row: int) -> Any:
    """Return one row of an input as JSON: a number, or the entries of a vector."""
    data = np.asarray(value.data if isinstance(value, Measured) else value)
    if data.ndim == 0:
        return _number(float(data))
    entry = np.ravel(data[row if len(data) > 1 else 0])
    if data.ndim == 1:
        return _number(entry[0])
    first = [_number(number) for number in entry[:_FULL_POINT]]
    return first if entry.size <= _FULL_POINT else {"first": first, "length": entry.size}


def worst_point(key: Key, trial: Trial, name: str, relation: Relation) -> BlockResult:
    """Return the worst point of a trial for one relation."""
    found = measured_slack(relation, trial.values)
    tolerance = SAFETY * EPS * found.magnitude
    finite = np.isfinite(found.data) & np.isfinite(tolerance)
    with np.errstate(all="ignore"):
        bad = np.where(finite, -found.data / np.maximum(tolerance, _LEAST), np.inf)
    row = int(np.argmax(bad))
    known = bool(finite[row])
    return BlockResult(
        **key._asdict(),
        points=bad.size,
        entries=trial.entries,
        relation=name,
        family=trial.family,
        slack=float(found.data[row]) if known else None,
        tolerance=float(tolerance[row]) if known else None,
        refuted=not (known and bool(found.data[row] >= -tolerance[row])),
        point={symbol: _shown(v, row) for symbol, v in trial.values.items() if not callable(v)},
    )


def run_block(key: Key) -> BlockResult:
    """Return one block; its random numbers depend on its key alone, and are those of the honest sweep and of NumPy."""
    prepare(key.library, key.device)
    name, _, planted = key.sweep.partition("!")
    attack = sweep(name)
    relations, smoothings = dict(attack.relations), Smoothings(key.library, key.device)
    if planted:
        bug = attack.bugs[planted]
        relations |= bug.relations
        smoothings = bug.smoothings(smoothings) if bug.smoothings else smoothings
    bits = 0 if key.temperature is None else int(np.float64(key.temperature).view(np.uint64))
    entropy = [key.seed, int.from_bytes(name.encode()), key.dim, bits, key.block]
    rng = np.random.Generator(np.random.Philox(np.random.SeedSequence(entropy)))
    setting = Setting(rng, key.dim, 1.0 if key.temperature is None else key.temperature, smoothings)
    worst, points, entries = None, 0, 0
    for trial in attack.trials(setting):
        entries += trial.entries
        for relation in trial.relations:
            found = worst_point(key, trial, relation, relations[relation])
            points += found.points
            worst = found if worst is None or found.badness > worst.badness else worst
    if worst is None:
        raise ValueError(f"the block {key} has no points")
    return replace(worst, points=points, entries=entries, version=version(key.sweep, key.library))


def run_fields(*fields: Any) -> BlockResult:
    """`run_block` for the fields of a key, which are plain numbers and strings: whoever passes them on needs no
    class.
    """
    return run_block(Key(*fields))
