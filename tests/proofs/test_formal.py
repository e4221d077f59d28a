"""The Coq proofs: what is refused in the sources, what a record is worth, and that the check can fail."""

import copy
import json
import re
import shutil
from fractions import Fraction

import pytest

from proofs import registry, verify
from proofs.__main__ import main as tightmax
from proofs.machinery.documents.tex import theorem_tex
from proofs.machinery.engine.discharge import CERTIFICATES
from proofs.machinery.formal import __main__ as command
from proofs.machinery.formal import answers, certificates, coq, definitions, evidence, golden, published, sources
from proofs.machinery.formal.check import Project, check, here, record
from proofs.machinery.formal.problem import Deviation
from symbolic.formal import FormalRecord, FormalTheorem
from symbolic.verdict import Grade, Outcome, StepResult, Verdict, combine

needs_coq = pytest.mark.skipif(not coq.present(), reason="coqc is not installed")
STATEMENT = registry.theorem("scaling").statement
SMALL = """
[scaling]
covers = "whole"
coq = ["TightMax.Small.small"]
"""
SMALL_PROOF = """From Coq Require Import Reals.
From TightMax Require Import Vectors Smoothing.
Definition twice (x : R) : R := x + x.
Theorem small d e f : smoothing d e f -> twice e = e + e.
Proof. reflexivity. Qed.
"""


def refused(text):
    return {name for _, name in sources.forbidden(text)}


def project(root, proof=SMALL_PROOF, table=SMALL, theories=("Vectors", "Smoothing")):
    """A small project of its own, with the definitions that the real one starts from."""
    (root / "theories").mkdir(parents=True, exist_ok=True)
    for name in theories:
        shutil.copy(sources.COQ / "theories" / f"{name}.v", root / "theories")
    if proof:
        (root / "theories" / "Small.v").write_text(proof)
    (root / golden.TABLE).write_text(table)
    (root / sources.PROJECT).write_text(sources.project_text(root))
    return Project(root, root.parent / "build", {"scaling": STATEMENT})


def recorded(root, **changes):
    """The record of a small project as `record` would write it, without Coq."""
    made = project(root)
    table, theorem = made.table(), FormalTheorem("TightMax.Small.small", "True", (answers.ALLOWED[0],))
    found = answers.Answers({theorem.name: theorem}, {"TightMax.Small.twice": "twice = ..."})
    build = {"sources": sources.digest(root), "coq": "8.16.1", "seconds": 12.0}
    value = golden.record_value(table, found, made.statements, build)
    value["theorems"]["scaling"].update(changes)
    (root / golden.RECORD).write_text(json.dumps(value))
    (root / golden.STATEMENTS).write_text(golden.statements_text(table, found))
    return table, found, value


@pytest.fixture(autouse=True)
def forget():
    """The evidence is read once in a run; here it changes."""
    yield
    evidence._record.cache_clear()
    evidence._table.cache_clear()


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
        sources.check_words(made.root)


def test_our_own_sources_hold_no_forbidden_word():
    assert len(sources.files()) > 20
    sources.check_words()
    sources.check_project()


@pytest.mark.parametrize(
    ("change", "line"),
    [
        (lambda t: t.replace("theories/Small.v\n", ""), "does not list theories/Small.v"),
        (lambda t: t + "-arg -type-in-type\n", "-arg -type-in-type"),
        (lambda t: "-Q elsewhere TightMax\n" + t, "elsewhere"),
        (lambda t: "\n".join(reversed(t.splitlines())), "not in order"),
    ],
)
def test_the_project_file_lists_every_source_and_nothing_else(tmp_path, change, line):
    made = project(tmp_path / "coq")
    sources.check_project(made.root)
    (made.root / sources.PROJECT).write_text(change(sources.project_text(made.root)))
    with pytest.raises(Deviation, match=line):
        sources.check_project(made.root)


