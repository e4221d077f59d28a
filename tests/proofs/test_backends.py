"""The backends: what they accept, and that each of them can say no."""

import mpmath
import pytest
import sympy as sp
from flint import arb, ctx

from proofs import verify
from proofs.machinery.engine import balls, cas, enclose, satisfiable, signs, smt
from proofs.machinery.engine.discharge import answer, witness_result
from proofs.machinery.output.bad_input import ToolMissing
from symbolic.printing.smtlib import NotPolynomial, script, term
from symbolic.relations import eq, ge, gt, le, lt, ne
from symbolic.statement import Statement
from symbolic.steps import Certified, Finite, Universal
from symbolic.verdict import Grade, Outcome

a, b, c = sp.symbols("a b c", real=True)
u = sp.Symbol("u", positive=True)
n, m = sp.symbols("n m", integer=True)
INDEXED = sp.IndexedBase("x", real=True)
HOLDS, FAILS, UNDECIDED = Outcome.HOLDS, Outcome.FAILS, Outcome.UNDECIDED

# Points man * 2**exp where mpmath.iv.exp, asked at that precision, misses the true value.
MISSED_BY_MPMATH = [
    (53, 1510719512088259, -50),
    (53, -5656527908925361, -51),
    (113, 3270153317792016203856769746875603, -110),
    (113, 7306531363914966073389256588672165, -111),
    (200, -670006928991546909081883705519559758043345097129687491178651, -199),
    (200, 1069723564229830815174749884613176112637211113028597085844915, -199),
]


def _ball(raw):
    sign, man, exponent, _ = raw
    return arb(-int(man) if sign else int(man)) * arb(2) ** int(exponent)


def _contains(interval, value):
    low, high = interval._mpi_
    return _ball(low) < value < _ball(high)


@pytest.mark.parametrize(("bits", "man", "exp"), MISSED_BY_MPMATH)
def test_mpmath_intervals_miss_and_ours_do_not(bits, man, exp):
    saved, saved_iv = ctx.prec, mpmath.iv.prec
    try:
        ctx.prec, mpmath.iv.prec = bits + 200, bits
        truth = (arb(man) * arb(2) ** exp).exp()
        point = mpmath.iv.mpf(man) * mpmath.iv.mpf(2) ** exp
        assert not _contains(mpmath.iv.exp(point), truth)
        assert _contains(balls.Intervals().exp(point), truth)
    finally:
        ctx.prec, mpmath.iv.prec = saved, saved_iv


@pytest.mark.parametrize(
    ("claim", "outcome"),
    [
        (lt(sp.log(2), sp.Rational(7, 10)), HOLDS),
        (gt(sp.log(2), sp.Rational(7, 10)), FAILS),
        (le(sp.exp(1), sp.Rational(271828183, 10**8)), HOLDS),
        (lt(sp.sqrt(2) * sp.pi, sp.Rational(45, 10)), HOLDS),
        (gt(-2 * sp.LambertW(-1 / (2 * sp.sqrt(sp.E)), -1), sp.Rational(35128, 10000)), HOLDS),
        (eq(sp.Rational(1, 3) + sp.Rational(1, 6), sp.Rational(1, 2)), HOLDS),
        (ne(sp.log(2), sp.Rational(1, 2)), HOLDS),
        (lt(sp.log(a), 1), UNDECIDED),
        (le(sp.sin(1), 1), HOLDS),
        (gt(sp.cos(1), sp.Rational(54, 100)), HOLDS),
        (gt(4 * sp.atan(sp.Rational(1, 5)) - sp.atan(sp.Rational(1, 239)), sp.Rational(785398, 10**6)), HOLDS),
        (lt(sp.atan(-30), sp.Rational(-153, 100)), HOLDS),
        (gt(sp.atan(sp.Rational(1, 10**9)), sp.Rational(1, 10**9)), FAILS),
        (lt(2 ** sp.Rational(1, 3), sp.Rational(126, 100)), HOLDS),
        (gt(sp.Abs(sp.cos(2)), sp.Rational(41, 100)), HOLDS),
        (le(sp.erf(1), 1), UNDECIDED),
    ],
)
def test_enclosures(claim, outcome):
    found = enclose.compare(claim)
    assert found.outcome is outcome and found.grade is Grade.ENCLOSED, found


def test_equal_transcendentals_stay_undecided():
    hidden = sp.log(6) - sp.log(2, evaluate=False) - sp.log(3, evaluate=False)
    assert enclose.compare(gt(hidden, 0)).outcome is UNDECIDED


