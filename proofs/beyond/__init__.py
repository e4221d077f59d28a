"""What goes beyond the paper: bounds on the best smoothing in every dimension."""

HEADING = "Beyond the paper: LogSumExp and the best smoothing in every dimension"

THEOREMS = (
    "universal_upper",
    "kappa_from_four",
    "martingale",
    "random_walk_lower",
    "gaussian_lower",
    "least_smoothing",
    "universal_lower",
    "window",
    "asymptotically_one",
    "sharper_lower",
    "upper_d4",
    "lower_certificates",
    "walks",
    "walk_certificates",
    "lattices",
    "lattice_certificates",
    "d3_least",
    "d4_optimum",
    "piecewise_lower",
    "separable_barrier",
    "pointwise_lower",
    "quadratic_loss",
    "exact_limit",
    "limit_consequences",
)
"""The results in reading order: file `NAME.py` holds the theorem `NAME`."""
