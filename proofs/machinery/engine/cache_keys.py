"""What the result of a step depends on, as one hash: the goal, the sources that decide it, the files it reads, versions.

The key of a step is the SHA-256 of

* the goal: its kind and its expressions, node by node (a symbol with its assumptions, a number exactly);
* the source of ``proofs.machinery.engine.discharge`` and of every project module that it imports, directly or not;
* the same for the module of every function class that the project defines and the goal uses;
* for a certificate, the bytes of its file;
* for a finite computation, its place (owner and step), the sources of the modules that define the computation and the
  proof, with all that they import, and the bytes of all certificates, which it may read;
* the versions of Python, SymPy, mpmath, python-flint, Z3 and cvc5.

A goal for which no such hash is known (it holds a dummy symbol, say) has no key and is always discharged.
"""

from __future__ import annotations

import ast
import dataclasses
import hashlib
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import sympy as sp
from sympy.core.function import AppliedUndef

from proofs.machinery.engine.discharge import certificate_path
from proofs.machinery.output.places import CERTIFICATES, ROOT
from symbolic.relations import Relation
from symbolic.steps import Argument, Certified, Finite, Goal

_OURS = ("proofs", "symbolic", "tightmax", "numeric_checks")
_TOOLS = ("sympy", "mpmath", "python-flint", "z3-solver", "cvc5")
_DATA = (CERTIFICATES,)


class NoKey(ValueError):
    """A goal whose result is not kept, because what it depends on has no canonical text."""


def hashed(*parts: bytes | str) -> bytes:
    """One hash of several parts; where one part ends and the next begins cannot be confused."""
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode()
        digest.update(f"{len(data)}:".encode())
        digest.update(data)
    return digest.digest()


def _file(module: str) -> Path | None:
    stem = ROOT.joinpath(*module.split("."))
    for path in (stem.with_suffix(".py"), stem / "__init__.py"):
        if path.is_file():
            return path
    return None


@cache
def _source(module: str) -> tuple[bytes, frozenset[str]]:
    """The hash of a module's file, and the project modules that it imports anywhere in it."""
    path = _file(module)
    if path is None or module.partition(".")[0] not in _OURS:
        return b"", frozenset()
    data = path.read_bytes()
    found: set[str] = set()
    for node in ast.walk(ast.parse(data)):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module is not None and not node.level:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return hashed(data), frozenset(name for name in found if name.partition(".")[0] in _OURS)


@cache
def sources(module: str) -> bytes:
    """One hash of the source of a module and of every project module that it imports, directly or not.

    Raises NoKey for a module that is not a file of the project.
    """
    if not _source(module)[0]:
        raise NoKey(f"the module {module} is not of this project")
    return hashed(*(part for name in sorted(needed(module)) for part in (name, _source(name)[0])))


def needed(module: str) -> set[str]:
    """A module of the project and all others of the project that it imports, directly or not."""
    todo, seen = [module], set()
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            todo += _source(name)[1]
    return {name for name in seen if _source(name)[0]}


@cache
def _certificates() -> bytes:
    files = sorted(path for folder in _DATA for path in folder.rglob("*.json"))
    return hashed(*(part for path in files for part in (str(path.relative_to(ROOT)), path.read_bytes())))


@cache
def _tools() -> bytes:
    found = [sys.version]
    for tool in _TOOLS:
        try:
            found.append(version(tool))
        except PackageNotFoundError:
            found.append("missing")
    return hashed(*found)


class Keys:
    """Makes keys; remembers the hashes of expressions, since a proof repeats many."""

    def __init__(self) -> None:
        self._known: dict[sp.Basic, bytes] = {}

    def expression(self, expr: sp.Basic) -> bytes:
        """The hash of an expression: equal for equal expressions, in every process."""
        found = self._known.get(expr)
        if found is None:
            found = self._known[expr] = self._node(expr)
        return found

    def _node(self, expr: sp.Basic) -> bytes:
        if isinstance(expr, sp.Rational):
            return hashed("number", str(int(expr.p)), str(int(expr.q)))
        if isinstance(expr, sp.Symbol):
            if type(expr) is not sp.Symbol:
                raise NoKey(f"{expr} is a {type(expr).__name__}")
            return hashed("symbol", expr.name, _assumptions(expr.assumptions0))
        if isinstance(expr, AppliedUndef):
            return hashed("function", expr.func.__name__, repr(sorted(expr.func._kwargs.items())), *map(self.expression, expr.args))
        kind = type(expr)
        parts: list[bytes | str] = [kind.__module__, kind.__qualname__]
        if not kind.__module__.startswith("sympy."):
            parts.append(sources(kind.__module__))
        if isinstance(expr, sp.IndexedBase | sp.Idx):
            parts.append(_assumptions(expr.assumptions0))
        if not expr.args:
            return hashed("atom", *parts, sp.srepr(expr))
        return hashed("node", *parts, *map(self.expression, expr.args))

    def _value(self, value: object) -> bytes:
        """The hash of a field of a goal."""
        if isinstance(value, sp.Basic):
            return self.expression(value)
        if isinstance(value, Relation):
            return hashed("relation", self.expression(value.lhs), value.sign, self.expression(value.rhs))
        if isinstance(value, tuple):
            return hashed("tuple", *map(self._value, value))
        if value is None or isinstance(value, str | int):
            return hashed(type(value).__name__, str(value))
        raise NoKey(f"{value!r} has no canonical text")

    def _finish(self, kind: str, *parts: bytes | str) -> str:
        return hashed(kind, sources("proofs.machinery.engine.discharge"), _tools(), *parts).hex()

    def step(self, owner: str, module: str, name: str, goal: Goal) -> str | None:
        """The key of a step of the proof that ``module`` records, or None where there is none."""
        try:
            if isinstance(goal, Argument):
                return None
            if isinstance(goal, Certified):
                bound = self.expression(goal.bound)
                return self._finish("Certified", goal.name, str(goal.dimension), bound, certificate_path(goal.name).read_bytes())
            if isinstance(goal, Finite):
                where = (sources(goal.compute.__module__), sources(module))
                return self._finish("Finite", owner, name, goal.compute.__module__, module, *where, _certificates())
            fields = (getattr(goal, field.name) for field in dataclasses.fields(goal))
            return self._finish(type(goal).__name__, *map(self._value, fields))
        except (NoKey, OSError, AttributeError):
            return None

    def witness(self, hypotheses: Iterable[Relation], witness: Mapping[sp.Expr, sp.Expr]) -> str | None:
        """The key of the check that the hypotheses of a statement hold at its witness."""
        try:
            return self._finish("witness", self._value(tuple(hypotheses)), self._value(tuple(witness.items())))
        except NoKey:
            return None


def _assumptions(assumptions: Mapping[str, bool | None]) -> str:
    return repr(sorted(assumptions.items()))
