"""Run the blocks of a sweep that its ledger does not hold yet."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

from numeric_checks.block import BlockResult, Key, run_block
from numeric_checks.ledger import opened
from numeric_checks.registry import sweep
from numeric_checks.sweep import BadSweep, check_dims

Progress = Callable[[int, int], None]


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
    attack, numbers = sweep(name), [dim for dim in check_dims(dims) if dim <= sweep(name).max_dim]
    if blocks < 1 or seed < 0:
        raise BadSweep(f"blocks is at least 1 and seed at least 0, not {blocks} and {seed}")
    if planted and planted not in attack.bugs:
        raise BadSweep(f"unknown planted bug {planted!r}; known: {', '.join(attack.bugs)}")
    label = f"{name}!{planted}" if planted else name
    heats = attack.temperatures
    keys = [Key(label, dim, heat, seed, b) for dim in numbers for heat in heats for b in range(blocks)]
    results = []
    with opened(ledger) as (file, done):
        for count, key in enumerate(keys, 1):
            if key not in done:
                done[key] = run_block(key)
                if file:
                    file.write(done[key].line().encode())
                    file.flush()
            results.append(done[key])
            if progress:
                progress(count, len(keys))
    return results
