"""Compiles kernels.cpp, once for every instruction set, into one library beside it: `python fast/build.py [FOLDER]`.

Any C++17 compiler with gcc's vector extensions will do, gcc or clang; CXX names another one than c++. The library needs
nothing but the C library, so that one file serves every Python and every NumPy of a platform.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import shlex
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

SOURCE = Path(__file__).resolve().parent / "tightmax_fast" / "kernels.cpp"

LIBRARY = "kernels.so"
"""Also where libraries usually end otherwise."""

LEVELS = {
    "x86_64": {
        "v2": ("-march=x86-64-v2", "-DLANES=16"),
        "v3": ("-march=x86-64-v3", "-DLANES=32"),
        "v4": ("-march=x86-64-v4", "-mprefer-vector-width=512", "-DLANES=64"),
    },
    "aarch64": {"neon": ("-DLANES=16",)},
}
"""The flags of each instruction set, by machine."""

FLAGS = (
    "-std=c++17", "-O3", "-fPIC", "-fno-exceptions", "-fno-rtti", "-Wall", "-Wextra", "-Wno-psabi",
    "-Wno-uninitialized", "-Wno-maybe-uninitialized",  # gcc 12 says this of its own header
    "-Wno-unknown-warning-option",  # clang does not know the second
    "-fno-math-errno", "-fno-trapping-math",  # neither changes a result
    "-ffp-contract=off",  # the source says where a product and a sum are one operation
)


class CannotBuild(Exception):
    """There is no compiler, or it fails; the text is one line."""


def machine() -> str:
    """Return the name of this kind of processor in LEVELS; CannotBuild if there is no code for it."""
    name = {"amd64": "x86_64", "arm64": "aarch64"}.get(platform.machine().lower(), platform.machine().lower())
    if name not in LEVELS or sys.platform == "win32":
        raise CannotBuild(f"there is no code for {platform.machine()} on {sys.platform}; NumPy does it all there")
    return name


def digest() -> str:
    """Return what the library says of what it was made of: the source, and the flags here."""
    return hashlib.sha256(SOURCE.read_bytes() + Path(__file__).read_bytes()).hexdigest()[:16]


def made_of(library: Path) -> str | None:
    """Return that of a library; None if it is none, or not there."""
    try:
        function = ctypes.CDLL(str(library)).tightmax_source
        function.restype = ctypes.c_char_p
        return str(function().decode())
    except (OSError, AttributeError):
        return None


def _run(command: list[str]) -> None:
    try:
        found = subprocess.run(command, capture_output=True, text=True)
    except OSError as error:
        raise CannotBuild(f"the compiler {command[0]} cannot be run: {error.strerror} (CXX names another)") from None
    if found.returncode:
        said = [line for line in found.stderr.splitlines() if "error" in line] or found.stderr.splitlines() or ["?"]
        raise CannotBuild(f"{command[0]} fails: {said[0]}")


def build(folder: Path) -> Path:
    """Write the library into a folder, whole or not at all; return its path.

    The one beside the source is taken if it is made of this, unless CXX names a compiler.
    """
    target, ready = folder / LIBRARY, SOURCE.with_name(LIBRARY)
    if "CXX" not in os.environ and made_of(ready) == digest():
        if target != ready:
            _place(ready, target)
        return target
    compiler = shlex.split(os.environ.get("CXX", "c++"))
    source = f'-DSOURCE="{digest()}"'
    with tempfile.TemporaryDirectory() as place:
        commands, objects = [], []
        for level, flags in {"any": (), **LEVELS[machine()]}.items():
            objects.append(f"{place}/{level}.o")
            named = () if level == "any" else (f"-DLEVEL={level}",)
            commands.append([*compiler, *FLAGS, source, *flags, *named, "-c", str(SOURCE), "-o", objects[-1]])
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            for number, _ in enumerate(pool.map(_run, commands), start=1):
                print(f"compiled {number} of {len(commands)}", flush=True)
        made = Path(place) / LIBRARY
        _run([*compiler, "-shared", "-o", str(made), *objects])
        _place(made, target)
    return target


def _place(made: Path, target: Path) -> None:
    """Copy the library; a process that has an old one open keeps that."""
    target.parent.mkdir(parents=True, exist_ok=True)
    beside = target.with_name(f".{LIBRARY}.{os.getpid()}")
    beside.write_bytes(made.read_bytes())
    beside.replace(target)


def main() -> int:
    """Build beside the source, or in the folder that is named; the exit status."""
    try:
        print(build(Path(sys.argv[1]) if len(sys.argv) > 1 else SOURCE.parent))
    except CannotBuild as error:
        print(f"fast/build.py: {error}", file=sys.stderr)
        return 3
    except KeyboardInterrupt:
        print("fast/build.py: interrupted", file=sys.stderr)
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
