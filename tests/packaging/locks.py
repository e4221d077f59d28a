"""The lock files: what they pin, whether they are whole, and the seal that shows a change nobody made with `make lock`.

A lock is installed with `pip install --no-deps --require-hashes`: pip takes what is written and resolves nothing, so
a library that appears later cannot break a set-up. That is right only while every requirement of every locked library
is met by the lock itself, which `tests/packaging/test_locks.py` checks for each Python that the project runs on.

`python tests/packaging/locks.py FILE ...` writes the seals; `make lock` calls it.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from packaging.markers import Marker
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

SEAL = "# `make lock` wrote the lines below; their sha256: "

PYTHONS = ("3.11", "3.12", "3.13", "3.14")
PLATFORMS = (
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "x86_64"},
    {"sys_platform": "linux", "platform_system": "Linux", "os_name": "posix", "platform_machine": "aarch64"},
    {"sys_platform": "darwin", "platform_system": "Darwin", "os_name": "posix", "platform_machine": "arm64"},
)
"""Where the set-up is meant to work."""


class BadLock(ValueError):
    """A lock that is not sealed, or a line of it that is not a pinned version with its hashes."""


@dataclass(frozen=True)
class Pinned:
    """One line of a lock: a version, where it applies, and the hashes of its files."""

    name: str
    version: Version
    marker: Marker | None
    hashes: tuple[str, ...]

    def applies(self, environment: dict[str, str]) -> bool:
        """Say whether this line is for such an environment."""
        return self.marker is None or self.marker.evaluate(environment)


def environments() -> Iterator[dict[str, str]]:
    """Yield every Python and platform of the table, as markers see them."""
    for python in PYTHONS:
        for platform in PLATFORMS:
            names = {"implementation_name": "cpython", "platform_python_implementation": "CPython", "extra": ""}
            yield platform | names | {"python_version": python, "python_full_version": f"{python}.0"}


def digest(body: str) -> str:
    """Return what the seal of a lock with these lines says."""
    return hashlib.sha256(body.encode()).hexdigest()


def parse(text: str) -> list[Pinned]:
    """Return the lines of a sealed lock; BadLock for a broken seal and for whatever is not pinned with hashes."""
    first, _, body = text.partition("\n")
    if first != SEAL + digest(body):
        raise BadLock("the lines are not those that the seal in the first line is of; `make lock` makes a lock")
    found = []
    for line in re.sub(r" \\\n\s+", " ", body).splitlines():
        if not line or line.startswith("#"):
            continue
        requirement, *hashes = re.split(r"\s+--hash=", line)
        pinned = re.fullmatch(r"([A-Za-z0-9._-]+)==([^\s;]+)(?:\s*;\s*(.+))?", requirement.strip())
        if pinned is None or not hashes or not all(re.fullmatch(r"sha256:[0-9a-f]{64}", each) for each in hashes):
            raise BadLock(f"{line[:80]!r} is not NAME==VERSION with --hash=sha256:... behind it")
        marker = Marker(pinned[3]) if pinned[3] else None
        found.append(Pinned(canonicalize_name(pinned[1]), Version(pinned[2]), marker, tuple(hashes)))
    return found


def unmet(lock: list[Pinned], asks: dict[str, list[str]], environment: dict[str, str]) -> list[str]:
    """Return the requirements of the locked libraries that the lock does not meet in an environment.

    `asks` holds what each library requires, as its metadata says it; an extra that is asked for brings what it
    requires.
    """
    pinned = {each.name: each for each in lock if each.applies(environment)}
    problems: list[str] = []
    todo = [(name, "") for name in pinned]
    seen = set(todo)
    while todo:
        name, extra = todo.pop()
        for text in asks.get(name, []):
            requirement = Requirement(text)
            if requirement.marker is not None and not requirement.marker.evaluate(environment | {"extra": extra}):
                continue
            wanted = canonicalize_name(requirement.name)
            who = f"{name}[{extra}]" if extra else name
            if wanted not in pinned:
                problems.append(f"{who} needs {requirement.name}, which the lock does not hold")
            elif not requirement.specifier.contains(pinned[wanted].version, prereleases=True):
                problems.append(f"{who} needs {requirement}, the lock holds {pinned[wanted].version}")
            more = {(wanted, canonicalize_name(each)) for each in requirement.extras} - seen
            todo += more
            seen |= more
    return problems


def seal(path: Path) -> None:
    """Write the seal of a lock that was made just now."""
    body = re.sub(rf"\A{re.escape(SEAL)}.*\n", "", path.read_text(encoding="utf-8"))
    path.write_text(f"{SEAL}{digest(body)}\n{body}", encoding="utf-8")


if __name__ == "__main__":
    for name in sys.argv[1:]:
        seal(Path(name))
