"""Reads the terminal's formulas back into SymPy, knowing only their grammar and the names that may occur."""

import re

import sympy as sp

from symbolic.notation import LSE, ChainBound, EpsStar, EuclideanEpsStar, Maximum
from symbolic.printing.expression_text import name

FUNCTIONS = {
    "ln": sp.log, "exp": sp.exp, "√": sp.sqrt, "abs": sp.Abs, "sin": sp.sin, "cos": sp.cos, "atan": sp.atan,
    "max": sp.Max, "LSE": LSE,
    "W_(-1)": lambda z: sp.LambertW(z, -1),
}
INDEXED = {"ε^*": EpsStar, "ε^(2)": EuclideanEpsStar, "L": ChainBound}


class Unreadable(ValueError):
    """A text that is not of the grammar."""


def names(expressions):
    """What a printed name stands for, in some expressions; two things of one name are refused."""
    found = {}
    for expression in expressions:
        nodes = list(sp.preorder_traversal(expression))
        nodes += [symbol for node in nodes if isinstance(node, sp.Subs) for symbol in node.expr.free_symbols]
        for node in nodes:
            if isinstance(node, sp.IndexedBase):
                printed, thing = name(str(node.label)), node
            elif isinstance(node, sp.Symbol):
                printed, thing = name(node.name), node
            elif isinstance(node, sp.core.function.AppliedUndef):
                printed, thing = name(node.func.__name__), node.func
            else:
                continue
            key = (printed, isinstance(thing, sp.core.function.UndefinedFunction))
            known = found.setdefault(key, thing)
            if str(known) != str(thing):
                raise Unreadable(f"{printed} stands for {known} and for {thing}")
            if isinstance(thing, sp.IndexedBase):
                found[key] = thing
    return found


class Reader:
    """A recursive descent: sums of products of powers, with brackets, bars, indices and the operator `[... at
    ...]`.
    """

    def __init__(self, text, known):
        self.known = known
        spelled = sorted({n for n, _ in known} | set(FUNCTIONS) | {f"{n}_" for n in INDEXED} | {"π", "d/d"}, key=len)
        pattern = "|".join(map(re.escape, reversed(spelled)))
        self.tokens = re.findall(rf"\d+(?:\.\d+)?|{pattern}|'+| at |∑_|\S", text)
        if "".join(self.tokens).replace(" ", "") != text.replace(" ", ""):
            raise Unreadable(text)
        self.at = 0

    @property
    def next(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def take(self, *wanted):
        token = self.next
        if not token or (wanted and token not in wanted):
            raise Unreadable(f"{token!r} where {wanted} is due, after {self.tokens[:self.at]}")
        self.at += 1
        return token

    def whole(self):
        value = self.sum()
        if self.next:
            raise Unreadable(f"{self.tokens[self.at:]} is left over")
        return value

    def sum(self):
        value = self.product()
        while self.next in ("+", "-"):
            value = value + self.product() if self.take() == "+" else value - self.product()
        return value

    def product(self):
        if self.next == "-":
            self.take()
            return -self.product()
        value = self.power()
        while self.next in ("·", "/"):
            value = value * self.power() if self.take() == "·" else value / self.power()
        return value

    def power(self):
        base = self.atom()
        if self.next == "^":
            self.take()
            return base ** self.atom()
        return base

    def bracket(self, opening="(", closing=")"):
        self.take(opening)
        values = [self.sum()]
        while self.next == ",":
            self.take()
            values.append(self.sum())
        self.take(closing)
        return values

    def index(self):
        return self.bracket()[0] if self.next == "(" else self.atom()

    def atom(self):
        token = self.take()
        if token[0].isdigit():
            return sp.Rational(token)
        if token == "π":
            return sp.pi
        if token == "(":
            self.at -= 1
            return self.bracket()[0]
        if token == "|":
            self.at -= 1
            return sp.Abs(self.bracket("|", "|")[0])
        if token == "[":
            return self.put_in()
        if token == "∑_":
            return self.total()
        if token[:-1] in INDEXED and token.endswith("_"):
            return INDEXED[token[:-1]](self.index())
        if token in FUNCTIONS and self.next == "(":
            values = self.bracket()
            vector = token == "max" and isinstance(values[0], sp.IndexedBase)
            return Maximum(*values) if vector else FUNCTIONS[token](*values)
        primes = len(self.take()) if self.next.startswith("'") else 0
        if self.next == "(" and (token, True) in self.known:
            (value,) = self.bracket()
            function = self.known[token, True]
            if not primes:
                return function(value)
            if value.is_Symbol or isinstance(value, sp.core.function.AppliedUndef):
                return sp.Derivative(function(value), (value, primes))
            z = sp.Dummy("z")
            return sp.Subs(sp.Derivative(function(z), (z, primes)), z, value)
        if (token, False) not in self.known or primes:
            raise Unreadable(f"{token!r} is no name")
        thing = self.known[token, False]
        if isinstance(thing, sp.IndexedBase) and self.next == "_":
            self.take()
            return thing[self.index()]
        return thing

    def put_in(self):
        inner = self.sum()
        self.take(" at ")
        variables, values = [], []
        while True:
            variables.append(self.atom())
            self.take("=")
            values.append(self.sum())
            if self.take(",", "]") == "]":
                return sp.Subs(inner, variables, values)

    def total(self):
        self.take("(")
        index = self.atom()
        self.take("=")
        low = self.sum()
        self.take(")")
        self.take("^")
        high = self.index()
        return sp.Sum(self.bracket()[0], (index, low, high))


def read(text, known):
    """The expression that a line says."""
    return Reader(text, known).whole()
