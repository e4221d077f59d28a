"""What binary64 makes of LogSumExp and of the smoothings."""

HEADING = "In floating point: overflow, rounding, and how accurately the smoothings are computed"

THEOREMS = (
    "lse_overflow",
    "rounding_sum",
    "rounding_lse",
    "rounding_softmax",
    "rounding_universal",
    "rounding_exp",
)
"""The results in reading order: file `NAME.py` holds the theorem `NAME`."""
