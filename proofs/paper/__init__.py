"""What the paper says and uses, and the exact optima at d = 2 and 3."""

HEADING = "The paper: how smooth a maximum can be"

THEOREMS = (
    "scaling",
    "shift",
    "temperature_derivative",
    "lse_gap",
    "lse_smooth",
    "lse_conjugate",
    "softmax_l2",
    "lipschitz_is_not_enough",
    "second_differences",
    "duality",
    "weighted_moves",
    "chain",
    "superadditive",
    "kappa",
    "chain_below_kappa",
    "d2_optimum",
    "d3_optimum",
    "euclidean_optimum",
    "quadratics_stop",
    "d4_chain_not_attained",
    "two_level",
)
"""The results in reading order: file `NAME.py` holds the theorem `NAME`."""
