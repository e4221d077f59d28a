"""One attack in the place of every sweep."""

from numeric_checks.attacks import registry
from numeric_checks.sweeps import block, version
from numeric_checks.sweeps import plan as planning


def use(monkeypatch, attack):
    """Attack this in the place of every sweep."""
    for module in (registry, block, planning, version):
        monkeypatch.setattr(module, "sweep", lambda _: attack)
    version.version.cache_clear()
