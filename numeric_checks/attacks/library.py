"""The array library in which a block is computed: present, on its device, and on one thread."""

from __future__ import annotations

from functools import cache

from numeric_checks.attacks.smoothings import LIBRARIES
from proofs.machinery.engine.workers import one_thread
from proofs.machinery.output.bad_input import BadInput, ToolMissing
from tightmax.install import how_to_install


class Unavailable(BadInput):
    """A library or a device that is not there, or that is unknown."""


def check_library(library: str, device: str) -> None:
    """Unavailable for a library that is unknown and for a device that it cannot have."""
    if library not in LIBRARIES:
        raise Unavailable(f"unknown library {library!r}; known: {', '.join(LIBRARIES)}")
    if library == "numpy" and device != "cpu":
        raise Unavailable(f"NumPy computes on 'cpu' only, not on {device!r}; other devices need --library torch or jax")


@cache
def prepare(library: str, device: str) -> None:
    """Import the library and try the device; Unavailable says in one line what is missing."""
    check_library(library, device)
    try:
        if library == "torch":
            import torch

            torch.set_num_threads(1)
            torch.zeros(1, dtype=torch.float64, device=device).sum().item()
        elif library == "jax":
            one_thread()
            import jax

            jax.devices(device)
    except ImportError as error:
        raise ToolMissing(f"the library {library!r} is not installed ({error}); {how_to_install(library)}") from None
    except (RuntimeError, AssertionError, ValueError, TypeError, NotImplementedError) as error:
        reason = str(error).strip().partition("\n")[0]
        raise Unavailable(f"{library} has no device {device!r} here: {reason}") from None
