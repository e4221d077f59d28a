"""Attacks on the statements: points, the relations they must obey, and the worst slack that is met.

A sweep never proves anything.  Its outcome is "no counterexample" or a point at which a relation fails by
more than its rounding (`evaluate.SAFETY` times the machine epsilon times the magnitude of the formula at
that point).  Each sweep has planted bugs: relations that are false and that the same points must refute.
"""

from __future__ import annotations

import difflib
import json
import math
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields, replace
from functools import cache
from pathlib import Path
from typing import IO, Any

import numpy as np
import sympy as sp

from numeric_checks import points
from numeric_checks.evaluate import EPS, SAFETY, Measured, measured_slack
from numeric_checks.points import BadSweep, check_dims
from proofs.chain import chain, gain
from proofs.chain_below_kappa import chain_below_kappa
from proofs.lse_gap import lse_gap
from proofs.lse_smooth import lse_smooth
from symbolic.notation import LSE, ChainBound, Maximum, d, i, k, n, p, t, total, x
from symbolic.relations import Relation, ge, le

Progress = Callable[[int, int], None]
Key = tuple[str, int, float | None, int, int]  # sweep, dimension, temperature, seed, number of the block

y, q = sp.IndexedBase("y", real=True), sp.IndexedBase("q", real=True)
F = sp.Symbol("F", real=True)
SHY = sp.Rational(99, 100)  # the wrong constant of the planted bugs
_LEAST = 5e-324  # divides where the tolerance is 0
_FULL_POINT = 16  # a point with more entries is stored as its first ones and its length


@dataclass(frozen=True)
class Sweep:
    """Relations and the points that attack them; ``bugs`` replace one relation each by a false one."""

    name: str
    theorem: str
    relations: Mapping[str, Relation]
    trials: Callable[[np.random.Generator, int, float | None], Iterator[points.Trial]]
    bugs: Mapping[str, tuple[str, Relation]]
    temperatures: tuple[float | None, ...] = points.TEMPERATURES
    dims: tuple[int, ...] = (2, 3, 4, 16, 64, 1000)


@cache
def lse_gap_sweep() -> Sweep:
    """0 < t LSE(x/t) - max x <= t ln d, as the formula says it and as tightmax computes it."""
    above, below = lse_gap.statement.claim
    function = {t * LSE(x / t): F}
    relations = {
        "above": above, "below": below,
        "tightmax above": above.subs(function), "tightmax below": below.subs(function),
    }  # fmt: skip
    bugs = {
        "wrong constant": ("below", Relation(below.lhs, below.sign, SHY * below.rhs)),
        "ignored temperature": ("below", below.subs({LSE(x / t): LSE(x)})),
        "shaved logarithm": ("below", below.subs({sp.log(d): sp.log(d) - sp.Rational(1, 100)})),
        "shrunk value": ("tightmax above", above.subs({t * LSE(x / t): SHY * F})),
        "shaved tightmax": ("tightmax below", below.subs({**function, sp.log(d): SHY * sp.log(d)})),
    }
    return Sweep("lse-gap", lse_gap.id, relations, points.gap_trials, bugs)


@cache
def lse_smooth_sweep() -> Sweep:
    """Var_p(v) <= b^2 for |v_i| <= b at softmax weights, and the difference of two gradients."""
    positive, variance = lse_smooth.statement.claim
    gradient = le(total(sp.Abs(p[i] - q[i])), Maximum(sp.Abs(x - y)) / t)
    bugs = {
        "wrong constant": ("variance", Relation(variance.lhs, variance.sign, SHY * variance.rhs)),
        "wrong gradient constant": ("gradient", Relation(gradient.lhs, gradient.sign, SHY * gradient.rhs)),
        "ignored temperature": ("gradient", Relation(gradient.lhs, gradient.sign, gradient.rhs * t)),
        "variance above zero": ("variance is positive", ge(positive.lhs, sp.Symbol("b") ** 2 / 100)),
    }
    relations = {"variance is positive": positive, "variance": variance, "gradient": gradient}
    return Sweep("lse-smooth", lse_smooth.id, relations, points.smooth_trials, bugs)


