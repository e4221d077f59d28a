"""The kinds of smooth maximum, one file each, and the table of their names and worst gaps."""

from tightmax.kinds.table import (
    BEST_SCALES,
    KINDS,
    LSE,
    QUADRATIC,
    SIDES,
    UNIVERSAL,
    Smoothing,
    resolve,
    subtracted,
    unit_error,
    unit_gap,
)

__all__ = [
    "BEST_SCALES",
    "KINDS",
    "LSE",
    "QUADRATIC",
    "SIDES",
    "UNIVERSAL",
    "Smoothing",
    "resolve",
    "subtracted",
    "unit_error",
    "unit_gap",
]
