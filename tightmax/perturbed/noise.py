"""The noise of a perturbed optimiser: how it is drawn, its score, its mean and the constants that bound smoothness.

Every noise has independent entries with a density proportional to exp(-nu(z)) that is positive everywhere; the score
is nu'(z), entry by entry, with mean 0.   [S2-11]
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


@runtime_checkable
class Noise(Protocol):
    """What the estimators need of a noise; any object with these members will do."""

    @property
    def mean(self) -> float:
        """The mean of one entry."""

    @property
    def symmetric(self) -> bool:
        """Whether z and -z have the same law, so that draws may come in opposite pairs."""

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """Draw independent entries."""

    def score(self, z: Floats) -> Floats:
        """Return nu'(z), entry by entry."""


@dataclass(frozen=True)
class Gaussian:
    """Standard normal noise: nu(z) = z**2 / 2 an entry, so the score is z.

    >>> Gaussian().score_norm(100)  # M_mu, the root of E ||nu'(Z)||**2
    10.0
    """

    @property
    def mean(self) -> float:
        """The mean of one entry, 0."""
        return 0.0

    @property
    def symmetric(self) -> bool:
        """True: z and -z have the same law."""
        return True

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """Draw independent standard normal entries."""
        return rng.standard_normal(shape)

    def score(self, z: Floats) -> Floats:
        """Return nu'(z) = z."""
        return z

    def score_norm(self, n: int) -> float:
        """Return M_mu = sqrt(E ||nu'(Z)||**2) = sqrt(n) for n entries, in the Euclidean norm.   [S2-16]

        The perturbed argmax over a set of radius R changes by at most `R * M_mu / epsilon` times the change of theta.
        """
        return math.sqrt(n)

    @property
    def directional(self) -> float:
        """The sharper constant: E |<nu'(Z), v>| = sqrt(2/pi) for every unit vector v, whatever n.   [S2-16]

        The perturbed argmax over a set of radius R changes by at most `R * directional / epsilon` times the change.
        """
        return math.sqrt(2 / math.pi)


@dataclass(frozen=True)
class Gumbel:
    """Gumbel noise. Standard: nu(z) = z + exp(-z), mean Euler's gamma. Centred (the default): gamma is subtracted.

    On the simplex it gives LogSumExp and softmax, exactly so when centred.   [S2-32]

    >>> Gumbel(centred=False).mean, Gumbel().mean
    (0.5772156649015329, 0.0)
    """

    centred: bool = True

    @property
    def mean(self) -> float:
        """The mean of one entry: 0, or Euler's gamma without centring."""
        return 0.0 if self.centred else float(np.euler_gamma)

    @property
    def symmetric(self) -> bool:
        """False: large values lie above, not below."""
        return False

    def sample(self, rng: np.random.Generator, shape: tuple[int, ...]) -> Floats:
        """Draw independent Gumbel entries."""
        z = -np.log(rng.standard_exponential(shape))
        return z - np.euler_gamma if self.centred else z

    def score(self, z: Floats) -> Floats:
        """Return nu'(z) = 1 - exp(-z), or 1 - exp(-(z + gamma)) when centred."""
        return -np.expm1(-(z + np.euler_gamma) if self.centred else -z)

    def score_norm(self, n: int) -> float:
        """Return M_mu = sqrt(E ||nu'(Z)||**2) = sqrt(n): exp(-Z) is exponential, so scores have variance 1.  [S2-16]"""
        return math.sqrt(n)

    @property
    def directional(self) -> float:
        """A bound on E |<nu'(Z), v>| over unit vectors v: 1, whatever n, as the scores are uncorrelated.   [S2-16]

        It is not the least: for v along an axis the mean is 2/e, and it is close to sqrt(2/pi) for v spread evenly.
        """
        return 1.0


NOISES: dict[str, Noise] = {
    "gaussian": Gaussian(), "gumbel": Gumbel(), "standard-gumbel": Gumbel(centred=False),
}


def noise_for(noise: object) -> Noise:
    """Return the noise of that name, or the object itself; ValueError or TypeError that names what is accepted."""
    if isinstance(noise, str):
        if noise not in NOISES:
            raise ValueError(f"noise must be one of {', '.join(NOISES)}, or an object like Gaussian(), not {noise!r}")
        return NOISES[noise]
    if isinstance(noise, type) or not isinstance(noise, Noise):
        raise TypeError(f"noise must be one of {', '.join(NOISES)}, or an object like Gaussian(), not {noise!r}")
    return noise
