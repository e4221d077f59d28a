"""The work of `tightmax prove`: every step of the theorems and claims is discharged, printed, and written as JSON."""

from __future__ import annotations

import argparse
from contextlib import closing
from pathlib import Path

from proofs.machinery.engine.proof import Theorem

from rich.console import Console
from rich.markup import escape

from proofs import registry
from proofs.machinery.documents import terminal
from proofs.machinery.documents.counted import shown_by
from proofs.machinery.documents.statements_json import claim_row, theorem_row, tools
from proofs.machinery.documents.tex import theorem_tex
from proofs.machinery.engine.cache import opened
from proofs.machinery.engine.judged import Judged, JudgedClaim
from proofs.machinery.engine.session import Session
from proofs.machinery.output.exit_status import MATCHES
from proofs.machinery.output.files import Unwritable, check_writable, write_json, write_text
from proofs.machinery.output.page_width import page_width
from proofs.machinery.output.progress import progress
from symbolic.printing.smtlib import script
from symbolic.steps import Universal


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


def run(args: argparse.Namespace) -> int:
    """Discharge, print and write; the exit status that the verdicts call for."""
    if args.json is not None:
        check_writable(args.json)
    named = list(dict.fromkeys(args.ids))  # an id that is named twice counts once
    theorem_ids = [id for id in named if id not in registry.claims()]
    for id in theorem_ids:
        registry.theorem(id)
    claim_ids = [id for id in named if id in registry.claims()]
    if not args.ids:
        theorem_ids, claim_ids = list(registry.theorems()), list(registry.claims())
    if args.smt is not None:
        _save_smt(args.smt, theorem_ids)
    out, names = terminal.console(stderr=args.json == "-"), max(map(len, registry.theorems()))
    session = Session(fresh=args.fresh, cache=None if args.fresh or args.no_cache else opened())
    theorems: list[Judged[Theorem]] = []
    claims: list[JudgedClaim] = []
    with progress("tightmax prove") as seen, closing(session.run(theorem_ids + claim_ids, shown_by(seen))) as results:
        for found in results:
            if isinstance(found, JudgedClaim):
                claims.append(found)
            else:
                theorems.append(found)
                _print_theorem(found, args, out, names)
    _print_claims(claims, args, out)
    status = terminal.status(theorems, claims)
    if not args.latex:
        out.print("\n" + "\n".join(terminal.summary_lines(theorems, claims)))
    if args.json is not None:
        value = {
            "theorems": [theorem_row(found) for found in theorems],
            "claims": [claim_row(found) for found in claims],
            "tools": tools(),
            "ok": status == MATCHES,
        }
        write_json(args.json, value)
    return status


def _print_theorem(found: Judged[Theorem], args: argparse.Namespace, out: Console, names: int) -> None:
    theorem, judgement = found.owner, found.judgement
    if args.latex:
        out.print(theorem_tex(theorem.statement, theorem.derivation, judgement), markup=False)
        return
    if args.pages:
        terminal.page(found, out, page_width(args.width))
        out.print()
    elif args.ids:
        terminal.head(found, out, page_width(args.width))
    out.print(terminal.theorem_line(found, names))
    if (args.ids or args.pages) and judgement.formal is not None:
        lines = terminal.formal_lines(judgement.formal, text=args.coq)
        out.print(escape("\n".join(f"    {line}" for line in lines)))
    if args.pages:
        for name in judgement.argued:
            out.print(f"    rests on  {name}")


def _print_claims(claims: list[JudgedClaim], args: argparse.Namespace, out: Console) -> None:
    for found in claims:
        if (args.ids or args.pages) and not args.latex:
            terminal.page(found, out, page_width(args.width))
        if args.ids or not found.as_declared:
            out.print(terminal.claim_line(found))
