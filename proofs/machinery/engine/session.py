"""Run proofs: discharge every step, apply the combining rule, remember what was judged."""

from __future__ import annotations

from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import dataclass, replace

from proofs.machinery.engine.proof import Theorem

from proofs import registry
from proofs.machinery.engine import readings, schedule, snapshot
from proofs.machinery.engine.cache import Cache
from proofs.machinery.engine.cache_keys import Keys
from proofs.machinery.engine.claim import Claim
from proofs.machinery.engine.discharge import discharge, grade_of, replayed, witness_result
from proofs.machinery.engine.judged import Judged, JudgedClaim
from proofs.machinery.engine.tie import tie
from proofs.machinery.formal.evidence import evidence
from proofs.machinery.formal.steps.record import kernel
from symbolic.formal import FormalRecord
from symbolic.statement import Statement
from symbolic.steps import Goal, Step
from symbolic.verdict import Grade, Joined, Judgement, Outcome, StepResult, combine

Progress = Callable[[str, str], None]


@dataclass(frozen=True)
class Position:
    """How far a run has come: the step just finished, and how many steps and theorems or claims are done of how many.

    `share` is the part of the planned work that is done, from 0 to 1, without what the cache had: the seconds left are
    about (1 - share)/share of those that have passed.
    """

    owner: str
    step: str
    steps_done: int
    steps: int
    owners_done: int
    owners: int
    share: float


def _owner(id: str) -> Claim | Theorem:
    """Return the theorem or claim of that id."""
    return registry.theorems().get(id) or registry.claims().get(id) or registry.theorem(id)


def _statements(owner: Claim | Theorem) -> list[Statement]:
    """Return the statements of the theorems that a theorem or claim uses."""
    return [registry.theorem(id).statement for id in owner.statement.uses]


def _tied_claims(statement: Statement, judgement: Judgement) -> Statement:
    """The statement with those of its claims that hang on no reader: only these may be facts elsewhere."""
    kept = [claim for number, claim in enumerate(statement.claim, 1) if f"claim {number}" not in judgement.own_read]
    return replace(statement, claim=tuple(kept))


def joined(
    owner: Claim | Theorem, results: Sequence[StepResult], used: Sequence[Judgement], formal: FormalRecord | None
) -> Joined:
    """Return what a reader must join: of a theorem what no rule ties, of a claim all, for a source says it in words."""
    if formal is not None and formal.counts:
        return Joined()
    statements = _statements(owner)
    loose: tuple[str, ...] = ("the sentence",)
    if isinstance(owner, Theorem):
        loose = tie(owner, results, list(map(_tied_claims, statements, used))).loose
    return Joined(loose, bool(loose) and readings.current(owner, statements))


def _with_kernel(owner: Claim | Theorem, result: StepResult, goal: Goal | None) -> StepResult:
    """Return a result of a theorem's step with what Coq's kernel has accepted of it; a witness has no goal."""
    if not isinstance(owner, Theorem) or result.outcome is not Outcome.HOLDS:
        return result
    return replace(result, kernel=kernel(owner, result.name, goal))


