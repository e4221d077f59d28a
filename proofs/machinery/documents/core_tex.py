"""The paper itself: introduction, setting, and every theorem with the idea of its proof and where it is checked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from proofs.machinery.engine.proof import Theorem

from proofs import registry
from proofs.machinery.documents.bibliography import bibliography_tex
from proofs.machinery.documents.citing import cited
from proofs.machinery.documents.claims_tex import ClaimRow
from proofs.machinery.documents.edition import Edition, reproducible_tex, title_tex
from proofs.machinery.documents.figures import DRAWN, figure_tex
from proofs.machinery.documents.findings import ABSTRACT, TABLE, table_tex, verdicts_tex
from proofs.machinery.documents.preamble import MEANING, preamble
from proofs.machinery.documents.setting import notation_tex
from proofs.machinery.documents.tex import stated
from proofs.machinery.documents.verdict_page import ANSWERS
from symbolic.printing.latex import escape, prose, stamp
from symbolic.verdict import Grade, Judgement, Verdict

TITLE = "TightMax: how tight can a smooth maximum be?"

_PROBLEM = r"""Replacing the maximum of $d$ numbers by a smooth function that lies above it is a standard device of
optimisation \cite{nesterov,beck-teboulle,ben-tal-teboulle}: the smaller the overshoot at a given smoothness, the better
the guarantee. The usual device is LogSumExp, which is convex, has a gradient that is 1-Lipschitz from
$\|\cdot\|_\infty$ to $\|\cdot\|_1$, and overshoots by $\ln d$ where all entries agree. Can one do better? Let
$\varepsilon^*_d$ be the least overshoot that any function with the same smoothness can have
(Definition~\ref{def:smoothing}).

Samakhoana and Grimmer \cite{paper} show with elementary means that the order $\ln d$ is right:
$\varepsilon^*_d$ is at least about $0.8145\ln d$; in small dimensions they give smoothings that attain their lower
bound, so that LogSumExp is not exactly optimal. The full text of \cite{paper} was not available to this project:
what is said here of it is said of its abstract and introduction, and the proof of the chain bound is a reconstruction.
This paper answers how much can be gained, and Table~\ref{tab:new} says what is new.
"""

_IDEA = r"""\paragraph{How the proofs go.} By duality a smoothing with gap $\varepsilon$ is the same as a function $h$
on the simplex that is 1-strongly convex in $\|\cdot\|_1$ and has the range $\varepsilon$ (\thmref{thm:duality}). An
upper bound is an $h$ of small range. A lower bound is a way to walk from the centre of the simplex to its vertices by
moves: each move that spreads a point $x$ into points $y_j$ of mean $x$ raises the mean of $h$ by at least
$\frac12\sum_jp_j\|y_j - x\|_1^2$ (\thmref{thm:weighted-moves}). With few large moves one gets the chain bound of
\cite{paper}; with infinitely many small ones a differential inequality for a potential, which says that LogSumExp is
optimal up to a constant, and in the limit which constant; with walks on a lattice, finite certificates in small
dimensions. What the best walk gains is the value of a game; the strategy at $d = 4$ is a relative of the comb strategy
of prediction with expert advice \cite{gravin,bayraktar}, and strategies that split a mass into two equal halves are
known from coding with feedback \cite{naghshvar}.

\paragraph{Beside the question.} Other chapters prove or correct what five texts say around it
(Section~\ref{sec:sources}): on smooth surrogates and sparse relatives of the softmax \cite{martins-astudillo,blondel},
on Lipschitz constants and spectral normalisation \cite{miyato}, on rounding, and on perturbed optimisers
\cite{berthet}.
"""

_CHECKED = r"""\paragraph{How it is checked.} Every theorem here is data: a statement, and a proof of named steps.
Machines decide the steps, all but those that are counted as argued. The prose below a theorem, headed \emph{Idea}, is
for the reader and no part of the proof; the steps are in the supplement, a second volume with the same numbers of
theorems. A step that an idea names, as in \emph{(step square)}, stands there. The line below an idea says the grade of
the theorem, the number of its steps, its Coq name and its file. \texttt{TightMax.X.y} is the theorem \texttt{y} in
\texttt{proofs/coq/theories/X.v}; such names say the whole conclusion of a theorem, together, unless the line
says ``in part''. The grades, from the strongest:
"""

_TOOLS = r"""Exact steps are decided by SymPy \cite{sympy} or rational arithmetic, enclosures by Arb \cite{arb} and a
second engine, and solver steps by Z3 \cite{z3} and cvc5 \cite{cvc5}, which must agree.
"""


VERDICTS = {
    "PROVED": "it holds as printed",
    "REFUTED": "it is false as printed, and the proof of that is checked",
    "CORRECTED": "it does not hold as printed, but something near it does, which is proved",
    "EXPERIMENT": "only an experiment can tell; one was run, and is recorded",
    "NOT_REPRODUCED": "a report of an experiment or of the literature that was not checked",
    "NOT_A_STATEMENT": "it asserts nothing that could be proved or refuted",
    "UNKNOWN": "a step of its proof does not hold in this run",
    "NOT_RUN": "its proof was not run",
}
"""What the verdicts of claims say."""

_CHAPTER_NOTES = {
    "surrogates": r"""Numbers such as (7) are those of the equations of \cite{S1}, most of which are lost there and are
