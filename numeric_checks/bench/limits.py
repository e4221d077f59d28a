"""CPU time an entry of value, weights and both on NumPy, beside what a user would otherwise write and beside the limit.

The limit is what nobody can beat on NumPy: one exponential of every entry, read and written in memory that is there
already. All contestants of a shape are timed in turn, in one run, as the CPU time of this process: what other
processes do to the clock on the wall is not counted.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from importlib import import_module
from typing import Any

import numpy as np

from numeric_checks.bench.cases import TEMPERATURE
from numeric_checks.bench.timing import Progress, entries
from tightmax import smooth_argmax, smooth_max, value_and_weights

Call = Callable[[], Any]

SHORTEST = 0.001
"""CPU seconds that a timing should take at least: shorter calls are repeated."""

LAYOUTS = {"rows": -1, "columns": 0}
"""Which axis is reduced: the last, whose entries lie side by side, or the first of the same array transposed."""

KINDS = ("lse", "universal", "quadratic", "best")

WHAT = {"both": value_and_weights, "value": smooth_max, "weights": smooth_argmax}


def plain(x: Any, axis: int) -> dict[str, Call]:
    """Return LogSumExp and softmax as five lines of NumPy."""

    def both() -> Any:
        top = x.max(axis=axis, keepdims=True)
        e = x - top
        np.exp(e, out=e)
        total = e.sum(axis=axis, keepdims=True)
        e /= total
        return top + np.log(total), e

    def value() -> Any:
        top = x.max(axis=axis, keepdims=True)
        e = x - top
        np.exp(e, out=e)
        return top + np.log(e.sum(axis=axis, keepdims=True))

    return {"both": both, "value": value, "weights": lambda: both()[1]}


def scipy(x: Any, axis: int) -> dict[str, Call]:
    """Return SciPy's functions."""
    special = import_module("scipy.special")
    return {
        "both": lambda: (special.logsumexp(x, axis=axis), special.softmax(x, axis=axis)),
        "value": lambda: special.logsumexp(x, axis=axis), "weights": lambda: special.softmax(x, axis=axis),
    }


def _seconds(call: Call, repeats: int) -> float:
    start = time.process_time()
    for _ in range(repeats):
        call()
    return (time.process_time() - start) / repeats


def in_turn(calls: dict[str, Call], runs: int) -> dict[str, dict[str, float]]:
    """CPU seconds of each call, made in turn: the least, and the quartiles of all rounds."""
    repeats = {}
    for name, call in calls.items():
        _seconds(call, 1)  # the warm-up
        repeats[name] = min(1000, max(1, round(SHORTEST / max(_seconds(call, 1), 1e-7))))
    rounds = [{name: _seconds(call, repeats[name]) for name, call in calls.items()} for _ in range(runs)]
    found = {}
    for name in calls:
        times = [row[name] for row in rounds]
        q1, q3 = (float(q) for q in np.quantile(times, (0.25, 0.75)))
        found[name] = {"least": min(times), "q1": q1, "q3": q3}
    return found


def _calls(x: Any, axis: int, peers: bool) -> Iterator[tuple[str, Call]]:
    """Yield the contestants by name."""
    out = np.empty_like(x)
    yield "limit", lambda: np.exp(x, out=out)
    for what, function in WHAT.items():
        for kind in KINDS:
            if kind != "best" or x.shape[axis] in (2, 3):  # for other lengths it is universal
                yield f"{what} {kind}", lambda function=function, kind=kind: function(
                    x, axis=axis, kind=kind, temperature=TEMPERATURE
                )
    for name, peer in (("numpy", plain(x, axis)), *([("scipy", scipy(x, axis))] if peers else [])):
        for what, call in peer.items():
            yield f"{what} {name}", call


def measure(
    shapes: Sequence[tuple[int, int]], dtype: str, runs: int, progress: Progress, *, peers: bool = True
) -> list[dict[str, Any]]:
    """Return a row for each shape, layout, kind and what is computed: ns an entry, of the peers and of the limit.

    Kinds quadratic and best have no peer: the ratio is that to LogSumExp or softmax, the nearest thing there is.
    """
    found = []
    for place, (rows, d) in enumerate(shapes):
        for layout, axis in LAYOUTS.items():
            progress(place, f"{rows}x{d}  {layout}")
            x = entries(rows, d, dtype)
            x = x if axis else np.ascontiguousarray(x.T)
            times = in_turn(dict(_calls(x, axis, peers)), runs)
            ns = {name: {key: 1e9 * value / x.size for key, value in row.items()} for name, row in times.items()}
            for name, row in ns.items():
                what, _, kind = name.partition(" ")
                if kind not in KINDS:
                    continue
                others = {peer: ns[f"{what} {peer}"]["least"] for peer in ("numpy", "scipy") if f"{what} {peer}" in ns}
                found.append({
                    "shape": [rows, d], "layout": layout, "dtype": dtype, "what": what, "kind": kind, "runs": runs,
                    "ns_per_entry": row, "peers_ns_per_entry": others, "limit_ns_per_entry": ns["limit"]["least"],
                    "times_as_fast_as_best_peer": min(others.values()) / row["least"],
                    "times_the_limit": row["least"] / ns["limit"]["least"],
                })
    return found
