"""What the result of a step depends on, as one hash: the goal, the sources that decide it, the files it reads,
versions.

The key of a step is the SHA-256 of

* the goal: its kind and its expressions, node by node (a symbol with its assumptions, a number exactly);
* the source of `proofs.machinery.engine.discharge` and of every project module that it imports, directly or not, with
  the packages that these lie in, and the time of each file;
* the same for the module of every function class that the project defines and the goal uses;
* for a certificate, the bytes of its file;
* for a finite computation, its place (owner and step), the sources of the modules that define the computation and the
  proof, with all that they import, and the bytes of all certificates, which it may read;
* the versions of Python, SymPy, mpmath, python-flint, Z3 and cvc5.

Sources, times and certificates are those of the snapshot that was taken before anything was imported, never of a later
look at the disk (`proofs.machinery.engine.snapshot` says why, and why the times count).  Dummies are numbered by
their
first occurrence in the goal, so that two goals have one key only where they are the same up to a renaming of dummies.

A goal for which no such hash is known (it holds a wildcard, say) has no key and is always discharged.
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

from proofs.machinery.engine import snapshot
from proofs.machinery.engine.discharge import certificate_path
from symbolic.relations import Relation
from symbolic.steps import Argument, Certified, CoqLemma, Finite, Goal

_TOOLS = ("sympy", "mpmath", "python-flint", "z3-solver", "cvc5")


class NoKey(ValueError):
    """A goal whose result is not kept, because what it depends on has no canonical text."""


def hashed(*parts: bytes | str) -> bytes:
    """Return one hash of several parts; where one part ends and the next begins cannot be confused."""
    digest = hashlib.sha256()
    for part in parts:
        data = part if isinstance(part, bytes) else part.encode()
        digest.update(f"{len(data)}:".encode())
        digest.update(data)
    return digest.digest()


def _file(module: str) -> Path | None:
    """Return the source of a module in the snapshot."""
    there = snapshot.taken()
    stem = there.root.joinpath(*module.split("."))
    return next((path for path in (stem.with_suffix(".py"), stem / "__init__.py") if path in there.files), None)


def _absolute(module: str, path: Path, node: ast.ImportFrom) -> str:
    """Return the module that a from-import in a file names; a relative one starts from the file's package."""
    if not node.level:
        return node.module or ""
    up = node.level - (path.name == "__init__.py")
    base = module.split(".")[: -up or None]
    return ".".join([*base, *([node.module] if node.module else [])])


@cache
def _source(module: str) -> tuple[bytes, bytes, frozenset[str]]:
    """Return the hash of a module's file, that with its time, and the project modules whose code it runs, directly.

    Those are the ones that it imports anywhere, and the packages that it lies in, which Python imports before it.
    """
    path = _file(module)
    if path is None or module.partition(".")[0] not in snapshot.PACKAGES:
        return b"", b"", frozenset()
    file = snapshot.taken().files[path]
    found = {module.rpartition(".")[0]}
    for node in ast.walk(ast.parse(file.text or b"")):
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            source = _absolute(module, path, node)
            found.add(source)
            found.update(f"{source}.{alias.name}" for alias in node.names)
    ours = frozenset(name for name in found if name.partition(".")[0] in snapshot.PACKAGES)
    return file.digest, hashed(file.digest, str(file.time)), ours


@cache
def sources(module: str, dated: bool = False) -> bytes:
    """Return one hash of the source of a module and of every project module that it imports, directly or not.

    `dated` adds the times of the files (`snapshot` says why).  Raises NoKey for a module that is not a file of the
    project.
    """
    if not _source(module)[0]:
        raise NoKey(f"the module {module} is not of this project")
    found: list[bytes | str] = []
    for name in sorted(needed(module)):
        plain, with_time, _ = _source(name)
        found += [name, with_time if dated else plain]
    return hashed(*found)


def needed(module: str) -> set[str]:
    """Return a module of the project and all others of the project whose code it runs, directly or not."""
    todo, seen = [module], set()
    while todo:
        name = todo.pop()
        if name not in seen:
            seen.add(name)
            # An import of a.b.c runs a and a.b first, whether or not c is a module.
            todo += _source(name)[2] | {name.rpartition(".")[0]} - {""}
    return {name for name in seen if _source(name)[0]}