def test_one_engine_alone_is_not_enough(monkeypatch):
    monkeypatch.setattr(balls.Intervals, "sign", lambda self, value: -1)
    assert enclose.compare(gt(sp.log(2), 0)).outcome is UNDECIDED


def test_rational_bounds_enclose():
    low, high = enclose.rational_bounds(sp.log(2))
    assert low < high and high - low < 2**-200 and 0.69 < low < 0.7
    with pytest.raises(enclose.CannotEnclose):
        enclose.rational_bounds(a)


@pytest.mark.parametrize(
    ("lhs", "rhs", "outcome"),
    [
        ((a + b) ** 2, a**2 + 2 * a * b + b**2, HOLDS),
        (sp.log(u**2), 2 * sp.log(u), HOLDS),
        (1 / (1 - a) + 1 / (1 + a), 2 / (1 - a**2), HOLDS),
        (sp.exp(a) ** 2, sp.exp(2 * a) + a / 10**9, FAILS),
        ((a + b) ** 2, a**2 + b**2, FAILS),
        (sp.sqrt(a**2), a, FAILS),
        (sp.Function("f")(a), sp.Function("g")(a), FAILS),
    ],
)
def test_identities(lhs, rhs, outcome):
    assert cas.identity(lhs, rhs).outcome is outcome


def test_derivatives():
    assert cas.derivative(u * sp.log(u), u, 1, sp.log(u) + 1).outcome is HOLDS
    assert cas.derivative(u * sp.log(u), u, 2, 1 / u).outcome is HOLDS
    assert cas.derivative(u * sp.log(u), u, 1, sp.log(u)).outcome is FAILS


@pytest.mark.parametrize(
    ("hypotheses", "claim", "form", "outcome"),
    [
        ([ge(a, 0), ge(1 - b, 0)], ge(a * (1 - b) + c**2, 0), [a * (1 - b), c**2], HOLDS),
        ([ge(a, 0)], ge(a * (1 - b), 0), [a * (1 - b)], UNDECIDED),
        ([ge(a, 0)], gt(a + 1, 0), [a, sp.S.One], HOLDS),
        ([ge(a, 0)], gt(a, 0), [a], UNDECIDED),
        ([ge(1 - a, 0)], gt(2 - 2 * a, 0), [2 - 2 * a], UNDECIDED),
        ([ge(1 - a, 0)], gt((1 - a) ** 2, 0), [(1 - a) ** 2], UNDECIDED),
        ([ge(1 - a, 0)], gt(2 - a, 0), [1 - a, sp.S.One], HOLDS),
        ([], ge(a**2 + b, 0), [a**2], FAILS),
        ([], ge(a**3, 0), [a**3], UNDECIDED),
        ([], eq(a, a), [a], UNDECIDED),
        ([gt(2 * a - 2 * b, 0)], gt((a - b) / 3, 0), [(a - b) / 3], HOLDS),
        ([], ge(a - a, 0), [a, -a], UNDECIDED),
    ],
)
def test_manifest_signs(hypotheses, claim, form, outcome):
    assert signs.manifest(hypotheses, claim, form).outcome is outcome


def test_solvers_agree_on_truth_and_find_counterexamples():
    assert smt.forall((ge(a, 0), ge(b, 0)), ge((a + b) ** 2, a**2 + b**2)).outcome is HOLDS
    wrong = smt.forall((ge(a, 0), ge(b, 0)), le((a + b) ** 2, a**2 + b**2))
    assert wrong.outcome is FAILS and "counterexample" in wrong.detail
    empty = smt.forall((gt(a, 0), lt(a, 0)), ge(a, 5))
    assert empty.outcome is FAILS and "hypotheses" in empty.detail


@pytest.mark.parametrize("second", ["sat", "unknown"])
def test_one_solver_alone_is_not_enough(monkeypatch, second):
    monkeypatch.setattr(smt, "ask_cvc5", lambda text: second)
    assert smt.forall((), ge(a**2, 0)).outcome is UNDECIDED


def test_a_missing_solver_is_not_run(monkeypatch):
    def missing(text):
        raise smt.SolverMissing("cvc5 is not installed")

    monkeypatch.setattr(smt, "ask_cvc5", missing)
    found = smt.forall((), ge(a**2, 0))
    assert found.outcome is Outcome.NOT_RUN and "cvc5" in found.detail