@cache
def chain_sweep() -> Sweep:
    """The table of L_d against its definition, random chains, products and the constant kappa."""
    below, near = chain_below_kappa.statement.claim
    relations = {
        "step": ge(ChainBound(d), ChainBound(k) + gain(k, d)),
        "chain": ge(ChainBound(d), total(gain(y[i], x[i]), i, n)),
        "superadditive": ge(ChainBound(n * k), ChainBound(n) + ChainBound(k)),
        "below kappa": below,
        "near kappa": near,
    }
    bugs = {
        f"wrong {name} constant": (name, Relation(SHY * relation.lhs, relation.sign, relation.rhs))
        for name, relation in relations.items()
        if name in ("step", "chain", "superadditive")
    }
    bugs["wrong kappa constant"] = ("below kappa", Relation(below.lhs, below.sign, SHY * below.rhs))
    bugs["shaved logarithm"] = ("below kappa", below.subs({sp.log(d): sp.log(d) - sp.Rational(1, 100)}))
    bugs["no distance"] = ("near kappa", Relation(near.lhs, near.sign, below.rhs))
    dims = (2, 10, 1000, 10**6)
    return Sweep("chain", chain.id, relations, points.chain_trials, bugs, (None,), dims)


_SWEEPS = {"lse-gap": lse_gap_sweep, "lse-smooth": lse_smooth_sweep, "chain": chain_sweep}

NAMES = tuple(_SWEEPS)
"""The sweeps, in order."""


def sweep(name: str) -> Sweep:
    """The sweep of that name; BadSweep suggests the nearest ones."""
    if name not in _SWEEPS:
        near = difflib.get_close_matches(name, NAMES, n=3, cutoff=0.4)
        hint = f"nearest: {', '.join(near)}" if near else f"known: {', '.join(NAMES)}"
        raise BadSweep(f"unknown sweep {name!r}; {hint}")
    return _SWEEPS[name]()


@dataclass(frozen=True)
class BlockResult:
    """The worst point of one block: the least slack in multiples of its tolerance.

    ``slack`` and ``tolerance`` are None where the formula gave no finite number, which counts as a
    counterexample.  ``sweep`` is the name, with ``!`` and the bug if one was planted.
    """

    sweep: str
    dim: int
    temperature: float | None
    seed: int
    block: int
    points: int
    relation: str
    family: str
    slack: float | None
    tolerance: float | None
    refuted: bool
    point: Mapping[str, Any]

    @property
    def key(self) -> Key:
        """What makes the block: the rest follows from it."""
        return self.sweep, self.dim, self.temperature, self.seed, self.block

    @property
    def badness(self) -> float:
        """Above 1 for a counterexample; the largest is the worst."""
        if self.slack is None or self.tolerance is None:
            return math.inf
        return -self.slack / max(self.tolerance, _LEAST)

    def line(self) -> str:
        """One line of the ledger."""
        return json.dumps(asdict(self), sort_keys=True, allow_nan=False) + "\n"


def _shown(value: Any, row: int) -> Any:
    """One row of an input as JSON: a number, or the entries of a vector."""
    data = np.asarray(value.data if isinstance(value, Measured) else value)
    if data.ndim == 0:
        return float(data)
    entry = data[row]
    if entry.size <= _FULL_POINT:
        return entry.tolist()
    return {"first": entry[:_FULL_POINT].tolist(), "length": entry.size}


def _worst(key: Key, trial: points.Trial, name: str, relation: Relation) -> BlockResult:
    """The worst point of a trial for one relation."""
    found = measured_slack(relation, trial.values)
    tolerance = SAFETY * EPS * found.magnitude
    finite = np.isfinite(found.data) & np.isfinite(tolerance)
    with np.errstate(all="ignore"):
        bad = np.where(finite, -found.data / np.maximum(tolerance, _LEAST), np.inf)
    row = int(np.argmax(bad))
    known = bool(finite[row])
    return BlockResult(
        *key,
        points=bad.size,
        relation=name,
        family=trial.family,
        slack=float(found.data[row]) if known else None,
        tolerance=float(tolerance[row]) if known else None,
        refuted=not (known and bool(found.data[row] >= -tolerance[row])),
        point={symbol: _shown(v, row) for symbol, v in trial.values.items() if not callable(v)},
    )