def test_what_is_published_exists():
    table = here().table()
    assert table and set(table) <= set(registry.theorems())
    declared = {}
    for path in sources.files():
        text = sources.bare((sources.COQ / path).read_text(encoding="utf-8"))
        declared[sources.library(path)] = set(re.findall(r"\b(?:Theorem|Lemma|Corollary)\s+([\w']+)", text))
    for entry in table.values():
        for name in entry.names:
            assert name.rsplit(".", 1)[1] in declared[published.module(name)], name


@pytest.mark.parametrize(
    ("table", "line"),
    [
        ("[scaling]\ncovers = 'all'\ncoq = ['TightMax.A.b']", "needs covers"),
        ("[scaling]\ncovers = 'whole'\ncoq = []", "not empty"),
        ("[scaling]\ncovers = 'whole'\ncoq = ['A.b']", "not a qualified name"),
        ("[scaling]\ncovers = 'whole'\ncoq = ['TightMax.A.b', 'TightMax.A.b']", "twice"),
        ("[scaling]\ncovers = 'whole'\ncoq = ['TightMax.A.b']\nleft = 'x'", "has the keys"),
        ("[scaling]\ncovers = 'part'\ncoq = ['TightMax.A.b']\npart = 'x'\nleft = ''", "empty sentence"),
        ("[scalin]\ncovers = 'whole'\ncoq = ['TightMax.A.b']", "no theorem"),
        ("[scaling", "published.toml"),
    ],
)
def test_a_bad_table_is_refused(tmp_path, table, line):
    with pytest.raises(Deviation, match=line):
        project(tmp_path / "coq", table=table).table()


def test_generated_files_are_what_the_certificates_say(tmp_path):
    made = certificates.write(tmp_path)
    frozen = sorted((sources.COQ / "generated").glob("*.v"))
    assert [p.name for p in made] == [p.name for p in frozen] and len(made) >= 20
    for new, old in zip(made, frozen, strict=True):
        assert new.read_bytes() == old.read_bytes(), "run `python -m proofs.machinery.formal.certificates`"


def test_a_record_counts_while_nothing_changes(tmp_path):
    recorded(tmp_path)
    found = evidence.evidence(STATEMENT, tmp_path)
    assert found.counts and found.prover == "Coq 8.16.1" and found.sources == sources.digest(tmp_path)
    assert evidence.evidence(registry.theorem("shift").statement, tmp_path) is None


@pytest.mark.parametrize("name", ["theories/Small.v", "theories/Smoothing.v", "_CoqProject", "generated/new.v"])
def test_a_record_of_other_sources_is_skipped(tmp_path, name):
    recorded(tmp_path)
    (tmp_path / name).parent.mkdir(exist_ok=True)
    with (tmp_path / name).open("a") as file:
        file.write("\n(* changed *)\n")
    found = evidence.evidence(STATEMENT, tmp_path)
    assert not found.counts and found.skipped == "the Coq sources changed since the record"


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"says": "another hash"}, "the statement changed since the record"),
        ({"covers": "part"}, "published.toml changed since the record"),
        ({"coq": []}, "published.toml changed since the record"),
        ({"coq": [{"name": "TightMax.Small.small", "statement": "x", "axioms": ["a.b"]}]}, "rests on the axiom a.b"),
    ],
)
def test_a_record_of_something_else_is_skipped(tmp_path, changes, reason):
    recorded(tmp_path, **changes)
    found = evidence.evidence(STATEMENT, tmp_path)
    assert not found.counts and reason in found.skipped


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"build": {}, "theorems": {}}', '{"build": 1, "theorems": 1}'])
def test_a_broken_record_is_skipped(tmp_path, text):
    recorded(tmp_path)
    (tmp_path / golden.RECORD).write_text(text)
    assert "record.json is not a record" in evidence.evidence(STATEMENT, tmp_path).skipped
    (tmp_path / golden.RECORD).unlink()
    evidence._record.cache_clear()
    assert "--record" in evidence.evidence(STATEMENT, tmp_path).skipped


