"""The LaTeX document on disk, and its PDF."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from proofs.machinery.engine.proof import Theorem

from proofs import registry
from proofs.machinery.bounds import figure
from proofs.machinery.documents import surface, terminal
from proofs.machinery.documents.counted import counted
from proofs.machinery.documents.tex import ClaimRow, claims_table_tex, errata_tex, figures_tex, main_tex, theorem_tex
from proofs.machinery.engine import records
from proofs.machinery.engine.claim import Claim
from proofs.machinery.engine.judged import JudgedClaim
from proofs.machinery.engine.session import Session
from proofs.machinery.output.bad_input import ToolMissing
from proofs.machinery.output.exit_status import DIFFERS, MATCHES, UNDECIDED
from proofs.machinery.output.files import Unwritable, check_writable, write_text
from proofs.machinery.output.needs import check_needs
from proofs.machinery.output.progress import progress

MAIN = "main"
OVERFULL = 10.0
"""Points by which a box may stick out before it counts as a problem."""

_ERROR = re.compile(r"^(! .*|\S+\.(?:tex|aux|toc|out):\d+: .*)$", re.MULTILINE)
_DANGLING = re.compile(
    r"^(.*Warning: (?:Reference|Citation|Hyper reference|Label) .*"
    r"|.*has been referenced but does not exist.*)$",
    re.MULTILINE,
)
_BOX = re.compile(r"^(Overfull \\[hv]box \(([0-9.]+)pt too (?:wide|high)\).*)$", re.MULTILINE)
_RERUN = "Rerun to get cross-references right"
"""What TeX asks for, and latexmk misses where a file changed twice within a second and kept its size."""
RUNS = 3
_EPOCH = "1765411200"  # 11 December 2025, the day of the paper: the PDF has no other date


DRAWN = {
    "enclosures": (
        figure.draw,
        r"What the best smoothing saves against LogSumExp, $\ln d - \varepsilon^*_d$, between its proved bounds.",
    ),
    "surface": (
        surface.draw,
        r"LogSumExp over the maximum on $[-1,1]^2$, and the gap between them, which is largest where both entries are "
        "equal.",
    ),
}
"""Figures of the document: what draws them, and their captions."""


class LatexMissing(ToolMissing):
    """latexmk or pdflatex is not installed."""


@dataclass(frozen=True)
class Compiled:
    """The PDF that a TeX run left, if any, and every problem in its log."""

    pdf: Path | None
    problems: tuple[str, ...]


def claim_row(found: JudgedClaim) -> ClaimRow:
    """Return a claim as the document shows it, with the verdict that it earned."""
    claim, statement = found.owner, found.owner.statement
    return ClaimRow(
        id=claim.id,
        locus=statement.source,
        says=statement.title,
        verdict=found.verdict.value,
        truth=statement.conclusion,
        uses=statement.uses,
        derivation=claim.derivation,
        judgement=found.judgement,
    )


def render(session: Session, theorems: Sequence[Theorem], claims: Sequence[Claim]) -> dict[str, str]:
    """Return every file of the document but `figures.tex` by its path.  `theorems` must hold every theorem that one of
    them, or a claim, uses; otherwise the reference to it is undefined."""
    if not theorems:
        raise ValueError("a document needs at least one theorem")
    judged = [session.judge(theorem) for theorem in theorems]
    rows = [claim_row(session.claim(claim.id)) for claim in claims]
    files = {
        f"theorems/{t.id}.tex": theorem_tex(t.statement, t.derivation, j) for t, j in zip(theorems, judged, strict=True)
    }
    files["claims.tex"] = claims_table_tex(rows)
    files["errata.tex"] = errata_tex(rows)
    files[f"{MAIN}.tex"] = main_tex([t.id for t in theorems], judged, rows, registry.headings())
    return files


def _figures(out: Path) -> dict[str, str]:
    """Write the figures into OUT: their captions by name. Without matplotlib only those of the records."""
    captions = {}
    for name, (draw, caption) in DRAWN.items():
        try:
            draw(out / f"{name}.pdf")
        except figure.FigureMissing as error:
            print(f"tightmax: SKIPPED: the figure {name!r}: {error}", file=sys.stderr)
        else:
            captions[name] = caption
    drawn = sorted(records.FOLDER.glob("*.pdf"))
    if not drawn:  # in an installation from the wheel, which would be too large with them
        skipped = "the figures of the experiments: they are in a checkout of TightMax only"
        print(f"tightmax: SKIPPED: {skipped}", file=sys.stderr)
    for path in drawn:
        record = records.read(path.stem)
        shutil.copyfile(path, out / path.name)
        captions[path.stem] = rf"The experiment \texttt{{{record.name}}}, {record.outcome}: {record.found}"
    return captions


def write_document(out: Path, session: Session, theorems: Sequence[Theorem], claims: Sequence[Claim]) -> list[Path]:
    """Judge, render, draw and write the document into OUT, each file whole or not at all.

    Unwritable, before the long work, where OUT cannot be written.
    """
    try:
        for folder in ("theorems", "figures"):
            (out / folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unwritable(f"cannot write {str(out)!r}: {error.strerror}") from error
    check_writable(str(out / f"{MAIN}.tex"))
    written = []
    files = render(session, theorems, claims)
    files["figures.tex"] = figures_tex(_figures(out / "figures"))
    for name, text in files.items():
        write_text(out / name, text)
        written.append(out / name)
    return written


def log_problems(log: str) -> list[str]:
    """Errors, undefined or doubled references, and boxes that stick out, from the log of a TeX run."""
    problems = [match[1] for pattern in (_ERROR, _DANGLING) for match in pattern.finditer(log)]
    return problems + [match[1] for match in _BOX.finditer(log) if float(match[2]) > OVERFULL]


def _environment(home: str) -> dict[str, str]:
    """TeX writes nothing under the user's home, wraps no log line, and stamps no date of its own."""
    return os.environ | {
        "HOME": home,
        "TEXMFHOME": f"{home}/texmf",
        "TEXMFVAR": f"{home}/var",
        "TEXMFCONFIG": f"{home}/config",
        "SOURCE_DATE_EPOCH": _EPOCH,
        "FORCE_SOURCE_DATE": "1",
        "TZ": "UTC",
        "LC_ALL": "C",
        "max_print_line": "1000",
    }


