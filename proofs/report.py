"""What the command line prints about proofs."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from proofs import registry
from proofs.claim import Claim, ClaimVerdict
from proofs.formal.coq import present
from proofs.proof import Theorem
from proofs.run import ClaimJudgement, Session, undecided
from symbolic.formal import FormalRecord
from symbolic.plain import goal_line, plain
from symbolic.steps import Argument, Enclosed, Prose
from symbolic.verdict import Grade, Judgement, Outcome, StepResult, Verdict

MATCHES, DIFFERS, USAGE, UNDECIDED = 0, 1, 2, 3
"""Exit status: all verdicts as declared; some not; bad input; a solver gave up or a tool is missing."""

def shown(text: str) -> str:
    """A value from outside, quoted, and cut if it is long."""
    return repr(text if len(text) <= 40 else f"{text[:37]}...")


_LABELS = {
    ClaimVerdict.EXPERIMENT: "Outcome: ", ClaimVerdict.NOT_REPRODUCED: "Why not: ", ClaimVerdict.NOT_A_STATEMENT: "Why: ",
}  # fmt: skip
"""What the conclusion of a claim is called on its page, where it is not the true statement."""

_COLOURS = {Verdict.PROVED: "green", Verdict.REFUTED: "red", Verdict.UNKNOWN: "yellow"}


def console(stderr: bool = False) -> Console:
    """Rich output: colour only on a terminal, never wrapped."""
    return Console(stderr=stderr, highlight=False, soft_wrap=True)


def theorem_line(judgement: Judgement, width: int) -> str:
    """One line: id, verdict, grade, what it rests on, seconds, or how much of it is replayed from the cache."""
    colour = _COLOURS.get(judgement.verdict, "yellow")
    grade = judgement.grade.name if judgement.grade is not None else "-"
    machine = judgement.machine_grade.name if judgement.machine_grade is not None else "-"
    rest = f"{len(judgement.argued)} argued" if judgement.argued else "nothing argued"
    reason = f"  {escape(judgement.reason)}" if judgement.reason else ""
    formal = judgement.formal
    if formal is not None and formal.skipped:
        reason += f"  FORMAL SKIPPED: {escape(formal.skipped)}"
    elif formal is not None and not formal.whole:
        reason += "  FORMAL in part"
    cached = sum(step.cached for step in judgement.steps)
    seconds = f"{judgement.seconds:6.2f} s"
    if cached:
        seconds = f"{'cached':>8}" if cached == len(judgement.steps) else f"{seconds}  cached {cached} of {len(judgement.steps)}"
    return (
        f"{judgement.id:<{width}}  [{colour}]{judgement.verdict.value:<8}[/]  {grade:<8}  "
        f"checked {machine:<8}  {rest:<14}  {seconds}{reason}"
    )


def claim_line(found: ClaimJudgement) -> str:
    """One line: id, verdict, theorem, and the declared verdict where it differs."""
    missed = "" if found.verdict is found.declared else f"  declared {found.declared.value}"
    reason = f"  {found.judgement.reason}" if found.judgement.reason and missed else ""
    return f"{found.id:<8}{found.verdict.value:<16}{found.theorem or '-'}{missed}{escape(reason)}"


def page(owner: Theorem | Claim, results: Iterable[StepResult], out: Console) -> None:
    """The statement and its proof, step by step, with what discharged each step."""
    statement = owner.statement
    by_name = {r.name: r for r in results}
    printed = dict(owner.proof.refutations) if isinstance(owner, Claim) else {}
    out.print(f"[bold]{statement.id}[/]  {escape(plain(statement.title))}")
    out.print(f"    {escape(plain(statement.source))}")
    if statement.conclusion:
        label = _LABELS.get(owner.declared, "True: ") if isinstance(owner, Claim) else ""
        out.print(f"\n    {label}{escape(plain(statement.conclusion))}\n")
    for item in owner.derivation.items:
        if isinstance(item, Prose):
            out.print(escape(plain(item.text)))
            continue
        result = by_name[item.name]
        mark = {Outcome.HOLDS: "+", Outcome.FAILS: "x"}.get(result.outcome, "?")
        out.print(f"  {mark} [bold]{item.name}[/]  {escape(plain(item.text))}")
        if item.name in printed:
            out.print(f"        witness against {escape(goal_line(Enclosed(printed[item.name])))}:")
        line = goal_line(item.goal)
        if line:
            out.print(f"        {escape(line)}")
        why = result.detail if not isinstance(item.goal, Argument) else "not checked by a machine"
        out.print(f"        [dim]{result.grade.name}: {escape(why)}[/]")


def formal_lines(formal: FormalRecord) -> list[str]:
    """What a proof assistant's kernel has checked: names, statements as printed, what they cover, axioms, the build."""
    prover = formal.prover.split()[0] if formal.prover else "a kernel"
    if formal.skipped:
        return [f"FORMAL SKIPPED: {formal.skipped}", *(f"    published as {name}" for name in formal.names)]
    lines = [f"FORMAL, the whole conclusion: accepted by the kernel of {prover}"]
    if not formal.whole:
        lines = [f"FORMAL in part, accepted by the kernel of {prover}: {formal.part}", f"    not formal: {formal.left}"]
    for theorem in formal.theorems:
        lines += [f"    {theorem.name}", *(f"        {line}" for line in theorem.statement.splitlines())]
        lines += [f"        axioms: {', '.join(theorem.axioms) or 'none'}"]
    here = "`make coq` builds it again" if present() else "recorded; Coq is not installed here"
    return [*lines, f"    {formal.prover}, all files in {formal.seconds:.0f} s, sources {formal.sources[:16]}; {here}"]


