"""The wheel and the source distribution, built once, and a place where nothing else is installed."""

import os
import shutil
import subprocess
import sys
import tarfile
import zipfile
from pathlib import Path

import numpy
import pytest

pytest.importorskip("setuptools", minversion="77")

ROOT = Path(__file__).parents[2]
NOT_SOURCES = shutil.ignore_patterns(
    ".git", ".cache", ".venv*", "build", "out", "*.egg-info", "__pycache__", ".*_cache", ".hypothesis", ".coverage",
    "shared", "*.vo", "*.vok", "*.vos", "*.glob", "*.aux",
)
BUILD = "import sys; from setuptools import build_meta; print(getattr(build_meta, 'build_' + sys.argv[1])(sys.argv[2]))"
RUN = "import sys; sys.path[:0] = {path!r}; from tightmax.__main__ import main; sys.exit(main({argv!r}))"


def build(what, source, target):
    found = subprocess.run(
        [sys.executable, "-c", BUILD, what, str(target)], cwd=source, capture_output=True, text=True
    )
    assert found.returncode == 0, found.stderr
    return target / found.stdout.split()[-1]


@pytest.fixture(scope="session")
def sdist(tmp_path_factory):
    place = tmp_path_factory.mktemp("sdist")
    shutil.copytree(ROOT, place / "tree", ignore=NOT_SOURCES)
    return build("sdist", place / "tree", place)


@pytest.fixture(scope="session")
def wheel(sdist, tmp_path_factory):
    """Built from the source distribution alone, after an older build that had more in it."""
    place = tmp_path_factory.mktemp("wheel")
    with tarfile.open(sdist) as archive:
        archive.extractall(place)  # our own file; Python 3.11.0 to 3.11.3 know no filter
    source = place / sdist.name.removesuffix(".tar.gz")
    (source / "build" / "lib" / "symbolic").mkdir(parents=True)
    (source / "build" / "lib" / "symbolic" / "__init__.py").touch()
    return build("wheel", source, place)


@pytest.fixture(scope="session")
def site(wheel, tmp_path_factory):
    """A folder with what the wheel installs."""
    place = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(place)
    return place


@pytest.fixture(scope="session")
def archive(site):
    return site / "tightmax" / "proofs.xz"


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    """A project of somebody else, with folders of the same names, from which the commands are run."""
    place = tmp_path_factory.mktemp("project")
    for name in ("symbolic", "proofs", "numeric_checks"):
        (place / name).mkdir()
        (place / name / "__init__.py").write_text("raise RuntimeError('a stranger was imported')\n")
    return place


@pytest.fixture(scope="session")
def cache(tmp_path_factory):
    return tmp_path_factory.mktemp("cache")


@pytest.fixture
def command(site, hostile, cache):
    """`tightmax` from the wheel, with the libraries of this environment, or with NumPy alone."""

    def run(*argv, libraries=Path(numpy.__file__).parents[1], home=cache, check=None):
        code = RUN.format(path=["", str(site), str(libraries)], argv=list(argv))
        environment = {
            "PATH": os.environ["PATH"], "XDG_CACHE_HOME": str(home), "HOME": str(home), "LOCALAPPDATA": str(home),
        }
        found = subprocess.run(
            [sys.executable, "-I", "-S", "-c", code], cwd=hostile, env=environment, capture_output=True, text=True
        )
        if check is not None:
            assert found.returncode == check, found.stderr
        return found

    return run


@pytest.fixture(scope="session")
def numpy_alone(tmp_path_factory):
    place = tmp_path_factory.mktemp("numpy")
    for path in Path(numpy.__file__).parents[1].glob("numpy*"):
        (place / path.name).symlink_to(path)
    return place
