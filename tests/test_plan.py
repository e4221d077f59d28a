"""The plan of the house: which room may import which, what stands at the top of `proofs`; nothing is forgotten."""

import ast
import re
from collections.abc import Iterable, Iterator, Sequence
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
    *("__init__.py", "__main__.py", "registry.py", "verify.py", "verify_lattice.py", "verify_upper.py"),
    *("verify_walk.py", "machinery"),
    *("claims", "certificates", "coq", "agda", "records", *registry.CHAPTERS),
}
"""All that may stand at the top of `proofs`: the door, the registry, the checkers, results, evidence, the machine."""

FLOORS = (
    ("verify", ("proofs.verify", "proofs.verify_lattice", "proofs.verify_upper", "proofs.verify_walk")),
    ("what is said", ("symbolic",)),
    ("the machine", ("proofs.machinery", "proofs.registry")),
    *((f"chapter {name}", (f"proofs.{name}",)) for name in registry.CHAPTERS),
    ("the sources", ("proofs.claims",)),
    ("the door", ("proofs.__main__", "proofs")),
    ("the attack", ("numeric_checks",)),
)
"""From the bottom up: a module imports modules of its own floor and of those below; `tightmax` stands beside them."""


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
    loader = {
        ("tightmax.__main__", "proofs.__main__")
    }  # it hands the command line over, once the proofs can be imported
    wrong = {
        (name, other)
        for name, others in graph().items()
        for other in others
        if name.startswith("tightmax") > other.startswith("tightmax")
    }
    assert wrong == loader


def test_the_checkers_import_nothing_of_ours():
    for checker in dict(FLOORS)["verify"]:
        assert graph()[checker] == frozenset()


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
    wrong = {
        (name, other)
        for name, others in graph().items()
        if name.startswith(chapters)
        for other in others & theorem_files()
    }
    assert wrong == set()
    assert (
        "proofs.beyond.universal_lower" in graph()["numeric_checks.attacks.split"] & theorem_files()
    )  # an import of one is seen


def test_every_formula_is_derived_by_a_doctest():
    """Every module has examples, and names all its formulas in them."""
    found = {name: path for name, path in modules(ROOT).items() if name.startswith("symbolic.formulas.")}
    assert found
    for name, path in found.items():
        tree = ast.parse(path.read_text(encoding="utf-8"))
        documented = [node for node in ast.walk(tree) if isinstance(node, ast.Module | ast.FunctionDef)]
        examples = "".join(
            e.source for node in documented for e in DocTestParser().get_examples(ast.get_docstring(node) or "")
        )
        formulas = {
            target.id for node in tree.body if isinstance(node, ast.Assign) and not declares_symbols(node.value)
            for target in ast.walk(node) if isinstance(target, ast.Name) and isinstance(target.ctx, ast.Store)
        }
        formulas |= {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}
        unnamed = {formula for formula in formulas if not re.search(rf"\b{formula}\b", examples)}
        assert examples and not unnamed, f"{name}: {sorted(unnamed)}"


def declares_symbols(value: ast.expr) -> bool:
    return any(
        isinstance(node, ast.Name | ast.Attribute)
        and ast.unparse(node).rpartition(".")[2] in ("reals", "positives", "symbols")
        for node in ast.walk(value)
    )


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


def longer_than(limit: int, files: Iterable[Path]) -> set[str]:
    return {
        path.relative_to(ROOT).as_posix()
        for path in files
        if len(path.read_text(encoding="utf-8").splitlines()) > limit
    }


def test_no_module_and_no_test_is_longer_than_350_lines():
    ours, tests = modules(ROOT).values(), [*(ROOT / "tests").rglob("*.py")]
    assert longer_than(350, [*ours, *tests]) == set()
    assert "proofs/verify.py" in longer_than(200, ours) and "tests/checkers/test_verify.py" in longer_than(100, tests)


