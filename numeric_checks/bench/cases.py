"""What is timed: value and weights, and what a user of NumPy, PyTorch, JAX or entmax would otherwise call.

Every library is imported when its cases are asked for, and not before.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Generator, Mapping
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import Any

import numpy as np

from tightmax import smooth_max, value_and_weights

Answer = tuple[Any, Any]
"""Values and weights; None for what a competitor does not compute."""

TEMPERATURE = 1.0
"""Where all competitors compute the same."""

class WrongAnswer(ArithmeticError):
    """Two competitors that differ by more than rounding explains: wrong answers are not timed."""


@dataclass(frozen=True)
class Case:
    """Two calls that give the same on one input."""

    library: str
    kind: str
    against: str
    mode: str
    ours: Callable[[], Answer]
    other: Callable[[], Answer]


def _on_numpy(x: Any) -> Generator[Case, None, None]:
    special = import_module("scipy.special")

    def other() -> Answer:
        return special.logsumexp(x, axis=-1), special.softmax(x, axis=-1)

    for kind in ("universal", "lse"):
        ours = partial(value_and_weights, x, kind=kind, temperature=TEMPERATURE)
        yield Case("numpy", kind, "scipy.special.logsumexp + softmax", "plain", ours, other)


def _on_torch(x: Any) -> Generator[Case, None, None]:
    torch = import_module("torch")
    plain = torch.from_numpy(x)
    traced = plain.clone().requires_grad_()

    def both(tensor: Any) -> Answer:
        return torch.logsumexp(tensor, -1), torch.softmax(tensor, -1)

    def backward(value: Callable[[Any], Any]) -> Answer:
        found = value(traced)
        return found, torch.autograd.grad(found.sum(), traced)[0]

    against = "torch.logsumexp + softmax"
    for kind in ("universal", "lse"):
        for mode, tensor in (("plain", plain), ("requires_grad", traced)):
            ours = partial(value_and_weights, tensor, kind=kind, temperature=TEMPERATURE)
            yield Case("torch", kind, against, mode, ours, partial(both, tensor))
        ours = partial(backward, partial(smooth_max, kind=kind, temperature=TEMPERATURE))
        other = partial(backward, partial(torch.logsumexp, dim=-1))
        yield Case("torch", kind, "torch.logsumexp, with its gradient", "backward", ours, other)


def _on_jax(x: Any) -> Generator[Case, None, None]:
    jax = import_module("jax")
    before = jax.config.jax_enable_x64
    jax.config.update("jax_enable_x64", before or x.dtype == np.float64)
    try:
        array = jax.device_put(x, jax.devices("cpu")[0])

        def ready(compiled: Callable[[Any], Answer]) -> Answer:
            found: Answer = jax.block_until_ready(compiled(array))
            return found

        other = partial(ready, jax.jit(lambda y: (jax.nn.logsumexp(y, axis=-1), jax.nn.softmax(y, axis=-1))))
        for kind in ("universal", "lse"):
            ours = partial(ready, jax.jit(partial(value_and_weights, kind=kind, temperature=TEMPERATURE)))
            yield Case("jax", kind, "jax.nn.logsumexp + softmax", "jit", ours, other)
    finally:
        jax.config.update("jax_enable_x64", before)


def _on_entmax(x: Any) -> Generator[Case, None, None]:
    sparsemax = import_module("entmax").sparsemax
    plain = import_module("torch").from_numpy(x)
    for mode, tensor in (("plain", plain), ("requires_grad", plain.clone().requires_grad_())):
        ours = partial(value_and_weights, tensor, kind="quadratic", temperature=TEMPERATURE)
        yield Case(
            "entmax", "quadratic", "entmax.sparsemax, weights alone", mode, ours, partial(_alone, sparsemax, tensor),
        )


def _alone(weights: Callable[[Any], Any], x: Any) -> Answer:
    return None, weights(x)


@dataclass(frozen=True)
class Library:
    """The cases of one library, and the modules they need, by the name of the package that has each."""

    cases: Callable[[Any], Generator[Case, None, None]]
    needs: Mapping[str, str]


COMPAT = {"array-api-compat": "array_api_compat"}

LIBRARIES = {
    "numpy": Library(_on_numpy, {"scipy": "scipy.special"}),
    "torch": Library(_on_torch, {"torch": "torch", **COMPAT}),
    "jax": Library(_on_jax, {"jax": "jax", **COMPAT}),
    "entmax": Library(_on_entmax, {"entmax": "entmax", "torch": "torch", **COMPAT}),
}


def missing(name: str) -> str | None:
    """Return why the cases of a library cannot be run, in one line; None if they can."""
    for package, module in LIBRARIES[name].needs.items():
        try:
            import_module(module)
        except ModuleNotFoundError as error:
            if error.name in (module, package):
                return f"{package} is not installed"
            return f"{package} cannot be imported: {error}"
        except (ImportError, OSError) as error:
            return f"{package} cannot be imported: {str(error).splitlines()[0] if str(error) else 'no reason given'}"
    return None


def _array(x: Any) -> Any:
    """Return an array of any library as a NumPy array of doubles."""
    return np.asarray(x.detach() if hasattr(x, "detach") else x, dtype=np.float64)


def _universal(x: Any, value: Any, weights: Any) -> Answer:
    """Return the universal smoothing from LogSumExp and softmax: the three ranges of its theorem."""
    place = np.argmax(x, axis=-1, keepdims=True)
    first = np.take_along_axis(weights, place, axis=-1)
    ahead = first > 0.5
    half = np.where(ahead, np.minimum(first, 0.9), 0.5)  # 0.9 is beyond the end of the middle range
    tau = np.minimum(np.log(half / (1.0 - half)), 2.0)
    top = np.where(ahead, 0.5 + tau / 4.0, first)
    shares = weights * np.where(ahead, (1.0 - top) / np.where(first < 1.0, 1.0 - first, 1.0), 1.0)
    np.put_along_axis(shares, place, top, axis=-1)
    near = np.max(x, axis=-1) + (2.0 - tau[..., 0]) ** 2 / 8.0
    return np.where(ahead[..., 0], near, value - (math.log(2) - 0.5)), shares


def _expected(kind: str, x: Any, other: Answer) -> Answer:
    """Return what the value and the weights should be, from the answer of the competitor."""
    weights = _array(other[1])
    if kind == "quadratic":
        return np.sum(weights * x, axis=-1) - (np.sum(weights**2, axis=-1) - 1.0) / 2.0, weights
    value = _array(other[0])
    return _universal(x, value, weights) if kind == "universal" else (value, weights)


def tolerances(x: Any) -> dict[str, float]:
    """Return how far two answers on x may be apart, relative to the value (or to 1) and to the largest weight of the
    row.

    In single precision a softmax of ten million entries may be off by a thousandth, for the length of its sum.
    """
    eps = float(np.finfo(x.dtype).eps)
    return {"values": 2000 * eps, "weights": (2000 + x.shape[-1] / 32) * eps}


def check(case: Case, x: Any) -> None:
    """Raise WrongAnswer unless both competitors give the same on x: LogSumExp and softmax, sparsemax, or what they
    imply.
    """
    entries = _array(x)
    value, weights = (_array(part) for part in case.ours())
    right, shares = _expected(case.kind, entries, case.other())
    off = {
        "values": np.max(np.abs(value - right) / np.maximum(1.0, np.abs(right))),
        "weights": np.max(np.abs(weights - shares) / np.max(shares, axis=-1, keepdims=True)),
    }
    for what, tolerance in tolerances(x).items():
        if not off[what] <= tolerance:
            raise WrongAnswer(
                f"the {what} of {case.kind!r} and of {case.against} ({case.mode}) differ by {off[what]:.2g} at shape "
                f"{'x'.join(map(str, x.shape))}, and {tolerance:.2g} is accepted: wrong answers are not timed"
            )
