"""Is one sample of the noise a step enough?   [S2-66]

Two tasks, classification and label ranking, trained with the Fenchel-Young loss and M = 1, 2, 10, 100 samples a step:
once with equally many steps, once with equally many oracle calls.  The rate is chosen on validation data for each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numeric_checks.experiments import epsilon_sweep, label_ranking
from numeric_checks.experiments.experiment import Cell, Experiment, Row, Rows, Summary
from numeric_checks.experiments.tools.intervals import Interval, choose, curve, difference, interval
from numeric_checks.experiments.tools.learning import Network, Schedule, train
from numeric_checks.experiments.tools.losses import fenchel_young
from tightmax.perturbed.oracles import maximum

if TYPE_CHECKING:
    from matplotlib.figure import Figure

TASKS = ("classification", "ranking")
MEASURES = {"classification": "accuracy", "ranking": "Spearman correlation"}
SAMPLES = (1, 2, 10, 100)
STEPS, CALLS = 300, 2000
"""Steps of training where these are equal; steps times samples where the oracle calls are."""
RATES = (0.01, 0.03, 0.1)
REPETITIONS = 10
MARGIN = 0.01
"""M = 1 is satisfactory if it loses less than this of the measure against M = 100, with confidence 95 %."""
BATCH, SIGMA = 50, 0.3


def cells() -> list[Cell]:
    """Return every task, budget, number of samples and rate."""
    return [
        {"task": task, "repetition": r, "budget": budget, "samples": samples, "rate": rate}
        for task in TASKS
        for r in range(REPETITIONS)
        for budget in ("steps", "calls")
        for samples in SAMPLES
        for rate in RATES
    ]


def run(cell: Cell, seed: int) -> Row:
    """Validation and test figures of one model."""
    samples = int(cell["samples"])
    steps = STEPS if cell["budget"] == "steps" else CALLS // samples
    schedule = Schedule(steps, BATCH, float(cell["rate"]))
    return (_classify if cell["task"] == "classification" else _rank)(int(cell["repetition"]), samples, schedule, seed)


def _classify(repetition: int, samples: int, schedule: Schedule, seed: int) -> Row:
    """Accuracies on the task of the epsilon sweep."""
    parts = epsilon_sweep.task(np.random.default_rng([seed, repetition, 2]), (500, 1000, 2000))
    rng = np.random.default_rng([seed, repetition, 3])
    network = Network((epsilon_sweep.INPUTS, 64, epsilon_sweep.CLASSES), rng)
    labels = np.eye(epsilon_sweep.CLASSES)[parts[0][1]]
    train(network, parts[0][0], fenchel_young(maximum, labels, 1.0, samples), schedule, rng)
    return {"validation": epsilon_sweep.accuracy(network, parts[1]), "test": epsilon_sweep.accuracy(network, parts[2])}


def _rank(repetition: int, samples: int, schedule: Schedule, seed: int) -> Row:
    """Spearman correlations on the task of label ranking, with noise of size SIGMA in the labels."""
    parts = label_ranking.task(np.random.default_rng([seed, repetition, 4]), SIGMA)
    rng = np.random.default_rng([seed, repetition, 5])
    network = Network((label_ranking.INPUTS, label_ranking.LABELS), rng, scale=0.1)
    oracle = label_ranking.RANKS
    train(network, parts[0][0], fenchel_young(oracle, parts[0][1], 1.0, samples), schedule, rng)
    found = [label_ranking.spearman(oracle(network.scores(x)), y) for x, y in parts[1:]]
    return {"validation": found[0], "test": found[1]}


def _test(results: Rows) -> dict[tuple[str, str, int], dict[int, float]]:
    """Test figures by repetition for each task, budget and M, at the rate chosen on validation data."""
    chosen = choose(results, ["task", "budget", "samples", "repetition"], lambda row: row["validation"])
    found: dict[tuple[str, str, int], dict[int, float]] = {}
    for (task, budget, samples, repetition), (_, row) in chosen.items():
        found.setdefault((task, budget, samples), {})[repetition] = row["test"]
    return found


def summarise(results: Rows) -> Summary:
    """Return what M = 1 loses against M = 100, on either task and with either budget."""
    test = _test(results)
    lost: dict[tuple[str, str], Interval] = {}
    figures: dict[str, float] = {}
    for task in TASKS:
        for budget in ("steps", "calls"):
            found = lost[task, budget] = difference(test[task, budget, SAMPLES[-1]], test[task, budget, 1])
            name = f"{task}_{budget}"
            figures |= {f"lost_{name}": found.mean, f"lost_{name}_low": found.low, f"lost_{name}_high": found.high}
            for samples in SAMPLES:
                figures[f"{name}_{samples}"] = interval(test[task, budget, samples].values()).mean
    satisfactory = all(lost[task, "steps"].high < MARGIN for task in TASKS)
    poor = all(lost[task, "steps"].low > MARGIN for task in TASKS)
    text = (
        f"With equally many steps $M = 1$ loses {lost['classification', 'steps'].show()} of accuracy and "
        f"{lost['ranking', 'steps'].show()} of Spearman correlation against $M = 100$; with equally many oracle calls "
        f"it loses {lost['classification', 'calls'].show()} and {lost['ranking', 'calls'].show()}."
    )
    return Summary("AGREES" if satisfactory else "DISAGREES" if poor else "MIXED", text, figures)


def draw(results: Rows, figure: Figure) -> None:
    """The measure of either task over M, for both budgets."""
    test = _test(results)
    for axes, task in zip(figure.subplots(1, 2), TASKS, strict=True):
        for budget, label in (("steps", f"{STEPS} steps"), ("calls", f"{CALLS} calls")):
            curve(axes, SAMPLES, [interval(test[task, budget, m].values()) for m in SAMPLES], label)
        axes.set(xscale="log", xlabel="samples a step, M", ylabel=f"test {MEASURES[task]}", title=task)
        axes.legend(title="equal for every M:")
    figure.suptitle("One sample of the noise against several (mean, 95 % interval)")


EXPERIMENT = Experiment(
    name="one-sample",
    title="Training with one sample of the noise a step against several",
    expected=(
        rf"$M = 1$ is satisfactory: with equally many steps it loses less than ${MARGIN}$ of the accuracy and of the "
        r"Spearman correlation that $M = 100$ reaches."
    ),
    claims=("S2-66",),
    cells=cells,
    run=run,
    summarise=summarise,
    draw=draw,
    needs=("scipy",),
)
