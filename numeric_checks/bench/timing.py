"""How it is timed: CPU time of all contestants of a shape in turn, beside the limit; memory; how the cost grows with d.

The limit is what nobody can beat on NumPy: one exponential of every entry, read and written in memory that is there
already. What other processes do to the clock on the wall is not counted.
"""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from numeric_checks.bench.cases import LIBRARIES, TEMPERATURE, Contestant, check, engine, right
from tightmax import value_and_weights

Call = Callable[[], Any]

Progress = Callable[[int, str], None]
"""Is told how many parts of the work are done, and what is being timed."""

SEED = 0
"""Of the entries."""

ORDERS: dict[str, Callable[[Any], tuple[Any, int]]] = {
    "": lambda x: (x, -1),
    "axis 0": lambda x: (np.ascontiguousarray(x.T), 0),
    "strided": lambda x: (np.repeat(x, 2, axis=-1)[..., ::2], -1),
}
"""The entries of a maximum side by side; the transposed array along its first axis; every other entry of longer rows:
array and axis, from an array of rows.
"""

GROWING = ("universal", "lse", "quadratic")
"""Whose growth is measured."""


def entries(rows: int, d: int, dtype: str) -> Any:
    """Return the input: three times the standard normal distribution, the same in every run."""
    x = 3.0 * np.random.default_rng(SEED).standard_normal((rows, d))
    return x.astype(dtype, copy=False)


def _seconds(call: Call, repeats: int) -> float:
    """CPU seconds of one call, from so many."""
    start = time.process_time()
    for _ in range(repeats):
        call()
    return (time.process_time() - start) / repeats


def _repeats(call: Call, shortest: float) -> int:
    """Return how often to call in one timing, which should take so many CPU seconds. This is the warm-up, too."""
    _seconds(call, 1)
    return min(1000, max(1, round(shortest / max(_seconds(call, 1), 1e-7))))


def in_turn(contestants: Sequence[Contestant], runs: int, shortest: float) -> list[list[float]]:
    """CPU seconds of each in every round, in which all come one after the other, each called for so long at least.

    Each is called once before it is timed, so that it finds the memory that it has freed itself, not that of another.
    """
    repeats, found = [], [[] for _ in contestants]  # type: list[int], list[list[float]]
    for one in contestants:
        with engine(one.engine):
            repeats.append(_repeats(one.call, shortest))
    for _ in range(runs):
        for one, often, times in zip(contestants, repeats, found, strict=True):
            with engine(one.engine):
                one.call()
                times.append(_seconds(one.call, often))
    return found


def _quartiles(numbers: Sequence[float]) -> dict[str, float]:
    q1, median, q3 = (float(q) for q in np.quantile(numbers, (0.25, 0.5, 0.75)))
    return {"q1": q1, "median": median, "q3": q3}


def temporaries(call: Call, size: int) -> float:
    """Peak memory of a NumPy call beyond input and outputs, in units of the input's size in bytes."""
    tracemalloc.start()
    try:
        before = tracemalloc.get_traced_memory()[0]
        outputs = call()
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    beyond: int = peak - before - sum(array.nbytes for array in outputs if array is not None)
    return max(0, beyond) / size


def _checked(contestants: Sequence[Contestant], x: Any, axis: int) -> Sequence[Contestant]:
    """Return the contestants, once each has given the right answer; WrongAnswer where one does not."""
    expected: dict[str, Any] = {}
    for one in contestants:
        if one.kind not in expected:
            expected[one.kind] = right(one.kind, x, axis)
        with engine(one.engine):
            check(one, x, axis, expected[one.kind])
    return contestants


def _of(library: str, x: Any, order: str, runs: int) -> list[dict[str, Any]]:
    """Return the rows of one library for one input, in this order: one for each contestant of ours.

    Kinds quadratic and best have no peer on NumPy: their ratio is that to LogSumExp or softmax, the nearest there is.
    """
    name = f"{'x'.join(map(str, x.shape))} {order}".rstrip()
    x, axis = ORDERS[order](x)
    plain = np.ascontiguousarray(x)  # the exponential of what is not side by side is slow on NumPy, and no limit
    out = np.empty_like(plain)
    with LIBRARIES[library].contestants(x, axis) as those:
        contestants = [Contestant("limit", "", lambda: np.exp(plain, out=out)), *_checked(those, x, axis)]
        times = in_turn(contestants, runs, LIBRARIES[library].shortest)
    ns = [[1e9 * seconds / x.size for seconds in row] for row in times]
    limit, found = min(ns[0]), []
    for one, own in zip(contestants, ns, strict=True):
        if one.engine is None:
            continue
        named = zip(contestants[1:], ns[1:], strict=True)
        peers = {peer.name: row for peer, row in named if peer.engine is None and peer.what == one.what}
        against = min(peers, key=lambda name: min(peers[name]))
        quotients = [other / ours for other, ours in zip(peers[against], own, strict=True)]
        memory = temporaries(one.call, x.nbytes) if library == "numpy" and one.what == "both" else None
        found.append({
            "library": library, "engine": one.engine, "kind": one.name, "what": one.what, "against": against,
            "input": name, "shape": list(x.shape), "axis": axis, "dtype": x.dtype.name, "runs": runs,
            "ns_per_entry": {"least": min(own), **_quartiles(own)},
            "peers_ns_per_entry": {name: min(row) for name, row in peers.items()},
            "ratio": {"of_least": min(peers[against]) / min(own), **_quartiles(quotients)},
            "limit_ns_per_entry": limit, "times_the_limit": min(own) / limit, "temporaries_in_inputs": memory,
        })
    return found


def parts(libraries: Sequence[str], shapes: Sequence[tuple[int, int]]) -> int:
    """Return how many parts `measure` has."""
    return len(shapes) * sum(len(LIBRARIES[name].orders) for name in libraries)


def measure(
    libraries: Sequence[str], shapes: Sequence[tuple[int, int]], dtype: str, runs: int, progress: Progress
) -> list[dict[str, Any]]:
    """Return the rows of all libraries at all shapes, in each order that the library is timed in.

    Raises WrongAnswer before anything wrong is timed.
    """
    found: list[dict[str, Any]] = []
    done = 0
    for rows, d in shapes:
        x = entries(rows, d, dtype)
        for name in libraries:
            for order in LIBRARIES[name].orders:
                progress(done, f"{rows}x{d}  {name}  {order}".rstrip())
                found += _of(name, x, order, runs)
                done += 1
    order = {name: place for place, name in enumerate(libraries)}
    return sorted(found, key=lambda row: order[row["library"]])


def growth_dims(size: int) -> list[int]:
    """Return the lengths of rows at which the growth is measured."""
    return [d for d in (4, *(10**k for k in range(1, 10))) if d <= size]


def growth(size: int, dtype: str, runs: int, progress: Progress) -> list[dict[str, Any]]:
    """CPU nanoseconds an entry of value and weights on NumPy, about `size` entries in rows of 4, 10, ... to `size`."""
    found = []
    for place, d in enumerate(growth_dims(size)):
        x = entries(size // d, d, dtype)
        for kind in GROWING:
            progress(place, f"growth  d = {d}  {kind}")

            def call(x: Any = x, kind: str = kind) -> Any:
                return value_and_weights(x, kind=kind, temperature=TEMPERATURE)

            repeats = _repeats(call, LIBRARIES["numpy"].shortest)
            least = min(_seconds(call, repeats) for _ in range(runs))
            found.append({"kind": kind, "d": d, "rows": size // d, "ns_per_entry": 1e9 * least / x.size})
    return found
