"""The theorems and claims, in reading order.  Explicit: a file that is not named here is not run."""

from __future__ import annotations

import difflib
import importlib
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from proofs.bad_input import BadInput, shown

if TYPE_CHECKING:  # the names of the theorems are read without what their files import
    from proofs.claim import Claim
    from proofs.proof import Theorem

THEOREM_MODULES = (
    "scaling",
    "shift",
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
    "universal_upper",
    "kappa_from_four",
    "martingale",
    "gaussian_lower",
    "least_smoothing",
    "universal_lower",
    "window",
    "asymptotically_one",
    "sharper_lower",
    "upper_d4",
    "lower_certificates",
    "d4_best",
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
    "singular_values",
    "spectral_norm",
    "lipschitz_slopes",
    "lipschitz_jacobian",
    "composition",
    "spectral_normalisation",
    "power_iteration",
    "truncated_svd",
    "dropout_scaling",
    "lse_overflow",
    "max_surrogate",
    "rounding_sum",
    "rounding_lse",
    "rounding_softmax",
    "rounding_universal",
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
"""Module ``proofs.<name>`` holds the theorem ``<name>`` under the same name."""

PARTS = {
    "scaling": "The paper: how smooth a maximum can be",
    "universal-upper": "Beyond the paper: LogSumExp and the best smoothing in every dimension",
    "softplus-gap": "From the step function to LogSumExp, from the hinge to softmax",
    "singular-values": "Lipschitz constants and spectral norms",
    "perturbed-maximum": "Perturbed optimisers",
    "lse-overflow": "In floating point: overflow, rounding, and how accurately the smoothings are computed",
}
"""The theorem that opens each part of the document, and its heading."""

CLAIM_MODULES = (
    "seed000_overview",
    "seed000_table",
    "seed000_implications",
    "seed001_softmax",
    "seed001_absolute_value",
    "seed001_maximum",
    "seed002_perturbation",
    "seed002_losses",
    "seed002_experiments",
    "seed002_related",
    "seed003_definition",
    "seed003_variables",
    "seed003_networks",
    "seed003_normalisation",
    "seed004_logsumexp",
)
"""Module ``proofs.claims.<name>`` holds a tuple ``CLAIMS``."""


class UnknownId(BadInput):
    """An id that names no theorem or claim, or a theorem file that does not fit in."""


@cache
def theorems() -> dict[str, Theorem]:
    """All theorems by id, in reading order; a theorem may use only those before it."""
    found: dict[str, Theorem] = {}
    for name in THEOREM_MODULES:
        theorem: Theorem = getattr(importlib.import_module(f"proofs.{name}"), name)
        if theorem.id != name.replace("_", "-"):
            raise UnknownId(f"proofs/{name}.py holds {theorem.id!r}, expected {name.replace('_', '-')!r}")
        for used in theorem.statement.uses:
            if used not in found:
                raise UnknownId(f"{theorem.id} uses {used!r}, which does not come before it")
        found[theorem.id] = theorem
    return found


@cache
def claims() -> dict[str, Claim]:
    """All claims by id, in the order of their ids."""
    found: dict[str, Claim] = {}
    for name in CLAIM_MODULES:
        for claim in importlib.import_module(f"proofs.claims.{name}").CLAIMS:
            if claim.id in found:
                raise ValueError(f"claim {claim.id} is declared twice")
            found[claim.id] = claim
    return dict(sorted(found.items()))


def theorem(id: str) -> Theorem:
    """The theorem of that id; UnknownId suggests the nearest ones, or how to register a file of that name."""
    known = theorems()
    if id not in known:
        name = id.replace("-", "_")
        file = Path(__file__).with_name(f"{name}.py")
        if name.isidentifier() and file.is_file() and "@theorem(" in file.read_text(encoding="utf-8"):
            raise UnknownId(f"proofs/{name}.py is no registered theorem: name {name} in THEOREM_MODULES in proofs/registry.py")
        near = difflib.get_close_matches(id[:80], [*known, *claims()], n=3, cutoff=0.5)
        hint = f"nearest: {', '.join(near)}" if near else "`tightmax list` shows all ids"
        raise UnknownId(f"unknown theorem or claim id {shown(id)}; {hint}")
    return known[id]
