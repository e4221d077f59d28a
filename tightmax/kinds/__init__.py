"""The kinds of smooth maximum, one file each, and the table of their names and worst gaps."""

from tightmax.kinds.table import (
    BEST,
    KINDS,
    LSE,
    QUADRATIC,
    SIDES,
    THREE,
    UNIVERSAL,
    Smoothing,
    resolve,
    subtracted,
    unit_error,
    unit_gap,
)

__all__ = [
    "BEST",
    "KINDS",
    "LSE",
    "QUADRATIC",
    "SIDES",
    "THREE",
    "UNIVERSAL",
    "Smoothing",
    "resolve",
    "subtracted",
    "unit_error",
    "unit_gap",
]
