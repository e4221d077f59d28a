"""Learning the costs of terrain from shortest paths: Fenchel-Young, squared and black-box losses.   [S2-52 to S2-54]

The maps are generated: 12 x 12 cells of five kinds of terrain with hidden costs from 0.8 to 9.2, seen through noisy
features.  A small network gives each cell a score, minus its cost; paths go right, down or both.  What is learned from
is the optimal path of each training map alone; "costs" is a reference that is shown the hidden costs instead.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from numeric_checks.experiments.experiment import Cell, Experiment, Row, Rows, Summary
from numeric_checks.experiments.tools.intervals import Interval, choose, curve, difference, interval
from numeric_checks.experiments.tools.learning import Floats, Network, Schedule, ScoreGradient, train
from numeric_checks.experiments.tools.losses import blackbox, fenchel_young, squared
from tightmax.perturbed.grids import GridDag

if TYPE_CHECKING:
    from matplotlib.figure import Figure

SIDE = 12
COSTS = np.array([0.8, 1.2, 2.5, 5.3, 9.2])
FEATURES, FEATURE_NOISE = 6, 0.1
TRAINING, VALIDATION, TEST = 200, 50, 200
EPOCHS, BATCH, SAMPLES, HIDDEN = 50, 20, 3, 16
REPETITIONS = 8
GOOD_RATIO, GOOD_ACCURACY = 1.01, 0.95
LOSSES = ("Fenchel-Young", "squared", "black-box", "costs")
BASELINES = ("squared", "black-box")
SETTINGS: dict[str, tuple[tuple[float, float], ...]] = {
    "Fenchel-Young": ((1.0, 0.01), (1.0, 0.03), (1.0, 0.1), (0.3, 0.03)),
    "squared": ((0.0, 0.003), (0.0, 0.01), (0.0, 0.03), (0.0, 0.1)),
    "black-box": ((1.0, 0.03), (1.0, 0.1), (10.0, 0.03), (10.0, 0.1)),
    "costs": ((0.0, 0.003), (0.0, 0.01), (0.0, 0.03), (0.0, 0.1)),
}
"""(epsilon of Fenchel-Young or strength of the black-box interpolation, rate)."""
PATH = GridDag((SIDE, SIDE))


class Maps:
    """Features, hidden costs, optimal paths and their costs of some maps, all with the same kinds of terrain."""

    def __init__(self, size: int, kinds: Floats, rng: np.random.Generator) -> None:
        terrain = _terrain(size, rng)
        self.features: Floats = kinds[terrain] + FEATURE_NOISE * rng.normal(size=(*terrain.shape, FEATURES))
        self.costs: Floats = COSTS[terrain]
        self.paths: Floats = np.asarray(PATH(-self.costs), dtype=np.float64)
        self.optimum: Floats = (self.costs * self.paths).sum(axis=-1)

    def ratios(self, scores: Floats) -> Floats:
        """Return the cost of the path that is best for these scores over the least cost, for each map."""
        return np.asarray((self.costs * PATH(scores)).sum(axis=-1) / self.optimum)


def _terrain(size: int, rng: np.random.Generator) -> np.ndarray[tuple[int, int], np.dtype[np.intp]]:
    """Kinds of terrain in patches: the quantiles of smoothed noise, cells in a row."""
    field = rng.normal(size=(size, SIDE, SIDE))
    for _ in range(2):
        for axis in (1, 2):
            field = field + (np.roll(field, 1, axis=axis) + np.roll(field, -1, axis=axis)) / 2
    flat = field.reshape(size, -1)
    edges = np.quantile(flat, np.arange(1, len(COSTS)) / len(COSTS), axis=-1)
    kinds: np.ndarray[tuple[int, int], np.dtype[np.intp]] = (flat[None] > edges[..., None]).sum(axis=0)
    return kinds


def gradient(loss: str, maps: Maps, knob: float) -> ScoreGradient:
    """Return the loss of that name."""
    if loss == "Fenchel-Young":
        return fenchel_young(PATH, maps.paths, knob, SAMPLES)
    if loss == "black-box":
        return blackbox(PATH, maps.paths, knob)
    return squared(maps.paths if loss == "squared" else -maps.costs)


def cells() -> list[Cell]:
    """Return every setting of every loss on every task."""
    return [
        {"repetition": r, "loss": loss, "knob": knob, "rate": rate}
        for r in range(REPETITIONS)
        for loss in LOSSES
        for knob, rate in SETTINGS[loss]
    ]


def _watch(network: Network, validation: Maps, test: Maps, row: dict[str, float]) -> Callable[[], None]:
    """Return what is noted after each epoch."""
    scores: list[float] = []

    def note() -> None:
        scores.append(float(validation.ratios(network.scores(validation.features)).mean()))
        row["validation"] = float(np.mean(scores))
        ratios = test.ratios(network.scores(test.features))
        row[f"ratio_{len(scores)}"] = float(ratios.mean())
        row[f"accuracy_{len(scores)}"] = float((ratios < 1 + 1e-9).mean())

    return note


def run(cell: Cell, seed: int) -> Row:
    """Return cost ratio and part of the paths that is optimal after each epoch, and the mean validation ratio of all
    epochs.
    """
    repetition = int(cell["repetition"])
    rng = np.random.default_rng([seed, repetition, 0])
    kinds = rng.normal(size=(len(COSTS), FEATURES))
    training, validation, test = (Maps(size, kinds, rng) for size in (TRAINING, VALIDATION, TEST))
    rng = np.random.default_rng([seed, repetition, 1])
    network, row = Network((FEATURES, HIDDEN, 1), rng), dict[str, float]()
    slope = gradient(str(cell["loss"]), training, float(cell["knob"]))
    schedule = Schedule(EPOCHS * (TRAINING // BATCH), BATCH, float(cell["rate"]))
    train(network, training.features, slope, schedule, rng, _watch(network, validation, test, row))
    return row


def _chosen(results: Rows) -> dict[str, dict[int, Row]]:
    """Return the run of each loss and task whose validation ratio is least, averaged over the epochs: speed counts
    too.
    """
    best = choose(results, ["loss", "repetition"], lambda row: -row["validation"])
    return {loss: {key[1]: row for key, (_, row) in best.items() if key[0] == loss} for loss in LOSSES}


def _epochs(row: Row) -> float:
    """Return the first epoch after which the cost ratio is good; one more than all, if it never is."""
    return next((float(e) for e in range(1, EPOCHS + 1) if row[f"ratio_{e}"] < GOOD_RATIO), EPOCHS + 1.0)


def _track(rows: dict[int, Row], name: str) -> list[Interval]:
    return [interval(row[f"{name}_{e}"] for row in rows.values()) for e in range(1, EPOCHS + 1)]


def summarise(results: Rows) -> Summary:
    """Return three questions: most epochs accurate, ratio near 1, and faster than both baselines?"""
    chosen = _chosen(results)
    accuracy = _track(chosen["Fenchel-Young"], "accuracy")
    good = sum(found.low > GOOD_ACCURACY for found in accuracy)
    ratio = _track(chosen["Fenchel-Young"], "ratio")[-1]
    speed = {loss: {key: _epochs(row) for key, row in chosen[loss].items()} for loss in LOSSES}
    saved = {loss: difference(speed[loss], speed["Fenchel-Young"]) for loss in BASELINES}
    figures = {"good_epochs": float(good), "ratio_high": ratio.high, "last_accuracy": accuracy[-1].mean}
    for loss in LOSSES:
        figures[f"ratio_{loss}"] = _track(chosen[loss], "ratio")[-1].mean
        figures[f"accuracy_{loss}"] = _track(chosen[loss], "accuracy")[-1].mean
        figures[f"epochs_{loss}"] = interval(speed[loss].values()).mean
    for loss, found in saved.items():
        figures |= {f"saved_{loss}": found.mean, f"saved_{loss}_low": found.low, f"saved_{loss}_high": found.high}
    holds = [good > EPOCHS / 2, ratio.high < GOOD_RATIO, *(found.low > 0 for found in saved.values())]
    text = (
        f"With the Fenchel-Young loss the cost ratio ends at {ratio.show(4)}; more than "
        f"${100 * GOOD_ACCURACY:.0f}\\,\\%$ of the paths are optimal after {good} of {EPOCHS} epochs, "
        f"${100 * accuracy[-1].mean:.1f}\\,\\%$ after the last. A ratio below ${GOOD_RATIO}$ takes "
        f"${figures['epochs_Fenchel-Young']:.1f}$ epochs, {saved['squared'].show(1)} fewer than with the squared loss "
        f"({EPOCHS + 1} stands for never) and {saved['black-box'].show(1)} fewer than with the black-box loss; if the "
        f"hidden costs are shown, it takes ${figures['epochs_costs']:.1f}$."
    )
    return Summary("AGREES" if all(holds) else "MIXED" if any(holds) else "DISAGREES", text, figures)


def draw(results: Rows, figure: Figure) -> None:
    """Cost ratio less 1 and accuracy over the epochs."""
    chosen = _chosen(results)
    left, right = figure.subplots(1, 2)
    epochs = range(1, EPOCHS + 1)
    names = {"squared": "squared, to the paths", "costs": "squared, to the hidden costs"}
    for loss in LOSSES:
        style = {"marker": "", "linestyle": "--" if loss == "costs" else "-"}
        curve(left, epochs, _track(chosen[loss], "ratio"), names.get(loss, loss), **style)
        curve(right, epochs, _track(chosen[loss], "accuracy"), names.get(loss, loss), **style)
    left.axhline(GOOD_RATIO, color="grey", linestyle=":", label=f"{GOOD_RATIO}")
    right.axhline(GOOD_ACCURACY, color="grey", linestyle=":")
    left.set(xlabel="epoch", ylabel="cost of the predicted path over the least cost", ylim=(0.99, 1.2))
    right.set(xlabel="epoch", ylabel="part of the predicted paths that is optimal")
    left.legend()
    figure.suptitle("Learning shortest paths on 12 x 12 maps (test maps; mean, 95 % interval)")


EXPERIMENT = Experiment(
    name="shortest-paths",
    title=r"Learning the costs of terrain from shortest paths on generated maps of $12 \times 12$ cells",
    expected=(
        rf"With the Fenchel-Young loss more than ${100 * GOOD_ACCURACY:.0f}\,\%$ of the paths are optimal after most "
        rf"of {EPOCHS} epochs, the cost ratio ends below ${GOOD_RATIO}$, and it gets there in fewer epochs than with "
        rf"the " "squared and the black-box loss."
    ),
    claims=("S2-52", "S2-53", "S2-54"),
    cells=cells,
    run=run,
    summarise=summarise,
    draw=draw,
    needs=("scipy",),
)