def holds(outcome=Outcome.HOLDS, grade=Grade.ENCLOSED, breaks=False):
    return StepResult("s", outcome, grade, breaks_claim=breaks)


def formal(whole=True, skipped="", theorems=True):
    row = (FormalTheorem("TightMax.Small.small_one", "True", answers.ALLOWED[:1]),)
    part = {} if whole else {"part": "the half.", "left": "the other half."}
    names = ("TightMax.Small.small_one",)
    return FormalRecord(whole, names, **part, skipped=skipped, theorems=row if theorems else (), prover="Coq 8.16.1")


def test_formal_raises_the_grade_and_nothing_else():
    plain, found = combine("x", [holds()]), combine("x", [holds()], formal=formal())
    assert (plain.grade, found.grade, found.machine_grade) == (Grade.ENCLOSED, Grade.FORMAL, Grade.ENCLOSED)
    assert combine("y", [holds()], [found]).grade is Grade.ENCLOSED
    argued = combine("x", [holds(), StepResult("a", Outcome.HOLDS, Grade.ARGUED)], formal=formal())
    assert (argued.grade, argued.argued, argued.machine_grade) == (Grade.FORMAL, (), Grade.ENCLOSED)


@pytest.mark.parametrize("record", [formal(whole=False), formal(skipped="why"), formal(theorems=False)])
def test_what_is_partial_or_skipped_raises_no_grade(record):
    found = combine("x", [holds()], formal=record)
    assert (found.verdict, found.grade) == (Verdict.PROVED, Grade.ENCLOSED)


@pytest.mark.parametrize(
    ("outcome", "breaks", "verdict"),
    [
        (Outcome.FAILS, False, Verdict.UNKNOWN),
        (Outcome.FAILS, True, Verdict.REFUTED),
        (Outcome.UNDECIDED, False, Verdict.UNKNOWN),
        (Outcome.NOT_RUN, False, Verdict.NOT_RUN),
    ],
)
def test_formal_proves_nothing_whose_steps_fail(outcome, breaks, verdict):
    found = combine("x", [holds(), holds(outcome, breaks=breaks)], formal=formal())
    assert found.verdict is verdict and found.grade is None
    assert combine("x", [], formal=formal()).verdict is Verdict.UNKNOWN
    assert combine("y", [holds()], [found], formal()).verdict is Verdict.UNKNOWN


@pytest.mark.parametrize(
    ("record", "wanted"),
    [
        (formal(), "the whole conclusion, by Coq 8.16.1:"),
        (formal(whole=False), "in part, by Coq 8.16.1:"),
        (formal(skipped="50% changed"), r"skipped, 50\% changed:"),
    ],
)
def test_the_document_names_the_coq_theorems(record, wanted):
    theorem = registry.theorem("shift")
    text = theorem_tex(theorem.statement, theorem.derivation, combine("shift", [holds()], formal=record))
    text = text.replace(r"\allowbreak{}", "")
    assert rf"\fact{{Formal}}{{{wanted}" in text and r"\texttt{TightMax.Small.small\_one}" in text and record.left in text


def prove_json(capsys, monkeypatch, found):
    monkeypatch.setattr("proofs.machinery.engine.session.evidence", lambda statement: found if statement.id == "scaling" else None)
    assert tightmax(["prove", "scaling", "shift", "--json", "-"]) == 0
    out, err = capsys.readouterr()
    return {row["id"]: row for row in json.loads(out)["theorems"]}, err


def test_prove_shows_what_is_formal(capsys, monkeypatch):
    rows, shown = prove_json(capsys, monkeypatch, formal())
    assert rows["scaling"]["grade"] == "FORMAL" and rows["shift"]["formal"] is None
    assert rows["scaling"]["machine_grade"] == "EXACT" == rows["shift"]["grade"]
    assert rows["scaling"]["formal"]["in_force"] is True and rows["scaling"]["formal"]["covers"] == "whole"
    assert rows["scaling"]["formal"]["theorems"][0]["name"] == "TightMax.Small.small_one"
    for text in ("FORMAL    checked EXACT", "TightMax.Small.small_one", "axioms: ClassicalDedekindReals", "1 of them FORMAL,"):
        assert text in shown


