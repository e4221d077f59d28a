"""Build the Coq proofs and compare what Coq says with what is published; or record it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from proofs import registry
from proofs.machinery.formal import coq, golden, sources, stamp
from proofs.machinery.formal.answers import ALLOWED, Answers, answers, check_axioms
from proofs.machinery.formal.build import Built, build, standing
from proofs.machinery.formal.libraries import without_interval
from proofs.machinery.formal.problem import Deviation
from proofs.machinery.formal.published import Published, read
from proofs.machinery.output.files import write_json, write_text
from proofs.machinery.output.places import COQ
from symbolic.formal import FormalTheorem
from symbolic.statement import Statement
from symbolic.steps import CoqLemma

Say = Callable[[str], None]


@dataclass(frozen=True)
class Project:
    """A folder of Coq proofs with its table and its records, the statements they are about, and where it is built.

    `lemmas` are those that steps of proofs name.
    """

    root: Path
    build: Path
    statements: Mapping[str, Statement]
    lemmas: tuple[str, ...] = ()

    def table(self) -> dict[str, Published]:
        """Return what is published; Deviation names an id that is no theorem."""
        table = read(self.root / golden.TABLE)
        unknown = [id for id in table if id not in self.statements]
        if unknown:
            raise Deviation(*(f"published.toml: [{id}] is no theorem" for id in unknown))
        return table


def here() -> Project:
    """Return the project's own proofs."""
    theorems = registry.theorems()
    goals = [step.goal for theorem in theorems.values() for step in theorem.derivation.steps]
    lemmas = sorted({goal.name for goal in goals if isinstance(goal, CoqLemma)})
    return Project(COQ, coq.BUILD, {id: t.statement for id, t in theorems.items()}, tuple(lemmas))


def ask(project: Project, known: Mapping[str, tuple[str, ...]] | None = None) -> Answers:
    """Return what Coq says about all that is published, in a build that is finished; refuses an axiom not allowed.

    With the axioms that are `known` of the names, Coq is asked about many at once.
    """
    names = dict.fromkeys(name for published in project.table().values() for name in published.names)
    found = answers(project.build, list(names), standing(project.build), project.lemmas, known)
    lemmas = [FormalTheorem(name, "", axioms) for name, axioms in found.lemmas.items()]
    check_axioms([*found.theorems.values(), *lemmas])
    return found


def _said(built: Built) -> str:
    return f"Coq {coq.version()}: {built.files} files, up to date after {built.seconds:.0f} s, no forbidden word"


def _row(built: Built) -> dict[str, Any]:
    return {"sources": built.sources, "coq": coq.version(), "seconds": round(built.seconds, 1)}


def check(project: Project, fresh: bool = False, say: Say = print) -> None:
    """Build and compare; Deviation or ToolMissing where something is not as it is published."""
    table = project.table()
    stamp.remove(project.build)
    sources.check_project(project.root)
    built = build(project.root, project.build, fresh)
    say(_said(built))
    found = ask(project, golden.recorded_axioms(project.root / golden.RECORD))
    golden.compare_statements(project.root / golden.STATEMENTS, golden.statements_text(table, found))
    wanted = golden.record_value(table, found, project.statements, _row(built))
    golden.compare_record(project.root / golden.RECORD, wanted)
    check_reviews(project, table, found)
    stamp.write(project.root, project.build, built.sources, project.statements)
    say(summary(table, found))


def record(project: Project, say: Say = print) -> None:
    """Write `_CoqProject`, build anew, and write `statements.txt` and `record.json` if nothing is refused."""
    table = project.table()
    stamp.remove(project.build)
    text = sources.project_text(project.root)
    if not (project.root / sources.PROJECT).is_file() or (project.root / sources.PROJECT).read_text("utf-8") != text:
        write_text(project.root / sources.PROJECT, text)
    built = build(project.root, project.build, fresh=True)
    say(_said(built))
    found = ask(project)
    write_text(project.root / golden.STATEMENTS, golden.statements_text(table, found))
    write_json(str(project.root / golden.RECORD), golden.record_value(table, found, project.statements, _row(built)))
    for id in unreviewed(project, table, found):
        say(beside(project.statements[id], table[id], found))
    say(summary(table, found))
    check_reviews(project, table, found)
    stamp.write(project.root, project.build, built.sources, project.statements)


def _pairs(project: Project, table: Mapping[str, Published], found: Answers) -> dict[str, str]:
    theorems = {id: [found.theorems[name] for name in published.names] for id, published in table.items()}
    return {id: golden.pair(project.statements[id], those) for id, those in theorems.items()}


def unreviewed(project: Project, table: Mapping[str, Published], found: Answers) -> list[str]:
    """Return the entries whose two texts nobody has compared as they are now."""
    return [id for id, pair in _pairs(project, table, found).items() if table[id].reviewed_pair != pair]


def check_reviews(project: Project, table: Mapping[str, Published], found: Answers) -> None:
    """Raise Deviation where an entry was reviewed and reads differently now; one without a review is only counted."""
    stale = [id for id in unreviewed(project, table, found) if table[id].reviewed]
    if stale:
        raise Deviation(*(f"published.toml: [{id}] changed since it was reviewed; `--record` shows it" for id in stale))


def beside(statement: Statement, published: Published, found: Answers) -> str:
    """Return the conclusion in words beside the Coq statements, and what a reviewer is asked for."""
    theorems = [found.theorems[name] for name in published.names]
    parts = [f"\n==== {statement.id}: {statement.title}", statement.conclusion]
    parts += [f"part: {published.part}\nleft: {published.left}"] if not published.whole else []
    parts += [f"== {theorem.name}\n{theorem.statement}" for theorem in theorems]
    asked = f'read both; if they say the same, under [{statement.id}] in published.toml: reviewed = "{{}}: ..."'
    return "\n\n".join([*parts, asked.format(golden.pair(statement, theorems))])


def kernel(project: Project, say: Say = print) -> None:
    """Check with coqchk every library that does not load Interval, and all that it rests on."""
    texts = standing(project.build)
    libraries = without_interval(texts)
    axioms, seconds = coq.kernel(project.build, libraries)
    strange = [axiom for axiom in axioms if not any(axiom.endswith(f".{allowed}") for allowed in ALLOWED)]
    if strange:
        raise Deviation(*(f"coqchk finds the axiom {axiom}" for axiom in strange))
    left = len(texts) - len(libraries)
    say(f"coqchk accepts {len(libraries)} libraries in {seconds:.0f} s; {left} that load Interval are left out")


def summary(table: Mapping[str, Published], found: Answers) -> str:
    """Return what is published, counted."""
    whole = sum(published.whole for published in table.values())
    axioms = {axiom for theorem in found.theorems.values() for axiom in theorem.axioms}
    return (
        f"{len(found.theorems)} Coq theorems cover {whole} theorems as a whole and {len(table) - whole} in part; "
        f"steps name {len(found.lemmas)} lemmas; "
        f"{len(axioms)} of the {len(ALLOWED)} allowed axioms are used; "
        f"{sum(bool(published.reviewed) for published in table.values())} of {len(table)} entries are reviewed"
    )
