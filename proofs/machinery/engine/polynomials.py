"""Identities decided in a field of rational functions, exactly and without SymPy's simplifiers.

Every subexpression that is not built by sums, products and integer powers (a symbol, an exponential, a logarithm, a
root, an abstract function, pi) is a *kernel*: one more variable of a polynomial ring over the rationals (FLINT's
`fmpq_mpoly`).  An expression becomes a quotient n/d of two polynomials in the kernels.

Why "zero here" is sound.  Kernels are functions of the symbols, and two occurrences share a variable only if they are
the same function: a kernel is keyed by its kind and by its arguments in lowest terms.  If n is the zero polynomial and
d
is not, then n/d is 0 whatever the kernels are, so the expression is 0 wherever it is defined.  That kernels may depend
on each other can only hide a zero, never invent one.  Each rewriting is an equation between principal values that holds
wherever its left side is defined:

* `b**(p/q) = (b**(1/q))**p` and `(b**(1/q))**q = b`; never `(b**q)**(1/q) = b`;
* `exp(s + t) = exp(s) exp(t)`, `exp(c t) = exp(t/L)**(c L)` for whole c L, and the same for `b**(s + t)`, b not
0;
* `log(x y) = log(x) + log(y)` only where x is positive for sure: a positive rational, or a polynomial of positive
  terms in kernels that are known to be positive; `log(exp(t)) = t` only for t that is real for sure.

A denominator that is the zero polynomial is refused, so 0/0 is decided by nobody.  Nothing here says "not zero": a
failure to reduce is only that.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import flint
import sympy as sp

from proofs.machinery.engine.quotients import Again, Kernel, Key, Ratio, Ring, Undecided

_RESTARTS = 12
_TRIAL = 100_000
_OPAQUE = (sp.Function, sp.Indexed, sp.Derivative, sp.Subs, sp.Sum, sp.Product, sp.Integral)
"""What is taken whole as a kernel, besides symbols and numbers with names; everything else is refused."""


def _rational(value: sp.Rational) -> Any:
    return flint.fmpq(int(value.p), int(value.q))


def _split(number: int) -> dict[int, int]:
    """Prime factors of a positive integer, as far as trial division finds them (a large cofactor stays whole)."""
    return {int(p): int(k) for p, k in sp.factorint(number, limit=_TRIAL).items()}


class Field(Ring):
    """A field of rational functions in which a few expressions are compared.

    >>> x = sp.Symbol("x", real=True)
    >>> Field().vanishes(sp.exp(2 * x) - 1 - (sp.exp(x) - 1) * (sp.exp(x) + 1))
    True
    >>> Field().vanishes(sp.sqrt(x**2) - x)
    False
    """

    def __init__(self) -> None:
        super().__init__(12)
        self._fineness: dict[Key, int] = {}
        self._generation = self._prepared = 0
        self._reset()

    def _reset(self) -> None:
        self._generation += 1
        self.clear()
        self._memo: dict[sp.Expr, Ratio] = {}
        self._rays: dict[sp.Expr, Key | None] = {}

    def vanishes(self, expr: sp.Expr) -> bool:
        """Is the expression 0 wherever it is defined?  False says only that this reduction does not show it."""
        try:
            n, d = self._started(expr)
            return bool(self.reduced(n)[0].is_zero()) and not self.reduced(d)[0].is_zero()
        except (Undecided, ZeroDivisionError, OverflowError):
            return False

    def ray(self, expr: sp.Expr) -> Key | None:
        """Return a key that two expressions share only if one is a positive rational multiple of the other; None if
        undecided.

        Keys of one field are comparable while it numbers its kernels in the same way, that is from `prepare` on.
        """
        if expr not in self._rays:
            found = self._ray(expr)
            self._rays[expr] = found
        return self._rays[expr] if self._generation == self._prepared else None

    def _ray(self, expr: sp.Expr) -> Key | None:
        try:
            n, d = self.lowest(self._started(expr))
        except (Undecided, ZeroDivisionError, OverflowError):
            return None
        return ("ray",) if n.is_zero() else self.key((n / abs(n.leading_coefficient()), d))

    def prepare(self, expressions: Iterable[sp.Expr]) -> None:
        """Convert all of these, so that the ring is large enough and stays the same afterwards."""
        expressions = tuple(expressions)
        for _ in range(_RESTARTS):
            self._prepared = self._generation
            for expr in expressions:
                self.ray(expr)
            if self._prepared == self._generation:
                return

    def _started(self, expr: sp.Expr) -> Ratio:
        for _ in range(_RESTARTS):
            try:
                return self._ratio(expr)
            except Again:
                self._reset()
        raise Undecided("the roots do not settle")

    def _atom(self, expr: sp.Expr) -> Ratio:
        facts = Kernel(expr.is_real is True, expr.is_positive is True, expr.is_nonnegative is True)
        return self.kernel(("atom", expr), facts), self.one

    def _ratio(self, expr: sp.Expr) -> Ratio:
        found = self._memo.get(expr)
        if found is None:
            found = self._memo[expr] = self._convert(expr)
        return found

    def _convert(self, expr: sp.Expr) -> Ratio:
        if isinstance(expr, sp.Rational):
            return self.ring.constant(_rational(expr)), self.one
        if not isinstance(expr, sp.Expr) or not expr.is_commutative or (
            expr.is_number and expr.is_Atom and not _named(expr)
        ):
            raise Undecided(f"{expr} is no rational function")
        if isinstance(expr, sp.Add):
            return self.sum([self._ratio(part) for part in expr.args])
        if isinstance(expr, sp.Mul):
            return self.product([self._ratio(part) for part in expr.args])
        if isinstance(expr, sp.exp):
            return self._exponential(expr.args[0])
        if expr is sp.E:
            return self._exponential(sp.S.One)
        if isinstance(expr, sp.Pow):
            return self._power(expr.base, expr.exp)
        if isinstance(expr, sp.log) and len(expr.args) == 1:
            return self._logarithm(self.lowest(self._ratio(expr.args[0])))
        if isinstance(expr, sp.Symbol) or _named(expr):
            return self._atom(expr)
        if not isinstance(expr, _OPAQUE) or expr.has(sp.Float, sp.nan, sp.zoo, sp.oo, sp.AccumBounds, sp.Order):
            raise Undecided(f"{expr} is not one exact value")
        return self._function(expr) if isinstance(expr, sp.Function) else self._atom(expr)

    def _function(self, expr: sp.Expr) -> Ratio:
        if not all(isinstance(argument, sp.Expr) for argument in expr.args):
            return self._atom(expr)
        arguments = tuple(self.key(self.lowest(self._ratio(argument))) for argument in expr.args)
        facts = Kernel(expr.is_real is True, expr.is_positive is True, expr.is_nonnegative is True)
        return self.kernel(("function", expr.func, arguments), facts), self.one

    def _terms(self, expr: sp.Expr) -> list[tuple[sp.Rational | Any, Ratio]]:
        """Return the expression as a sum of rational multiples of monomials over denominators, each in lowest terms."""
        found = []
        for part in sp.Add.make_args(expr):
            n, d = self.lowest(self._ratio(part))
            for monomial, coefficient in n.terms():
                found.append((coefficient, self.lowest((self.ring.from_dict({monomial: 1}), d))))
        return found

    def _real(self, ratio: Ratio) -> bool:
        return all(
            self.kernels[i].real for poly in ratio for i, degree in enumerate(poly.degrees()) if degree
        )

    def _exponential(self, argument: sp.Expr) -> Ratio:
        """exp of a sum as a product of whole powers of exponentials of monomials."""
        result = []
        for coefficient, term in self._terms(argument):
            key = ("exp", self.key(term))
            fine = self._fine(key, int(coefficient.q))
            real = self._real(term)
            exponent = (term[0] / fine, term[1]) if real else None
            gen = self.kernel(key, Kernel(real, real, real, exponent=exponent))
            result.append(self.to((gen, self.one), int(coefficient.p) * (fine // int(coefficient.q))))
        return self.product(result)

    def _fine(self, key: Key, denominator: int) -> int:
        """The kernel of this key is the root of this order; a finer one that is asked for starts the conversion
        again.
        """
        known = self._fineness.setdefault(key, denominator)
        if known % denominator:
            self._fineness[key] = math.lcm(known, denominator)
            raise Again
        return known

    def _power(self, base: sp.Expr, exponent: sp.Expr) -> Ratio:
        if isinstance(exponent, sp.Integer):
            return self.to(self._ratio(base), int(exponent))
        if base is sp.E:
            return self._exponential(exponent)
        ratio = self.lowest(self._ratio(base))
        if ratio[0].is_zero():
            raise Undecided("a power of 0")
        terms = self._terms(exponent)
        return self.product([self._one_power(b, sign * c, t) for b, sign in self._bases(ratio) for c, t in terms])

    def _bases(self, base: Ratio) -> list[tuple[Ratio, int]]:
        """Return the primes of a positive rational base, so that 4**x is (2**x)**2; any other base stays whole."""
        n, d = base
        if not (n.is_constant() and d.is_constant() and n.leading_coefficient() > 0):
            return [(base, 1)]
        value = n.leading_coefficient()
        primes = [(p, k) for p, k in _split(int(value.p)).items()] + [(p, -k) for p, k in _split(int(value.q)).items()]
        return [((self.ring.constant(p), self.one), k) for p, k in primes]

    def _one_power(self, base: Ratio, coefficient: Any, term: Ratio) -> Ratio:
        """base**(coefficient * term) as a whole power of a root of base**term."""
        p, q = int(coefficient.p), int(coefficient.q)
        whole = term[0].is_one() and term[1].is_one()
        key = ("power", self.key(base), self.key(term))
        fine = self._fine(key, q)
        if whole and fine == 1:
            return self.to(base, p)
        real = self._positive(base[0]) and self._positive(base[1]) and self._real(term)
        facts = Kernel(real, real, real, degree=fine if whole else 0, power=base if whole else None)
        if real:
            facts.exponent, facts.base = (term[0] / fine, term[1]), base
        gen = self.kernel(key, facts)
        count = p * (fine // q)
        if not whole:
            return self.to((gen, self.one), count)
        high, low = divmod(count, fine)
        return self.product([self.to(base, high), (gen**low, self.one)])

    def _positive(self, poly: Any) -> bool:
        """Positive for sure: every term is nonnegative for sure, and one is positive."""
        strict = False
        for monomial, coefficient in poly.terms():
            kernels = [(self.kernels[i], e) for i, e in enumerate(monomial) if e]
            if coefficient < 0 or not all(k.nonnegative or k.positive or (k.real and e % 2 == 0) for k, e in kernels):
                return False
            strict = strict or all(k.positive for k, _ in kernels)
        return strict

    def _logarithm(self, argument: Ratio) -> Ratio:
        """log of a quotient: the factors that are positive for sure apart, the rest together."""
        if argument[0].is_zero():
            raise Undecided("the logarithm of 0")
        parts: list[Ratio] = []
        rest: Ratio = (self.one, self.one)
        for poly, side in ((argument[0], 1), (argument[1], -1)):
            content, factors = poly.factor()
            for number, sign in ((abs(int(content.p)), side), (int(content.q), -side)):
                for prime, count in _split(number).items():
                    gen = self.kernel(("log", prime), Kernel(real=True))
                    parts.append((gen * (sign * count), self.one))
            negative = content < 0
            for factor, count in factors:
                if self._positive(-factor):
                    factor, negative = -factor, negative ^ (int(count) % 2 == 1)
                if self._positive(factor):
                    n, d = self._positive_logarithm(factor)
                    parts.append((n * (side * int(count)), d))
                else:
                    rest = self.product([rest, self.to((factor, self.one), side * int(count))])
            if negative:
                rest = (-rest[0], rest[1])
        if not (rest[0].is_one() and rest[1].is_one()):
            parts.append((self.kernel(("log of", self.key(self.lowest(rest))), Kernel()), self.one))
        return self.sum(parts)

    def _positive_logarithm(self, factor: Any) -> Ratio:
        """log of a factor that is positive for sure."""
        if len(factor) == 1:
            (monomial, coefficient) = next(iter(factor.terms()))
            used = [i for i, e in enumerate(monomial) if e]
            if coefficient == 1 and len(used) == 1 and monomial[used[0]] == 1:
                kernel = self.kernels[used[0]]
                if kernel.exponent is not None:
                    log = [] if kernel.base is None else [self._logarithm(kernel.base)]
                    return self.product([kernel.exponent, *log])
        gen = self.kernel(("log of", self.key((factor, self.one))), Kernel(real=True))
        return gen, self.one


def _named(expr: sp.Expr) -> bool:
    """A number with a name, such as pi: a kernel like any other."""
    return isinstance(expr, sp.NumberSymbol) or expr is sp.I


def vanishes(expr: sp.Expr) -> bool:
    """Is the expression 0 wherever it is defined, by this reduction?"""
    return Field().vanishes(expr)

