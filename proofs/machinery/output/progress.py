"""Progress on standard error: how many of how many, and about how long it still takes.

On a terminal a bar; elsewhere a plain line now and then, and none if the work ends before.  `rich` is imported for
the bar alone.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from proofs.machinery.output.endings import tell

EVERY = 15.0
"""Seconds between two plain lines, and before the first."""

Seen = Callable[..., None]
"""Called as `seen(done, total, what="", share=None)`: the things done, of how many; which one is under way; and the
part of the work that is done, from 0 to 1, where the things are not alike."""


def left(elapsed: float, share: float) -> str:
    """About how long it still takes, in words; empty where nothing is known yet.

    >>> left(10.0, 0.5), left(100.0, 0.25), left(3600.0, 0.5), left(1.0, 0.0)
    ('about 10 s left', 'about 5 min left', 'about 1.0 h left', '')
    """
    if not 0 < share <= 1:
        return ""
    seconds = elapsed * (1 - share) / share
    if seconds < 100:
        return f"about {seconds:.0f} s left"
    return f"about {seconds / 60:.0f} min left" if seconds < 3600 else f"about {seconds / 3600:.1f} h left"


class _Counter:
    """What has been seen so far, and the words for it."""

    def __init__(self, unit: str, clock: Callable[[], float]) -> None:
        self._clock, self._unit, self.start = clock, unit, clock()
        self._first: float | None = None

    def line(self, done: float, total: float, share: float | None) -> str:
        """So many of so many, and what is left to wait; what was done before the start counts for nothing."""
        part = share if share is not None else (done / total if total else 0.0)
        if self._first is None:
            self._first = part
        fresh = (part - self._first) / (1 - self._first) if self._first < 1 else 1.0
        time_left = left(self._clock() - self.start, fresh)
        count = f"{done:g} of {total:g}{self._unit}" if total < 10**6 else f"{done:.3g} of {total:.3g}{self._unit}"
        return f"{count}, {time_left}" if time_left else count

    @property
    def elapsed(self) -> float:
        """Seconds since the start."""
        return self._clock() - self.start


@contextmanager
def progress(
    name: str, unit: str = "", clock: Callable[[], float] = time.monotonic, every: float = EVERY, quiet: bool = False
) -> Iterator[Seen]:
    """Show the progress of `name`, such as `tightmax prove`; `unit` is put behind the total.

    `quiet` shows nothing where there is no terminal, for work that prints its own lines.
    """
    counter = _Counter(f" {unit}" if unit else "", clock)
    if sys.stderr is not None and sys.stderr.isatty():
        with _bar(name, counter) as seen:
            yield seen
        return
    said = counter.start

    def plain(done: float, total: float, what: str = "", share: float | None = None) -> None:
        nonlocal said
        line = counter.line(done, total, share)
        if not quiet and counter.start + counter.elapsed - said >= every and done < total:
            said = counter.start + counter.elapsed
            tell(f"{name}: {line}")

    yield plain


@contextmanager
def _bar(name: str, counter: _Counter) -> Iterator[Seen]:
    from rich.console import Console
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (BarColumn(20), TextColumn("{task.description}", markup=False), TimeElapsedColumn())
    console = Console(stderr=True, highlight=False)
    # Drawn four times a second only: the bar is a thread, which would disturb what a benchmark measures.
    # Results go above the bar where both are shown; a file gets them directly.
    shown_together = sys.stdout is not None and sys.stdout.isatty()
    with Progress(
        *columns, console=console, transient=True, refresh_per_second=4, redirect_stdout=shown_together
    ) as bar:
        task = bar.add_task(name, total=1.0)

        def draw(done: float, total: float, what: str = "", share: float | None = None) -> None:
            part = share if share is not None else (done / total if total else 0.0)
            line = counter.line(done, total, share)
            bar.update(task, completed=part, description=f"{line}  {what}" if what else line)

        yield draw
