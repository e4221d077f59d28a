"""Source 003: Lipschitz constants and spectral norms."""

HEADING = "Lipschitz constants and spectral norms"

FILES = (
    "definition",
    "variables",
    "networks",
    "normalisation",
)
"""The files in the order of the source; each declares its claims with `claim`."""
