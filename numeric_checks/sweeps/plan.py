"""Which blocks a run has, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import count

from numeric_checks.attacks.registry import ATTACKS, sweep
from numeric_checks.attacks.sweep import BadSweep, Sweep, check_dims
from numeric_checks.sweeps.block import Key

Group = tuple[str, int]
"""A sweep, with `!` and the bug if one is planted, and a dimension."""


@dataclass(frozen=True)
class Plan:
    """Blocks of the sweeps `labels`: `blocks` for each dimension and temperature, or until `entries` are
    checked.
    """

    labels: tuple[str, ...] = ATTACKS
    dims: tuple[int, ...] | None = None
    """The same for all sweeps; None stands for those of each sweep."""
    seed: int = 0
    blocks: int = 2
    entries: int | None = None
    """If given: rounds of one block for each sweep, dimension and temperature, until so many entries are checked."""
    library: str = "numpy"
    device: str = "cpu"

    def groups(self) -> list[Group]:
        """Return the sweeps and their dimensions, in order."""
        return [(label, dim) for label in self.labels for dim in self._dims(label) if dim <= attack(label).max_dim]

    def left_out(self) -> list[Group]:
        """Return those in dimensions for which the attack is not made."""
        return [(label, dim) for label in self.labels for dim in self._dims(label) if dim > attack(label).max_dim]

    def _dims(self, label: str) -> tuple[int, ...]:
        return attack(label).dims if self.dims is None else self.dims

    def keys(self) -> Iterator[Key]:
        """Yield the blocks in order; without an end where `entries` says when to stop."""
        spots = [(label, dim, heat) for label, dim in self.groups() for heat in attack(label).temperatures]
        if self.entries is None:
            for spot in spots:
                for block in range(self.blocks):
                    yield Key(*spot, self.seed, block, self.library, self.device)
            return
        for block in count():
            for spot in spots:
                yield Key(*spot, self.seed, block, self.library, self.device)

    @property
    def round(self) -> int:
        """How many blocks a round has."""
        return sum(len(attack(label).temperatures) for label, _ in self.groups())


def attack(label: str) -> Sweep:
    """Return the sweep of a label, whatever is planted in it."""
    return sweep(label.partition("!")[0])


def planted(names: Iterable[str]) -> tuple[str, ...]:
    """Return the labels of all planted bugs of some sweeps."""
    return tuple(f"{name}!{bug}" for name in names for bug in sweep(name).bugs)


def plan(
    labels: Iterable[str] = ATTACKS,
    dims: Iterable[object] | None = None,
    *,
    seed: int = 0,
    blocks: int = 2,
    entries: int | None = None,
    library: str = "numpy",
    device: str = "cpu",
) -> Plan:
    """Return a plan with every part checked; BadSweep says what is accepted."""
    labels = tuple(dict.fromkeys(labels))
    for label in labels:
        found, (_, mark, bug) = attack(label), label.partition("!")
        if mark and bug not in found.bugs:
            raise BadSweep(f"unknown planted bug {bug!r}; known: {', '.join(found.bugs)}")
    if blocks < 1 or seed < 0 or (entries is not None and entries < 1):
        raise BadSweep(f"blocks and entries are at least 1 and seed at least 0, not {blocks}, {entries} and {seed}")
    numbers = None if dims is None else tuple(check_dims(dims))
    made = Plan(labels, numbers, seed, blocks, entries, library, device)
    if not made.groups():
        most = max((attack(label).max_dim for label in labels), default=0)
        raise BadSweep(f"no sweep of {', '.join(labels)} is made for these dimensions; the largest is {most}")
    return made
