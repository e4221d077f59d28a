"""How every command ends: on Ctrl-C, on SIGTERM, when nobody reads its output, when the disk is full, on bad input.

Each way out is one line on standard error, or none where nobody would read it, and one exit status; a traceback is
left to faults of the program.  Standard library only, and imported before anything that takes long, so that a
signal in the first second is answered as well.
"""

from __future__ import annotations

import errno
import io
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from types import FrameType
from typing import Any

from proofs.machinery.output.bad_input import BadInput, Contradiction, ToolMissing, Undecided
from proofs.machinery.output.exit_status import DIFFERS, INTERRUPTED, MATCHES, PIPE_CLOSED, TERMINATED, UNDECIDED, USAGE
from symbolic.printing.unknown_latex import UnknownLatex

WORDS = {signal.SIGINT: ("interrupted", INTERRUPTED), signal.SIGTERM: ("terminated", TERMINATED)}
"""What is said of a signal, and the exit status."""


class Stopped(KeyboardInterrupt):
    """SIGINT or SIGTERM; like Ctrl-C to all that cleans up, and it knows which of them came."""

    def __init__(self, number: int) -> None:
        super().__init__()
        self.number = signal.Signals(number)


class _Quiet(io.FileIO):
    """Standard error, of which what cannot be written is dropped: a message is never worth a failure."""

    def write(self, data: Any) -> int:
        try:
            return super().write(data) or 0
        except OSError:
            return len(data)


class _Output(io.FileIO):
    """Standard output, which remembers why it could not be written: the buffers above it may forget."""

    failure: OSError | None = None

    def write(self, data: Any) -> int:
        try:
            return super().write(data) or 0
        except OSError as error:
            _Output.failure = error
            raise


def tell(line: str) -> None:
    """One line on standard error, if anybody can read it."""
    with suppress(OSError, ValueError):
        print(line, file=sys.stderr, flush=True)


def _sound_streams() -> None:
    """Open what was closed at the start, and make messages that cannot be written no failure.

    A closed descriptor would be given to the first file that is opened, and messages would be written into it.
    """
    old = sys.__stdout__
    if old is not None and sys.stdout is old:
        sys.stdout = io.TextIOWrapper(
            io.BufferedWriter(_Output(1, "w", closefd=False)), encoding=old.encoding,
            errors="backslashreplace" if old.errors == "strict" else old.errors,  # a letter that the encoding lacks
            line_buffering=old.line_buffering, write_through=old.write_through,
        )
    if sys.stderr is None or sys.stderr is sys.__stderr__:
        for number in (0, 2):
            try:
                os.fstat(number)
            except OSError:
                _to_null(number)
        with suppress(OSError):
            sys.stderr = io.TextIOWrapper(
                io.BufferedWriter(_Quiet(2, "w", closefd=False)), errors="backslashreplace", line_buffering=True
            )


def _to_null(number: int) -> None:
    """Let a descriptor be the null device."""
    with suppress(OSError):
        null = os.open(os.devnull, os.O_RDWR)
        if null != number:
            os.dup2(null, number)
            os.close(null)


def _output_error() -> OSError | None:
    """Return why standard output cannot be written, if so."""
    if _Output.failure is not None:
        return _Output.failure
    try:
        sys.stdout.flush()
    except OSError as error:
        return error
    except ValueError:
        return OSError(errno.EBADF, os.strerror(errno.EBADF))
    return None


@contextmanager
def _signals() -> Iterator[list[int]]:
    """SIGINT and SIGTERM raise `Stopped` in this block; which of them came is kept, in case the exception is lost."""
    heard: list[int] = []

    def stop(number: int, frame: FrameType | None) -> None:
        heard.append(number)
        raise Stopped(number)

    if threading.current_thread() is not threading.main_thread():
        yield heard
        return
    told = sys.unraisablehook

    def lost(found: Any) -> None:
        """In a finalizer an exception ends nothing and is only printed: say nothing, and send the signal again."""
        if isinstance(found.exc_value, Stopped):
            again = threading.Timer(0.01, os.kill, (os.getpid(), found.exc_value.number))
            again.daemon = True
            again.start()
        else:
            told(found)

    before = {number: signal.signal(number, stop) for number in WORDS if signal.getsignal(number) is not signal.SIG_IGN}
    sys.unraisablehook = lost
    try:
        yield heard
    finally:
        sys.unraisablehook = told
        for number, answer in before.items():
            signal.signal(number, answer)


def leave_at_once(name: str) -> dict[int, Any]:
    """From now on a signal ends the process on the spot, with its line; what answered it before."""

    def leave(number: int, frame: FrameType | None) -> None:
        said, status = WORDS[signal.Signals(number)]
        tell(f"{name}: {said}")
        os._exit(status)

    if threading.current_thread() is not threading.main_thread():
        return {}
    return {number: signal.signal(number, leave) for number in WORDS if signal.getsignal(number) is not signal.SIG_IGN}


@contextmanager
def at_once(name: str) -> Iterator[None]:
    """While libraries are imported: a signal ends the process on the spot, since nothing is begun that must be ended.

    An exception would be raised inside a library's import, which may turn it into another one or drop it.
    """
    before = leave_at_once(name)
    try:
        yield
    finally:
        for number, answer in before.items():
            signal.signal(number, answer)


def ending(name: str, work: Callable[[], int]) -> int:
    """Do the work and return its exit status, or that of the way in which it ended; `name` begins every line."""
    _sound_streams()
    if sys.stdout is None:
        tell(f"{name}: cannot write standard output: it is closed")
        return USAGE
    with _signals() as heard:
        try:
            status = _answered(name, work, heard)
        except SystemExit as stop:  # argparse, after a help
            status = stop.code if isinstance(stop.code, int) else MATCHES
        except Stopped:  # a second signal while the first one was answered
            status = WORDS[signal.Signals(heard[0])][1]
        return _flushed(name, status)


def _answered(name: str, work: Callable[[], int], heard: list[int]) -> int:
    try:
        return work()
    except (KeyboardInterrupt, Exception) as error:
        if heard or isinstance(error, KeyboardInterrupt):
            said, status = WORDS[signal.Signals(heard[0])] if heard else WORDS[signal.SIGINT]
            note = " ".join(getattr(error, "__notes__", ()))
            tell(f"{name}: {said}{note}")
            return status
        if isinstance(error, (BadInput, UnknownLatex)):
            tell(f"{name}: {error}")
            return USAGE
        if isinstance(error, (ToolMissing, Undecided)):
            tell(f"{name}: {error}")
            return UNDECIDED
        if isinstance(error, Contradiction):
            tell(f"{name}: {error}")
            return DIFFERS
        if isinstance(error, BrokenPipeError):
            return PIPE_CLOSED
        if isinstance(error, OSError) and _output_error() is not None:
            return USAGE  # `_flushed` says why
        if isinstance(error, OSError) and error.filename is not None:
            tell(f"{name}: cannot use {error.filename!r}: {error.strerror}")
            return USAGE
        raise


def _flushed(name: str, status: int) -> int:
    """Return the status, or that of an output that cannot be written; nothing is left to be written at exit."""
    error = _output_error()
    if error is None:
        return status
    _Output.failure = None
    _to_null(1)
    with suppress(OSError, ValueError):
        sys.stdout.flush()
    if isinstance(error, BrokenPipeError):
        return status if status in (INTERRUPTED, TERMINATED) else PIPE_CLOSED
    if status not in (INTERRUPTED, TERMINATED):
        tell(f"{name}: cannot write standard output: {error.strerror}")
        return USAGE
    return status
