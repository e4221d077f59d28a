"""Minimising a maximum of many convex functions: iterations with LogSumExp and with the best smoothing, equal
guarantee.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numeric_checks.experiments.experiment import Cell, Experiment, Row, Rows, Summary
from numeric_checks.experiments.max_of_convex.method import iterations
from numeric_checks.experiments.max_of_convex.problems import FAMILIES, VARIABLES, least, random_problem
from numeric_checks.experiments.tools.intervals import Interval, curve, interval
from tightmax import worst_gap

if TYPE_CHECKING:
    from matplotlib.figure import Figure

DIMENSIONS = (2, 3, 4, 10, 100, 1000, 10_000)
ACCURACIES = (1e-2, 1e-3)
"""Parts of what F(0) is above the least value."""
PROBLEMS = 20
KINDS = ("lse", "best")
NEAR = 0.02
"""How near a mean ratio of iterations must be to the predicted one."""


def cells() -> list[Cell]:
    """Return every problem with every accuracy."""
    return [
        {"family": family, "d": d, "accuracy": accuracy, "index": index}
        for family in FAMILIES for d in DIMENSIONS for accuracy in ACCURACIES for index in range(PROBLEMS)
    ]


def run(cell: Cell, seed: int) -> Row:
    """The iterations of both kinds until the true maximum is as near to its least value as asked."""
    problem = random_problem(str(cell["family"]), int(cell["d"]), int(cell["index"]), seed)
    below = least(problem)
    start = problem.value(np.zeros(VARIABLES)) - below
    accuracy = float(cell["accuracy"]) * start
    counts = {f"iterations {kind}": float(iterations(problem, accuracy, below, kind)) for kind in KINDS}
    return {"least": below, "start": start, **counts}


def predicted(d: int) -> float:
    """Return the ratio of iterations that the rate of the method predicts: they grow like the root of the
    smoothness.
    """
    return float(np.sqrt(worst_gap(d) / worst_gap(d, kind="lse")))


def _ratio(rows: Rows, d: int, family: str | None = None, accuracy: float | None = None) -> Interval:
    """Best over LogSumExp: the mean, with its interval, over the problems, each with its mean over the accuracies."""
    found: dict[tuple[str, float], list[float]] = {}
    for cell, row in rows:
        if cell["d"] == d and family in (None, cell["family"]) and accuracy in (None, cell["accuracy"]):
            ratio = row["iterations best"] / row["iterations lse"]
            found.setdefault((str(cell["family"]), float(cell["index"])), []).append(ratio)
    return interval(float(np.mean(ratios)) for ratios in found.values())


def summarise(rows: Rows) -> Summary:
    """Agrees if in every dimension the iterations are fewer, and in the ratio that is predicted."""
    ratios = {d: _ratio(rows, d) for d in DIMENSIONS}
    figures = {"cells": float(len(rows))}
    for d, found in ratios.items():
        counts = [np.median([row[f"iterations {kind}"] for cell, row in rows if cell["d"] == d]) for kind in KINDS]
        figures |= {f"predicted ratio, d = {d}": predicted(d), f"mean ratio, d = {d}": found.mean}
        figures |= {f"low ratio, d = {d}": found.low, f"high ratio, d = {d}": found.high}
        figures |= {f"median iterations {kind}, d = {d}": float(n) for kind, n in zip(KINDS, counts, strict=True)}
    more = float(np.mean([row["iterations best"] > row["iterations lse"] for _, row in rows]))
    figures["share of cells with more iterations"] = more
    good = [found.high < 1 and abs(found.mean - predicted(d)) <= NEAR for d, found in ratios.items()]
    told = ", ".join(
        f"{f.mean:.3f} ({f.low:.3f} to {f.high:.3f}; predicted {predicted(d):.3f}) for $d = {_power(d)}$"
        for d, f in ratios.items()
    )
    open_ones = [f"${_power(d)}$" for d, found in ratios.items() if found.low <= 1 <= found.high]
    rest = f" No difference can be told for $d$ = {', '.join(open_ones)}." if open_ones else ""
    return Summary(
        "AGREES" if all(good) else "MIXED" if any(good) else "DISAGREES",
        f"The iterations with the best smoothing over those with LogSumExp, on average with 95\\% intervals: {told}. "
        f"In {100 * more:.1f}\\% of {len(rows)} cells the best smoothing needs more.{rest}",
        figures,
    )


def _power(d: int) -> str:
    return str(d) if d < 10_000 else "10^4"


def draw(rows: Rows, figure: Figure) -> None:
    """The ratio against d with what is predicted, and the iterations themselves."""
    figure.set_size_inches(10, 4.5)
    left, right = figure.subplots(1, 2)
    for family in FAMILIES:
        for number, accuracy in enumerate(ACCURACIES):
            style = {"color": f"C{FAMILIES.index(family)}", "linestyle": ("-", "--")[number], "linewidth": 1}
            label = f"{family}, accuracy {accuracy:g}"
            curve(left, DIMENSIONS, [_ratio(rows, d, family, accuracy) for d in DIMENSIONS], label, **style)
            for kind, marker in zip(KINDS, "xo", strict=True):
                counts = [
                    np.median([r[f"iterations {kind}"] for c, r in rows if (c["family"], c["d"], c["accuracy"]) == of])
                    for of in ((family, d, accuracy) for d in DIMENSIONS)
                ]
                named = f"{'LogSumExp' if kind == 'lse' else 'best'}, {label}"
                right.plot(DIMENSIONS, counts, marker, markersize=4, label=named, **style | {"mfc": "none"})
    left.plot(DIMENSIONS, [predicted(d) for d in DIMENSIONS], "k:", label="predicted: root of the ratio of gaps")
    left.axhline(1.0, color="0.5", linewidth=0.8)
    left.set(
        xscale="log", xlabel="number of functions $d$", ylabel="iterations, best / LogSumExp (mean, 95 % interval)"
    )
    right.set(xscale="log", yscale="log", xlabel="number of functions $d$", ylabel=f"iterations (median of {PROBLEMS})")
    left.legend(frameon=False, fontsize=8)
    right.legend(frameon=False, fontsize=7)


EXPERIMENT = Experiment(
    name="max-of-convex",
    title="Minimising the maximum of $d$ convex functions by an accelerated method, at equal guarantee",
    expected=(
        "Where both smoothings are at most half the accuracy above the maximum, the best one is smoother by the ratio "
        "of the gaps, so that an accelerated method should need as many iterations as with LogSumExp times the root of "
        "that ratio: 0.85 for $d = 2$, 0.90 for 3, 0.93 for 4, and 0.99 for $10^4$."
    ),
    claims=("S0-36",),
    cells=cells,
    run=run,
    summarise=summarise,
    draw=draw,
    needs=("scipy",),
)
