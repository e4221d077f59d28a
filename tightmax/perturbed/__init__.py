"""Perturbed optimisers: the expected maximum over a set under noise, its gradient and Jacobian, by Monte Carlo.

>>> found = perturbed_argmax([1.0, 0.5, 0.0], maximum, epsilon=0.5, noise="gumbel", samples=100_000, seed=0)
>>> all(abs(found.value - gumbel_argmax([1.0, 0.5, 0.0], epsilon=0.5)) < 4 * found.standard_error)
True
"""

from tightmax.perturbed.estimate import perturbed_argmax, perturbed_gradient, perturbed_jacobian, perturbed_max
from tightmax.perturbed.exact import gumbel_argmax, gumbel_jacobian, gumbel_max
from tightmax.perturbed.grids import GridDag, GridPath
from tightmax.perturbed.losses import Loss, fenchel_young_loss
from tightmax.perturbed.moments import Estimate
from tightmax.perturbed.noise import Gaussian, Gumbel, Noise
from tightmax.perturbed.oracles import FiniteSet, Ranking, maximum
from tightmax.perturbed.paths import DagPath

__all__ = [
    "DagPath", "Estimate", "FiniteSet", "Gaussian", "GridDag", "GridPath", "Gumbel", "Loss", "Noise", "Ranking",
    "fenchel_young_loss", "gumbel_argmax", "gumbel_jacobian", "gumbel_max", "maximum", "perturbed_argmax",
    "perturbed_gradient", "perturbed_jacobian", "perturbed_max",
]
