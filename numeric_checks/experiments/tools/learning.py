"""Small models in NumPy: a network with its gradient, Adam, and a training loop over minibatches."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Indices = NDArray[np.intp]
ScoreGradient = Callable[[Floats, Indices, np.random.Generator], Floats]
"""(scores of the batch, indices of its examples, generator) -> gradient of each example's loss in its scores."""


class Network:
    """Layers of ReLU between inputs and scores; without hidden layers a linear model with intercept."""

    def __init__(self, sizes: Sequence[int], rng: np.random.Generator, scale: float = 1.0) -> None:
        self.parameters: list[Floats] = []
        for inputs, outputs in pairwise(sizes):
            self.parameters += [scale * rng.normal(size=(inputs, outputs)) / np.sqrt(inputs), np.zeros(outputs)]

    def forward(self, x: Floats) -> tuple[Floats, list[Floats]]:
        """Return the scores of x of shape (..., inputs), and what `backward` needs: the input of each layer."""
        layers, last = [x], len(self.parameters) - 2
        for i in range(0, len(self.parameters), 2):
            x = x @ self.parameters[i] + self.parameters[i + 1]
            if i < last:
                x = np.maximum(x, 0.0)
                layers.append(x)
        return x, layers

    def scores(self, x: Floats) -> Floats:
        """Return the scores alone, one row an example: what an example has more than one row of is laid out in that
        row.
        """
        return self.forward(x)[0].reshape(len(x), -1)

    def backward(self, layers: list[Floats], gradient: Floats) -> list[Floats]:
        """Return the gradients in the parameters, given the one in the scores."""
        found: list[Floats] = []
        gradient = gradient.reshape(-1, gradient.shape[-1])
        for i in range(len(self.parameters) - 2, -1, -2):
            inputs = layers[i // 2].reshape(len(gradient), -1)
            found[:0] = [inputs.T @ gradient, gradient.sum(axis=0)]
            if i:
                gradient = (gradient @ self.parameters[i].T) * (inputs > 0)
        return found


class Adam:
    """Kingma and Ba's steps, in place."""

    def __init__(self, parameters: list[Floats]) -> None:
        self.parameters, self.count = parameters, 0
        self.first = [np.zeros_like(p) for p in parameters]
        self.second = [np.zeros_like(p) for p in parameters]

    def step(self, gradients: list[Floats], rate: float) -> None:
        """One step down the gradients."""
        self.count += 1
        size = rate * np.sqrt(1 - 0.999**self.count) / (1 - 0.9**self.count)
        for p, g, m, v in zip(self.parameters, gradients, self.first, self.second, strict=True):
            m += 0.1 * (g - m)
            v += 0.001 * (g * g - v)
            p -= size * m / (np.sqrt(v) + 1e-8)


@dataclass(frozen=True)
class Schedule:
    """How long to train: steps of Adam on minibatches, the rate falling in a straight line to a tenth."""

    steps: int
    batch: int
    rate: float


def train(
    network: Network, x: Floats, gradient: ScoreGradient, schedule: Schedule, rng: np.random.Generator,
    after_epoch: Callable[[], None] | None = None,
) -> Network:
    """Train the network in place; `after_epoch` is called each time all examples have been seen once."""
    adam = Adam(network.parameters)
    order: Indices = np.empty(0, dtype=np.intp)
    for step in range(schedule.steps):
        if len(order) < schedule.batch:
            order = rng.permutation(len(x))
        index, order = order[: schedule.batch], order[schedule.batch :]
        out, layers = network.forward(x[index])
        slopes = gradient(out.reshape(len(index), -1), index, rng) / len(index)
        rate = schedule.rate * (1 - 0.9 * step / schedule.steps)
        adam.step(network.backward(layers, slopes.reshape(out.shape)), rate)
        if after_epoch is not None and len(order) < schedule.batch:
            after_epoch()
    return network
