"""A set-up cannot rot: locks are whole and sealed, and pip is never asked to resolve."""

import hashlib
import json
import re
import subprocess
import sys
import tomllib
import zipfile
from importlib.metadata import PackageNotFoundError, requires
from importlib.util import find_spec
from pathlib import Path

import pytest

from tests.packaging import locks

ROOT = Path(__file__).resolve().parents[2]
LOCKS = sorted(path.name for path in ROOT.glob("requirements*.lock"))
FLAGS = ("--no-deps", "--require-hashes")


def asks_here(lock):
    """What the locked libraries require, from those that are installed here; and the names of those that are not."""
    found, absent = {}, set()
    for each in lock:
        try:
            found[each.name] = requires(each.name) or []
        except PackageNotFoundError:
            absent.add(each.name)
    return found, absent


def read(name):
    return locks.parse((ROOT / name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", LOCKS)
def test_each_lock_is_whole_on_every_python_and_platform(name):
    lock = read(name)
    asks, absent = asks_here(lock)
    here = {each.name for each in lock if each.applies(dict(locks.environments().__next__()))}
    assert len(asks) >= 10 or "floor" in name
    own = "floor" in name or ("site" in name and find_spec("sphinx") is None)  # not among the libraries of the tests
    for environment in locks.environments():
        assert locks.unmet(lock, asks, environment) == []
    # What is locked for other platforms only is not installed here, and its metadata cannot be read.
    assert own or not absent & here, absent & here


def test_the_locks_hold_what_the_project_asks_for():
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    extras = project["project"]["optional-dependencies"]
    prove = [*project["project"]["dependencies"], *extras["prove"], *project["build-system"]["requires"]]
    more = {"": [], "-dev": extras["dev"], "-site": extras["site"]}
    for name, asked in ((f"requirements{name}.lock", [*prove, *added]) for name, added in more.items()):
        lock = read(name)
        for environment in locks.environments():
            wanted = [each for each in asked if not each.startswith("tightmax[")]
            assert locks.unmet(lock, {lock[0].name: wanted}, environment) == []


def test_what_is_locked_for_proofs_is_locked_alike_for_development_and_for_the_site():
    names = ("requirements.lock", "requirements-dev.lock", "requirements-site.lock")
    core, dev, site = ({each.name: each for each in read(name)} for name in names)
    assert core.items() <= dev.items() and core.items() <= site.items()
    assert all(dev[name] == site[name] for name in dev.keys() & site.keys())


@pytest.mark.parametrize("name", LOCKS)
def test_a_missing_version_or_another_hash_is_noticed(name):
    text = (ROOT / name).read_text(encoding="utf-8")
    digit = re.search(r"sha256:([0-9a-f])", text[len(locks.SEAL) + 64 :])
    at = digit.start(1) + len(locks.SEAL) + 64
    other = "0" if text[at] != "0" else "1"
    for changed in (
        text[:at] + other + text[at + 1 :],
        re.sub(r"\n[a-z][^\n]*==.*?(?=\n[a-z])", "", text, count=1, flags=re.DOTALL),
    ):
        assert changed != text
        with pytest.raises(locks.BadLock, match="seal"):
            locks.parse(changed)


def test_a_library_that_the_lock_lost_is_named_even_with_a_good_seal():
    lock = read("requirements-dev.lock")
    asks, _ = asks_here(lock)
    environment = next(locks.environments())
    for lost in ("coverage", "mpmath", "iniconfig"):
        problems = locks.unmet([each for each in lock if each.name != lost], asks, environment)
        assert any(f"needs {lost}" in problem for problem in problems), problems


def test_extras_of_a_requirement_are_followed():
    text = "a==1.0 --hash=sha256:" + "0" * 64 + "\nb==2.0 --hash=sha256:" + "1" * 64 + "\n"
    lock = locks.parse(f"{locks.SEAL}{locks.digest(text)}\n{text}")
    environment = next(locks.environments())
    asks = {"a": ["b[fast]>=2"], "b": ['c>=1; extra == "fast"', 'd; python_version < "3"']}
    assert locks.unmet(lock, asks, environment) == ["b[fast] needs c, which the lock does not hold"]
    assert locks.unmet(lock, {"a": ["b>=3"]}, environment) == ["a needs b>=3, the lock holds 2.0"]


@pytest.mark.parametrize(
    "line", ["a>=1.0 --hash=sha256:" + "0" * 64, "a==1.0", "a==1.0 --hash=md5:0", "-r other.txt", "a @ file:///a"],
)
def test_whatever_is_not_pinned_with_hashes_is_refused(line):
    with pytest.raises(locks.BadLock):
        locks.parse(f"{locks.SEAL}{locks.digest(line)}\n{line}")


def installs():
    """Every command with which the project installs libraries by pip, in the Makefile and in CI."""
    texts = {name: (ROOT / name).read_text(encoding="utf-8") for name in ("Makefile", ".ci/run")}
    for name, text in texts.items():
        for line in re.sub(r"\\\n\s*", " ", text).splitlines():
            line = line.partition("#")[0]
            if re.search(r"\binstall\b|\$\(LOCKED\)", line) and "apt-get" not in line and "echo" not in line:
                yield name, line


def test_pip_is_never_asked_to_resolve():
    found = list(installs())
    assert len(found) >= 4
    for name, line in found:
        locked = "$(LOCKED)" in line or line.startswith("LOCKED")
        itself = "--no-deps --no-build-isolation" in line and line.rstrip().endswith("-e .")
        # Which build of PyTorch is right depends on the machine, so it is in no lock; its file says what pip may
        # choose.
        torch = line.rstrip().endswith("-r requirements-torch.txt")
        assert locked or itself or torch, (name, line)
    locked = re.search(r"^LOCKED := (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)[1]
    assert all(flag in locked for flag in FLAGS)


def wheel(folder, name, version, needs=()):
    """A wheel with nothing in it but its metadata."""
    path = folder / f"{name}-{version}-py3-none-any.whl"
    info = f"{name}-{version}.dist-info"
    lines = [
        "Metadata-Version: 2.1", f"Name: {name}", f"Version: {version}", *(f"Requires-Dist: {each}" for each in needs),
    ]
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(f"{info}/METADATA", "\n".join(lines) + "\n")
        file.writestr(
            f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
        )
        file.writestr(f"{info}/RECORD", "")
    return hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_release_after_the_lock_changes_nothing(tmp_path):
    """The very fault that once broke the set-up: a locked library asks for an extra of another, of which a newer one
    appeared.
    """
    index = tmp_path / "index"
    index.mkdir()
    hashes = {
        "alpha": wheel(index, "alpha", "1.0", ["beta[extra]>=2"]),
        "beta": wheel(index, "beta", "2.0"),
    }
    for name, version in (("alpha", "1.1"), ("beta", "2.1"), ("beta", "3.0")):
        wheel(index, name, version)
    versions = {"alpha": "1.0", "beta": "2.0"}
    lock = tmp_path / "lock"
    lock.write_text("".join(f"{name}=={versions[name]} --hash=sha256:{hash}\n" for name, hash in hashes.items()))
    report = tmp_path / "report.json"
    base = [sys.executable, "-m", "pip", "--isolated", "install", "--quiet", "--dry-run", "--ignore-installed"]
    base += ["--no-index", "--find-links", str(index), "--report", str(report), "-r", str(lock)]

    def pip(*flags):
        return subprocess.run([*base, *flags], capture_output=True, text=True, check=False, timeout=120)

    done = pip(*FLAGS)
    assert done.returncode == 0, done.stderr
    chosen = {row["metadata"]["name"]: row["metadata"]["version"] for row in json.loads(report.read_text())["install"]}
    assert chosen == versions
    lock.write_text(lock.read_text().replace(hashes["beta"], "0" * 64))
    assert "DO NOT MATCH THE HASHES" in pip(*FLAGS).stderr