@cache
def _certificates() -> bytes:
    there = snapshot.taken()
    files = [(path, file) for path, file in there.files.items() if path.suffix == ".json"]
    found = sorted((str(path.relative_to(there.root)), file.digest) for path, file in files)
    return hashed(*(part for row in found for part in row))


def _certificate(name: str) -> bytes:
    file = snapshot.taken().files.get(certificate_path(name))
    if file is None:
        raise NoKey(f"there is no certificate {name}")
    return file.digest


def forget() -> None:
    """Forget what was derived from the snapshot of this process, and the snapshot: for tests, which change files."""
    for known in (_source, sources, _certificates, snapshot.taken):
        known.cache_clear()


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
        self._goal()

    def _goal(self) -> None:
        """A new goal: its dummies are numbered anew, and hashes that hold a number of theirs are not those of
        another.
        """
        self._dummies: dict[sp.Dummy, int] = {}
        self._here: dict[sp.Basic, bytes] = {}
        self._met = 0

    def expression(self, expr: sp.Basic) -> bytes:
        """Return the hash of an expression: equal for equal expressions, in every process."""
        if (found := self._known.get(expr)) is not None:
            return found
        if (found := self._here.get(expr)) is not None:
            self._met += 1
            return found
        before = self._met
        found = self._node(expr)
        (self._known if self._met == before else self._here)[expr] = found
        return found

    def _dummy(self, expr: sp.Dummy) -> bytes:
        self._met += 1
        number = self._dummies.setdefault(expr, len(self._dummies))
        return hashed("dummy", str(number), expr.name, _assumptions(expr.assumptions0))

    def _node(self, expr: sp.Basic) -> bytes:
        if isinstance(expr, sp.Rational):
            return hashed("number", str(int(expr.p)), str(int(expr.q)))
        if type(expr) is sp.Dummy:
            return self._dummy(expr)
        if isinstance(expr, sp.Symbol):
            if type(expr) is not sp.Symbol:
                raise NoKey(f"{expr} is a {type(expr).__name__}")
            return hashed("symbol", expr.name, _assumptions(expr.assumptions0))
        if isinstance(expr, AppliedUndef):
            return hashed(
                "function", expr.func.__name__, repr(sorted(expr.func._kwargs.items())),
                *map(self.expression, expr.args),
            )
        kind = type(expr)
        parts: list[bytes | str] = [kind.__module__, kind.__qualname__]
        if not kind.__module__.startswith("sympy."):
            parts.append(sources(kind.__module__, dated=True))
        if isinstance(expr, sp.IndexedBase | sp.Idx):
            parts.append(_assumptions(expr.assumptions0))
        if not expr.args:
            return hashed("atom", *parts, sp.srepr(expr))
        return hashed("node", *parts, *map(self.expression, expr.args))

    def _value(self, value: object) -> bytes:
        """Return the hash of a field of a goal."""
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
        return hashed(kind, sources("proofs.machinery.engine.discharge", dated=True), _tools(), *parts).hex()

    def step(self, owner: str, module: str, name: str, goal: Goal) -> str | None:
        """Return the key of a step of the proof that `module` records, or None where there is none."""
        self._goal()
        try:
            if isinstance(goal, CoqLemma | Argument):
                return None
            if isinstance(goal, Certified):
                bound = self.expression(goal.bound)
                return self._finish(
                    "Certified", goal.name, str(goal.dimension), goal.sign, bound, _certificate(goal.name),
                )
            if isinstance(goal, Finite):
                where = (sources(goal.compute.__module__, dated=True), sources(module, dated=True))
                return self._finish("Finite", owner, name, goal.compute.__module__, module, *where, _certificates())
            fields = (getattr(goal, field.name) for field in dataclasses.fields(goal))
            return self._finish(type(goal).__name__, *map(self._value, fields))
        except (NoKey, AttributeError):
            return None

    def witness(self, hypotheses: Iterable[Relation], witness: Mapping[sp.Expr, sp.Expr]) -> str | None:
        """Return the key of the check that the hypotheses of a statement hold at its witness."""
        self._goal()
        try:
            return self._finish("witness", self._value(tuple(hypotheses)), self._value(tuple(witness.items())))
        except NoKey:
            return None


def _assumptions(assumptions: Mapping[str, bool | None]) -> str:
    return repr(sorted(assumptions.items()))
