"""What the command line prints about proofs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Sequence
from textwrap import wrap

from proofs.machinery.engine.proof import Theorem

from rich.console import Console
from rich.markup import escape

from proofs import registry
from proofs.machinery.engine.claim import Claim, ClaimVerdict
from proofs.machinery.engine.judged import Judged, JudgedClaim, undecided
from proofs.machinery.engine.source_text import LANGUAGES, source_texts
from proofs.machinery.formal.places import place_of
from proofs.machinery.output.exit_status import DIFFERS, MATCHES, UNDECIDED
from proofs.machinery.output.table import Column, columns_of, table_lines
from symbolic.formal import FormalRecord
from symbolic.printing.plain import goal_line, plain
from symbolic.steps import Argument, Enclosed, Prose
from symbolic.verdict import KERNEL_RECORDED, RECORDED, Grade, Judgement, Outcome, Verdict

_LABELS = {
    ClaimVerdict.EXPERIMENT: "Outcome: ",
    ClaimVerdict.NOT_REPRODUCED: "Why not: ",
    ClaimVerdict.NOT_A_STATEMENT: "Why: ",
}
"""What the conclusion of a claim is called on its page, where it is not the true statement."""

IDEA = "Idea (for a reader; the proof is the steps below):"
"""What stands before the sketch of a theorem."""

_COLOURS = {Verdict.PROVED: "green", Verdict.REFUTED: "red", Verdict.UNKNOWN: "yellow"}


class _Console(Console):
    """Leaves the answer to a reader who has gone to `proofs.machinery.output.endings`; rich itself would end with
    status 1.
    """

    def on_broken_pipe(self) -> None:
        raise BrokenPipeError


def console(stderr: bool = False) -> Console:
    """Rich output: colour only on a terminal, never wrapped."""
    return _Console(stderr=stderr, highlight=False, soft_wrap=True)


def columns(out: Console) -> int | None:
    """Return the width of a table for this console; None for any."""
    return columns_of(out.file)  # type: ignore[arg-type]


def theorem_line(found: Judged[Theorem], width: int) -> str:
    """Return one line: id, verdict, grade, what it rests on, seconds, or how much of it is replayed from the cache."""
    judgement = found.judgement
    colour = _COLOURS.get(judgement.verdict, "yellow")
    grade = judgement.shown_grade
    machine = judgement.machine_grade.name if judgement.machine_grade is not None else "-"
    rest = f"{len(judgement.argued)} argued" if judgement.argued else "nothing argued"
    rest = f"{len(judgement.read)} READ, {rest}" if judgement.read else rest
    reason = f"  {escape(judgement.reason)}" if judgement.reason else ""
    formal = judgement.formal
    if formal is not None and formal.skipped:
        reason += f"  FORMAL SKIPPED: {escape(formal.skipped)}"
    elif formal is not None and not formal.whole:
        reason += "  FORMAL (recorded) in part" if formal.recorded else "  FORMAL in part"
    steps, cached = len(judgement.steps), sum(step.cached for step in judgement.steps)
    seconds = f"{judgement.seconds:6.2f} s"
    if cached:
        seconds = f"{'cached':>8}" if cached == steps else f"{seconds}  cached {cached} of {steps}"
    return (
        f"{found.owner.id:<{width}}  [{colour}]{judgement.verdict.value:<8}[/]  {grade:<17}  "
        f"checked {machine:<8}  {rest:<14}  {seconds}{reason}"
    )


def claim_line(found: JudgedClaim) -> str:
    """Return one line: id, verdict, theorem, and the declared verdict where it differs."""
    missed = "" if found.as_declared else f"  declared {found.declared.value}"
    reason = f"  {found.judgement.reason}" if found.judgement.reason and missed else ""
    return f"{found.owner.id:<8}{found.verdict.value:<16}{found.theorem or '-'}{missed}{escape(reason)}"


def wrapped(text: str, width: int | None, first: str = "", after: str = "") -> str:
    """Return text for the terminal; with a width, wrapped there, the lines after the first indented by `after`."""
    if width is None:
        return escape(first + text)
    made = textwrap.wrap(
        text, width, initial_indent=first, subsequent_indent=after, break_long_words=False, break_on_hyphens=False
    )
    return escape("\n".join(made) or first)


def head(found: Judged[Theorem] | JudgedClaim, out: Console, width: int | None = None) -> None:
    """Print the statement: title, source, the conclusion in words, and where its sentences end."""
    owner, statement = found.owner, found.owner.statement
    out.print(f"[bold]{statement.id}[/]  {wrapped(plain(statement.title), width, after='    ')}")
    out.print(wrapped(plain(statement.source), width, "    ", "    "))
    if isinstance(owner, Claim) and owner.original:
        out.print(wrapped(quoted(owner), width, "    ", "    "))
    if statement.conclusion:
        label = _LABELS.get(owner.declared, "True: ") if isinstance(owner, Claim) else ""
        out.print(f"\n{wrapped(label + plain(statement.conclusion), width, '    ', '    ')}\n")
        for line in _ends(found.owner, found.judgement):
            out.print(wrapped(line, width, "    ", "        "))
    if isinstance(owner, Theorem) and owner.sketch:
        out.print(wrapped(f"{IDEA} {plain(owner.sketch)}", width, "    ", "    ") + "\n")


def quoted(claim: Claim) -> str:
    """Return the sentence of the source that a claim renders, and its language."""
    language = LANGUAGES[source_texts()[claim.id.partition("-")[0]].language]
    return f"“{plain(claim.original)}” ({language})"


def page(found: Judged[Theorem] | JudgedClaim, out: Console, width: int | None = None) -> None:
    """Print the statement and its proof, step by step, with what discharged each step; wrapped if a width is given."""
    owner = found.owner
    by_name = {r.name: r for r in found.judgement.steps}
    printed = dict(owner.proof.refutations) if isinstance(owner, Claim) else {}
    head(found, out, width)
    for item in owner.derivation.items:
        if isinstance(item, Prose):
            out.print(wrapped(plain(item.text), width))
            continue
        result = by_name[item.name]
        mark = {Outcome.HOLDS: "+", Outcome.FAILS: "x"}.get(result.outcome, "?")
        text = wrapped(f"{item.name}  {plain(item.text)}", width, f"  {mark} ", "      ")
        out.print(text.replace(item.name, f"[bold]{item.name}[/]", 1))
        if item.name in printed:
            goal = goal_line(Enclosed(printed[item.name]))
            out.print(wrapped(f"witness against {goal}:", width, "        ", "          "))
        line = goal_line(item.goal)
        if line:
            out.print(wrapped(line, width, "        ", "          "))
        why = result.detail if not isinstance(item.goal, Argument) else "not checked by a machine"
        out.print(f"[dim]{wrapped(f'{result.shown_grade}: {why}', width, '        ', '          ')}[/]")


def _ends(owner: Theorem | Claim, judgement: Judgement) -> list[str]:
    """Return where each sentence of a conclusion ends, where Coq does not stand for the whole of it."""
    if judgement.grade is Grade.FORMAL or isinstance(owner, Claim):
        return []
    return [
        f"sentence {number} ends in {entry}" + (" (READ)" if f"sentence {number}" in judgement.own_read else "")
        for number, entry in enumerate(owner.statement.ends, 1)
    ]


def formal_lines(formal: FormalRecord, text: bool = False) -> list[str]:
    """Return what a proof assistant's kernel has checked: names and where they stand, what they cover, the build; with
    `text` the statements and the axioms as well.
    """
    prover = formal.prover.split()[0] if formal.prover else "a kernel"
    if formal.skipped:
        return [f"FORMAL SKIPPED: {formal.skipped}", *(f"    published as {name}" for name in formal.names)]
    recorded = " (recorded)" if formal.recorded else ""
    lines = [f"FORMAL{recorded}, the whole conclusion: accepted by the kernel of {prover}"]
    if not formal.whole:
        lines = [f"FORMAL{recorded} in part, accepted by the kernel of {prover}: {formal.part}"]
        lines += [f"    not formal: {formal.left}"]
    for theorem in formal.theorems:
        lines += [f"    {theorem.name}  {place_of(theorem.name)}".rstrip()]
        if text:
            lines += [f"        {line}" for line in theorem.statement.splitlines()]
            lines += [f"        axioms: {', '.join(theorem.axioms) or 'none'}"]
    here = f"recorded: {formal.recorded}" if formal.recorded else "`make coq` has checked it in this checkout"
    return [*lines, f"    {formal.prover}, all files in {formal.seconds:.0f} s, sources {formal.sources[:16]}; {here}"]


def status(theorems: Iterable[Judged[Theorem]], claims: Iterable[JudgedClaim] = ()) -> int:
    """Return the exit status that the verdicts call for."""
    worst = MATCHES
    rows = [(found.judgement, found.judgement.verdict is Verdict.PROVED) for found in theorems]
    rows += [(found.judgement, found.as_declared) for found in claims]
    for judgement, as_declared in rows:
        if as_declared:
            continue
        if not undecided(judgement):
            return DIFFERS
        worst = UNDECIDED
    return worst


def declared_unmet(claims: Iterable[JudgedClaim]) -> list[str]:
    """Claims whose verdict is not the declared one."""
    return [found.owner.id for found in claims if not found.as_declared]


def claim_counts(claims: Iterable[JudgedClaim]) -> dict[str, int]:
    """Return how many claims ended in each verdict."""
    counts = {verdict.value: 0 for verdict in ClaimVerdict}
    for found in claims:
        counts[found.verdict.value] += 1
    return {verdict: count for verdict, count in counts.items() if count}


def seed_counts(claims: Iterable[Claim]) -> dict[str, dict[str, int]]:
    """Return how many claims of each source are declared to have each verdict; the last row is the total."""
    rows: dict[str, dict[str, int]] = {}
    for claim in claims:
        for seed in (claim.id.partition("-")[0], "all"):
            row = rows.setdefault(seed, {verdict.value: 0 for verdict in ClaimVerdict})
            row[claim.declared.value] += 1
    return {seed: rows[seed] for seed in sorted(rows, key=lambda seed: (seed == "all", seed))}


def seed_lines(claims: Iterable[Claim], width: int | None) -> list[str]:
    """`seed_counts` as a table, without verdicts that nothing has, and what the sources are."""
    counts = seed_counts(claims)
    used = [v.value for v in ClaimVerdict if any(row[v.value] for row in counts.values())]
    cells = [Column("source", tuple(counts), left=True)]
    cells += [Column("claims", tuple(str(sum(row.values())) for row in counts.values()))]
    cells += [Column(name, tuple(str(row[name]) for row in counts.values())) for name in used]
    names = [f"{name}  {heading}" for name, heading in registry.sources().items()]
    wrapped = [line for name in names for line in wrap(name, width or 1000, subsequent_indent="    ")]
    return [*table_lines(cells, width), "", *wrapped]


def summary_lines(
    theorems: Sequence[Judged[Theorem]], claims: Sequence[JudgedClaim], recorded: bool = False
) -> list[str]:
    """Return what `prove` prints last: theorems proved, steps, argued steps by name, steps that Coq's kernel has
    accepted, claims by verdict.

    With `recorded` it is what a checkout prints in which Coq has not been asked.
    """
    lines, judgements, everywhere = [], [found.judgement for found in theorems], recorded
    if judgements:
        proved = sum(j.verdict is Verdict.PROVED for j in judgements)
        formal = sum(j.grade is Grade.FORMAL for j in judgements)
        parts = sum(j.formal is not None and j.formal.in_force and not j.formal.whole for j in judgements)
        joined = sum(j.verdict is Verdict.PROVED and bool(j.read) for j in judgements)
        recorded |= any(j.formal is not None and j.formal.in_force and j.formal.recorded for j in judgements)
        of = f" {formal} of them {RECORDED if recorded else Grade.FORMAL.name}"
        of += f" and {parts} more in part" if parts else ""
        of += f", {proved - formal - joined} tied, {joined} READ;"
        argued = sorted({name for j in judgements for name in j.argued})
        steps = sum(len(j.steps) for j in judgements)
        rests = f"{len(argued)} steps argued:" if argued else "none argued"
        lines += [f"{proved} of {len(judgements)} theorems PROVED,{of} {steps} steps, {rests}"]
        lines += [f"    {name}" for name in argued]
        lines += _read_lines(judgements) + _kernel_line(judgements, everywhere)
    if claims:
        counts = ", ".join(f"{count} {verdict}" for verdict, count in claim_counts(claims).items())
        missed = declared_unmet(claims)
        lines.append(f"{len(claims)} claims: {counts}" + (f"; not as declared: {', '.join(missed)}" if missed else ""))
    return [*lines, *_cached_line(theorems, claims)]


def _read_lines(judgements: Sequence[Judgement]) -> list[str]:
    """Return what a reader has joined, a line a theorem: the claims and sentences that no rule ties to the steps."""
    return [f"    READ {j.id}: {', '.join(j.own_read)}" for j in judgements if j.own_read]


def _kernel_line(judgements: Sequence[Judgement], recorded: bool) -> list[str]:
    """Return how many steps Coq's kernel has accepted, where it has accepted any."""
    steps = [step for judgement in judgements for step in judgement.steps]
    accepted = [step.kernel for step in steps if step.kernel]
    by_record = recorded or KERNEL_RECORDED in accepted
    of = f"{len(accepted)} of {len(steps)} steps accepted by Coq's kernel{' (recorded)' if by_record else ''}"
    return [of] if accepted else []


def _cached_line(theorems: Sequence[Judged[Theorem]], claims: Sequence[JudgedClaim]) -> list[str]:
    """Return how many steps were replayed, where any was; a step that a theorem and a claim share counts once."""
    judgements = [*(found.judgement for found in theorems), *(found.judgement for found in claims)]
    steps = {id(s): s for judgement in judgements for s in judgement.steps}
    cached = sum(s.cached for s in steps.values())
    of = f"{cached} of {len(steps)} steps" + (", those of the claims included," if theorems and claims else "")
    return [f"{of} from the cache of earlier runs here; --no-cache checks them again"] if cached else []
