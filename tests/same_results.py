"""Do two states of the project prove the same?  Compares the JSON of `tightmax prove` field by field.

    python -m tests.same_results REVISION                  this checkout with a commit, which is checked out and run
    python -m tests.same_results OTHER.json                this checkout with a file of `tightmax prove --json`
    python -m tests.same_results OTHER.json --here A.json  two files

Every difference is a line, but for files, seconds, marks of the cache, sketches and quotations.
Exit status: 0 no difference, 1 some, 2 bad input.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from proofs.machinery.output.endings import ending
from proofs.machinery.output.progress import progress

ROOT = Path(__file__).resolve().parents[1]

LEFT_OUT = {
    "file", "seconds", "build_seconds", "cached", "prover_here", "sketch", "sketch_latex", "original", "language",
}
"""Where a result stands, how long it took, whether it was replayed, whether Coq is here, what its idea is and how a
source puts it: no part of a result.
"""

ABSENT = "nothing"

COUNTED = re.compile(r"tightmax prove: (\d+) of (\d+)")
"""How lines of `tightmax prove` begin that say how far it is."""


class NoResults(Exception):
    """There is nothing to compare with, with the reason in one line."""


def differences(here: Any, there: Any, place: str = "") -> Iterator[str]:
    """Yield every difference of two JSON values; in a list of objects with ids or names, the same name is the same
    object.
    """
    if isinstance(here, list) and isinstance(there, list):
        named = _named(here), _named(there)
        if None not in named:
            if [key for key in named[0] if key in named[1]] != [key for key in named[1] if key in named[0]]:
                yield f"{place}: in another order"
            here, there = named
        else:
            here, there = dict(enumerate(here)), dict(enumerate(there))
    if isinstance(here, dict) and isinstance(there, dict):
        for key in {**there, **here}:
            if key not in LEFT_OUT:
                inner = f"{place}/{key}".removeprefix("/")
                if key in here and key in there:
                    yield from differences(here[key], there[key], inner)
                else:
                    yield f"{inner}: {_shown(here, key)} here, {_shown(there, key)} there"
    elif type(here) is not type(there) or here != there:
        yield f"{place}: {_short(here)} here, {_short(there)} there"


def _named(rows: list[Any]) -> dict[str, Any] | None:
    """Return the rows by id or name; None where some row has neither, or two have the same."""
    names = [row.get("id", row.get("name")) if isinstance(row, dict) else None for row in rows]
    return dict(zip(names, rows, strict=True)) if None not in names and len(set(names)) == len(names) else None


def _shown(rows: dict[str, Any], key: str) -> str:
    return _short(rows[key]) if key in rows else ABSENT


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= 120 else f"{text[:117]}..."


def read(path: Path) -> dict[str, Any]:
    """Return the results in a file; NoResults if there are none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise NoResults(f"cannot read {str(path)!r}: {error}") from None
    if not isinstance(found, dict) or not {"theorems", "claims"} <= found.keys():
        raise NoResults(f"{str(path)!r} was not written by `tightmax prove --json`")
    return found


def proved(root: Path, name: str = "this checkout") -> dict[str, Any]:
    """Return what the checkout there proves, every step checked anew; NoResults if it gives no JSON.

    How far it is, it says itself now and then: that is shown as the progress of what has this name.
    """
    with tempfile.TemporaryDirectory() as folder:
        target = Path(folder) / "results.json"
        command = [sys.executable, "-m", "proofs", "prove", "--json", str(target)]
        environment = os.environ | {"PYTHONPATH": str(root), "TIGHTMAX_CACHE": "off"}
        last = "no reason given"
        with (
            progress(f"same_results: {name}", "proved") as seen,
            subprocess.Popen(
                command, cwd=root, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True
            ) as run,
        ):
            assert run.stderr is not None
            try:
                for line in run.stderr:
                    counted = COUNTED.match(line)
                    if counted:
                        seen(int(counted[1]), int(counted[2]))
                    elif line.strip():
                        last = line.strip()
            except BaseException:
                run.terminate()
                raise
        if not target.exists():
            raise NoResults(f"`tightmax prove` in {str(root)!r} ended with status {run.returncode}: {last}")
        return read(target)


def proved_at(revision: str, root: Path = ROOT) -> dict[str, Any]:
    """Return what a commit proves, in a worktree of its own that is removed again; NoResults if git knows no such
    commit.
    """
    commit = _git(root, "rev-parse", "--verify", "--quiet", f"{revision}^{{commit}}")
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder) / "checkout"
        _git(root, "worktree", "add", "--detach", "--quiet", str(place), commit)
        try:
            return proved(place, revision)
        finally:
            _git(root, "worktree", "remove", "--force", str(place))


def _git(root: Path, *arguments: str) -> str:
    done = subprocess.run(["git", "-C", str(root), *arguments], capture_output=True, text=True)
    if done.returncode:
        reason = done.stderr.strip().splitlines() or [
            f"there is no file and no commit {arguments[-1].removesuffix('^{commit}')!r}"
        ]
        raise NoResults(reason[-1])
    return done.stdout.strip()


def main(arguments: Sequence[str] | None = None) -> int:
    """Compare, print every difference, and return the exit status."""
    return ending("same_results", lambda: _compare(arguments))


def _compare(arguments: Sequence[str] | None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m tests.same_results", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("other", metavar="OTHER", help="a file of `tightmax prove --json`, or a commit to run")
    parser.add_argument("--here", metavar="FILE", type=Path, help="a file in place of a run of this checkout")
    given = parser.parse_args(arguments)
    try:
        there = read(Path(given.other)) if Path(given.other).is_file() else proved_at(given.other)
        here = read(given.here) if given.here else proved(ROOT)
    except NoResults as error:
        print(f"same_results: {error}", file=sys.stderr)
        return 2
    found = list(differences(here, there))
    print(
        *found,
        f"{len(here['theorems'])} theorems, {len(here['claims'])} claims: {len(found) or 'no'} differences",
        sep="\n",
    )
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