def _run_block(attack: Sweep, bug: str, key: Key) -> BlockResult:
    """One block; its random numbers depend on its key alone, and are those of the honest sweep."""
    relations = {**attack.relations, **dict([attack.bugs[bug]] if bug else [])}
    _, dim, heat, seed, block = key
    bits = 0 if heat is None else int(np.float64(heat).view(np.uint64))
    entropy = [seed, int.from_bytes(attack.name.encode()), dim, bits, block]
    rng = np.random.Generator(np.random.Philox(np.random.SeedSequence(entropy)))
    found = []
    for trial in attack.trials(rng, dim, heat):
        found += [_worst(key, trial, name, relations[name]) for name in trial.relations]
    worst = max(found, key=lambda result: result.badness)
    return replace(worst, points=sum(result.points for result in found))


class BadLedger(ValueError):
    """A file that is not a ledger of this program."""


def _read_ledger(file: IO[bytes], name: str) -> dict[Key, BlockResult]:
    """The finished blocks; a last line that was cut off is removed from the file."""
    data = file.read()
    whole = data[: data.rfind(b"\n") + 1]
    tail, start = data[len(whole) :], b'{"block": '
    found: dict[Key, BlockResult] = {}
    known = {f.name for f in fields(BlockResult)}
    for number, line in enumerate(whole.splitlines(), 1):
        try:
            row = json.loads(line)
            if set(row) != known:
                raise ValueError
            result = BlockResult(**row)
            math.isnan(result.badness)
            found.setdefault(result.key, result)
        except (TypeError, ValueError):
            text = f"line {number} of {name!r} is not a block of a sweep; name another file"
            raise BadLedger(text) from None
    if not (tail.startswith(start) or start.startswith(tail)):
        raise BadLedger(f"the last line of {name!r} is not a block of a sweep; name another file")
    file.truncate(len(whole))
    return found


def run_sweep(
    name: str,
    dims: Iterable[int],
    *,
    seed: int = 0,
    blocks: int = 2,
    ledger: Path | None = None,
    progress: Progress | None = None,
    planted: str = "",
) -> list[BlockResult]:
    """Attack with one sweep; the blocks in the order of dimension, temperature and number.

    Every finished block is a line of ``ledger``; blocks that it already holds are not run again, and a last
    line that was cut off is replaced.  The result depends on the name, the dimensions, the seed and
    ``blocks`` only.  ``planted`` names a bug of the sweep, which must be found.
    """
    attack, numbers = sweep(name), check_dims(dims)
    if blocks < 1 or seed < 0:
        raise BadSweep(f"blocks is at least 1 and seed at least 0, not {blocks} and {seed}")
    if planted and planted not in attack.bugs:
        raise BadSweep(f"unknown planted bug {planted!r}; known: {', '.join(attack.bugs)}")
    label = f"{name}!{planted}" if planted else name
    heats = attack.temperatures
    keys = [(label, dim, heat, seed, b) for dim in numbers for heat in heats for b in range(blocks)]
    results = []
    with _opened(ledger) as (file, done):
        for count, key in enumerate(keys, 1):
            if key not in done:
                done[key] = _run_block(attack, planted, key)
                if file:
                    file.write(done[key].line().encode())
                    file.flush()
            results.append(done[key])
            if progress:
                progress(count, len(keys))
    return results


@contextmanager
def _opened(ledger: Path | None) -> Iterator[tuple[IO[bytes] | None, dict[Key, BlockResult]]]:
    """The ledger, ready to be continued, and the blocks that it holds."""
    if ledger is None:
        yield None, {}
        return
    with ledger.open("a+b") as file:
        file.seek(0)
        done = _read_ledger(file, str(ledger))
        file.seek(0, 2)
        yield file, done
