"""Cross-entropy against the perturbed Fenchel-Young loss on scikit-learn's digits.   [S2-45 on a smaller data set]

A small network, random splits of the 1797 images, the same start and the same minibatches for each loss, the rate
chosen on validation data.  With Gumbel noise the expected loss is cross-entropy itself, so only sampling differs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numeric_checks.experiments.experiment import Cell, Experiment, Row, Rows, Summary
from numeric_checks.experiments.tools.intervals import Interval, choose, difference, interval
from numeric_checks.experiments.tools.learning import Floats, Indices, Network, Schedule, ScoreGradient, train
from numeric_checks.experiments.tools.losses import cross_entropy, fenchel_young
from tightmax.perturbed.oracles import maximum

if TYPE_CHECKING:
    from matplotlib.figure import Figure

LOSSES = ("cross-entropy", "gaussian", "gumbel")
NAMES = {"cross-entropy": "cross-entropy", "gaussian": "Fenchel-Young, Gaussian", "gumbel": "Fenchel-Young, Gumbel"}
RATES = (0.002, 0.006)
SPLITS = 20
MARGIN = 0.01
"""Competitive: with confidence 95 % not worse by more than this."""
NETWORKS = 3
"""Trained on each split, from different starts; their mean accuracy is what is compared."""
TRAINING, VALIDATION, TEST = 1000, 297, 500
SAMPLES, STEPS, BATCH = 10, 1000, 32


def data(rng: np.random.Generator) -> list[tuple[Floats, Indices]]:
    """Return a random split; pixels from 0 to 1."""
    from sklearn.datasets import load_digits

    bunch = load_digits()
    order = rng.permutation(len(bunch.target))
    parts = np.split(order, np.cumsum([TRAINING, VALIDATION]))
    return [(bunch.data[part] / 16.0, bunch.target[part]) for part in parts]


def gradient(loss: str, labels: Floats) -> ScoreGradient:
    """Return the loss of that name."""
    if loss == "cross-entropy":
        return cross_entropy(labels)
    return fenchel_young(maximum, labels, 1.0, SAMPLES, loss)


def cells() -> list[Cell]:
    """Return every loss and rate on every split."""
    return [{"split": s, "loss": loss, "rate": rate} for s in range(SPLITS) for loss in LOSSES for rate in RATES]


def run(cell: Cell, seed: int) -> Row:
    """Mean accuracies of the networks."""
    split = int(cell["split"])
    parts = data(np.random.default_rng([seed, split, 0]))
    found = np.mean([_accuracies_of(number, cell, seed, parts) for number in range(NETWORKS)], axis=0)
    return dict(zip(("train", "validation", "test"), found.tolist(), strict=True))


def _accuracies_of(number: int, cell: Cell, seed: int, parts: list[tuple[Floats, Indices]]) -> list[float]:
    """Return one network; the noise has a generator of its own, so that all losses see the same minibatches."""
    rng, noisy = (np.random.default_rng([seed, int(cell["split"]), 1, number, k]) for k in (0, 1))
    network = Network((64, 32, 10), rng)
    slope = gradient(str(cell["loss"]), np.eye(10)[parts[0][1]])
    schedule = Schedule(STEPS, BATCH, float(cell["rate"]))
    train(network, parts[0][0], lambda scores, index, _: slope(scores, index, noisy), schedule, rng)
    return [float((network.scores(x).argmax(axis=-1) == y).mean()) for x, y in parts]


def _accuracies(results: Rows) -> dict[str, dict[int, float]]:
    """Test accuracy of each loss on each split, at the rate chosen on validation data."""
    chosen = choose(results, ["loss", "split"], lambda row: row["validation"])
    return {loss: {key[1]: row["test"] for key, (_, row) in chosen.items() if key[0] == loss} for loss in LOSSES}


def summarise(results: Rows) -> Summary:
    """Intervals of the differences to cross-entropy, wider because the splits overlap."""
    test = _accuracies(results)
    overlap = TEST / TRAINING
    lead: dict[str, Interval] = {
        loss: difference(test[loss], test["cross-entropy"], overlap) for loss in ("gaussian", "gumbel")
    }
    figures = {f"test_{loss}": interval(test[loss].values()).mean for loss in LOSSES}
    for loss, found in lead.items():
        figures |= {f"lead_{loss}": found.mean, f"lead_{loss}_low": found.low, f"lead_{loss}_high": found.high}
    competitive = all(found.low > -MARGIN for found in lead.values())
    worse = any(found.high < -MARGIN for found in lead.values())
    points = {loss: Interval(100 * f.mean, 100 * f.low, 100 * f.high) for loss, f in lead.items()}
    text = (
        f"Test accuracy ${100 * figures['test_cross-entropy']:.2f}\\,\\%$ with cross-entropy; the Fenchel-Young loss "
        f"differs by {points['gaussian'].show(2)} percentage points with Gaussian and by {points['gumbel'].show(2)} "
        f"with Gumbel noise, over {SPLITS} splits."
    )
    return Summary("AGREES" if competitive else "DISAGREES" if worse else "MIXED", text, figures)


def draw(results: Rows, figure: Figure) -> None:
    """Each split as a point: the difference to cross-entropy."""
    test = _accuracies(results)
    axes = figure.subplots()
    for height, loss in enumerate(("gaussian", "gumbel")):
        lead = {split: 100 * (test[loss][split] - test["cross-entropy"][split]) for split in test[loss]}
        found = interval(lead.values(), TEST / TRAINING)
        jitter = height + np.linspace(-0.2, 0.2, len(lead))
        axes.plot(list(lead.values()), jitter, ".", color=f"C{height}", label=f"{NAMES[loss]}: one split")
        axes.errorbar(
            found.mean, height, xerr=[[found.mean - found.low], [found.high - found.mean]], fmt="s", capsize=5,
            color="black", label="mean, 95 % interval" if height else None,
        )
    axes.axvline(-100 * MARGIN, color="grey", linestyle=":", label="the margin")
    axes.axvline(0, color="grey", lw=0.5)
    axes.set(yticks=[0, 1], yticklabels=["Gaussian", "Gumbel"], ylim=(-0.6, 1.9), ylabel="noise")
    axes.set_xlabel("test accuracy less that of cross-entropy, percentage points")
    axes.set_title("Digits: the perturbed Fenchel-Young loss against cross-entropy")
    axes.legend(ncols=2)


EXPERIMENT = Experiment(
    name="digits",
    title="Cross-entropy against the perturbed Fenchel-Young loss on handwritten digits",
    expected="The Fenchel-Young loss is competitive: its test accuracy is not worse by more than one percentage point.",
    claims=("S2-45",),
    cells=cells,
    run=run,
    summarise=summarise,
    draw=draw,
    needs=("scipy", "sklearn"),
)
