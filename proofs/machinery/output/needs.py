"""Libraries and programs that may be missing: they are looked for before anything is imported or begun."""

from __future__ import annotations

from collections.abc import Sequence
from importlib.util import find_spec

from proofs.machinery.output.bad_input import ToolMissing


def check_needs(modules: Sequence[str], extra: str, what: str) -> None:
    """ToolMissing names the modules that are not installed and the extra that brings them."""
    missing = [name for name in modules if find_spec(name) is None]
    if missing:
        from tightmax.install import how_to_install

        raise ToolMissing(f"{what} needs {', '.join(missing)}, not installed here; {how_to_install(extra)}")
