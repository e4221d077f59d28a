"""The reference of the library: every public module and every public name of it, once."""

from importlib import import_module

import pytest

from proofs.machinery.output.places import ROOT
from proofs.machinery.site import library_page as page


def modules():
    paths = sorted((ROOT / "tightmax").rglob("*.py"))
    return [".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for path in paths]


def test_every_module_with_public_names_has_a_part():
    assert {name for name in modules() if page.listed(name)} == set(page.MODULES) | page.WITHIN


def test_every_public_name_stands_once_and_is_there():
    text = page.library_page().text()
    lines = [line for line in text.splitlines() if line.startswith((".. autoclass", ".. autofunction"))]
    directives = [line.split(":: ")[1].partition("(")[0] for line in lines]
    assert len(set(directives)) == len(directives)
    names = {(page.home(module, name), name) for module in page.MODULES for name in page.listed(module)}
    assert len(directives) == len(names)
    for name in ("spectral_norm", "perturbed.torch.perturbed_max", "perturbed.jax.perturbed_max", "torch.SmoothMax"):
        assert f"tightmax.{name}" in directives
    for heading in page.MODULES.values():
        assert f"## {heading}\n\n```{{eval-rst}}\n" in text and f"## {heading}\n\n```{{eval-rst}}\n```" not in text


@pytest.mark.parametrize("module", page.MODULES)
def test_what_is_read_is_what_is_imported(module):
    library = module.rpartition(".")[2]
    if library in ("torch", "jax"):
        pytest.importorskip(library)
    found = import_module(module)
    assert tuple(found.__all__) == page.listed(module)
    for name in found.__all__:
        assert getattr(found, name).__module__ == page.home(module, name)
