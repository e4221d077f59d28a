"""The kernels as other compilers and for other processors make them, against the definitions: see check_kernels.cpp."""

import runpy
import shutil
import subprocess
from pathlib import Path

import pytest

from tightmax.engines import compiled

ROOT = Path(__file__).parents[2]
BUILD = runpy.run_path(str(ROOT / "fast" / "build.py"))
CHECK = Path(__file__).with_name("check_kernels.cpp")
NEON = BUILD["LEVELS"]["aarch64"]["neon"]
EMULATOR = next((name for name in ("qemu-aarch64-static", "qemu-aarch64") if shutil.which(name)), None)
CROSS = "aarch64-linux-gnu-g++"


def run(*command):
    """What a command prints, both ways; it must succeed."""
    found = subprocess.run(command, capture_output=True, text=True)
    assert found.returncode == 0, (found.stdout + found.stderr)[-3000:]
    return found.stdout + found.stderr


def checked(folder, compiler, linker, flags, level, *, source=None, before=()):
    """What the check of the kernels prints, which one compiler has made and another one has linked."""
    objects = [str(folder / name) for name in ("any.o", "kernels.o")]
    common = (*compiler, *BUILD["FLAGS"], '-DSOURCE=""', "-c", str(source or BUILD["SOURCE"]), "-o")
    warned = run(*common, objects[0]) + run(*common, objects[1], *flags, f"-DLEVEL={level}")
    assert "warning" not in warned, warned
    run(*linker, "-std=c++17", "-O1", "-static", f"-DLEVEL={level}", str(CHECK), *objects, "-o", str(folder / "check"))
    return subprocess.run([*before, str(folder / "check")], capture_output=True, text=True)


@pytest.mark.parametrize("compiler", (CROSS, "clang++"))
def test_neon_by_an_emulator(compiler, tmp_path):
    if not (EMULATOR and shutil.which(CROSS)):
        pytest.skip("qemu is not installed")
    if not shutil.which(compiler):
        pytest.skip("clang is not installed")
    command = (CROSS,) if compiler == CROSS else (compiler, "--target=aarch64-linux-gnu")
    found = checked(tmp_path, command, (CROSS,), NEON, "neon", before=(EMULATOR,))
    assert found.returncode == 0 and found.stdout.startswith("this processor: level 1\n"), found.stdout
    assert found.stdout.endswith("all hold\n")


def test_clang_for_this_processor(tmp_path):
    level = next(iter(compiled.libraries()), None)
    if level is None:
        pytest.skip("tightmax_fast is not installed")
    if not shutil.which("clang++"):
        pytest.skip("clang is not installed")
    flags = BUILD["LEVELS"][BUILD["machine"]()][level]
    found = checked(tmp_path, ("clang++",), ("clang++",), flags, level)
    assert found.returncode == 0 and found.stdout.endswith("all hold\n"), found.stdout


FAULTS = {
    "a coefficient": ("-0x1.000007576960cp-2", "-0x1.000107576960cp-2", "log1p, units of roundoff"),
    "an entry of the last vector": ("(place >= (T)first)", "(place > (T)first)", "lse, n = 31, t = 1, units"),
    "a nan": ("lost |= v != v;", "lost |= (v != v) & (v == v);", "rows that are not finite, wrong ones"),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_fault_is_found(fault, tmp_path):
    """In the code that every processor has, compiled in haste."""
    old, new, said = FAULTS[fault]
    if not shutil.which("c++"):
        pytest.skip("c++ is not there")
    level, flags = next(iter(BUILD["LEVELS"][BUILD["machine"]()].items()))
    text = BUILD["SOURCE"].read_text(encoding="utf-8")
    assert old in text
    source = tmp_path / "kernels.cpp"
    source.write_text(text.replace(old, new), encoding="utf-8")
    found = checked(tmp_path, ("c++",), ("c++",), (*flags, "-O0"), level, source=source)
    failing = [line for line in found.stdout.splitlines() if line.endswith("FAILS")]
    assert found.returncode == 1 and any(line.startswith(said) for line in failing), found.stdout
