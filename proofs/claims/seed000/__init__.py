"""Source 000: the overview of the paper."""

HEADING = "The overview of the paper"

FILES = (
    "overview",
    "table",
    "implications",
)
"""The files in the order of the source; each declares its claims with `claim`."""
