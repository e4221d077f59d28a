"""Build the Coq proofs and compare what Coq says with what is published; or record it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

from proofs import registry
from proofs.machinery.formal import coq, golden, sources
from proofs.machinery.formal.answers import ALLOWED, Answers, answers, check_axioms
from proofs.machinery.formal.problem import Deviation
from proofs.machinery.formal.published import Published, read
from proofs.machinery.output.files import write_json, write_text
from proofs.machinery.output.places import COQ
from symbolic.statement import Statement

Say = Callable[[str], None]


@dataclass(frozen=True)
class Project:
    """A folder of Coq proofs with its table and its records, the statements they are about, and where it is built."""

    root: Path
    build: Path
    statements: Mapping[str, Statement]

    def table(self) -> dict[str, Published]:
        """What is published; Deviation names an id that is no theorem."""
        table = read(self.root / golden.TABLE)
        unknown = [id for id in table if id not in self.statements]
        if unknown:
            raise Deviation(*(f"published.toml: [{id}] is no theorem" for id in unknown))
        return table


def here() -> Project:
    """The project's own proofs."""
    return Project(COQ, coq.BUILD, {id: t.statement for id, t in registry.theorems().items()})


def ask(project: Project) -> Answers:
    """What Coq says about all that is published, in a build that is finished; refuses an axiom not allowed."""
    names = dict.fromkeys(name for published in project.table().values() for name in published.names)
    found = answers(project.build, list(names))
    check_axioms(found.theorems.values())
    return found


def _built(project: Project, seconds: float) -> str:
    count = len(sources.files(project.root))
    return f"Coq {coq.version()}: {count} files, up to date after {seconds:.0f} s, no forbidden word"


def check(project: Project, fresh: bool = False, say: Say = print) -> None:
    """Build and compare; Deviation or ToolMissing where something is not as it is published."""
    table, version = project.table(), coq.version()
    sources.check_words(project.root)
    sources.check_project(project.root)
    seconds = coq.build(project.root, project.build, fresh)
    say(_built(project, seconds))
    found = ask(project)
    golden.compare_statements(project.root / golden.STATEMENTS, golden.statements_text(table, found))
    build = {"sources": sources.digest(project.build), "coq": version, "seconds": round(seconds, 1)}
    golden.compare_record(
        project.root / golden.RECORD, golden.record_value(table, found, project.statements, build)
    )
    say(summary(table, found))


def record(project: Project, say: Say = print) -> None:
    """Build anew, write ``_CoqProject``, ``statements.txt`` and ``record.json``; nothing is written if the check fails."""
    table, version = project.table(), coq.version()
    sources.check_words(project.root)
    text = sources.project_text(project.root)
    if not (project.root / sources.PROJECT).is_file() or (project.root / sources.PROJECT).read_text("utf-8") != text:
        write_text(project.root / sources.PROJECT, text)
    seconds = coq.build(project.root, project.build, fresh=True)
    say(_built(project, seconds))
    found = ask(project)
    build = {"sources": sources.digest(project.build), "coq": version, "seconds": round(seconds, 1)}
    write_text(project.root / golden.STATEMENTS, golden.statements_text(table, found))
    write_json(str(project.root / golden.RECORD), golden.record_value(table, found, project.statements, build))
    say(summary(table, found))


def kernel(project: Project, say: Say = print) -> None:
    """Check with coqchk every library that does not load Interval, and all that it rests on."""
    libraries = sources.without_interval(project.root)
    axioms, seconds = coq.kernel(project.build, libraries)
    strange = [axiom for axiom in axioms if not any(axiom.endswith(f".{allowed}") for allowed in ALLOWED)]
    if strange:
        raise Deviation(*(f"coqchk finds the axiom {axiom}" for axiom in strange))
    left = len(sources.files(project.root)) - len(libraries)
    say(f"coqchk accepts {len(libraries)} libraries in {seconds:.0f} s; {left} that load Interval are left out")


def summary(table: Mapping[str, Published], found: Answers) -> str:
    """What is published, counted."""
    whole = sum(published.whole for published in table.values())
    axioms = {axiom for theorem in found.theorems.values() for axiom in theorem.axioms}
    return (
        f"{len(found.theorems)} Coq theorems cover {whole} theorems as a whole and {len(table) - whole} in part; "
        f"{len(axioms)} of the {len(ALLOWED)} allowed axioms are used"
    )
