"""The definitions behind a statement."""

import pytest

from proofs.machinery.formal import answers, build, definitions, golden, sources
from proofs.machinery.formal.check import record
from proofs.machinery.formal.problem import Deviation
from tests.proofs.formal.projects import needs_coq, project, quiet

DEFINITIONS = """From Coq Require Import Reals List.
From TightMax Require Import Vectors Smoothing.
Open Scope R_scope.
Definition twice (r : R) : R := 2 * r.
Section S.
Variable d : nat.
(* Definition hidden := 1. *)
Lemma helper_exists : {r : R | r = 0}. Proof. now exists 0. Qed.
Definition helper (x : vec) : R.
Proof. exact (proj1_sig helper_exists). Defined.
Definition width (x : vec) : R := helper x + twice (x d).
End S.
Inductive tree := leaf | node (l : list tree).
Record box := Box { inside : tree }.
Definition unused := twice 3.
Notation "x ~~ y" := (twice x = y) (at level 70).
"""


def test_a_definition_is_shown_as_it_is_written(tmp_path):
    made = project(tmp_path / "coq", DEFINITIONS)
    sources = definitions.libraries(build.texts(made.root))
    small = sources["TightMax.Small"]
    found = {name: small.find(name) for name in ("Box", "inside", "node", "unused", "hidden")}
    assert found == {"Box": "box", "inside": "box", "node": "tree", "unused": "unused", "hidden": ""}
    names = ("width", "helper", "helper_exists", "twice", "box", "tree")
    found = definitions.written([f"TightMax.Small.{name}" for name in names], sources)
    assert found.pop("TightMax.Small: what may hide a word").startswith("Notation")
    small = {name.removeprefix("TightMax.Small."): text for name, text in found.items() if ".Small" in name}
    assert set(small) == set(names)
    assert small["width"].startswith("in a section with: Variable d : nat.\nDefinition width")
    assert small["helper"].endswith("Defined.")
    assert small["helper_exists"].endswith("\nLemma helper_exists : {r : R | r = 0}.")


BEHIND = """
Record pair := { left_one : R; right_one : R }.
Definition small (x : vec) := Small.width 3 x = 0 -> Small.inside = Small.inside.
Theorem stated (x : vec) (p : pair) : small x -> convex 3 (fun _ => left_one p) -> small x.
Proof. intros a _. exact a. Qed.
"""


@needs_coq
def test_coq_says_which_definitions_are_behind_a_statement(tmp_path):
    made = project(tmp_path / "coq", DEFINITIONS)
    (made.root / "theories" / "Last.v").write_text(
        "From Coq Require Import Reals.\nFrom TightMax Require Import Vectors Smoothing.\n"
        "From TightMax Require Small.\nOpen Scope R_scope.\n" + BEHIND
    )
    (made.root / sources.PROJECT).write_text(sources.project_text(made.root))
    build.build(made.root, made.build)
    found = answers.answers(made.build, ["TightMax.Last.stated"], build.standing(made.build))
    [theorem] = found.theorems.values()
    assert theorem.rests_on == (
        "TightMax.Last.pair", "TightMax.Last.small", "TightMax.Smoothing.convex", "TightMax.Vectors.vec",
    )
    ours = {name.removeprefix("TightMax.Small.") for name in found.definitions if name.startswith("TightMax.Small.")}
    assert ours == {"width", "helper", "helper_exists", "twice", "box", "tree"}
    assert "TightMax.Vectors.mix" in found.definitions and "TightMax.Smoothing.smooth" not in found.definitions
    names = "TightMax.Small.box, TightMax.Small.tree, TightMax.Small.width, TightMax.Vectors.vec"
    assert found.definitions["TightMax.Last.small"].endswith(f"\nrests on: {names}")
    assert found.definitions["TightMax.Vectors.vec"].endswith("\nrests on: nothing of this project")


NESTED = """From Coq Require Import Reals.
From TightMax Require Import Vectors.
From TightMax Require Smoothing.
Open Scope R_scope.
Module Smoothing. Definition optimum (d : nat) (e : R) : Prop := e = 1. End Smoothing.
Theorem small : exists e : R, Smoothing.optimum 4 e /\\ e <= 1187 / 1000.
Proof. exists 1. unfold Smoothing.optimum. split; [reflexivity | lra]. Qed.
"""


@needs_coq
def test_a_module_inside_a_file_does_not_pass_for_the_file_of_that_name(tmp_path):
    proof = NESTED.replace("Reals.", "Reals Lra.", 1)
    made = project(tmp_path / "coq", proof)
    with pytest.raises(Deviation) as problem:
        record(made, quiet)
    [line] = problem.value.lines()
    wrong = "TightMax.Small.Smoothing.optimum, which is defined in a module inside a file"
    assert line == f"TightMax.Small.small rests on {wrong}"
    assert not (made.root / golden.RECORD).exists() and not (made.root / golden.STATEMENTS).exists()


@needs_coq
def test_a_definition_of_the_same_name_is_shown_as_what_it_is(tmp_path):
    proof = NESTED.replace("Reals.", "Reals Lra.", 1).replace("Module Smoothing. ", "").replace(" End Smoothing.", "")
    made = project(tmp_path / "coq", proof.replace("Smoothing.optimum", "optimum"))
    record(made, quiet)
    text = (made.root / golden.STATEMENTS).read_text()
    assert "\nrests on: TightMax.Small.optimum\n" in text and "TightMax.Smoothing.optimum" not in text
