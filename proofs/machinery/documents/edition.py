"""Which edition of the project a document is of: authors, version, commit, date; and how to check it again."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, metadata

from proofs.machinery.documents.about import attacks_on
from proofs.machinery.documents.statements_json import tools
from proofs.machinery.formal.golden import RECORD, read_record
from proofs.machinery.formal.problem import Deviation
from proofs.machinery.output.places import COQ, ROOT
from symbolic.printing.latex import escape, listing
from symbolic.verdict import Judgement
from tightmax import __version__

CITATION = ROOT / "CITATION.cff"


@dataclass(frozen=True)
class Edition:
    """Authors and date as in CITATION.cff; `commit` is empty outside a checkout, and says if files are changed."""

    authors: tuple[str, ...]
    date: str
    commit: str
    version: str = __version__


def _git(*arguments: str) -> str:
    """Return what git says of this checkout, or nothing: there may be no git, and no checkout."""
    try:
        run = subprocess.run(
            ["git", "-C", str(ROOT), *arguments], capture_output=True, text=True, timeout=30, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return run.stdout.strip() if run.returncode == 0 else ""


def authors_of(citation: str) -> tuple[str, ...]:
    """Return the authors of a file CITATION.cff, a name each.

    >>> authors_of('authors:\\n  - name: "A group"\\n  - family-names: Doe\\n    given-names: Jo\\nkeywords: []\\n')
    ('A group', 'Jo Doe')
    """
    found = re.search(r"^authors:\n((?:[ -].*\n)+)", citation, re.MULTILINE)
    people = re.split(r"^\s*- ", found[1], flags=re.MULTILINE)[1:] if found else []
    names = []
    for person in people:
        fields = {key: value.strip().strip("\"'") for key, value in re.findall(r"([a-z-]+): *(.*)", person)}
        parts = (fields.get("name"), fields.get("given-names"), fields.get("family-names"))
        names.append(" ".join(filter(None, parts)))
    return tuple(names)


def edition() -> Edition:
    """Return the edition that is here."""
    if CITATION.is_file():
        citation = CITATION.read_text(encoding="utf-8")
        authors = authors_of(citation)
        released = re.search(r"^date-released: *(\S+)", citation, re.MULTILINE)
    else:
        try:
            authors, released = tuple(metadata("tightmax").get_all("Author") or ()), None
        except PackageNotFoundError:
            authors, released = (), None
    commit = _git("rev-parse", "--short=12", "HEAD") if (ROOT / ".git").exists() else ""
    if commit and _git("status", "--porcelain", "--untracked-files=no"):
        commit += ", with changes"
    date = (_git("log", "-1", "--format=%cs") if commit else "") or (released[1] if released else "")
    return Edition(authors, date, commit)


def title_tex(title: str, found: Edition) -> str:
    """Return title, authors, date, version and commit."""
    commit = f", commit \\texttt{{{escape(found.commit)}}}" if found.commit else ""
    date = " \\\\ ".join(filter(None, [escape(found.date), rf"\normalsize version {escape(found.version)}{commit}"]))
    people = r" \and ".join(map(escape, found.authors))
    plain = re.sub(r"[{}\\$]", "", title)
    return (
        f"\\title{{{title}}}\n\\author{{{people}}}\n\\date{{{date}}}\n"
        f"\\hypersetup{{pdftitle={{{plain}}},pdfauthor={{{', '.join(map(escape, found.authors))}}}}}\n"
    )


def _minutes(seconds: float) -> str:
    return f"{seconds:.0f} seconds" if seconds < 120 else f"{seconds / 60:.0f} minutes"


def reproducible_tex(judgements: Sequence[Judgement], found: Edition) -> str:
    """Return the statement of reproducibility: commands, versions, hashes and how long it takes."""
    versions = listing([f"{escape(name)} {escape(number)}" for name, number in tools().items()])
    steps = sum(len(judgement.steps) for judgement in judgements)
    attacked = sum(bool(attacks_on(judgement.id)) for judgement in judgements)
    took = _minutes(sum(judgement.seconds for judgement in judgements))
    where = f"commit \\texttt{{{escape(found.commit)}}} of version {found.version}" if found.commit else (
        f"version {found.version}"
    )
    said = [
        rf"This document is made from {where} by \texttt{{make paper}}. In a checkout \texttt{{make prove}} checks "
        rf"every theorem and claim again; the {steps} steps of the theorems took {took} by the clock in the run that "
        rf"wrote this, one after the other, with {versions}, on {escape(sys.platform)}.",
        r"\texttt{tightmax verify} runs the standalone checkers on the certificates, each one file of Python's "
        r"standard library; \texttt{proofs/certificates/lower/FORMAT.md} is enough to write another.",
        rf"\texttt{{tightmax sweep}} attacks {attacked} of the theorems numerically, by the functions of the library: "
        r"it climbs towards the worst case and says how near to failing a stated inequality comes, in units of what "
        r"rounding may do.",
    ]
    try:
        build = read_record(COQ / RECORD)["build"]
    except Deviation as problem:
        said.append(f"There is no record of the Coq proofs: {escape(problem.lines()[0])}.")
    else:
        sources, statements = (escape(build[key][:16]) for key in ("sources", "statements"))
        said.append(
            rf"\texttt{{make coq}} builds the Coq proofs (Coq {escape(build['coq'])}, Coq-Interval "
            rf"\cite{{coq-interval}}) and compares every statement and axiom; the recorded build took "
            rf"{_minutes(build['seconds'])}. The SHA-256 of its sources begins with \texttt{{{sources}}}, that of the "
            rf"statements with \texttt{{{statements}}}."
        )
    return "\n\n".join(said) + "\n"
