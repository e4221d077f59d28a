"""Coq text of expressions and relations over the real numbers, with Coquelicot's derivatives.

The text is written here and read by Coq's kernel. A letter is a variable of type R, and so is what is left abstract: an
unknown function at an argument, an indexed letter, `eps*_d`. A statement about every value of a variable is one about
that which it stands for. Only derivatives need to know an unknown function as a function: see `functions`. Coq's
division, root, logarithm and power are total: what they ask of their arguments must be said beside a statement.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import sympy as sp
from sympy.core.function import AppliedUndef

from symbolic.relations import Relation, Sign


class NotInCoq(ValueError):
    """A term that has no counterpart here."""


_SIGNS: dict[Sign, str] = {"=": "=", "!=": "<>", "<": "<", "<=": "<=", ">": ">", ">=": ">="}
_FUNCTIONS = {
    sp.exp: "exp", sp.log: "ln", sp.Abs: "Rabs", sp.sin: "sin", sp.cos: "cos", sp.sinh: "sinh", sp.cosh: "cosh",
    sp.tanh: "tanh", sp.atan: "atan",
}
_TAKEN = {
    "R", "PI", "Rmax", "Rmin", "Rpower", "sqrt", "is_derive", "is_derive_n", *_FUNCTIONS.values(), "as", "at", "by",
    "cofix", "else", "end", "exists", "exists2", "fix", "for", "forall", "fun", "if", "in", "let", "match", "return",
    "then", "using", "where", "with", "Prop", "Set", "SProp", "Type",
}
"""What means something in a statement, and Coq's keywords: no letter is called so."""

_APPLIED, _POWER, _OPPOSITE, _PRODUCT, _SUM, _ALL = 10, 30, 35, 40, 50, 200
"""Coq's levels of notation: what binds more loosely than its place allows stands in brackets."""


class Letters:
    """The variables of one statement and their names in Coq; no two of them share one.

    With `functions`, an unknown function of one argument is a variable as well, of type R -> R, and so is each of its
    derivatives: `phi_1` is the first of `phi`.
    """

    def __init__(self, functions: bool = False) -> None:
        self.functions = functions
        self._names: dict[sp.Basic | tuple[str, int], str] = {}
        self._free: list[sp.Basic] = []
        self._bound: list[sp.Basic] = []
        self._standing: dict[sp.Basic, str] = {}
        self.unfolded = False

    def name(self, key: sp.Basic | tuple[str, int], wanted: str) -> str:
        """Return the name of a variable; the first that asks for a name has it."""
        if key not in self._names:
            name = re.sub(r"\W|[^\x00-\x7f]", "_", wanted)
            name = name if name[0].isalpha() else f"v{name}"
            while name in _TAKEN or name in self._names.values():
                name += "_"
            self._names[key] = name
        return self._names[key]

    @contextmanager
    def binding(self, symbols: Iterable[sp.Basic]) -> Iterator[str]:
        """Yield the names of letters that a term binds itself, and keep them bound."""
        found = list(symbols)
        self._bound += found
        yield " ".join(self.name(symbol, str(symbol)) for symbol in found)
        del self._bound[-len(found) :]

    @contextmanager
    def standing(self, symbols: Iterable[sp.Basic], texts: Iterable[str]) -> Iterator[None]:
        """Write other terms, in brackets where needed, for some letters."""
        before = self._standing
        self._standing = {**before, **dict(zip(symbols, texts, strict=True))}
        yield
        self._standing = before

    @contextmanager
    def unfolding(self) -> Iterator[None]:
        """Write powers other than natural ones as Coq unfolds them: `exp (y * ln x)`."""
        self.unfolded = True
        yield
        self.unfolded = False

    def free(self, key: sp.Basic, wanted: str) -> str:
        """Return the name of a variable of type R; what stands for a number must not hang on a bound letter."""
        if key in self._standing:
            return self._standing[key]
        if key in self._bound:
            return self.name(key, wanted)
        if key.free_symbols & set(self._bound):
            raise NotInCoq(f"{sp.sstr(key)} is no number where a letter of it is bound")
        if key not in self._free:
            self._free.append(key)
        return self.name(key, wanted)

    def reals(self) -> list[tuple[sp.Basic, str]]:
        """Return the variables of type R and their names, sorted by name."""
        return sorted(((key, self._names[key]) for key in self._free), key=lambda pair: pair[1])

    def derivatives(self) -> dict[str, int]:
        """Return the unknown functions that have been named, and the highest derivative of each."""
        found: dict[str, int] = {}
        for key in self._names:
            if isinstance(key, tuple):
                found[key[0]] = max(found.get(key[0], 0), key[1])
        return found

    def function(self, name: str, order: int) -> str:
        """Return the name of a derivative of an unknown function; of order 0, the function itself."""
        return self.name((name, order), f"{name}_{order}" if order else name)