def test_prove_shows_what_is_partial_or_skipped(capsys, monkeypatch):
    rows, shown = prove_json(capsys, monkeypatch, formal(whole=False))
    assert rows["scaling"]["grade"] == "EXACT" and rows["scaling"]["formal"]["left"] == "the other half."
    assert "FORMAL in part" in shown and "not formal: the other half." in shown and "0 of them FORMAL and 1 more" in shown
    rows, shown = prove_json(capsys, monkeypatch, formal(skipped=evidence.CHANGED))
    assert rows["scaling"]["grade"] == "EXACT" and rows["scaling"]["formal"]["skipped"] == evidence.CHANGED
    assert f"FORMAL SKIPPED: {evidence.CHANGED}" in shown and "of them FORMAL" not in shown


def test_a_changed_statement_is_noticed(tmp_path):
    table, found, value = recorded(tmp_path)
    text = golden.statements_text(table, found)
    golden.compare_statements(tmp_path / golden.STATEMENTS, text)
    golden.compare_record(tmp_path / golden.RECORD, value)
    for old, new, line in [
        ("\nTrue\n", "\nFalse\n", "TightMax.Small.small is not what .* recorded 'False', now 'True'"),
        ("twice = ...", "twice = 1", "TightMax.Small.twice is not what"),
        ("== TightMax.Small.small\n", "== TightMax.Small.other\n", "has no entry TightMax.Small.small"),
        ("sig_not_dec", "classic", "TightMax.Small.small is not what"),
        ("the whole conclusion", "a part", "scaling is not what"),
    ]:
        (tmp_path / golden.STATEMENTS).write_text(text.replace(old, new, 1))
        with pytest.raises(Deviation, match=line):
            golden.compare_statements(tmp_path / golden.STATEMENTS, text)


def test_a_changed_record_is_noticed(tmp_path):
    _, _, value = recorded(tmp_path)
    changed = copy.deepcopy(value)
    changed["build"] |= {"sources": "0", "seconds": 99.0}
    changed["theorems"]["scaling"]["says"] = "0"
    with pytest.raises(Deviation) as problem:
        golden.compare_record(tmp_path / golden.RECORD, changed)
    assert len(problem.value.lines()) == 2
    with pytest.raises(Deviation, match="recorded and not published"):
        golden.compare_record(tmp_path / golden.RECORD, value | {"theorems": {}})


def test_assumptions_are_read():
    assert answers.axioms_of("x", "Closed under the global context\n") == ()
    two = "Axioms:\nB.b : forall P : Prop,\n      P\nA.a\n  : nat\n"
    assert answers.axioms_of("x", two) == ("A.a", "B.b")
    for strange in ("", "Axioms:\n", "Theory: Set is impredicative\n", "Axioms:\nx is assumed to be guarded.\n"):
        with pytest.raises(Deviation, match="Print Assumptions"):
            answers.axioms_of("x", strange)
    with pytest.raises(Deviation, match=r"TightMax.A.b rests on the axiom Eqdep.e"):
        answers.check_axioms([FormalTheorem("TightMax.A.b", "True", ("Eqdep.e", answers.ALLOWED[0]))])


def test_a_missing_tool_is_named(capsys, monkeypatch):
    coq.version.cache_clear()
    monkeypatch.setattr(coq.shutil, "which", lambda tool: None)
    assert command.main([]) == 3
    out, err = capsys.readouterr()
    assert out == "" and err.count("\n") == 1
    assert "coq and libcoq-interval" in err and "apt-get install -y --no-install-recommends coq libcoq-interval" in err


