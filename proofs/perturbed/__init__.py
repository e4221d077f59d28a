"""Maxima perturbed by noise, their gradients and losses."""

HEADING = "Perturbed optimisers"

THEOREMS = (
    "perturbed_maximum",
    "perturbed_argmax",
    "score_identities",
    "noise_hypotheses",
    "gumbel_softmax",
    "perturbed_limits",
    "noise_products",
    "fenchel_young_loss",
    "asymptotic_normality",
    "linear_oracles",
)
"""The results in reading order: file `NAME.py` holds the theorem `NAME`."""