def public(body: Sequence[ast.stmt], of: str = "") -> Iterator[tuple[str, bool]]:
    """Yield the public names that a body defines, also in its classes, and whether each is documented.

    A theorem and a claim are documented by the statement above them, the cases of an overload by the function.
    """
    for node in body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) and not node.name.startswith("_"):
            above = {ast.unparse(line).partition("(")[0] for line in node.decorator_list}
            yield of + node.name, bool(ast.get_docstring(node) or above & {"theorem", "claim", "overload"})
            if isinstance(node, ast.ClassDef):
                yield from public(node.body, f"{of}{node.name}.")


@cache
def syntax(name: str) -> ast.Module:
    return ast.parse(modules_here()[name].read_text(encoding="utf-8"))


@cache
def modules_here() -> dict[str, Path]:
    return modules(ROOT)


def documented(each: str, name: str, tree: ast.Module) -> bool:
    """Say whether a name that a module has is documented where it is defined, be it there or where it is imported
    from.
    """
    home = {
        alias.asname or alias.name: node.module or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    if each in home:
        place = home[each]
        if f"{place}.{each}" in modules_here():
            return bool(ast.get_docstring(syntax(f"{place}.{each}")))
        return documented(each, place, syntax(place))
    return dict(public(tree.body)).get(each, each in constants(tree.body))


def constants(body: Sequence[ast.stmt]) -> set[str]:
    """Return the constants with a text below them; one text may stand below several lines, but for blank ones."""
    found: set[str] = set()
    group: list[ast.Assign | ast.AnnAssign] = []
    for node in body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            joins = group and node.lineno == (group[-1].end_lineno or 0) + 1
            group = [*group, node] if joins else [node]
            continue
        if is_text(node):
            found |= {
                name.id
                for line in group
                for name in ast.walk(line)
                if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store)
            }
        group = []
    return found


def exported(name: str, tree: ast.Module) -> Iterator[tuple[str, bool]]:
    """Yield the names in the `__all__` of a module, and whether each is documented."""
    found = [
        node.value for node in tree.body if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    ]
    for each in ast.literal_eval(found[0]) if found else ():
        yield each, documented(each, name, tree)


def is_text(node: ast.stmt) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def test_every_module_and_public_name_of_a_package_is_documented():
    bare, names = [], 0
    for name in modules_here():
        tree = syntax(name)
        found = [("", bool(ast.get_docstring(tree))), *public(tree.body), *exported(name, tree)]
        names += len(found)
        bare += [f"{name}: {each}" for each, known in found if not known]
    assert bare == [] and names > 1000


def test_a_public_name_without_a_word_is_found():
    tree = ast.parse(
        "@theorem('x')\ndef a(): ...\ndef b(): 'B.'\ndef c(): ...\n"
        "class D:\n  'D.'\n  def e(self): ...\n  def _f(self): ...\n"
    )
    assert list(public(tree.body)) == [("a", True), ("b", True), ("c", False), ("D", True), ("D.e", False)]
    assert constants(
        ast.parse("A = 1\nB = C = 2\n'Two.'\nD = 3\n\nE: int = 4\n'E.'\nF = 5\ndef f(): ...\n'G.'").body
    ) == {"A", "B", "C", "E"}
    tree = ast.parse(
        "from symbolic.verdict import combine, nothing\nfrom tightmax import kinds\n"
        "__all__ = ['combine', 'kinds', 'nothing']"
    )
    assert list(exported("symbolic", tree)) == [("combine", True), ("kinds", True), ("nothing", False)]


def test_no_folder_of_tests_lacks_its_init():
    """Without it tests/proofs would stand for the package proofs."""
    folders = {path.parent for path in (ROOT / "tests").rglob("*.py")}
    inside = {
        folder for start in folders for folder in (start, *start.parents) if folder.is_relative_to(ROOT / "tests")
    }
    assert {folder.relative_to(ROOT).as_posix() for folder in inside if not (folder / "__init__.py").is_file()} == set()
    assert ROOT / "tests" / "checkers" in inside


def test_the_map_is_of_this_house():
    assert TEXT.read_text(encoding="utf-8") == text(), "run `make map`"
    assert PICTURE.read_text(encoding="utf-8") == picture(), "run `make map`"
