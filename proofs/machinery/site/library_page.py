"""The reference of the array library: every public name, as its docstring says it."""

from __future__ import annotations

from importlib import import_module

from proofs.machinery.site.page import Page

MODULES = {
    "tightmax": "Smooth maxima",
    "tightmax.perturbed": "Perturbed optimisers",
    "tightmax.spectral": "Spectral norms",
}
"""The public modules, and what their parts of the page are called."""


def public(module: str) -> list[str]:
    """Return the public names of a module that no earlier one of the page has."""
    earlier = [name for other in list(MODULES)[: list(MODULES).index(module)] for name in import_module(other).__all__]
    return [name for name in import_module(module).__all__ if name not in earlier]


def _directive(module: str, name: str) -> str:
    found = getattr(import_module(module), name)
    kind = "autoclass" if isinstance(found, type) else "autofunction"
    members = "\n   :members:" if kind == "autoclass" else ""
    return f".. {kind}:: {module}.{name}{members}\n"


def library_page() -> Page:
    """Return the page."""
    page = Page("The library, name by name")
    page.markdown("All functions take arrays of shape `(..., n)`. [The tutorial](tutorial/index) shows them at work.")
    for module, heading in MODULES.items():
        page.section(heading)
        directives = "\n".join(_directive(module, name) for name in public(module))
        page.markdown(f"```{{eval-rst}}\n{directives}```")
    return page
