"""Source 002: differentiable perturbed optimisers."""

HEADING = "Differentiable perturbed optimisers"

FILES = (
    "perturbation",
    "losses",
    "experiments",
    "related",
)
"""The files in the order of the source; each declares its claims with `claim`."""
