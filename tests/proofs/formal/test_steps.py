"""Steps as lemmas of Coq: what they say, what is accepted, what is refused, and what a record is worth."""

import json
import shutil
from dataclasses import replace

import pytest
import sympy as sp

from proofs import registry
from proofs.__main__ import main as tightmax
from proofs.machinery.documents.terminal import summary_lines
from proofs.machinery.engine.session import Session
from proofs.machinery.formal.problem import Deviation
from proofs.machinery.formal.steps import check, record, scripts
from proofs.machinery.formal.steps.lemmas import Lemma, all_lemmas, counts, goals, hash_of, kind_of, lemma
from proofs.machinery.formal.steps.statements import said
from symbolic.printing.coq import NotInCoq
from symbolic.relations import eq, ge, gt, le, lt, ne
from symbolic.steps import Derivative, Enclosed, Exact, Finite, Identity, Universal
from symbolic.verdict import Grade, Outcome, StepResult

x, y, z = sp.symbols("x y z", real=True)
p, q = sp.symbols("p q", positive=True)
phi = sp.Function("phi")


def unevaluated(kind, *args):
    return kind(*args, evaluate=False)


GOOD = {
    "square": Identity((x + y) ** 2, x**2 + 2 * x * y + y**2),
    "quotient": Identity((x**2 - y**2) / (x - y), x + y),
    "logarithm": Identity(sp.log(p**2 * (1 + q) / sp.exp(x)), 2 * sp.log(p) + sp.log(1 + q) - x),
    "exponentials": Identity((sp.exp(x) - sp.exp(-x)) ** 2, sp.exp(2 * x) - 2 + sp.exp(-2 * x)),
    "power": Identity(sp.log(p**q), q * sp.log(p)),
    "slope": Derivative(sp.log(1 + sp.exp(x)), x, 1, sp.exp(x) / (1 + sp.exp(x))),
    "bend": Derivative(x * sp.log(x), x, 2, 1 / x),
    "unknown": Derivative(phi(2 * x), x, 2, 4 * sp.Subs(sp.Derivative(phi(z), (z, 2)), z, 2 * x)),
    "form": Universal((gt(x, 0),), ge(x + 1 / x, 2), ((x - 1) ** 2 / x,)),
    "strict-form": Universal((gt(x, 0),), gt(x + 1 / x, 0), (x, 1 / x)),
    "solver": Universal((gt(x, y), gt(y, 0)), gt(x**2, y**2)),
    "enclosed": Enclosed(gt(sp.log(2), sp.Rational(69, 100))),
    "exact": Exact(eq(sp.Subs(1 / x, x, 2), sp.Rational(1, 2))),
}
"""A step of each kind, or more, that is true."""

WRONG = {
    "square": Identity((x + y) ** 2, x**2 + 3 * x * y + y**2),
    "quotient": Identity((x**2 - y**2) / (x - y), x - y),
    "logarithm": Identity(sp.log(p**2 * (1 + q) / sp.exp(x)), 2 * sp.log(p) + sp.log(1 + q) + x),
    "exponentials": Identity((sp.exp(x) - sp.exp(-x)) ** 2, sp.exp(2 * x) - 1 + sp.exp(-2 * x)),
    "slope": Derivative(sp.log(1 + sp.exp(x)), x, 1, sp.exp(x) / (2 + sp.exp(x))),
    "bend": Derivative(x * sp.log(x), x, 2, 2 / x),
    "unknown": Derivative(phi(2 * x), x, 2, 2 * sp.Subs(sp.Derivative(phi(z), (z, 2)), z, 2 * x)),
    "cornered": Derivative(sp.sqrt(x**2), x, 1, sp.sqrt(x**2) / x + unevaluated(sp.Mul, 0, x) + 1),
    "constant": Universal((gt(x, 0),), ge(x + 1 / x, 3), ((x - 1) ** 2 / x,)),
    "form": Universal((gt(x, 0),), ge(x + 1 / x, 2), ((x - 1) ** 2 / x + 1, -sp.Integer(1))),
    "missing": Universal((), ge(x + 1 / x, 2), ((x - 1) ** 2 / x,)),
    "not-strict": Universal((gt(x, 0),), gt(x + 1 / x, 2), ((x - 1) ** 2 / x,)),
    "solver": Universal((gt(x, y),), gt(x**2, y**2)),
    "enclosed": Enclosed(gt(sp.log(2), sp.Rational(70, 100))),
    "exact": Exact(eq(sp.Subs(1 / x, x, 2), sp.Rational(1, 3))),
    # in Coq 1/0 is 0, and so are the logarithm and the square root of -1
    "division": Universal((eq(x, 0),), eq(1 / x, 0)),
    "cancelled": Universal((eq(x, y),), ge(x / (x - y), 0)),
    "division-exact": Exact(eq(sp.Subs(1 / x, x, 0), 0)),
    "division-form": Universal((ge(x, 0),), ge(1 / x, 0), (1 / x,)),
    "ln": Universal((eq(x, -1),), eq(sp.log(x), 0)),
    "ln-of-square": Universal((), ge(sp.log(x**2), 2 * sp.log(-sp.Abs(x)))),
    "root": Universal((eq(x, -1),), eq(sp.sqrt(x), 0)),
    "root-below": Universal((lt(x, 0),), le(sp.sqrt(x), y**2)),
}
"""Steps that are not true, or true only because Coq's functions are total."""


