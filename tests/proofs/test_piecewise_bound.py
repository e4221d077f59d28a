"""The bound of piecewise-lower: its potential is the one in Coq, and it counts where the theorem claims it."""

import re
from pathlib import Path

from sympy import Rational

from proofs import registry
from proofs.machinery.bounds import best
from symbolic.formulas.piecewise_potential import KNOTS, VALUES
from symbolic.notation import d
from symbolic.relations import ge

THEORY = Path(__file__).parents[2] / "proofs/coq/theories/PiecewiseWeight.v"


def test_the_knots_and_values_in_coq_are_those_of_the_proof():
    text = THEORY.read_text(encoding="utf-8")
    unit, parts = (int(re.search(rf"Definition {name} : Z := (\d+)\.", text)[1]) for name in ("unit", "parts"))
    table = re.search(r"Definition knots .*?\[(.*?)\]%Z", text, re.DOTALL)[1]
    pairs = [tuple(map(int, pair)) for pair in re.findall(r"\((\d+), (\d+)\)", table)]
    assert [(Rational(a, unit), Rational(v, parts)) for a, v in pairs] == list(zip(KNOTS, VALUES, strict=True))


def test_the_bound_counts_from_the_dimension_on_that_the_theorem_names():
    assert ge(d, best.KNOTTED) in registry.theorem("piecewise-lower").statement.hypotheses
    below, above = (
        {side.theorem for side in best.lower_bounds(dimension)} for dimension in (best.KNOTTED - 1, best.KNOTTED)
    )
    assert above - below == {"piecewise-lower"}
