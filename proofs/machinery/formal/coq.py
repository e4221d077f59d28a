"""Coq as a tool: is it here, ask it questions in a batch, check what is compiled."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from proofs.machinery.formal.problem import Deviation
from proofs.machinery.formal.sources import LIBRARIES
from proofs.machinery.output.bad_input import ToolMissing
from proofs.machinery.output.places import ROOT
from proofs.machinery.output.progress import progress

BUILD = ROOT / "build" / "coq"
"""Where the sources are put and compiled; git ignores it."""

INSTALL = "apt-get install -y --no-install-recommends coq libcoq-interval"
PATHS = [word for folder, logical in LIBRARIES.items() for word in ("-Q", folder, logical)]
LIMIT = 1800.0


def environment() -> dict[str, str]:
    """Return the user's environment, without what Coq and make would read in it."""
    return {key: value for key, value in os.environ.items() if not key.startswith(("COQ", "MAKE", "MFLAGS"))}


def run(command: Sequence[str], folder: Path | None = None, seconds: float = LIMIT) -> subprocess.CompletedProcess[str]:
    """Return a command in a folder, with nothing from the user's environment that Coq would read."""
    try:
        return subprocess.run(
            command,
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            timeout=seconds,
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise Deviation(f"{command[0]} did not finish within {seconds:.0f} s") from None


def run_told(
    command: Sequence[str], folder: Path, line: Callable[[str], None], both: bool = False
) -> subprocess.CompletedProcess[str]:
    """As `run`, and every line of standard output is told when it comes; with `both`, of what complains as well."""
    with tempfile.TemporaryFile("w+", errors="replace") as complaints:
        with subprocess.Popen(
            command,
            cwd=folder,
            env=environment(),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if both else complaints,
            text=True,
            errors="replace",
        ) as process:
            assert process.stdout is not None
            late = threading.Timer(LIMIT, process.kill)
            late.start()
            out = []
            try:
                for text in process.stdout:
                    out.append(text)
                    line(text)
            except BaseException:
                process.terminate()  # make ends its compilers
                raise
            finally:
                stopped = not late.is_alive()
                late.cancel()
        if stopped:
            raise Deviation(f"{command[0]} did not finish within {LIMIT:.0f} s")
        complaints.seek(0)
        return subprocess.CompletedProcess(command, process.returncode, "".join(out), complaints.read())


@cache
def version() -> str:
    """Return the version of Coq; ToolMissing where Coq or Coq-Interval is not installed."""
    for tool in ("coqc", "coq_makefile", "coqchk", "make"):
        if shutil.which(tool) is None:
            raise ToolMissing(f"{tool} not found; the Debian packages coq and libcoq-interval are needed: {INSTALL}")
    where = run(["coqc", "-where"]).stdout.strip()
    if not Path(where, "user-contrib", "Interval", "Tactic.vo").is_file():
        raise ToolMissing(f"Coq-Interval not found; the Debian package libcoq-interval is needed: {INSTALL}")
    return run(["coqc", "-print-version"]).stdout.split()[0]


def present() -> bool:
    """Is coqc on this machine?"""
    return shutil.which("coqc") is not None


def ask(target: Path, header: str, questions: Sequence[tuple[str, str]], stem: str = "Questions") -> dict[str, str]:
    """Return what Coq prints for each question, a key and the commands that put it, all in one file called STEM."""
    marked = [f'Goal True. idtac "@@@ {key}". Abort.\n{commands}' for key, commands in questions]
    file = target / f"{stem}.v"
    file.write_text("\n".join([header, *marked]) + "\n", encoding="utf-8")
    try:
        done = run(["coqc", "-q", "-noglob", *PATHS, file.name], target)
    finally:
        for left in [*target.glob(f"{stem}.*"), *target.glob(f".{stem}.*")]:
            left.unlink()
    if done.returncode != 0:
        text = " ".join(done.stderr.split("Error", 1)[-1].lstrip(":").split())
        raise Deviation(f"Coq does not answer: {text[:300]}")
    parts = re.split(r"^@@@ (.*)\n", done.stdout, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


READ, BEGUN = "[intern ", "Checking library: "
"""How lines of coqchk begin that name a library: all are read before the first is checked."""


def kernel(target: Path, libraries: Sequence[str]) -> tuple[tuple[str, ...], float]:
    """Check compiled libraries, and all that they rest on, with coqchk: the axioms it lists, and the seconds."""
    start = time.perf_counter()
    read = begun = 0
    with progress("coqchk", "libraries, with those of Coq") as seen:

        def line(text: str) -> None:
            nonlocal read, begun
            read += text.startswith(READ)
            if text.startswith(BEGUN):
                seen(begun, max(read, begun + 1), text.removeprefix(BEGUN).strip())
                begun += 1

        done = run_told(["coqchk", "-o", *PATHS, *libraries], target, line, both=True)
    if done.returncode != 0:
        lines = [line.strip() for line in done.stdout.splitlines() if line.strip()]
        raise Deviation(f"coqchk refuses: {lines[-1] if lines else 'no message'}")
    return _context(done.stdout), time.perf_counter() - start


def _context(summary: str) -> tuple[str, ...]:
    """Return the axioms in coqchk's summary; Deviation where anything was taken on trust beside them."""
    sections = re.split(r"^\* ", summary, flags=re.MULTILINE)[1:]
    found: dict[str, list[str]] = {}
    for section in sections:
        head, _, rest = section.partition(":")
        found[head.strip()] = [w for w in rest.split() if w != "<none>"]
    trusted = [head for head, names in found.items() if names and head not in ("Axioms", "Theory")]
    if "Axioms" not in found or trusted:
        raise Deviation(f"coqchk reports {', '.join(trusted) or 'no axioms at all'}")
    return tuple(sorted(found["Axioms"]))
