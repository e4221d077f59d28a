"""The page of a theorem: what it says, what it rests on, the idea, the steps, and what other machines have accepted."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from proofs.machinery.engine.proof import Theorem

from proofs.machinery.documents.about import About, about
from proofs.machinery.engine.judged import Judged
from proofs.machinery.output.places import CERTIFICATES, ROOT
from proofs.machinery.site.mathml import display, mathml, prose
from proofs.machinery.site.page import Page, Sources
from proofs.machinery.site.steps import badge, proof
from symbolic.formal import FormalRecord
from symbolic.printing.latex import formula, related, relation_latex, to_ascii
from symbolic.printing.plain import plain
from symbolic.statement import Statement
from symbolic.steps import Certified

CHECKERS = {
    "lower": "proofs/verify.py",
    "walk": "proofs/verify_walk.py",
    "lattice": "proofs/verify_lattice.py",
    "upper": "proofs/verify_upper.py",
}
"""Folder of certificates -> the standalone checker of what lies in it."""


@dataclass(frozen=True)
class Context:
    """What the pages of a site share: the sources that they link to, and the worst slack of each sweep."""

    sources: Sources
    slacks: Mapping[str, str]


def links(ids: tuple[str, ...], folder: str = "") -> str:
    """Return links to theorems, or `nothing`."""
    return ", ".join(f'<a href="{folder}{id}.html">{id}</a>' for id in ids) or "nothing"


def claim_links(ids: tuple[str, ...], root: str) -> str:
    """Return links to claims, or `none`."""
    return ", ".join(f'<a href="{root}claims.html#{id}">{id}</a>' for id in ids) or "none"


def _symbols(statement: Statement) -> str:
    """Return the claim in symbols, with its letters and hypotheses."""
    if not statement.claim:
        return ""
    letters = [mathml(rf"{formula(v.symbol)} \in {to_ascii(v.domain)}") for v in statement.variables]
    given = [mathml(relation_latex(relation)) for relation in statement.hypotheses]
    over = f"for {', '.join(letters)}" if letters else ""
    under = f"if {', '.join(given)}" if given else ""
    head = ", ".join(filter(None, [over, under]))
    shown = "".join(display(rf"\[{related(r.lhs, r.sign, r.rhs)}\]") for r in statement.claim)
    return f"<p>In symbols{', ' if head else ''}{head}:</p>{shown}"


def _definitions(rows: Mapping[str, str]) -> str:
    inside = "".join(f"<dt>{name}</dt><dd>{html}</dd>" for name, html in rows.items() if html)
    return f'<dl class="about">{inside}</dl>'


def _around(found: Judged[Theorem], near: About, context: Context, root: str) -> str:
    theorem, judgement = found.owner, found.judgement
    grade = f"{badge(judgement.verdict.value)} {badge(judgement.shown_grade)}"
    if judgement.machine_grade is not None and judgement.machine_grade is not judgement.grade:
        grade += f"; the weakest step checked here is {badge(judgement.machine_grade.name)}"
    own = [f"{len(theorem.derivation.steps)} steps", f"{len(judgement.argued)} argued", f"{len(judgement.read)} read"]
    return _definitions(
        {
            "Verdict": grade if judgement.verdict.value == "PROVED" else f"{grade}: {escape(judgement.reason)}",
            "Proof": f"{', '.join(own)}; {context.sources.link(near.file, root)}",
            "Source": prose(theorem.statement.source),
            "Uses": links(near.uses),
            "Used by": links(near.used_by),
            "Decides": claim_links(near.claims, root),
        }
    )


def _certificates(theorem: Theorem) -> str:
    goals = [step.goal for step in theorem.derivation.steps if isinstance(step.goal, Certified)]
    rows = []
    for goal in goals:
        file = (CERTIFICATES / f"{goal.name}.json").relative_to(ROOT).as_posix()
        size = (ROOT / file).stat().st_size
        line = f"python -I -S {CHECKERS[goal.name.partition('/')[0]]} {file}"
        rows.append(
            f"<tr><td>{mathml(relation_latex(goal.claim))}</td><td><code>{escape(file)}</code>, "
            f'{size / 1000:.1f} kB</td><td><code class="command">{escape(line)}</code></td></tr>'
        )
    if not rows:
        return ""
    names = ("proves", "certificate", "check it with Python alone")
    head = "<tr>" + "".join(f'<th scope="col">{name}</th>' for name in names) + "</tr>"
    return f'<div class="wide" tabindex="0"><table><thead>{head}</thead><tbody>{"".join(rows)}</tbody></table></div>'


def _formal(formal: FormalRecord, places: Mapping[str, str], context: Context, root: str) -> str:
    part = f"a part: {escape(formal.part)} Not formal: {escape(formal.left)}"
    covers = "the whole conclusion" if formal.whole else part
    state = f"not counted, {formal.skipped}" if formal.skipped else (formal.recorded or "accepted here")
    parts = [f"<p>{escape(formal.prover)} has {covers} ({escape(state)}).</p>"]
    for told in formal.theorems:
        place = places.get(told.name, "")
        where = f" {context.sources.link(place, root)}" if place else ""
        rests = ", ".join(f"<code>{escape(name)}</code>" for name in told.rests_on) or "nothing of ours"
        axioms = ", ".join(f"<code>{escape(name)}</code>" for name in told.axioms) or "none"
        parts.append(
            f"<p><code>{escape(told.name)}</code>{where}</p>"
            f'<details><summary>The statement, as Coq prints it</summary><pre tabindex="0">'
            f"{escape(told.statement)}</pre>"
            f"<p>Definitions of the project in it: {rests}.</p><p>Axioms: {axioms}.</p></details>"
        )
    return "\n".join(parts)


def _attacks(names: tuple[str, ...], context: Context) -> str:
    if not names:
        return "<p>No sweep attacks this theorem numerically.</p>"
    none = "no ledger of it was here when this site was built"
    told = {name: escape(context.slacks.get(name, none)) for name in names}
    rows = "".join(f"<li><code>tightmax sweep {name}</code>: {told[name]}</li>" for name in names)
    return f"<ul>{rows}</ul>"


def theorem_page(found: Judged[Theorem], context: Context) -> Page:
    """Return the page of a theorem."""
    theorem = found.owner
    statement, near = theorem.statement, about(theorem.id)
    page = Page(plain(statement.title), depth=1)
    root = page.root
    page.html(
        f'<p class="id"><code>{theorem.id}</code></p>'
        f'<div class="statement"><p>{prose(statement.conclusion)}</p>{_symbols(statement)}</div>'
        f"{_around(found, near, context, root)}"
    )
    if theorem.sketch:
        page.section("The idea")
        page.html(f"<p>{prose(theorem.sketch)}</p>")
    page.section("The proof, step by step")
    page.html(f'<div class="proof">{proof(theorem.derivation, found.judgement.steps)}</div>')
    if certificates := _certificates(theorem):
        page.section("Certificates")
        page.html(certificates)
    if found.judgement.formal is not None:
        page.section("In Coq")
        page.html(_formal(found.judgement.formal, dict(near.coq), context, root))
    page.section("Attacks")
    page.html(_attacks(near.attacks, context))
    return page
