"""The build of the Coq sources, in a folder of its own."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from proofs.machinery.formal.certificates import text as written
from proofs.machinery.formal.coq import BUILD, run, run_told, version
from proofs.machinery.formal.problem import Deviation
from proofs.machinery.formal.sources import LIBRARIES, PROJECT, certificates, digest, generated, theories
from proofs.machinery.formal.words import check_words
from proofs.machinery.output.places import COQ
from proofs.machinery.output.progress import progress

_STAMP = "built-with"


def texts(root: Path = COQ) -> dict[Path, str]:
    """Return every file that Coq is given: the theories as they stand, and a file for each certificate."""
    found = {path: (root / path).read_text(encoding="utf-8") for path in theories(root)}
    for source in certificates(root):
        try:
            found[generated(source)] = written(json.loads(source.read_text(encoding="utf-8")))
        except (ValueError, TypeError, KeyError, ArithmeticError) as error:
            formats = "tightmax-moves-1 or tightmax-walk-2"
            raise Deviation(f"{source.name} is not a certificate of the format {formats}: {error}") from error
    return dict(sorted(found.items(), key=lambda pair: pair[0].as_posix()))


def standing(target: Path) -> dict[Path, str]:
    """Return every `.v` file of a build, as it stands there."""
    paths = (path for folder in LIBRARIES for path in (target / folder).rglob("*.v"))
    found = {path.relative_to(target): path.read_text(encoding="utf-8") for path in paths}
    return dict(sorted(found.items(), key=lambda pair: pair[0].as_posix()))


def put(wanted: Mapping[Path, str], target: Path) -> None:
    """Make TARGET hold exactly these files; a file that is the same keeps its time and what was built of it."""
    for folder in LIBRARIES:
        (target / folder).mkdir(parents=True, exist_ok=True)
    there = standing(target)
    for old in there.keys() - wanted.keys():
        for left in (target / old).parent.glob(f"{old.stem}.*"):
            left.unlink()
    for path, text in wanted.items():
        if there.get(path) != text:
            (target / path).parent.mkdir(parents=True, exist_ok=True)
            (target / path).write_text(text, encoding="utf-8")


def _complaint(output: str) -> str:
    """Return the first error of a build in one line."""
    places = re.compile(r'^File "\./([^"]+)", line (\d+)[^\n]*\n((?:(?!File "|make\b).*\n)*)', re.MULTILINE)
    for file, line, text in places.findall(output):
        if "Error" in text:
            said = " ".join(text.split("Error", 1)[1].lstrip(":").split())
            return f"{file} line {line} does not compile: {said[:200]}"
    lines = [line.strip() for line in output.splitlines() if line.strip()]
    return f"the build failed: {lines[-1][:200] if lines else 'no message'}"


def _make(target: Path, jobs: int) -> subprocess.CompletedProcess[str]:
    """Run make in TARGET and count the files that it begins to compile."""
    command = ["make", "-f", "Makefile.coq", f"-j{jobs}", "--no-print-directory"]
    stale = sum(not (target / path).with_suffix(".vo").is_file() for path in standing(target))
    begun = 0
    with progress("proofs.machinery.formal", "Coq files") as seen:

        def line(text: str) -> None:
            nonlocal begun
            if text.startswith("COQC "):
                seen(begun, max(stale, begun + 1), text.removeprefix("COQC ").strip())
                begun += 1

        return run_told(command, target, line)


@dataclass(frozen=True)
class Built:
    """What was compiled: the hash of its sources, the number of files, and the seconds it took."""

    sources: str
    files: int
    seconds: float


def build(root: Path = COQ, target: Path = BUILD, fresh: bool = False, jobs: int = 2) -> Built:
    """Put the sources of ROOT into TARGET, after a look at their words, and compile what has changed."""
    sources, wanted, stamp = digest(root), texts(root), f"{version()}\n"
    check_words(wanted)
    if fresh or not (target / _STAMP).is_file() or (target / _STAMP).read_text(encoding="utf-8") != stamp:
        shutil.rmtree(target, ignore_errors=True)
    put(wanted, target)
    shutil.copyfile(root / PROJECT, target / PROJECT)
    (target / _STAMP).write_text(stamp, encoding="utf-8")
    start = time.perf_counter()
    made = run(["coq_makefile", "-f", PROJECT, "-o", "Makefile.coq"], target)
    if made.returncode == 0:
        made = _make(target, jobs)
    if made.returncode != 0:
        raise Deviation(_complaint(made.stderr + "\n"))
    seconds = time.perf_counter() - start
    if digest(root) != sources or standing(target) != wanted:
        raise Deviation("the sources changed while they were being built; run it again")
    return Built(sources, len(wanted), seconds)
