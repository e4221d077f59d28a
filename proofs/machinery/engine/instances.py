"""The rule of instantiation: what is proved for all values of its letters holds at expressions that they may be.

A letter may be an expression that has, for sure, every property that the letter assumes, and that lies in the domain
that its theorem gives it. A domain that only words describe is left by no letter.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

import sympy as sp
from sympy.core.function import AppliedUndef

from proofs.machinery.engine.assumed import PROPERTIES, SIGNS, is_abstract
from symbolic.notation import kappa
from symbolic.relations import Relation, ge, gt, le, lt, ne
from symbolic.statement import Statement, Variable

Known = Callable[[Relation], bool]
Values = Mapping[sp.Symbol, sp.Expr]

_NUMBER = r"(-?\d+|\\infty|-\\infty)"
_INTERVAL = re.compile(rf"([\[(]){_NUMBER}, {_NUMBER}([\])])")
_WHOLE = re.compile(r"\\\{(-?\d+), (-?\d+), \\dots\\\}")
_BINDING = (sp.Sum, sp.Product, sp.Integral, sp.Subs, sp.Derivative, sp.Lambda)


@dataclass(frozen=True)
class Rule:
    """Hypotheses and a claim that hold together for all values of their letters, in the domains of their theorem."""

    hypotheses: tuple[Relation, ...]
    claim: Relation
    variables: tuple[Variable, ...] = ()
    """The letters of the theorem that claims it; none for a step, whose letters assume all that it knows of them."""
    step: bool = True


def of_theorem(statement: Statement) -> list[Rule]:
    """Return those claims of a theorem that is used of which relations say all: facts wherever their letters may be.

    A claim such as eps*_d >= gain/c, or b - a >= eps*_d/L under a <= b, is true of the numbers that the sentence means
    and not of all that meet its hypotheses. So letters are arguments of a function of `symbolic`, such as d, or
    integers of which a hypothesis speaks, or kappa, and no function is left abstract.
    """
    told = {letter for h in statement.hypotheses for letter in h.free_symbols() if letter.is_integer}
    return [
        Rule(_about(claim, statement.hypotheses), claim, statement.variables, step=False)
        for claim in statement.claim
        if not any(isinstance(part, AppliedUndef) for part in _applied(claim))
        and claim.free_symbols() <= told | {kappa} | {s for part in _applied(claim) for s in part.free_symbols}
    ]


def _about(claim: Relation, hypotheses: Sequence[Relation]) -> tuple[Relation, ...]:
    """Return the hypotheses that share letters with a claim, directly or through others.

    The rest speak of other letters alone, and hold at the witness of their theorem: there the claim is left with these.
    """
    reached = _names(claim)
    while more := {name for h in hypotheses if _names(h) & reached for name in _names(h)} - reached:
        reached |= more
    return tuple(h for h in hypotheses if _names(h) & reached or not _names(h))


def _names(relation: Relation) -> set[object]:
    """Return the letters of a relation and the functions that it leaves abstract."""
    return {*relation.free_symbols(), *(part.func for part in (relation.lhs - relation.rhs).atoms(AppliedUndef))}


def suits(letter: sp.Symbol, value: sp.Expr, known: Known) -> bool:
    """Has an expression, for sure, every property that a letter assumes?  Its sign may be a known relation.

    >>> n = sp.Symbol("n", integer=True, positive=True)
    >>> [suits(n, value, lambda relation: False) for value in (sp.Integer(2), sp.Rational(1, 2), sp.S.Zero, n + 1)]
    [True, False, False, True]
    """
    if value == letter:
        return True
    if value.is_real is not True and not is_abstract(value):
        return False
    signs: dict[str, Relation] = {
        "positive": gt(value, 0), "negative": lt(value, 0), "zero": Relation(value, "=", sp.S.Zero),
        "nonnegative": ge(value, 0), "nonpositive": le(value, 0), "nonzero": ne(value, 0),
    }
    strongest = next((name for name in signs if getattr(letter, f"is_{name}")), None)
    asked = {name for name in PROPERTIES if getattr(letter, f"is_{name}") is not None}
    left = {name for name in asked if getattr(value, f"is_{name}") is not getattr(letter, f"is_{name}")}
    return not left or (left <= set(SIGNS) and strongest is not None and known(signs[strongest]))


def inside(domain: str, value: sp.Expr, known: Known) -> bool:
    r"""Lies an expression in a domain, for sure?  The reals, an interval and the integers from a number on are read.

    >>> [inside(r"\{2, 3, \dots\}", sp.Integer(k), lambda relation: False) for k in (1, 2)]
    [False, True]
    """
    if domain == r"\mathbb{R}":
        return True
    whole, ends = _WHOLE.fullmatch(domain), _INTERVAL.fullmatch(domain)
    if whole is not None:
        first, second = map(sp.Integer, whole.groups())
        return second == first + 1 and value.is_integer is True and _holds(ge(value, first), known)
    if ends is None:
        return False
    left, low, high, right = ends.groups()
    lower = low == r"-\infty" or _holds((ge if left == "[" else gt)(value, sp.Integer(low)), known)
    return lower and (high == r"\infty" or _holds((le if right == "]" else lt)(value, sp.Integer(high)), known))


def _holds(relation: Relation, known: Known) -> bool:
    slack = relation.slack
    return (slack.is_positive if relation.strict else slack.is_nonnegative) is True or known(relation)


def _letter(symbol: sp.Expr) -> sp.Basic:
    """Return the letter under which an expression has a symbol, or the entries of one."""
    return symbol.label if isinstance(symbol, sp.IndexedBase) else symbol


def in_domains(rule: Rule, values: Values, ours: Iterable[Variable], known: Known) -> bool:
    """Does every letter of a rule stay in its theorem's domain, where it becomes what `values` says?

    A letter that stays itself may also have the meaning that the statement at hand gives it, in the same words.
    """
    meant = {(_letter(variable.symbol), variable.domain) for variable in ours}
    domains = {_letter(variable.symbol): variable.domain for variable in rule.variables}
    for letter in rule.claim.free_symbols().union(*(given.free_symbols() for given in rule.hypotheses)):
        value, domain = values.get(letter, letter), domains.get(letter)
        if not suits(letter, value, known):
            return False
        if domain is None or (value == letter and (letter, domain) in meant):
            continue
        if not inside(domain, value, known):
            return False
    return True


def _applied(relation: Relation) -> list[sp.Expr]:
    """Return what is applied to arguments and has no meaning that is computed: eps*_d, an abstract f(n)."""
    found = [part for side in (relation.lhs, relation.rhs) for part in side.atoms(sp.Function) if is_abstract(part)]
    return sorted(set(found), key=sp.default_sort_key)


def _solved(pattern: sp.Expr, value: sp.Expr) -> Values | None:
    """Return the letter of a pattern n or c n + e, and what it must be for the pattern to be the value."""
    letters = [letter for letter in pattern.free_symbols if isinstance(letter, sp.Symbol)]
    if len(letters) != 1 or not pattern.is_polynomial(letters[0]) or sp.degree(pattern, letters[0]) != 1:
        return {} if pattern == value else None
    slope, rest = sp.Poly(pattern, letters[0]).all_coeffs()
    return {letters[0]: sp.expand((value - rest) / slope)}


def candidates(rule: Rule, wanted: Relation) -> Iterator[Values]:
    """Yield values of letters at which a claim is about the same functional values as the relation that is wanted."""
    for mine in _applied(rule.claim):
        for theirs in _applied(wanted):
            if mine.func != theirs.func or len(mine.args) != len(theirs.args):
                continue
            values: dict[sp.Symbol, sp.Expr] = {}
            for pattern, value in zip(mine.args, theirs.args, strict=True):
                found = _solved(pattern, value)
                if found is None or any(values.setdefault(letter, at) != at for letter, at in found.items()):
                    break
            else:
                if any(letter != value for letter, value in values.items()):
                    yield values
    letters = [s for s in rule.claim.free_symbols() if isinstance(s, sp.Symbol)] if rule.step else []
    wild = {letter: sp.Wild(f"w{place}") for place, letter in enumerate(letters)}
    for read in (wanted, wanted.mirrored()) if letters else ():
        match = sp.Tuple(read.lhs, read.rhs).match(sp.Tuple(rule.claim.lhs, rule.claim.rhs).xreplace(wild))
        if match:
            yield {letter: match[place] for letter, place in wild.items() if place in match}


def at(rule: Rule, values: Values) -> tuple[tuple[Relation, ...], Relation] | None:
    """Return a rule with values put in for letters, all at once; None where a letter is bound, or would become so."""
    relations = (*rule.hypotheses, rule.claim)
    parts = {part for r in relations for side in (r.lhs, r.rhs) for part in side.atoms(*_BINDING)}
    bound = {symbol for part in parts for symbol in part.atoms(sp.Symbol)}
    if bound & (set(values) | {symbol for value in values.values() for symbol in value.free_symbols}):
        return None
    *given, claim = (r.at_once(values) for r in relations)
    nowhere = any(side.has(sp.nan, sp.zoo, sp.oo, -sp.oo) for r in (*given, claim) for side in (r.lhs, r.rhs))
    return None if nowhere else (tuple(given), claim)


def instances(
    rules: Sequence[Rule], wanted: Relation, ours: Iterable[Variable], known: Known
) -> Iterator[Relation]:
    """Yield claims at values of their letters where each hypothesis is known and each letter may have its value."""
    ours = tuple(ours)
    for rule in rules:
        for values in candidates(rule, wanted):
            put = at(rule, values)
            if put is not None and in_domains(rule, values, ours, known) and all(map(known, put[0])):
                yield put[1]
