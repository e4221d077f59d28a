"""Draws in blocks: seeded one by one, so that neither the workers nor their order matters, and bounded in memory."""

from __future__ import annotations

import operator
import os
from collections import deque
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from functools import reduce
from typing import Any

import numpy as np

from tightmax.arguments import positive
from tightmax.perturbed.moments import Estimate, Moments
from tightmax.perturbed.noise import Floats, Noise, noise_for
from tightmax.perturbed.oracles import WORKING_ENTRIES, Oracle, entries

Quantity = Callable[["Draws"], Moments]
"""What is averaged: from the draws of a block to its moments."""


def at_least_one(name: str, value: object) -> int:
    """Return an integer of at least 1; TypeError or ValueError that names what was given."""
    try:
        number = operator.index(value)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"{name} must be an integer, not {value!r}") from None
    if isinstance(value, bool) or number < 1:
        raise ValueError(f"{name} must be at least 1, not {value!r}")
    return number


def seed_sequence(seed: object) -> np.random.SeedSequence:
    """Return the root of all random streams; TypeError or ValueError that names what is accepted."""
    if isinstance(seed, np.random.SeedSequence):
        return seed
    accepted = "an integer >= 0, a sequence of these, or a numpy SeedSequence"
    if seed is None or isinstance(seed, (bool, np.random.Generator)):
        raise TypeError(f"seed must be {accepted}, not {seed!r}")
    try:
        return np.random.SeedSequence(seed)  # type: ignore[arg-type]
    except TypeError:
        raise TypeError(f"seed must be {accepted}, not {seed!r}") from None
    except ValueError:
        raise ValueError(f"seed must be {accepted}, not {seed!r}") from None


def ask(oracle: Oracle, theta: Floats) -> Floats:
    """Return what the oracle answers; TypeError or ValueError unless that is real numbers in the shape of theta.

    The oracle gets a copy and may write into it. The answer is copied: an oracle may return the same buffer each time.
    """
    y = np.asarray(oracle(theta.copy()))
    if y.shape != theta.shape:
        raise ValueError(f"oracle must return an array of the shape of theta, {theta.shape}, not {y.shape}")
    if y.dtype.kind not in "biuf":
        raise TypeError(f"oracle must return real numbers, not {y.dtype}")
    return y.astype(np.float64)


@dataclass(frozen=True, eq=False)
class Draws:
    """A block of draws: the noise, its scores, and what the oracle answers, also for -z when draws come in pairs."""

    plan: Plan
    z: Floats
    answers: tuple[Floats, ...]
    values: tuple[Floats, ...]

    @property
    def signs(self) -> tuple[float, ...]:
        """That of z in each of the answers."""
        return (1.0, -1.0)[: len(self.answers)]

    @property
    def score(self) -> Floats:
        """The scores of z over epsilon."""
        return self.plan.noise.score(self.z) / self.plan.epsilon


@dataclass(frozen=True, eq=False)
class Plan:
    """What is drawn, checked."""

    theta: Floats
    oracle: Oracle
    epsilon: float
    noise: Noise
    samples: int
    seed: np.random.SeedSequence
    antithetic: bool = False
    stream: int = 0
    """Which of the independent streams of the seed: 0 for the estimate, 1 for a pilot run."""

    @property
    def pairing(self) -> int:
        """How many oracle calls make a draw."""
        return 2 if self.antithetic else 1

    @property
    def draws_per_block(self) -> int:
        """As many as keep a block within the working size; whatever the workers."""
        return max(1, WORKING_ENTRIES // (self.theta.size * self.pairing))

    def block(self, number: int) -> Draws:
        """Draw the block of this number."""
        total = self.samples // self.pairing
        draws = min(self.draws_per_block, total - number * self.draws_per_block)
        key = (*self.seed.spawn_key, self.stream, number)
        child = np.random.SeedSequence(self.seed.entropy, spawn_key=key, pool_size=self.seed.pool_size)
        z = self.noise.sample(np.random.default_rng(child), (draws, *self.theta.shape))
        answers, values = [], []
        for sign in (1.0, -1.0)[: self.pairing]:
            perturbed = self.theta + sign * self.epsilon * z
            if not np.isfinite(perturbed).all():
                raise ValueError(f"theta + epsilon z must be finite: epsilon={self.epsilon!r} is too large")
            answers.append(ask(self.oracle, perturbed))
            values.append(np.einsum("...i,...i->...", perturbed, answers[-1]))
        return Draws(self, z, tuple(answers), tuple(values))

    def run(self, quantities: tuple[Quantity, ...], workers: int | Executor) -> list[Estimate]:
        """Return estimate the quantities from the same draws; the blocks are merged in their order."""
        total = self.samples // self.pairing
        blocks = range(-(-total // self.draws_per_block))
        with np.errstate(all="ignore"):  # what comes of an overflow is refused below
            moments = reduce(_merged, _in_order(_Task(self, quantities), blocks, workers))
        if not all(np.isfinite(found.mean).all() for found in moments):
            raise ValueError("the estimate is not finite: oracle must return finite numbers, epsilon not be extreme")
        return [found.estimate(self.samples) for found in moments]


@dataclass(frozen=True, eq=False)
class _Task:
    """What a worker does; a process pool copies it."""

    plan: Plan
    quantities: tuple[Quantity, ...]

    def __call__(self, number: int) -> list[Moments]:
        with np.errstate(all="ignore"):  # a thread does not inherit it
            draws = self.plan.block(number)
            return [quantity(draws) for quantity in self.quantities]


def _merged(left: list[Moments], right: list[Moments]) -> list[Moments]:
    return [a.merge(b) for a, b in zip(left, right, strict=True)]


def _in_order(task: _Task, blocks: range, workers: int | Executor) -> Iterator[list[Moments]]:
    """Yield the results in the order of the blocks, a few blocks under way at a time, so that memory is bounded."""
    if len(blocks) == 1 or workers == 1:
        yield from map(task, blocks)
        return
    given = isinstance(workers, Executor)
    ahead = 2 * ((os.cpu_count() or 1) if isinstance(workers, Executor) else workers)
    context: Any = nullcontext(workers) if given else ThreadPoolExecutor(workers)  # type: ignore[arg-type]
    with context as pool:
        waiting: deque[Future[list[Moments]]] = deque()
        try:
            for number in blocks:
                if len(waiting) == ahead:
                    yield waiting.popleft().result()
                waiting.append(pool.submit(task, number))
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def plan_for(
    theta: object, oracle: object, epsilon: object, noise: object, samples: object, seed: object, antithetic: object
) -> Plan:
    """Check what all estimators are given; TypeError or ValueError that names the value and what is accepted."""
    array = entries("theta", theta)
    if not callable(oracle) or isinstance(oracle, type):
        raise TypeError(f"oracle must be a function of theta, or an object like Ranking(), not {oracle!r}")
    law = noise_for(noise)
    number = at_least_one("samples", samples)
    if not isinstance(antithetic, bool):
        raise TypeError(f"antithetic must be True or False, not {antithetic!r}")
    if antithetic and not law.symmetric:
        raise ValueError(f"antithetic needs a symmetric noise such as gaussian, not {noise!r}")
    if antithetic and number % 2:
        raise ValueError(f"antithetic needs an even number of samples, not {samples!r}")
    return Plan(array, oracle, positive("epsilon", epsilon), law, number, seed_sequence(seed), antithetic)


def workers_for(workers: object) -> int | Executor:
    """Return a number of threads, or the pool itself."""
    return workers if isinstance(workers, Executor) else at_least_one("workers", workers)
