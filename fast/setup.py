"""Compiles the library into the wheel, which is then for this platform and for every Python."""

from __future__ import annotations

import runpy
from pathlib import Path

from setuptools import setup
from setuptools.command.bdist_wheel import bdist_wheel
from setuptools.command.build_py import build_py
from setuptools.dist import Distribution

BUILD = runpy.run_path(str(Path(__file__).resolve().parent / "build.py"))


class BuildWithLibrary(build_py):
    """What setuptools does, and then the library."""

    def run(self) -> None:
        """Build the package and the library in it; an editable installation has it beside the source."""
        super().run()
        try:
            BUILD["build"](BUILD["SOURCE"].parent if self.editable_mode else Path(self.build_lib) / "tightmax_fast")
        except BUILD["CannotBuild"] as error:
            raise SystemExit(f"tightmax-fast: {error}") from None


class ForEveryPython(bdist_wheel):
    """A wheel whose library needs a platform and no Python."""

    def get_tag(self) -> tuple[str, str, str]:
        """Return the platform of this one, and any Python 3."""
        return "py3", "none", super().get_tag()[2]


class WithLibrary(Distribution):
    """A distribution that is not for every platform."""

    def has_ext_modules(self) -> bool:
        """Say so."""
        return True


setup(cmdclass={"build_py": BuildWithLibrary, "bdist_wheel": ForEveryPython}, distclass=WithLibrary)
