"""The losses that the experiments compare, as gradients in the scores of a batch."""

from __future__ import annotations

import numpy as np

from numeric_checks.experiments.tools.learning import Floats, Indices, ScoreGradient
from tightmax import smooth_argmax
from tightmax.perturbed import perturbed_argmax
from tightmax.perturbed.oracles import Oracle


def fenchel_young(
    oracle: Oracle, labels: Floats, epsilon: float, samples: int, noise: str = "gaussian"
) -> ScoreGradient:
    """Return the perturbed Fenchel-Young loss: its gradient is the perturbed maximiser less the label."""

    def gradient(scores: Floats, index: Indices, rng: np.random.Generator) -> Floats:
        seed = int(rng.integers(2**63))
        found = perturbed_argmax(scores, oracle, epsilon=epsilon, samples=samples, noise=noise, seed=seed)
        return found.value - labels[index]

    return gradient


def squared(targets: Floats) -> ScoreGradient:
    """Return half the squared distance of the scores to the targets: no solver is called."""

    def gradient(scores: Floats, index: Indices, rng: np.random.Generator) -> Floats:
        return scores - targets[index]

    return gradient


def blackbox(oracle: Oracle, labels: Floats, strength: float) -> ScoreGradient:
    """Return half the squared distance of the solution to the label, differentiated by black-box interpolation.

    [Vlastelica et al., Differentiation of blackbox combinatorial solvers, 2020]: the solver is called a second time at
    scores moved by `strength` against the gradient in the solution, and the difference is divided by `strength`.
    """

    def gradient(scores: Floats, index: Indices, rng: np.random.Generator) -> Floats:
        solution = np.asarray(oracle(scores), dtype=np.float64)
        moved = np.asarray(oracle(scores - strength * (solution - labels[index])), dtype=np.float64)
        return (solution - moved) / strength

    return gradient


def cross_entropy(labels: Floats) -> ScoreGradient:
    """Return the logistic loss of several classes."""

    def gradient(scores: Floats, index: Indices, rng: np.random.Generator) -> Floats:
        weights = np.exp(scores - scores.max(axis=-1, keepdims=True))
        return np.asarray(weights / weights.sum(axis=-1, keepdims=True) - labels[index])

    return gradient


def smooth(labels: Floats, temperature: float, kind: str) -> ScoreGradient:
    """Return the smooth maximum of the scores less the score of the label; of kind "lse" that is the logistic loss."""

    def gradient(scores: Floats, index: Indices, rng: np.random.Generator) -> Floats:
        return np.asarray(smooth_argmax(scores, temperature=temperature, kind=kind) - labels[index])

    return gradient