@pytest.mark.parametrize("bad", [sp.exp(a), 1 / a, sp.sqrt(a), sp.log(2), sp.Float("0.5")])
def test_only_polynomials_reach_a_solver(bad):
    with pytest.raises(NotPolynomial):
        term(bad)
    assert smt.forall((), ge(bad, 0)).outcome is UNDECIDED


def test_the_text_is_plain():
    text = script([ge(a, 0)], gt(a + 1, 0))
    assert text.splitlines() == [
        "(set-logic QF_NRA)",
        "(declare-fun a () Real)",
        "(assert (>= a 0.0))",
        "(assert (<= (+ 1.0 a) 0.0))",
        "(check-sat)",
    ]


def test_names_that_smtlib_would_misread_are_quoted():
    awkward = [sp.Symbol(text, real=True) for text in ("lambda", "f_-", "let", "x y")]
    text = script([], ge(sum(awkward), 0))
    for symbol in awkward:
        assert f"(declare-fun |{symbol.name}| () Real)" in text
    assert smt.forall((), ge(sum(z**2 for z in awkward), 0)).outcome is HOLDS


def test_a_solver_that_breaks_down_decides_nothing():
    with pytest.raises(smt.SolverFailed, match="Z3"):
        smt.ask_z3("(assert (nonsense))(check-sat)")
    with pytest.raises(smt.SolverFailed, match="cvc5"):
        smt.ask_cvc5("(assert (nonsense))(check-sat)")


def test_a_broken_solver_leaves_the_goal_undecided(monkeypatch):
    def broken(text):
        raise smt.SolverFailed("Z3: out of luck")

    monkeypatch.setattr(smt, "ask_z3", broken)
    assert smt.forall((), ge(a**2, 0)).outcome is UNDECIDED


@pytest.mark.parametrize(
    ("hypotheses", "known"),
    [
        ([gt(a, 1), lt(a, 2)], True),
        ([gt(a, 1), lt(a, 0)], False),
        ([gt(a * b, 1), eq(a + b, 0)], False),
        ([gt(sp.log(u), 1), lt(u, 3)], True),
        ([gt(sp.log(u), 1), lt(sp.log(u), 0)], False),
        ([gt(sp.Function("f")(a), 3), lt(sp.Function("f")(b), -3)], True),
        ([gt(sp.Function("f")(a), 3), lt(sp.Function("f")(a), -3)], False),
        ([gt(a, 12345), lt(a, 12346)], True),
        ([], True),
        ([lt(sp.Abs(a), 0)], False),
        ([gt(sp.Abs(a), 3)], True),
        ([gt(sp.sin(a), 2)], False),
        ([gt(sp.sin(a), 0)], True),
        ([gt(sp.Max(a, b), 0), lt(a, 0), lt(b, 0)], False),
        ([gt(sp.erf(a), 0)], False),
        ([eq(a, b), gt(sp.Function("f")(a), sp.Function("f")(b))], False),
        ([eq(b, 0), gt(sp.Function("f")(a), sp.Function("f")(a + b))], False),
        ([eq(a, b + 3), gt(sp.Function("f")(a), sp.Function("f")(b) + 100)], True),
        ([eq(a**2, 2), eq(a, b), gt(sp.Function("f")(a), sp.Function("f")(b))], False),
        ([eq(a**2, 2), gt(sp.Function("f")(a), a)], True),
        ([gt(sp.Function("f", positive=True)(a), -1)], True),
        ([lt(sp.Function("f", positive=True)(a), 0)], False),
        ([eq(n, m), gt(INDEXED[n], INDEXED[m])], False),
        ([gt(INDEXED[n], INDEXED[m] + 7)], True),
        ([gt(n, 0), lt(n, 1)], False),
        ([gt(n, 7), lt(n, 9)], True),
        ([eq(2 * n, 1)], False),
        ([eq(2 * n, 14)], True),
        ([eq(n**2, 2)], False),
        ([lt(u, 0)], False),
        ([eq(u**2, 2), lt(u, 0)], False),
        ([eq(u**2, 2)], True),
        ([gt(sp.Symbol("x", nonnegative=True), -1), lt(sp.Symbol("x", negative=True), 1)], True),
        ([eq(sp.Symbol("x", even=True), 3)], False),
        ([eq(sp.Symbol("x", irrational=True) ** 2, 4)], False),
        ([eq(sp.Symbol("x", zero=False, real=True), 0)], False),
        ([lt(sp.log(a), sp.log(a) + 1), lt(a, 0)], False),
    ],
)
def test_hypotheses_that_hold_somewhere(hypotheses, known):
    assert satisfiable.somewhere(hypotheses) is known