def term(expr: sp.Expr, letters: Letters | None = None) -> str:
    """Return an expression as a Coq term of type R.

    >>> x, y = sp.symbols("x y", real=True)
    >>> print(term(x**2 - sp.exp(-y) / 3 + 1 / (x + 1)))
    x ^ 2 + / (1 + x) - 1 / 3 * exp (- y)
    >>> print(term(sp.Subs(sp.log(x), x, y**2)), term(sp.Symbol("R", real=True)), term(sp.sqrt(y)))
    (fun x => ln x) (y ^ 2) R_ sqrt y
    """
    return _at(expr, letters if letters is not None else Letters(), _ALL)


def relation(found: Relation, letters: Letters | None = None) -> str:
    """Return a relation as a proposition.

    >>> x = sp.Symbol("x", real=True)
    >>> print(relation(Relation(1 / x, "!=", sp.pi)))
    / x <> PI
    """
    known = letters if letters is not None else Letters()
    return f"{term(found.lhs, known)} {_SIGNS[found.sign]} {term(found.rhs, known)}"


def assumptions(letters: Letters) -> list[str]:
    """Return what the letters assume of themselves, as premises; of a positive integer, that it is at least 1.

    >>> letters = Letters()
    >>> said = term(sp.Symbol("t", positive=True) - sp.Symbol("n", integer=True, positive=True), letters)
    >>> said, assumptions(letters)
    ('- n + t', ['1 <= n', '0 < t'])
    """
    found = []
    for key, name in letters.reals():
        if isinstance(key, sp.Symbol) and not key.is_real:
            raise NotInCoq(f"the letter {key} is not real")
        if key.is_integer and key.is_positive:
            found.append(f"1 <= {name}")
        elif key.is_positive:
            found.append(f"0 < {name}")
        elif key.is_nonnegative:
            found.append(f"0 <= {name}")
        elif key.is_negative:
            found.append(f"{name} < 0")
    return found


def _at(expr: sp.Expr, letters: Letters, level: int) -> str:
    """Return a term for a place where nothing may stand that binds more loosely than `level`."""
    text, own = _written(expr, letters)
    return text if own <= level else f"({text})"


def _written(expr: sp.Expr, letters: Letters) -> tuple[str, int]:
    """Return a term and its level."""
    if isinstance(expr, sp.Rational):
        text = str(abs(expr.p)) if expr.q == 1 else f"{abs(expr.p)} / {expr.q}"
        own = 0 if expr.q == 1 else _PRODUCT
        return (text, own) if expr.p >= 0 else (f"- {text}" if own == 0 else f"- ({text})", _OPPOSITE)
    if expr is sp.pi or expr is sp.E:
        return ("PI", 0) if expr is sp.pi else ("exp 1", _APPLIED)
    if isinstance(expr, sp.Add):
        return _sum(expr.args, letters), _SUM
    if isinstance(expr, sp.Mul):
        return _product(ordered(expr.args, letters.functions), letters)
    if isinstance(expr, sp.Pow) and expr.base is not sp.E:
        return _power(expr.base, expr.exp, letters)
    if isinstance(expr, sp.Pow):
        return f"exp {_at(expr.exp, letters, 9)}", _APPLIED
    if type(expr) in _FUNCTIONS and len(expr.args) == 1:
        return f"{_FUNCTIONS[type(expr)]} {_at(expr.args[0], letters, 9)}", _APPLIED
    if isinstance(expr, sp.Max | sp.Min):
        first, *rest = ordered(expr.args, letters.functions)
        name, text = ("Rmax" if isinstance(expr, sp.Max) else "Rmin"), _at(first, letters, 9)
        for part in rest:
            text = f"({name} {text} {_at(part, letters, 9)})"
        return text, 0
    if isinstance(expr, sp.Subs) and not (expr.has(sp.Derivative) and not letters.functions):
        values = " ".join(_at(value, letters, 9) for value in expr.point)
        with letters.binding(expr.variables) as places:
            return f"(fun {places} => {term(expr.expr, letters)}) {values}", _APPLIED
    return _letter(expr, letters)


