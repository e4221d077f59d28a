"""VERDICT.md and what is generated in paper_notes.md and README.md: `python -m` this module rewrites it, `--check`
compares.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from proofs.machinery.engine.proof import Theorem

from proofs import registry
from proofs.machinery.bounds import claimed
from proofs.machinery.bounds.best import DIGITS, bounds, lower_bounds
from proofs.machinery.bounds.closed_form import constant
from proofs.machinery.documents import verdict_page
from proofs.machinery.documents.about import attacks_on, certificates_of
from proofs.machinery.documents.counted import counted
from proofs.machinery.documents.terminal import summary_lines
from proofs.machinery.engine.claim import CORRECTED, REFUTED
from proofs.machinery.engine.judged import Judged, JudgedClaim
from proofs.machinery.engine.session import Session
from proofs.machinery.engine.source_text import LANGUAGES, source_texts
from proofs.machinery.output.checkout import check_checkout
from proofs.machinery.output.endings import ending
from proofs.machinery.output.exit_status import DIFFERS, MATCHES
from proofs.machinery.output.files import write_text
from proofs.machinery.output.parser import parser
from proofs.machinery.output.places import ROOT
from symbolic.cited import FACTS
from symbolic.printing.markdown import markdown
from symbolic.printing.plain import plain
from symbolic.steps import Certified
from symbolic.verdict import RECORDED, Grade

NOTES = ROOT / "paper_notes.md"
README = NOTES.with_name("README.md")
BOUNDS_SHOWN = (*range(2, 65), 1000, 10**6, 10**9)
CUT = 6
"""Decimals of a lower bound or a margin, which is rounded down to them."""


def _row(*cells: object) -> str:
    return "| " + " | ".join(str(cell).replace("|", r"\|") for cell in cells) + " |"


def _table(header: tuple[str, ...], rows: list[str]) -> str:
    return "\n".join([_row(*header), "|" + "---|" * len(header), *rows])


def _file_link(path: str, text: str) -> str:
    return f"[`{text}`]({path})"


def _few(links: Sequence[str]) -> str:
    """Return up to two links, and how many more there are."""
    more = f" and {len(links) - 2} more" if len(links) > 2 else ""
    return ", ".join(links[:2]) + more or "-"


def _certificates(found: Judged[Theorem]) -> str:
    files = certificates_of(found.owner)
    return _few([_file_link(file, file.removeprefix("proofs/certificates/").removesuffix(".json")) for file in files])


def _in_coq(found: Judged[Theorem]) -> str:
    """Return links to the Coq files of a theorem's formal statements; "in part" where they do not say all of it."""
    formal = found.judgement.formal
    if formal is None:
        return "-"
    names = [name.removeprefix("TightMax.") for name in formal.names]
    links = [_file_link(f"proofs/coq/theories/{name.partition('.')[0]}.v", name) for name in names]
    return _few(links) + ("" if formal.whole else " (in part)")


def theorem_table(theorems: Sequence[Judged[Theorem]]) -> str:
    """Return every theorem with its grades, what it rests on, and where its certificates, Coq and its attacks are."""
    rows = []
    for found in theorems:
        id, says, j = found.owner.id, markdown(found.owner.statement.title), found.judgement
        grade = RECORDED if j.grade is Grade.FORMAL else j.shown_grade  # every checkout shares this text
        machine = j.machine_grade.name if j.machine_grade is not None else "-"
        attacks = ", ".join(f"`{name}`" for name in attacks_on(id)) or "-"
        evidence = _certificates(found), _in_coq(found), attacks
        theorem = _file_link(registry.file_of(id), id)
        rows.append(_row(theorem, says, j.verdict.value, grade, machine, len(j.argued), len(j.read), *evidence))
    header = ("theorem", "says", "verdict", "grade", "checked steps", "argued", "read", "certificate", "Coq", "attack")
    return _table(header, rows)


def formal_table(theorems: Sequence[Judged[Theorem]]) -> str:
    """Return the Coq theorems behind each theorem: what they cover, and what is left."""
    rows, skipped = [], []
    for found in theorems:
        id, formal = found.owner.id, found.judgement.formal
        if formal is None:
            continue
        names = ", ".join(f"`{name.removeprefix('TightMax.')}`" for name in formal.names)
        covers, left = ("the whole", "-") if formal.whole else (formal.part, formal.left)
        rows.append(_row(f"`{id}`", names, covers, left))
        skipped += [f"* `{id}` counts as skipped: {formal.skipped}."] if formal.skipped else []
    if not rows:
        return "Nothing is published yet."
    return "\n".join([_table(("theorem", "TightMax.", "formal", "not formal"), rows), "", *skipped]).rstrip()


