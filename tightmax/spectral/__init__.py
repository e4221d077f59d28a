"""Spectral norms of matrices and layers between two certified ends, and Lipschitz constants of networks."""

from tightmax.spectral.convolution import conv_spectral_norm
from tightmax.spectral.dense import spectral_norm
from tightmax.spectral.network import product_bound, sampled_lower_bound

__all__ = ["conv_spectral_norm", "product_bound", "sampled_lower_bound", "spectral_norm"]
