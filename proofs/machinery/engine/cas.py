"""Identities, derivatives and manifest signs, by computer algebra over the rationals.

Two reductions decide, Arb attacks.  An expression counts as zero only when one of two reductions arrives at 0 *and* no
ball at several rational points excludes 0 (where functions are left abstract, as in a chain rule, there is nothing to
evaluate and the reduction decides alone).  The first reduction is exact arithmetic of rational functions
(``polynomials``); it counts only where the expression is defined at one of the points or is abstract.  What it leaves
open goes to SymPy's simplifiers.  An expression counts as nonzero only when a ball at an exact rational point excludes
0, and that point is the witness.  Anything else is undecided.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import sympy as sp
from sympy.core.function import AppliedUndef

from proofs.machinery.engine import enclose
from proofs.machinery.engine.answer import Answer, exact
from proofs.machinery.engine.partial import Condition, conditions
from proofs.machinery.engine.polynomials import Field
from proofs.machinery.engine.quotients import Key
from symbolic.printing.expression_text import expression
from symbolic.relations import Relation
from symbolic.verdict import Outcome

_SAMPLES = 4
_PRIMES = (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37, 41, 43, 47, 53)


def _sample(symbols: Iterable[sp.Symbol], seed: int) -> dict[sp.Symbol, sp.Rational]:
    """A rational point that respects what the symbols assume (integer, positive, real)."""
    point = {}
    for place, symbol in enumerate(sorted(symbols, key=lambda s: str(s.name))):
        prime = _PRIMES[(place + 5 * seed) % len(_PRIMES)]
        other = _PRIMES[(3 * place + 7 * seed + 4) % len(_PRIMES)]
        if symbol.is_integer:
            point[symbol] = sp.Integer(prime + seed)
        else:
            sign = -1 if not symbol.is_nonnegative and (place + seed) % 2 else 1
            point[symbol] = sp.Rational(sign * prime, other)
    return point


def _simplifiers() -> Iterator[Callable[[sp.Expr], sp.Expr]]:
    yield lambda e: sp.expand(e)
    yield lambda e: sp.expand(sp.numer(sp.together(e)))
    yield lambda e: sp.expand(sp.expand_log(sp.powsimp(sp.expand(e))))
    yield lambda e: sp.simplify(sp.expand_log(e, force=False))
    yield lambda e: sp.simplify(e.doit())


def _reduces_to_zero(expr: sp.Expr) -> bool:
    """Does one of SymPy's simplifiers arrive at the integer 0?"""
    return any(simplify(expr) == 0 for simplify in _simplifiers())


def _witness(point: dict[sp.Symbol, sp.Rational]) -> str:
    return ", ".join(f"{s.name} = {value}" for s, value in point.items()) or "no variables"


def _sign_there(expr: sp.Expr, point: dict[sp.Symbol, sp.Rational]) -> tuple[int | None, bool]:
    """The sign at a point, if a ball tells; and whether the expression is known to be defined there."""
    try:
        sign, defined = enclose.sign_at(expr, point)
        if defined:
            return sign, True
    except (enclose.CannotEnclose, ZeroDivisionError):
        pass
    try:
        return enclose.sign(expr.subs(point)), False
    except (enclose.CannotEnclose, ZeroDivisionError):
        return None, False


def _attack(expr: sp.Expr) -> tuple[str | None, bool]:
    """A rational point where a ball around ``expr`` excludes 0, if one is found; is ``expr`` defined at some point?"""
    somewhere, symbols = False, expr.free_symbols
    for seed in range(_SAMPLES):
        point = _sample(symbols, seed)
        sign, defined = _sign_there(expr, point)
        if sign:
            return _witness(point), True
        somewhere = somewhere or defined
    return None, somewhere


def _abstract(expr: sp.Expr) -> bool:
    """Is a function or a derivative left abstract, so that there is nothing to evaluate?"""
    return bool(expr.has(AppliedUndef, sp.Derivative, sp.Subs))


def _decide(expr: sp.Expr, field: Field) -> Answer:
    """Is the expression 0 wherever it is defined?"""
    if expr.has(sp.Subs, sp.Sum):
        expr = expr.doit()
    witness, defined = _attack(expr)
    if witness is not None:
        return exact(Outcome.FAILS, f"the two sides differ at {witness}")
    if (field.vanishes(expr) and (defined or _abstract(expr))) or _reduces_to_zero(expr):
        return exact(Outcome.HOLDS, "the difference reduces to 0")
    return exact(Outcome.UNDECIDED, f"the difference {sp.sstr(expr)} does not reduce to 0")


def identity(lhs: sp.Expr, rhs: sp.Expr) -> Answer:
    """Is ``lhs = rhs`` for all values of the variables where both sides are defined?"""
    return _decide(lhs - rhs, Field())


def derivative(function: sp.Expr, variable: sp.Symbol, order: int, result: sp.Expr) -> Answer:
    """Is ``result`` the derivative of ``function``?"""
    return identity(sp.diff(function, variable, order), result)


def rational(claim: Relation) -> Answer:
    """A relation between rational numbers, decided exactly."""
    difference = claim.difference.doit()
    if not isinstance(difference, sp.Rational):
        return exact(Outcome.UNDECIDED, f"{claim} is not between rational numbers")
    holds = {
        "=": difference == 0,
        "!=": difference != 0,
        "<": difference < 0,
        "<=": difference <= 0,
        ">": difference > 0,
        ">=": difference >= 0,
    }[claim.sign]
    return exact(Outcome.HOLDS if bool(holds) else Outcome.FAILS, f"difference {difference}")


def _ray(expr: sp.Expr) -> sp.Expr:
    """The expression up to a positive rational factor: expanded, absolute coefficients adding up to 1."""
    expr = sp.expand(expr)
    size = sum(abs(c) for c in expr.as_coefficients_dict().values() if c.is_Rational)
    return expr if size == 0 else sp.expand(expr / size)


