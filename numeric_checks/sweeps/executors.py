"""Where blocks run: in this process, on the cores of this machine, or on a Dask cluster.

Each of them takes blocks in an order and gives their results in that order, with a bounded number under way.
Processes and their queues are those of `concurrent.futures`; machines and lost workers are Dask's.
"""

from __future__ import annotations

import logging
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import AbstractContextManager, contextmanager, suppress
from typing import Any

from numeric_checks.attacks.library import Unavailable
from numeric_checks.sweeps.block import BlockResult, Key, run_block
from proofs.machinery.engine.workers import pool
from proofs.machinery.output.bad_input import BadInput, ToolMissing, Undecided
from tightmax.install import how_to_install
from tightmax.machinery import call

Execute = Callable[[Iterable[Key]], Iterator[BlockResult]]
"""Results in the order of the keys."""

AHEAD = 4
"""Blocks under way, for each worker."""

PATIENCE = 10
"""Seconds in which a scheduler must answer."""

RUN = ("numeric_checks.sweeps.block", "run_fields")
"""What a Dask worker runs, by its names: where TightMax was installed from a wheel, `tightmax` alone is on its path."""

KNOWN = "local, dask://HOST:PORT"


class BadExecutor(BadInput):
    """A place to run blocks that does not exist or cannot be reached."""


def _failed(key: Key, error: BaseException) -> Undecided:
    reason = str(error).strip().partition("\n")[0]
    return Undecided(f"the block {key} failed: {type(error).__name__}{f': {reason}' if reason else ''}")


def _lost(key: Key, why: str) -> Undecided:
    return Undecided(f"{why}; the first block that is not finished is {key}")


def in_process(keys: Iterable[Key]) -> Iterator[BlockResult]:
    """Yield one block after the other, here."""
    for key in keys:
        try:
            found = run_block(key)
        except (Unavailable, ToolMissing):
            raise
        except Exception as error:
            raise _failed(key, error) from error
        yield found


def _in_order(keys: Iterable[Key], submit: Callable[[Key], Any], ahead: int) -> Iterator[tuple[Key, Any]]:
    """Yield the futures of the blocks in order, `ahead` of them under way."""
    waiting: deque[tuple[Key, Any]] = deque()
    for key in keys:
        try:
            future = submit(key)
        except Exception as error:
            future = Future()
            future.set_exception(error)
        waiting.append((key, future))
        if len(waiting) >= ahead:
            yield waiting.popleft()
    yield from waiting


@contextmanager
def local(workers: int) -> Iterator[Execute]:
    """Worker processes on this machine; they end with this block, or with this process however it ends."""
    with pool(workers) as processes:
        yield lambda keys: _from_pool(processes, keys, AHEAD * workers)


def _from_pool(processes: ProcessPoolExecutor, keys: Iterable[Key], ahead: int) -> Iterator[BlockResult]:
    for key, future in _in_order(keys, lambda key: processes.submit(run_block, key), ahead):
        try:
            found = future.result()
        except (Unavailable, ToolMissing):
            raise
        except BrokenProcessPool:
            raise _lost(key, "a worker process died, perhaps for want of memory") from None
        except Exception as error:
            raise _failed(key, error) from error
        yield found


def _client(address: str) -> Any:
    """Return a Dask client that has workers."""
    if not re.fullmatch(r"dask://([A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\]):[0-9]{1,5}", address):
        raise BadExecutor(f"--executor {address!r} is not dask://HOST:PORT, as `dask scheduler` prints it")
    place = address.removeprefix("dask://")
    try:
        from distributed import Client
    except ImportError as error:
        raise ToolMissing(f"--executor {address!r} needs Dask ({error}); {how_to_install('dask')}") from None
    for handler in logging.getLogger("distributed").handlers:
        handler.setLevel(logging.CRITICAL + 1)  # what matters of its warnings comes as an exception
    client: Any
    try:
        client = Client(f"tcp://{place}", timeout=PATIENCE, set_as_default=False)
    except Exception as error:
        reason = type(error).__name__ if isinstance(error, OSError | ValueError) else str(error)
        raise BadExecutor(f"no Dask scheduler answers at {place} ({reason}); start one with `dask scheduler`") from None
    try:
        client.wait_for_workers(1, timeout=PATIENCE)
    except Exception:
        client.close()
        raise BadExecutor(
            f"the Dask scheduler at {place} has no workers; start one with `dask worker {place}`"
        ) from None
    return client


@contextmanager
def dask(address: str) -> Iterator[Execute]:
    """Yield the workers of a Dask cluster, which runs the blocks of a lost worker again on another one."""
    client = _client(address)
    try:
        ahead = AHEAD * max(4, sum(client.nthreads().values()))
        yield lambda keys: _from_cluster(client, keys, ahead)
    finally:
        with suppress(Exception):
            client.close()


def _from_cluster(client: Any, keys: Iterable[Key], ahead: int) -> Iterator[BlockResult]:
    from distributed import KilledWorker

    for key, future in _in_order(keys, lambda key: client.submit(call, *RUN, *key, pure=False), ahead):
        try:
            found = future.result()
        except (Unavailable, ToolMissing):
            raise
        except KilledWorker:
            raise _lost(key, "several Dask workers died, perhaps for want of memory") from None
        except CancelledError:
            raise _lost(key, "the Dask scheduler is gone") from None
        except Exception as error:
            raise _failed(key, error) from error
        yield found


def executor(where: str, workers: int) -> AbstractContextManager[Execute]:
    """Return the executor of that name; `workers` are the processes of `local`."""
    if where == "local":
        return local(workers)
    if where.startswith("dask:"):
        return dask(where)
    raise BadExecutor(f"unknown executor {where!r}; known: {KNOWN}")
