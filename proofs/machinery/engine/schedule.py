"""Which process discharges which step: this one, and workers on the other cores where there is enough to do.

A worker costs its start, about a second of imports, so short runs have none.  The steps that are known to be long
(certificates, finite computations) go to the workers first, the longest first; this process takes the rest in reading
order, a theorem at a time, and what is left of the long ones after that.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import groupby
from typing import TypeAlias

from proofs.machinery.engine.proof import Theorem

from proofs import registry
from proofs.machinery.engine.claim import Claim
from proofs.machinery.engine.discharge import certificate_path, discharge
from proofs.machinery.engine.workers import cores, pool
from proofs.machinery.output.bad_input import Undecided
from symbolic.steps import Certified, Finite, Goal, Step
from symbolic.verdict import StepResult

Task: TypeAlias = tuple[Claim | Theorem, Step]
Here: TypeAlias = Callable[[Claim | Theorem, Step], StepResult]

_ORDINARY, _FINITE, _BYTES_A_SECOND = 0.003, 0.3, 400_000
"""Seconds that a step takes, for planning alone: an ordinary one, a finite one; bytes of a certificate in a second."""
ENOUGH = 3.0
"""Seconds of planned work from which workers are started."""
MOST_WORKERS = 3


class WorkerDied(Undecided):
    """A worker process ended before its work did."""


def planned(goal: Goal, fresh: bool) -> float:
    """About how long the goal takes, for planning alone."""
    if isinstance(goal, Finite):
        return _FINITE
    if isinstance(goal, Certified):
        if goal.sign == "<=":
            return _FINITE  # every vertex of a cell complex, from a file of a few kilobytes
        path = certificate_path(goal.name)
        seconds = path.stat().st_size / _BYTES_A_SECOND if path.is_file() else 0.0
        return seconds + (30.0 if fresh and goal.search is not None else 0.0)
    return _ORDINARY


def workers(tasks: Sequence[Task], fresh: bool) -> int:
    """Return how many workers the tasks are worth on this machine."""
    if sum(planned(step.goal, fresh) for _, step in tasks) < ENOUGH:
        return 0
    return min(cores() - 1, MOST_WORKERS)


def _there(owner: str, names: Sequence[str], fresh: bool) -> list[StepResult]:
    """In a worker: discharge the named steps of a theorem or claim."""
    found = registry.theorems().get(owner) or registry.claims()[owner]
    steps = {step.name: step for step in found.derivation.steps}
    return [discharge(steps[name], found.statement, fresh) for name in names]


def _chunks(tasks: Sequence[Task], fresh: bool) -> tuple[deque[list[Task]], deque[list[Task]]]:
    """Return the long steps, longest first, one by one; the others, those of a theorem together."""
    long = [task for task in tasks if isinstance(task[1].goal, Certified | Finite)]
    long.sort(key=lambda task: -planned(task[1].goal, fresh))
    short = [task for task in tasks if not isinstance(task[1].goal, Certified | Finite)]
    together = (list(group) for _, group in groupby(short, key=lambda task: task[0].id))
    return deque([task] for task in long), deque(together)


def results(tasks: Sequence[Task], here: Here, fresh: bool, count: int) -> Generator[tuple[Task, StepResult]]:
    """Yield each task with its result, in the order in which they come; `count` workers run beside this process.

    Raises WorkerDied where a worker is killed from outside.
    """
    if not count:
        for task in tasks:
            yield task, here(*task)
        return
    try:
        yield from _shared(tasks, here, fresh, count)
    except BrokenProcessPool as error:
        said = "a worker process ended before its steps were discharged (killed, or out of memory)"
        raise WorkerDied(said) from error


def _shared(tasks: Sequence[Task], here: Here, fresh: bool, count: int) -> Generator[tuple[Task, StepResult]]:
    long, short = _chunks(tasks, fresh)
    given: dict[Future[list[StepResult]], list[Task]] = {}
    with pool(count) as processes:
        while long or short or given:
            while len(given) < 2 * count and (long or short):
                chunk = long.popleft() if long else short.pop()
                names = [step.name for _, step in chunk]
                given[processes.submit(_there, chunk[0][0].id, names, fresh)] = chunk
            mine = short.popleft() if short else long.popleft() if long else None
            for task in mine or ():
                yield task, here(*task)
            done, _ = wait(given, timeout=0 if mine is not None else None, return_when=FIRST_COMPLETED)
            for future in done:
                yield from zip(given.pop(future), future.result(), strict=True)
