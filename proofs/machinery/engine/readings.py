"""What a person has read: their word that steps and theorems amount to a sentence, bound to both by a hash.

No machine compares the sentences of a conclusion, or of a source, with the relations of the steps. Where Coq has not
accepted a conclusion and the checked relations do not say all of it, a reader joins them.
`proofs/records/readings.json` holds the hash of all that was read, by theorem and claim. When anything of it changes,
the reading is void, and the verdict is UNKNOWN until somebody has read it again:
`python -m proofs.machinery.documents.readings ID --sign` signs for it.
"""

from __future__ import annotations

import ast
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from inspect import getsourcefile
from pathlib import Path

from proofs.machinery.engine.proof import Theorem

import sympy as sp
from sympy.core.function import AppliedUndef

from proofs.machinery.engine.claim import Claim
from proofs.machinery.output.places import RECORDS
from symbolic.statement import Statement
from symbolic.steps import Finite, Prose

FILE = RECORDS / "readings.json"


def _hash(*parts: str) -> str:
    return hashlib.sha256("\x00".join(f"{len(part)}:{part}" for part in parts).encode()).hexdigest()[:32]


def _expression(expr: sp.Basic) -> str:
    """The hash of an expression. SymPy calls substitutions equal that differ in a bound letter: no cache for these."""
    return _node(expr) if expr.has(sp.Subs) else _kept(expr)


@cache
def _kept(expr: sp.Basic) -> str:
    return _node(expr)


def _node(expr: sp.Basic) -> str:
    """Return the hash of an expression: the same on every machine, whatever order a sum or a product is kept in."""
    if isinstance(expr, sp.Rational):
        return f"{expr.p}/{expr.q}"
    if isinstance(expr, sp.Symbol):
        return _hash("symbol", expr.name, *sorted(f"{key} {value}" for key, value in expr._assumptions_orig.items()))
    name = expr.func.__name__ if isinstance(expr, AppliedUndef) else type(expr).__qualname__
    if not expr.args:
        return _hash(name, sp.srepr(expr))
    parts = [_expression(argument) for argument in expr.args]
    return _hash(name, *(sorted(parts) if isinstance(expr, sp.Add | sp.Mul) else parts))


def _without_remarks(tree: ast.Module) -> ast.Module:
    """Return a source without its docstrings and without the sketches of its theorems, which prove nothing."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node) is not None:
            node.body = node.body[1:] or [ast.Pass()]
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "theorem":
            node.keywords = [keyword for keyword in node.keywords if keyword.arg != "sketch"]
    return tree


@cache
def _source(path: str) -> str:
    """Return the hash of a source file without its layout, comments and docstrings, which an installed package has
    lost, and without sketches.
    """
    return _hash(ast.dump(_without_remarks(ast.parse(Path(path).read_text(encoding="utf-8")))))


def _part(value: object) -> str:
    """Return the hash of any part of a statement or of a goal."""
    if isinstance(value, sp.Basic):
        return _expression(value)
    if isinstance(value, Finite):
        return _hash("finite", _source(getsourcefile(value.compute) or ""))
    if isinstance(value, Mapping):
        return _hash("mapping", *sorted(_hash(_part(key), _part(item)) for key, item in value.items()))
    if isinstance(value, Sequence) and not isinstance(value, str):
        return _hash("sequence", *map(_part, value))
    if is_dataclass(value) and not isinstance(value, type):
        return _hash(type(value).__name__, *(_part(getattr(value, field.name)) for field in fields(value)))
    return "" if callable(value) else str(value)  # a search finds a certificate anew; what counts is the file


def digest(owner: Theorem | Claim, used: Sequence[Statement]) -> str:
    """Return the hash of all that a reader has before them.

    That is the statement, every sentence and goal of the proof, and what the used theorems conclude and claim.
    """
    items = [
        _hash("prose", item.text) if isinstance(item, Prose) else _hash(item.name, item.text, _part(item.goal))
        for item in owner.derivation.items
    ]
    printed = [_part(pair) for pair in owner.proof.refutations] if isinstance(owner, Claim) else []
    missing = owner.proof.missing if isinstance(owner, Claim) else []
    theirs = [_hash(other.id, other.conclusion, _part(other.claim), _part(other.hypotheses)) for other in used]
    return _hash(_part(owner.statement), *items, "printed", *printed, "missing", *missing, "used", *theirs)[:16]


@cache
def signed() -> Mapping[str, str]:
    """Return the hash that was read last, by id; nothing where the file is missing or is not of its form."""
    try:
        value = json.loads(FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return value if isinstance(value, dict) else {}


def current(owner: Theorem | Claim, used: Sequence[Statement]) -> bool:
    """Has somebody read the theorem or claim as it is now?"""
    return signed().get(owner.id) == digest(owner, used)
