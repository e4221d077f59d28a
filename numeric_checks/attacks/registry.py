"""The sweeps, in order.  Explicit: an attack that is not named here is not run."""

from __future__ import annotations

import difflib

from numeric_checks.attacks.sweep import BadSweep, Sweep
from proofs import registry

ATTACKS = (
    "gap", "smoothness", "cocoercivity", "conjugacy", "temperature", "euclidean", "chain",
    "strong-convexity", "moves", "split", "martingale", "constants", "upper-d4", "exact-limit",
)
"""Module `numeric_checks.attacks.<name>` has a function `sweep`; a hyphen in a name is an underscore there."""


def sweep(name: str) -> Sweep:
    """Return the sweep of that name; BadSweep suggests the nearest ones."""
    if name not in ATTACKS:
        near = difflib.get_close_matches(name, ATTACKS, n=3, cutoff=0.4)
        hint = f"nearest: {', '.join(near)}" if near else f"known: {', '.join(ATTACKS)}"
        raise BadSweep(f"unknown sweep {name!r}; {hint}")
    found: Sweep = registry.imported(f"numeric_checks.attacks.{name.replace('-', '_')}").sweep()
    return found


def attacked() -> dict[str, list[str]]:
    """Return the theorems that each sweep attacks, as `proofs/records/attacks.json` has them for the reports."""
    return {name: sorted(sweep(name).theorems) for name in ATTACKS}


def sweeps_for(name: str) -> list[str]:
    """Return the sweep of that name, or all that attack the theorem of that id."""
    if name in ATTACKS:
        return [name]
    found = [attack for attack in ATTACKS if name in sweep(attack).theorems]
    if not found and name in registry.files():
        raise BadSweep(f"no sweep attacks {name}; sweeps: {', '.join(ATTACKS)}")
    return found or [sweep(name).name]