class _Signs:
    """What the hypotheses say outright about the sign of an expression.

    Two expressions have the same sign if they are the same up to a positive rational factor: in the field if it reduces
    them, or else as SymPy expands them.
    """

    def __init__(self, hypotheses: Iterable[Relation], field: Field) -> None:
        self._field = field
        self._positive: set[Key | sp.Expr] = set()
        self._nonnegative: set[Key | sp.Expr] = set()
        self._expanded = False
        self._nonzero: set[Key | sp.Expr] = set()
        for relation in hypotheses:
            if relation.sign == "!=":
                self._nonzero |= self._same(relation.difference) | self._same(-relation.difference)
            if relation.sign in ("=", "!="):
                continue
            ray = field.ray(relation.slack)
            self._expanded = self._expanded or ray is None
            found = _ray(relation.slack) if ray is None else ray
            (self._positive if relation.strict else self._nonnegative).add(found)

    def _same(self, expr: sp.Expr) -> set[Key | sp.Expr]:
        """The names under which the sign of an expression may be known."""
        ray = self._field.ray(expr)
        return ({ray} if ray is not None else set()) | ({_ray(expr)} if self._expanded or ray is None else set())

    def meets(self, condition: Condition) -> bool:
        """Does an expression plainly satisfy what is asked of it?"""
        kind, expr = condition
        match kind:
            case "nonzero":
                return bool(expr.is_nonzero or self._same(expr) & self._nonzero) or self.is_positive(expr) or self.is_positive(-expr)
            case "nonnegative":
                return bool(expr.is_nonnegative) or self.is_nonnegative(expr)
            case "positive":
                return bool(expr.is_positive) or self.is_positive(expr)
        return False

    def _given(self, expr: sp.Expr, among: set[Key | sp.Expr]) -> bool:
        if not among:
            return False
        ray = self._field.ray(expr)
        return (ray is not None and ray in among) or (self._expanded and _ray(expr) in among)

    def is_positive(self, expr: sp.Expr) -> bool:
        """Positive for sure: by hypothesis, a positive number, or built from such."""
        if expr.is_Rational:
            return bool(expr > 0)
        if isinstance(expr, sp.exp) or self._given(expr, self._positive):
            return True
        if expr.is_Pow and expr.exp.is_Integer:
            return self.is_positive(expr.base)
        if expr.is_Mul:
            return all(self.is_positive(factor) for factor in expr.args)
        if expr.is_Add:
            return any(self.is_positive(a) for a in expr.args) and self.is_nonnegative(expr)
        return False

    def is_nonnegative(self, expr: sp.Expr) -> bool:
        """Nonnegative for sure: positive, a square, by hypothesis, or built from such."""
        if expr.is_Rational:
            return bool(expr >= 0)
        if self._given(expr, self._nonnegative) or self._given(expr, self._positive):
            return True
        if expr.is_Pow and expr.exp.is_Integer and expr.exp > 0 and expr.exp % 2 == 0:
            return bool(expr.base.is_real)
        if expr.is_Pow and expr.exp.is_Integer and expr.exp > 0:
            return self.is_nonnegative(expr.base)
        if expr.is_Mul or expr.is_Add:
            return all(self.is_nonnegative(part) for part in expr.args)
        return self.is_positive(expr)


def _defined(hypotheses: Iterable[Relation], named: set[Condition], field: Field) -> _Signs:
    """The signs that those hypotheses tell which have a value wherever the claim has one.

    What they ask for is asked for by the claim as well (``named``), or plain to see from hypotheses of that kind.
    """
    left, known = list(hypotheses), list[Relation]()
    while True:
        signs = _Signs(known, field)
        more = [h for h in left if all(c in named or signs.meets(c) for c in conditions([h.lhs, h.rhs]))]
        if not more:
            return signs
        known += more
        left = [h for h in left if h not in more]


def manifest(hypotheses: Iterable[Relation], claim: Relation, form: Sequence[sp.Expr]) -> Answer:
    """Is the claim's slack the sum of the terms of ``form``, and is the sign of each plain to see?

    Plain to see means: built by sums, products and quotients from positive rationals, even powers,
    exponentials, and expressions that a hypothesis calls positive or nonnegative.  A hypothesis counts only if it has
    a value wherever the claim has one, and so does the form (``partial``).
    """
    if claim.sign not in ("<", "<=", ">", ">="):
        return exact(Outcome.UNDECIDED, f"{claim} is not an order relation")
    hypotheses, field = tuple(hypotheses), Field()
    asked = conditions([side for h in (*hypotheses, claim) for side in (h.lhs, h.rhs)] + list(form))
    field.prepare([*(h.slack for h in hypotheses), *form, *(expr for _, expr in sorted(asked, key=sp.default_sort_key))])
    same = _decide(claim.slack - sp.Add(*form), field)
    if same.outcome is not Outcome.HOLDS:
        return same
    named = conditions([claim.lhs, claim.rhs])
    signs = _defined(hypotheses, named, field)
    for condition in conditions(form) - named:
        if not signs.meets(condition):
            return exact(Outcome.UNDECIDED, f"the form asks {sp.sstr(condition[1])} to be {condition[0]}, and the claim does not")
    for part in form:
        if not signs.is_nonnegative(part):
            return exact(Outcome.UNDECIDED, f"the sign of {sp.sstr(part)} is not plain to see")
    if claim.strict and not any(signs.is_positive(part) for part in form):
        return exact(Outcome.UNDECIDED, "no term is positive for sure")
    return exact(Outcome.HOLDS, "slack = " + " + ".join(f"({expression(part)})" for part in form))
