"""Worker processes on this machine, for proofs, sweeps and experiments: one thread each, and none outlives its parent.

Light to import: a worker of an experiment does without the libraries of the sweeps.
"""

from __future__ import annotations

import os
import signal
import threading
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager, suppress
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnContext, SpawnProcess

_ONE_THREAD = {
    "OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1", "VECLIB_MAXIMUM_THREADS": "1",
    "XLA_FLAGS": "--xla_cpu_multi_thread_eigen=false intra_op_parallelism_threads=1",
    "XLA_PYTHON_CLIENT_PREALLOCATE": "false",
}


def cores() -> int:
    """Return how many cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def one_thread() -> None:
    """Processes started from here on compute on one thread each, so that their number changes no digit."""
    for name, value in _ONE_THREAD.items():
        os.environ.setdefault(name, value)


class _Deaf(SpawnProcess):
    """A process that Ctrl-C does not reach even while its interpreter starts: it is the parent's to answer."""

    def start(self) -> None:
        if not hasattr(signal, "pthread_sigmask"):
            return super().start()
        resource_tracker.ensure_running()  # which would unblock the signal
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})  # a new process inherits the mask
        try:
            return super().start()
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)


class _Context(SpawnContext):
    Process = _Deaf


def _start(alive: Connection) -> None:
    """In a new worker: leave Ctrl-C to the parent, and end when the parent does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with, args=(alive,), daemon=True).start()


def _end_with(alive: Connection) -> None:
    """The parent holds the other end of this pipe, and a parent that is killed lets go of it."""
    with suppress(OSError):
        alive.poll(None)
    os._exit(1)


@contextmanager
def _ctrl_c_later() -> Iterator[None]:
    """Ctrl-C in this block is answered at its end."""
    answer = signal.getsignal(signal.SIGINT)
    if answer is None or threading.current_thread() is not threading.main_thread():
        yield
        return
    heard: list[int] = []
    signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, answer)
        if heard:
            signal.raise_signal(signal.SIGINT)


@contextmanager
def pool(count: int) -> Iterator[ProcessPoolExecutor]:
    """Worker processes; they end with this block, or with this process however it ends."""
    one_thread()
    context = _Context()
    theirs, ours = context.Pipe(duplex=False)
    found = ProcessPoolExecutor(count, mp_context=context, initializer=_start, initargs=(theirs,))
    try:
        with _ctrl_c_later():  # an executor that is interrupted here forgets the processes it has started
            found.submit(int)  # starts them all
        yield found
    finally:
        with _ctrl_c_later():
            ours.close()
            found.shutdown(cancel_futures=True)
            theirs.close()
