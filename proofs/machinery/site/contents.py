"""The pages that lead to the others: the start, and the theorems by chapter."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from proofs.machinery.engine.proof import Theorem

from proofs import registry
from proofs.machinery.documents.terminal import summary_lines
from proofs.machinery.engine.judged import Judged, JudgedClaim
from proofs.machinery.site.page import Page
from proofs.machinery.site.steps import badge
from symbolic.printing.plain import plain


def chapters() -> dict[str, list[str]]:
    """Return the theorems of each chapter, by its heading."""
    found: dict[str, list[str]] = {}
    opening, heading = registry.headings(), ""
    for id in registry.theorems():
        heading = opening.get(id, heading)
        found.setdefault(heading, []).append(id)
    return found


def _contents(names: Sequence[str], *options: str) -> str:
    return "\n".join(["```{toctree}", *options, "", *names, "```"])


def chapter_pages(theorems: Sequence[Judged[Theorem]]) -> dict[str, Page]:
    """Return a page for each chapter, which lists its theorems, by file name."""
    judged = {found.owner.id: found for found in theorems}
    pages = {}
    for number, (heading, ids) in enumerate(chapters().items(), 1):
        page = Page(heading, depth=1)
        rows = "".join(_row(judged[id]) for id in ids)
        head = '<tr><th scope="col">Theorem</th><th scope="col">says</th><th scope="col">verdict</th></tr>'
        page.html(f'<div class="wide" tabindex="0"><table><thead>{head}</thead><tbody>{rows}</tbody></table></div>')
        page.markdown(_contents(ids, ":hidden:"))
        pages[f"theorems/chapter-{number}"] = page
    return pages


def _row(found: Judged[Theorem]) -> str:
    id, judgement = found.owner.id, found.judgement
    says = escape(plain(found.owner.statement.title), quote=False)
    marks = f"{badge(judgement.verdict.value)} {badge(judgement.shown_grade)}"
    return f'<tr><td><a href="{id}.html"><code>{id}</code></a></td><td>{says}</td><td>{marks}</td></tr>'


def summary(theorems: Sequence[Judged[Theorem]], claims: Sequence[JudgedClaim]) -> str:
    """Return the lines that `make prove` ends with."""
    lines = summary_lines(list(theorems), list(claims), recorded=True)
    return f'<pre tabindex="0">{escape(chr(10).join(lines), quote=False)}</pre>'
