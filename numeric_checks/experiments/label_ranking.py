"""Linear label ranking under growing label noise: Fenchel-Young, squared and black-box losses.   [S2-49, S2-50]

The task is generated: ten labels whose scores are linear in the inputs; the ranks that are learned from, and those of
the validation data, are of scores with noise of size sigma beside scores of size 1.  The model is judged on the ranks
without noise.  Every loss has four settings, chosen on (noisy) validation data.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numeric_checks.experiments.experiment import Cell, Experiment, Row, Rows, Summary
from numeric_checks.experiments.tools.intervals import Interval, curve, difference, interval
from numeric_checks.experiments.tools.learning import Floats, Network, Schedule, ScoreGradient, train
from numeric_checks.experiments.tools.losses import blackbox, fenchel_young, squared
from tightmax.perturbed.oracles import Ranking

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LOSSES = ("Fenchel-Young", "squared", "black-box")
SIGMAS = (0.0, 0.1, 0.3, 1.0, 3.0)
NOISY = (1.0, 3.0)
"""Where the noise is at least as large as the signal: robustness is judged here."""
REPETITIONS = 12
EXACT = 0.9
"""Ranks are predicted exactly if, at sigma = 0, more than this part of the test rankings is right in every place."""
LABELS, INPUTS = 10, 10
TRAINING, VALIDATION, TEST = 1000, 200, 1000
SAMPLES, STEPS, BATCH = 10, 1000, 50
SETTINGS: dict[str, tuple[tuple[float, float], ...]] = {
    "Fenchel-Young": ((1.0, 0.03), (1.0, 0.1), (0.3, 0.1), (0.1, 0.3)),
    "squared": ((0.0, 0.003), (0.0, 0.01), (0.0, 0.03), (0.0, 0.1)),
    "black-box": ((0.03, 0.01), (0.1, 0.1), (0.3, 0.1), (0.3, 0.3)),
}
"""(epsilon of Fenchel-Young or strength of the black-box interpolation, rate)."""
RANKS = Ranking(np.linspace(-1.0, 1.0, LABELS))


def task(rng: np.random.Generator, sigma: float) -> list[tuple[Floats, Floats]]:
    """Inputs and ranks to train on, to validate with and to test with: only the last are without noise."""
    truth = rng.normal(size=(INPUTS, LABELS)) / np.sqrt(INPUTS)
    parts = []
    for size, noise in ((TRAINING, sigma), (VALIDATION, sigma), (TEST, 0.0)):
        inputs = rng.normal(size=(size, INPUTS))
        parts.append((inputs, RANKS(inputs @ truth + noise * rng.normal(size=(size, LABELS)))))
    return parts


def spearman(first: Floats, second: Floats) -> float:
    """Return the mean correlation of two arrays of ranks, each row an order of the same centred weights."""
    return float(((first * second).sum(axis=-1) / (first**2).sum(axis=-1)).mean())


def gradient(loss: str, labels: Floats, knob: float) -> ScoreGradient:
    """Return the loss of that name."""
    if loss == "Fenchel-Young":
        return fenchel_young(RANKS, labels, knob, SAMPLES)
    return squared(labels) if loss == "squared" else blackbox(RANKS, labels, knob)


def cells() -> list[Cell]:
    """Return every loss on every task."""
    return [{"sigma": s, "repetition": r, "loss": loss} for s in SIGMAS for r in range(REPETITIONS) for loss in LOSSES]


def run(cell: Cell, seed: int) -> Row:
    """Test figures of the setting that is best on validation data."""
    repetition, loss = int(cell["repetition"]), str(cell["loss"])
    training, validation, test = task(np.random.default_rng([seed, repetition, 0]), float(cell["sigma"]))
    best: Row = {}
    for knob, rate in SETTINGS[loss]:
        rng = np.random.default_rng([seed, repetition, 1])
        network = Network((INPUTS, LABELS), rng, scale=0.1)
        train(network, training[0], gradient(loss, training[1], knob), Schedule(STEPS, BATCH, rate), rng)
        score = spearman(RANKS(network.scores(validation[0])), validation[1])
        if not best or score > best["validation"]:
            ranks = RANKS(network.scores(test[0]))
            exact = float((ranks == test[1]).all(axis=-1).mean())
            best = {
                "validation": score, "spearman": spearman(ranks, test[1]), "exact": exact, "knob": knob, "rate": rate,
            }
    return best


def _figures(results: Rows, sigma: float, loss: str, name: str) -> dict[int, float]:
    return {
        int(cell["repetition"]): row[name] for cell, row in results if cell["sigma"] == sigma and cell["loss"] == loss
    }


def _noisy(results: Rows, loss: str) -> dict[int, float]:
    """Return the mean Spearman correlation over the large sigmas, for each repetition."""
    each = [_figures(results, sigma, loss, "spearman") for sigma in NOISY]
    return {key: float(np.mean([found[key] for found in each])) for key in each[0]}


def summarise(results: Rows) -> Summary:
    """Return three questions: is it better than either baseline under noise, and exact without?"""
    lead: dict[str, Interval] = {
        loss: difference(_noisy(results, "Fenchel-Young"), _noisy(results, loss)) for loss in LOSSES[1:]
    }
    exact = interval(_figures(results, 0.0, "Fenchel-Young", "exact").values())
    figures = {"exact": exact.mean, "exact_low": exact.low, "exact_high": exact.high}
    for loss, found in lead.items():
        figures |= {f"lead_{loss}": found.mean, f"lead_{loss}_low": found.low, f"lead_{loss}_high": found.high}
    for loss in LOSSES:
        figures[f"exact_{loss}"] = interval(_figures(results, 0.0, loss, "exact").values()).mean
        for sigma in SIGMAS:
            figures[f"spearman_{loss}_{sigma:g}"] = interval(_figures(results, sigma, loss, "spearman").values()).mean
    holds = [lead["squared"].low > 0, lead["black-box"].low > 0, exact.low > EXACT]
    text = (
        f"At $\\sigma \\ge {NOISY[0]:g}$ the Spearman correlation of the Fenchel-Young loss is larger by "
        f"{lead['squared'].show()} than that of the squared loss and by {lead['black-box'].show()} than that of the "
        f"black-box loss. At $\\sigma = 0$ it predicts {exact.show()} of the rankings exactly "
        f"(squared ${figures['exact_squared']:.3f}$, black-box ${figures['exact_black-box']:.3f}$)."
    )
    return Summary("AGREES" if all(holds) else "MIXED" if any(holds) else "DISAGREES", text, figures)


def draw(results: Rows, figure: Figure) -> None:
    """Correlation and exact rankings over sigma."""
    left, right = figure.subplots(1, 2)
    for loss in LOSSES:
        for axes, name in ((left, "spearman"), (right, "exact")):
            found = [interval(_figures(results, sigma, loss, name).values()) for sigma in SIGMAS]
            curve(axes, SIGMAS, found, loss)
    left.set_ylabel("Spearman correlation with the ranks without noise")
    right.set_ylabel("part of the rankings that is exact")
    for axes in (left, right):
        axes.set_xscale("symlog", linthresh=0.1)
        axes.set(xlabel="noise of the labels, sigma", xticks=SIGMAS, xticklabels=[f"{s:g}" for s in SIGMAS])
    left.legend()
    figure.suptitle("Label ranking with growing noise (mean, 95 % interval)")


EXPERIMENT = Experiment(
    name="label-ranking",
    title="Label ranking with growing noise: Fenchel-Young, squared and black-box losses",
    expected=(
        r"The Fenchel-Young loss is more robust: where the noise is as large as the signal its Spearman correlation is "
        r"larger than with the squared and with the black-box loss; with exact labels it ranks exactly, that is "
        rf"more than ${100 * EXACT:.0f}\,\%$ of the test rankings."
    ),
    claims=("S2-49", "S2-50"),
    cells=cells,
    run=run,
    summarise=summarise,
    draw=draw,
    needs=("scipy",),
)
