"""Value, weights and gradient on a GPU: right against the CPU, and how near the bandwidth of a plain copy.

    python -m numeric_checks.gpu [--device cuda|cpu] [--rows N] [--length N] [--runs N]

It was written where there is no GPU and has not been run on one. What of it does not need a card is tested on the CPU,
where the same functions are compiled to C++ instead of to Triton: `--device cpu` does that, and judges no bandwidth.

*What is compared.* `value_and_weights` and the gradient of `smooth_max`, as `torch.compile` makes kernels of them
and as PyTorch runs them step by step, against NumPy's on the CPU in its longest type, rounded once. Two units are
accepted, a unit being eps times: for a value the largest number that makes it up, max(|max x|, t, |value|); for
weights the largest of the row; for a gradient 1, the sum of its row. (A compiled gradient is traced through the
maximum: its entry there is 1 less those of the others, which is off by more than two units of a largest weight that
is small. Measured on the CPU: by 93 and 172 units of that in rows of 100 entries.)

*Bandwidth.* One pass reads x and writes the weights, which is what a copy of x reads and writes; its time over ours is
the share of the bandwidth. At least SHARE of it is accepted.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from proofs.machinery.output.bad_input import ToolMissing
from proofs.machinery.output.endings import ending
from proofs.machinery.output.exit_status import DIFFERS, MATCHES
from proofs.machinery.output.parser import parser
from proofs.machinery.output.whole_numbers import whole

UNITS = 2.0
"""Units in the last place that a result may be off."""

SHARE = 0.5
"""The share of the bandwidth of a copy that value and weights must reach on a card."""

KINDS = ("lse", "universal")
TEMPERATURE = 0.7
SEED = 0

Functions = dict[str, Callable[[Any], tuple[Any, Any]]]


@dataclass(frozen=True)
class Finding:
    """One line of the report; a line that is not judged holds."""

    line: str
    holds: bool = True


def functions(kind: str, compiled: bool, backend: str = "inductor") -> Functions:
    """Return what is checked, each from x to a value and something of the shape of x; compiled or step by step."""
    import torch

    from tightmax import smooth_max, value_and_weights

    def both(x: Any) -> tuple[Any, Any]:
        return value_and_weights(x, temperature=TEMPERATURE, kind=kind)

    def value(x: Any) -> Any:
        return smooth_max(x, temperature=TEMPERATURE, kind=kind)

    made = torch.compile(both, backend=backend) if compiled else both
    one = torch.compile(value, backend=backend) if compiled else value

    def backward(x: Any) -> tuple[Any, Any]:
        leaf = x.detach().requires_grad_()
        found = one(leaf)
        return found.detach(), torch.autograd.grad(found.sum(), leaf)[0]

    return {"value and weights": made, "value and gradient": backward}


def units_off(found: tuple[Any, Any], x: Any, kind: str, gradient: bool = False) -> tuple[float, float]:
    """Return by how many units values and weights, or a gradient, are off at most; inf where one is no number."""
    import torch

    from tightmax import value_and_weights

    given = x.detach().cpu().numpy()
    exact = given.astype(np.longdouble)
    value, weights = value_and_weights(exact, temperature=TEMPERATURE, kind=kind)
    eps = torch.finfo(x.dtype).eps
    sizes = (
        np.maximum(np.maximum(abs(exact.max(-1)), TEMPERATURE), abs(value)),
        1.0 if gradient else weights.max(-1, keepdims=True),
    )
    pairs = zip(found, (value, weights), sizes, strict=True)
    off = [abs(one.cpu().numpy() - right.astype(given.dtype)) / (eps * size) for one, right, size in pairs]
    first, second = (float(np.nan_to_num(one, nan=np.inf).max()) for one in off)
    return first, second


def entries(rows: int, n: int, dtype: Any, device: str) -> Any:
    """Return rows of all sorts, the same in every run: wide, narrow, with ties, and with one entry far ahead."""
    import torch

    made = torch.randn((rows, n), dtype=torch.float64, generator=torch.Generator().manual_seed(SEED))
    made *= torch.logspace(-2, 1, rows, dtype=torch.float64)[:, None]
    made[::5, :2] = made[::5].amax(-1, keepdim=True)
    made[1::5, 0] += 30.0
    return made.to(dtype=dtype, device=device)


def correctness(
    device: str, rows: int, n: int, backend: str = "inductor", compiled: Sequence[bool] = (True, False)
) -> Iterator[Finding]:
    """Yield a finding for each kind, type, function and way of running it."""
    import torch

    for dtype in (torch.float32, torch.float64):
        x = entries(rows, n, dtype, device)
        for kind in KINDS:
            for way in compiled:
                for name, function in functions(kind, way, backend).items():
                    units = units_off(function(x), x, kind, gradient="gradient" in name)
                    how = "compiled" if way else "step by step"
                    line = f"{name}, {kind}, {dtype}, {how}: off by {units[0]:.2f} and {units[1]:.2f} units"
                    yield Finding(line, max(units) <= UNITS)


def least_seconds(call: Callable[[], Any], device: str, runs: int) -> float:
    """Return the least time of a call, until the device has done it."""
    import torch

    found = []
    for _ in range(runs + 3):  # the first ones compile and fill caches
        if device == "cuda":
            torch.cuda.synchronize()
        start = time.perf_counter()
        call()
        if device == "cuda":
            torch.cuda.synchronize()
        found.append(time.perf_counter() - start)
    return min(found[3:])


def bandwidth(device: str, rows: int, n: int, runs: int, backend: str = "inductor") -> Iterator[Finding]:
    """Yield a finding for each kind and type: the bytes a second of value and weights, and those of a copy."""
    import torch

    for dtype in (torch.float32, torch.float64):
        x = entries(rows, n, dtype, device)
        target = torch.empty_like(x)
        size = 2 * x.numel() * x.element_size()
        copy = least_seconds(lambda target=target, x=x: target.copy_(x), device, runs)
        for kind in KINDS:
            both = functions(kind, compiled=True, backend=backend)["value and weights"]
            seconds = least_seconds(lambda both=both, x=x: both(x), device, runs)
            share, rates = copy / seconds, (size / seconds / 1e9, size / copy / 1e9)
            line = f"value and weights, {kind}, {dtype}: {rates[0]:.1f} GB/s of {rates[1]:.1f} of a copy, {share:.0%}"
            yield Finding(line, share >= SHARE) if device == "cuda" else Finding(f"{line} (not judged on a CPU)")


def unavailable(device: str) -> str | None:
    """Return why nothing can be run on a device, in one line; None if it can."""
    try:
        import torch
    except ModuleNotFoundError:
        raise ToolMissing("PyTorch is not installed: make torch") from None
    if device == "cuda" and not torch.cuda.is_available():
        return "skipped: PyTorch sees no CUDA device here; --device cpu runs what needs none"
    return None


def _arguments(argv: Sequence[str] | None) -> argparse.Namespace:
    made = parser(
        "numeric_checks.gpu", "python -m numeric_checks.gpu", "Check the smoothings on a GPU.",
        "  python -m numeric_checks.gpu\n  python -m numeric_checks.gpu --device cpu --rows 64 --length 100",
    )
    made.add_argument("--device", choices=("cuda", "cpu"), default="cuda", help="(default: cuda)")
    made.add_argument("--rows", default="4096", metavar="N", help="rows (default: 4096)")
    made.add_argument("--length", default="1000", metavar="N", help="entries of a row (default: 1000)")
    made.add_argument("--runs", default="20", metavar="N", help="runs; the least time counts (default: 20)")
    return made.parse_args(argv)


def _run(argv: Sequence[str] | None) -> int:
    options = _arguments(argv)
    rows, n = whole(options.rows, 5, 10**7, "--rows"), whole(options.length, 2, 10**6, "--length")
    runs = whole(options.runs, 1, 10**4, "--runs")
    reason = unavailable(options.device)
    if reason is not None:
        print(reason)
        return MATCHES
    holds = True
    for check in (correctness(options.device, rows, n), bandwidth(options.device, rows, n, runs)):
        for finding in check:
            print(f"{'holds' if finding.holds else 'FAILS'}  {finding.line}", flush=True)
            holds &= finding.holds
    return MATCHES if holds else DIFFERS


def main(argv: Sequence[str] | None = None) -> int:
    """Run the checks; return the exit status."""
    return ending("numeric_checks.gpu", lambda: _run(argv))


if __name__ == "__main__":
    sys.exit(main())
