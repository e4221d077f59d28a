"""Value, weights and gradient on a GPU: right against the CPU, and how near the bandwidth of a plain copy.

    python -m numeric_checks.gpu [--device cuda|cpu] [--rows N] [--length N] [--runs N]

It was written where there is no GPU and has not been run on one. What of it does not need a card is tested on the CPU,
where the functions that `torch.compile` makes are C++ instead of Triton; our own kernels are run by Triton's
interpreter in `tests/tightmax/test_cuda_kernel.py`. `--device cpu` runs without these, and judges no bandwidth.

*What is compared.* `value_and_weights` and the gradient of `smooth_max`, by our kernels (`tightmax.engines.on_cuda`),
as `torch.compile` makes kernels of them and as PyTorch runs them step by step, against NumPy's on the CPU in its
longest type, rounded once. Two units are accepted, a unit being eps times: for a value the largest number that makes it
up, max(|max x|, t, |value|); for weights, and for a gradient by our kernels, the largest weight of the row; for other
gradients 1, the sum of the row. (A compiled gradient is traced through the maximum: its entry there is 1 less those of
the others, which is off by more than two units of a largest weight that is small. Measured on the CPU: by 93 and 172
units of that in rows of 100 entries.)

*Bandwidth.* One pass reads x and writes the weights, which is what a copy of x reads and writes; its time over ours is
the share of the bandwidth. At least SHARE of it is accepted from our kernels. A value and its gradient read x twice and
write once: half as much again. Beside them, as information: `torch.logsumexp` and `torch.softmax` as they are and
compiled. Arrays are so large that no cache holds them; several calls in a row are timed by the card's own clock.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
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
OURS, COMPILED, STEPS = "our kernels", "compiled", "step by step"
"""The ways to compute."""

OTHERS = ((4096, 2, "best"), (4096, 3, "best"), (4096, 17, "universal"), (512, 64, "quadratic"), (64, 50257, "lse"),
          (64, 50257, "universal"))
"""Rows, length and kind of what our kernels are checked with besides."""

LENGTHS = (4, 64, 50257)
"""The lengths of rows at which bandwidth is measured besides."""

BYTES = 2**29
"""Bytes of x when bandwidth is measured on a card."""

CALLS = 10
"""Calls that are timed together on a card."""

TEMPERATURE = 0.7
SEED = 0

Functions = dict[str, Callable[[Any], tuple[Any, Any]]]


@dataclass(frozen=True)
class Finding:
    """One line of the report; a line that is not judged holds."""

    line: str
    holds: bool = True


@contextmanager
def kernels(on: bool) -> Iterator[None]:
    """Let our kernels compute what is on a card meanwhile, or not."""
    from tightmax.engines import choose

    before = os.environ.get("TIGHTMAX_TRITON")
    os.environ["TIGHTMAX_TRITON"] = "1" if on else "0"
    choose.kernels.cache_clear()
    try:
        yield
    finally:
        os.environ.pop("TIGHTMAX_TRITON")
        if before is not None:
            os.environ["TIGHTMAX_TRITON"] = before
        choose.kernels.cache_clear()


def without_kernels() -> str | None:
    """Return why our kernels are not there, None if they are."""
    import torch

    from tightmax.engines import choose
    from tightmax.kinds import LSE

    with kernels(True):
        found = choose.kernels()
        if found is None:
            return "Triton is not installed"
        return None if found.works(torch.cuda.current_device(), LSE) else "none can be built here, the warning says why"


def functions(kind: str, way: str, backend: str = "inductor") -> Functions:
    """Return what is checked, each from x to a value and something of the shape of x, computed in one of the ways."""
    import torch

    from tightmax import smooth_max, value_and_weights

    def both(x: Any) -> tuple[Any, Any]:
        return value_and_weights(x, temperature=TEMPERATURE, kind=kind)

    def value(x: Any) -> Any:
        return smooth_max(x, temperature=TEMPERATURE, kind=kind)

    made = torch.compile(both, backend=backend) if way == COMPILED else both
    one = torch.compile(value, backend=backend) if way == COMPILED else value

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
    device: str, rows: int, n: int, backend: str = "inductor", ways: Sequence[str] = (OURS, COMPILED, STEPS)
) -> Iterator[Finding]:
    """Yield a finding for each kind, type, function and way of running it."""
    import torch

    for way in ways:
        shapes = [(rows, n, kind) for kind in KINDS] + list(OTHERS if way == OURS else ())
        for dtype in (torch.float32, torch.float64):
            for count, length, kind in shapes:
                x = entries(count, length, dtype, device)
                for name, function in functions(kind, way, backend).items():
                    with kernels(way == OURS):
                        found = function(x)
                    units = units_off(found, x, kind, gradient="gradient" in name and way != OURS)
                    what = f"{name}, {kind}, {count} x {length}, {dtype}, {way}"
                    yield Finding(f"{what}: off by {units[0]:.2f} and {units[1]:.2f} units", max(units) <= UNITS)


def least_seconds(call: Callable[[], Any], device: str, runs: int) -> float:
    """Return the least time of a call; on a card, that of several in a row over their number, by its own clock."""
    import torch

    found = []
    for _ in range(runs + 3):  # the first ones compile and fill caches
        if device == "cuda":
            start, end = (torch.cuda.Event(enable_timing=True) for _ in range(2))
            start.record()
            for _ in range(CALLS):
                call()
            end.record()
            torch.cuda.synchronize()
            found.append(start.elapsed_time(end) / 1e3 / CALLS)
        else:
            begin = time.perf_counter()
            call()
            found.append(time.perf_counter() - begin)
    return min(found[3:])


def peer(compiled: bool, backend: str) -> Functions:
    """Return the same functions of PyTorch's own, at temperature 1."""
    import torch

    def both(x: Any) -> tuple[Any, Any]:
        return torch.logsumexp(x, -1), torch.softmax(x, -1)

    def value(x: Any) -> Any:
        return torch.logsumexp(x, -1)

    made = torch.compile(both, backend=backend) if compiled else both
    one = torch.compile(value, backend=backend) if compiled else value

    def backward(x: Any) -> tuple[Any, Any]:
        leaf = x.detach().requires_grad_()
        found = one(leaf)
        return found.detach(), torch.autograd.grad(found.sum(), leaf)[0]

    return {"value and weights": made, "value and gradient": backward}


