"""Confidence intervals over independent repetitions, choices made on validation data, and how both are drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from numeric_checks.experiments.experiment import Cell, Row

if TYPE_CHECKING:
    from matplotlib.axes import Axes

LEVEL = 0.95
Result = tuple[Cell, Row]


@dataclass(frozen=True)
class Interval:
    """A mean over repetitions and where it lies with confidence 95 %."""

    mean: float
    low: float
    high: float

    def show(self, digits: int = 3) -> str:
        """As LaTeX: the mean and the two ends."""
        return f"${self.mean:.{digits}f}$ [${self.low:.{digits}f}$, ${self.high:.{digits}f}$]"


def interval(values: Iterable[float], overlap: float = 0.0) -> Interval:
    """Student's interval for the mean.

    `overlap` is the size of the test part over that of the training part where the repetitions are random splits of
    one data set and so are not independent [Nadeau and Bengio, Inference for the generalization error, 2003].
    """
    from scipy.special import stdtrit

    sample = np.array(list(values), dtype=np.float64)
    if len(sample) < 2:
        raise ValueError(f"an interval needs at least 2 repetitions, not {len(sample)}")
    spread = sample.std(ddof=1) * np.sqrt(1 / len(sample) + overlap)
    reach = float(stdtrit(len(sample) - 1, (1 + LEVEL) / 2)) * spread
    mean = float(sample.mean())
    return Interval(mean, mean - reach, mean + reach)


def difference(first: Mapping[Any, float], second: Mapping[Any, float], overlap: float = 0.0) -> Interval:
    """Return the interval of first minus second, pair by pair: the keys are the repetitions and must be the same."""
    if set(first) != set(second):
        raise ValueError("the repetitions of the two are not the same")
    return interval([first[key] - second[key] for key in sorted(first)], overlap)


def choose(
    results: Iterable[Result], group: Sequence[str], score: Callable[[Row], float]
) -> dict[tuple[Any, ...], Result]:
    """For each value of the keys in `group` the run with the largest score, the first of equals.

    The score is a validation figure, so that the test figures of the chosen run are not biased by the choice.
    """
    best: dict[tuple[Any, ...], Result] = {}
    for cell, row in results:
        key = tuple(cell[name] for name in group)
        if key not in best or score(row) > score(best[key][1]):
            best[key] = (cell, row)
    return best


def curve(axes: Axes, xs: Sequence[float], found: Sequence[Interval], label: str, **style: Any) -> None:
    """A line through the means and a band between the ends."""
    options: dict[str, Any] = {"marker": "o", "markersize": 3, **style}
    (line,) = axes.plot(xs, [f.mean for f in found], label=label, **options)
    axes.fill_between(xs, [f.low for f in found], [f.high for f in found], alpha=0.2, color=line.get_color(), lw=0)
