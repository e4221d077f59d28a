"""What is generated in paper_notes.md and README.md: ``python -m proofs.machinery.documents.notes`` rewrites it, ``--check`` compares."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from proofs import registry
from proofs.machinery.bounds import claimed
from proofs.machinery.bounds.best import Side, bounds, lower_bounds
from proofs.machinery.bounds.closed_form import constant
from proofs.machinery.documents.counted import counted
from proofs.machinery.documents.terminal import summary_lines
from proofs.machinery.engine.claim import ClaimVerdict
from proofs.machinery.engine.session import Session
from proofs.machinery.output.checkout import check_checkout
from proofs.machinery.output.endings import ending
from proofs.machinery.output.exit_status import DIFFERS, MATCHES
from proofs.machinery.output.files import write_text
from proofs.machinery.output.parser import parser
from proofs.machinery.output.places import ROOT
from symbolic.printing.markdown import markdown
from symbolic.steps import Certified

NOTES = ROOT / "paper_notes.md"
README = NOTES.with_name("README.md")
BOUNDS_SHOWN = (*range(2, 65), 1000, 10**6, 10**9)


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", r"\|") for cell in cells) + " |"


def _table(header: tuple[str, ...], rows: list[str]) -> str:
    return "\n".join([_row(*header), "|" + "---|" * len(header), *rows])


def theorem_table(session: Session) -> str:
    """Every theorem: verdict, weakest grade, weakest machine-checked grade, argued steps, file."""
    rows = []
    for id, theorem in registry.theorems().items():
        j = session.theorem(id)
        grade = j.grade.name if j.grade is not None else "-"
        machine = j.machine_grade.name if j.machine_grade is not None else "-"
        file = f"`{registry.file_of(id)}`"
        rows.append(_row(f"`{id}`", markdown(theorem.statement.title), j.verdict.value, grade, machine, len(j.argued), file))
    return _table(("theorem", "says", "verdict", "grade", "checked steps", "argued", "file"), rows)


def formal_table(session: Session) -> str:
    """The Coq theorems behind each theorem: what they cover, and what is left."""
    rows, skipped = [], []
    for id in registry.theorems():
        formal = session.theorem(id).formal
        if formal is None:
            continue
        names = ", ".join(f"`{name.removeprefix('TightMax.')}`" for name in formal.names)
        covers, left = ("the whole", "-") if formal.whole else (formal.part, formal.left)
        rows.append(_row(f"`{id}`", names, covers, left))
        skipped += [f"* `{id}` counts as skipped: {formal.skipped}."] if formal.skipped else []
    if not rows:
        return "Nothing is published yet."
    return "\n".join([_table(("theorem", "TightMax.", "formal", "not formal"), rows), "", *skipped]).rstrip()


def argued_list(session: Session) -> str:
    """The argued steps, each once, with its text."""
    lines = []
    for id, theorem in registry.theorems().items():
        own = {name.partition("/")[2] for name in session.theorem(id).argued if name.startswith(f"{id}/")}
        for step in theorem.derivation.steps:
            if step.name in own:
                lines.append(f"* `{id}/{step.name}`: {markdown(step.text)}")
    return "\n".join(lines) or "* none: a machine has checked every step."


def _decided_by(session: Session, id: str) -> str:
    """A link to what decides the claim: a theorem's proof, the record of an experiment, or the claim's own steps."""
    found, claim = session.claim(id), registry.claims()[id]
    if claim.experiment:
        return f"[`{claim.experiment}`](proofs/records/{claim.experiment}.json)"
    if found.theorem:
        return f"[`{found.theorem}`]({registry.file_of(found.theorem)})"
    file = registry.file_of(id)
    return f"[`{file.removeprefix('proofs/claims/')}`]({file})"


def claim_table(session: Session) -> str:
    """Every claim, a table for each source: what it says, the verdict, and the proof that decides it."""
    tables = []
    for seed, title in registry.sources().items():
        rows = [
            _row(id, markdown(claim.statement.title), session.claim(id).verdict.value, _decided_by(session, id))
            for id, claim in registry.claims().items()
            if id.startswith(seed)
        ]
        tables.append(f"### {seed}: {title}\n\n" + _table(("claim", "says", "verdict", "proof"), rows))
    return "\n\n".join(tables)


def errata(session: Session) -> str:
    """What is printed and wrong, with the truth."""
    rows = []
    for id, claim in registry.claims().items():
        verdict = session.claim(id).verdict
        if verdict in (ClaimVerdict.REFUTED, ClaimVerdict.CORRECTED):
            statement = claim.statement
            rows.append(_row(id, markdown(statement.source), markdown(statement.title), verdict.value, markdown(statement.conclusion)))
    return _table(("claim", "where", "printed", "verdict", "true"), rows)


def bounds_table() -> str:
    """The proved enclosure of eps*_d at a few dimensions."""
    rows = []
    for d in BOUNDS_SHOWN:
        b = bounds(d)
        low, high = b.lower.decimal(up=False)[:-6], b.upper.decimal(up=True)
        rows.append(_row(d, low, f"`{b.lower.theorem}`", high, f"`{b.upper.theorem}`", b.chain.decimal(up=False)[:-6], b.lse.decimal(up=True)))
    return _table(("d", "eps*_d at least (cut)", "by", "at most", "by", "chain L_d (cut)", "ln d"), rows)


def margin_table() -> str:
    """By how much the certificates beat the bounds with a formula; margins cut to six decimals."""
    rows = []
    for d, (id, bound) in sorted(claimed.frozen().certificates().items()):
        best = Fraction(bound)
        goals = (step.goal for step in registry.theorem(id).derivation.steps)
        name = next(goal.name for goal in goals if isinstance(goal, Certified) and (goal.dimension, goal.bound) == (d, best))
        sides = {side.theorem: side for side in lower_bounds(d)}
        over = [Side(constant(str(best)) - sides[id].exact, id).decimal(up=False)[:-6] for id in ("two-level", "sharper-lower")]
        upper = bounds(d).upper
        left = Side(upper.exact - constant(str(best)), "").decimal(up=True)
        rows.append(_row(d, f"`{name}`", float(best), *over, left, f"`{upper.theorem}`"))
    header = ("d", "certificate", "eps*_d at least", "above two-level by", "above sharper-lower by", "below the upper end by", "which is")
    return _table(header, rows)


def rendered(text: str, session: Session) -> str:
    """The notes with every generated part made anew; ValueError where a marker is missing."""
    parts = {
        "theorems": theorem_table(session),
        "formal": formal_table(session),
        "argued": argued_list(session),
        "claims": claim_table(session),
        "errata": errata(session),
        "bounds": bounds_table(),
        "margins": margin_table(),
    }
    for name, part in parts.items():
        places = re.findall(rf"<!-- {name} -->\n.*?<!-- /{name} -->", text, re.DOTALL)
        if len(places) != 1:
            raise ValueError(f"paper_notes.md has {len(places)} places marked {name!r}, one is expected")
        text = text.replace(places[0], f"<!-- {name} -->\n{part}\n<!-- /{name} -->")
    return text


def readme(text: str, session: Session) -> str:
    """README.md with the summary that ``make prove`` prints today."""
    judgements = [session.theorem(id) for id in registry.theorems()]
    lines = summary_lines(judgements, [session.claim(id) for id in registry.claims()])
    return re.sub(r"(?m)^\d+ of \d+ theorems PROVED.*\n(    .*\n)*\d+ claims: .*$", "\n".join(lines), text)


EXAMPLES = "  python -m proofs.machinery.documents.notes\n  python -m proofs.machinery.documents.notes --check"


def generated(session: Session) -> dict[Path, tuple[str, str]]:
    """Every generated file: what it says, and what it should say."""
    made: dict[Path, tuple[str, str]] = {}
    for path, made_anew in ((NOTES, rendered), (README, readme)):
        current = path.read_text(encoding="utf-8")
        made[path] = current, made_anew(current, session)
    current = claimed.FILE.read_text(encoding="utf-8") if claimed.FILE.exists() else ""
    made[claimed.FILE] = current, claimed.from_theorems(session).text()
    return made


def _run(argv: Sequence[str] | None) -> int:
    description = "Write what is generated in paper_notes.md, README.md and proofs/machinery/bounds/bounds.json."
    made = parser("proofs.machinery.documents.notes", "python -m proofs.machinery.documents.notes", description, EXAMPLES)
    made.add_argument("--check", action="store_true", help="only say whether it is up to date")
    args = made.parse_args(argv)
    check_checkout("python -m proofs.machinery.documents.notes")
    with counted("proofs.machinery.documents.notes", [*registry.theorems().values(), *registry.claims().values()]) as step:
        stale = {path: wanted for path, (found, wanted) in generated(Session(progress=step)).items() if found != wanted}
    if args.check:
        names = ", ".join(path.name for path in stale)
        print(f"out of date: {names}; run `make notes`" if stale else "up to date")
        return DIFFERS if stale else MATCHES
    for path, wanted in stale.items():
        write_text(path, wanted)
    return MATCHES


def main(argv: Sequence[str] | None = None) -> int:
    """Rewrite what is generated, or with ``--check`` say whether it is up to date."""
    return ending("proofs.machinery.documents.notes", lambda: _run(argv))


if __name__ == "__main__":
    sys.exit(main())