def made(goals_):
    # the theorem is only what the file is called after
    found = []
    for name, goal in goals_.items():
        statement = said(goal)
        found.append(Lemma("scaling", name, kind_of(goal), statement.text, tuple(scripts.script(goal, statement))))
    return found


@pytest.fixture(scope="module")
def told(tmp_path_factory):
    if shutil.which("coqc") is None:
        pytest.skip("coqc is not installed")
    folder = tmp_path_factory.mktemp("steps")
    wrong = [replace(lemma, step=f"wrong-{lemma.step}") for lemma in made(WRONG)]
    return {lemma.step for lemma in check.accepted([*made(GOOD), *wrong], folder, folder)}


@pytest.mark.parametrize("name", GOOD)
def test_a_true_step_is_accepted(told, name):
    assert name in told


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_step_is_not_accepted(told, name):
    assert f"wrong-{name}" not in told


def test_lemmas_are_proved_and_rest_on_four_axioms(told, tmp_path):
    axioms = check.prove(made({name: GOOD[name] for name in ("quotient", "enclosed", "bend")}), tmp_path, tmp_path)
    assert axioms <= set(check.ALLOWED) and axioms


def test_no_other_axiom_passes(told, tmp_path, monkeypatch):
    monkeypatch.setattr(check, "ALLOWED", check.ALLOWED[:1])
    with pytest.raises(Deviation, match="a step rests on the axiom"):
        check.prove(made({"square": GOOD["square"]}), tmp_path, tmp_path)


def test_a_lemma_that_is_not_accepted_is_named(told, tmp_path):
    with pytest.raises(Deviation, match="step_scaling_slope is not accepted"):
        check.prove(made({"square": GOOD["square"], "slope": WRONG["slope"]}), tmp_path, tmp_path)


@pytest.mark.parametrize("sentence", ["admit.", "give_up."])
def test_no_lemma_is_admitted(tmp_path, sentence):
    [lemma] = made({"enclosed": WRONG["enclosed"]})
    with pytest.raises(Deviation, match="is refused"):
        check.prove([replace(lemma, proof=(sentence,))], tmp_path, tmp_path)


def test_a_statement_says_what_must_have_a_value():
    assert said(WRONG["division"]).text == "forall x : R, x = 0 -> x <> 0 /\\ / x = 0"
    assert said(WRONG["ln"]).text == "forall x : R, x = - 1 -> 0 < x /\\ ln x = 0"
    assert said(WRONG["division-exact"]).text == "(fun x => x) 0 <> 0 /\\ (fun x => / x) 0 = 0"
    assert said(GOOD["quotient"]).text == "forall x y : R, x - y <> 0 -> (x ^ 2 - y ^ 2) / (x - y) = x + y"
    assert said(GOOD["bend"]).text == "forall x : R, x <> 0 -> 0 < x -> is_derive_n (fun x => x * ln x) 2 x (/ x)"
    assert said(Derivative(sp.sqrt(x), x, 1, sp.sqrt(x) / (2 * x))).premises == ("0 < x",)


def test_an_unknown_function_is_one_in_derivatives_and_a_number_elsewhere():
    assert said(Derivative(phi(x), x, 1, sp.Derivative(phi(x), x))).text == (
        "forall x : R, forall phi phi_1 : R -> R, (forall u, is_derive phi u (phi_1 u)) -> "
        "is_derive (fun x => phi x) x (phi_1 x)"
    )
    assert said(Universal((ge(phi(x), 1),), gt(phi(x), 0))).text == "forall phi_x_ : R, phi_x_ >= 1 -> phi_x_ > 0"
    two = said(Universal((ge(phi(x), 1),), gt(phi(y), 0)))
    assert two.text == "forall phi_x_ phi_y_ : R, phi_x_ >= 1 -> phi_y_ > 0"  # two values, nothing joins them


@pytest.mark.parametrize(
    "goal",
    [
        Identity(x**y, x**y + 0 * x),
        Universal((), ne(sp.LambertW(x), 7)),
        Enclosed(gt(sp.Sum(1 / (z + 1), (z, 1, x)), 0)),
        Identity(sp.Subs(phi(z) + z, z, 3), phi(z) + 3),
        Universal((), ge(sp.tan(x) ** 2, 0)),
        Finite(lambda: []),
    ],
)
def test_what_has_no_words_in_coq_is_refused(goal):
    with pytest.raises(NotInCoq):
        said(goal)


