"""What a backend answers about one goal."""

from __future__ import annotations

from dataclasses import dataclass

from symbolic.verdict import Grade, Outcome


@dataclass(frozen=True)
class Answer:
    """An outcome, the grade that it would earn, and one line of detail."""

    outcome: Outcome
    grade: Grade
    detail: str = ""


def exact(outcome: Outcome, detail: str = "") -> Answer:
    """An answer of exact arithmetic."""
    return Answer(outcome, Grade.EXACT, detail)
