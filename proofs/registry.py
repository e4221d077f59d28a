"""The theorems and claims, in reading order.  Explicit: a file that is not named here is not run."""

from __future__ import annotations

import ast
import difflib
import importlib
import os
import re
import traceback
from collections.abc import Iterable
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from proofs.machinery.output.bad_input import BadInput, shown

if TYPE_CHECKING:  # the names of the theorems are read without what their files import
    from proofs.machinery.engine.proof import Theorem

    from proofs.machinery.engine.claim import Claim

CHAPTERS = ("paper", "beyond", "surrogates", "lipschitz", "floating_point", "perturbed")
"""The chapters in reading order: folders of `proofs`, each of which lists its results in `THEOREMS`."""

SOURCES = ("seed000", "seed001", "seed002", "seed003", "seed004")
"""The sources that are judged: folders of `proofs.claims`, each of which lists its files in `FILES`."""

CLAIM_ID = re.compile(r"S[0-9]-[0-9]+")
"""The form of the id of a claim: its source, and its number there."""

OURS = ("proofs", "symbolic", "numeric_checks", "tightmax")
"""The packages of this project."""


class BrokenFile(BadInput):
    """A registered file that cannot be imported, in one line that names the file, the line and the fault."""


def imported(name: str) -> Any:
    """Return the module of that name; BrokenFile where it, or a file of ours that it imports, is wrong."""
    try:
        return importlib.import_module(name)
    except (BadInput, ModuleNotFoundError) as error:
        if isinstance(error, BadInput) or _top(error.name or "") not in OURS:
            raise  # a library that is missing is no fault of the file
        raise BrokenFile(_fault(name, error)) from error
    except Exception as error:
        raise BrokenFile(_fault(name, error)) from error


def _top(name: str) -> str:
    return name.partition(".")[0]


def _fault(name: str, error: Exception) -> str:
    """Return where the last statement of ours stands that was carried out in an import, and the error."""
    root, file, line = Path(__file__).parents[1], f"{name.replace('.', '/')}.py", 0
    walked = traceback.walk_tb(error.__traceback__)
    frames = [(frame, number) for frame, number in walked if frame.f_code.co_name == "<module>"]
    if isinstance(error, SyntaxError) and error.filename is not None:
        file, line = error.filename, error.lineno or 0
    elif ours := [(frame, number) for frame, number in frames if _top(frame.f_globals["__name__"]) in OURS]:
        file, line = ours[-1][0].f_code.co_filename, ours[-1][1]
    said = (error.msg if isinstance(error, SyntaxError) else str(error)).partition("\n")[0]
    place = f"{file.removeprefix(f'{root}{os.sep}')}{f', line {line}' if line else ''}"
    return f"{place}: {type(error).__name__}{f': {said}' if said else ''}"


def _chapter(name: str) -> Any:
    return imported(f"proofs.{name}")


@cache
def files() -> dict[str, str]:
    """Return the file of every theorem, by id and in reading order; nothing but the lists of the chapters is
    imported.
    """
    found: dict[str, str] = {}
    for chapter in CHAPTERS:
        for name in _chapter(chapter).THEOREMS:
            id = name.replace("_", "-")
            if id in found or CLAIM_ID.fullmatch(id):
                raise UnknownId(
                    f"proofs/{chapter}/__init__.py names {name}: that id is taken, by a theorem or for claims"
                )
            found[id] = f"proofs/{chapter}/{name}.py"
    return found


def numbers() -> dict[str, int]:
    """Return the number of every theorem, the same in all volumes of the paper."""
    return {id: number for number, id in enumerate(files(), 1)}


def file_of(id: str) -> str:
    """Return the file of a theorem, or of the claims that a claim stands among, relative to the checkout."""
    among = (file for file, found in _claim_files().items() if id in {claim.id for claim in found})
    return files().get(id) or next(among)


def sources() -> dict[str, str]:
    """Return what each source is about, by the letters with which the ids of its claims begin."""
    return {f"S{int(name[4:])}": importlib.import_module(f"proofs.claims.{name}").HEADING for name in SOURCES}


def headings() -> dict[str, str]:
    """Return the heading of every chapter, by the theorem that opens it."""
    return {_chapter(name).THEOREMS[0].replace("_", "-"): _chapter(name).HEADING for name in CHAPTERS}


def chapter_of(id: str) -> str:
    """Return the heading of the chapter of a theorem."""
    heading: str = _chapter(files()[id].split("/")[1]).HEADING
    return heading


class UnknownId(BadInput):
    """An id that names no theorem or claim, or a theorem file that does not fit in."""


