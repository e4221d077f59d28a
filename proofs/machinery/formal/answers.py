"""What Coq says about the published theorems: statement, axioms, and the definitions that the statements rest on."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from textwrap import fill
from typing import Any

from proofs.machinery.formal import coq
from proofs.machinery.formal.closure import closure, dialogue
from proofs.machinery.formal.definitions import BASIC, libraries, written
from proofs.machinery.formal.libraries import library
from proofs.machinery.formal.problem import Deviation
from proofs.machinery.formal.published import module
from proofs.machinery.output.progress import progress
from symbolic.formal import FormalTheorem

ALLOWED = (
    "ClassicalDedekindReals.sig_not_dec",
    "ClassicalDedekindReals.sig_forall_dec",
    "FunctionalExtensionality.functional_extensionality_dep",
    "Classical_Prop.classic",
)
"""The axioms of Coq's real numbers and classical logic; no published theorem may rest on another."""

WIDTH = 100


@dataclass(frozen=True)
class Answers:
    """The published theorems by name, and the project's definitions behind their statements, as they are written.

    `lemmas` are the axioms of every lemma that a step of a proof names.
    """

    theorems: dict[str, FormalTheorem]
    definitions: dict[str, str]
    lemmas: dict[str, tuple[str, ...]] = field(default_factory=dict)


def _header(names: Sequence[str]) -> str:
    libraries = sorted({module(name) for name in names} | set(BASIC))
    return f"Require {' '.join(libraries)}."


def _reading() -> str:
    """Statements are printed with the real numbers and the project's basic definitions in view, and nothing else."""
    shown = f"Set Printing Width {WIDTH}. Set Printing Depth 1000000. Set Printing Coercions."
    return f"From Coq Require Import Reals. Import {' '.join(BASIC)}. Open Scope R_scope.\n{shown}"


def axioms_of(name: str, printed: str) -> tuple[str, ...]:
    """Return the axioms in what `Print Assumptions` prints; Deviation where it reports anything else."""
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
    """Return the type in what `Check` prints, moved to the margin."""
    text = printed.partition(":")[2].strip("\n").rstrip()
    first, *rest = text.splitlines()
    shift = min((len(line) - len(line.lstrip()) for line in rest), default=0)
    return _trimmed("\n".join([first, *(line[shift:] for line in rest)]))


def _trimmed(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def _statements(target: Path, names: Sequence[str]) -> dict[str, str]:
    """The statement of each name, as Coq prints it."""
    questions = [("reading", _reading()), *((name, f"Check {name}.") for name in names)]
    said = coq.ask(target, _header(names), questions, "Statements")
    return {name: _statement(said[name]) for name in names}


def _alone(target: Path, names: Sequence[str], stem: str) -> dict[str, tuple[str, ...]]:
    """The axioms of each name, asked about by itself: exact, and slow."""
    said = coq.ask(target, _header(names), [(name, f"Print Assumptions {name}.") for name in names], stem)
    return {name: axioms_of(name, said[name]) for name in names}


def _grouped(target: Path, names: Sequence[str], known: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """The axioms of the names that have, all together, just those that each is known with; no others are returned.

    Each alone takes Coq through the same proofs again, many times over. No name rests on an axiom that is not given
    here; that it has come to rest on one less shows only where it is asked about alone.
    """
    groups: dict[tuple[str, ...], list[str]] = {}
    for name in names:
        if name in known:
            groups.setdefault(known[name], []).append(name)
    if not groups:
        return {}
    terms = [[f"@{name}" for name in group] for group in groups.values()]
    questions = [(str(k), assumptions(group, f"together_{k}")) for k, group in enumerate(terms)]
    said = coq.ask(target, _header(names), questions, "Groups")
    return {
        name: axioms
        for k, (axioms, group) in enumerate(groups.items())
        if axioms_of(f"one of {', '.join(group)}"[:160], said[str(k)]) == axioms
        for name in group
    }


def together(terms: Sequence[str], name: str = "together") -> str:
    """Return a definition of one term that rests on all that these rest on: to ask once is far faster.

    >>> print(together(["a", "b", "c"]))
    Definition together := (a, (b, c)).
    """
    return f"Definition {name} := {''.join(f'({term}, ' for term in terms[:-1])}{terms[-1]}{')' * (len(terms) - 1)}."


def assumptions(terms: Sequence[str], name: str = "together") -> str:
    """Return the commands that ask what these terms rest on, all together."""
    return f"{together(terms, name)}\nPrint Assumptions {name}."


def _lemmas(target: Path, names: Sequence[str]) -> dict[str, tuple[str, ...]]:
    """The axioms of the lemmas that steps name, of all together: each alone takes Coq through the same proofs.

    Deviation where Coq does not know one of them.
    """
    if not names:
        return {}
    said = coq.ask(target, _header(names), [("lemmas", assumptions([f"@{name}" for name in names]))])
    axioms = axioms_of("a lemma that a step names", said["lemmas"])
    return dict.fromkeys(names, axioms)


def answers(
    target: Path,
    names: Sequence[str],
    texts: Mapping[Path, str],
    lemmas: Sequence[str] = (),
    known: Mapping[str, tuple[str, ...]] | None = None,
    jobs: int = 2,
) -> Answers:
    """Ask about every published name, and every lemma that a step names, in a folder where these files are built.

    `known` are the axioms that names are recorded with, to be asked about together; without it each is asked alone.
    """
    there = {library(path) for path in texts}
    missing = [f"published.toml names {name}" for name in names if module(name) not in there]
    missing += [f"a step names {name}" for name in lemmas if module(name) not in there]
    if missing:
        raise Deviation(*(f"{said}, but {module(said.split()[-1])} is not there" for said in missing))
    sources = libraries(texts)

    def rested() -> dict[str, tuple[str, ...]]:
        with dialogue(target, sorted({module(name) for name in names})) as asked:
            return closure(asked, names, sources)

    with progress("proofs.machinery.formal", "questions to Coq") as seen, ThreadPoolExecutor(jobs) as pool:
        # The longest first.
        grouped = pool.submit(_grouped, target, names, known or {})
        by_lemma = pool.submit(_lemmas, target, lemmas)
        printed = pool.submit(_statements, target, names)
        below = pool.submit(rested)
        asked: tuple[Future[Any], ...] = (grouped, by_lemma, printed, below)
        answered = count(1)
        seen(0, len(asked))
        for question in asked:
            question.add_done_callback(lambda _: seen(next(answered), len(asked)))
        statements = printed.result()  # what is not there is told of in words that name it
        axioms = grouped.result()
        left = [name for name in names if name not in axioms]
        shares = [share for k in range(jobs) if (share := left[k::jobs])]
        parts = pool.map(lambda k: _alone(target, shares[k], f"Axioms_{k}"), range(len(shares)))
        axioms |= {name: found for part in parts for name, found in part.items()}
        rests, of_lemmas = below.result(), by_lemma.result()
    theorems = {name: FormalTheorem(name, statements[name], axioms[name], rests[name]) for name in names}
    behind = written(rests.keys() - theorems.keys(), sources)
    definitions = {
        entry: f"{text}\n{rests_line(rests[entry])}" if entry in rests else text  # not what may hide a word
        for entry, text in behind.items()
    }
    return Answers(theorems, definitions, of_lemmas)


def rests_line(rests_on: Sequence[str]) -> str:
    """Return the line that names the project's definitions in a statement or in a definition, broken where it is
    long.
    """
    names = ", ".join(rests_on) or "nothing of this project"
    return fill(f"rests on: {names}", WIDTH, subsequent_indent="  ", break_long_words=False)
