"""What a backend answers about one goal."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.verdict import Grade, Outcome


@dataclass(frozen=True)
class Answer:
    """An outcome, the grade that it would earn, and one line of detail.

    `refutes` is true only where what was asked is known to be false: two sides were compared, or a point is known
    where the hypotheses hold and the claim does not.  A form that does not add up refutes nothing.
    """

    outcome: Outcome
    grade: Grade
    detail: str = ""
    refutes: bool = False


def in_one_line(error: Exception) -> str:
    """Return an exception, with its kind, in one line."""
    return " ".join(f"{type(error).__name__}: {error}".split()).removesuffix(":")


def exact(outcome: Outcome, detail: str = "", refutes: bool = False) -> Answer:
    """Return an answer of exact arithmetic."""
    return Answer(outcome, Grade.EXACT, detail, refutes)