@cache
def theorems() -> dict[str, Theorem]:
    """Return all theorems by id, in reading order; a theorem may use only those before it, and has no letter without a
    meaning.
    """
    found: dict[str, Theorem] = {}
    for id, file in files().items():
        module = file.removesuffix(".py").replace("/", ".")
        theorem: Theorem | None = getattr(imported(module), module.rpartition(".")[2], None)
        if theorem is None or not hasattr(theorem, "statement"):
            raise UnknownId(f"{file} holds no theorem {module.rpartition('.')[2]}, expected by its name")
        if theorem.id != id:
            raise UnknownId(f"{file} holds {theorem.id!r}, expected {id!r}")
        if (fault := theorem.fault) is not None:
            raise UnknownId(f"{file}: {fault}")
        for used in theorem.statement.uses:
            if used not in found:
                raise UnknownId(f"{theorem.id} uses {used!r}, which does not come before it")
        found[theorem.id] = theorem
    return found


@cache
def _claim_files() -> dict[str, tuple[Claim, ...]]:
    """Return the claims by the file in which they stand."""
    found: dict[str, tuple[Claim, ...]] = {}
    for source in SOURCES:
        for name in imported(f"proofs.claims.{source}").FILES:
            file = f"proofs/claims/{source}/{name}.py"
            if file in found:
                raise UnknownId(f"proofs/claims/{source}/__init__.py names {name} twice")
            here = getattr(imported(f"proofs.claims.{source}.{name}"), "claim", None)
            if here is None:
                raise UnknownId(f"{file} declares no claims: it has no `claim = Claims()`")
            found[file] = tuple(here.declared)
    return found


@cache
def claims() -> dict[str, Claim]:
    """Return all claims by id, in the order of their ids."""
    found: dict[str, Claim] = {}
    for here in _claim_files().values():
        for claim in here:
            if claim.id in found:
                raise UnknownId(f"claim {claim.id} is declared twice")
            if not CLAIM_ID.fullmatch(claim.id):
                raise UnknownId(
                    f"claim {claim.id} has no id of a claim, such as S0-16, and could be taken for a theorem"
                )
            found[claim.id] = claim
    return dict(sorted(found.items()))


@cache
def _claim_ids() -> tuple[str, ...]:
    """Return the ids of the claims as their files write them; to import these would take a second."""
    found = []
    for source in SOURCES:
        for name in imported(f"proofs.claims.{source}").FILES:
            file = Path(__file__).parent / "claims" / source / f"{name}.py"
            try:
                tree = ast.parse(file.read_text(encoding="utf-8"), str(file))
            except SyntaxError as error:
                raise BrokenFile(_fault(name, error)) from error
            for node in ast.walk(tree):  # every way to declare a claim is a call that begins with the id
                first = node.args[0] if isinstance(node, ast.Call) and node.args else None
                if isinstance(first, ast.Constant) and isinstance(first.value, str) and CLAIM_ID.fullmatch(first.value):
                    found.append(first.value)
    return tuple(sorted(set(found)))


def known_ids() -> list[str]:
    """Return the ids of all theorems and claims, without SymPy: nothing that takes long is imported."""
    return [*files(), *_claim_ids()]


def check_ids(ids: Iterable[str]) -> None:
    """UnknownId for the first that names no theorem or claim, before anything that takes long is imported."""
    for id in ids:
        if not id:
            raise BadInput("ID '': the id of a theorem or claim is accepted; `tightmax list` shows all ids")
        if id not in files() and id not in _claim_ids():
            raise _unknown(id)


def _unknown(id: str) -> UnknownId:
    """Return what to say of an id that is not known: the nearest ones, or how to register a file of that name."""
    name = id.replace("-", "_")
    for chapter in CHAPTERS if name.isidentifier() else ():
        file = Path(__file__).parent / chapter / f"{name}.py"
        if file.is_file() and "@theorem(" in file.read_text(encoding="utf-8"):
            list_ = f"THEOREMS in proofs/{chapter}/__init__.py"
            return UnknownId(f"proofs/{chapter}/{name}.py is no registered theorem: name {name} in {list_}")
    near = difflib.get_close_matches(id[:80], known_ids(), n=3, cutoff=0.5)
    hint = f"nearest: {', '.join(near)}" if near else "`tightmax list` shows all ids"
    return UnknownId(f"unknown theorem or claim id {shown(id)}; {hint}")


def theorem(id: str) -> Theorem:
    """Return the theorem of that id; UnknownId suggests the nearest ones, or how to register a file of that name."""
    known = theorems()
    if id not in known:
        raise _unknown(id)
    return known[id]
