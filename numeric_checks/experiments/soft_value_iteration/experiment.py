"""Tabular control with few actions: soft value iteration with LogSumExp and with the best smoothing, equally smooth."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from numeric_checks.experiments.experiment import Cell, Experiment, Row, Rows, Summary
from numeric_checks.experiments.soft_value_iteration.models import Model, garnet, gym
from numeric_checks.experiments.soft_value_iteration.solve import fixed_point, greedy, soft, worth
from numeric_checks.experiments.tools.intervals import Interval, curve, interval
from tightmax import worst_gap

if TYPE_CHECKING:
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure

KINDS = ("lse", "best", "universal")
"""For two, four and more actions the last two are as tight; for three, "best" is the least of all smoothings."""
TEMPERATURES = tuple(float(f"{10 ** (n / 2):.3g}") for n in range(-6, 2))
DISCOUNTS = (0.9, 0.99)
ENVIRONMENTS = {
    "FrozenLake 4x4": ("1,2", "0,1,2", ""),
    "FrozenLake 8x8": ("1,2", "0,1,2", ""),
    "CliffWalking": ("0,1,2", ""),
    "Taxi": ("",),
}
"""The actions that are allowed; none named: all, which are 4, and 6 in Taxi.  With the others the goal is in reach."""
GARNET_ACTIONS, GARNETS = (2, 3, 4), 40
TITLES = {"bias": "bias of the value", "soft regret": "regret of the soft policy"}
SAME = 1e-9
"""Up to which part of the value two figures are the same."""


def cells() -> list[Cell]:
    """Return every model with every discount and temperature."""
    models: list[dict[str, Any]] = [
        {"model": name, "actions": allowed} for name, choices in ENVIRONMENTS.items() for allowed in choices
    ]
    models += [{"model": "Garnet", "actions": a, "index": i} for a in GARNET_ACTIONS for i in range(GARNETS)]
    return [m | {"gamma": gamma, "t": t} for m in models for gamma in DISCOUNTS for t in TEMPERATURES]


def model_of(cell: Cell, seed: int) -> Model:
    """Return the decision process of a cell; only the random ones depend on the seed."""
    if cell["model"] == "Garnet":
        return garnet(int(cell["actions"]), int(cell["index"]), seed)
    return gym(str(cell["model"]), str(cell["actions"]))


def run(cell: Cell, seed: int) -> Row:
    """Of each kind the largest bias of the value and the largest regret of its soft and of its greedy policy."""
    model, gamma, t = model_of(cell, seed), float(cell["gamma"]), float(cell["t"])
    best, actions = fixed_point(model, gamma), model.reward.shape[1]
    row = {"actions": float(actions), "states": float(len(best)), "value": float(np.max(np.abs(best)))}
    for kind in KINDS:
        value = fixed_point(model, gamma, t, kind)
        q = model.q(value, gamma)
        row[f"bias {kind}"] = float(np.max(np.abs(value - best)))
        row[f"guarantee {kind}"] = worst_gap(actions, kind=kind, temperature=t) / (1 - gamma)
        for name, policy in (("soft", soft(q, t, kind)[1]), ("greedy", greedy(q)[1])):
            row[f"{name} regret {kind}"] = float(np.max(best - worth(model, policy, gamma)))
    return row


def _compared(rows: Rows, what: str, kind: str = "best") -> list[tuple[Cell, float]]:
    """Return what that smoothing has over what LogSumExp has, in the cells where one of them has more than rounding."""
    found = []
    for cell, row in rows:
        lse, own = (max(0.0, row[f"{what} {of}"]) for of in ("lse", kind))
        floor = SAME * max(1.0, row["value"])
        if max(lse, own) > floor:
            found.append((cell, (own + floor) / (lse + floor)))
    return found


def _garnet(rows: Rows, actions: int, t: float | None = None) -> list[tuple[Cell, Row]]:
    """Return the cells of the random models with so many actions."""
    return [(c, r) for c, r in rows if c["model"] == "Garnet" and r["actions"] == actions and t in (None, c["t"])]


def _mean(compared: Iterable[tuple[Cell, float]]) -> Interval:
    """Over the random models: the mean, with its interval, of a model's mean ratio."""
    found: dict[float, list[float]] = {}
    for cell, ratio in compared:
        found.setdefault(float(cell["index"]), []).append(ratio)
    return interval(float(np.mean(ratios)) for ratios in found.values())


