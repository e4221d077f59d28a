"""The wheel of the compiled kernels: one for every Python of this platform, and found by the package."""

import os
import shutil
import subprocess
import sys
import tomllib
import zipfile
from pathlib import Path

import numpy
import pytest

import tightmax
from tests.packaging.conftest import ROOT, build
from tightmax.engines import compiled

pytest.importorskip("setuptools", minversion="77")


def test_both_distributions_have_one_version():
    with (ROOT / "fast" / "pyproject.toml").open("rb") as file:
        assert tomllib.load(file)["project"]["version"] == tightmax.__version__
    assert (ROOT / "fast" / "LICENSE").read_bytes() == (ROOT / "LICENSE").read_bytes()


@pytest.mark.skipif(not compiled.libraries(), reason="tightmax_fast is not installed")
def test_the_wheel_has_the_library_and_the_package_finds_it(site, tmp_path):
    source = tmp_path / "fast"
    shutil.copytree(ROOT / "fast", source, ignore=shutil.ignore_patterns("build", "*.egg-info", "__pycache__"))
    made = build("wheel", source, tmp_path)
    assert made.name.startswith(f"tightmax_fast-{tightmax.__version__}-py3-none-")
    with zipfile.ZipFile(made) as archive:
        assert {name for name in archive.namelist() if name.startswith("tightmax_fast/")} == {
            f"tightmax_fast/{name}" for name in ("__init__.py", "kernels.cpp", "kernels.so")
        }
        archive.extractall(tmp_path / "site")
    code = (
        f"import sys; sys.path[:0] = {[str(tmp_path / 'site'), str(site), str(Path(numpy.__file__).parents[1])]!r}\n"
        "from tightmax.engines import compiled; print(compiled.place(), compiled.chosen() is not None)\n"
    )
    command_line = [sys.executable, "-I", "-S", "-c", code]
    on = {**os.environ, "TIGHTMAX_FAST": "1"}
    found = subprocess.run(command_line, cwd=tmp_path, env=on, capture_output=True, text=True)
    assert found.stdout == f"{tmp_path / 'site' / 'tightmax_fast' / 'kernels.so'} True\n", found.stderr
