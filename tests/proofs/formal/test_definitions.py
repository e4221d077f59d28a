"""The definitions behind a statement."""

from proofs.machinery.formal import build, definitions
from tests.proofs.formal.projects import project

DEFINITIONS = """From TightMax Require Import Smoothing.
Section S.
Variable d : nat.
(* Definition hidden := 1. *)
Definition width (x : vec) : R := helper x + twice 1.
Lemma helper_exists : {r : R | r = 0}. Proof. now exists 0. Qed.
Definition helper (x : vec) : R.
Proof. exact (proj1_sig helper_exists). Defined.
End S.
Inductive tree := leaf | node (l : list tree).
Record box := Box { inside : tree }.
Definition twice (r : R) : R := 2 * r.
Definition unused := twice 3.
Notation "x ~~ y" := (twice x = y) (at level 70).
"""


def test_the_definitions_behind_a_statement(tmp_path):
    made = project(tmp_path / "coq", DEFINITIONS)
    statement = "forall x, Small.width 3 x = 0 -> convex 3 x -> Small.inside = Small.inside"
    found = definitions.behind([statement], build.texts(made.root))
    small = {name.removeprefix("TightMax.Small."): text for name, text in found.items() if ".Small" in name}
    assert small.pop("TightMax.Small: what may hide a word").startswith("Notation")
    assert set(small) == {"width", "helper", "helper_exists", "twice", "box", "tree"}
    assert small["width"].startswith("in a section with: Variable d : nat.\nDefinition width")
    assert small["helper"].endswith("Defined.")
    assert small["helper_exists"].endswith("\nLemma helper_exists : {r : R | r = 0}.")
    assert "TightMax.Smoothing.convex" in found and "TightMax.Vectors.mix" in found
    assert "TightMax.Smoothing.smooth" not in found
