"""The document: preamble, contents, a file a theorem, the claims and the errata."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from symbolic.formal import FormalRecord
from symbolic.printing.latex import (
    conditions,
    display,
    escape,
    formula,
    listing,
    proof_items,
    prose,
    related,
    stamp,
    theorem_reference,
    to_ascii,
)
from symbolic.statement import Statement, Variable
from symbolic.steps import Derivation
from symbolic.verdict import Grade, Judgement, Verdict

TITLE = "TightMax: how tight can a smooth maximum be?"
PAPER = "2512.10825"

ERRATA = ("REFUTED", "CORRECTED")
"""The verdicts whose claims stand in the errata."""

_MEANING = {
    Grade.FORMAL: "the kernel of a proof assistant accepted the whole conclusion, or the lemma that a step names",
    Grade.EXACT: "a symbolic identity, exact rational arithmetic, or a certificate that the standalone checker accepts",
    Grade.ENCLOSED: "ball arithmetic and a second interval engine both decided it",
    Grade.SOLVER: "Z3 and cvc5 both found the negation unsatisfiable",
    Grade.ARGUED: "a cited fact of analysis or probability; no machine has checked it",
    Grade.READ: "a sentence that a reader has joined to the steps (of a theorem): no rule and no kernel ties the two",
}

PREAMBLE = r"""\documentclass[11pt,a4paper]{article}
\usepackage[T1]{fontenc}
\usepackage[utf8]{inputenc}
\usepackage{lmodern}
\usepackage{textcomp}
\usepackage[margin=28mm]{geometry}
\usepackage{amsmath,amssymb,amsthm}
\usepackage{array,booktabs,longtable}
\usepackage{graphicx,xcolor}
\usepackage[unicode,hidelinks]{hyperref}
\pdftrailerid{}
\sloppy\emergencystretch=3em \hbadness=10000 \vbadness=10000
\raggedbottom \allowdisplaybreaks \postdisplaypenalty=10000
\AtBeginDocument{\abovedisplayskip=6pt plus 2pt\belowdisplayskip=4pt plus 2pt
  \abovedisplayshortskip=3pt plus 2pt\belowdisplayshortskip=4pt plus 2pt}
\setcounter{tocdepth}{1}

