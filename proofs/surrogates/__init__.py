"""Smooth surrogates of step, hinge and maximum, from the step function to LogSumExp."""

HEADING = "From the step function to LogSumExp, from the hinge to softmax"

THEOREMS = (
    "softplus_gap",
    "max_from_absolute",
    "smooth_absolute_value",
    "smooth_max_of_two",
    "softmax_limit",
    "boltzmann_operator",
    "smoothed_minimum",
    "hinge_to_softmax",
    "pairwise_losses",
    "generators",
    "odd_powers",
    "odd_power_accuracy",
    "max_surrogate",
    "top_sum",
)
"""The results in reading order: file `NAME.py` holds the theorem `NAME`."""
