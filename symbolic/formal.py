"""What a proof assistant's kernel has checked of a statement, beside the steps of its proof."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class FormalTheorem:
    """A theorem of the proof assistant: its qualified name, its statement as printed, and what it rests on.

    `axioms` are those of the proof; `rests_on` names the project's definitions in the statement.
    """

    name: str
    statement: str
    axioms: tuple[str, ...]
    rests_on: tuple[str, ...] = ()


@dataclass(frozen=True)
class FormalRecord:
    """The formal theorems published for a statement, and what the record of their build says.

    `whole` is true where they cover the whole conclusion; otherwise `part` says what they cover and
    `left` what they do not.  `skipped` is empty, or why the record does not count.  `recorded` is empty where the
    kernel has accepted it on this machine, for all that is here; otherwise it says why there is only the record.
    """

    whole: bool
    names: tuple[str, ...]
    part: str = ""
    left: str = ""
    skipped: str = ""
    recorded: str = ""
    theorems: tuple[FormalTheorem, ...] = ()
    prover: str = ""
    sources: str = ""
    seconds: float = 0.0

    @property
    def counts(self) -> bool:
        """Has the kernel accepted the whole conclusion, by a record that belongs to these sources?"""
        return self.whole and self.in_force

    @property
    def in_force(self) -> bool:
        """Does the record belong to the sources and to the statement as they are now?"""
        return not self.skipped and bool(self.theorems)
