"""Coq as a tool: is it here, build the sources in a folder of their own, ask it questions in a batch."""

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
from proofs.machinery.formal.sources import LIBRARIES, PROJECT, digest, files
from proofs.machinery.output.bad_input import ToolMissing
from proofs.machinery.output.places import COQ, ROOT
from proofs.machinery.output.progress import progress

BUILD = ROOT / "build" / "coq"
"""Where the sources are copied and compiled; git ignores it."""

INSTALL = "apt-get install -y --no-install-recommends coq libcoq-interval"
PATHS = [word for folder, logical in LIBRARIES.items() for word in ("-Q", folder, logical)]
_STAMP = "built-with"
_LIMIT = 1800.0


def _environment() -> dict[str, str]:
    return {key: value for key, value in os.environ.items() if not key.startswith(("COQ", "MAKE", "MFLAGS"))}


def _run(command: Sequence[str], folder: Path | None = None, seconds: float = _LIMIT) -> subprocess.CompletedProcess[str]:
    """A command in a folder, with nothing from the user's environment that Coq would read."""
    try:
        return subprocess.run(
            command, cwd=folder, env=_environment(), stdin=subprocess.DEVNULL, capture_output=True, text=True,
            errors="replace", timeout=seconds, check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        raise Deviation(f"{command[0]} did not finish within {seconds:.0f} s") from None


def _run_told(command: Sequence[str], folder: Path, line: Callable[[str], None]) -> subprocess.CompletedProcess[str]:
    """As `_run`, and every line of standard output is told when it comes."""
    with tempfile.TemporaryFile("w+", errors="replace") as complaints:
        with subprocess.Popen(
            command, cwd=folder, env=_environment(), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=complaints, text=True, errors="replace",
        ) as process:  # fmt: skip
            assert process.stdout is not None
            late = threading.Timer(_LIMIT, process.kill)
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
            raise Deviation(f"{command[0]} did not finish within {_LIMIT:.0f} s")
        complaints.seek(0)
        return subprocess.CompletedProcess(command, process.returncode, "".join(out), complaints.read())


@cache
def version() -> str:
    """The version of Coq; ToolMissing where Coq or Coq-Interval is not installed."""
    for tool in ("coqc", "coq_makefile", "coqchk", "make"):
        if shutil.which(tool) is None:
            raise ToolMissing(f"{tool} not found; the Debian packages coq and libcoq-interval are needed: {INSTALL}")
    where = _run(["coqc", "-where"]).stdout.strip()
    if not Path(where, "user-contrib", "Interval", "Tactic.vo").is_file():
        raise ToolMissing(f"Coq-Interval not found; the Debian package libcoq-interval is needed: {INSTALL}")
    return _run(["coqc", "-print-version"]).stdout.split()[0]


def present() -> bool:
    """Is coqc on this machine?"""
    return shutil.which("coqc") is not None


def copy(root: Path, target: Path) -> None:
    """Make TARGET hold exactly the sources of ROOT; a file that is the same keeps its time and what was built of it."""
    wanted = [Path(PROJECT), *files(root)]
    for folder in LIBRARIES:
        (target / folder).mkdir(parents=True, exist_ok=True)
    for old in set(files(target)) - set(wanted):
        for left in (target / old).parent.glob(f"{old.stem}.*"):
            left.unlink()
    for path in wanted:
        data, copied = (root / path).read_bytes(), target / path
        if not copied.is_file() or copied.read_bytes() != data:
            copied.parent.mkdir(parents=True, exist_ok=True)
            copied.write_bytes(data)


def _complaint(output: str) -> str:
    """The first error of a build in one line."""
    places = re.compile(r'^File "\./([^"]+)", line (\d+)[^\n]*\n((?:(?!File "|make\b).*\n)*)', re.MULTILINE)
    for file, line, text in places.findall(output):
        if "Error" in text:
            return f"{file} line {line} does not compile: {' '.join(text.split('Error', 1)[1].lstrip(':').split())[:200]}"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return f"the build failed: {lines[-1][:200] if lines else 'no message'}"


def _make(target: Path, jobs: int) -> subprocess.CompletedProcess[str]:
    """Run make in TARGET and count the files that it begins to compile."""
    command = ["make", "-f", "Makefile.coq", f"-j{jobs}", "--no-print-directory"]
    sources = files(target)
    stale = sum(not (target / path).with_suffix(".vo").is_file() for path in sources)
    begun = 0
    with progress("proofs.machinery.formal", "Coq files") as seen:

        def line(text: str) -> None:
            nonlocal begun
            if text.startswith("COQC "):
                seen(begun, max(stale, begun + 1), text.removeprefix("COQC ").strip())
                begun += 1

        return _run_told(command, target, line)


def build(root: Path = COQ, target: Path = BUILD, fresh: bool = False, jobs: int = 2) -> float:
    """Copy the sources of ROOT into TARGET and compile what has changed; the seconds it took."""
    stamp = f"{version()}\n"
    if fresh or not (target / _STAMP).is_file() or (target / _STAMP).read_text(encoding="utf-8") != stamp:
        shutil.rmtree(target, ignore_errors=True)
    copy(root, target)
    (target / _STAMP).write_text(stamp, encoding="utf-8")
    start = time.perf_counter()
    made = _run(["coq_makefile", "-f", PROJECT, "-o", "Makefile.coq"], target)
    if made.returncode == 0:
        made = _make(target, jobs)
    if made.returncode != 0:
        raise Deviation(_complaint(made.stderr + "\n"))
    seconds = time.perf_counter() - start
    if digest(root) != digest(target):
        raise Deviation("the sources changed while they were being built; run it again")
    return seconds


def ask(target: Path, header: str, questions: Sequence[tuple[str, str]], stem: str = "Questions") -> dict[str, str]:
    """What Coq prints for each question, a key and the commands that put it, all in one file called STEM."""
    marked = [f'Goal True. idtac "@@@ {key}". Abort.\n{commands}' for key, commands in questions]
    file = target / f"{stem}.v"
    file.write_text("\n".join([header, *marked]) + "\n", encoding="utf-8")
    try:
        done = _run(["coqc", "-q", "-noglob", *PATHS, file.name], target)
    finally:
        for left in [*target.glob(f"{stem}.*"), *target.glob(f".{stem}.*")]:
            left.unlink()
    if done.returncode != 0:
        text = " ".join(done.stderr.split("Error", 1)[-1].lstrip(":").split())
        raise Deviation(f"Coq does not answer: {text[:300]}")
    parts = re.split(r"^@@@ (.*)\n", done.stdout, flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def kernel(target: Path, libraries: Sequence[str]) -> tuple[tuple[str, ...], float]:
    """Check compiled libraries, and all that they rest on, with coqchk: the axioms it lists, and the seconds."""
    start = time.perf_counter()
    done = _run(["coqchk", "-silent", "-o", *PATHS, *libraries], target)
    if done.returncode != 0:
        lines = [line.strip() for line in (done.stdout + done.stderr).splitlines() if line.strip()]
        raise Deviation(f"coqchk refuses: {lines[-1] if lines else 'no message'}")
    return _context(done.stdout + done.stderr), time.perf_counter() - start


def _context(summary: str) -> tuple[str, ...]:
    """The axioms in coqchk's summary; Deviation where anything was taken on trust beside them."""
    sections = re.split(r"^\* ", summary, flags=re.MULTILINE)[1:]
    found: dict[str, list[str]] = {}
    for section in sections:
        head, _, rest = section.partition(":")
        found[head.strip()] = [w for w in rest.split() if w != "<none>"]
    trusted = [head for head, names in found.items() if names and head not in ("Axioms", "Theory")]
    if "Axioms" not in found or trusted:
        raise Deviation(f"coqchk reports {', '.join(trusted) or 'no axioms at all'}")
    return tuple(sorted(found["Axioms"]))
