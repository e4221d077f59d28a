"""What of the paper holds, on one page: the findings of VERDICT.md, with links into the site."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from proofs.machinery.engine.proof import Theorem

from proofs.machinery.documents.findings import TABLE
from proofs.machinery.documents.verdict_page import ANSWERS
from proofs.machinery.engine.judged import Judged
from proofs.machinery.site.mathml import prose
from proofs.machinery.site.page import Page
from proofs.machinery.site.theorem_page import links
from symbolic.verdict import Verdict


def _told(text: str, by: Sequence[str], proved: Collection[str]) -> str:
    """Return a finding as HTML, or which of its theorems are not proved in this run."""
    missing = tuple(id for id in by if id not in proved)
    return f"not proved in this run: {links(missing, 'theorems/')}" if missing else prose(text)


def paper_page(theorems: Sequence[Judged[Theorem]]) -> Page:
    """Return the page."""
    proved = {found.owner.id for found in theorems if found.judgement.verdict is Verdict.PROVED}
    page = Page("Is the paper right?")
    page.markdown(
        "About [arXiv 2512.10825](https://arxiv.org/abs/2512.10825), T. Samakhoana and B. Grimmer, *An Elementary "
        "Proof of the Near Optimality of LogSumExp Smoothing*, by its abstract and introduction; the full text was not "
        "available to this project."
    )
    rows = "".join(f"<li>{_told(a.text, a.by, proved)} ({links(tuple(a.by), 'theorems/')}).</li>" for a in ANSWERS)
    page.html(f"<ul>{rows}</ul>")
    page.section("Theirs and ours")
    head = "".join(f'<th scope="col">{name}</th>' for name in ("question", "arXiv 2512.10825", "here", "by"))
    cells = "".join(
        f'<tr><th scope="row">{prose(row.question)}</th><td>{prose(row.theirs)}</td>'
        f"<td>{_told(row.ours, row.by, proved)}</td><td>{links(tuple(row.by), 'theorems/')}</td></tr>"
        for row in TABLE
    )
    page.html(
        f'<div class="wide" tabindex="0"><table><thead><tr>{head}</tr></thead><tbody>{cells}</tbody></table></div>'
    )
    page.markdown("[The sources, claim by claim](claims) judges every sentence; [Errata](errata) lists what is wrong.")
    return page