def test_letters_are_no_keywords_and_share_no_name():
    names = ["R", "exp", "forall", "g_+", "g_-", "\\lambda"]
    letters = [sp.Symbol(name, real=True) for name in names]
    text = said(Universal((), ge(sp.Add(*letters), 0))).text
    variables = text.removeprefix("forall ").partition(" : R, ")[0].split()
    assert len(set(variables)) == len(names) and not {"R", "exp", "forall"} & set(variables)


def test_every_lemma_has_its_own_name_and_its_step():
    lemmas = all_lemmas()
    assert len({lemma.name for lemma in lemmas}) == len(lemmas) > 1300
    steps = [step for theorem in registry.theorems().values() for step, _ in goals(theorem)]
    assert sum(counts().values()) == len(steps) >= len(lemmas)


def test_the_record_is_of_the_steps_as_they_are():
    current = {(lemma.theorem, lemma.step): lemma.hash for lemma in all_lemmas()}
    recorded = {(id, step): known for id, steps in record.read(record.FILE).items() for step, known in steps.items()}
    assert recorded and {key: current.get(key) for key in recorded} == recorded


@pytest.fixture
def kept(monkeypatch, tmp_path):
    monkeypatch.setattr(record, "FILE", tmp_path / "steps.json")
    monkeypatch.setattr(record, "BUILD", tmp_path)
    record.forget()
    yield tmp_path
    record.forget()


def first_step():
    theorem = registry.theorem("scaling")
    [(name, goal), *_] = [pair for pair in goals(theorem) if pair[1] is not None]
    return theorem, name, goal, lemma(theorem, name, goal)


def test_a_step_counts_while_its_statement_is_the_accepted_one(kept):
    theorem, name, goal, known = first_step()
    assert record.kernel(theorem, name, goal) == ""
    record.write(record.FILE, [known], "8.16.1")
    record.forget()
    assert record.kernel(theorem, name, goal) == "KERNEL (recorded)"
    assert record.kernel(theorem, name, WRONG["square"]) == ""
    record.write(kept / record.STAMP, [known], "8.16.1")
    record.forget()
    assert record.kernel(theorem, name, goal) == "KERNEL"
    assert record.kernel(theorem, name, WRONG["square"]) == ""


@pytest.mark.parametrize("tampered", [hash_of("True"), "", 7, None, ["x"]])
def test_a_record_with_another_hash_counts_for_nothing(kept, tampered):
    theorem, name, goal, _ = first_step()
    record.FILE.write_text(json.dumps({"coq": "8.16.1", "accepted": {theorem.id: {name: tampered}}}))
    assert record.kernel(theorem, name, goal) == ""
    with pytest.raises(Deviation, match=f"{theorem.id}/{name} is not what the record has"):
        check.check(kept, kept)


@pytest.mark.parametrize("text", ["", "{", "[]", '{"accepted": 3}', '{"accepted": {"scaling": 3}}'])
def test_a_record_that_cannot_be_read_counts_for_nothing(kept, text):
    theorem, name, goal, _ = first_step()
    record.FILE.write_text(text)
    assert record.kernel(theorem, name, goal) == ""
    with pytest.raises(Deviation, match="has no steps"):
        check.check(kept, kept)


def test_reports_show_what_the_kernel_has_accepted(kept, capsys):
    theorem, name, _, known = first_step()
    record.write(record.FILE, [known], "8.16.1")
    record.forget()
    assert tightmax(["prove", theorem.id, "--pages", "--json", str(kept / "out.json")]) == 0
    shown, [row] = capsys.readouterr().out, json.loads((kept / "out.json").read_text())["theorems"]
    assert "EXACT, KERNEL (recorded): " in shown
    assert f"1 of {len(row['steps'])} steps accepted by Coq's kernel (recorded)" in shown
    assert {step["name"]: step["kernel"] for step in row["steps"]}[name] == "KERNEL (recorded)"
    assert sum(step["kernel"] is not None for step in row["steps"]) == 1
    record.write(kept / record.STAMP, [known], "8.16.1")
    record.forget()
    judged = [Session().theorem(theorem.id)]
    assert summary_lines(judged, [])[1].endswith("accepted by Coq's kernel")
    assert summary_lines(judged, [], recorded=True)[1].endswith("accepted by Coq's kernel (recorded)")


def test_the_kernel_changes_no_grade():
    result = StepResult("s", Outcome.HOLDS, Grade.SOLVER, kernel="KERNEL (recorded)")
    assert result.grade is Grade.SOLVER and result.shown_grade == "SOLVER, KERNEL (recorded)"
    with pytest.raises(TypeError):
        StepResult("s", Outcome.HOLDS, Grade.SOLVER, kernel="FORMAL")


def test_a_statement_does_not_hang_on_what_was_computed_before():
    # SymPy orders substitutions by what it has compared before, and a session compares much
    record.forget()
    judgement = Session().judge(registry.theorem("universal-lower"))
    known = record.read(record.FILE)["universal-lower"]
    assert {step.name for step in judgement.steps if step.kernel} == known.keys()
