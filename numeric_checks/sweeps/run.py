"""Run the blocks of a plan that its ledger does not hold yet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import tee
from pathlib import Path

from numeric_checks.sweeps.block import BlockResult
from numeric_checks.sweeps.executors import BadExecutor, Execute, in_process
from numeric_checks.sweeps.ledger import Ledger, opened
from numeric_checks.sweeps.plan import Plan, plan
from numeric_checks.sweeps.version import version


def run_plan(plan: Plan, execute: Execute = in_process, ledger: Ledger | None = None) -> Iterator[BlockResult]:
    """Yield the blocks in the order of the plan, one at a time.

    Blocks that the ledger holds are read, the others are run and written to it before they are given.  Which
    blocks there are, and what is in them, depends on the plan alone.
    """
    ledger = Ledger() if ledger is None else ledger
    keys, ahead = tee(plan.keys())
    fresh = execute(key for key in ahead if key not in ledger)
    entries = 0
    for count, key in enumerate(keys, 1):
        if key in ledger:
            result = ledger.read(key)
        else:
            result = next(fresh)
            if result.version != version(key.sweep, key.library):
                raise BadExecutor(f"a worker runs another version of the program, or of {key.library}: it ran {key}")
            ledger.write(result)
        yield result
        entries += result.entries
        if plan.entries is not None and count % plan.round == 0 and entries >= plan.entries:
            return


def run_sweep(
    name: str,
    dims: Iterable[object],
    *,
    seed: int = 0,
    blocks: int = 2,
    ledger: Path | None = None,
    planted: str = "",
) -> list[BlockResult]:
    """Return one sweep in this process; `planted` names a bug of it, which must be found."""
    label = f"{name}!{planted}" if planted else name
    made = plan([label], dims, seed=seed, blocks=blocks)
    with opened(ledger) as file:
        return list(run_plan(made, ledger=file))