def argued_list(theorems: Sequence[Judged[Theorem]]) -> str:
    """Return the argued steps, each once, with its text."""
    lines = []
    for found in theorems:
        id = found.owner.id
        own = {name.partition("/")[2] for name in found.judgement.argued if name.startswith(f"{id}/")}
        for step in found.owner.derivation.steps:
            if step.name in own:
                lines.append(f"* `{id}/{step.name}`: {markdown(step.text)}")
    return "\n".join(lines) or "* none: a machine has checked every step."


def read_list(theorems: Sequence[Judged[Theorem]]) -> str:
    """Return what a reader joins, a line a theorem: each sentence or claim, and the steps in which it ends."""
    lines = []
    for found in theorems:
        statement, id = found.owner.statement, found.owner.id
        ends = {f"sentence {number}": entry for number, entry in enumerate(statement.ends, 1)}
        told = [f"{part} (from {ends[part]})" if part in ends else part for part in found.judgement.own_read]
        lines += [f"* `{id}`: {'; '.join(told)}"] if told else []
    return "\n".join(lines) or "* none: every sentence is tied by rule or accepted by Coq."


def cited_list() -> str:
    """Return the facts that an argued step may cite."""
    return "\n".join(f"* {name}: {markdown(text)}" for name, text in FACTS.items())


def _decided_by(found: JudgedClaim) -> str:
    """Return a link to what decides the claim: a theorem's proof, an experiment's record, or its own steps."""
    if (name := found.owner.experiment) is not None:
        return f"[`{name}`](proofs/records/{name}.json)"
    if found.theorem:
        return f"[`{found.theorem}`]({registry.file_of(found.theorem)})"
    file = registry.file_of(found.owner.id)
    return f"[`{file.removeprefix('proofs/claims/')}`]({file})"


def _quoted(found: JudgedClaim) -> str:
    """Return the sentence of the source, its formulas as text: where a letter follows, GitHub sees no formula."""
    return markdown(plain(found.owner.original)) or "-"


def claim_table(claims: Sequence[JudgedClaim]) -> str:
    """Return every claim, a table for each source: what it says, the verdict, and the proof that decides it."""
    tables = []
    for seed, title in registry.sources().items():
        rows = [
            _row(
                f'<a id="{found.owner.id.lower()}"></a>{found.owner.id}', markdown(found.owner.statement.title),
                _quoted(found), found.verdict.value, _decided_by(found),
            )
            for found in claims
            if found.owner.id.startswith(seed)
        ]
        header = ("claim", "says", f"in {LANGUAGES[source_texts()[seed].language]}", "verdict", "proof")
        tables.append(f"### {seed}: {title}\n\n" + _table(header, rows))
    return "\n\n".join(tables)


def source_table() -> str:
    """Return the sources: title, language, and what each of them is."""
    rows = []
    for letters, text in source_texts().items():
        title = f"*{text.translated}*" if text.translated else "(no title)"
        printed = f" ({text.title})" if text.title != text.translated else ""
        rows.append(_row(letters, title + printed, LANGUAGES[text.language], text.about))
    return _table(("claims", "title", "language", "what it is"), rows)


def contents(text: str) -> str:
    """Return a table of contents of a Markdown text: its headings of two or three signs, with links as GitHub makes
    them.
    """
    lines = []
    for level, heading in re.findall(r"(?m)^(##|###) (.*)$", text):
        anchor = re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-")
        lines.append(f"{'  ' * (len(level) - 2)}* [{heading.replace('*', chr(92) + '*')}](#{anchor})")
    return "\n".join(lines)


def errata(claims: Sequence[JudgedClaim]) -> str:
    """Return what is printed and wrong, with the truth."""
    rows = []
    for found in claims:
        if found.verdict in (REFUTED, CORRECTED):
            s = found.owner.statement
            where, printed, true = markdown(s.source), markdown(s.title), markdown(s.conclusion)
            rows.append(_row(s.id, where, printed, found.verdict.value, true))
    return _table(("claim", "where", "printed", "verdict", "true"), rows)


def bounds_table() -> str:
    """Return the proved enclosure of eps*_d at a few dimensions."""
    rows = []
    for d in BOUNDS_SHOWN:
        b = bounds(d)
        low, high = b.lower.exact.decimal(CUT, up=False), b.upper.decimal(up=True)
        chain, lse = b.chain.exact.decimal(CUT, up=False), b.lse.decimal(up=True)
        rows.append(_row(d, low, f"`{b.lower.theorem}`", high, f"`{b.upper.theorem}`", chain, lse))
    return _table(("d", "eps*_d at least (cut)", "by", "at most", "by", "chain L_d (cut)", "ln d"), rows)


FORMULAS = ("two-level", "sharper-lower")
"""The lower bounds with a formula."""


