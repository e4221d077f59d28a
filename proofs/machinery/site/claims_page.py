"""The claims of the sources as one table that can be searched and filtered, and the errata."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from html import escape

from proofs import registry
from proofs.machinery.engine.claim import CORRECTED, REFUTED
from proofs.machinery.engine.judged import JudgedClaim
from proofs.machinery.engine.source_text import LANGUAGES, source_texts
from proofs.machinery.site.mathml import prose
from proofs.machinery.site.page import Page, Sources
from proofs.machinery.site.steps import badge, proof
from symbolic.printing.plain import plain


def _decided_by(found: JudgedClaim) -> str:
    used = found.owner.statement.uses
    if used:
        return ", ".join(f'<a href="theorems/{id}.html">{id}</a>' for id in used)
    return "an experiment" if found.owner.experiment is not None else "its own steps"


def _why(found: JudgedClaim, sources: Sources) -> str:
    """Return the steps about a claim, folded."""
    steps = proof(found.owner.derivation, found.judgement.steps, anchors=False)
    file = sources.link(registry.file_of(found.owner.id), "")
    return f"<details><summary>Why</summary>{steps}<p>Written in {file}.</p></details>"


def _quoted(found: JudgedClaim) -> str:
    """Return the sentence of the source, marked with its language; nothing where no sentence says the claim."""
    language = source_texts()[found.owner.id.partition("-")[0]].language
    said = found.owner.original
    return f'<p class="original"><q lang="{language}">{prose(said)}</q></p>' if said else ""


def _texts() -> str:
    """Return what the sources are: their titles, as printed and in English, and their languages."""
    rows = []
    for letters, text in source_texts().items():
        title = escape(text.title or "without a title")
        language = text.language if text.translated != text.title else "en"
        named = f'<cite lang="{language}">{title}</cite>' if text.title else title
        english = f" ({escape(text.translated)})" if text.translated != text.title else ""
        rows.append(f"<dt>{letters}</dt><dd>{named}{english}; {LANGUAGES[text.language]}, {escape(text.about)}</dd>")
    return f'<dl class="about">{"".join(rows)}</dl>'


def _row(found: JudgedClaim, sources: Sources) -> str:
    statement, id = found.owner.statement, found.owner.id
    truth = f'<p class="truth">{prose(statement.conclusion)}</p>' if statement.conclusion else ""
    quoted = _quoted(found)
    return (
        f'<tr id="{id}" data-source="{id.partition("-")[0]}" data-verdict="{found.verdict.value}">'
        f'<th scope="row"><a href="#{id}">{id}</a></th>'
        f'<td><p class="locus">{prose(statement.source)}</p><p>{prose(statement.title)}</p>{quoted}{truth}'
        f"{_why(found, sources)}</td><td>{badge(found.verdict.value)}</td><td>{_decided_by(found)}</td></tr>"
    )


def _options(name: str, label: str, values: Mapping[str, str]) -> str:
    inside = "".join(f'<option value="{value}">{escape(text)}</option>' for value, text in values.items())
    return f'<label>{label} <select id="{name}"><option value="">all</option>{inside}</select></label>'


def _controls(claims: Sequence[JudgedClaim]) -> str:
    counts = Counter(found.verdict.value for found in claims)
    verdicts = {value: f"{value.replace('_', ' ')} ({count})" for value, count in counts.items()}
    sources = {letters: f"{letters}: {heading}" for letters, heading in registry.sources().items()}
    return (
        '<form class="controls" id="claim-controls" role="search" aria-label="Claims">'
        '<label>Search <input type="search" id="claim-search" autocomplete="off"></label>'
        f'{_options("claim-source", "Source", sources)}{_options("claim-verdict", "Verdict", verdicts)}'
        f'<output id="claim-count" for="claim-search claim-source claim-verdict">{len(claims)} of {len(claims)} claims'
        "</output></form>"
    )


def claims_page(claims: Sequence[JudgedClaim], sources: Sources) -> Page:
    """Return the table of all claims."""
    page = Page("The sources, claim by claim")
    page.html(
        "<p>Every sentence of the sources, in our words and in its own, with the verdict that its proof has earned. "
        f"Below a claim stands what is true, where that says more.</p>{_texts()}{_controls(claims)}"
    )
    rows = "\n".join(_row(found, sources) for found in claims)
    head = "".join(f'<th scope="col">{name}</th>' for name in ("Claim", "What it says", "Verdict", "Decided by"))
    page.html(
        f'<div class="wide" tabindex="0"><table id="claims"><thead><tr>{head}</tr></thead>'
        f"<tbody>\n{rows}\n</tbody></table></div>"
        '<script src="_static/claims.js"></script>'
    )
    return page


def errata_page(claims: Sequence[JudgedClaim]) -> Page:
    """Return what is printed and wrong, with the truth, source by source."""
    page = Page("Errata")
    wrong = [found for found in claims if found.verdict in (REFUTED, CORRECTED)]
    page.html(
        f"<p>{len(wrong)} of {len(claims)} claims are not true as they are printed. Each links to the steps that show "
        "it.</p>"
    )
    for letters, heading in registry.sources().items():
        own = [found for found in wrong if found.owner.id.startswith(f"{letters}-")]
        if own:
            page.section(f"{letters}: {heading}")
            page.html("\n".join(map(_erratum, own)))
    return page


def _erratum(found: JudgedClaim) -> str:
    statement, id = found.owner.statement, found.owner.id
    rows = {"Where": statement.source, "Printed": statement.title, "True": statement.conclusion}
    told = "".join(f"<dt>{name}</dt><dd>{prose(text)}</dd>" for name, text in rows.items() if text)
    used = _decided_by(found)
    label = escape(plain(statement.title)[:60])
    head = f'<a href="claims.html#{id}" aria-label="{id}: {label}">{id}</a> {badge(found.verdict.value)}'
    return f'<dl class="about erratum" id="{id}"><dt>{head}</dt><dd>decided by {used}</dd>{told}</dl>'
