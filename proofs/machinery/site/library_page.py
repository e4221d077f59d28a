"""The reference of the array library: every public name, as its docstring says it."""

from __future__ import annotations

import ast
from copy import deepcopy
from functools import cache
from pathlib import Path

from proofs.machinery.output.places import ROOT
from proofs.machinery.site.page import Page

MODULES = {
    "tightmax": "Smooth maxima",
    "tightmax.torch": "Layers and losses for PyTorch",
    "tightmax.jax": "Losses for JAX",
    "tightmax.perturbed": "Perturbed optimisers",
    "tightmax.perturbed.torch": "Perturbed optimisers for PyTorch, with gradients",
    "tightmax.perturbed.jax": "Perturbed optimisers for JAX, with gradients",
    "tightmax.spectral": "Spectral norms",
}
"""The public modules, and what their parts of the page are called."""

WITHIN = {"tightmax.kinds"}
"""Modules that list their names for the rest of the library."""


def source(module: str) -> Path:
    """Return the file of a module of ours."""
    path = ROOT.joinpath(*module.split("."))
    return path / "__init__.py" if path.is_dir() else path.with_suffix(".py")


@cache
def _statements(module: str) -> tuple[ast.stmt, ...]:
    """Return what a module says, read and not imported: the library that it is for may not be here."""
    return tuple(ast.parse(source(module).read_text(encoding="utf-8")).body)


@cache
def listed(module: str) -> tuple[str, ...]:
    """Return the names in `__all__` of a module; none where it has none."""
    for statement in _statements(module):
        if isinstance(statement, ast.Assign) and any(
            isinstance(target, ast.Name) and target.id == "__all__" for target in statement.targets
        ):
            return tuple(ast.literal_eval(statement.value))
    return ()


def defined(module: str) -> dict[str, ast.FunctionDef | ast.ClassDef]:
    """Return the functions and classes that a module defines itself."""
    return {found.name: found for found in _statements(module) if isinstance(found, (ast.FunctionDef, ast.ClassDef))}


def signature(found: ast.ClassDef) -> str:
    """Return what a class is called with, without types, where it says so itself: what it is derived from may hide it.

    >>> signature(ast.parse("class A:\\n    def __init__(self, x: int, *, y: float = 1.0): ...").body[0])
    '(x, *, y=1.0)'
    """
    for part in found.body:
        if isinstance(part, ast.FunctionDef) and part.name == "__init__":
            given = deepcopy(part.args)
            for one in (*given.posonlyargs, *given.args, *given.kwonlyargs):
                one.annotation = None
            (given.posonlyargs or given.args).pop(0)
            return f"({ast.unparse(given)})"
    return ""


def home(module: str, name: str) -> str:
    """Return the module that defines a public name of a module, from import to import."""
    if name in defined(module):
        return module
    for statement in _statements(module):
        for found in ast.walk(statement):  # those for type checkers stand below a condition
            if isinstance(found, ast.ImportFrom) and found.module and name in {alias.name for alias in found.names}:
                return home(found.module, name)
    raise LookupError(f"{module} lists {name}, and neither defines nor imports it")


def public(module: str) -> list[str]:
    """Return the names that the part of the page about a module has: those at home there, in no part of their own."""

    def part(place: str) -> str:
        return max((other for other in MODULES if f"{place}.".startswith(f"{other}.")), key=len)

    return [name for name in listed(module) if part(home(module, name)) == module]


def _directive(module: str, name: str) -> str:
    place = home(module, name)
    shortest = min((m for m in MODULES if name in listed(m) and home(m, name) == place), key=len)
    found = defined(place)[name]
    if isinstance(found, ast.ClassDef):
        return f".. autoclass:: {shortest}.{name}{signature(found)}\n   :members:\n"
    return f".. autofunction:: {shortest}.{name}\n"


def library_page() -> Page:
    """Return the page. What a module for another library says of all its functions stands before them."""
    page = Page("The library, name by name")
    page.markdown("All functions take arrays of shape `(..., n)`. [The tutorial](tutorial/index) shows them at work.")
    for module, heading in MODULES.items():
        page.section(heading)
        of_all = f".. automodule:: {module}\n" if module.endswith((".torch", ".jax")) else ""
        directives = "\n".join([of_all, *(_directive(module, name) for name in public(module))])
        page.markdown(f"```{{eval-rst}}\n{directives}```")
    return page