def test_a_deviation_is_exit_status_1(capsys, monkeypatch):
    def deviate(*_):
        raise Deviation("first", "second")

    monkeypatch.setattr(coq, "version", lambda: "8.16.1")  # this is about what is found, not about what is installed
    monkeypatch.setattr("proofs.machinery.formal.check.check", deviate)
    assert command.main([]) == 1 and capsys.readouterr().err == "proofs.machinery.formal: first\nproofs.machinery.formal: second\n"


def quiet(text):
    return None


@pytest.fixture(scope="session")
def small(tmp_path_factory):
    """A small project, built and recorded once."""
    made = project(tmp_path_factory.mktemp("small") / "coq")
    record(made, quiet)
    return made


@pytest.fixture
def copied(small, tmp_path):
    """A copy of it, with what was built, to change."""
    shutil.copytree(small.root.parent, tmp_path, dirs_exist_ok=True)
    return Project(tmp_path / "coq", tmp_path / "build", small.statements)


@needs_coq
def test_a_small_project_is_recorded_and_checked(small):
    check(small, say=quiet)
    text = (small.root / golden.STATEMENTS).read_text()
    assert "smoothing d e f -> Small.twice e = e + e" in text and "== TightMax.Smoothing.smoothing" in text
    assert "== TightMax.Small.twice\nDefinition twice (x : R) : R := x + x.\n" in text
    assert evidence.evidence(STATEMENT, small.root).counts


@needs_coq
@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("twice e = e + e", "twice e = 2 * e", "theories/Small.v line 5 does not compile: .*Unable to unify"),
        ("smoothing d e f -> twice", "smoothing d 1 f -> twice", "TightMax.Small.small is not what"),
        ("R := x + x", "R := 0 + x + x", "does not compile"),
        ("(x : R) : R := x + x", "(y : R) : R := y + y", "TightMax.Small.twice is not what"),
        ("Proof.", "Proof. idtac.", "record.json: the Coq sources changed since the record"),
        ("Theorem small", "Theorem smaller", "Coq does not answer"),
    ],
)
def test_a_changed_source_fails_the_check(copied, old, new, line):
    project(copied.root, SMALL_PROOF.replace(old, new))
    with pytest.raises(Deviation, match=line):
        check(copied, say=quiet)


@needs_coq
def test_an_added_axiom_is_refused(copied):
    proof = SMALL_PROOF.replace("From TightMax", "From Coq Require Import ClassicalEpsilon.\nFrom TightMax", 1)
    project(copied.root, proof.replace("reflexivity.", "destruct (excluded_middle_informative True); reflexivity."))
    before = (copied.root / golden.RECORD).read_bytes()
    with pytest.raises(Deviation, match=r"small rests on the axiom \S*constructive_indefinite_description"):
        record(copied, quiet)
    assert (copied.root / golden.RECORD).read_bytes() == before


@needs_coq
def test_the_whole_project_is_as_it_is_published(capsys):
    assert command.main([]) == 0, capsys.readouterr().err


def mutants():
    """Accepted certificates with one number changed: a weight, a point, a bound; and one move left out."""
    for name in ("chain-d3", "chain-d6-2", "two-level-d4", "two-level-d6", "lp-d4-n16", "best-d4"):
        value = json.loads((CERTIFICATES / "lower" / f"{name}.json").read_text())
        for kind in ("weight", "point", "bound", "flow", "move"):
            changed = copy.deepcopy(value)
            outcome = changed["moves"][-1]["to"][0]
            if kind == "weight":
                outcome["mass"] = str(Fraction(outcome["mass"]) * Fraction(101, 100))
            elif kind == "point":
                first, second, *rest = map(Fraction, outcome["point"])
                step = Fraction(1, 1000) if second else -Fraction(1, 1000)
                outcome["point"] = [str(first + step), str(second - step), *map(str, rest)]
            elif kind == "bound":
                changed["bound"] = str(Fraction(changed["bound"]) + Fraction(1, 10**9))
            elif kind == "flow":
                changed["flow"] = str(Fraction(changed["flow"]) / 2)
            else:
                changed["moves"] = changed["moves"][:-1]
            yield pytest.param(value, changed, id=f"{name}-{kind}")


