"""What the terminal prints of a formula is the formula: every line is read back and compared."""

from proofs.machinery.engine.proof import Theorem

import pytest
import sympy as sp
from sympy.core.function import AppliedUndef

from proofs import registry
from proofs.machinery.engine import enclose
from symbolic.notation import EpsStar, d, total, v, x
from symbolic.notation import i as index
from symbolic.printing.expression_text import expression
from symbolic.printing.plain import goal_line
from symbolic.relations import Relation
from symbolic.steps import Certified, Derivative, Enclosed, Exact, Identity, Universal
from tests.symbolic.goal_reader import Unreadable, names, read

POINTS = (sp.Rational(13, 7), sp.Rational(3, 11))
"""Where expressions are compared that SymPy does not find the same: the k-th symbol is k plus one of these."""


def expressions(goal):
    """Every expression of a goal."""
    match goal:
        case Identity(lhs, rhs):
            return [lhs, rhs]
        case Derivative(function, variable, _, result):
            return [function, variable, result]
        case Universal(hypotheses, claim, form):
            return [side for r in (*hypotheses, claim) for side in (r.lhs, r.rhs)] + list(form or ())
        case Enclosed(claim) | Exact(claim):
            return [claim.lhs, claim.rhs]
    return []


def concrete(applied):
    """A function without a formula, made one that its derivatives tell apart; another name is another function."""
    (value,) = applied.args
    return value**3 + len(applied.func.__name__) * sp.exp(value / 5)


def agree(one, other):
    """The same expression, or the same value at rational points, by exact arithmetic or by balls."""
    if one == other:
        return True
    difference = (one - other).replace(lambda node: isinstance(node, AppliedUndef), concrete).doit()
    symbols = sorted(difference.free_symbols, key=str)
    for point in POINTS:
        gap = difference.xreplace({s: k + point for k, s in enumerate(symbols)})
        if gap != 0 if gap.is_Rational else enclose.sign(gap) not in (0, None):
            return False
    return True


def read_back(goal):
    """How many expressions of a goal were printed and read back; Unreadable names what was lost."""
    found = expressions(goal)
    known = names(found)
    for one in found:
        text = expression(one)
        if not agree(read(text, known), one):
            raise Unreadable(f"{text} is not {one}")
    return len(found)


def goals():
    for owner in (*registry.theorems().values(), *registry.claims().values()):
        for step in owner.derivation.steps:
            yield f"{owner.id}/{step.name}", step.goal
        if isinstance(owner, Theorem):
            for relation in (*owner.statement.claim, *owner.statement.hypotheses):
                yield owner.id, Enclosed(relation)
        else:
            for name, relation in owner.proof.refutations:
                yield f"{owner.id}/{name}", Enclosed(relation)


def test_every_formula_of_every_step_is_read_back():
    lost, count = [], 0
    for name, goal in goals():
        try:
            count += read_back(goal)
        except Unreadable as error:
            lost.append(f"{name}: {error}")
    assert not lost
    assert count > 9000


def test_the_line_of_a_goal_is_made_of_these_texts():
    for name, goal in goals():
        line = goal_line(goal)
        shown = expressions(Universal(goal.hypotheses, goal.claim) if isinstance(goal, Universal) else goal)
        if isinstance(goal, Derivative):
            shown = [goal.function, goal.result]
        at = 0
        for one in shown:
            at = line.index(expression(one), at) + len(expression(one))
        assert bool(line) == bool(shown) or isinstance(goal, Certified), name


a, b, c = sp.symbols("a b c", positive=True)
phi = sp.Function("phi")


@pytest.mark.parametrize(
    ("expr", "text"),
    [
        (sp.exp(-a / 2) / 2, "exp(-a/2)/2"),
        ((a - b) / c, "(a - b)/c"),
        (a / (2 * b) - b, "a/(2·b) - b"),
        (b - a, "b - a"),
        (sp.log(a) ** 2 / sp.sqrt(b), "ln(a)^2/√(b)"),
        (a ** (b + 1), "a^(b + 1)"),
        (sp.Rational(-1, 2) ** 2 * a ** sp.Rational(3, 2), "a^(3/2)/4"),
        (abs(sp.Symbol("r", real=True) - 2 * a), "|2·a - r|"),
        (2 * EpsStar(d) - EpsStar(d + 1), "2·ε^*_d - ε^*_(d + 1)"),
        (total(x[index] * v[index]), "∑_(i=1)^d (v_i·x_i)"),
        (sp.Subs(phi(a).diff(a), a, b / c), "ϕ'(b/c)"),
        (phi(a).diff(a, 2), "ϕ''(a)"),
        (sp.Subs(a**2, a, 3), "[a^2 at a = 3]"),
        (sp.LambertW(-sp.exp(-1) / 3, -1), "W_(-1)(-exp(-1)/3)"),
        (sp.pi * sp.Symbol("epsilon") + sp.Symbol("lambda_1"), "π·ε + λ_1"),
    ],
)
def test_the_notation(expr, text):
    assert expression(expr) == text
    assert agree(read(text, names([expr])), expr)


@pytest.mark.parametrize(
    ("text", "expr"),
    [
        ("a - b/c", (a - b) / c),
        ("exp(-a)/2", sp.exp(-a / 2)),
        ("ln(a) + 1", sp.log(a + 1)),
        ("a^2 + 1", a**3),
        ("ϕ'(2·b)", phi(2 * b)),
        ("[a^2 at a = 2]", sp.Integer(9)),
    ],
)
def test_another_formula_is_noticed(text, expr):
    known = names([a, b, c, phi(a)])
    value = read(text, known)
    assert not agree(value, expr)


@pytest.mark.parametrize("text", ["eps*_d", "a b", "2 a", "a^-b", "h̃", "(a", "a)", "[a^2 at a]", "x_1"])
def test_what_is_no_formula_is_refused(text):
    with pytest.raises(Unreadable):
        read(text, names([a, b, c]))


def test_values_put_in_do_not_bring_in_another_formula():
    one, other = sp.Subs(a**2 + b**2, (a, b), (1, 1)), sp.Subs(c**2 + a**2, (c, a), (1, 1))
    assert one == other, "SymPy calls the two equal, so a cache would mix them up"
    assert expression(one) == "[a^2 + b^2 at a = 1, b = 1]"
    assert expression(other) == "[a^2 + c^2 at c = 1, a = 1]"


def test_two_things_of_one_name_are_refused():
    with pytest.raises(Unreadable, match="q_1 stands for"):
        names([sp.Symbol("q1") + sp.Symbol("q_1")])


def test_a_line_shows_its_hypotheses_and_its_signs():
    goal = Universal((Relation(a, ">=", b), Relation(c, "!=", sp.Integer(0))), Relation(a * c, "<=", b))
    assert goal_line(goal) == "a ≥ b, c ≠ 0  ⇒  a·c ≤ b"
    assert goal_line(Derivative(a**3, a, 2, 6 * a)) == "d^2/da^2 [a^3] = 6·a"
    assert goal_line(Certified("lower/x", 4, sp.Rational(9, 8))) == "ε^*_4 ≥ 9/8   [lower/x]"
