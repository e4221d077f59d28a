"""Mean and variance of many draws, block by block, in one pass and with one rounding whatever the workers."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from tightmax.perturbed.noise import Floats


@dataclass(frozen=True, eq=False)
class Estimate:
    """A Monte Carlo estimate.

    value: the mean over the draws. standard_error: that of each entry, estimated from the same draws; nan where there
    was a single one. It is to be trusted where what decides an entry is drawn some 20 times or more; an entry that no
    draw has changed gets the error 0, however rare what was missed (small epsilon). samples: how many oracle calls the
    estimate rests on, for each theta; opposite pairs count twice. Two estimates are equal if they are the same object.
    """

    value: Floats
    standard_error: Floats
    samples: int


@dataclass(frozen=True, eq=False)
class Moments:
    """How many draws, their mean, and the sum of their squared differences to it."""

    draws: int
    mean: Floats
    squares: Floats

    def merge(self, other: Moments) -> Moments:
        """Return those of both blocks together, by the formula of Chan, Golub and LeVeque."""
        draws = self.draws + other.draws
        step = other.mean - self.mean
        mean = self.mean + step * (other.draws / draws)
        return Moments(draws, mean, self.squares + other.squares + step**2 * (self.draws * other.draws / draws))

    def estimate(self, samples: int) -> Estimate:
        """Return the mean, with its standard error."""
        if self.draws == 1:
            return Estimate(self.mean[()], np.full_like(self.mean, np.nan)[()], samples)
        error = np.sqrt(self.squares / (self.draws - 1) / self.draws)
        return Estimate(self.mean[()], error[()], samples)


def of_rows(rows: Floats) -> Moments:
    """Return the moments of draws along the first axis."""
    mean = rows.mean(axis=0)
    return Moments(len(rows), mean, np.square(rows - mean).sum(axis=0))


def of_products(left: Floats, right: Floats) -> Moments:
    """Return the moments of the outer products of draws, of shapes (draws, ..., n) each, which are never all held.

    The sum of squares less draws * mean**2 loses nothing that matters: a score has mean 0, so a product varies as much
    as it is large.
    """
    draws = len(left)
    first, second = np.moveaxis(left, 0, -1), np.moveaxis(right, 0, -2)
    mean = first @ second / draws
    squares = np.square(first) @ np.square(second) - draws * np.square(mean)
    return Moments(draws, mean, np.maximum(squares, 0.0))
