"""What is timed: value, weights, both, and the value with its gradient; on arrays of NumPy, PyTorch and JAX; by the
library and by what a user would otherwise call.

Every other library is imported when its contestants are asked for, and not before.
"""

from __future__ import annotations

import math
import os
import shutil
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from importlib import import_module
from typing import Any

import numpy as np

from tightmax import smooth_argmax, smooth_max, value_and_weights
from tightmax.engines import compiled

Answer = tuple[Any, Any]
"""Values and weights; None for what is not computed."""

TEMPERATURE = 1.0
"""Where all compute the same."""

KINDS = ("lse", "universal", "quadratic", "best")

EXPONENTIAL = ("lse", "universal")
"""Of these the others compute nearly the same."""


class WrongAnswer(ArithmeticError):
    """An answer that differs from the definition by more than rounding explains: wrong answers are not timed."""


@dataclass(frozen=True)
class Contestant:
    """One call: of a kind of ours, by one of our engines; or, without an engine, of what it is compared with."""

    name: str
    what: str
    call: Callable[[], Answer]
    engine: str | None = None

    @property
    def kind(self) -> str:
        """Which function it computes."""
        return self.name if self.engine else "quadratic" if self.name == "entmax" else "lse"


def engines() -> tuple[str, ...]:
    """Return the ways in which NumPy arrays can be computed here."""
    return ("numpy", "fast") if compiled.libraries() else ("numpy",)


@contextmanager
def engine(name: str | None) -> Iterator[None]:
    """Compute NumPy arrays by this engine meanwhile; None: by that which users get."""
    before = os.environ.get("TIGHTMAX_FAST")
    if name in ("numpy", "fast"):
        os.environ["TIGHTMAX_FAST"] = "1" if name == "fast" else "0"
        compiled.chosen.cache_clear()
    try:
        yield
    finally:
        if name in ("numpy", "fast"):
            os.environ.pop("TIGHTMAX_FAST")
            if before is not None:
                os.environ["TIGHTMAX_FAST"] = before
            compiled.chosen.cache_clear()


# The contestants


def five_lines(x: Any, axis: int) -> Answer:
    """Return LogSumExp and softmax as one writes them in NumPy."""
    top = x.max(axis=axis, keepdims=True)
    e = x - top
    np.exp(e, out=e)
    total = e.sum(axis=axis, keepdims=True)
    e /= total
    return (top + np.log(total)).squeeze(axis), e


def three_lines(x: Any, axis: int) -> Any:
    """Return LogSumExp alone."""
    top = x.max(axis=axis, keepdims=True)
    e = x - top
    np.exp(e, out=e)
    return (top + np.log(e.sum(axis=axis, keepdims=True))).squeeze(axis)


def _ours(x: Any, axis: int, kind: str, what: str) -> Answer:
    how: Any = {"axis": axis, "kind": kind, "temperature": TEMPERATURE}
    if what == "both":
        value, weights = value_and_weights(x, **how)
        return value, weights
    return (smooth_max(x, **how), None) if what == "value" else (None, smooth_argmax(x, **how))


@contextmanager
def _on_numpy(x: Any, axis: int) -> Iterator[list[Contestant]]:
    """SciPy and what one writes oneself; all kinds, by every engine."""
    special = import_module("scipy.special")
    peers: dict[str, dict[str, Callable[[], Answer]]] = {
        "numpy": {
            "both": partial(five_lines, x, axis), "value": lambda: (three_lines(x, axis), None),
            "weights": lambda: (None, five_lines(x, axis)[1]),
        },
        "scipy": {
            "both": lambda: (special.logsumexp(x, axis=axis), special.softmax(x, axis=axis)),
            "value": lambda: (special.logsumexp(x, axis=axis), None),
            "weights": lambda: (None, special.softmax(x, axis=axis)),
        },
    }
    kinds = KINDS if x.shape[axis] in (2, 3) else KINDS[:-1]  # for other lengths best is universal
    found = []
    for what in ("both", "value", "weights"):
        ours = [(kind, by) for by in engines() for kind in kinds]
        found += [Contestant(kind, what, partial(_ours, x, axis, kind, what), by) for kind, by in ours]
        found += [Contestant(name, what, calls[what]) for name, calls in peers.items()]
    yield found


@contextmanager
def _one_thread() -> Iterator[Any]:
    torch = import_module("torch")
    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield torch
    finally:
        torch.set_num_threads(before)


