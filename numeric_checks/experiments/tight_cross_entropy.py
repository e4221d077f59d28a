"""Cross-entropy against the loss of the universal smoothing on scikit-learn's digits: accuracy and calibration.

The loss is f(z) - z[label] for the scores z, f being a smooth maximum at a temperature t: LogSumExp gives the
cross-entropy, the universal smoothing a loss that is 0, with gradient 0, once the right class leads by 2 t.  A small
network, random splits of the 1797 images, the same start and the same minibatches for both; rate and temperature are
chosen on validation data from the same grid.  Once with the labels as they are and once with some of the training and
validation labels replaced.  Probabilities are the softmax of scores/t, and once more at the temperature that suits the
validation data best.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from numeric_checks.experiments.digits import data
from numeric_checks.experiments.experiment import Cell, Experiment, Row, Rows, Summary
from numeric_checks.experiments.tools.intervals import Interval, choose, difference, interval
from numeric_checks.experiments.tools.learning import Floats, Indices, Network, Schedule, train
from numeric_checks.experiments.tools.losses import smooth
from tightmax import log_weights, smooth_argmax

if TYPE_CHECKING:
    from matplotlib.figure import Figure

KINDS = ("lse", "universal")
TEMPERATURES = (1.0, 4.0)
RATES = (0.002, 0.006)
NOISES = (0.0, 0.2)
"""Which share of the labels, but for those of the test data, is replaced by one of the ten at random."""

SPLITS = 20
STEPS, BATCH = 1000, 32
OVERLAP = 0.5
"""The size of the test part over that of the training part."""

MARGIN = 0.01
"""As accurate: with confidence 95 % not worse by more than this."""

BINS = 15
"""Of equal width, of the expected calibration error."""

SCALES = np.geomspace(0.1, 10.0, 81)
"""What the temperature of the probabilities is multiplied by, to be chosen on validation data."""

MEASURES = ("accuracy", "nll", "brier", "ece", "scaled_nll", "scaled_brier", "scaled_ece")


def cells() -> list[Cell]:
    """Return every kind, temperature and rate on every split, with both shares of wrong labels."""
    return [
        {"split": split, "noise": noise, "kind": kind, "temperature": temperature, "rate": rate}
        for split in range(SPLITS) for noise in NOISES for kind in KINDS for temperature in TEMPERATURES
        for rate in RATES
    ]


def corrupted(labels: Indices, share: float, rng: np.random.Generator) -> Indices:
    """Return the labels, of which each is replaced with this probability by one of the ten."""
    return np.where(rng.random(len(labels)) < share, rng.integers(10, size=len(labels)), labels)


def run(cell: Cell, seed: int) -> Row:
    """The figures of one network."""
    split, noise = int(cell["split"]), float(cell["noise"])
    rng = np.random.default_rng([seed, split, 0])
    parts = data(rng)
    parts = [(x, corrupted(y, noise if place < 2 else 0.0, rng)) for place, (x, y) in enumerate(parts)]
    return _figures(np.random.default_rng([seed, split, 1]), cell, parts)


def _figures(rng: np.random.Generator, cell: Cell, parts: list[tuple[Floats, Indices]]) -> dict[str, float]:
    """Train a network and return what it is worth, and on which share of the training data it has nothing to do."""
    t, kind = float(cell["temperature"]), str(cell["kind"])
    network = Network((64, 32, 10), rng)
    slope = smooth(np.eye(10)[parts[0][1]], t, kind)
    train(network, parts[0][0], slope, Schedule(STEPS, BATCH, float(cell["rate"])), rng)
    validation, test = ((network.scores(x) / t, y) for x, y in parts[1:])
    best = min(SCALES, key=lambda scale: negative_log_likelihood(validation[0] / scale, validation[1]))
    weights = smooth_argmax(network.scores(parts[0][0]), temperature=t, kind=kind)
    idle = np.all(weights == np.eye(10)[parts[0][1]], axis=-1)
    return {
        "validation": accuracy(*validation), "idle": float(idle.mean()), "scale": float(best),
        "accuracy": accuracy(*test), **calibration(*test),
        **{f"scaled_{name}": value for name, value in calibration(test[0] / best, test[1]).items()},
    }


def accuracy(scores: Floats, labels: Indices) -> float:
    """Return the share of rows whose largest score is that of the label."""
    return float((scores.argmax(axis=-1) == labels).mean())


def negative_log_likelihood(scores: Floats, labels: Indices) -> float:
    """Return the mean of -ln of the probability of the label; they are the softmax of the scores."""
    return float(-log_weights(scores, temperature=1.0, kind="lse")[np.arange(len(labels)), labels].mean())


def calibration(scores: Floats, labels: Indices) -> dict[str, float]:
    """Return the negative log-likelihood, the Brier score and the expected calibration error of the softmax.

    The last is the mean distance of confidence and accuracy over bins of the confidence, by the rows in each.
    """
    p = smooth_argmax(scores, temperature=1.0, kind="lse")
    confidence, right = p.max(axis=-1), scores.argmax(axis=-1) == labels
    bins = np.minimum((confidence * BINS).astype(int), BINS - 1)
    gaps = np.bincount(bins, weights=confidence - right, minlength=BINS)
    return {
        "nll": negative_log_likelihood(scores, labels),
        "brier": float(((p - np.eye(p.shape[-1])[labels]) ** 2).sum(axis=-1).mean()),
        "ece": float(np.abs(gaps).sum() / len(labels)),
    }


Chosen = dict[str, dict[int, Row]]


def _chosen(results: Rows, noise: float) -> Chosen:
    """Return the figures of each kind on each split, at the rate and temperature chosen on validation data."""
    some = [(cell, row) for cell, row in results if cell["noise"] == noise]
    found = choose(some, ["kind", "split"], lambda row: row["validation"])
    return {kind: {key[1]: row for key, (_, row) in found.items() if key[0] == kind} for kind in KINDS}


def _lead(chosen: Chosen, measure: str) -> Interval:
    """Return the interval of the universal smoothing less the cross-entropy; wider, because the splits overlap."""
    first, second = ({split: row[measure] for split, row in chosen[kind].items()} for kind in ("universal", "lse"))
    return difference(first, second, OVERLAP)


def summarise(results: Rows) -> Summary:
    """Differences of all measures to the cross-entropy, with both shares of wrong labels."""
    figures: dict[str, float] = {}
    texts: list[str] = []
    confirmed, contradicted = [], []
    for noise in NOISES:
        chosen = _chosen(results, noise)
        tag = f"{round(100 * noise)}"
        lead = {measure: _lead(chosen, measure) for measure in MEASURES}
        for kind in KINDS:
            for measure in (*MEASURES, "idle"):
                found = interval([row[measure] for row in chosen[kind].values()], OVERLAP)
                figures[f"{kind}_{measure}_{tag}"] = found.mean
        for measure, found in lead.items():
            named = f"lead_{measure}_{tag}"
            figures |= {named: found.mean, f"{named}_low": found.low, f"{named}_high": found.high}
        confirmed += [lead["accuracy"].low > -MARGIN, lead["nll"].low > 0]
        contradicted += [lead["accuracy"].high < -MARGIN, lead["nll"].high < 0]
        points = lead["accuracy"]
        points = Interval(100 * points.mean, 100 * points.low, 100 * points.high)
        texts.append(
            f"With ${tag}\\,\\%$ of the labels replaced: test accuracy "
            f"${100 * figures[f'lse_accuracy_{tag}']:.2f}\\,\\%$ with the cross-entropy, by {points.show(2)} "
            f"percentage points different with the universal smoothing; negative log-likelihood "
            f"${figures[f'lse_nll_{tag}']:.3f}$, different by {lead['nll'].show()}, after scaling "
            f"${figures[f'lse_scaled_nll_{tag}']:.3f}$ and {lead['scaled_nll'].show()}; expected calibration error "
            f"${figures[f'lse_ece_{tag}']:.3f}$ and {lead['ece'].show()}, after scaling "
            f"${figures[f'lse_scaled_ece_{tag}']:.3f}$ and {lead['scaled_ece'].show()}; "
            f"${100 * figures[f'universal_idle_{tag}']:.0f}\\,\\%$ of the training rows have the loss 0 in the end."
        )
    outcome = "AGREES" if all(confirmed) else "DISAGREES" if any(contradicted) else "MIXED"
    return Summary(outcome, " ".join(texts), figures)


def draw(results: Rows, figure: Figure) -> None:
    """Each split as a point: the difference to the cross-entropy, in accuracy and in the scaled log-likelihood."""
    for place, (axes, measure, factor, label) in enumerate(zip(
        figure.subplots(1, 2), ("accuracy", "scaled_nll"), (100.0, 1.0),
        ("test accuracy, percentage points", "negative log-likelihood, scaled"), strict=True,
    )):
        for height, noise in enumerate(NOISES):
            chosen = _chosen(results, noise)
            lead = [factor * (row[measure] - chosen["lse"][split][measure])
                    for split, row in chosen["universal"].items()]
            found = interval(lead, OVERLAP)
            axes.plot(lead, height + np.linspace(-0.2, 0.2, len(lead)), ".", label=f"{noise:.0%} wrong: one split")
            axes.errorbar(
                found.mean, height, xerr=[[found.mean - found.low], [found.high - found.mean]], fmt="s", capsize=5,
                color="black", label="mean, 95 % interval" if height else None,
            )
        axes.axvline(0, color="grey", lw=0.5)
        axes.set(yticks=[0, 1], yticklabels=["as they are", "20 % replaced"], ylim=(-0.6, 2.1), xlabel=label)
        axes.set_ylabel("training labels")
        if not place:
            axes.legend(fontsize=8)
    figure.suptitle("Digits: the loss of the universal smoothing less the cross-entropy")


EXPERIMENT = Experiment(
    name="tight-cross-entropy",
    title="Cross-entropy against the loss of the universal smoothing on handwritten digits",
    expected="The loss of the universal smoothing is as accurate, to one percentage point, and its probabilities are "
    "worse: it says nothing of how sure a row is once the right class leads.",
    claims=(),
    cells=cells,
    run=run,
    summarise=summarise,
    draw=draw,
    needs=("scipy", "sklearn"),
)
