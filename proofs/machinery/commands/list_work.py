"""The work of `tightmax list`."""

from __future__ import annotations

import argparse

from rich.markup import escape

from proofs import registry
from proofs.machinery.documents import terminal
from proofs.machinery.output.exit_status import MATCHES
from proofs.machinery.output.files import check_writable, write_json
from symbolic.printing.plain import plain


def run(args: argparse.Namespace) -> int:
    """Print theorems and claims, or with `--summary` the claims counted."""
    if args.json is not None:
        check_writable(args.json)
    out = terminal.console(stderr=args.json == "-")
    theorems, claims = registry.theorems(), registry.claims()
    if args.summary:
        for line in terminal.seed_lines(claims.values(), terminal.columns(out)):
            out.print(line, markup=False)
        if args.json is not None:
            write_json(args.json, terminal.seed_counts(claims.values()))
        return MATCHES
    for theorem in theorems.values():
        out.print(f"{theorem.id:<26}{escape(plain(theorem.statement.title))}")
    out.print()
    for claim in claims.values():
        out.print(f"{claim.id:<8}{claim.declared.value:<17}{escape(plain(claim.statement.title))}")
    if args.json is not None:
        rows = [
            {"id": s.id, "title": plain(s.title), "claims": list(s.claims), "uses": list(s.uses)}
            for s in (theorem.statement for theorem in theorems.values())
        ]
        claim_rows = [
            {"id": c.id, "says": plain(c.statement.title), "declared": c.declared.value, "uses": list(c.statement.uses)}
            for c in claims.values()
        ]
        write_json(args.json, {"theorems": rows, "claims": claim_rows})
    return MATCHES
