"""Source 001: from the step function to a smooth maximum, from the hinge to the softmax."""

HEADING = "From the step function to a smooth maximum, from the hinge to the softmax"

FILES = (
    "softmax",
    "absolute_value",
    "maximum",
)
"""The files in the order of the source; each declares its claims with `claim`."""
