"""Does a perturbed classifier suffer where epsilon is too small, and where it is too large?   [S2-46, S2-67]

The task is generated: ten classes, each of three Gaussian clusters in ten dimensions, a tenth of the training labels
wrong.  Since L_epsilon(theta) = epsilon L_1(theta / epsilon), epsilon is nothing but the scale of the scores.  So a
second arm multiplies the scores by epsilon: if that removes the loss of accuracy, the sensitivity is one to the scale.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numeric_checks.experiments.experiment import Cell, Experiment, Row, Rows, Summary
from numeric_checks.experiments.tools.intervals import choose, curve, difference, interval
from numeric_checks.experiments.tools.learning import Floats, Indices, Network, Schedule, ScoreGradient, train
from numeric_checks.experiments.tools.losses import fenchel_young
from tightmax.perturbed.oracles import maximum

if TYPE_CHECKING:
    from matplotlib.figure import Figure

EXPONENTS = tuple(range(-6, 5))
"""epsilon is 10 to the half of these."""
ENDS = (EXPONENTS[0], EXPONENTS[-1])
REPETITIONS = 10
MARGIN = 0.01
"""An end hurts if it costs more accuracy than this, with confidence 95 %."""
CLASSES, CLUSTERS, INPUTS, SPREAD, WRONG = 10, 3, 10, 0.75, 0.1
TRAINING, VALIDATION, TEST = 500, 1000, 2000
SAMPLES, SCHEDULE = 10, Schedule(steps=1000, batch=32, rate=0.01)


def task(rng: np.random.Generator, sizes: tuple[int, ...]) -> list[tuple[Floats, Indices]]:
    """Inputs and classes of each part; only the classes of the first part hold mistakes."""
    centres = rng.normal(size=(CLASSES, CLUSTERS, INPUTS))
    parts = []
    for number, size in enumerate(sizes):
        classes = rng.integers(CLASSES, size=size)
        inputs = centres[classes, rng.integers(CLUSTERS, size=size)] + SPREAD * rng.normal(size=(size, INPUTS))
        if number == 0:
            classes = np.where(rng.random(size) < WRONG, rng.integers(CLASSES, size=size), classes)
        parts.append((inputs, classes))
    return parts


def _scaled(gradient: ScoreGradient, factor: float) -> ScoreGradient:
    """Return the gradient in the network's outputs, where the scores are these times the factor."""

    def scaled(scores: Floats, index: Indices, rng: np.random.Generator) -> Floats:
        return factor * gradient(factor * scores, index, rng)

    return scaled


def accuracy(network: Network, part: tuple[Floats, Indices]) -> float:
    """Return how often the largest score is that of the class."""
    return float((network.scores(part[0]).argmax(axis=-1) == part[1]).mean())


def cells() -> list[Cell]:
    """Fixed scores at every epsilon; scaled ones at the ends and at 1."""
    plain: list[Cell] = [
        {"arm": "fixed", "exponent": k, "repetition": r} for k in EXPONENTS for r in range(REPETITIONS)
    ]
    return plain + [
        {"arm": "scaled", "exponent": k, "repetition": r} for k in (ENDS[0], 0, ENDS[1]) for r in range(REPETITIONS)
    ]


def run(cell: Cell, seed: int) -> Row:
    """Accuracies of one network; repetitions differ in everything, epsilons in nothing else."""
    repetition, epsilon = int(cell["repetition"]), 10 ** (int(cell["exponent"]) / 2)
    parts = task(np.random.default_rng([seed, repetition, 0]), (TRAINING, VALIDATION, TEST))
    rng = np.random.default_rng([seed, repetition, 1])
    network = Network((INPUTS, 64, CLASSES), rng)
    gradient = fenchel_young(maximum, np.eye(CLASSES)[parts[0][1]], epsilon, SAMPLES)
    if cell["arm"] == "scaled":
        gradient = _scaled(gradient, epsilon)
    train(network, parts[0][0], gradient, SCHEDULE, rng)
    names = ("train", "validation", "test")
    return {name: accuracy(network, part) for name, part in zip(names, parts, strict=True)}