@contextmanager
def _on_torch(x: Any, axis: int) -> Iterator[list[Contestant]]:
    with _one_thread() as torch:
        plain = torch.from_numpy(x)
        traced = plain.clone().requires_grad_()

        def gradient(value: Callable[[Any], Any]) -> Answer:
            found = value(traced)
            return found, torch.autograd.grad(found.sum(), traced)[0]

        found = []
        for kind in EXPONENTIAL:
            for what in ("both", "value", "weights"):
                found.append(Contestant(kind, what, partial(_ours, plain, axis, kind, what), "eager"))
            smooth = partial(smooth_max, axis=axis, kind=kind, temperature=TEMPERATURE)
            found.append(Contestant(kind, "gradient", partial(gradient, smooth), "eager"))
        yield [
            *found,
            Contestant("torch", "both", lambda: (torch.logsumexp(plain, axis), torch.softmax(plain, axis))),
            Contestant("torch", "value", lambda: (torch.logsumexp(plain, axis), None)),
            Contestant("torch", "weights", lambda: (None, torch.softmax(plain, axis))),
            Contestant("torch", "gradient", partial(gradient, partial(torch.logsumexp, dim=axis))),
        ]


@cache
def _compiled() -> Any:
    """Return both functions of PyTorch, compiled once for all shapes."""
    torch = import_module("torch")
    return torch.compile(lambda y: (torch.logsumexp(y, -1), torch.softmax(y, -1)), dynamic=True)


@contextmanager
def _on_compiled(x: Any, axis: int) -> Iterator[list[Contestant]]:
    with _one_thread() as torch:
        plain = torch.from_numpy(x)
        ours = [Contestant(kind, "both", partial(_ours, plain, axis, kind, "both"), "eager") for kind in EXPONENTIAL]
        yield [*ours, Contestant("compiled", "both", lambda: _compiled()(plain))]


@contextmanager
def _on_jax(x: Any, axis: int) -> Iterator[list[Contestant]]:
    jax = import_module("jax")
    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", before or x.dtype == np.float64)
    try:
        array = jax.device_put(x, jax.devices("cpu")[0])

        def ready(function: Callable[[Any], Any]) -> Callable[[], Answer]:
            jitted = jax.jit(function)
            return lambda: jax.block_until_ready(jitted(array))

        def gradient(value: Callable[[Any], Any]) -> Callable[[], Answer]:
            def summed(y: Any) -> Any:
                found = value(y)
                return found.sum(), found

            graded = jax.value_and_grad(summed, has_aux=True)

            def both(y: Any) -> Answer:
                (_, found), slopes = graded(y)
                return found, slopes

            return ready(both)

        found = []
        for kind in EXPONENTIAL:
            how: Any = {"axis": axis, "kind": kind, "temperature": TEMPERATURE}
            found.append(Contestant(kind, "both", ready(partial(value_and_weights, **how)), "jit"))
            found.append(Contestant(kind, "gradient", gradient(partial(smooth_max, **how)), "jit"))
        softmax, logsumexp = partial(jax.nn.softmax, axis=axis), partial(jax.nn.logsumexp, axis=axis)
        found.append(Contestant("jax", "both", ready(lambda y: (logsumexp(y), softmax(y)))))
        yield [*found, Contestant("jax", "gradient", gradient(logsumexp))]
    finally:
        jax.config.update("jax_enable_x64", before)


@contextmanager
def _on_entmax(x: Any, axis: int) -> Iterator[list[Contestant]]:
    sparsemax = import_module("entmax").sparsemax
    with _one_thread() as torch:
        plain = torch.from_numpy(x)
        yield [
            Contestant("quadratic", "weights", partial(_ours, plain, axis, "quadratic", "weights"), "eager"),
            Contestant("entmax", "weights", lambda: (None, sparsemax(plain, axis))),
        ]


@dataclass(frozen=True)
class Library:
    """The contestants of one library, the modules they need, by the name of the package that has each, the orders in
    memory that they are timed in, and how long a timing takes at least.
    """

    contestants: Callable[[Any, int], AbstractContextManager[list[Contestant]]]
    needs: Mapping[str, str]
    orders: tuple[str, ...] = ("",)
    shortest: float = 0.001


COMPAT = {"array-api-compat": "array_api_compat"}

LIBRARIES = {
    "numpy": Library(_on_numpy, {"scipy": "scipy.special"}, ("", "axis 0", "strided")),
    "torch": Library(_on_torch, {"torch": "torch", **COMPAT}),
    "compiled": Library(_on_compiled, {"torch": "torch", **COMPAT}),
    "jax": Library(_on_jax, {"jax": "jax", **COMPAT}, shortest=0.03),  # its threads' time is counted milliseconds late
    "entmax": Library(_on_entmax, {"entmax": "entmax", "torch": "torch", **COMPAT}),
}

COMPILERS = ("c++", "g++", "clang++")


def missing(name: str) -> str | None:
    """Return why the contestants of a library cannot be run, in one line; None if they can."""
    for package, module in LIBRARIES[name].needs.items():
        try:
            import_module(module)
        except ModuleNotFoundError as error:
            if error.name in (module, package):
                return f"{package} is not installed"
            return f"{package} cannot be imported: {error}"
        except (ImportError, OSError) as error:
            return f"{package} cannot be imported: {str(error).splitlines()[0] if str(error) else 'no reason given'}"
    if name == "compiled" and not any(map(shutil.which, COMPILERS)):
        return f"torch.compile needs a compiler, one of {', '.join(COMPILERS)}"
    return None