restored here from the words around them: (1) is $\max(x,y) = \frac12(|x+y| + |x-y|)$ for $x, y \ge 0$, (6) is
$\frac2k\ln(1+e^{kx}) - x$, (7) is $\frac1k\ln(e^{kx}+e^{-kx})$; (8) is (1) with (7) for the absolute values; (9),
(10) and (11) are $\frac{1}{2k}\ln(e^{2kx}+e^{-2kx}+e^{2ky}+e^{-2ky})$, $\frac{1}{2k}\ln(e^{2kx}+e^{2ky})$ and
$\frac1k\ln(e^{kx}+e^{ky})$; (13) says that $(x^{2k+1}+y^{2k+1})^{1/(2k+1)} \to \max(x,y)$ as $k \to \infty$.
""",
}
"""What a reader needs before the theorems of a chapter, by its folder."""


def _counted(judgements: Sequence[Judgement]) -> str:
    """Return how many theorems are proved, and how."""
    proved = [judgement for judgement in judgements if judgement.verdict is Verdict.PROVED]
    formal = sum(judgement.grade is Grade.FORMAL for judgement in proved)
    argued = sum(bool(judgement.argued) for judgement in proved)
    rest = f"; {argued} of them rest on a step that is only argued" if argued else ""
    read = sum(judgement.grade is Grade.READ for judgement in proved)
    joined = f" What {read} of them conclude is in part joined to the steps by a reader (READ)." if read else ""
    return (
        f"Of the {len(judgements)} theorems {len(proved)} are proved by machine-checked steps{rest}, and the whole "
        f"conclusion of {formal} is accepted by the kernel of Coq as well.{joined}"
    )


def abstract_tex(judgements: Sequence[Judgement]) -> str:
    """Return the abstract: the results, each by the theorem that says it."""
    proved = {judgement.id for judgement in judgements if judgement.verdict is Verdict.PROVED}
    return "\n".join(
        [
            r"\begin{abstract}",
            r"How closely can a convex function on $\mathbb{R}^d$ follow the maximum from above, if its gradient is "
            r"1-Lipschitz from $\|\cdot\|_\infty$ to $\|\cdot\|_1$? Let $\varepsilon^*_d$ be the least possible "
            r"overshoot. LogSumExp has $\ln d$, and Samakhoana and Grimmer \cite{paper} proved that "
            r"$\varepsilon^*_d$ is of this order.",
            *(finding.shown(proved) for finding in ABSTRACT),
            _counted(judgements),
            r"\end{abstract}",
        ]
    )


def introduction_tex(judgements: Sequence[Judgement]) -> str:
    """Return the problem, what is known, what is new, and how it is checked."""
    proved = {judgement.id for judgement in judgements if judgement.verdict is Verdict.PROVED}
    grades = [rf"\item[{stamp(grade.name)}] {text}" for grade, text in MEANING.items()]
    listed = [r"\begin{description}\setlength{\itemsep}{0pt}\small", *grades, r"\end{description}"]
    head = [r"\section{Introduction}\label{sec:introduction}", _PROBLEM, table_tex(TABLE, proved), _IDEA, _CHECKED]
    return "\n".join([*head, *listed, _TOOLS])


def checked_line(judgement: Judgement, file: str) -> str:
    """Return one line: verdict or grade, how many steps, the Coq name, the file."""
    proved = judgement.verdict is Verdict.PROVED
    mark = stamp(judgement.grade.name if proved and judgement.grade is not None else judgement.verdict.name)
    facts = [f"{len(judgement.steps)} steps", rf"\texttt{{{escape(file)}}}"]
    formal = judgement.formal
    if formal is not None and formal.in_force:
        part = "" if formal.whole else "in part, "
        facts.insert(1, f"Coq: {part}" + ", ".join(rf"\texttt{{{escape(name)}}}" for name in formal.names))
    if judgement.argued:
        facts.insert(1, f"argued: {len(judgement.argued)}")
    if judgement.read:
        facts.insert(1, f"joined by a reader: {len(judgement.read)}")
    return rf"\checked{{{mark}}}{{{'; '.join(facts)}}}"


def theorem_with_idea(theorem: Theorem, judgement: Judgement, number: int, file: str) -> str:
    """Return a theorem as the paper shows it."""
    sketch = getattr(theorem, "sketch", "")
    idea = prose(cited(sketch, theorem.statement.uses))
    parts = [
        stated(theorem.statement, number, symbols=False).replace(r"\end{theorem}", r"\together\end{theorem}"),
        rf"\begingroup\together\begin{{proof}}[Idea]\renewcommand{{\qedsymbol}}{{}}{idea}\end{{proof}}\endgroup"
        if idea else "",
        checked_line(judgement, file),
    ]
    return "\n".join(filter(None, parts)) + "\n"


def verdict_tex(judgements: Sequence[Judgement], rows: Sequence[ClaimRow]) -> str:
    """Return whether the paper is right: in short, and claim by claim of its overview."""
    proved = {judgement.id for judgement in judgements if judgement.verdict is Verdict.PROVED}
    return "\n".join(
        [
            r"\section{What is confirmed, corrected, and false as printed}\label{sec:verdict}",
            r"The \emph{retelling} is a Korean overview \cite{S0} of \cite{paper}. What is wrong there need not be "
            r"wrong in the article, of which we had the abstract and the introduction.",
            r"\begin{itemize}\setlength{\itemsep}{0pt}",
            *(rf"\item {finding.shown(proved)}" for finding in ANSWERS),
            r"\end{itemize}",
            r"The claims of the retelling, in our words, with what holds instead:",
            verdicts_tex([row for row in rows if row.id.startswith("S0-")]),
        ]
    )


def sources_tex(rows: Sequence[ClaimRow]) -> str:
    """Return how the claims of every source end."""
    verdicts = sorted({row.verdict for row in rows})
    lines = []
    for source in registry.sources():
        counts = Counter(row.verdict for row in rows if row.id.startswith(f"{source}-"))
        cells = " & ".join(str(counts[verdict]) if counts[verdict] else "" for verdict in verdicts)
        lines.append(rf"{source} \cite{{{source}}} & {sum(counts.values())} & {cells} \\")
    head = " & ".join(rf"\rotatebox{{60}}{{{stamp(verdict)}}}" for verdict in verdicts)
    return "\n".join(
        [
            r"\section{The sources, claim by claim}\label{sec:sources}",
            rf"Five texts about smooth maxima were taken apart into {len(rows)} claims, and every claim has a verdict. "
            r"Table~\ref{tab:sources} counts them; the volume \emph{The sources, claim by claim} has every claim, and "
            r"for each that is wrong what holds instead. What the verdicts say:",
            "; ".join(f"{stamp(verdict)} {VERDICTS[verdict]}" for verdict in verdicts) + ".",
            r"\begin{table}[H]\centering\small",
            rf"\begin{{tabular}}{{@{{}}lr{'r' * len(verdicts)}@{{}}}} & claims & {head} \\ \midrule",
            *lines,
            r"\end{tabular}\caption{How many claims of each source have which verdict.}\label{tab:sources}\end{table}",
        ]
    )


def core_tex(
    shown: Sequence[tuple[Theorem, Judgement, str]],
    rows: Sequence[ClaimRow],
    captions: Mapping[str, str],
    found: Edition,
    headings: Mapping[str, str],
    elsewhere: Mapping[str, int],
) -> str:
    """Return the paper: `shown` are the theorems in reading order, each with its judgement and its file.

    `elsewhere` are the numbers of theorems that are spoken of and not shown.
    """
    judgements = [judgement for _, judgement, _ in shown]
    body = []
    for number, (theorem, judgement, file) in enumerate(shown, 1):
        if theorem.id in headings:
            body.append(rf"\section{{{prose(headings[theorem.id])}}}")
            body.append(_CHAPTER_NOTES.get(file.split("/")[1], ""))
        body.append(theorem_with_idea(theorem, judgement, number, file))
        body += [figure_tex(name, captions[name]) for name in captions if DRAWN[name].beside == theorem.id]
    return "\n".join(
        [
            preamble(elsewhere=elsewhere),
            title_tex(TITLE, found),
            r"\begin{document}\maketitle",
            abstract_tex(judgements),
            r"\tableofcontents",
            introduction_tex(judgements),
            verdict_tex(judgements, rows),
            r"\section{Setting and notation}\label{sec:setting}",
            notation_tex(),
            *body,
            sources_tex(rows),
            r"\section{Reproducibility}\label{sec:reproducibility}",
            reproducible_tex(judgements, found),
            bibliography_tex(),
            r"\end{document}",
        ]
    ) + "\n"
