"""Every command of `tightmax` by its name; a command is imported only when it is run."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from proofs.machinery.output.places import ROOT


@dataclass(frozen=True)
class Command:
    """A command: its module, which has EXAMPLES, `add_arguments(parser)` and `main(args)`, and what it needs."""

    module: str
    help: str
    needs: tuple[str, ...] = ()
    """Modules without which it cannot run."""
    extra: str = "prove"
    """The extra of the package that brings them."""
    says: str = "tightmax"
    """How its messages begin."""

    def face(self) -> Any:
        """Return its module, imported; all faces are quick to import."""
        from importlib import import_module

        return import_module(self.module)

    def is_here(self) -> bool:
        """Say whether this installation has it: the wheel is without what works on files of the checkout."""
        return (ROOT / f"{self.module.replace('.', '/')}.py").is_file()


_PROOFS = ("sympy", "mpmath", "flint", "numpy", "rich", "pylatexenc")

COMMANDS = {
    "prove": Command("proofs.machinery.commands.prove", "re-check every theorem and claim, or those named", _PROOFS),
    "list": Command("proofs.machinery.commands.list", "theorems and claims, by chapter and source", _PROOFS),
    "show": Command("proofs.machinery.commands.show", "all there is about one theorem or claim", _PROOFS),
    "graph": Command("proofs.machinery.commands.graph", "which theorem rests on which", _PROOFS),
    "bounds": Command(
        "proofs.machinery.commands.bounds", "proved enclosure of eps*_d beside the chain bound and ln d",
        ("flint", "numpy"),
    ),
    "verify": Command("proofs.machinery.commands.verify", "the standalone checkers on the certificates"),
    "latex": Command(
        "proofs.machinery.commands.latex", "the derivations as LaTeX, a file a theorem and a main file", _PROOFS
    ),
    "sweep": Command(
        "numeric_checks.sweeps.command", "numeric attack on the statements", (*_PROOFS, "array_api_compat"),
        says="tightmax sweep",
    ),
    "bench": Command(
        "numeric_checks.bench.command",
        "CPU time of values, weights and gradients, beside NumPy, SciPy, PyTorch, JAX and entmax, and beside the limit",
        ("numpy", "rich"), "bench", "tightmax bench",
    ),
    "experiment": Command(
        "numeric_checks.experiments.command", "run an experiment: what was expected, what came out, and a figure",
        ("numpy", "rich", "sympy", "pylatexenc"), "experiments", "tightmax experiment",
    ),
    "completion": Command("proofs.machinery.commands.completion", "print the completion script of a shell", ("shtab",)),
}
"""In the order of the overview."""