def check_tex() -> None:
    """LatexMissing where the PDF cannot be made."""
    for tool in ("latexmk", "pdflatex"):
        if shutil.which(tool) is None:
            packages = "texlive-latex-recommended texlive-fonts-recommended lmodern latexmk"
            raise LatexMissing(f"{tool} not found: to make the PDF, install {packages}")


def compile_pdf(out: Path, seconds: float = 600) -> Compiled:
    """Run latexmk on the document in OUT and read its log."""
    check_tex()
    command = ["latexmk", "-norc", "-pdf", "-g", "-interaction=nonstopmode", "-halt-on-error"]
    command += ["-file-line-error", "-latexoption=-no-shell-escape", f"{MAIN}.tex"]
    pdf, log = out / f"{MAIN}.pdf", out / f"{MAIN}.log"
    for old in (pdf, log):
        old.unlink(missing_ok=True)
    with tempfile.TemporaryDirectory() as home:
        try:
            for _ in range(RUNS):
                run = subprocess.run(
                    command, cwd=out, env=_environment(home), stdin=subprocess.DEVNULL,
                    capture_output=True, timeout=seconds, check=False,
                )
                if not (log.exists() and _RERUN in log.read_text(encoding="utf-8", errors="replace")):
                    break
        except subprocess.TimeoutExpired:
            return Compiled(None, (f"latexmk did not finish within {seconds:.0f} s",))
    problems = log_problems(log.read_text(encoding="utf-8", errors="replace")) if log.exists() else []
    if not problems and (run.returncode != 0 or not pdf.exists()):
        last = run.stderr.decode(errors="replace").strip().splitlines()[-1:] or ["no message"]
        problems = [f"latexmk ended with status {run.returncode}: {last[0]}"]
    return Compiled(pdf if pdf.exists() and run.returncode == 0 else None, tuple(problems))


def _pdf_status(out: Path, require: bool) -> int:
    """Make the PDF; a missing TeX is a skip, and with `require` exit status 3."""
    try:
        with progress("tightmax latex", "PDF files") as seen:
            seen(0, 1, "TeX runs")
            compiled = compile_pdf(out)
    except LatexMissing as error:
        print(f"tightmax: {'' if require else 'SKIPPED: '}{error}", file=sys.stderr)
        return UNDECIDED if require else MATCHES
    for problem in compiled.problems:
        print(f"tightmax: {problem}", file=sys.stderr)
    if compiled.pdf is not None:
        print(compiled.pdf)
    return DIFFERS if compiled.problems else MATCHES


def run(args: argparse.Namespace) -> int:
    """Carry out `latex`: write the document to `--out` and, with `--pdf`, compile it."""
    out = Path(args.out)
    if args.require:
        check_needs(("matplotlib",), "plot", "tightmax latex --require")
        if args.pdf:
            check_tex()
    theorems, claims = list(registry.theorems().values()), list(registry.claims().values())
    with counted("tightmax latex", [*theorems, *claims]) as step:
        session = Session(progress=step)
        written = write_document(out, session, theorems, claims)
    print(written[-1], flush=True)
    status = terminal.status([session.theorem(t.id) for t in theorems], [session.claim(c.id) for c in claims])
    made = _pdf_status(out, args.require) if args.pdf else MATCHES
    return DIFFERS if DIFFERS in (status, made) else max(status, made)
