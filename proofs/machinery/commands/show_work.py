"""The work of `tightmax show`."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from typing import Any

from proofs.machinery.engine.proof import Theorem

from proofs import registry
from proofs.machinery.documents import terminal
from proofs.machinery.documents.about import About, about
from proofs.machinery.documents.built import pages, site_is_built, site_page
from proofs.machinery.engine.claim import Claim
from proofs.machinery.output.exit_status import MATCHES
from proofs.machinery.output.files import check_writable, write_json
from proofs.machinery.output.page_width import page_width
from symbolic.formal import FormalRecord
from symbolic.printing.plain import plain
from symbolic.verdict import RECORDED, Grade


def run(args: argparse.Namespace) -> int:
    """Print what there is about each id, or write it as JSON."""
    if args.json is not None:
        check_writable(args.json)
    out = terminal.console(stderr=args.json == "-")
    found = [about(id) for id in dict.fromkeys(args.ids)]
    for number, one in enumerate(found):
        if number:
            out.print()
        out.print("\n".join(_lines(one, page_width(args.width))))
    if args.json is not None:
        write_json(args.json, [_row(one) for one in found])
    return MATCHES


def in_words(formal: FormalRecord | None) -> str:
    """Return what Coq's kernel has accepted of a theorem, in a few words."""
    if formal is None:
        return "none"
    if formal.skipped:
        return f"the record does not count: {formal.skipped}"
    where = f"{RECORDED}: {formal.recorded}" if formal.recorded else f"{Grade.FORMAL.name}: accepted in this checkout"
    return where if formal.whole else f"{where}; in part: {formal.part}"


def _rows(one: About) -> Iterator[tuple[str, str]]:
    """Yield the rows: what a row is about, once for several rows, and what it says."""
    owner = one.owner
    steps = len(owner.derivation.steps)
    if isinstance(owner, Claim) and owner.original:
        yield "original", terminal.quoted(owner)
    yield "file", f"{one.file}"
    yield "proof", f"tightmax prove {owner.id}{' --pages' if isinstance(owner, Theorem) else ''}   ({steps} steps)"
    if isinstance(owner, Theorem):
        yield "Coq", in_words(one.formal)
        for name, place in one.coq:
            yield "", f"{name}   {place}"
    for number, file in enumerate(one.certificates):
        yield "" if number else "certificates", f"tightmax verify {file}"
    if isinstance(owner, Theorem):
        yield "attacks", f"tightmax sweep {' '.join(one.attacks)}" if one.attacks else "none"
    yield from _documents(owner.id)
    yield "uses", ", ".join(one.uses) or "nothing"
    if isinstance(owner, Theorem):
        yield "used by", ", ".join(one.used_by) or "no other theorem"
        yield "claims", ", ".join(one.claims) or "none"


def _documents(id: str) -> Iterator[tuple[str, str]]:
    """Yield where it stands in the paper and in the site, or what makes these."""
    number, found = registry.numbers().get(id), pages(id)
    named = "" if number is None else f"Theorem {number}"
    if found:
        at = [f"page {page} of {pdf}" for pdf, page in found.items()]
    else:
        at = [f"no PDF here: tightmax latex{'' if named else ' --part sources'} --pdf makes it"]
    yield "paper", ", ".join([*filter(None, [named]), *at])
    yield "site", site_page(id) if site_is_built(id) else f"{site_page(id)}, which make site writes"


def _lines(one: About, width: int | None) -> list[str]:
    owner = one.owner
    title = f"[bold]{owner.id}[/]  {terminal.wrapped(plain(owner.statement.title), width, after='    ')}"
    lines = [title, terminal.wrapped(_kind(one), width, "    ", "    ")]
    if owner.statement.conclusion:
        lines += ["", terminal.wrapped(plain(owner.statement.conclusion), width, "    ", "    ")]
    if isinstance(owner, Theorem):
        lines += ["", terminal.wrapped(f"Idea: {plain(owner.sketch)}", width, "    ", "    ")]
    rows = list(_rows(one))
    names = max(len(name) for name, _ in rows)
    lines += ["", *(terminal.wrapped(says, width, f"{name:<{names}}  ", " " * (names + 2)) for name, says in rows)]
    return lines


def _kind(one: About) -> str:
    """Return the chapter of a theorem; the source of a claim, and the verdict that it must earn."""
    owner = one.owner
    if isinstance(owner, Theorem):
        return f"theorem, in the chapter {registry.chapter_of(owner.id)!r}; source: {plain(owner.statement.source)}"
    source = registry.sources()[owner.id.partition("-")[0]]
    return f"claim, declared {owner.declared.value}; source: {source}, {plain(owner.statement.source)}"


def _row(one: About) -> dict[str, Any]:
    """Return the JSON object."""
    owner, statement = one.owner, one.owner.statement
    told = {"sketch": plain(owner.sketch)} if isinstance(owner, Theorem) else {"original": owner.original}
    return {
        "id": statement.id,
        "title": plain(statement.title),
        "conclusion": plain(statement.conclusion),
        "conclusion_latex": statement.conclusion,
        **told,
        "file": one.file,
        "steps": len(one.owner.derivation.steps),
        "coq": [{"name": name, "place": place} for name, place in one.coq],
        "formal": in_words(one.formal),
        "certificates": list(one.certificates),
        "attacks": list(one.attacks),
        "number": registry.numbers().get(owner.id),
        "pages": pages(owner.id),
        "site": site_page(owner.id),
        "uses": list(one.uses),
        "used_by": list(one.used_by),
        "claims": list(one.claims),
    }
