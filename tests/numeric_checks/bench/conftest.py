"""A stand-in for the libraries that the smoothings are timed against, and their absence."""

import sys
from types import ModuleType

import numpy as np
import pytest


def logsumexp(x, axis):
    top = x.max(axis=axis, keepdims=True)
    return np.log(np.exp(x - top).sum(axis=axis)) + top.squeeze(axis)


def softmax(x, axis):
    e = np.exp(x - x.max(axis=axis, keepdims=True))
    return e / e.sum(axis=axis, keepdims=True)


@pytest.fixture
def special(monkeypatch):
    """A stand-in for scipy.special, so that nothing need be installed."""
    module = ModuleType("scipy.special")
    module.logsumexp, module.softmax = logsumexp, softmax
    monkeypatch.setitem(sys.modules, "scipy", ModuleType("scipy"))
    monkeypatch.setitem(sys.modules, "scipy.special", module)
    return module


@pytest.fixture
def nothing(monkeypatch):
    """No library but NumPy."""
    for module in ("scipy", "scipy.special", "torch", "jax", "entmax"):
        monkeypatch.setitem(sys.modules, module, None)
