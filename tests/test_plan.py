"""The plan of the house: which room may import which, what stands at the top of ``proofs``, and that nothing is forgotten."""

import ast
import re
from collections.abc import Iterator
from doctest import DocTestParser
from functools import cache
from itertools import pairwise
from pathlib import Path

import pytest

from proofs import registry
from tests.house_map import PICTURE, TEXT, picture, text
from tests.import_graph import circle, imports, modules

ROOT = Path(__file__).resolve().parents[1]

TOP = {
    "__init__.py", "__main__.py", "registry.py", "verify.py", "verify_upper.py", "machinery", "claims", "certificates", "coq",
    "records", *registry.CHAPTERS,
}  # fmt: skip
"""All that may stand at the top of ``proofs``: the door, the registry, the two checkers, results, evidence, the machine."""

FLOORS = (
    ("verify", ("proofs.verify", "proofs.verify_upper")),
    ("what is said", ("symbolic",)),
    ("the machine", ("proofs.machinery", "proofs.registry")),
    *((f"chapter {name}", (f"proofs.{name}",)) for name in registry.CHAPTERS),
    ("the sources", ("proofs.claims",)),
    ("the door", ("proofs.__main__", "proofs")),
    ("the attack", ("numeric_checks",)),
)
"""From the bottom up: a module imports modules of its own floor and of those below; ``tightmax`` stands beside them all."""


def floor(module: str) -> int:
    found = [
        (len(prefix), number)
        for number, (_, prefixes) in enumerate(FLOORS)
        for prefix in prefixes
        if module == prefix or module.startswith(f"{prefix}.")
    ]
    return max(found)[1]


@cache
def graph() -> dict[str, frozenset[str]]:
    return {name: frozenset(imports(name, path, modules(ROOT))) for name, path in modules(ROOT).items()}


def test_no_module_imports_a_floor_above():
    wrong = [
        (name, other)
        for name, others in graph().items()
        for other in others
        if not name.startswith("tightmax") and not other.startswith("tightmax") and floor(other) > floor(name)
    ]
    assert wrong == []


def test_the_array_library_imports_nothing_but_itself():
    loader = {("tightmax.__main__", "proofs.__main__")}  # it hands the command line over, once the proofs can be imported
    wrong = {(name, other) for name, others in graph().items() for other in others if name.startswith("tightmax") > other.startswith("tightmax")}
    assert wrong == loader


def test_the_checkers_import_nothing_of_ours():
    assert graph()["proofs.verify"] == graph()["proofs.verify_upper"] == frozenset()


def test_there_is_no_circle():
    assert circle(graph()) is None


def test_a_circle_is_found():
    assert circle({"a": frozenset("b"), "b": frozenset("c"), "c": frozenset("b")}) == ["b", "c", "b"]
    assert circle({"a": frozenset("bc"), "b": frozenset("c"), "c": frozenset()}) is None


def test_the_top_of_proofs_is_the_table_of_contents():
    found = {path.name for path in (ROOT / "proofs").iterdir() if path.name != "__pycache__"}
    assert found == TOP


def theorem_files() -> set[str]:
    return {file.removesuffix(".py").replace("/", ".") for file in registry.files().values()}


def test_no_file_of_a_chapter_imports_a_theorem():
    """What two theorems need is a formula, in symbolic/formulas, or steps, in the chapter's lemmas."""
    chapters = tuple(f"proofs.{name}." for name in registry.CHAPTERS)
    wrong = {(name, other) for name, others in graph().items() if name.startswith(chapters) for other in others & theorem_files()}
    assert wrong == set()
    assert "proofs.beyond.universal_lower" in graph()["numeric_checks.attacks.split"] & theorem_files()  # an import of one is seen


def test_every_formula_is_derived_by_a_doctest():
    """Every module has examples, and names all its formulas in them."""
    found = {name: path for name, path in modules(ROOT).items() if name.startswith("symbolic.formulas.")}
    assert found
    for name, path in found.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.FunctionDef)]
        examples = "".join(e.source for node in documented for e in DocTestParser().get_examples(ast.get_docstring(node) or ""))
        formulas = {
            target.id for node in tree.body if isinstance(node, ast.Assign) and not declares_symbols(node.value)
            for target in ast.walk(node) if isinstance(target, ast.Name) and isinstance(target.ctx, ast.Store)
        }  # fmt: skip
        formulas |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        unnamed = {formula for formula in formulas if not re.search(rf"\b{formula}\b", examples)}
        assert examples and not unnamed, f"{name}: {sorted(unnamed)}"


def declares_symbols(value: ast.expr) -> bool:
    return any(isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node).rpartition(".")[2] in ("reals", "positives", "symbols") for node in ast.walk(value))


@pytest.mark.parametrize("chapter", registry.CHAPTERS)
def test_every_file_of_a_chapter_is_registered(chapter):
    here = {path.stem for path in (ROOT / "proofs" / chapter).glob("*.py")} - {"__init__"}
    listed = [Path(file).stem for file in registry.files().values() if file.startswith(f"proofs/{chapter}/")]
    assert sorted(listed) == sorted(here), "name it in THEOREMS, or put it into lemmas/"


def test_every_file_of_the_sources_is_registered():
    listed = {Path(registry.file_of(id)) for id in registry.claims()}
    assert listed == {path.relative_to(ROOT) for path in (ROOT / "proofs" / "claims").glob("*/*.py")} - {
        Path("proofs/claims") / source / "__init__.py" for source in registry.SOURCES
    }


def test_chapters_open_with_what_their_heading_names():
    order = list(registry.theorems())
    opening = [order.index(id) for id in registry.headings()]
    assert opening[0] == 0 and all(a < b for a, b in pairwise(opening))


def long_modules(limit: int) -> Iterator[str]:
    for name, path in modules(ROOT).items():
        if len(path.read_text(encoding="utf-8").splitlines()) > limit:
            yield name


def test_no_module_is_longer_than_350_lines():
    assert list(long_modules(350)) == [] and "proofs.verify" in set(long_modules(200))


def test_every_module_and_public_name_of_a_package_is_documented():
    for name, path in modules(ROOT).items():
        assert ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))), name


def test_the_map_is_of_this_house():
    assert TEXT.read_text(encoding="utf-8") == text(), "run `make map`"
    assert PICTURE.read_text(encoding="utf-8") == picture(), "run `make map`"
