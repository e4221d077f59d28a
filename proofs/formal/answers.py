"""What Coq says about the published theorems: statement, axioms, and the definitions that the statements rest on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from proofs.formal import coq
from proofs.formal.problem import Deviation
from proofs.formal.published import module
from proofs.formal.sources import LIBRARIES, bare
from symbolic.formal import FormalTheorem

ALLOWED = (
    "ClassicalDedekindReals.sig_not_dec",
    "ClassicalDedekindReals.sig_forall_dec",
    "FunctionalExtensionality.functional_extensionality_dep",
    "Classical_Prop.classic",
)
"""The axioms of Coq's real numbers and classical logic; no published theorem may rest on another."""

WIDTH = 100
_KINDS = "Constant|Inductive|Constructor|Notation|Variable|Module|Module Type|Ltac|Section"


@dataclass(frozen=True)
class Answers:
    """The published theorems by name, and the project's definitions behind their statements, as Coq prints them."""

    theorems: dict[str, FormalTheorem]
    definitions: dict[str, str]


def _header(names: Sequence[str]) -> str:
    libraries = sorted({module(name) for name in names} | {"TightMax.Vectors", "TightMax.Smoothing"})
    return f"Require {' '.join(libraries)}."


def _reading(names: Sequence[str]) -> str:
    """Statements are printed with the real numbers and the project's basic definitions in view, and nothing else."""
    return "\n".join([
        _header(names), "From Coq Require Import Reals.", "Import TightMax.Vectors TightMax.Smoothing.",
        "Open Scope R_scope.", f"Set Printing Width {WIDTH}.", "Set Printing Depth 1000000.", "Set Printing Coercions.",
    ])  # fmt: skip


def axioms_of(name: str, printed: str) -> tuple[str, ...]:
    """The axioms in what ``Print Assumptions`` prints; Deviation where it reports anything else."""
    if printed.strip() == "Closed under the global context":
        return ()
    head, _, rest = printed.partition("\n")
    found = [line.split()[0] for line in rest.splitlines() if line and not line[0].isspace()]
    if head.strip() != "Axioms:" or not found or re.search(r"^\S.*\bis assumed\b|^\S.*relies on", rest, re.MULTILINE):
        raise Deviation(f"{name}: Print Assumptions says {' '.join(printed.split())[:160]!r}")
    return tuple(sorted(found))


def check_axioms(theorems: Iterable[FormalTheorem], allowed: Sequence[str] = ALLOWED) -> None:
    """No theorem rests on an axiom that is not allowed; Deviation has one line each."""
    lines = [f"{t.name} rests on the axiom {axiom}" for t in theorems for axiom in t.axioms if axiom not in allowed]
    if lines:
        raise Deviation(*lines)


def _statement(printed: str) -> str:
    """The type in what ``Check`` prints, moved to the margin."""
    text = printed.partition(":")[2].strip("\n").rstrip()
    first, *rest = text.splitlines()
    shift = min((len(line) - len(line.lstrip()) for line in rest), default=0)
    return "\n".join([first.strip(), *(line[shift:] for line in rest)])


def _dependencies(printed: str) -> list[str]:
    """The constants in what ``Print Transparent Dependencies`` prints."""
    return [m[1] for m in re.finditer(r"^([^\s:]+)\s*:", printed, re.MULTILINE) if m[1] != "Transparent"]


def _located(printed: str) -> str:
    """The full name behind a short one, with its kind, where it is ours; else nothing."""
    match = re.match(rf"({_KINDS}) (TightMax\.\S+)", printed.strip())
    return match[2] if match and match[1] in ("Constant", "Inductive") else ""


def _words(text: str) -> set[str]:
    return set(re.findall(r"[A-Za-z_][\w']*(?:\.[A-Za-z_][\w']*)*", text))


def _declared(target: Path) -> dict[str, str]:
    """The last name of everything that the sources declare -> the command that shows it.

    A definition is shown with its body, a lemma (a definition may use one that asserts existence) by its statement.
    """
    shown = {
        "Print": "Definition|Fixpoint|CoFixpoint|Function|Let|Inductive|CoInductive|Record|Structure|Variant|Class|with",
        "Check": "Lemma|Theorem|Corollary|Proposition|Fact|Remark|Instance",
    }
    texts = [bare(path.read_text(encoding="utf-8")) for folder in LIBRARIES for path in (target / folder).rglob("*.v")]
    found: dict[str, str] = {}
    for command, kinds in shown.items():
        found |= {n: command for text in texts for n in re.findall(rf"\b(?:{kinds})\s+([A-Za-z_][\w']*)", text)}
    return found


def _definitions(target: Path, names: Sequence[str], statements: Iterable[str]) -> dict[str, str]:
    """Every definition of the project that a statement rests on, at any depth.

    Coq lists the constants, however they are hidden by notations; inductive types are found by their names.
    """
    reading, declared = _reading(names), _declared(target)
    questions = [
        (str(k), f"Definition rests_on_{k} := ltac:(let T := type of {name} in exact T).\n"
                 f"Print Transparent Dependencies rests_on_{k}.")
        for k, name in enumerate(names)
    ]  # fmt: skip

    def ours(texts: Iterable[str]) -> set[str]:
        return {word for text in texts for word in _words(text) if word.rsplit(".", 1)[-1] in declared}

    new = {n for text in coq.ask(target, reading, questions).values() for n in _dependencies(text)} | ours(statements)
    seen: set[str] = set()
    found: dict[str, str] = {}
    while new:
        seen |= new
        located = coq.ask(target, reading, [(name, f"Locate Term {name}.") for name in sorted(new)])
        full = {name for text in located.values() if (name := _located(text))} - set(found)
        shown = [(name, f"{declared.get(name.rsplit('.', 1)[-1], 'Print')} {name}.") for name in sorted(full)]
        printed = coq.ask(target, reading, shown) if shown else {}
        found |= {name: text.split("\n\nArguments", 1)[0].strip() for name, text in printed.items()}
        new = ours(printed.values()) - seen
    return dict(sorted(found.items()))


def answers(target: Path, names: Sequence[str]) -> Answers:
    """Ask about every name, in a folder that is built."""
    if not names:
        return Answers({}, {})
    missing = [name for name in names if not _library_file(target, name).is_file()]
    if missing:
        raise Deviation(*(f"published.toml names {name}, but {module(name)} is not there" for name in missing))
    axioms = coq.ask(target, _header(names), [(name, f"Print Assumptions {name}.") for name in names])
    reading = _reading(names)
    checked = coq.ask(target, reading, [(name, f"Check {name}.") for name in names])
    theorems = {n: FormalTheorem(n, _statement(checked[n]), axioms_of(n, axioms[n])) for n in names}
    definitions = _definitions(target, names, [t.statement for t in theorems.values()])
    return Answers(theorems, definitions)


def _library_file(target: Path, name: str) -> Path:
    """The source that holds a qualified name."""
    *_, generated, last = ["", *module(name).split(".")]
    return target / ("generated" if generated == "Generated" else "theories") / f"{last}.v"