def status(judgements: Iterable[Judgement], claims: Iterable[ClaimJudgement] = ()) -> int:
    """The exit status that the verdicts call for."""
    worst = MATCHES
    rows = [(j, j.verdict is Verdict.PROVED) for j in judgements]
    rows += [(c.judgement, c.verdict is c.declared) for c in claims]
    for judgement, as_declared in rows:
        if as_declared:
            continue
        if not undecided(judgement):
            return DIFFERS
        worst = UNDECIDED
    return worst


def declared_unmet(claims: Iterable[ClaimJudgement]) -> list[str]:
    """Claims whose verdict is not the declared one."""
    return [c.id for c in claims if c.verdict is not c.declared]


def claim_counts(claims: Iterable[ClaimJudgement]) -> dict[str, int]:
    """How many claims ended in each verdict."""
    counts = {verdict.value: 0 for verdict in ClaimVerdict}
    for found in claims:
        counts[found.verdict.value] += 1
    return {verdict: count for verdict, count in counts.items() if count}


def seed_counts(claims: Iterable[Claim]) -> dict[str, dict[str, int]]:
    """How many claims of each source are declared to have each verdict; the last row is the total."""
    rows: dict[str, dict[str, int]] = {}
    for claim in claims:
        for seed in (claim.id.partition("-")[0], "all"):
            row = rows.setdefault(seed, {verdict.value: 0 for verdict in ClaimVerdict})
            row[claim.declared.value] += 1
    return {seed: rows[seed] for seed in sorted(rows, key=lambda seed: (seed == "all", seed))}


def seed_table(claims: Iterable[Claim]) -> Table:
    """`seed_counts` as a table, without verdicts that nothing has."""
    counts = seed_counts(claims)
    used = [v.value for v in ClaimVerdict if any(row[v.value] for row in counts.values())]
    table = Table(box=None, header_style="bold", pad_edge=False)
    table.add_column("source")
    for name in ("claims", *used):
        table.add_column(name, justify="right")
    for seed, row in counts.items():
        table.add_row(seed, str(sum(row.values())), *(str(row[name]) for name in used))
    return table


def summary_lines(judgements: Sequence[Judgement], claims: Sequence[ClaimJudgement]) -> list[str]:
    """What ``prove`` prints last: theorems proved, steps, argued steps by name, claims by verdict."""
    lines = []
    if judgements:
        proved = sum(j.verdict is Verdict.PROVED for j in judgements)
        formal = sum(j.grade is Grade.FORMAL for j in judgements)
        parts = sum(j.formal is not None and j.formal.in_force and not j.formal.whole for j in judgements)
        of = (f" {formal} of them FORMAL" + (f" and {parts} more in part," if parts else ",")) if formal or parts else ""
        argued = sorted({name for j in judgements for name in j.argued})
        steps = sum(len(j.steps) for j in judgements)
        rests = f"{len(argued)} steps argued:" if argued else "none argued"
        lines += [f"{proved} of {len(judgements)} theorems PROVED,{of} {steps} steps, {rests}"]
        lines += [f"    {name}" for name in argued]
    if claims:
        counts = ", ".join(f"{count} {verdict}" for verdict, count in claim_counts(claims).items())
        missed = declared_unmet(claims)
        lines.append(f"{len(claims)} claims: {counts}" + (f"; not as declared: {', '.join(missed)}" if missed else ""))
    return [*lines, *_cached_line(judgements, claims)]


def _cached_line(judgements: Sequence[Judgement], claims: Sequence[ClaimJudgement]) -> list[str]:
    """How many steps were replayed, where any was; a step that a theorem and a claim share counts once."""
    steps = {id(s): s for j in (*judgements, *(c.judgement for c in claims)) for s in j.steps}
    cached = sum(s.cached for s in steps.values())
    of = f"{cached} of {len(steps)} steps" + (", those of the claims included," if judgements and claims else "")
    return [f"{of} from the cache of earlier runs here; --no-cache checks them again"] if cached else []


def run_script(id: str) -> int:
    """``python proofs/<file>.py``: prove one theorem and print its page."""
    out, session = console(), Session()
    try:
        judgement = session.theorem(id)
        page(registry.theorem(id), judgement.steps, out)
    except KeyboardInterrupt:
        print("interrupted", file=sys.stderr)
        return 130
    out.print()
    out.print(theorem_line(judgement, len(id)))
    if judgement.formal is not None:
        out.print(escape("\n".join(formal_lines(judgement.formal))))
    for name in judgement.argued:
        out.print(f"    rests on  {name}")
    return status([judgement])
