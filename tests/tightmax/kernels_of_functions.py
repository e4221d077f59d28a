"""Kernels that compute one of the functions that the kernels for a card are made of: they are to be measured alone."""

import triton
import triton.language as tl

from tightmax.engines.card_functions import exponential, logarithm


@triton.jit
def _exp(x, y, BLOCK: tl.constexpr):
    place = tl.arange(0, BLOCK)
    tl.store(y + place, exponential(tl.load(x + place)))


@triton.jit
def _log(x, y, BLOCK: tl.constexpr):
    place = tl.arange(0, BLOCK)
    found = tl.load(x + place)
    tl.store(y + place, logarithm(found, found, False))


@triton.jit
def _log1p(x, y, BLOCK: tl.constexpr):
    place = tl.arange(0, BLOCK)
    found = tl.load(x + place)
    tl.store(y + place, logarithm(found + 1.0, found, True))


NAMED = {"exp": _exp, "log": _log, "log1p": _log1p}
