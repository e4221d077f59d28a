"""The volumes of the LaTeX document on disk, and their PDFs."""

from __future__ import annotations

import argparse
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from proofs.machinery.documents import terminal
from proofs.machinery.documents.counted import shown_by
from proofs.machinery.documents.edition import edition
from proofs.machinery.documents.figures import DRAWN, copy_records, draw_all
from proofs.machinery.documents.volumes import CORE, SOURCES, Material, check_volume, owners, volume_files
from proofs.machinery.engine.judged import JudgedClaim
from proofs.machinery.engine.session import Session
from proofs.machinery.output.bad_input import ToolMissing
from proofs.machinery.output.exit_status import DIFFERS, MATCHES, UNDECIDED
from proofs.machinery.output.files import Unwritable, check_writable, write_text
from proofs.machinery.output.needs import check_needs
from proofs.machinery.output.progress import progress

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
_UNDATED = "2025-12-11"
"""The day of the paper: the date of a PDF whose edition has none."""


class LatexMissing(ToolMissing):
    """latexmk or pdflatex is not installed."""


@dataclass(frozen=True)
class Compiled:
    """The PDF that a TeX run left, if any, and every problem in its log."""

    pdf: Path | None
    problems: tuple[str, ...]


def prepare(out: Path, names: Sequence[str]) -> None:
    """Make the folders of volumes; Unwritable, before the long work, where OUT cannot be written."""
    try:
        for folder in ("theorems", "figures"):
            (out / folder).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unwritable(f"cannot write {str(out)!r}: {error.strerror}") from error
    for name in names:
        check_writable(str(out / f"{name}.tex"))


def write_document(out: Path, session: Session, names: Sequence[str]) -> list[Path]:
    """Judge, render, draw and write volumes into OUT, each file whole or not at all: the main file of each volume."""
    prepare(out, names)
    made = Material(session, edition())
    if any(DRAWN[key].beside == name for key in DRAWN for name in names) or CORE in names:
        made.captions = draw_all(out / "figures")
    if SOURCES in names:
        made.recorded = copy_records(out / "figures")
    written = []
    for name in names:
        for file, text in volume_files(name, made).items():
            write_text(out / file, text)
        written.append(out / f"{name}.tex")
    return written


def log_problems(log: str) -> list[str]:
    """Errors, undefined or doubled references, and boxes that stick out, from the log of a TeX run."""
    problems = [match[1] for pattern in (_ERROR, _DANGLING) for match in pattern.finditer(log)]
    return problems + [match[1] for match in _BOX.finditer(log) if float(match[2]) > OVERFULL]


def seconds_of(date: str) -> str:
    """Return the start of a day, as on the title page, in seconds of Unix, as TeX takes the date of a PDF.

    >>> seconds_of("2025-12-11")
    '1765411200'
    """
    return f"{datetime.fromisoformat(date or _UNDATED).replace(tzinfo=UTC).timestamp():.0f}"


def _environment(home: str) -> dict[str, str]:
    """TeX writes nothing under the user's home, wraps no log line, and stamps the date of the title page."""
    return os.environ | {
        "HOME": home,
        "TEXMFHOME": f"{home}/texmf",
        "TEXMFVAR": f"{home}/var",
        "TEXMFCONFIG": f"{home}/config",
        "SOURCE_DATE_EPOCH": seconds_of(edition().date),
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


def compile_pdf(out: Path, name: str, seconds: float = 600) -> Compiled:
    """Run latexmk on the volume NAME in OUT and read its log."""
    check_tex()
    command = ["latexmk", "-norc", "-pdf", "-g", "-interaction=nonstopmode", "-halt-on-error"]
    command += ["-file-line-error", "-latexoption=-no-shell-escape", f"{name}.tex"]
    pdf, log = out / f"{name}.pdf", out / f"{name}.log"
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


def _pdf_status(out: Path, names: Sequence[str], require: bool) -> int:
    """Make the PDFs; a missing TeX is a skip, and with `require` exit status 3."""
    made = []
    try:
        with progress("tightmax latex", "PDF files") as seen:
            for count, name in enumerate(names):
                seen(count, len(names), f"TeX: {name}")
                made.append(compile_pdf(out, name))
    except LatexMissing as error:
        print(f"tightmax: {'' if require else 'SKIPPED: '}{error}", file=sys.stderr)
        return UNDECIDED if require else MATCHES
    for compiled in made:
        for problem in compiled.problems:
            print(f"tightmax: {problem}", file=sys.stderr)
        if compiled.pdf is not None:
            print(compiled.pdf)
    return DIFFERS if any(compiled.problems for compiled in made) else MATCHES


def run(args: argparse.Namespace) -> int:
    """Carry out `latex`: write the volumes to `--out` and, with `--pdf`, compile them."""
    out, names = Path(args.out), list(dict.fromkeys(args.part))
    for name in names:
        check_volume(name)
    if args.require:
        check_needs(("matplotlib",), "plot", "tightmax latex --require")
        if args.pdf:
            check_tex()
    prepare(out, names)
    session, ids = Session(), [owner.id for owner in owners(names)]
    with progress("tightmax latex", "proofs") as seen, closing(session.run(ids, shown_by(seen))) as results:
        found = list(results)
    written = write_document(out, session, names)
    print("\n".join(map(str, written)), flush=True)
    claims = [one for one in found if isinstance(one, JudgedClaim)]
    status = terminal.status([one for one in found if not isinstance(one, JudgedClaim)], claims)
    made = _pdf_status(out, names, args.require) if args.pdf else MATCHES
    return DIFFERS if DIFFERS in (status, made) else max(status, made)
