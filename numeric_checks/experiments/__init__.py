"""Experiments: what no proof decides, run by `tightmax experiment`.  Explicit: one that is not named here is not
run.
"""

from __future__ import annotations

import difflib

from numeric_checks.experiments.experiment import BadExperiment, Experiment
from proofs import registry

EXPERIMENTS = {
    "soft-value-iteration": "numeric_checks.experiments.soft_value_iteration.experiment",
    "max-of-convex": "numeric_checks.experiments.max_of_convex.experiment",
    "epsilon-sweep": "numeric_checks.experiments.epsilon_sweep",
    "label-ranking": "numeric_checks.experiments.label_ranking",
    "shortest-paths": "numeric_checks.experiments.shortest_paths",
    "one-sample": "numeric_checks.experiments.one_sample",
    "warm-starts": "numeric_checks.experiments.warm_starts.experiment",
    "digits": "numeric_checks.experiments.digits",
    "tight-cross-entropy": "numeric_checks.experiments.tight_cross_entropy",
}
"""The module of each, in order; it holds the `Experiment` as `EXPERIMENT`.  A hyphen in a name is an underscore
there; one of several files is a folder, with the `Experiment` in its experiment.py."""


def module_of(name: str) -> str:
    """Return the module of that experiment; BadExperiment suggests the nearest ones."""
    if name not in EXPERIMENTS:
        near = [known for known in EXPERIMENTS if name and name in known]
        near = near or difflib.get_close_matches(name[:80], EXPERIMENTS, n=3, cutoff=0.4)
        hint = f"nearest: {', '.join(near)}" if near else f"known: {', '.join(EXPERIMENTS)}"
        raise BadExperiment(f"unknown experiment {name[:80]!r}; {hint}")
    return EXPERIMENTS[name]


def experiment(name: str) -> Experiment:
    """Return the experiment of that name; BadExperiment suggests the nearest ones."""
    found: Experiment = registry.imported(module_of(name)).EXPERIMENT
    return found
