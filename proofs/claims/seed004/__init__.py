"""Source 004: LogSumExp as a bound, and its stability."""

HEADING = "LogSumExp as a bound, and its stability"

FILES = (
    "logsumexp",
)
"""The files in the order of the source; each declares its claims with `claim`."""