# What is right


def _array(x: Any) -> Any:
    """Return an array of any library as a NumPy array of doubles."""
    return np.asarray(x.detach() if hasattr(x, "detach") else x, dtype=np.float64)


def _universal(y: Any) -> Answer:
    """Return the universal smoothing from LogSumExp and softmax: the three ranges of its theorem."""
    value, weights = five_lines(y, -1)
    place = np.argmax(y, axis=-1, keepdims=True)
    first = np.take_along_axis(weights, place, axis=-1)
    ahead = first > 0.5
    half = np.where(ahead, np.minimum(first, 0.9), 0.5)  # 0.9 is beyond the end of the middle range
    tau = np.minimum(np.log(half / (1.0 - half)), 2.0)
    top = np.where(ahead, 0.5 + tau / 4.0, first)
    shares = weights * np.where(ahead, (1.0 - top) / np.where(first < 1.0, 1.0 - first, 1.0), 1.0)
    np.put_along_axis(shares, place, top, axis=-1)
    near = np.max(y, axis=-1) + (2.0 - tau[..., 0]) ** 2 / 8.0
    return np.where(ahead[..., 0], near, value - (math.log(2) - 0.5)), shares


def _quadratic(y: Any, t: float = TEMPERATURE) -> Answer:
    """Return the projection of y/t to the simplex, whose threshold is a largest mean, and the value there."""
    ordered = -np.sort(-y / t, axis=-1)
    means = (np.cumsum(ordered, axis=-1) - 1.0) / np.arange(1, y.shape[-1] + 1)
    weights = np.maximum(y / t - np.max(means, axis=-1, keepdims=True), 0.0)
    return np.sum(weights * y, axis=-1) - t * (np.sum(weights**2, axis=-1) - 1.0) / 2.0, weights


def _three(y: Any) -> Answer:
    """Return the least smoothing of three entries, with Lambert's function by Newton's method."""
    place = np.argsort(-y, axis=-1, kind="stable")
    first, second, third = np.moveaxis(np.take_along_axis(y, place, axis=-1), -1, 0)
    wanted = np.exp(1.0 / 3.0 - (second - third)) / 3.0
    w = wanted / (1.0 + wanted)
    for _ in range(6):
        w -= (w - wanted * np.exp(-w)) / (1.0 + w)
    a = np.maximum(2.0 + 2.0 * w - (first - second), 0.0) / 4.0
    weights = np.empty_like(y)
    shares = np.stack([1.0 - a, a * (1.0 - w) / (1.0 + w), 2.0 * w * a / (1.0 + w)], axis=-1)
    np.put_along_axis(weights, place, shares, axis=-1)
    return first + 2.0 * a * a, weights


def right(kind: str, x: Any, axis: int) -> Answer:
    """Return the value and the weights by the definition, in double precision, the axis last."""
    y = np.moveaxis(_array(x), axis, -1)
    if kind == "best":
        return _three(y) if y.shape[-1] == 3 else _quadratic(y, 2.0 * TEMPERATURE)
    if kind == "lse":
        return five_lines(y, -1)
    return _universal(y) if kind == "universal" else _quadratic(y)


def tolerances(x: Any, axis: int = -1) -> dict[str, float]:
    """Return how far an answer on x may be off, relative to the value (or to 1) and to the largest weight of the row.

    In single precision a softmax of ten million entries may be off by a thousandth, for the length of its sum.
    """
    eps = float(np.finfo(x.dtype).eps)
    return {"values": 2000 * eps, "weights": (2000 + x.shape[axis] / 32) * eps}


def check(contestant: Contestant, x: Any, axis: int, expected: Answer) -> None:
    """Raise WrongAnswer unless it gives on x what its kind should give: see `right`."""
    value, weights = contestant.call()
    off = {}
    if value is not None:
        off["values"] = np.max(np.abs(_array(value) - expected[0]) / np.maximum(1.0, np.abs(expected[0])))
    if weights is not None:
        found, shares = np.moveaxis(_array(weights), axis, -1), expected[1]
        off["weights"] = np.max(np.abs(found - shares) / np.max(shares, axis=-1, keepdims=True))
    for what, tolerance in tolerances(x, axis).items():
        if what in off and not off[what] <= tolerance:
            whose = f"{contestant.name!r}" if contestant.engine else contestant.name
            raise WrongAnswer(
                f"the {what} of {whose} ({contestant.what}) are off by {off[what]:.2g} at shape "
                f"{'x'.join(map(str, x.shape))}, and {tolerance:.2g} is accepted: wrong answers are not timed"
            )
