"""What each command does; ``proofs.__main__`` reads the arguments and calls these."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.markup import escape
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from proofs import bounds as enclosures
from proofs import registry, report
from proofs import verify as checker
from proofs import verify_upper as upper_checker
from proofs.atomic import Unwritable, check_writable, write_json, write_text
from proofs.cache import opened
from proofs.discharge import CERTIFICATES
from proofs.formal.coq import present
from proofs.run import ClaimJudgement, Position, Session
from proofs.schedule import WorkerDied
from proofs.upper_d4 import CERTIFICATE as UPPER_CERTIFICATE
from symbolic.formal import FormalRecord
from symbolic.plain import plain
from symbolic.smtlib import script
from symbolic.steps import Universal
from symbolic.verdict import Judgement


class BadInput(ValueError):
    """Bad input, in one line that names the value and what is accepted."""


def _out(args: argparse.Namespace) -> Console:
    """Results go to standard output; with ``--json -`` that is the JSON, so they go to standard error."""
    return report.console(stderr=getattr(args, "json", None) == "-")


def _check_json(args: argparse.Namespace) -> None:
    if args.json is not None:
        check_writable(args.json)


@contextmanager
def _progress() -> Iterator[Callable[[str, str], None]]:
    """What is being discharged, on a terminal only."""
    console = report.console(stderr=True)
    if not console.is_terminal:
        yield lambda id, step: None
        return
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task("", total=None)
        yield lambda id, step: bar.update(task, description=f"{id} / {step}")


def _shown_by(show: Callable[[str, str], None]) -> Callable[[Position], None]:
    return lambda at: show(f"{at.owners_done} of {at.owners}", f"{at.owner} / {at.step}")


def _tools() -> dict[str, str]:
    found = {"python": sys.version.split()[0]}
    for name in ("sympy", "mpmath", "z3-solver", "cvc5", "python-flint", "numpy"):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "missing"
    return found


def _theorem_row(judgement: Judgement) -> dict[str, Any]:
    return {
        "id": judgement.id,
        "claims": list(registry.theorem(judgement.id).statement.claims),
        "verdict": judgement.verdict.value,
        "grade": judgement.grade.name if judgement.grade is not None else None,
        "machine_grade": judgement.machine_grade.name if judgement.machine_grade is not None else None,
        "argued": list(judgement.argued),
        "formal": _formal_row(judgement.formal) if judgement.formal is not None else None,
        "seconds": round(judgement.seconds, 3),
        "steps": [
            {"name": s.name, "outcome": s.outcome.value, "grade": s.grade.name, "detail": s.detail, "cached": s.cached}
            for s in judgement.steps
        ],
    }


def _formal_row(formal: FormalRecord) -> dict[str, Any]:
    return {
        "covers": "whole" if formal.whole else "part",
        "in_force": formal.in_force,
        "skipped": formal.skipped or None,
        "part": formal.part or None,
        "left": formal.left or None,
        "theorems": [{"name": t.name, "statement": t.statement, "axioms": list(t.axioms)} for t in formal.theorems],
        "names": list(formal.names),
        "prover": formal.prover,
        "prover_here": present(),
        "sources": formal.sources,
        "build_seconds": formal.seconds,
    }


def _claim_row(found: ClaimJudgement) -> dict[str, Any]:
    return {"id": found.id, "verdict": found.verdict.value, "theorem": found.theorem}


def _save_smt(folder: str, ids: list[str]) -> None:
    target = Path(folder)
    try:
        target.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Unwritable(f"cannot write {folder!r}: {error.strerror}") from error
    for id in ids:
        for step in registry.theorem(id).derivation.steps:
            if isinstance(step.goal, Universal) and step.goal.form is None:
                text = script(step.goal.hypotheses, step.goal.claim)
                write_text(target / f"{id}.{step.name}.smt2", text)


def prove(args: argparse.Namespace) -> int:
    """Discharge every step of every theorem and claim named, or of all."""
    _check_json(args)
    theorem_ids = [id for id in args.ids if id not in registry.claims()]
    for id in theorem_ids:
        registry.theorem(id)
    claim_ids = [id for id in args.ids if id in registry.claims()]
    if not args.ids:
        theorem_ids, claim_ids = list(registry.theorems()), list(registry.claims())
    if args.smt is not None:
        _save_smt(args.smt, theorem_ids)
    out, width = _out(args), max(map(len, registry.theorems()))
    judgements, claims = [], []
    cache = None if args.fresh or args.no_cache else opened()
    session = Session(fresh=args.fresh, cache=cache)
    try:
        with _progress() as show, closing(session.run([*theorem_ids, *claim_ids], _shown_by(show))) as results:
            for found in results:
                if isinstance(found, ClaimJudgement):
                    claims.append(found)
                    continue
                judgements.append(found)
                if args.pages:
                    report.page(registry.theorem(found.id), found.steps, out)
                out.print(report.theorem_line(found, width))
                if (args.ids or args.pages) and found.formal is not None:
                    out.print(escape("\n".join(f"    {line}" for line in report.formal_lines(found.formal))))
    except WorkerDied as error:
        print(f"tightmax: {error}", file=sys.stderr)
        return report.UNDECIDED
    _print_claims(claims, args, out)
    status = report.status(judgements, claims)
    out.print("\n" + "\n".join(report.summary_lines(judgements, claims)))
    if args.json is not None:
        value = {
            "theorems": [_theorem_row(j) for j in judgements],
            "claims": [_claim_row(c) for c in claims],
            "tools": _tools(),
            "ok": status == report.MATCHES,
        }
        write_json(args.json, value)
    return status


def _print_claims(claims: list[ClaimJudgement], args: argparse.Namespace, out: Console) -> None:
    for found in claims:
        if args.ids or args.pages:
            report.page(registry.claims()[found.id], found.judgement.steps, out)
        if args.ids or found.verdict is not found.declared:
            out.print(report.claim_line(found))


def list_all(args: argparse.Namespace) -> int:
    """Theorems and claims, with what they say."""
    _check_json(args)
    out = _out(args)
    theorems, claims = registry.theorems(), registry.claims()
    if args.summary:
        out.print(report.seed_table(claims.values()))
        if args.json is not None:
            write_json(args.json, report.seed_counts(claims.values()))
        return report.MATCHES
    for theorem in theorems.values():
        out.print(f"{theorem.id:<26}{escape(plain(theorem.statement.title))}")
    out.print()
    for claim in claims.values():
        out.print(f"{claim.id:<8}{claim.declared.value:<17}{escape(plain(claim.statement.title))}")
    if args.json is not None:
        rows = [
            {"id": t.id, "title": plain(t.statement.title), "claims": list(t.statement.claims), "uses": list(t.statement.uses)}
            for t in theorems.values()
        ]
        claim_rows = [
            {"id": c.id, "says": plain(c.statement.title), "declared": c.declared.value, "uses": list(c.statement.uses)}
            for c in claims.values()
        ]
        write_json(args.json, {"theorems": rows, "claims": claim_rows})
    return report.MATCHES


def _dimensions(texts: list[str]) -> list[int]:
    """Whole numbers and ranges A-B; BadInput names the text that is neither."""
    found: list[int] = []
    accepted = f"a whole number from 2 to {enclosures.LARGEST}, or a range such as 2-16, is accepted"
    for text in texts:
        first, dash, last = text.partition("-") if not text.startswith("-") else (text, "", "")
        ends = (first, last) if dash else (first,)
        if not all(end.isascii() and end.isdigit() and len(end) <= 12 for end in ends):
            raise BadInput(f"dimension {report.shown(text)}: {accepted}")
        low, high = int(ends[0]), int(ends[-1])
        if not 2 <= low <= high <= enclosures.LARGEST or high - low > 10_000:
            raise BadInput(f"dimension {report.shown(text)}: {accepted}")
        found.extend(range(low, high + 1))
    return found


def _draw(target: str) -> int:
    from proofs import figure

    check_writable(target)
    try:
        figure.draw(Path(target))
    except figure.FigureMissing as error:
        print(f"tightmax: {error}", file=sys.stderr)
        return report.UNDECIDED
    return report.MATCHES


def bounds(args: argparse.Namespace) -> int:
    """The proved enclosure of eps*_d for each dimension."""
    _check_json(args)
    if args.figure is not None and (status := _draw(args.figure)) != report.MATCHES:
        return status
    rows = [enclosures.bounds(d) for d in _dimensions(args.dimensions)]
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name in ("d", "lower", "by", "upper", "by", "chain", "ln d"):
        table.add_column(name, no_wrap=True, justify="right" if name != "by" else "left")
    for row in rows:
        short = row.lower.exact.is_Rational and row.lower.exact.q < 10**6
        exact = f"{row.lower.exact} = " if short else ""
        table.add_row(
            str(row.d), exact + row.lower.decimal(up=False), row.lower.theorem, row.upper.decimal(up=True),
            row.upper.theorem, row.chain.decimal(up=False), row.lse.decimal(up=True),
        )  # fmt: skip
    out = _out(args)
    if not out.is_terminal:
        out.width = 200
    out.print(table)
    for row in rows:
        if len(row.chains) > 1 and len(rows) <= 16:
            tied = "  ".join("-".join(map(str, chain)) for chain in row.chains[:8])
            out.print(f"L_{row.d} = {row.chain.exact} is attained by {len(row.chains)} chains: {tied}")
        if not row.optimal:
            out.print(f"the chain shown for d = {row.d} need not be optimal: L_d is computed up to {enclosures.TABLE}")
    if args.json is not None:
        write_json(args.json, [row.row() for row in rows])
    return report.MATCHES


def verify(args: argparse.Namespace) -> int:
    """The standalone checkers, on the files named or on all frozen certificates."""
    files = args.files or sorted(
        os.path.relpath(path) for folder in (CERTIFICATES, UPPER_CERTIFICATE.parent) for path in folder.rglob("*.json")
    )
    if not files:
        raise BadInput(f"no certificate in {CERTIFICATES}")
    upper = [file for file in files if _names_format(file, upper_checker.FORMAT)]
    lower = [file for file in files if file not in upper]
    statuses = [check(some) for check, some in ((checker.main, lower), (upper_checker.main, upper)) if some]
    return max(statuses)


def _names_format(file: str, format: str) -> bool:
    """Does the file say that it is of this format?  (A file that cannot be read is the lower checker's to report.)"""
    try:
        with open(file, "rb") as data:
            return f'"{format}"'.encode() in data.read(upper_checker.MAX_BYTES)
    except (OSError, ValueError):
        return False


def latex(args: argparse.Namespace) -> int:
    """Write the document; with ``--pdf`` compile it."""
    from proofs import latex_command

    return latex_command.run(args)
