"""The work of `tightmax list`."""

from __future__ import annotations

import argparse
from collections.abc import Iterable
from itertools import groupby
from typing import TypeVar

from proofs.machinery.engine.proof import Theorem

from rich.markup import escape

from proofs import registry
from proofs.machinery.documents import terminal
from proofs.machinery.engine.claim import Claim
from proofs.machinery.formal.evidence import evidence
from proofs.machinery.output.bad_input import BadInput, shown
from proofs.machinery.output.exit_status import MATCHES
from proofs.machinery.output.files import check_writable, write_json
from symbolic.printing.plain import plain

Owner = TypeVar("Owner", Theorem, Claim)


def run(args: argparse.Namespace) -> int:
    """Print theorems and claims, or with `--summary` the claims counted."""
    if args.json is not None:
        check_writable(args.json)
    out = terminal.console(stderr=args.json == "-")
    if args.summary:
        for line in terminal.seed_lines(registry.claims().values(), terminal.columns(out)):
            out.print(line, markup=False)
        if args.json is not None:
            write_json(args.json, terminal.seed_counts(registry.claims().values()))
        return MATCHES
    both = args.theorems == args.claims
    theorems = _having(args.text, registry.theorems().values()) if both or args.theorems else []
    claims = _having(args.text, registry.claims().values()) if both or args.claims else []
    if not theorems and not claims:
        where = "id, title, file or conclusion; `tightmax list` shows all"
        raise BadInput(f"nothing has {shown(args.text)} in its {where}")
    for number, line in enumerate([*_theorem_lines(theorems), *_claim_lines(claims)]):
        if number or line:
            out.print(line)
    if args.json is not None:
        write_json(args.json, {"theorems": list(map(_theorem_row, theorems)), "claims": list(map(_claim_row, claims))})
    return MATCHES


def _having(text: str | None, owners: Iterable[Owner]) -> list[Owner]:
    """Return those that have a text in what is said of them; all, if no text is given."""
    wanted = (text or "").casefold()
    return [owner for owner in owners if wanted in _said(owner).casefold()]


def _said(owner: Theorem | Claim) -> str:
    statement = owner.statement
    texts = map(plain, (statement.title, statement.conclusion, statement.source))
    return " ".join((owner.id, *texts, registry.file_of(owner.id)))


def in_coq(theorem: Theorem) -> str:
    """Return what Coq's kernel has accepted of a theorem: the whole conclusion, a part, or nothing."""
    formal = evidence(theorem.statement)
    if formal is None or not formal.in_force:
        return ""
    return "Coq" if formal.whole else "in part"


def _theorem_lines(theorems: list[Theorem]) -> list[str]:
    lines: list[str] = []
    for chapter, among in groupby(theorems, lambda theorem: registry.chapter_of(theorem.id)):
        lines += ["", f"[bold]{escape(chapter)}[/]"]
        lines += [f"  {t.id:<26}{in_coq(t):<9}{escape(plain(t.statement.title))}" for t in among]
    return lines


def _claim_lines(claims: list[Claim]) -> list[str]:
    lines: list[str] = []
    sources = registry.sources()
    for source, among in groupby(claims, lambda claim: claim.id.partition("-")[0]):
        lines += ["", f"[bold]{source}: {escape(sources[source])}[/]"]
        lines += [f"  {c.id:<8}{c.declared.value:<17}{escape(plain(c.statement.title))}" for c in among]
    return lines


def _theorem_row(theorem: Theorem) -> dict[str, object]:
    statement = theorem.statement
    return {
        "id": theorem.id, "title": plain(statement.title), "chapter": registry.chapter_of(theorem.id),
        "file": registry.file_of(theorem.id), "coq": in_coq(theorem) or None,
        "claims": list(statement.claims), "uses": list(statement.uses),
    }


def _claim_row(claim: Claim) -> dict[str, object]:
    return {
        "id": claim.id, "says": plain(claim.statement.title), "declared": claim.declared.value,
        "source": claim.id.partition("-")[0], "uses": list(claim.statement.uses),
    }
