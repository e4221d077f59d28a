"""What the tests of the kernels for a card do in a process of their own, where Triton interprets them or compiles them.

Triton reads TRITON_INTERPRET once, when it is imported: such a process begins with `begin`, and tensors in main memory
pass for tensors on a card there. The interpreter's fused multiplication and addition rounds twice; a card's, once.
"""

from __future__ import annotations

import os
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context
from typing import Any

import numpy as np
import torch

import tightmax
from tightmax.engines import choose

CALLS: list[str] = []
"""What has been launched."""


def _pass_for_a_card() -> None:
    choose.plain_device = lambda x: "cuda"
    choose.at_once = lambda *given, **named: None  # which is for few numbers in main memory


@contextmanager
def process(begin: Callable[..., Any] = int, *given: Any) -> Iterator[Callable[..., Any]]:
    """A process of its own that begins with this; what is yielded calls a function there."""
    pool = ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=begin, initargs=given)
    with pool:
        yield lambda function, *given, **named: pool.submit(function, *given, **named).result()


def begin(fused: bool) -> None:
    """Let tensors in main memory go to the kernels, and these be interpreted."""
    os.environ["TRITON_INTERPRET"] = "1"
    from triton.runtime import interpreter

    from tightmax.engines import on_cuda

    np.seterr(all="ignore")  # the interpreter computes with NumPy
    warnings.simplefilter("ignore")  # and reads lanes that are masked
    torch.set_num_threads(1)
    _pass_for_a_card()
    launch = on_cuda._launch

    def counted(*given: Any, **named: Any) -> Any:
        CALLS.append("launch")
        return launch(*given, **named)

    on_cuda._launch = counted
    if fused:

        def fma(self: Any, x: Any, y: Any, z: Any) -> Any:
            wide = np.float64 if x.data.dtype == np.float32 else np.longdouble
            exact = x.data.astype(wide) * y.data + z.data
            return interpreter.TensorHandle(exact.astype(x.data.dtype), z.dtype.scalar)

        interpreter.InterpreterBuilder.create_fma = fma


def _tensor(array: Any) -> Any:
    return None if array is None else torch.from_numpy(np.array(array))


def call(name: str, x: Any, mask: Any = None, **options: Any) -> tuple[list[Any], bool]:
    """What a function gives for tensors, as NumPy arrays, and whether kernels were launched."""
    CALLS.clear()
    with torch.no_grad():
        found = getattr(tightmax, name)(_tensor(x), where=_tensor(mask), **options)
    several = found if isinstance(found, tuple) else (found,)
    return [one.numpy() for one in several], bool(CALLS)


def call_in_order(order: str, x: Any, mask: Any, *, part: int, **options: Any) -> tuple[list[Any], bool]:
    """Value and weights of a tensor that lies otherwise in memory; a part of a long row has so many bytes."""
    from tightmax.engines import on_cuda

    CALLS.clear()
    on_cuda.PART, before = part, on_cuda.PART
    y = _tensor(x)
    ways: dict[str, Callable[[], Any]] = {
        "columns": lambda: y.T.contiguous().T,
        "every other": lambda: y.repeat_interleave(2, -1)[..., ::2],
        "a part": lambda: torch.nn.functional.pad(y, (3, 5))[:, 3:-5],
        "transposed": lambda: y.T.contiguous(),
        "three axes": lambda: y.reshape(2, -1, y.shape[-1]).transpose(0, 1),
        "one row": lambda: y[:1].expand(y.shape),
    }
    z = ways[order]()
    found = tightmax.value_and_weights(z, where=_tensor(mask), axis=0 if order == "transposed" else -1, **options)
    on_cuda.PART = before
    return [one.numpy() for one in found], bool(CALLS)


def slopes(x: Any, mask: Any, slope: Any, of_weights: Any, **options: Any) -> tuple[list[Any], bool]:
    """The gradient of the value, of the value where the weights are made too, and of the weights."""
    CALLS.clear()
    y, where = _tensor(x).requires_grad_(), _tensor(mask)
    value = tightmax.smooth_max(y, where=where, **options)
    alone = torch.autograd.grad(value, y, _tensor(slope))[0]
    value, weights = tightmax.value_and_weights(y, where=where, **options)
    both = torch.autograd.grad(value, y, _tensor(slope), retain_graph=True)[0]
    turned = torch.autograd.grad(weights, y, _tensor(of_weights), retain_graph=True)[0]
    joined = torch.autograd.grad((value, weights), y, (_tensor(slope), _tensor(of_weights)))[0]
    return [one.numpy() for one in (alone, both, turned, joined)], bool(CALLS)


def checked(x: Any, mask: Any, **options: Any) -> bool:
    """Whether differences confirm the derivatives of the first and second order."""
    where = _tensor(mask)

    def both(y: torch.Tensor) -> Any:
        return tightmax.value_and_weights(y, where=where, **options)

    def value(y: torch.Tensor) -> Any:
        return tightmax.smooth_max(y, where=where, **options)

    y = _tensor(x).requires_grad_()
    return all(
        check(function, (y,), eps=1e-6, atol=1e-5, fast_mode=True)
        for function in (both, value) for check in (torch.autograd.gradcheck, torch.autograd.gradgradcheck)
    )


