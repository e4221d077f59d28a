"""How a command can end: one table of exit statuses for all commands, printed by each `--help`.

A status from 0 to 3 says the same of every command; what it means for one of them is worded in `MEANINGS`.  Above
are the shell's own: 128 and the number of the signal that ended the command.
"""

from __future__ import annotations

MATCHES, DIFFERS, USAGE, UNDECIDED = 0, 1, 2, 3
"""As declared; something differs; bad input; undecided, or a tool is missing."""

INTERRUPTED, PIPE_CLOSED, TERMINATED = 130, 141, 143
"""Ctrl-C; nobody reads standard output any more; SIGTERM."""

_BAD = "usage or bad input, or the output cannot be written"

MEANINGS: dict[str, dict[int, str]] = {
    "prove": {
        MATCHES: "every verdict is the declared one",
        DIFFERS: "some verdict is not",
        UNDECIDED: "undecided: a solver gave up, or a library is missing",
    },
    "list": {MATCHES: "listed", UNDECIDED: "a library is missing"},
    "show": {MATCHES: "shown", UNDECIDED: "a library is missing"},
    "graph": {MATCHES: "printed, or written", UNDECIDED: "a library is missing"},
    "bounds": {
        MATCHES: "every enclosure is printed",
        DIFFERS: "the ends of an enclosure cross: one of the two theorems is false",
        UNDECIDED: "a library is missing",
    },
    "verify": {MATCHES: "every certificate is accepted", DIFFERS: "some certificate is rejected"},
    "latex": {
        MATCHES: "the document is written, and every verdict in it is the declared one",
        DIFFERS: "some verdict is not, or TeX reports a problem",
        UNDECIDED: "undecided: a solver gave up, or a library is missing; under --require: TeX or matplotlib is",
    },
    "sweep": {
        MATCHES: "no counterexample; --planted: every planted bug was caught; --replay: every row came out the same",
        DIFFERS: "a counterexample; a planted bug that was not caught; a row that came out different",
        UNDECIDED: "undecided: a block could not be run, its worker died, or a library is missing",
    },
    "bench": {
        MATCHES: "measured",
        DIFFERS: "answers differ by more than rounding explains: wrong answers are not timed",
        UNDECIDED: "nothing to compare with is installed, or a library that --require or --plot needs is missing",
    },
    "experiment": {
        MATCHES: "run to the end, whatever came out",
        UNDECIDED: "undecided: a cell could not be run, or a library is missing; the same command goes on",
    },
    "completion": {MATCHES: "printed", UNDECIDED: "a library is missing"},
    "proofs.machinery.formal": {
        MATCHES: "everything is as it is published",
        DIFFERS: "something is not: one line each",
        UNDECIDED: "Coq or Coq-Interval is missing",
    },
    "proofs.machinery.site": {
        MATCHES: "the site is written",
        DIFFERS: "Sphinx reports a problem",
        UNDECIDED: "a library is missing",
    },
    "proofs.machinery.formal.agda": {
        MATCHES: "every certificate is accepted",
        DIFFERS: "some certificate is refused",
        UNDECIDED: "Agda is missing, or it failed",
    },
    "proofs.machinery.formal.steps": {
        MATCHES: "every step of the record is accepted by Coq's kernel; --record: written",
        DIFFERS: "a step of it is not, or says something else now",
        UNDECIDED: "Coq or Coq-Interval is missing",
    },
    "proofs.machinery.documents.notes": {
        MATCHES: "written; --check: up to date",
        DIFFERS: "--check: out of date",
        UNDECIDED: "a library is missing",
    },
    "proofs.machinery.documents.readings": {MATCHES: "shown; --sign: signed", UNDECIDED: "a library is missing"},
    "numeric_checks.gpu": {
        MATCHES: "every line holds, or there is no GPU to check",
        DIFFERS: "a result is off by more than two units in the last place, or too slow",
        UNDECIDED: "a library is missing",
    },
    "numeric_checks.bench.chain": {MATCHES: "measured", UNDECIDED: "a library is missing"},
}
"""What the statuses mean, a row a command, with only those that it can return."""

COMMON = {
    USAGE: _BAD,
    INTERRUPTED: "interrupted by Ctrl-C",
    PIPE_CLOSED: "the reader of standard output has gone, as in `| head -1`",
    TERMINATED: "terminated (SIGTERM)",
}
"""What ends every command in the same way."""


def exit_text(command: str) -> str:
    """Return the part of a `--help` that explains the exit statuses of a command."""
    rows = sorted((MEANINGS[command] | COMMON).items())
    return "exit status:\n" + "\n".join(f"  {status:<4} {meaning}" for status, meaning in rows)
