"""Verdicts, grades, and the combining rule: the only place that builds PROVED."""

from __future__ import annotations

import enum
from collections.abc import Sequence
from dataclasses import InitVar, dataclass

from symbolic.formal import FormalRecord


class Grade(enum.IntEnum):
    """How a step was discharged, weakest first, so that `min` is the weakest."""

    READ = 0
    """A person has joined steps and sentence; the grade of theorems and claims, not of steps."""
    ARGUED = 1
    """Prose, or a cited fact: no machine has checked it."""
    SOLVER = 2
    """Z3 and cvc5 both answered unsat on the same text."""
    ENCLOSED = 3
    """Ball arithmetic, and a second interval engine, both decided it."""
    EXACT = 4
    """A symbolic identity, exact rational arithmetic, or a certificate that verify.py accepts."""
    FORMAL = 5
    """A proof assistant's kernel has accepted the whole conclusion of a theorem, or the lemma that a step names."""


RECORDED = "FORMAL (recorded)"
"""What reports say for FORMAL where there is only the record of it: no kernel has been asked in this checkout."""

KERNEL, KERNEL_RECORDED = "KERNEL", "KERNEL (recorded)"
"""What reports say beside the grade of a step whose statement Coq's kernel has accepted: here, or as recorded."""


class Outcome(enum.Enum):
    """What became of one step."""

    HOLDS = "holds"
    FAILS = "fails"
    UNDECIDED = "undecided"
    NOT_RUN = "not run"

    def __bool__(self) -> bool:
        raise TypeError("an outcome has four values; compare it with `is`")


class Verdict(enum.Enum):
    """What is known about a statement."""

    PROVED = "PROVED"
    REFUTED = "REFUTED"
    UNKNOWN = "UNKNOWN"
    NOT_RUN = "NOT_RUN"

    def __bool__(self) -> bool:
        raise TypeError("a verdict has four values; compare it with `is`")


@dataclass(frozen=True)
class StepResult:
    """The outcome of one step: its grade, a one-line reason, and the seconds it took.

    `breaks_claim` is true when the step fails at the statement's own claim, under the statement's own hypotheses, so
    that its counterexample refutes the statement and not only this way of proving it.  `cached` is true when
    the result is not of this run: the same checkers found it earlier, on this machine, for the same goal.
    `kernel` is KERNEL, or KERNEL (recorded), where Coq's kernel has accepted the step besides; it changes no grade.
    """

    name: str
    outcome: Outcome
    grade: Grade
    detail: str = ""
    seconds: float = 0.0
    breaks_claim: bool = False
    cached: bool = False
    kernel: str = ""

    def __post_init__(self) -> None:
        if type(self.outcome) is not Outcome or type(self.grade) is not Grade:
            raise TypeError(f"{self.outcome!r} and {self.grade!r} are no outcome and grade of a step")
        if self.kernel not in ("", KERNEL, KERNEL_RECORDED):
            raise TypeError(f"{self.kernel!r} says nothing of a kernel")

    @property
    def shown_grade(self) -> str:
        """The grade as reports print it, with what a kernel has accepted beside it."""
        return f"{self.grade.name}, {self.kernel}" if self.kernel else self.grade.name


@dataclass(frozen=True)
class Joined:
    """What a reader must join: the parts of a statement that no machine has tied to what was checked.

    `current` is true when somebody has read the statement and its steps as they are now.
    """

    loose: tuple[str, ...] = ()
    current: bool = False


_RULE = object()


@dataclass(frozen=True)
class Judgement:
    """A verdict with what it rests on.  PROVED can only come out of :func:`combine`.

    A judgement is built by that rule alone, and none is made from another by `dataclasses.replace` or by a subclass.
    (Python keeps nobody from writing into an object by force; what is kept out here are mistakes.)

    `grade` is the best that is known of the conclusion, `machine_grade` the weakest of the steps that
    machines have checked; they differ where a step is argued, where a sentence is joined to the steps by a reader, or
    where the conclusion is formal as well.  `read` names what a reader has joined, `argued` the argued steps;
    `current` is false where a reader must join something and nobody has read it as it stands.
    """

    id: str
    verdict: Verdict
    grade: Grade | None
    machine_grade: Grade | None
    argued: tuple[str, ...]
    reason: str
    steps: tuple[StepResult, ...]
    seconds: float
    rule: InitVar[object]
    formal: FormalRecord | None = None
    read: tuple[str, ...] = ()
    current: bool = True

    @property
    def shown_grade(self) -> str:
        """The grade as reports print it: FORMAL says whether the kernel was asked here, or a record is believed."""
        if self.grade is None:
            return "-"
        recorded = self.grade is Grade.FORMAL and self.formal is not None and self.formal.recorded
        return RECORDED if recorded else self.grade.name

    @property
    def own_read(self) -> tuple[str, ...]:
        """What a reader has joined of this statement itself, such as "claim 1", without that of the theorems used."""
        return tuple(name.removeprefix(f"{self.id}/") for name in self.read if name.startswith(f"{self.id}/"))

    def __init_subclass__(cls) -> None:
        raise TypeError("a judgement is built by symbolic.verdict.combine, and by no subclass")

    def __post_init__(self, rule: object) -> None:
        if rule is not _RULE:
            raise TypeError("a judgement is built by symbolic.verdict.combine from checked steps")