MUTANTS = list(mutants())


def goal(key, value, outcome):
    """The checker's answer about a certificate, as a goal that computation decides, in a module of its own."""
    text = certificates.text(value)
    data = re.search(r"^Open Scope Z_scope\.\n(.*)^Lemma accepted", text, re.DOTALL | re.MULTILINE)[1]
    question = re.search(r"^Lemma accepted : (check .*) = true\.$", text, re.MULTILINE)[1]
    return f"Module M{key}. {data} Goal {question} = {outcome}. vm_compute. reflexivity. Qed. End M{key}."


@needs_coq
def test_mutants_of_certificates_fail_in_coq_as_in_the_checker(tmp_path):
    assert len(MUTANTS) >= 20
    made = project(tmp_path / "coq", "", theories=("Vectors", "Smoothing", "Jensen", "Certificate"))
    coq.build(made.root, made.build)
    goals = []
    for k, (value, changed) in enumerate(parameters.values for parameters in MUTANTS):
        verify.check_bytes(json.dumps(value).encode())
        with pytest.raises(verify.Rejected):
            verify.check_bytes(json.dumps(changed).encode())
        goals += [goal(2 * k, value, "true"), goal(2 * k + 1, changed, "false")]
    header = (
        "From Coq Require Import QArith ZArith List. From TightMax Require Import Certificate.\n"
        "Import ListNotations. Open Scope Z_scope."
    )
    coq.ask(made.build, header, [(str(k), text) for k, text in enumerate(goals)])
    with pytest.raises(Deviation):
        coq.ask(made.build, header, [("wrong", goal(0, MUTANTS[0].values[1], "true"))])


def test_the_kernel_check_names_what_is_trusted():
    honest = "* Theory: Set is predicative\n\n* Axioms:\n    Coq.A.a\n\n* Inductives whose positivity is assumed: <none>\n"
    assert coq._context(honest) == ("Coq.A.a",)
    with pytest.raises(Deviation, match="positivity is assumed"):
        coq._context(honest.replace("assumed: <none>", "assumed: TightMax.X.t"))
    with pytest.raises(Deviation, match="no axioms at all"):
        coq._context("")


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
    found = definitions.behind(["forall x, Small.width 3 x = 0 -> convex 3 x -> Small.inside = Small.inside"], made.root)
    small = {name.removeprefix("TightMax.Small."): text for name, text in found.items() if ".Small" in name}
    assert small.pop("TightMax.Small: what may hide a word").startswith("Notation")
    assert set(small) == {"width", "helper", "helper_exists", "twice", "box", "tree"}
    assert small["width"].startswith("in a section with: Variable d : nat.\nDefinition width")
    assert small["helper"].endswith("Defined.") and small["helper_exists"].endswith("\nLemma helper_exists : {r : R | r = 0}.")
    assert "TightMax.Smoothing.convex" in found and "TightMax.Vectors.mix" in found
    assert "TightMax.Smoothing.smooth" not in found


def test_interval_is_found_through_other_files(tmp_path):
    made = project(tmp_path / "coq")
    for name, text in {
        "Loads": "From Interval Require Import Tactic.",
        "Through": "From TightMax Require Import Loads.",
        "Second": "Require Import TightMax.Through. (* From Interval *)",
        "Free": "(* From Interval Require Import Tactic. *) From TightMax Require Import Small.",
    }.items():
        (made.root / "theories" / f"{name}.v").write_text(text)
    assert sources.without_interval(made.root) == [f"TightMax.{n}" for n in ("Free", "Small", "Smoothing", "Vectors")]
