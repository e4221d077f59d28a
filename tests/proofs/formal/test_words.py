"""What may not stand in a Coq source is refused, wherever it hides, and nothing else is."""

import pytest

from proofs.machinery.formal import build, words
from proofs.machinery.formal.problem import Deviation
from tests.proofs.formal.projects import SMALL_PROOF, project


def refused(text):
    return {name for _, name in words.forbidden(text)}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Lemma a : True. Admitted.", "Admitted"),
        ("Lemma a : True. Proof. admit. Qed.", "admit"),
        ("Lemma a : True. Proof. - intros; give_up. Qed.", "give_up"),
        ("Axiom a : False.", "Axiom"),
        ("#[local] Axioms a b : False.", "Axiom"),
        ("Local Parameter a : nat.", "Parameter"),
        ("Conjecture a : False.", "Conjecture"),
        ("Hypothesis a : False.", "Hypothesis outside a section"),
        ("Variables a b : nat.", "Variables outside a section"),
        ("Section S. End S. Context (a : nat).", "Context outside a section"),
        ("Module M. #[local] Variable a : nat. End M.", "Variable outside a section"),
        ("Unset  Guard\nChecking.", "Unset Guard Checking"),
        ("#[bypass_check(guard)] Fixpoint f (n : nat) : nat := f n.", "bypass_check"),
        ("Unset Positivity Checking.", "Unset Positivity Checking"),
        ("Local Unset Universe Checking.", "Unset Universe Checking"),
        ("(* -arg *) Set type-in-type.", "type-in-type"),
        ("Obligation 1. Admit Obligations.", "Admit Obligations"),
        ('Declare ML Module "x".', "Declare ML Module"),
        ("Load x.", "Load"),
        ('(* a comment "with *) in a string" *) Axiom a : False.', "Axiom"),
        ("(* nested (* twice *) *) Axiom a : False.", "Axiom"),
        ('Definition s := "(*". Axiom a : False. Definition t := "*)".', "Axiom"),
    ],
)
def test_the_scanner_refuses(text, name):
    assert name in refused(text)
    assert not refused(f"(* {text.replace('(*', '').replace('*)', '').replace(chr(34), '')} *)")


@pytest.mark.parametrize(
    "text",
    [
        "Section S. Variable a : nat. Hypotheses (b : a = a). Context (c : nat). End S.",
        "Module M. Section S. Variable a : nat. End S. End M.",
        'Definition s := "Axiom a : False. Admitted.".',
        "(* Axiom a. (* Parameter b. *) admit. Admitted. *) Definition admitted := 1.",
        "Definition parameters := 1. Lemma axiomatic : parameters = 1. Proof. { reflexivity. } Qed.",
    ],
)
def test_the_scanner_lets_pass(text):
    assert not refused(text)


def test_the_scanner_names_the_line(tmp_path):
    made = project(tmp_path / "coq", SMALL_PROOF + "\n(* fine *)\nAxiom a : False.\n")
    with pytest.raises(Deviation, match=r"theories/Small.v line 8: Axiom is refused"):
        words.check_words(build.texts(made.root))