def at_temperatures(x: Any, t: Any, **options: Any) -> tuple[list[Any], bool]:
    """Value, weights, and the derivatives in the entries and in the temperatures, one for each row."""
    CALLS.clear()
    y, s = _tensor(x).requires_grad_(), _tensor(t).requires_grad_()
    value, weights = tightmax.value_and_weights(y, temperature=s, **options)
    of_x, of_t = torch.autograd.grad(value.sum(), (y, s))
    return [one.detach().numpy() for one in (value, weights, of_x, of_t)], bool(CALLS)


def half(name: str, x: Any, **options: Any) -> tuple[list[Any], bool]:
    """Value and weights of entries in a shorter type, in single precision afterwards; and whether the type was kept."""
    CALLS.clear()
    dtype = getattr(torch, name)
    found = tightmax.value_and_weights(_tensor(x).to(dtype), **options)
    assert all(one.dtype == dtype for one in found)
    return [one.float().numpy() for one in found], bool(CALLS)


def function(name: str, x: Any) -> Any:
    """One of the functions that the kernels are made of, of every number."""
    from tests.tightmax import kernels_of_functions

    y = _tensor(x)
    found = torch.empty_like(y)
    kernels_of_functions.NAMED[name][(1,)](y, found, BLOCK=len(y))
    return found.numpy()


def constants() -> dict[int, tuple[Any, ...]]:
    """The constants of the exponential by the length of the type, as rational numbers."""
    from sympy import Rational

    from tightmax.engines import card_functions

    def exact(name: str, bits: int) -> Any:
        return Rational(getattr(card_functions, f"{name}_{bits}").value)

    return {
        bits: (
            exact("LN2_ABOVE", bits), exact("LN2_BELOW", bits), exact("LOG2E", bits),
            [Rational(one) for one in getattr(card_functions, f"EXP_{bits}").value],
        )
        for bits in (32, 64)
    }


def elsewhere() -> str:
    """What is said of a mask on another device."""
    try:
        tightmax.smooth_max(torch.zeros((2, 3)), where=torch.ones((2, 3), dtype=torch.bool, device="meta"), error=0.1)
    except ValueError as error:
        return str(error)
    return "nothing"


def unusable() -> list[str]:
    """What is said where no kernel can be built, in two calls."""
    from tightmax.engines import on_cuda
    from tightmax.kinds import LSE

    torch.version.cuda = "12"
    on_cuda.works.cache_clear()
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        assert not on_cuda.works(0, LSE) and not on_cuda.works(0, LSE)
    torch.version.cuda = None
    on_cuda.works.cache_clear()
    assert not on_cuda.works(0, LSE)  # another maker's
    return [str(one.message) for one in said]


def way(n: int, kind: str, dtype: Any, t: float) -> bool:
    """Whether the kernels compute such rows."""
    from tightmax.engines import on_cuda
    from tightmax.kinds import resolve

    return on_cuda.possible(torch.zeros((2, n), dtype=getattr(torch, dtype)), t, resolve(kind, n)[0])


def compiled(capability: int, types: tuple[str, ...], folder: str) -> list[tuple[str, str, str]]:
    """The names of the kernels, the type of the entries and the code for a card: all that is launched for a few shapes.

    The process must be another than those that interpret. Nothing is launched.
    """
    os.environ["TRITON_CACHE_DIR"] = folder
    from triton.backends.compiler import GPUTarget
    from triton.runtime import JITFunction, driver

    class Card:
        def get_current_target(self) -> Any:
            return GPUTarget("cuda", capability, 32)

        def get_current_device(self) -> int:
            return 0

        def get_current_stream(self, device: int) -> int:
            return 0

    driver.set_active(Card())
    run, made = JITFunction.run, []

    def built(self: Any, *given: Any, grid: Any, warmup: bool, **named: Any) -> None:
        kernel = run(self, *given, grid=grid, warmup=True, **named)
        made.append((self.__name__, str(given[0].dtype), kernel.asm["ptx"]))

    JITFunction.run = built
    _pass_for_a_card()
    for dtype in (getattr(torch, name) for name in types):
        for kind, n in (("lse", 10), ("universal", 1000), ("quadratic", 64), ("best", 3), ("universal", 50257)):
            x = torch.zeros((5, n), dtype=dtype, requires_grad=True)
            tightmax.smooth_max(x, kind=kind, temperature=0.7).sum().backward()
        mask = torch.ones((5, 50257), dtype=torch.bool)
        tightmax.value_and_weights(x.detach(), where=mask, kind="lse", temperature=0.7)
        tightmax.value_and_weights(x.detach().T.contiguous(), axis=0, kind="lse", temperature=0.7)
        for shape in ((1, 1), (1, 2), (1, 50257)):  # Triton has code of its own for arguments that are 1
            tightmax.value_and_weights(torch.zeros(shape, dtype=dtype), kind="lse", temperature=0.7)
    return made
