"""What a proof names it uses: every theorem whose id stands in its text is among those that its verdict rests on."""

import re

import pytest
import sympy as sp

from proofs import registry
from proofs.machinery.engine import proper
from symbolic.relations import ge
from symbolic.statement import Statement, Variable

THEOREMS = registry.theorems()
COMPARED = {
    "d4-optimum": {"d3-least"},  # where the criterion of both, a lemma of Coq, is also proved on the page
    "sharper-lower": {"universal-lower"},  # whose bound it is better than
    "separable-barrier": {"universal-lower", "sharper-lower"},  # whose potentials it is about, among others
}
"""Theorems that a text names and does not rest on."""


def named(theorem):
    """The ids of more than one word in the text of a theorem, its formulas and the names of its own steps left out."""
    texts = [theorem.statement.conclusion, *(item.text for item in theorem.derivation.items)]
    words = {word for text in texts for word in re.findall(r"[a-z0-9]+(?:-[a-z0-9]+)+", re.sub(r"\$[^$]*\$", "", text))}
    return (words & set(THEOREMS)) - {step.name for step in theorem.derivation.steps} - {theorem.id}


def rests_on(id):
    return {used for direct in THEOREMS[id].statement.uses for used in {direct} | rests_on(direct)}


@pytest.mark.parametrize("theorem", THEOREMS.values(), ids=str)
def test_a_theorem_uses_what_it_names(theorem):
    assert named(theorem) - COMPARED.get(theorem.id, set()) <= rests_on(theorem.id)


def test_names_are_found_where_they_stand():
    assert {"gaussian-lower", "perturbed-maximum"} <= named(THEOREMS["noise-products"])
    assert all(named(THEOREMS[id]) & found == found for id, found in COMPARED.items())


a, d = sp.Symbol("a", real=True), sp.Symbol("d", integer=True, positive=True)
t, w = sp.Symbol("t", positive=True), sp.Symbol("w", nonnegative=True)


@pytest.mark.parametrize(
    ("claim", "variables", "fault"),
    [
        (ge(a, 0), [], "the letter a has no meaning"),
        (ge(a + t, 0), [(a, r"\mathbb{R}")], "the letter t has no meaning"),
        (ge(a, 0), [(sp.Symbol("a", positive=True), r"(0, \infty)")], "the letter a has no meaning"),
        (ge(t, 0), [(t, r"\mathbb{R}")], "the letter t is nonnegative, and its domain is"),
        (ge(t, 0), [(t, r"[0, \infty)")], "the letter t is positive, and its domain is"),
        (ge(w, 0), [(w, r"[-1, 1]")], "the letter w is nonnegative, and its domain is"),
        (ge(d, 0), [(d, r"[1, \infty)")], "the letter d is integer, and its domain is"),
        (ge(d, 0), [(d, r"\mathbb{R}")], "the letter d is integer, and its domain is"),
        (
            ge(-t, 0), [(sp.Symbol("t", negative=True), r"(0, 1)"), (t, r"(0, 1)")],
            "the letter t is negative, and its domain is",
        ),
        (ge(t, 0), [(t, r"(0, \infty)")], None),
        (ge(w, 0), [(w, r"[0, \infty)")], None),
        (ge(d, 0), [(d, r"\{1, 2, \dots\}")], None),
        (ge(a, 0), [(a, r"\{\|Av\|^2\}")], None),
    ],
)
def test_every_letter_has_a_meaning_that_it_does_not_exceed(claim, variables, fault):
    statement = Statement("x", "t", "s", "c", (claim,), tuple(Variable(*row) for row in variables))
    found = proper.of_statement(statement)
    assert found is None if fault is None else fault in found


def test_a_theorem_with_a_letter_without_a_meaning_is_not_registered(monkeypatch):
    monkeypatch.setattr(registry, "theorems", registry.theorems.__wrapped__)
    monkeypatch.setattr(
        proper, "of_statement", lambda said: "the letter a has no meaning" if said.id == "shift" else None,
    )
    with pytest.raises(registry.UnknownId, match=r"proofs/paper/shift.py: the letter a has no meaning"):
        registry.theorems()