def test_the_point_satisfies_the_hypotheses():
    given = [gt(a, b), gt(b, 0), le(a + b, 1), ge(sp.exp(-c), sp.Rational(1, 2))]
    found = satisfiable.point(given)
    values = {symbol: sp.Rational(int(value.p), int(value.q)) for symbol, value in found.items()}
    assert all(enclose.compare(relation.subs(values)).outcome is HOLDS for relation in given)


def test_contradictory_hypotheses_prove_nothing():
    goal = Universal((gt(a, 0), lt(a, -1)), ge(a * b**2, 0), (a * b**2,))
    assert signs.manifest(goal.hypotheses, goal.claim, goal.form).outcome is HOLDS
    found = answer(goal)
    assert found.outcome is UNDECIDED and "no point" in found.detail
    assert answer(Universal((gt(a, 0), lt(a, 2)), goal.claim, goal.form)).outcome is HOLDS


@pytest.mark.parametrize("form", [(u,), None])
def test_what_symbols_assume_counts_where_the_hypotheses_are_about_nothing(form):
    assert answer(Universal((ge(u, 1),), ge(u, 0), form)).outcome is (HOLDS if form is None else UNDECIDED)
    assert answer(Universal((ge(u, 0),), ge(2 * u, 0), None if form is None else (2 * u,))).outcome is HOLDS
    found = answer(
        Universal(
            (ge(n, sp.Rational(1, 3)), le(n, sp.Rational(2, 3))), ge(n, 0),
            None if form is None else (n - sp.Rational(1, 3), sp.Rational(1, 3)),
        )
    )
    assert found.outcome is UNDECIDED and "no point" in found.detail


def _stopping(error):
    def compute():
        raise error

    return compute


def test_a_computation_that_stops_is_a_step_that_is_not_decided():
    found = answer(Finite(_stopping(ZeroDivisionError("one\nover 0"))))
    assert (found.outcome, found.detail) == (UNDECIDED, "the computation stopped: ZeroDivisionError: one over 0")
    assert answer(Finite(_stopping(ToolMissing("no tool")))).outcome is Outcome.NOT_RUN
    with pytest.raises(KeyboardInterrupt):
        answer(Finite(_stopping(KeyboardInterrupt())))
    search = Certified("lower/chain-d2", 2, sp.Rational(1, 2), _stopping(RecursionError()))
    assert (
        answer(search, fresh=True).outcome, answer(search, fresh=True).detail,
    ) == (UNDECIDED, "the search stopped: RecursionError")


def test_a_rejected_certificate_is_said_as_the_checker_says_it():
    found = answer(Certified("lower/chain-d2", 2, sp.Rational(1, 2), lambda: '{"format": 1}'), fresh=True)
    with pytest.raises(verify.Rejected) as raised:
        verify.check_bytes(b'{"format": 1}')
    assert found.outcome is FAILS
    assert found.detail == f"lower/chain-d2: rejected [{raised.value.code}] {raised.value.reason}"
    assert "('" not in found.detail


def _about(hypotheses, witness):
    return witness_result(Statement("x", "x", "x", "", (), hypotheses=tuple(hypotheses), witness=witness))


def test_a_witness_has_the_grade_of_what_decides_it():
    rational = _about([gt(a, 1), le(a, 2)], {a: sp.S(2)})
    assert (rational.outcome, rational.grade) == (HOLDS, Grade.EXACT)
    balls = _about([gt(a, 1), le(sp.exp(a), 8)], {a: sp.S(2)})
    assert (balls.outcome, balls.grade) == (HOLDS, Grade.ENCLOSED)


def test_a_witness_that_fits_not_and_one_that_nobody_decides():
    wrong = _about([gt(a, 1), lt(a, 2)], {a: sp.S(2)})
    assert (wrong.outcome, wrong.grade) == (FAILS, Grade.EXACT) and "does not satisfy a < 2" in wrong.detail
    unknown = _about([gt(a, 1), le(sp.log(a) + sp.log(3), sp.log(6))], {a: sp.S(2)})
    assert (unknown.outcome, unknown.grade) == (UNDECIDED, Grade.ENCLOSED) and "not decided whether" in unknown.detail
