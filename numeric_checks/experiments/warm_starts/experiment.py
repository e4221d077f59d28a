"""Does a solver that starts from the unperturbed solution need fewer operations?   [S2-42]

Two problems: ranking 100 scores by insertion sort, and the shortest paths on 12 x 12 maps with eight neighbours by a
label-correcting method.  Each perturbed problem is solved from scratch and from the unperturbed solution; what is
counted is comparisons and examined edges.  Merge sort and Dijkstra's algorithm are what one would use without warm
starts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numeric_checks.experiments.experiment import Cell, Experiment, Row, Rows, Summary
from numeric_checks.experiments.shortest_paths import SIDE, Maps
from numeric_checks.experiments.tools.intervals import Interval, curve, difference, interval
from numeric_checks.experiments.warm_starts import solvers

if TYPE_CHECKING:
    from matplotlib.figure import Figure

PROBLEMS = ("ranking", "paths")
OTHERS = {"ranking": "merge sort", "paths": "Dijkstra"}
EXPONENTS = tuple(range(-6, 3))
"""epsilon is 10 to the half of these."""
REPETITIONS, DRAWS = 40, 10
LENGTH, LEAST_COST = 100, 0.05
GAIN = 0.9
"""A warm start pays if it needs less than this part of the operations, with confidence 95 %."""
NEAR = solvers.neighbours(SIDE)


def cells() -> list[Cell]:
    """Return every problem, epsilon and repetition."""
    return [
        {"problem": p, "exponent": k, "repetition": r} for p in PROBLEMS for k in EXPONENTS for r in range(REPETITIONS)
    ]


def run(cell: Cell, seed: int) -> Row:
    """Mean operations over the draws of the noise: cold, warm, and those of the other solver."""
    repetition, epsilon = int(cell["repetition"]), 10 ** (int(cell["exponent"]) / 2)
    rng = np.random.default_rng([seed, repetition, 0])
    counts = (_ranking if cell["problem"] == "ranking" else _paths)(epsilon, rng)
    cold, warm, other = np.mean(counts, axis=0)
    return {"cold": cold, "warm": warm, "other": other, "part": warm / cold, "part_other": warm / other}


def _ranking(epsilon: float, rng: np.random.Generator) -> list[tuple[int, int, int]]:
    """Scores of size 1."""
    scores = rng.normal(size=LENGTH)
    order = scores.argsort().tolist()
    counts = []
    for noise in rng.normal(size=(DRAWS, LENGTH)):
        noisy = (scores + epsilon * noise).tolist()
        cold, warm = solvers.insertion_sort(noisy, range(LENGTH)), solvers.insertion_sort(noisy, order)
        counts.append((cold[1], warm[1], solvers.merge_sort(noisy, range(LENGTH))[1]))
    return counts


def _paths(epsilon: float, rng: np.random.Generator) -> list[tuple[int, int, int]]:
    """Costs of terrain, from 0.8 to 9.2; noisy ones are kept above LEAST_COST, as Dijkstra's algorithm needs."""
    costs = Maps(1, np.zeros((5, 1)), rng).costs[0]
    tree, _ = solvers.dijkstra(costs.tolist(), NEAR)
    counts = []
    for noise in rng.normal(size=(DRAWS, len(costs))):
        noisy = np.maximum(costs + epsilon * noise, LEAST_COST).tolist()
        cold, warm = solvers.label_correcting(noisy, NEAR), solvers.label_correcting(noisy, NEAR, tree)
        counts.append((cold[1], warm[1], solvers.dijkstra(noisy, NEAR)[1]))
    return counts


def _figures(results: Rows, problem: str, exponent: int, name: str) -> dict[int, float]:
    return {
        int(cell["repetition"]): row[name]
        for cell, row in results
        if cell["problem"] == problem and cell["exponent"] == exponent
    }


def summarise(results: Rows) -> Summary:
    """On either problem: does it pay at the smallest epsilon, and less at the largest?"""
    figures, texts, holds = dict[str, float](), [], []
    for problem in PROBLEMS:
        parts = [_figures(results, problem, k, "part") for k in EXPONENTS]
        small, large = interval(parts[0].values()), interval(parts[-1].values())
        fades = difference(parts[-1], parts[0])
        others = [interval(_figures(results, problem, k, "part_other").values()) for k in EXPONENTS]
        holds += [small.high < GAIN, fades.low > 0]
        figures |= {f"{problem}_small": small.mean, f"{problem}_small_high": small.high}
        figures |= {f"{problem}_large": large.mean, f"{problem}_fades_low": fades.low}
        for name, found in (("small", others[0]), ("large", others[-1])):
            figures[f"{problem}_{name}_to_other"] = found.mean
        texts.append(
            f"${small.mean:.2f}$ of the operations of a cold start at $\\varepsilon = 10^{{-3}}$ and "
            f"${large.mean:.2f}$ at $10$ (against {OTHERS[problem]}: ${others[0].mean:.2f}$ and "
            f"${others[-1].mean:.2f}$)"
        )
    text = f"Warm-started insertion sort needs {texts[0]}; a warm-started label-correcting method needs {texts[1]}."
    return Summary("AGREES" if all(holds) else "MIXED" if any(holds) else "DISAGREES", text, figures)


def draw(results: Rows, figure: Figure) -> None:
    """Operations of the warm start over those of the cold one and of the other solver."""
    epsilons = [10 ** (k / 2) for k in EXPONENTS]
    same = {"ranking": "insertion sort", "paths": "label correcting"}
    for axes, problem in zip(figure.subplots(1, 2), PROBLEMS, strict=True):
        for name, label in (("part", f"{same[problem]} from scratch"), ("part_other", OTHERS[problem])):
            found: list[Interval] = [interval(_figures(results, problem, k, name).values()) for k in EXPONENTS]
            curve(axes, epsilons, found, f"against {label}")
        axes.axhline(1, color="grey", linestyle=":")
        axes.set(xscale="log", xlabel="epsilon", ylabel="operations of the warm start, as a part", title=problem)
        axes.set_ylim(bottom=0)
        axes.legend()
    figure.suptitle("Warm starts from the unperturbed solution (mean, 95 % interval)")


EXPERIMENT = Experiment(
    name="warm-starts",
    title="Starting a solver from the unperturbed solution",
    expected=(
        rf"At a small $\varepsilon$ a warm start needs less than ${100 * GAIN:.0f}\,\%$ of the operations of a cold "
        rf"start " r"of the same solver, and the advantage fades as $\varepsilon$ grows."
    ),
    claims=("S2-42",),
    cells=cells,
    run=run,
    summarise=summarise,
    draw=draw,
    needs=("scipy",),
)
