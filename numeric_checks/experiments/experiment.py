"""What an experiment is: cells that are run one by one, and what they say together."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from typing import TYPE_CHECKING

from proofs.machinery.engine.records import OUTCOMES
from proofs.machinery.output.bad_input import BadInput

if TYPE_CHECKING:
    from matplotlib.figure import Figure

Cell = Mapping[str, int | float | str]
"""The parameters of one unit of work."""

Row = Mapping[str, float]
"""The figures of one cell."""

Rows = Sequence[tuple[Cell, Row]]
"""All cells with their figures, in the order of the cells."""


class BadExperiment(BadInput):
    """An experiment that cannot be run as asked, with the reason in one line."""


def finite(figures: Mapping[str, float], of: str) -> dict[str, float]:
    """Return the figures as plain numbers; ValueError for one that is no finite number, which no record could hold."""
    plain = {name: float(value) for name, value in figures.items()}
    for name, value in plain.items():
        if not math.isfinite(value):
            raise ValueError(f"{name!r} of {of} is {value}")
    return plain


@dataclass(frozen=True)
class Summary:
    """What came out: does it agree with what was expected, in words and in figures?"""

    outcome: str
    """AGREES, DISAGREES or MIXED."""
    found: str
    """One or two sentences, safe in LaTeX, with the figures."""
    figures: Mapping[str, float]

    def __post_init__(self) -> None:
        if self.outcome not in OUTCOMES:
            raise ValueError(f"unknown outcome {self.outcome!r}; known: {', '.join(OUTCOMES)}")


@dataclass(frozen=True)
class Experiment:
    """One experiment; all of it is deterministic, given the seed."""

    name: str
    title: str
    expected: str
    """What the source says or what one would expect, in a sentence."""
    claims: tuple[str, ...]
    """Ids of the claims that it is about, such as `S2-46`."""
    cells: Callable[[], Sequence[Cell]]
    """All units of work: independent of each other, and each done within some 20 seconds."""
    run: Callable[[Cell, int], Row]
    """The figures of a cell, given the seed."""
    summarise: Callable[[Rows], Summary]
    draw: Callable[[Rows, Figure], None]
    needs: tuple[str, ...] = ()
    """Modules that tightmax itself does without, such as `gymnasium`."""

    def missing(self) -> list[str]:
        """Return which of the modules it needs are not installed."""
        return [name for name in self.needs if find_spec(name) is None]