def _within(row: Row) -> bool:
    """Is the bias at most that of LogSumExp times the ratio of the guarantees, up to rounding?"""
    allowed = row["guarantee best"] / row["guarantee lse"]
    return row["bias best"] <= allowed * row["bias lse"] + SAME * max(1.0, row["value"])


def _shares(rows: Rows) -> Iterator[tuple[str, float]]:
    """In which part of the cells the expectation holds."""
    yield "cells", len(rows)
    yield "share of cells with bias within the ratio of guarantees", float(np.mean([_within(row) for _, row in rows]))
    for actions in sorted({row["actions"] for _, row in rows}):
        share = np.mean([_within(row) for _, row in rows if row["actions"] == actions])
        yield f"share of cells with bias within the ratio of guarantees, {actions:.0f} actions", float(share)
    yield "largest bias over guarantee", max(row[f"bias {k}"] / row[f"guarantee {k}"] for _, row in rows for k in KINDS)
    for what in ("soft regret", "greedy regret"):
        ratios = np.array([ratio for _, ratio in _compared(rows, what)])
        yield f"share of cells with smaller {what}", float(np.sum(ratios < 1 - SAME) / len(rows))
        yield f"share of cells with larger {what}", float(np.sum(ratios > 1 + SAME) / len(rows))
    yield "largest ratio of soft regret", max(ratio for _, ratio in _compared(rows, "soft regret"))
    for kind in KINDS:
        mean = np.mean([max(0.0, row[f"greedy regret {kind}"]) / row["value"] for _, row in rows])
        yield f"mean greedy regret {kind}, part of the value", float(mean)


def _ratios(rows: Rows) -> Iterator[tuple[str, float]]:
    """Yield how large the ratios are: over Gymnasium's models their range, over the random ones their mean and its
    interval.
    """
    exact = [(cell, row) for cell, row in rows if cell["model"] != "Garnet"]
    for actions in sorted({row["actions"] for _, row in exact}):
        for what in ("bias", "soft regret"):
            some = [ratio for _, ratio in _compared([cr for cr in exact if cr[1]["actions"] == actions], what)]
            for name, value in zip(("least", "median", "largest"), np.quantile(some, [0, 0.5, 1]), strict=True):
                yield f"{name} {what} ratio, Gymnasium, {actions:.0f} actions", float(value)
    for actions in GARNET_ACTIONS:
        yield f"ratio of guarantees, {actions} actions", worst_gap(actions) / worst_gap(actions, kind="lse")
        for kind in ("best", "universal") if actions == 3 else ("best",):
            for what in ("bias", "soft regret"):
                found = _mean(_compared(_garnet(rows, actions), what, kind))
                for name, value in (("mean", found.mean), ("low", found.low), ("high", found.high)):
                    yield f"{name} {what} ratio, Garnet, {actions} actions, {kind}", value


def _told(figures: Mapping[str, float], what: str, of: str) -> str:
    """Return a mean over the random models with its interval."""
    mean, low, high = (figures[f"{name} {what} ratio, Garnet, {of}"] for name in ("mean", "low", "high"))
    return f"{mean:.2f} ({low:.2f} to {high:.2f})"


def summarise(rows: Rows) -> Summary:
    """Agrees if in every cell the bias ratio is at most that of the guarantees and the soft regret is no larger."""
    figures = dict(_shares(rows)) | dict(_ratios(rows))
    within = "share of cells with bias within the ratio of guarantees"
    bias, three = figures[within], figures[f"{within}, 3 actions"]
    worse, greedy_worse = (figures[f"share of cells with larger {name} regret"] for name in ("soft", "greedy"))
    outcome = "AGREES" if bias == 1 and worse == 0 else "MIXED" if max(bias, 1 - worse) > 0.5 else "DISAGREES"
    told = {
        what: ", ".join(_told(figures, what, f"{a} actions, best") for a in GARNET_ACTIONS)
        for what in ("bias", "soft regret")
    }
    other = [_told(figures, what, "3 actions, universal") for what in ("bias", "soft regret")]
    found = (
        f"On random models with 2, 3 and 4 actions the bias is on average {told['bias']} of LogSumExp's and the regret "
        f"of the soft policy {told['soft regret']} (95\\% intervals). Of {len(rows)} cells the bias shrinks by the "
        f"ratio of the guarantees in {100 * bias:.1f}\\% ({100 * three:.1f}\\% of those with 3 actions, where the "
        f"universal smoothing has on average {other[0]} and {other[1]}); the regret is larger in "
        f"{100 * worse:.1f}\\%, that of the greedy policy in {100 * greedy_worse:.1f}\\%."
    )
    return Summary(outcome, found, figures)