def bandwidth(
    device: str, rows: int, n: int, runs: int, backend: str = "inductor", ways: Sequence[str] = (OURS, COMPILED)
) -> Iterator[Finding]:
    """Yield a finding for each type, length, function and contestant: the bytes a second, and those of a copy."""
    import torch

    card = device == "cuda"
    for dtype in (torch.float32, torch.float64):
        for length in (n, *(LENGTHS if card else ())):
            size = torch.finfo(dtype).bits // 8
            count = BYTES // (size * length) if card else rows
            x = torch.randn((count, length), dtype=dtype, device=device)
            target = torch.empty_like(x)
            copy = least_seconds(lambda target=target, x=x: target.copy_(x), device, runs)
            contestants = {(kind, way): functions(kind, way, backend) for kind in KINDS for way in ways}
            for way in (COMPILED, STEPS):
                contestants["torch.logsumexp and softmax", way] = peer(way == COMPILED, backend)
            for (kind, way), made in contestants.items():
                for name, function in made.items():
                    passes = 3 if "gradient" in name else 2
                    with kernels(way == OURS):
                        seconds = least_seconds(lambda function=function, x=x: function(x), device, runs)
                    share = passes / 2 * copy / seconds
                    rate, most = passes * x.numel() * size / seconds / 1e9, 2 * x.numel() * size / copy / 1e9
                    what = f"{name}, {kind}, {count} x {length}, {dtype}, {way}"
                    line = f"{what}: {rate:.1f} GB/s of {most:.1f} of a copy, {share:.0%}"
                    if card and way == OURS and "weights" in name:
                        yield Finding(line, share >= SHARE)
                    else:
                        yield Finding(f"{line} (not judged{'' if card else ' on a CPU'})")


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
    ways = [OURS, COMPILED, STEPS]
    missing = without_kernels() if options.device == "cuda" else "they are for a card"
    if missing is not None:
        print(f"skipped: our kernels: {missing}")
        ways.remove(OURS)
    holds = options.device != "cuda" or missing in (None, "Triton is not installed")
    checks = (
        correctness(options.device, rows, n, ways=ways),
        bandwidth(options.device, rows, n, runs, ways=[way for way in ways if way != STEPS]),
    )
    for check in checks:
        for finding in check:
            print(f"{'holds' if finding.holds else 'FAILS'}  {finding.line}", flush=True)
            holds &= finding.holds
    return MATCHES if holds else DIFFERS


def main(argv: Sequence[str] | None = None) -> int:
    """Run the checks; return the exit status."""
    return ending("numeric_checks.gpu", lambda: _run(argv))


if __name__ == "__main__":
    sys.exit(main())