def _letter(expr: sp.Expr, letters: Letters) -> tuple[str, int]:
    """Return a letter, or what stands for a number that is left abstract."""
    if isinstance(expr, sp.Symbol):
        return letters.free(expr, expr.name), 0
    if letters.functions and isinstance(expr, AppliedUndef) and len(expr.args) == 1:
        return f"{letters.function(expr.func.__name__, 0)} {_at(expr.args[0], letters, 9)}", _APPLIED
    if letters.functions and isinstance(expr, sp.Derivative) and isinstance(expr.expr, AppliedUndef):
        (variable, order), *others = expr.variable_count
        if not others and expr.expr.args == (variable,) and order.is_Integer:
            name = letters.function(expr.expr.func.__name__, int(order))
            return f"{name} {_at(variable, letters, 9)}", _APPLIED
    ours = isinstance(expr, sp.Function) and (type(expr).__module__ or "").startswith("symbolic.")
    if not letters.functions and (ours or isinstance(expr, AppliedUndef | sp.Indexed | sp.Derivative | sp.Subs)):
        return letters.free(expr, "value" if isinstance(expr, sp.Derivative | sp.Subs) else sp.sstr(expr)), 0
    raise NotInCoq(f"{type(expr).__name__} has no counterpart in Coq's real numbers")


def ordered(args: Iterable[sp.Expr], functions: bool) -> list[sp.Expr]:
    """Return terms in an order that is the same in every process.

    SymPy's own hangs on what was compared before, where substitutions and dummies occur: they go by their text.
    """
    args = list(args)
    if not any(part.has(sp.Subs, sp.Dummy) for part in args):
        return sorted(args, key=sp.default_sort_key)
    return sorted(args, key=lambda part: term(part, Letters(functions)))


def _sum(args: tuple[sp.Expr, ...], letters: Letters) -> str:
    text = ""
    for part in ordered(args, letters.functions):
        opposite = _opposite(part, letters)
        if not text:
            text = _at(part, letters, _SUM)
        elif opposite is None:
            text += f" + {_at(part, letters, _PRODUCT)}"
        else:
            text += f" - {_product(opposite, letters)[0]}"
    return text


def _opposite(expr: sp.Expr, letters: Letters) -> list[sp.Expr] | None:
    """Return the factors of the opposite of a term with a negative coefficient; None for any other term."""
    if isinstance(expr, sp.Rational):
        return [-expr] if expr.p < 0 else None
    return _turned(ordered(expr.args, letters.functions)) if isinstance(expr, sp.Mul) else None


def _turned(factors: list[sp.Expr]) -> list[sp.Expr] | None:
    """Return the factors of the opposite of a product whose only number is negative."""
    numbers = [factor for factor in factors if isinstance(factor, sp.Rational)]
    if len(numbers) != 1 or numbers[0].p >= 0:
        return None
    rest = [factor for factor in factors if not isinstance(factor, sp.Rational)]
    return rest if numbers[0] == -1 else [-numbers[0], *rest]


def _product(factors: list[sp.Expr], letters: Letters) -> tuple[str, int]:
    """Return a product as a quotient, or as the opposite of one, and its level."""
    if len(factors) == 1:
        return _written(factors[0], letters)
    opposite = _turned(factors)
    if opposite is not None:
        text, level = _product(opposite, letters)
        return (f"- {text}" if level <= _OPPOSITE else f"- ({text})"), _OPPOSITE
    above, below = list[sp.Expr](), list[sp.Expr]()
    for part in factors:
        if isinstance(part, sp.Pow) and isinstance(part.exp, sp.Rational) and part.exp.p < 0:
            below.append(part.base if part.exp == -1 else sp.Pow(part.base, -part.exp, evaluate=False))
        else:
            above.append(part)
    text = " * ".join(_at(part, letters, _PRODUCT if not k else _PRODUCT - 1) for k, part in enumerate(above))
    if not below:
        return text, _PRODUCT
    under, level = _product(below, letters)
    if not above:
        return f"/ {under}" if level <= _OPPOSITE else f"/ ({under})", _OPPOSITE
    return f"{text} / {under}" if level < _PRODUCT else f"{text} / ({under})", _PRODUCT


def _power(base: sp.Expr, exponent: sp.Expr, letters: Letters) -> tuple[str, int]:
    if isinstance(exponent, sp.Rational) and exponent.p < 0:
        inverse = base if exponent == -1 else sp.Pow(base, -exponent, evaluate=False)
        return f"/ {_at(inverse, letters, _OPPOSITE)}", _OPPOSITE
    if isinstance(exponent, sp.Integer):
        return f"{_at(base, letters, _POWER - 1)} ^ {exponent}", _POWER
    if exponent == sp.Rational(1, 2):
        return f"sqrt {_at(base, letters, 9)}", _APPLIED
    if not base.is_positive:
        raise NotInCoq(f"{sp.sstr(base)} is not positive for sure, and Rpower is a power of positive numbers only")
    if letters.unfolded:
        return f"exp ({_at(exponent, letters, _PRODUCT)} * ln {_at(base, letters, 9)})", _APPLIED
    return f"Rpower {_at(base, letters, 9)} {_at(exponent, letters, 9)}", _APPLIED