def draw(rows: Rows, figure: Figure) -> None:
    """Ratios against the temperature: random models with intervals above, Gymnasium's models below."""
    figure.set_size_inches(9, 8)
    grid = figure.subplots(2, 2, sharex=True, sharey=True)
    for column, (what, title) in enumerate(TITLES.items()):
        above, below = grid[:, column]
        for actions in GARNET_ACTIONS:
            _curve(above, rows, what, actions)
        for number, (name, choices) in enumerate(ENVIRONMENTS.items()):
            for allowed in choices:
                _line(below, rows, what, {"model": name, "actions": allowed}, f"C{number + 3}")
        above.set_title(f"{title}, best / LogSumExp")
        below.set_xlabel("temperature $t$ (units of reward)")
        for axes in (above, below):
            axes.axhline(1.0, color="0.5", linewidth=0.8)
            axes.set(xscale="log", ylim=(0, 1.25))
    grid[0, 0].set_ylabel(f"{GARNETS} random models, mean and 95 % interval")
    grid[1, 0].set_ylabel(f"Gymnasium, $\\gamma = {DISCOUNTS[-1]}$")
    grid[0, 0].plot([], [], color="0.4", linestyle=":", linewidth=1, label="ratio of guarantees")
    grid[0, 0].legend(frameon=False, fontsize=8, loc="lower right")
    lines, labels = grid[1, 0].get_legend_handles_labels()
    figure.legend(lines, labels, frameon=False, fontsize=8, ncols=3, loc="outside lower center")


def _curve(axes: Axes, rows: Rows, what: str, actions: int) -> None:
    """The ratios of the random models with so many actions, and, for the bias, that of the guarantees."""
    found, colour = {}, f"C{actions - 2}"
    for t in TEMPERATURES:
        compared = _compared(_garnet(rows, actions, t), what)
        if len({cell["index"] for cell, _ in compared}) > 1:
            found[t] = _mean(compared)
    curve(axes, list(found), list(found.values()), f"{actions} actions", color=colour)
    if what == "bias":
        axes.axhline(worst_gap(actions) / worst_gap(actions, kind="lse"), color=colour, linestyle=":", linewidth=1)


def _line(axes: Axes, rows: Rows, what: str, of: Mapping[str, str], colour: str) -> None:
    """The ratios of one environment with some of its actions."""
    own = [(cell, row) for cell, row in rows if {**cell, **of} == cell and cell["gamma"] == DISCOUNTS[-1]]
    actions, compared = int(own[0][1]["actions"]), _compared(own, what)
    style = {2: "v:", 3: "s--", 4: "o-", 6: "o-"}[actions]
    label = f"{of['model']}, {actions} actions"
    points = [cell["t"] for cell, _ in compared], [ratio for _, ratio in compared]
    axes.plot(*points, style, color=colour, label=label, markersize=4, linewidth=1)


EXPERIMENT = Experiment(
    name="soft-value-iteration",
    title="Soft value iteration with LogSumExp and with the best smoothing of few actions, at equal smoothness",
    expected=(
        "At equal temperature both operators are equally smooth, so that the bias of the value should shrink at least "
        "by the ratio of the guarantees (0.72, 0.81 and 0.86 for 2, 3 and 4 actions), and the regret of the policy "
        "should not grow."
    ),
    claims=("S0-36",),
    cells=cells,
    run=run,
    summarise=summarise,
    draw=draw,
    needs=("gymnasium", "scipy"),
)