class Session:
    """Judges theorems and claims, each at most once.

    With `fresh`, certificates are found anew.  With a cache, what this machine's checkers found for the same goal,
    sources and versions is replayed and marked; without one, everything is discharged.
    """

    def __init__(self, fresh: bool = False, progress: Progress | None = None, cache: Cache | None = None) -> None:
        self.fresh = fresh
        self._progress = progress or (lambda id, step: None)
        self._cache = None if fresh else cache
        self._keys = Keys()
        self._compared = False
        self._steps: dict[tuple[str, str], StepResult] = {}
        self._judged: dict[str, Judgement] = {}

    def step(self, owner: Claim | Theorem, step: Step) -> StepResult:
        """Return the result of one step."""
        key = (owner.id, step.name)
        if key not in self._steps:
            self._steps[key] = self._kept(owner, step) or self._keep(owner, step, self._discharged(owner, step))
        return self._steps[key]

    def _discharged(self, owner: Claim | Theorem, step: Step) -> StepResult:
        self._progress(owner.id, step.name)
        return discharge(step, owner.statement, self.fresh)

    def _compare(self) -> None:
        """Do without the cache from here on where the files on the disk are no longer those of the snapshot."""
        if self._cache is not None and not snapshot.taken().agrees():
            self._cache = None

    def _compare_once(self) -> None:
        """Look at the disk before anything is replayed: what the keys speak of is imported by now."""
        if not self._compared:
            self._compared = True
            self._compare()

    def _key(self, owner: Claim | Theorem, step: Step) -> str | None:
        return self._keys.step(owner.id, owner.record.__module__, step.name, step.goal)

    def _kept(self, owner: Claim | Theorem, step: Step) -> StepResult | None:
        """Return the result in the cache, if it has the grade that a goal of this kind earns."""
        self._compare_once()
        if self._cache is None or (key := self._key(owner, step)) is None:
            return None
        entry = self._cache.get(key)
        if entry is None or entry.grade is not grade_of(step.goal):
            return None
        return replayed(step, owner.statement, entry.detail)

    def _keep(self, owner: Claim | Theorem, step: Step, result: StepResult) -> StepResult:
        if self._cache is not None and result.outcome is Outcome.HOLDS and (key := self._key(owner, step)) is not None:
            self._cache.put(key, result.grade, result.detail)
        return result

    def _witness(self, owner: Claim | Theorem) -> StepResult:
        """Decide, or read in the cache, whether the hypotheses hold at the witness."""
        statement = owner.statement
        self._compare_once()
        key = self._keys.witness(statement.hypotheses, statement.witness) if self._cache is not None else None
        entry = self._cache.get(key) if self._cache is not None and key is not None else None
        if entry is not None:
            return StepResult("witness", Outcome.HOLDS, entry.grade, entry.detail, cached=True)
        result = witness_result(statement)
        if self._cache is not None and key is not None and result.outcome is Outcome.HOLDS:
            self._cache.put(key, result.grade, result.detail)
        return result

    def run(
        self, ids: Sequence[str], progress: Callable[[Position], None] | None = None, workers: int | None = None
    ) -> Generator[Judged[Theorem] | JudgedClaim]:
        """Yield theorems and claims with their judgements, in the order of `ids`, as soon as those before are done.

        `workers` is the number of processes beside this one; None leaves it to what there is to do.  `progress` is
        told after every step how far the run has come.  Raises `schedule.WorkerDied`, and UnknownId before any work.
        """
        owners = self._owners(ids)
        steps = [(owner, step) for owner in owners for step in owner.derivation.steps]
        tasks = [(owner, step) for owner, step in steps if (owner.id, step.name) not in self._steps]
        missing: dict[str, set[str]] = {owner.id: set() for owner in owners}
        for owner, step in tasks:
            missing[owner.id].add(step.name)
        waiting, done, total = list(ids), 0, len(tasks)
        work, worked = 0.0, 0.0

        def finished(owner: Claim | Theorem, step: Step, result: StepResult) -> None:
            nonlocal done, worked
            self._steps[owner.id, step.name] = result
            missing[owner.id].discard(step.name)
            done += 1
            worked += 0.0 if result.cached else schedule.planned(step.goal, self.fresh)
            if progress is not None:
                ready = sum(not names for names in missing.values())
                share = min(worked / work, 1.0) if work else float(done == total)
                progress(Position(owner.id, step.name, done, total, ready, len(owners), share))

        def ready(id: str) -> bool:
            owner = _owner(id)
            return not missing[id] and all(ready(used) for used in owner.statement.uses)

        left = []
        for owner, step in tasks:
            kept = self._kept(owner, step)
            if kept is None:
                left.append((owner, step))
            else:
                finished(owner, step, kept)
        work = sum(schedule.planned(step.goal, self.fresh) for _, step in left)
        count = schedule.workers(left, self.fresh) if workers is None else workers
        try:
            with closing(schedule.results(left, self._discharged, self.fresh, count)) as results:
                for (owner, step), result in results:
                    finished(owner, step, self._keep(owner, step, result))
                    while waiting and ready(waiting[0]):
                        yield self._named(waiting.pop(0))
            for id in waiting:
                yield self._named(id)
        finally:
            self._compare()
            if self._cache is not None:
                self._cache.save()

    def _named(self, id: str) -> Judged[Theorem] | JudgedClaim:
        return self.claim(id) if id in registry.claims() else self.theorem(id)

    def _owners(self, ids: Sequence[str]) -> list[Claim | Theorem]:
        """Return the theorems and claims of those ids, each after the theorems that it uses."""
        found: dict[str, Claim | Theorem] = {}

        def add(id: str) -> None:
            owner = _owner(id)
            for used in owner.statement.uses:
                add(used)
            found.setdefault(id, owner)

        for id in ids:
            add(id)
        return list(found.values())

    def judge(self, owner: Claim | Theorem) -> Judgement:
        """Return the judgement of a theorem or claim and, before it, of every theorem that it uses."""
        if owner.id not in self._judged:
            used = [self.judge(registry.theorem(id)) for id in owner.statement.uses]
            results = [_with_kernel(owner, self.step(owner, step), step.goal) for step in owner.derivation.steps]
            if owner.statement.hypotheses:
                results.insert(0, _with_kernel(owner, self._witness(owner), None))
            if isinstance(owner, Claim) and not results and used:
                # A claim may be nothing but the theorems it uses: their steps are its steps, but for the argued ones,
                # which a theorem that Coq has accepted does not rest on.
                results = [s for j in used for s in j.steps if s.grade is not Grade.ARGUED]
            formal = evidence(owner.statement) if isinstance(owner, Theorem) else None
            self._judged[owner.id] = combine(owner.id, results, used, formal, joined(owner, results, used, formal))
        return self._judged[owner.id]

    def theorem(self, id: str) -> Judged[Theorem]:
        """Return the theorem of that id, judged."""
        theorem = registry.theorem(id)
        return Judged(theorem, self.judge(theorem))

    def claim(self, id: str) -> JudgedClaim:
        """Return the claim of that id, judged."""
        claim = registry.claims()[id]
        return JudgedClaim(claim, self.judge(claim))

    def judged_theorems(self) -> list[Judged[Theorem]]:
        """Return the theorems judged so far, in reading order."""
        return [self.theorem(id) for id in registry.theorems() if id in self._judged]

    def judged_claims(self) -> list[JudgedClaim]:
        """Return the claims judged so far, by id."""
        return [self.claim(id) for id in registry.claims() if id in self._judged]