def _figures(results: Rows, arm: str, exponent: int, name: str) -> dict[int, float]:
    return {
        int(cell["repetition"]): row[name]
        for cell, row in results
        if cell["arm"] == arm and cell["exponent"] == exponent
    }


def summarise(results: Rows) -> Summary:
    """Return the epsilon chosen on validation data against both ends, on training and test data."""
    fixed = [(cell, row) for cell, row in results if cell["arm"] == "fixed"]
    chosen = choose(fixed, ["repetition"], lambda row: row["validation"])
    figures, lost = {}, {}
    for name in ("train", "test"):
        best = {key[0]: row[name] for key, (_, row) in chosen.items()}
        figures[f"{name}_chosen"] = interval(best.values()).mean
        for end, exponent in zip(("small", "large"), ENDS, strict=True):
            lost[name, end] = difference(best, _figures(results, "fixed", exponent, name))
            figures[f"{name}_lost_{end}"], figures[f"{name}_lost_{end}_low"] = lost[name, end].mean, lost[name, end].low
    for end, exponent in zip(("small", "large"), ENDS, strict=True):
        scaled = difference(_figures(results, "scaled", 0, "test"), _figures(results, "scaled", exponent, "test"))
        figures[f"scaled_lost_{end}"] = scaled.mean
    hurts = [found.low > MARGIN for found in lost.values()]
    best_exponents = sorted(int(cell["exponent"]) for cell, _ in chosen.values())
    figures |= {"chosen_least": 10 ** (best_exponents[0] / 2), "chosen_largest": 10 ** (best_exponents[-1] / 2)}
    found = (
        f"Against the $\\varepsilon$ chosen on validation data, $\\varepsilon = 10^{{-3}}$ costs "
        f"{lost['train', 'small'].show()} of training and {lost['test', 'small'].show()} of test accuracy, "
        f"$\\varepsilon = 10^2$ costs {lost['train', 'large'].show()} and {lost['test', 'large'].show()}. With scores "
        f"multiplied by $\\varepsilon$ the ends cost ${figures['scaled_lost_small']:.3f}$ and "
        f"${figures['scaled_lost_large']:.3f}$ of test accuracy against $\\varepsilon = 1$: "
        r"what matters is $\varepsilon$ beside the scale of the scores."
    )
    return Summary("AGREES" if all(hurts) else "MIXED" if any(hurts) else "DISAGREES", found, figures)


def draw(results: Rows, figure: Figure) -> None:
    """Accuracy over epsilon."""
    axes = figure.subplots()
    epsilons = [10 ** (k / 2) for k in EXPONENTS]
    for name in ("train", "test"):
        found = [interval(_figures(results, "fixed", k, name).values()) for k in EXPONENTS]
        curve(axes, epsilons, found, "training data" if name == "train" else "test data")
    scaled = (ENDS[0], 0, ENDS[1])
    found = [interval(_figures(results, "scaled", k, "test").values()) for k in scaled]
    curve(axes, [10 ** (k / 2) for k in scaled], found, "test data, scores times epsilon", linestyle="--")
    axes.set(xscale="log", xlabel="epsilon", ylabel="accuracy (mean, 95 % interval)")
    axes.set_title("A perturbed classifier over epsilon")
    axes.legend()


EXPERIMENT = Experiment(
    name="epsilon-sweep",
    title=r"A perturbed classifier trained at every $\varepsilon$ from $10^{-3}$ to $10^2$",
    expected=(
        r"Too small and too large an $\varepsilon$ both cost training and test accuracy: more than one percentage "
        r"point at $10^{-3}$ and at $10^2$, against the $\varepsilon$ chosen on validation data."
    ),
    claims=("S2-46", "S2-67"),
    cells=cells,
    run=run,
    summarise=summarise,
    draw=draw,
    needs=("scipy",),
)
