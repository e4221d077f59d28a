"""The results of the paper in short: what its abstract says, and the table of what was known and what is new.

Every sentence and every row names the theorems that it repeats. Where one of them is not proved in a run, the
sentence says so instead of what it would say.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from proofs.machinery.documents.claims_tex import ClaimRow
from symbolic.printing.latex import escape, listing, prose, stamp, theorem_reference


def theorems_cited(ids: Sequence[str]) -> str:
    """Return "Theorem 3", or "Theorems 3, 4 and 5", each number with its link."""
    if len(ids) == 1:
        return theorem_reference(ids[0])
    return "Theorems " + listing([rf"\thmno{{thm:{id}}}" for id in ids])


@dataclass(frozen=True)
class Finding:
    """A result in a sentence (LaTeX), and the theorems that say it."""

    text: str
    by: tuple[str, ...]

    def shown(self, proved: Collection[str]) -> str:
        """Return the sentence with its theorems; or that it is not proved."""
        missing = [id for id in self.by if id not in proved]
        if missing:
            return f"(Not proved in this run: {theorems_cited(missing)}.)"
        return f"{self.text} ({theorems_cited(self.by)})."


@dataclass(frozen=True)
class Compared:
    """A row of the table: the question, what arXiv 2512.10825 has, what is proved here, and the theorems (LaTeX)."""

    question: str
    theirs: str
    ours: str
    by: tuple[str, ...]


ABSTRACT = (
    Finding(
        r"We determine the optimum for two, three and four entries, $\varepsilon^*_2 = \frac12$, $\varepsilon^*_3 = "
        r"\frac89$ and $\varepsilon^*_4 = \frac{1}{147}(198 - 24a - 26a^2) = 1.18278\dots$ with $a = 48 - "
        r"\frac{126}{\sqrt5}\arccos\frac23$", ("d2-optimum", "d3-optimum", "d4-optimum"),
    ),
    Finding(
        r"We show that $\ln d - \varepsilon^*_d \to \ln 2 - \frac12$, with an explicit rate for every $d$: LogSumExp "
        r"exceeds the best smoothing by $\ln 2 - \frac12 = 0.1931\dots$ up to $o(1)$", ("exact-limit",),
    ),
    Finding(
        r"A closed form that costs one LogSumExp has the gap $\ln d - (\ln 2 - \frac12)$ in every dimension, and in "
        r"none is $\ln d - \varepsilon^*_d$ less than $\ln 2 - \frac12$ or more than $0.23987$, and from $d = 9$ on "
        r"than $0.234$",
        ("universal-upper", "sharper-lower", "piecewise-lower"),
    ),
    Finding(
        r"The bound that \cite{paper} prints as $0.8145\ln d$ holds, with $\kappa = 0.81452\dots$, exactly for $d \ge "
        r"4$, and is false for $d = 2$ and $3$; the chain bound behind it is less than $\kappa\ln d$ for every $d$",
        ("kappa", "chain-below-kappa", "kappa-from-four"),
    ),
)
"""The results of the abstract."""

TABLE = (
    Compared(
        r"Upper bound for every $d$", r"$\ln d$, by LogSumExp",
        r"$\ln d - (\ln 2 - \frac12)$, at the cost of one LogSumExp", ("universal-upper",),
    ),
    Compared(
        r"Lower bound for every $d$", r"about $0.8145\ln d$", r"$\ln d - 0.23987$, and $\ln d - 0.234$ from $d = 9$ on",
        ("sharper-lower", "piecewise-lower"),
    ),
    Compared(
        r"$\varepsilon^*_d/\ln d$ as $d \to \infty$", r"between $0.8145$ and $1$", r"tends to 1",
        ("asymptotically-one",),
    ),
    Compared(
        r"$\ln d - \varepsilon^*_d$ as $d \to \infty$", r"between 0 and $0.1855\ln d$",
        r"tends to $\ln 2 - \frac12$, with a rate", ("exact-limit", "limit-consequences"),
    ),
    Compared(
        r"Small dimensions", r"optimal smoothings that attain the lower bound",
        r"$\varepsilon^*_2 = \frac12$ and $\varepsilon^*_3 = \frac89$; at $d = 4$ the chain bound is not attained",
        ("d2-optimum", "d3-optimum", "d4-chain-not-attained"),
    ),
    Compared(r"$d = 4$", r"--", r"$\varepsilon^*_4 = 1.18278\dots$ in closed form", ("d4-optimum",)),
    Compared(
        r"$d = 5, \dots, 10$", r"the lower bound",
        r"certificates, such as $1.408484 \le \varepsilon^*_5 \le 1.412925$",
        ("walk-certificates", "lattice-certificates"),
    ),
    Compared(
        r"The constant", r"$0.8145$", r"$\kappa = 4(m-1)/m^2 = 0.81452875\dots$, $\ln m = \frac{m-1}{2}$", ("kappa",)
    ),
    Compared(
        r"Where $\kappa\ln d$ holds", r"as printed: for every $d$", r"exactly for $d \ge 4$", ("kappa-from-four",)
    ),
    Compared(
        r"The least smoothing", r"--", r"exists pointwise, and convexity costs nothing; explicit for $d = 3$",
        ("least-smoothing", "d3-least"),
    ),
    Compared(r"Undershooting allowed", r"--", r"only the width of the error matters", ("shift",)),
    Compared(r"Euclidean norm", r"--", r"$\frac12(1 - \frac1d)$, exactly", ("euclidean-optimum",)),
)
"""What was known and what is new."""


def table_tex(rows: Sequence[Compared], proved: Collection[str]) -> str:
    """Return the table; a row with a theorem that is not proved says so."""
    shown = []
    for row in rows:
        missing = [id for id in row.by if id not in proved]
        ours = f"not proved in this run: {theorems_cited(missing)}" if missing else row.ours
        numbers = ", ".join(rf"\thmno{{thm:{id}}}" for id in row.by)
        shown.append(rf"{row.question} & {row.theirs} & {ours} & {numbers} \\")
    return "\n".join(
        [
            r"\begin{table}[htbp]\centering\small\renewcommand{\arraystretch}{1.15}",
            r"\begin{tabular}{@{}>{\raggedright}p{0.2\linewidth}>{\raggedright}p{0.22\linewidth}"
            r">{\raggedright}p{0.42\linewidth}>{\raggedright\arraybackslash}p{0.08\linewidth}@{}}",
            r"\toprule & arXiv 2512.10825 \cite{paper} & here & Theorem \\ \midrule",
            *shown,
            r"\bottomrule\end{tabular}",
            r"\caption{What was known and what is new.}\label{tab:new}\end{table}",
        ]
    )


def verdicts_tex(rows: Sequence[ClaimRow]) -> str:
    """Return what a source says, sentence by sentence, with the verdict: first what is wrong, then what holds."""
    order = {"REFUTED": 0, "CORRECTED": 1, "PROVED": 2}
    judged = sorted((row for row in rows if row.verdict in order), key=lambda row: order[row.verdict])
    lines = []
    for row in judged:
        numbers = ", ".join(rf"\thmno{{thm:{id}}}" for id in row.uses)
        truth = rf" \emph{{{prose(row.truth)}}}" if row.truth and row.verdict != "PROVED" else ""
        lines.append(rf"{escape(row.id)} & {prose(row.says)}{truth} & {stamp(row.verdict)} & {numbers} \\")
    head = r"& What is said, and \emph{what holds} & Verdict & Theorem \\"
    return "\n".join(
        [
            r"\begingroup\footnotesize\setlength{\tabcolsep}{4pt}\setlength{\LTleft}{0pt}\setlength{\LTright}{0pt}",
            r"\begin{longtable}{@{}l>{\raggedright\arraybackslash}p{0.67\linewidth}l"
            r">{\raggedright\arraybackslash}p{0.08\linewidth}@{}}",
            rf"\toprule {head} \midrule \endfirsthead \toprule {head} \midrule \endhead \bottomrule \endfoot",
            r"\bottomrule \noalign{\vskip 4pt} \caption{What the retelling says, and what holds.}\label{tab:retelling} "
            r"\endlastfoot",
            *lines,
            r"\end{longtable}\endgroup",
        ]
    )
