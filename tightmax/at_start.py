"""Ctrl-C and SIGTERM from the first moment of a command on, before anything is imported that takes long.

A signal is then one line and the exit status of the shell, 128 and its number, where Python would print the traceback
of whatever import was going on, or say nothing. Only a process that was started for one of our commands does this;
who imports the package as a library keeps what signals do.
"""

from __future__ import annotations

import os
import signal
import sys

TYPE_CHECKING = False
if TYPE_CHECKING:  # the module typing takes longer to import than all that is needed here
    from collections.abc import Iterable
    from types import FrameType

WORDS = {signal.SIGINT: "interrupted", signal.SIGTERM: "terminated"}
"""What is said of a signal."""


def tell(line: str) -> None:
    """One line on standard error, if anybody can read it; nothing is left to be written at exit."""
    if sys.stderr is None:  # closed at the start: the number 2 may be another file by now
        return
    try:
        if sys.stderr is not sys.__stderr__:
            print(line, file=sys.stderr, flush=True)
        else:
            os.write(2, os.fsencode(f"{line}\n"))
    except (OSError, ValueError):
        pass


def _answer(name: str, clean: bool) -> None:
    def leave(number: int, frame: FrameType | None) -> None:
        tell(f"{name}: {WORDS[signal.Signals(number)]}")
        if clean:
            sys.exit(128 + number)
        os._exit(128 + number)

    for number in WORDS:
        try:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, leave)
        except ValueError:  # not the main thread
            return


def leave_at_once(name: str) -> None:
    """From now on a signal ends the process on the spot, with its line: nothing is begun that must be ended."""
    _answer(name, clean=False)


def leave_cleanly(name: str) -> None:
    """From now on a signal ends the process with its line, and what is written half is removed."""
    _answer(name, clean=True)


def watch(package: str, folders: Iterable[str]) -> None:
    """`leave_at_once`, if a file of this package is what Python was told to run, as a script or by `-m`."""
    module = ""
    if sys.argv[:1] == ["-m"] and "-m" in sys.orig_argv[:-1]:  # while Python looks for the module
        module = sys.orig_argv[sys.orig_argv.index("-m") + 1]
        ours = module.partition(".")[0] == package
    else:
        file = getattr(sys.modules.get("__main__"), "__file__", None)
        within = tuple(os.path.join(folder, "") for folder in folders)
        ours = file is not None and os.path.abspath(file).startswith(within)
    if ours:
        leave_at_once(module if "." in module else "tightmax")


def say(text: str, name: str) -> int:
    """Print a line; the exit status, and where it cannot be printed one line that says why, or none if nobody reads."""
    try:
        if sys.stdout is None:
            raise OSError(0, "it is closed")
        print(text, flush=True)
    except OSError as error:
        null = os.open(os.devnull, os.O_WRONLY)
        if null != 1:
            os.dup2(null, 1)  # what is left in the buffer cannot fail again at exit
        if isinstance(error, BrokenPipeError):
            return 141
        tell(f"{name}: cannot write standard output: {error.strerror}")
        return 2
    return 0
