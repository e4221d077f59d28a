"""How it is timed: two calls in turn, and the ratio of each round; memory; and how the cost grows with d."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Sequence
from contextlib import closing
from typing import Any

import numpy as np

from numeric_checks.bench.cases import LIBRARIES, TEMPERATURE, Case, check
from tightmax import value_and_weights

Call = Callable[[], Any]

Progress = Callable[[int, str], None]
"""Is told how many pairs of a shape and a library, or rows of the growth, are done, and what is being timed."""

SEED = 0
"""Of the entries."""

SHORTEST = 0.002
"""Seconds that a timing should take at least: shorter calls are repeated."""

KINDS = ("universal", "lse", "quadratic")
"""Whose growth is measured."""


def entries(rows: int, d: int, dtype: str) -> Any:
    """Return the input: three times the standard normal distribution, the same in every run."""
    x = 3.0 * np.random.default_rng(SEED).standard_normal((rows, d))
    return x.astype(dtype, copy=False)


def _seconds(call: Call, repeats: int) -> float:
    """Seconds of one call, from so many."""
    start = time.perf_counter()
    for _ in range(repeats):
        call()
    return (time.perf_counter() - start) / repeats


def _repeats(call: Call) -> int:
    """Return how often to call in one timing. This is the warm-up, too."""
    once = _seconds(call, 1)
    if once >= SHORTEST:
        return 1
    once = _seconds(call, 3)
    return min(1000, max(1, round(SHORTEST / max(once, 1e-9))))


def compare(ours: Call, other: Call, runs: int) -> dict[str, Any]:
    """Seconds of two calls made in turn, and how many times as fast ours is: median and quartiles over the rounds."""
    repeats = _repeats(ours), _repeats(other)
    rounds = [(_seconds(ours, repeats[0]), _seconds(other, repeats[1])) for _ in range(runs)]
    q1, median, q3 = (float(q) for q in np.quantile([b / a for a, b in rounds], (0.25, 0.5, 0.75)))
    return {
        "ratio": {"median": median, "q1": q1, "q3": q3},
        "seconds": {"tightmax": min(a for a, _ in rounds), "other": min(b for _, b in rounds)},
    }


def temporaries(call: Call, size: int) -> float:
    """Peak memory of a NumPy call beyond input and outputs, in units of the input's size in bytes."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        outputs = call()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    beyond: int = peak - before - sum(array.nbytes for array in outputs)
    return max(0, beyond) / size


def _row(case: Case, x: Any, runs: int) -> dict[str, Any]:
    """Check one case, then time it."""
    check(case, x)
    memory = None
    if case.library == "numpy":
        memory = {"tightmax": temporaries(case.ours, x.nbytes), "other": temporaries(case.other, x.nbytes)}
    return {
        "library": case.library, "kind": case.kind, "against": case.against, "mode": case.mode,
        "shape": list(x.shape), "dtype": x.dtype.name, "runs": runs, "temporaries_in_inputs": memory,
        **compare(case.ours, case.other, runs),
    }


def measure(
    libraries: Sequence[str], shapes: Sequence[tuple[int, int]], dtype: str, runs: int, progress: Progress
) -> list[dict[str, Any]]:
    """Return all cases of the libraries at all shapes, a row each. Raises WrongAnswer before anything wrong is
    timed.
    """
    found: list[dict[str, Any]] = []
    for place, (rows, d) in enumerate(shapes):
        x = entries(rows, d, dtype)
        for number, name in enumerate(libraries, place * len(libraries)):
            with closing(LIBRARIES[name].cases(x)) as cases:
                for case in cases:
                    progress(number, f"{rows}x{d}  {name}  {case.kind}  {case.mode}")
                    found.append(_row(case, x, runs))
    order = {name: place for place, name in enumerate(libraries)}
    return sorted(found, key=lambda row: order[row["library"]])


def growth_dims(size: int) -> list[int]:
    """Return the lengths of rows at which the growth is measured."""
    return [d for d in (4, *(10**k for k in range(1, 10))) if d <= size]


def growth(size: int, dtype: str, runs: int, progress: Progress) -> list[dict[str, Any]]:
    """Nanoseconds an entry of value and weights on NumPy, about `size` entries in rows of 4, 10, 100, ... to `size`."""
    found = []
    for place, d in enumerate(growth_dims(size)):
        x = entries(size // d, d, dtype)
        for kind in KINDS:
            progress(place, f"growth  d = {d}  {kind}")

            def call(x: Any = x, kind: str = kind) -> Any:
                return value_and_weights(x, kind=kind, temperature=TEMPERATURE)

            repeats = _repeats(call)
            least = min(_seconds(call, repeats) for _ in range(runs))
            found.append({"kind": kind, "d": d, "rows": size // d, "ns_per_entry": 1e9 * least / x.size})
    return found