def _verdict(steps: Sequence[StepResult], used: Sequence[Judgement], joined: Joined) -> tuple[Verdict, str]:
    machine = [s for s in steps if s.grade is not Grade.ARGUED]
    if not machine:
        return Verdict.UNKNOWN, "no step that a machine has checked"
    for step in steps:
        if step.outcome is Outcome.FAILS:
            found = Verdict.REFUTED if step.breaks_claim else Verdict.UNKNOWN
            return found, f"step {step.name} fails: {step.detail}"
    for step in steps:
        if step.outcome is Outcome.UNDECIDED:
            return Verdict.UNKNOWN, f"step {step.name} is undecided: {step.detail}"
    for step in steps:
        if step.outcome is Outcome.NOT_RUN:
            return Verdict.NOT_RUN, f"step {step.name} did not run: {step.detail}"
    for judgement in used:
        if judgement.verdict is not Verdict.PROVED:
            return Verdict.UNKNOWN, f"it uses {judgement.id}, which is {judgement.verdict.value}"
    if joined.loose and not joined.current:
        return Verdict.UNKNOWN, f"{joined.loose[0]} follows from no step by rule, and nobody has read it as it stands"
    return Verdict.PROVED, ""


def _taken(judgement: Judgement, read: bool) -> Grade:
    """The grade of a theorem that is used: without its readers, where only claims that follow by rule are taken."""
    grade = judgement.grade
    assert grade is not None
    if grade is not Grade.READ or read:
        return grade
    return Grade.ARGUED if judgement.argued or judgement.machine_grade is None else judgement.machine_grade


def combine(
    id: str,
    steps: Sequence[StepResult],
    used: Sequence[Judgement] = (),
    formal: FormalRecord | None = None,
    joined: Joined = Joined(),
) -> Judgement:
    """Return the combining rule.

    PROVED when at least one step is checked by a machine, every step holds, and every theorem used
    is PROVED.  A failing step refutes the statement only if it is the statement's own claim;
    otherwise it breaks this proof and the verdict is UNKNOWN.  The grade is the weakest grade among
    the steps and the theorems used; `machine_grade` leaves the argued steps out; `argued` names
    every argued step that the verdict rests on, its own and those of the theorems used.

    `joined` names the claims and sentences that follow from no step by rule.  A reader must have joined them, as they
    are now, or nothing is proved; then the grade is READ, which is below all others, and `read` names them.

    `formal` proves nothing here: the steps must hold as ever.  If they do, and a kernel has accepted
    the whole conclusion, the grade is FORMAL and the conclusion rests on no argued step and on no reader.
    """
    if not all(type(step) is StepResult for step in steps) or not all(
        type(judgement) is Judgement
        for judgement in used
    ):
        raise TypeError(f"{id} is judged by results of steps and by judgements, and by nothing else")
    kernel = formal is not None and formal.counts
    verdict, reason = _verdict(steps, used, Joined() if kernel else joined)
    argued = {f"{id}/{s.name}" for s in steps if s.grade is Grade.ARGUED}
    argued.update(*(j.argued for j in used))
    read = {f"{id}/{part}" for part in joined.loose}
    if read:  # what follows by rule alone takes no sentence of another theorem, only claims that follow by rule as well
        read.update(*(j.read for j in used))
    grades = [s.grade for s in steps] + [_taken(j, bool(read)) for j in used if j.grade is not None]
    grades += [Grade.READ] * bool(read)
    machine: list[Grade] = [s.grade for s in steps if s.grade is not Grade.ARGUED]
    if kernel and verdict is Verdict.PROVED:
        grades, argued, read = [Grade.FORMAL], set(), set()
    elif set(grades) == {Grade.FORMAL}:
        grades = [Grade.EXACT]  # lemmas of a kernel are not yet the conclusion
    machine += [j.machine_grade for j in used if j.machine_grade is not None]
    proved = verdict is Verdict.PROVED
    return Judgement(
        id=id,
        verdict=verdict,
        grade=min(grades) if proved else None,
        machine_grade=min(machine) if proved else None,
        argued=tuple(sorted(argued)),
        reason=reason,
        steps=tuple(steps),
        seconds=sum(s.seconds for s in steps),
        rule=_RULE,
        formal=formal,
        read=tuple(sorted(read)),
        current=kernel or not joined.loose or joined.current,
    )