% A formula at its natural size, or shrunk to the line where it would stick out.
\newsavebox{\fitbox}
\newcommand{\fit}[1]{\sbox{\fitbox}{$\displaystyle #1$}%
  \ifdim\wd\fitbox>\linewidth\resizebox{\linewidth}{!}{\usebox{\fitbox}}\else\usebox{\fitbox}\fi}

% Verdicts and grades in their colours.
\definecolor{good}{RGB}{20,110,60}\definecolor{middle}{RGB}{150,95,0}
\definecolor{bad}{RGB}{165,30,30}\definecolor{neutral}{RGB}{85,85,95}
\colorlet{PROVED}{good}\colorlet{FORMAL}{good}\colorlet{EXACT}{good}
\definecolor{ENCLOSED}{RGB}{20,90,140}\definecolor{SOLVER}{RGB}{95,60,145}\colorlet{ARGUED}{middle}\colorlet{READ}{middle}
\colorlet{CORRECTED}{middle}\colorlet{REFUTED}{bad}\colorlet{FAILS}{bad}
\colorlet{UNKNOWN}{bad}\colorlet{UNDECIDED}{bad}\colorlet{NOTRUN}{bad}
\colorlet{EXPERIMENT}{neutral}\colorlet{NOTREPRODUCED}{neutral}\colorlet{NOTASTATEMENT}{neutral}
\newcommand{\stamp}[2]{{\sffamily\scriptsize\bfseries\textcolor{#1}{#2}}}

% The parts of a theorem: facts about it, and the steps of its proof.
\newtheorem{theorem}{Theorem}
\newcommand{\thmref}[1]{\hyperref[#1]{Theorem~\ref*{#1}}}
\newenvironment{facts}{\par\smallskip\begingroup\small\parindent=0pt}{\par\endgroup\smallskip}
\newcommand{\fact}[2]{\par\hangindent=5.2em\hangafter=1\makebox[5.2em][l]{\textit{#1}}#2}
\newcommand{\say}[1]{\par\smallskip\noindent #1\par}
\newcommand{\step}[2]{\par\medskip\noindent{\sffamily\small\bfseries #1.}\enspace #2}
\newcommand{\given}[1]{\par\nopagebreak\noindent Given #1 we have}
\newcommand{\badge}[2]{\par\nopagebreak{\raggedleft\footnotesize #1\enspace\textcolor{neutral}{#2}\par}}
"""


def _domains(variables: Sequence[Variable]) -> str:
    texts = []
    for domain, group in groupby(variables, key=lambda v: v.domain):
        texts.append(rf"${', '.join(formula(v.symbol) for v in group)} \in {to_ascii(domain)}$")
    return listing(texts)


def _in_symbols(statement: Statement) -> str:
    """Return the claim as relations, with its variables and hypotheses."""
    if not statement.claim:
        return ""
    over = f", for {_domains(statement.variables)}" if statement.variables else ""
    under = f", if {conditions(statement.hypotheses)} then" if statement.hypotheses else ":"
    shown = display(*(related(r.lhs, r.sign, r.rhs) for r in statement.claim))
    return f"In symbols{over}{under}\n{shown}"


def _rests_on(judgement: Judgement) -> str:
    """Return the argued steps, this theorem's own first, then those of the theorems used."""
    pairs = [name.split("/", 1) for name in judgement.argued]
    own = [escape(step) for id, step in pairs if id == judgement.id]
    parts = [", ".join(own)] if own else []
    for id, group in groupby((p for p in pairs if p[0] != judgement.id), key=lambda p: p[0]):
        parts.append(f"{theorem_reference(id)}: {', '.join(escape(step) for _, step in group)}")
    return "; ".join(parts) or "nothing"


def _ends(statement: Statement, judgement: Judgement) -> str:
    """Return where each sentence of the conclusion ends, and which of them a reader joins to the steps."""
    loose = judgement.own_read
    if not loose:
        return ""
    rows = [
        f"{number}: {escape(entry)}" + (r" \textsc{read}" if f"sentence {number}" in loose else "")
        for number, entry in enumerate(statement.ends, 1)
    ]
    return "sentence " + "; ".join(rows)


def _formal(formal: FormalRecord | None) -> str:
    """Return the names of the formal theorems, and what they cover; or why their record does not count."""
    if formal is None:
        return ""
    names = ", ".join(rf"\texttt{{{escape(name)}}}".replace(".", r".\allowbreak{}") for name in formal.names)
    if formal.skipped:
        return rf"skipped, {escape(formal.skipped)}: {names}"
    by = escape(formal.prover) + (f" ({escape(formal.recorded)})" if formal.recorded else "")
    if formal.whole:
        return rf"the whole conclusion, by {by}: {names}"
    return rf"in part, by {by}: {names}. {escape(formal.part)} Not formal: {escape(formal.left)}"


def _facts(statement: Statement, judgement: Judgement) -> str:
    verdict = stamp(judgement.verdict.name)
    if judgement.grade is not None and judgement.machine_grade is not None:
        verdict += f" grade {stamp(judgement.grade.name)}{judgement.shown_grade.removeprefix(judgement.grade.name)}"
        if judgement.machine_grade is not judgement.grade:
            verdict += f", the steps of the proof {stamp(judgement.machine_grade.name)}"
    elif judgement.reason:
        verdict += f" {escape(judgement.reason)}"
    witness = [f"${formula(symbol)} = {formula(value)}$" for symbol, value in statement.witness.items()]
    facts = {
        "Verdict": verdict,
        "Source": prose(statement.source),
        "Claims": escape(", ".join(statement.claims)),
        "Uses": listing([theorem_reference(id) for id in statement.uses]),
        "Argued": _rests_on(judgement),
        "Ends": _ends(statement, judgement) if statement.ends else "",
        "Formal": _formal(judgement.formal),
        "Witness": listing(witness) if statement.hypotheses else "",
    }
    rows = [f"\\fact{{{name}}}{{{text}}}" for name, text in facts.items() if text]
    return "\\begin{facts}\n" + "\n".join(rows) + "\n\\end{facts}"


def theorem_tex(statement: Statement, derivation: Derivation, judgement: Judgement) -> str:
    """Return the file of one theorem: the statement, what its verdict rests on, and the proof."""
    proved = judgement.verdict is Verdict.PROVED
    kind = "" if proved else r"[What was tried]\renewcommand{\qedsymbol}{}"
    parts = [
        f"\\section{{{prose(statement.title)}}}",
        f"\\begin{{theorem}}[\\textup{{\\texttt{{{escape(statement.id)}}}}}]\\label{{thm:{statement.id}}}",
        "\n\n".join(filter(None, [prose(statement.conclusion), _in_symbols(statement)])),
        "\\end{theorem}",
        _facts(statement, judgement),
    ]
    if derivation.items:
        parts += [f"\\begin{{proof}}{kind}", proof_items(derivation, judgement.steps), "\\end{proof}"]
    return "\n".join(parts) + "\n"


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
    uses = ", ".join(rf"\ref{{thm:{id}}}" for id in row.uses) or "--"
    note = rf" \emph{{{prose(row.truth)}}}" if row.truth and row.verdict not in ERRATA else ""
    locus = rf"{{\footnotesize\textcolor{{neutral}}{{{prose(row.locus)}.}}}} " if row.locus else ""
    return rf"{escape(row.id)} & {locus}{prose(row.says)}{note} & {stamp(row.verdict)} & {uses} \\"


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
        *(_claim_row(row) for row in rows),
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
        rf"\fact{{Printed}}{{{prose(row.says)}}}",
        rf"\fact{{Truth}}{{{prose(row.truth)}}}" if row.truth else "",
        r"\end{facts}",
        rf"\say{{{deciding}}}" if deciding else "",
        proof_items(row.derivation, row.judgement.steps),
    ]
    return "\n".join(filter(None, parts)) + "\n"


def errata_tex(rows: Sequence[ClaimRow]) -> str:
    """Return the claims that do not hold as printed: what is printed, the truth, and why."""
    wrong = [row for row in rows if row.verdict in ERRATA]
    lead = "What is printed, what is true instead, and the steps that show it."
    body = "\n".join(_erratum(row) for row in wrong) if wrong else "None of the claims is wrong as printed.\n"
    return f"\\section{{Errata}}\\label{{sec:errata}}\n{lead if wrong else ''}\n{body}"


def figures_tex(captions: Mapping[str, str]) -> str:
    """Return the figures `figures/NAME.pdf` with their captions, one after the other."""
    if not captions:
        return ""
    shown = [
        rf"\begin{{figure}}[htbp]\centering\includegraphics[width=\linewidth]{{figures/{name}}}"
        rf"\caption{{{prose(caption)}}}"
        rf"\label{{fig:{name}}}\end{{figure}}"
        for name, caption in captions.items()
    ]
    return "\n".join([r"\clearpage\section{Figures}\label{sec:figures}", *shown, r"\clearpage"]) + "\n"


def _counted(judgements: Sequence[Judgement], rows: Sequence[ClaimRow]) -> str:
    proved = [j for j in judgements if j.verdict is Verdict.PROVED]
    free = sum(not j.argued and not j.read for j in proved)
    formal = sum(j.grade is Grade.FORMAL for j in proved)
    kernel = f" The whole conclusion of {formal} is also accepted by the kernel of a proof assistant." if formal else ""
    counts = Counter(row.verdict for row in rows)
    claims = listing([f"{n} {stamp(verdict)}" for verdict, n in sorted(counts.items())])
    told = f" The {len(rows)} claims of the source texts end as {claims}." if rows else ""
    return (
        f"Of the {len(judgements)} theorems here {len(proved)} are proved, {free} of them without "
        f"any step that is only argued and any sentence that a reader joins.{kernel}{told}"
    )


def _about() -> str:
    grades = [rf"\item[{stamp(grade.name)}] {text}" for grade, text in _MEANING.items()]
    return "\n".join(
        [
            r"\section*{How to read this}",
            "The full text of the paper was not available when this was written, only its abstract and its "
            "introduction; ``the paper'' means what those state. Every theorem is followed by its verdict, "
            "by the theorems it uses, and by every argued step that it rests on, its own or theirs. Every "
            "step of a proof carries a name and the grade of what discharged it; KERNEL beside a grade says that the "
            "kernel of Coq has accepted the step as well. From the strongest:",
            r"\begin{description}\setlength{\itemsep}{0pt}",
            *grades,
            r"\end{description}",
            "``Plan $n$'' in a source line is section $n$ of the outline that the proofs follow (see "
            r"\texttt{paper\_notes.md}); ``seed 000'' is an overview of the paper in Korean. "
            "A theorem has the grade of its weakest step, unless its whole conclusion is formal. The slack of an "
            "inequality is the larger side "
            "minus the smaller; where it is shown, its sign is plain from the hypotheses.",
        ]
    )


def _inputs(ids: Sequence[str], parts: Mapping[str, str]) -> list[str]:
    lines = []
    for id in ids:
        if id in parts:
            lines.append(rf"\part{{{parts[id]}}}")
        lines.append(rf"\input{{theorems/{id}}}")
    return [*lines, *([r"\part{The sources, claim by claim}"] if parts else [])]


def main_tex(
    ids: Sequence[str],
    judgements: Sequence[Judgement],
    rows: Sequence[ClaimRow],
    parts: Mapping[str, str] | None = None,
) -> str:
    """Return the main file: it inputs `theorems/<id>` in reading order, then `claims`, `errata` and `figures`.

    `parts` gives the heading of the part that a theorem opens.
    """
    lines = [
        PREAMBLE,
        rf"\title{{{TITLE}}}\author{{}}\date{{}}",
        rf"\hypersetup{{pdftitle={{{TITLE}}}}}",
        r"\begin{document}",
        r"\maketitle",
        r"\begin{abstract}",
        rf"A machine-checked companion to \href{{https://arxiv.org/abs/{PAPER}}}{{arXiv {PAPER}}}: how small "
        r"the gap $\varepsilon$ of a convex function can be that is 1-smooth in the infinity norm and lies "
        r"between $\max(x)$ and $\max(x) + \varepsilon$. " + _counted(judgements, rows),
        r"\end{abstract}",
        r"\tableofcontents",
        _about(),
        *_inputs(ids, parts or {}),
        r"\input{claims}",
        r"\input{errata}",
        r"\input{figures}",
        r"\end{document}",
    ]
    return "\n".join(lines) + "\n"
