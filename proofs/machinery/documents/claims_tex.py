"""The claims of the sources as LaTeX: the table of all of them, and the errata."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from proofs import registry
from proofs.machinery.documents.citing import cited, cited_proof
from symbolic.printing.latex import escape, listing, proof_items, prose, stamp, theorem_reference
from symbolic.steps import Derivation
from symbolic.verdict import Judgement

ERRATA = ("REFUTED", "CORRECTED")
"""The verdicts whose claims stand in the errata."""


@dataclass(frozen=True)
class ClaimRow:
    """A claim of a source text as the document shows it; `locus`, `says`, `truth` are LaTeX."""

    id: str
    locus: str
    says: str
    verdict: str
    truth: str
    uses: tuple[str, ...]
    derivation: Derivation
    judgement: Judgement


def _claim_row(row: ClaimRow) -> str:
    uses = ", ".join(rf"\thmno{{thm:{id}}}" for id in row.uses) or "--"
    note = rf" \emph{{{prose(cited(row.truth, row.uses))}}}" if row.truth and row.verdict not in ERRATA else ""
    locus = rf"{{\footnotesize\textcolor{{neutral}}{{{prose(row.locus)}.}}}} " if row.locus else ""
    named = rf"{escape(row.id)}\label{{claim:{row.id}}}"
    return rf"{named} & {locus}{prose(cited(row.says, row.uses))}{note} & {stamp(row.verdict)} & {uses} \\"


def _grouped(rows: Sequence[ClaimRow]) -> Iterator[str]:
    """The rows, and before those of a source its heading."""
    headings = registry.sources()
    for letters, group in groupby(rows, key=lambda row: row.id.partition("-")[0]):
        if letters in headings:
            heading = rf"\textbf{{{letters}. {prose(headings[letters])}}} \cite{{{letters}}}"
            yield rf"\multicolumn{{4}}{{@{{}}l}}{{{heading}}} \\* \addlinespace"
        yield from map(_claim_row, group)
        yield r"\addlinespace"


def claims_table_tex(rows: Sequence[ClaimRow]) -> str:
    """Return every claim: its ID, what it says, its verdict, and the numbers of the theorems that decide it."""
    head = r"ID & What it says & Verdict & Theorem \\"
    lines = [
        r"\section{The claims}\label{sec:claims}",
        r"Every claim of the source texts, in our words, with the verdict that its proof earned. "
        r"Those marked \stamp{REFUTED}{REFUTED} or \stamp{CORRECTED}{CORRECTED} stand in "
        r"Section~\ref{sec:errata} with the reason.",
        r"\begingroup\small\setlength{\LTleft}{0pt}\setlength{\LTright}{0pt}\setlength{\tabcolsep}{4pt}",
        r"\newcommand{\ragged}{\raggedright\arraybackslash}",
        r"\begin{longtable}{@{}l>{\ragged}p{0.62\linewidth}>{\ragged}p{0.145\linewidth}>{\ragged}p{0.11\linewidth}@{}}",
        rf"\toprule {head} \midrule \endfirsthead",
        rf"\toprule {head} \midrule \endhead",
        r"\bottomrule \endfoot",
        *_grouped(rows),
        r"\end{longtable}",
        r"\endgroup",
    ]
    return "\n".join(lines) + "\n"


def _erratum(row: ClaimRow) -> str:
    deciding = f"Decided by {listing([theorem_reference(id) for id in row.uses])}." if row.uses else ""
    parts = [
        rf"\subsection*{{{escape(row.id)}\quad {stamp(row.verdict)}}}",
        r"\begin{facts}",
        rf"\fact{{Where}}{{{prose(row.locus)}}}" if row.locus else "",
        rf"\fact{{Printed}}{{{prose(cited(row.says, row.uses))}}}",
        rf"\fact{{Truth}}{{{prose(cited(row.truth, row.uses))}}}" if row.truth else "",
        r"\end{facts}",
        rf"\say{{{deciding}}}" if deciding else "",
        proof_items(cited_proof(row.derivation, row.uses), row.judgement.steps),
    ]
    return "\n".join(filter(None, parts)) + "\n"


def errata_tex(rows: Sequence[ClaimRow]) -> str:
    """Return the claims that do not hold as printed: what is printed, the truth, and why."""
    wrong = [row for row in rows if row.verdict in ERRATA]
    lead = "What is printed, what is true instead, and the steps that show it."
    body = "\n".join(_erratum(row) for row in wrong) if wrong else "None of the claims is wrong as printed.\n"
    return f"\\section{{Errata}}\\label{{sec:errata}}\n{lead if wrong else ''}\n{body}"


