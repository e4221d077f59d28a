"""Lipschitz constants of maps and networks, spectral norms and how they are computed."""

HEADING = "Lipschitz constants and spectral norms"

THEOREMS = (
    "singular_values",
    "spectral_norm",
    "lipschitz_slopes",
    "lipschitz_jacobian",
    "composition",
    "spectral_normalisation",
    "power_iteration",
    "truncated_svd",
    "dropout_scaling",
)
"""The results in reading order: file `NAME.py` holds the theorem `NAME`."""
