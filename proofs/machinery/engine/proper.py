"""What no backend is asked: goals that say nothing, that rest on themselves, or that are not about exact real numbers.

Every backend trusts this much of a goal: its relations are relations, its letters are real and no two of them share a
name, its numbers are exact, and its functions are those of `_DECIDED`, functions of `symbolic` or functions that
are left abstract.  Classes defined elsewhere may answer what they like about themselves, so they are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import get_args

import sympy as sp
from sympy.core.function import AppliedUndef

from proofs.machinery.engine.assumed import suits
from symbolic.relations import Relation, Sign
from symbolic.statement import Statement
from symbolic.steps import Certified, Derivative, Enclosed, Exact, Goal, Identity, Universal

_DECIDED = (
    sp.Symbol, sp.Rational, sp.Add, sp.Mul, sp.Pow, sp.exp, sp.log, sp.LambertW, sp.sin, sp.cos, sp.Abs, sp.Sum,
    sp.Subs,
    sp.Derivative, sp.Tuple, sp.Indexed, sp.IndexedBase, sp.Idx, type(sp.pi), type(sp.E), sp.Max, sp.Min, sp.tan,
    sp.sinh,
    sp.cosh, sp.tanh, sp.atan,
)
_CORNERED = (sp.Abs, sp.Max, sp.Min)
_NO_NUMBER = (sp.nan, sp.zoo, sp.oo, -sp.oo, sp.I)
_NAME = re.compile(r"[^|\\\"();\s][^|\"();\n]*")
_INTERVAL = re.compile(r"([\[(])([^,{}]+), ([^,{}]+)[\])]")
_WEAKER: dict[Sign, tuple[Sign, ...]] = {"<": ("<", "<=", "!="), ">": (">", ">=", "!="), "=": ("=", "<=", ">=")}
"""What a relation says of the same two sides besides itself."""


def expressions(goal: Goal) -> list[sp.Expr]:
    """Return all expressions in a goal."""
    return [*_sides(_relations(goal)), *_others(goal)]


def _others(goal: Goal) -> list[sp.Expr]:
    """Return the expressions in a goal that are no sides of its relations."""
    match goal:
        case Identity(lhs, rhs):
            return [lhs, rhs]
        case Derivative(function, variable, _, result):
            return [function, variable, result]
        case Universal(_, _, form):
            return [*(form or ())]
        case Certified():
            return [goal.bound]
    return []


def _sides(relations: Iterable[Relation]) -> list[sp.Expr]:
    return [side for relation in relations for side in (relation.lhs, relation.rhs)]


def _relations(goal: Goal) -> tuple[Relation, ...]:
    match goal:
        case Universal(hypotheses, claim, _):
            return (*hypotheses, claim)
        case Enclosed(claim) | Exact(claim):
            return (claim,)
    return ()


def _strange(node: sp.Basic) -> str | None:
    """Return what is wrong with one node of an expression, if anything is."""
    if isinstance(node, sp.Float):
        return f"{sp.sstr(node)} is a floating-point number: write a rational"
    if node in _NO_NUMBER:
        return f"{node} is no real number"
    if isinstance(node, sp.Symbol) and (type(node) not in (sp.Symbol, sp.Dummy) or not _NAME.fullmatch(node.name)):
        return f"{node.name!r} is no name"
    if isinstance(node, AppliedUndef) or (
        isinstance(node, sp.Function) and type(node).__module__.split(".")[0] == "symbolic"
    ):
        return None
    if not type(node).__module__.startswith("sympy."):
        return f"{type(node).__name__} is defined outside of SymPy and of symbolic, and may answer what it likes"
    if isinstance(node, sp.Sum):
        return _backwards(node)
    if isinstance(node, sp.Derivative) and not all(count.is_Integer for _, count in node.variable_count):
        return f"{sp.sstr(node)} is taken an unknown number of times"
    known = isinstance(node, _DECIDED)
    return None if known else f"{type(node).__name__} is none of the functions that are decided here"


def _backwards(found: sp.Sum) -> str | None:
    for limit in found.limits:
        if len(limit) != 3:
            return f"{sp.sstr(found)} has no limits"
        low, high = limit[1:]
        if (high - low + 1).is_negative:
            return f"the sum from {low} to {high} runs backwards"
    return None


def of_expressions(parts: Iterable[object]) -> str | None:
    """Return what is wrong with expressions that stand together, if anything is."""
    names: dict[str, sp.Symbol] = {}
    functions: dict[str, type] = {}
    seen: set[sp.Basic] = set()
    for part in parts:
        if not isinstance(part, sp.Expr):
            return f"{part!r} is no expression"
        if (fault := _strange_within(part, seen)) is not None:
            return fault
        for symbol in letters(part):
            if not symbol.is_real:
                return f"the symbol {symbol} is not real"
            if names.setdefault(symbol.name, symbol) != symbol:
                return f"two symbols are called {symbol}"
        for found in part.atoms(AppliedUndef):
            if functions.setdefault(found.func.__name__, found.func) != found.func:
                return f"two functions are called {found.func.__name__}"
    return None


def _strange_within(part: sp.Expr, seen: set[sp.Basic]) -> str | None:
    """Return what is wrong with a node of an expression that has not been looked at."""
    todo: list[sp.Basic] = [part]
    while todo:
        node = todo.pop()
        if node in seen:
            continue
        seen.add(node)
        if (fault := _strange(node)) is not None:
            return fault
        todo += node.args
    return None


def letters(part: sp.Expr) -> list[sp.Symbol]:
    """Return the free symbols of an expression, in order; w_i is another letter than w."""
    labels = {base.label for base in part.atoms(sp.IndexedBase)} if part.has(sp.IndexedBase) else set()
    found = {symbol for symbol in part.free_symbols if isinstance(symbol, sp.Symbol)} - labels
    return sorted(found, key=sp.default_sort_key)


def _empty(relation: Relation) -> str | None:
    """Return a relation that SymPy has decided before anybody asks: X = X, or X >= X."""
    if relation.lhs == relation.rhs:
        return f"{relation} says nothing"
    return None


def of_relations(relations: Iterable[Relation], more: Iterable[object] = ()) -> str | None:
    """Return what is wrong with relations, and expressions, that stand together, if anything is."""
    relations = tuple(relations)
    for relation in relations:
        if type(relation) is not Relation or relation.sign not in get_args(Sign):
            return f"{relation!s} is no relation"
    return of_expressions([*_sides(relations), *more]) or next(filter(None, map(_empty, relations)), None)


def _restated(hypotheses: Iterable[Relation], claim: Relation) -> str | None:
    for given in hypotheses:
        for read in (given, given.mirrored()):
            if (read.lhs, read.rhs) == (claim.lhs, claim.rhs) and claim.sign in (
                read.sign, *_WEAKER.get(read.sign, ()),
            ):
                return f"{claim} is its own hypothesis"
    return None


def _of_derivative(goal: Derivative) -> str | None:
    if not isinstance(goal.variable, sp.Symbol):
        return f"{goal.variable} is no variable"
    if type(goal.order) is not int or goal.order < 1:
        return f"the order {goal.order} is no number of times"
    whole = sp.Derivative(goal.function, (goal.variable, goal.order))
    if goal.result.has(whole) or any(not isinstance(d.expr, AppliedUndef) for d in goal.result.atoms(sp.Derivative)):
        return f"the derivative of {goal.function} is left as a derivative"
    for part in goal.function.atoms(*_CORNERED) | goal.result.atoms(*_CORNERED):
        if part.has(goal.variable):
            return f"{part} is not differentiable everywhere"
    return None


def fault(goal: Goal) -> str | None:
    """Return why no backend is asked about a goal, in one line; None where nothing is wrong with it."""
    found = of_relations(_relations(goal), _others(goal))
    if found is not None:
        return found
    match goal:
        case Identity(lhs, rhs) if lhs == rhs:
            return f"{lhs} = {rhs} says nothing"
        case Derivative():
            return _of_derivative(goal)
        case Universal(hypotheses, claim, _):
            return _restated(hypotheses, claim)
    return None


def clash(goal: Goal, statement: Statement) -> str | None:
    """Return a letter of the goal that is another one in the statement, of the same name."""
    names: dict[str, sp.Symbol] = {}
    said = [*_sides([*statement.hypotheses, *statement.claim]), *(v.symbol for v in statement.variables)]
    for part in (*said, *expressions(goal)):
        for symbol in letters(part):
            if names.setdefault(symbol.name, symbol) != symbol:
                return f"two symbols are called {symbol}"
    return None


def of_statement(statement: Statement) -> str | None:
    """Return a letter of the claim or of the hypotheses that no variable explains, or that assumes more than its domain
    says.
    """
    explained = {letter for variable in statement.variables for letter in (variable.symbol, *letters(variable.symbol))}
    for side in _sides([*statement.claim, *statement.hypotheses]):
        for letter in letters(side):
            if letter not in explained:
                return f"the letter {letter} has no meaning: no variable explains it"
    for variable in statement.variables:
        if (more := _beyond(variable.symbol, variable.domain)) is not None:
            return f"the letter {variable.symbol} is {more}, and its domain is {variable.domain}"
    return None


def _beyond(symbol: sp.Expr, domain: str) -> str | None:
    """Return what a symbol assumes and its domain, as far as it is an interval or the reals, does not say."""
    ends = _INTERVAL.fullmatch(domain)
    if domain != r"\mathbb{R}" and ends is None:
        return None
    below_zero = ends is None or ends[2].startswith("-")
    zero = below_zero or (ends is not None and ends[1] == "[" and ends[2] == "0")
    for assumed, outside in (
        ("integer", True), ("nonnegative", below_zero), ("positive", zero), ("negative", not below_zero),
    ):
        if outside and getattr(symbol, f"is_{assumed}"):
            return assumed
    return None


def of_witness(witness: Mapping[sp.Expr, sp.Expr]) -> str | None:
    """Return a value that its symbol cannot have, if there is one in a witness."""
    for unknown, value in witness.items():
        if (found := of_expressions([value])) is not None:
            return found
        if suits(unknown, value) is False:
            return f"{unknown} cannot be {value}"
    return None