def margin_table() -> str:
    """By how much the certificates beat the bounds with a formula; margins rounded down."""
    rows = []
    for d, (id, bound) in sorted(claimed.frozen().certificates().items()):
        best = Fraction(bound)
        goals = (step.goal for step in registry.theorem(id).derivation.steps)
        certified = (goal for goal in goals if isinstance(goal, Certified))
        name = next(goal.name for goal in certified if (goal.dimension, goal.bound) == (d, best))
        sides, upper, exact = {side.theorem: side for side in lower_bounds(d)}, bounds(d).upper, constant(str(best))
        over = [(exact - sides[formula].exact).decimal(CUT, up=False) for formula in FORMULAS]
        left = (upper.exact - exact).decimal(DIGITS, up=True)
        rows.append(_row(d, f"`{name}`", float(best), *over, left, f"`{upper.theorem}`"))
    above = (f"above {formula} by" for formula in FORMULAS)
    return _table(("d", "certificate", "eps*_d at least", *above, "below the upper end by", "which is"), rows)


def _judged(session: Session) -> tuple[list[Judged[Theorem]], list[JudgedClaim]]:
    """Return every theorem and every claim, judged."""
    return [session.theorem(id) for id in registry.theorems()], [session.claim(id) for id in registry.claims()]


def rendered(text: str, session: Session) -> str:
    """Return the notes with every generated part made anew; ValueError where a marker is missing."""
    theorems, claims = _judged(session)
    parts = {
        "sources": source_table(),
        "theorems": theorem_table(theorems),
        "formal": formal_table(theorems),
        "argued": argued_list(theorems),
        "cited": cited_list(),
        "read": read_list(theorems),
        "claims": claim_table(claims),
        "errata": errata(claims),
        "bounds": bounds_table(),
        "margins": margin_table(),
    }
    for name, part in parts.items():
        text = _filled(text, name, part)
    return _filled(text, "contents", contents(text))


def _filled(text: str, name: str, part: str) -> str:
    """Return the notes with one generated part put in its place; ValueError where that is missing."""
    places = re.findall(rf"<!-- {name} -->\n.*?<!-- /{name} -->", text, re.DOTALL)
    if len(places) != 1:
        raise ValueError(f"paper_notes.md has {len(places)} places marked {name!r}, one is expected")
    return text.replace(places[0], f"<!-- {name} -->\n{part}\n<!-- /{name} -->")


def readme(text: str, session: Session) -> str:
    """README.md with the summary that `make prove` prints today, but for the names of what is argued or read."""
    head, *rest = summary_lines(*_judged(session), recorded=True)
    named = [line for line in rest if line.startswith("    ")]
    lines = [head, *(["    ... (their names)"] if named else []), *rest[len(named) :]]
    printed = r"(?m)^\d+ of \d+ theorems PROVED.*\n(    .*\n)*(?:\d+ of \d+ steps .*\n)?\d+ claims: .*$"
    return re.sub(printed, "\n".join(lines), text)


NAME = "proofs.machinery.documents.notes"
COMMAND = f"python -m {NAME}"
EXAMPLES = f"  {COMMAND}\n  {COMMAND} --check"


def generated(session: Session) -> dict[Path, tuple[str, str]]:
    """Return every generated file: what it says, and what it should say."""
    made: dict[Path, tuple[str, str]] = {}
    for path, made_anew in ((NOTES, rendered), (README, readme)):
        current = path.read_text(encoding="utf-8")
        made[path] = current, made_anew(current, session)
    current = verdict_page.PAGE.read_text(encoding="utf-8") if verdict_page.PAGE.exists() else ""
    made[verdict_page.PAGE] = current, verdict_page.page(*_judged(session))
    current = claimed.FILE.read_text(encoding="utf-8") if claimed.FILE.exists() else ""
    made[claimed.FILE] = current, claimed.from_theorems(session).text()
    return made


def _run(argv: Sequence[str] | None) -> int:
    description = (
        "Write VERDICT.md and what is generated in paper_notes.md, README.md and proofs/machinery/bounds/bounds.json."
    )
    made = parser(NAME, COMMAND, description, EXAMPLES)
    made.add_argument("--check", action="store_true", help="only say whether it is up to date")
    args = made.parse_args(argv)
    check_checkout(COMMAND)
    with counted(NAME, [*registry.theorems().values(), *registry.claims().values()]) as step:
        stale = {path: wanted for path, (found, wanted) in generated(Session(progress=step)).items() if found != wanted}
    if args.check:
        names = ", ".join(path.name for path in stale)
        print(f"out of date: {names}; run `make notes`" if stale else "up to date")
        return DIFFERS if stale else MATCHES
    for path, wanted in stale.items():
        write_text(path, wanted)
    return MATCHES


def main(argv: Sequence[str] | None = None) -> int:
    """Rewrite what is generated, or with `--check` say whether it is up to date."""
    return ending(NAME, lambda: _run(argv))


if __name__ == "__main__":
    sys.exit(main())
